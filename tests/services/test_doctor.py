"""The doctor finds a working shop healthy, and every kind of harm that is done to its books."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from microshop_desktop.domain.basket import Discount, DiscountKind, discount_basket
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.services import search_index
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.book_rules import fact_tables
from microshop_desktop.services.doctor import Doctor, Findings
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from tests.services.shelf import Shelf

HARM = [
    ("UPDATE stock_level SET on_hand = on_hand + 1", "stock_is_the_sum_of_movements"),
    ("UPDATE stock_level SET cost_value = 1", "stock_is_the_sum_of_movements"),
    ("DELETE FROM stock_level", "stock_is_the_sum_of_movements"),
    ("UPDATE stock_level SET reserved = 5", "reserved_is_the_sum_of_reservations"),
    ("DELETE FROM reservation", "reserved_is_the_sum_of_reservations"),
    ("UPDATE sales_by_day SET tax = tax + 1", "day_figures_are_the_sum_of_facts"),
    ("DELETE FROM sales_by_day", "day_figures_are_the_sum_of_facts"),
    ("UPDATE sales_by_sku_day SET net = net - 1", "sku_day_figures_are_the_sum_of_facts"),
    ("UPDATE orders SET shipping = 7", "order_totals_add_up"),
    ("UPDATE order_line SET total = total + 1", "orders_are_the_sum_of_lines"),
    ("UPDATE order_line SET tax = tax + 1", "orders_are_the_sum_of_lines"),
    ("DELETE FROM order_adjustment", "discounts_have_adjustments"),
    ("UPDATE payment SET amount = amount + 1", "orders_are_the_sum_of_payments"),
    ("UPDATE payment SET tendered = 0", "orders_are_the_sum_of_payments"),
    ("UPDATE payment SET currency = 'USD'", "orders_are_the_sum_of_payments"),
    ("UPDATE orders SET paid = 0", "orders_are_the_sum_of_payments"),
    ("UPDATE refund_line SET amount = amount + 1", "refunds_are_the_sum_of_lines_and_ways"),
    ("DELETE FROM refund_payment", "refunds_are_the_sum_of_lines_and_ways"),
    ("UPDATE orders SET refunded = 3", "refunded_figures_are_the_sum_of_refunds"),
    ("UPDATE order_line SET refunded_quantity = 0", "refunded_figures_are_the_sum_of_refunds"),
    ("UPDATE orders SET refunded = total + 1", "nothing_is_refunded_beyond_what_was_paid"),
    (
        "UPDATE order_line SET refunded_quantity = quantity + 1",
        "nothing_is_refunded_beyond_what_was_paid",
    ),
    ("UPDATE stock_movement SET quantity = 1 WHERE kind = 'sale'", "sales_left_the_stock"),
    (
        "UPDATE stock_movement SET cost_value = 9 WHERE kind = 'refund'",
        "refunds_came_back_to_the_stock",
    ),
    ("UPDATE till SET last_seq = last_seq + 1", "facts_are_numbered_without_gaps"),
    ("UPDATE payment SET seq = 1", "facts_are_numbered_without_gaps"),
    ("UPDATE product SET deleted_at = 1", "search_finds_every_product"),
    ("DELETE FROM search_row", "search_finds_every_product"),
    ("UPDATE sku SET hidden_by_batch = id", "imports_are_finished"),
    ("UPDATE till SET last_order = 9", "numbers_have_no_gaps"),
    ("UPDATE refund SET number = 'A-R000007'", "numbers_have_no_gaps"),
    ("UPDATE till SET audit_head = 'x'", "audit_chain_holds"),
    ("UPDATE audit_entry SET digest = 'x' WHERE act = 'refund'", "audit_chain_holds"),
    ("UPDATE order_line SET quantity = 1000 WHERE no = 1", "audit_chain_holds"),
    ("UPDATE payment SET method = 'wechat'", "audit_chain_holds"),
    ("UPDATE refund_line SET restocked = NOT restocked", "audit_chain_holds"),
    ("DELETE FROM audit_entry WHERE act = 'refund'", "audit_chain_holds"),
    ("UPDATE held_basket SET content = '{'", "kept_texts_can_be_read"),
    (
        "INSERT INTO shop_setting (key, value, changed_at) VALUES ('rounding', '\"gold\"', 0)",
        "kept_texts_can_be_read",
    ),
]
DERIVED = (
    "DELETE FROM stock_level",
    "UPDATE sales_by_day SET gross = 1",
    "DELETE FROM sales_by_sku_day",
    "UPDATE orders SET refunded = 1 WHERE refunded <> 0",
    "UPDATE order_line SET refunded = 1, refunded_quantity = 1",
    "DELETE FROM search_row",
)


@pytest.fixture
def busy_shop(shop: Shop, actor: Actor, shelf: Shelf) -> Shop:
    """A shop with sales, a discount, a refund and a held basket; all its books are right."""
    skus = [
        shelf.sku("mask", "6901", 1990, cost=1000, tax_rate=1300),
        shelf.sku("cream", "6902", 2500, cost=1200, tax_rate=1300),
    ]
    shelf.stock(skus[0], 7_000, 7_000_001)
    with shop.database.write() as connection:
        search_index.refresh(connection, skus)
    selling = Selling(shop)
    selling.finish(actor, shelf.basket("6902"))
    ten_off = Discount(DiscountKind.PERCENT, 1000, "regular")
    basket = discount_basket(shelf.basket("6901", "6901", "6901", "6902"), ten_off)
    sale = selling.finish(actor, basket)
    back = (Wanted(1, 2000, restock=True), Wanted(2, 1000, restock=False))
    Refunds(shop).refund(actor, RefundWish(shop.ids.new(), sale.order, back))
    Baskets(shop).hold(actor, shelf.basket("6901"), "Mrs Li")
    return shop


def broken(findings: Findings) -> set[str]:
    return {check.name for check in findings.checks if not check.ok}


def do(shop: Shop, statement: str) -> None:
    with shop.database.write() as connection:
        connection.exec_driver_sql(statement)


def test_a_new_shop_is_healthy(shop: Shop, actor: Actor) -> None:
    assert broken(Doctor(shop).check(actor)) == set()


def test_a_busy_shop_is_healthy(busy_shop: Shop, actor: Actor) -> None:
    findings = Doctor(busy_shop).check(actor)
    assert findings.ok, findings
    assert len(findings.checks) >= 19


@pytest.mark.parametrize(("statement", "name"), HARM)
def test_harm_is_found(busy_shop: Shop, actor: Actor, statement: str, name: str) -> None:
    do(busy_shop, statement)
    assert name in broken(Doctor(busy_shop).check(actor))


def test_an_import_that_was_cut_off_is_found(busy_shop: Shop, actor: Actor) -> None:
    batches = sa.table(
        "import_batch",
        *map(sa.column, ("id", "kind", "file_name", "fingerprint", "state", "started_at")),
    )
    key = busy_shop.ids.new()
    row = {"kind": "products", "file_name": "a.csv", "fingerprint": "", "started_at": 0}
    with busy_shop.database.write() as connection:
        sqlite = connection.dialect.name == "sqlite"
        values = {**row, "id": key.bytes if sqlite else key, "state": "running"}
        connection.execute(batches.insert().values(values))
    assert broken(Doctor(busy_shop).check(actor)) == {"imports_are_finished"}


def test_a_torn_reference_is_found(busy_shop: Shop, actor: Actor) -> None:
    if not busy_shop.database.is_sqlite:
        pytest.skip("PostgreSQL never lets a reference be torn")
    with busy_shop.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("DELETE FROM shift")
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    assert "foreign_keys" in broken(Doctor(busy_shop).check(actor))


def test_all_that_is_derived_can_be_made_anew(busy_shop: Shop, actor: Actor) -> None:
    for statement in DERIVED:
        do(busy_shop, statement)
    assert broken(Doctor(busy_shop).check(actor))
    assert Doctor(busy_shop).repair(actor).ok


def test_a_repair_touches_no_fact(busy_shop: Shop, actor: Actor) -> None:
    do(busy_shop, "UPDATE payment SET amount = amount + 1")
    assert broken(Doctor(busy_shop).repair(actor)) == {
        "orders_are_the_sum_of_payments",
        "audit_chain_holds",
    }


def test_the_first_few_records_are_named(busy_shop: Shop, actor: Actor) -> None:
    do(busy_shop, "UPDATE orders SET shipping = 7")
    findings = Doctor(busy_shop).check(actor)
    check = next(check for check in findings.checks if check.name == "order_totals_add_up")
    assert check.detail == "A-000001, A-000002"


def test_scripts_get_one_document(busy_shop: Shop, actor: Actor) -> None:
    document = json.loads(json.dumps(Doctor(busy_shop).check(actor).to_document()))
    assert document["ok"] is True
    assert {"name": "audit_chain_holds", "ok": True, "detail": ""} in document["checks"]


def test_photos_are_looked_for_where_they_are_kept(
    busy_shop: Shop, actor: Actor, tmp_path: Path
) -> None:
    do(busy_shop, "UPDATE sku SET picture = 'mask.jpg' WHERE name = 'mask'")
    assert broken(Doctor(busy_shop).check(actor)) == set()
    assert broken(Doctor(busy_shop, tmp_path).check(actor)) == {"photos_are_there"}
    (tmp_path / "mask.jpg").touch()
    assert broken(Doctor(busy_shop, tmp_path).check(actor)) == set()


def test_progress_is_told_before_each_check(shop: Shop, actor: Actor) -> None:
    told: list[str] = []
    findings = Doctor(shop).check(actor, told.append)
    assert told == [check.name for check in findings.checks]


def test_every_table_of_facts_is_counted() -> None:
    assert {"orders", "payment", "refund", "stock_movement", "shift"} <= set(fact_tables())


def test_looking_needs_the_right(shop: Shop, actor: Actor) -> None:
    with pytest.raises(ShopError):
        Doctor(shop).check(replace(actor, rights=frozenset()))
