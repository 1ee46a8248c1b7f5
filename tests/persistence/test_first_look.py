"""The first look shows what the services show, without loading what is heavy."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.first_look import first_look
from microshop_desktop.persistence.tables.catalogue import Category
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.shop import Shop
from tests.services.shelf import Shelf

HEAVY = ("sqlalchemy", "alembic", "PySide6", "requests", "pypinyin")


@pytest.fixture
def shelf(sqlite_database: Database, clock: FixedClock) -> Shelf:
    shop = found_shop(sqlite_database, clock, name="Corner", currency_code="EUR")
    return Shelf(shop, shop.owner())


def file_of(shop: Shop) -> Path:
    assert shop.database.path
    return shop.database.path


def fill(shelf: Shelf) -> None:
    shop, now = shelf.shop, shelf.shop.clock.now()
    with shop.database.session() as session:
        category = Category(id=shop.ids.new(), name="Soap", changed_at=now)
        session.add(category)
    soap = shelf.sku("Soap", "6901", 500, popularity=3, low_stock=2000, category_id=category.id)
    shelf.stock(soap, 2000, 1)
    shelf.sku("Brush", "6902", 900, popularity=7, picture="brush.png", by_weight=True)
    shelf.sku("Old", "6903", 1, on_sale=False)
    shelf.sku("Gone", "6904", 1, deleted_at=now)


def test_tiles_and_chips_are_those_of_the_service(shelf: Shelf) -> None:
    fill(shelf)
    seen = first_look(file_of(shelf.shop))
    lookup = Lookup(shelf.shop)
    assert seen
    assert [tile.name for tile in seen.tiles] == ["Brush", "Soap"]
    assert seen.tiles == lookup.tiles(shelf.actor)
    assert seen.chips == lookup.categories(shelf.actor)


def test_it_names_the_shop(shelf: Shelf) -> None:
    seen = first_look(file_of(shelf.shop))
    assert seen
    assert (seen.shop_name, seen.currency, seen.till_letter) == ("Corner", "EUR", "A")
    assert (seen.zone, seen.day_starts_at) == ("Asia/Shanghai", 0)


def test_it_brings_the_open_basket(shelf: Shelf) -> None:
    fill(shelf)
    Baskets(shelf.shop).hold(shelf.actor, shelf.basket("6902"), "Li")
    Baskets(shelf.shop).save(shelf.actor, shelf.basket("6901"))
    seen = first_look(file_of(shelf.shop))
    assert seen
    assert seen.basket
    assert json.loads(seen.basket)["lines"][0]["quantity"] == 1000
    assert seen.held_baskets == 1


def test_without_an_open_basket_there_is_none(shelf: Shelf) -> None:
    seen = first_look(file_of(shelf.shop))
    assert seen
    assert seen.basket is None


def test_only_one_page_is_read(shelf: Shelf) -> None:
    fill(shelf)
    seen = first_look(file_of(shelf.shop), tiles=1)
    assert seen
    assert len(seen.tiles) == 1


def test_where_there_is_no_shop_yet_there_is_nothing_to_see(
    tmp_path: Path, empty_shop_file: Path
) -> None:
    assert first_look(tmp_path / "none.sqlite") is None
    shutil.copy(empty_shop_file, tmp_path / "empty.sqlite")
    assert first_look(tmp_path / "empty.sqlite") is None
    (tmp_path / "damaged.sqlite").write_bytes(b"no database " * 500)
    assert first_look(tmp_path / "damaged.sqlite") is None


def test_a_file_of_another_schema_needs_the_longer_way(shelf: Shelf) -> None:
    with shelf.shop.database.write() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    assert first_look(file_of(shelf.shop)) is None


def test_it_loads_nothing_heavy() -> None:
    code = (
        "import sys, microshop_desktop.persistence.first_look;"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
