"""What tests of services share."""

import pytest

from microshop_desktop.services.actor import Actor
from microshop_desktop.services.shop import Shop
from tests.services.shelf import Shelf


@pytest.fixture
def shelf(shop: Shop, actor: Actor) -> Shelf:
    """An empty shelf of the shop."""
    return Shelf(shop, actor)
