"""A shelf with a few goods and a till in front of it."""

import pytest

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.sell.view_model import SellViewModel
from tests.services.shelf import Shelf
from tests.ui.sell.view import CASE, CRISPS, ORANGES, RARE, TEA, Seen, new_till


@pytest.fixture
def shop(sqlite_database: Database, clock: FixedClock) -> Shop:
    return found_shop(sqlite_database, clock, name="Corner", currency_code="CNY", owner="Lin")


@pytest.fixture
def shelf(shop: Shop, actor: Actor) -> Shelf:
    shelf = Shelf(shop, actor)
    crisps = shelf.sku("Crisps 75g", CRISPS, 850, unit="bag")
    shelf.pack(crisps, CASE, 12, 9600)
    shelf.stock(crisps, 50_000, 100_000)
    tea = shelf.sku("Green tea", TEA, 2000, unit="box")
    shelf.price(tea, "member", 1800)
    shelf.stock(tea, 5_000, 10_000)
    oranges = shelf.sku("Oranges", ORANGES, 1160, unit="kg", by_weight=True, plu="00021")
    shelf.stock(oranges, 42_600, 10_000)
    shelf.sku("Rare thing", RARE, 9900, below_zero="block")
    return shelf


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def till(shop: Shop, actor: Actor, shelf: Shelf, seen: Seen) -> SellViewModel:
    return new_till(shop, actor, seen)
