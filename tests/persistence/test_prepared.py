"""Prepared statements bind their values by kind on both databases, row by row."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.columns import IdType, ShopDayType
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.failures import translated
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
ONE_DAY = Prepared(
    select(SalesBySkuDay.sku_id, SalesBySkuDay.shop_day, SalesBySkuDay.quantity)
    .where(SalesBySkuDay.shop_day == bindparam("day"), SalesBySkuDay.currency == "CNY")
    .order_by(SalesBySkuDay.sku_id)
)
SET = Prepared(
    update(SalesBySkuDay)
    .where(SalesBySkuDay.sku_id == bindparam("sku"))
    .values(quantity=bindparam("to"))
)
TAKE = Prepared(
    delete(SalesBySkuDay)
    .where(SalesBySkuDay.sku_id == bindparam("sku"))
    .returning(SalesBySkuDay.quantity)
)
AGAIN = Prepared(
    insert(SalesBySkuDay).values(
        shop_day=bindparam("day"),
        sku_id=bindparam("sku"),
        currency="CNY",
        quantity=0,
        net=0,
        cost_value=0,
    )
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


def _add(database: Database, *skus: UUID) -> None:
    with database.write() as connection:
        ADD(connection, [{"day": DAY, "sku": sku, "quantity": 1000} for sku in skus])


def test_rows_come_back_by_name_and_kind(database: Database) -> None:
    _add(database, SALT, TEA, TEA)
    with database.read() as connection:
        rows = ONE_DAY.rows(connection, day=DAY)
    found = [(row.sku_id, row.shop_day, row.quantity) for row in rows]
    assert found == [(TEA, DAY, 2000), (SALT, DAY, 1000)]


def test_the_first_row_or_none(database: Database) -> None:
    _add(database, TEA)
    with database.read() as connection:
        assert ONE_DAY.first(connection, day=DAY).sku_id == TEA
        assert ONE_DAY.first(connection, day=date(2026, 3, 3)) is None


def test_a_change_says_how_many_rows_it_met(database: Database) -> None:
    _add(database, TEA)
    with database.write() as connection:
        assert SET.run(connection, sku=TEA, to=7) == 1
        assert SET.run(connection, sku=SALT, to=7) == 0
    assert _quantities(database) == {TEA: 7}


def test_what_is_deleted_comes_back(database: Database) -> None:
    _add(database, TEA)
    with database.write() as connection:
        assert TAKE.first(connection, sku=TEA).quantity == 1000
        assert TAKE.first(connection, sku=TEA) is None
    assert _quantities(database) == {}


def test_a_broken_rule_is_cores_own_error_and_undoes_the_act(database: Database) -> None:
    _add(database, TEA)
    with pytest.raises(IntegrityError), database.write() as connection:
        AGAIN(connection, [{"day": DAY, "sku": sku} for sku in (SALT, TEA)])
    assert _quantities(database) == {TEA: 1000}


def test_an_error_never_shows_values(database: Database) -> None:
    _add(database, TEA)
    with pytest.raises(DBAPIError) as caught, database.write() as connection:
        AGAIN.run(connection, day=DAY, sku=TEA)
    assert str(TEA) not in str(caught.value).split("[SQL")[1]


def test_what_another_holds_is_told_as_locked(sqlite_database: Database) -> None:
    assert sqlite_database.path is not None
    _add(sqlite_database, TEA)
    hasty = Database(sqlite_database.path, busy_seconds=0)
    with sqlite_database.write(), hasty.engine.connect() as connection:
        with pytest.raises(ShopError) as caught, translated("here"):
            SET.run(connection, sku=TEA, to=1)
        connection.rollback()
    hasty.close()
    assert caught.value.code is ErrorCode.DATABASE_LOCKED


def test_a_read_only_look_refuses_to_write(sqlite_database: Database) -> None:
    with pytest.raises(ShopError) as caught, sqlite_database.read() as connection:
        SET.run(connection, sku=TEA, to=1)
    assert caught.value.code is ErrorCode.FOLDER_READ_ONLY
