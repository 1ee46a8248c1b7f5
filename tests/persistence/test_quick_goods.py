"""What answers an early scan is what the services answer later, or nothing."""

from pathlib import Path

import pytest

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.quick_goods import quick_goods
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.lookup import Lookup
from tests.services.shelf import Shelf


@pytest.fixture
def shelf(sqlite_database: Database, clock: FixedClock) -> Shelf:
    shop = found_shop(sqlite_database, clock, name="Corner", currency_code="CNY")
    return Shelf(shop, shop.owner())


@pytest.fixture
def file(sqlite_database: Database, tmp_path: Path) -> Path:
    return tmp_path / "shop.sqlite"


def test_it_answers_as_the_services_do(shelf: Shelf, file: Path) -> None:
    sku = shelf.sku("Tea", "6901", 2000, unit="box", spec="50g", tax_rate=1300)
    shelf.price(sku, "member", 1800)
    shelf.pack(sku, "6902", 12, 20_000)
    for code in ("6901", "6902"):
        found = Lookup(shelf.shop).scan(shelf.actor, code)[0]
        assert quick_goods(file, code) == (found.goods, found.unit)


def test_what_is_in_doubt_waits_for_the_services(shelf: Shelf, file: Path) -> None:
    shelf.sku("Tea", "6901", 2000)
    shelf.sku("Old tea", "6901", 1500)
    shelf.sku("Oranges", "6903", 1160, by_weight=True)
    shelf.sku("Gone", "6904", 100, on_sale=False)
    for code in ("6901", "6903", "6904", "9999"):
        assert quick_goods(file, code) is None


def test_a_file_that_cannot_be_read_answers_nothing(tmp_path: Path) -> None:
    assert quick_goods(tmp_path / "none.sqlite", "6901") is None
