"""What the questions to channels share: each channel before a practice shop of its platform."""

from collections.abc import Iterator

import pytest

from tests.contract.shop_contenders import (
    ShopContender,
    shop_contender,
)
from tests.contract.shop_entries import ENTRIES


@pytest.fixture(params=ENTRIES, ids=lambda entry: entry.name)
def shop(request: pytest.FixtureRequest) -> Iterator[ShopContender]:
    made = shop_contender(request.param)
    yield made
    assert made.shop.complaints == []
