"""A seller at a screen without a monitor."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real_window.seller import Seller
from tools.display import virtual_display


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with virtual_display() as display:
        looks = tmp_path / "looks"
        looks.mkdir()
        yield Seller(display, tmp_path / "shop", looks)
