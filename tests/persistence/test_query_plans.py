"""Nothing on the selling path walks through a table: every statement finds its rows by an index."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence import first_look
from microshop_desktop.persistence.database import Database
from microshop_desktop.services import search_index
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.order_search import OrderFilters, OrderTab
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.payments import PaymentFilters, Payments
from microshop_desktop.services.pending_list import PendingList
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.selling import Selling
from tests.services.shelf import Shelf

SMALL = {"shop", "shop_setting", "till", "staff", "place", "category", "held_basket"}
"""Tables that hold a handful of rows whatever the shop sells."""
_EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
_SCAN = re.compile(r"SCAN (\w+)")


@pytest.fixture
def shelf(sqlite_database: Database, clock: FixedClock) -> Shelf:
    """A shelf with two goods that can be found and scanned."""
    shop = found_shop(sqlite_database, clock, name="Corner", currency_code="CNY")
    shelf = Shelf(shop, shop.owner())
    skus = [shelf.sku("soap", "6901", 500), shelf.sku("brush", "6902", 900)]
    with shop.database.write() as connection:
        search_index.refresh(connection, skus)
    return shelf


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """Note the statements that SQLite itself runs meanwhile, with their values filled in."""
    noted: list[str] = []
    watched: set[sqlite3.Connection] = set()

    def watch(driver: sqlite3.Connection, *_handed_over: object) -> None:
        watched.add(driver)
        driver.set_trace_callback(noted.append)

    sa.event.listen(database.engine, "checkout", watch)
    try:
        yield noted
    finally:
        sa.event.remove(database.engine, "checkout", watch)
        for driver in watched:
            driver.set_trace_callback(None)


def plans(database: Database, statements: list[str]) -> list[str]:
    """Return the steps by which SQLite finds the rows of the statements."""
    found: list[str] = []
    with database.engine.connect() as connection:
        for statement in statements:
            if statement.lstrip().startswith(_EXPLAINED):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
                found += [row[3] for row in plan.fetchall()]
    return found


def scanned(database: Database, statements: list[str]) -> set[str]:
    """Return the big tables that any of the statements walks through."""
    steps = plans(database, statements)
    return {name for step in steps for name in _SCAN.findall(step)} - SMALL


def scan(shelf: Shelf) -> None:
    Lookup(shelf.shop).scan(shelf.actor, "6901")


def save_basket(shelf: Shelf) -> None:
    Baskets(shelf.shop).save(shelf.actor, shelf.basket("6901", "6902"))


def show_tiles(shelf: Shelf) -> None:
    Lookup(shelf.shop).tiles(shelf.actor)


def sell(shelf: Shelf) -> None:
    Selling(shelf.shop).finish(shelf.actor, shelf.basket("6901", "6902"))


def hold_and_recall(shelf: Shelf) -> None:
    basket = shelf.basket("6901")
    Baskets(shelf.shop).hold(shelf.actor, basket)
    Baskets(shelf.shop).recall(shelf.actor, basket.id)


def refund(shelf: Shelf) -> None:
    sale = Selling(shelf.shop).finish(shelf.actor, shelf.basket("6901"))
    wish = RefundWish(shelf.shop.ids.new(), sale.order, (Wanted(1, 1000),))
    Refunds(shelf.shop).refund(shelf.actor, wish)


@pytest.mark.parametrize(
    "act", [scan, save_basket, show_tiles, sell, hold_and_recall, refund], ids=lambda a: a.__name__
)
def test_no_table_is_walked_through(shelf: Shelf, act: Callable[[Shelf], None]) -> None:
    with statements_of(shelf.shop.database) as statements:
        act(shelf)
    assert any(statement.lstrip().startswith("SELECT") for statement in statements)
    assert scanned(shelf.shop.database, statements) == set()


def test_the_tabs_of_all_orders_are_counted_by_indexes_alone(shelf: Shelf) -> None:
    with statements_of(shelf.shop.database) as statements:
        Orders(shelf.shop).counts(shelf.actor)
    steps = [step for step in plans(shelf.shop.database, statements) if "orders" in step]
    assert len(steps) == 2
    assert all("COVERING INDEX" in step for step in steps)
    assert "ix_orders_remarkable" in steps[1]


@pytest.mark.parametrize("tab", [tab for tab in OrderTab if tab is not OrderTab.ALL])
def test_a_tab_finds_its_orders_among_the_few(shelf: Shelf, tab: OrderTab) -> None:
    with statements_of(shelf.shop.database) as statements:
        Orders(shelf.shop).page(shelf.actor, OrderFilters(tab=tab))
    first = plans(shelf.shop.database, statements)[0]
    assert "ix_orders_remarkable" in first or "ix_orders_state" in first


def test_what_is_pending_is_counted_and_listed_without_a_walk(shelf: Shelf) -> None:
    pending = PendingList(shelf.shop)
    with statements_of(shelf.shop.database) as statements:
        pending.count(shelf.actor)
        pending.page(shelf.actor)
    steps = plans(shelf.shop.database, statements)
    assert "SEARCH payment_attempt USING INDEX ix_payment_attempt_next (state=?)" in steps
    walks = {step for step in steps if "SCAN orders" in step}
    assert walks
    assert all("ix_orders_overpaid" in step for step in walks)


def test_payments_of_an_order_are_found_by_indexes(shelf: Shelf) -> None:
    sale = Selling(shelf.shop).finish(shelf.actor, shelf.basket("6901"))
    filters = PaymentFilters(orders=frozenset({sale.order}))
    with statements_of(shelf.shop.database) as statements:
        (found,) = Payments(shelf.shop).every(shelf.actor, filters)
    assert found.order == sale.number
    assert scanned(shelf.shop.database, statements) == set()


def test_the_first_look_walks_through_no_table(shelf: Shelf) -> None:
    tiles = first_look._TILES.replace("?", "x''", 1).replace("?", "48", 1)
    assert scanned(shelf.shop.database, [tiles]) == set()


def test_a_walk_would_be_noticed(shelf: Shelf) -> None:
    with (
        statements_of(shelf.shop.database) as statements,
        shelf.shop.database.read() as connection,
    ):
        connection.exec_driver_sql("SELECT * FROM sku WHERE price > ?", (1,))
    assert scanned(shelf.shop.database, statements) == {"sku"}
