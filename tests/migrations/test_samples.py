"""A shop of each released schema is upgraded with everything it holds, and goes on selling."""

import gzip
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database, schema_number
from microshop_desktop.persistence.schema import SCHEMA
from microshop_desktop.persistence.tables.orders import OrderRow, Refund
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop, open_shop
from tests.migrations.make_sample import sample_path
from tests.services.shelf import Shelf


@pytest.fixture(params=range(1, SCHEMA + 1))
def old_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The sample of a schema, unpacked."""
    path = tmp_path / "shop.sqlite"
    path.write_bytes(gzip.decompress(sample_path(request.param).read_bytes()))
    return path


@pytest.fixture
def old_shop(old_file: Path) -> Iterator[Shop]:
    with closing(open_database(old_file)) as database:
        yield open_shop(database, SystemClock())


def test_it_has_the_newest_schema_then(old_shop: Shop) -> None:
    assert schema_number(old_shop.database) == SCHEMA


def test_it_holds_what_it_held(old_shop: Shop) -> None:
    with old_shop.database.read() as connection:
        assert connection.scalar(select(func.sum(OrderRow.total))) == 5895 + 900
        assert connection.scalar(select(func.sum(Refund.amount))) == 495
    assert [held.name for held in Baskets(old_shop).held(old_shop.owner())] == ["Li"]


def test_its_books_are_right(old_shop: Shop) -> None:
    findings = Doctor(old_shop).check(old_shop.owner())
    assert findings.ok, findings


def test_it_goes_on_selling(old_shop: Shop) -> None:
    actor = old_shop.owner()
    basket = Baskets(old_shop).open_one(actor)
    assert Selling(old_shop).finish(actor, basket).number == "A-000003"
    assert (
        Selling(old_shop).finish(actor, Shelf(old_shop, actor).basket("6901234567892")).number
        == "A-000004"
    )
