"""Prepared statements bind their values by kind on both databases, row by row."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.persistence.columns import IdType, ShopDayType
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.orders import SalesBySkuDay

ADD = Prepared(
    """
    INSERT INTO sales_by_sku_day (shop_day, sku_id, currency, quantity, net, cost_value)
    VALUES (:day, :sku, 'CNY', :quantity, 0, 0)
    ON CONFLICT (shop_day, sku_id, currency) DO UPDATE SET
        quantity = sales_by_sku_day.quantity + excluded.quantity
    """,
    day=ShopDayType(),
    sku=IdType(),
)
DAY, TEA, SALT = date(2026, 3, 2), UUID(int=1), UUID(int=2)


def _quantities(database: Database) -> dict[UUID, int]:
    with database.read() as connection:
        rows = connection.execute(select(SalesBySkuDay.sku_id, SalesBySkuDay.quantity))
        return {row.sku_id: row.quantity for row in rows}


def test_rows_are_written_and_added_up(database: Database) -> None:
    rows = [{"day": DAY, "sku": sku, "quantity": 1000} for sku in (TEA, SALT, TEA)]
    with database.write() as connection:
        ADD(connection, rows)
    assert _quantities(database) == {TEA: 2000, SALT: 1000}


def test_no_rows_write_nothing(database: Database) -> None:
    with database.write() as connection:
        ADD(connection, [])
    assert _quantities(database) == {}


def test_a_value_of_the_wrong_kind_is_refused(sqlite_database: Database) -> None:
    with pytest.raises((TypeError, AttributeError)), sqlite_database.write() as connection:
        ADD(connection, [{"day": DAY, "sku": "not an id", "quantity": 1}])
    assert _quantities(sqlite_database) == {}
