"""Each kind of value comes back as it went in, and what would be stored wrongly is refused."""

import datetime as dt
import subprocess
import sys
import uuid
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from microshop_desktop.persistence import columns
from microshop_desktop.persistence.database import Database

NOON = dt.datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=dt.UTC)
CASES: list[tuple[sa.types.TypeEngine[Any], Any]] = [
    (columns.IdType(), uuid.UUID(int=7)),
    (columns.InstantType(), NOON),
    (columns.InstantType(), dt.datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC)),
    (columns.ShopDayType(), dt.date(2026, 3, 1)),
    (columns.MinorType(), -9_007_199_254_740_993),
    (columns.ThousandthsType(), 345),
    (columns.CostValueType(), 2**62),
    (columns.TaxRateType(), 1300),
    (columns.JsonType(), {"名": ["é", 1, None]}),
]
WRONG: list[tuple[sa.types.TypeEngine[Any], Any]] = [
    (columns.IdType(), "00000000-0000-0000-0000-000000000007"),
    (columns.InstantType(), dt.datetime(2026, 3, 1)),  # noqa: DTZ001 - the point of the case
    (columns.ShopDayType(), NOON),
    (columns.ShopDayType(), "2026-03-01"),
    (columns.MinorType(), 1.0),
    (columns.MinorType(), Decimal(1)),
    (columns.ThousandthsType(), True),
    (columns.TaxRateType(), "13"),
]


@pytest.mark.parametrize(("kind", "value"), CASES)
def test_a_value_comes_back_as_it_went_in(
    database: Database, kind: sa.types.TypeEngine[Any], value: Any
) -> None:
    with database.write() as connection:
        table = sa.Table("kept", sa.MetaData(), sa.Column("value", kind), prefixes=["TEMPORARY"])
        table.create(connection)
        connection.execute(table.insert(), [{"value": value}, {"value": None}])
        found = set(map(repr, connection.scalars(sa.select(table.c.value))))
        table.drop(connection)
    assert found == {repr(value), "None"}


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_what_would_be_stored_wrongly_is_refused(
    database: Database, kind: sa.types.TypeEngine[Any], value: Any
) -> None:
    with pytest.raises(StatementError), database.read() as connection:
        connection.execute(sa.select(sa.literal(value, kind)))


def test_sums_of_money_are_whole_numbers(database: Database) -> None:
    total = sa.func.sum(sa.literal(3, columns.MinorType()), type_=columns.MinorType())
    with database.read() as connection:
        found = connection.scalar(sa.select(total))
    assert (type(found), found) == (int, 3)


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_microseconds_lose_nothing(moment: dt.datetime) -> None:
    assert columns.from_microseconds(columns.to_microseconds(moment)) == moment


def test_other_zones_are_the_same_moment() -> None:
    shanghai = dt.timezone(dt.timedelta(hours=8))
    assert columns.to_microseconds(NOON.astimezone(shanghai)) == columns.to_microseconds(NOON)


@pytest.mark.parametrize(
    "family", ["catalogue", "channels", "customers", "orders", "shop", "stock"]
)
def test_a_family_of_records_loaded_alone_knows_its_types(family: str) -> None:
    look = (
        f"import microshop_desktop.persistence.tables.{family}\n"
        "from microshop_desktop.persistence.columns import Base\n"
        "tables = Base.metadata.tables.values()\n"
        "print([str(c) for t in tables for c in t.columns if c.type._isnull])\n"
    )
    ran = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
