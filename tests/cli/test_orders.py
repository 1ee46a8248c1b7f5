"""`microshop orders`, `payments`, `refund` and `report`, as people and scripts call them."""

import uuid
from datetime import UTC, datetime

import pytest

from microshop_desktop.domain.basket import Discount, DiscountKind, Method, Tender
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.shop import open_shop
from tests.cli.running import Microshop
from tests.services.order_samples import Taken, put_customer, put_goods, sell

MONDAY = ("--from", "2026-03-02", "--to", "2026-03-02")


@pytest.fixture
def sold(microshop: Microshop) -> Microshop:
    """Two orders on Monday 2026-03-02: 3 masks and 2 creams less 10.00; a cream by two payments."""
    about = ("--currency", "CNY", "--zone", "Asia/Shanghai")
    assert microshop("init", "--name", "Corner shop", *about).code == 0
    database = open_database(microshop.data / "shop.sqlite")
    shop = open_shop(database, FixedClock(datetime(2026, 3, 2, 4, 0, tzinfo=UTC)))
    owner = shop.owner()
    mask = put_goods(shop, owner, "mask", price=4990, cost_value=9_000_000, on_hand=9_000)
    cream = put_goods(shop, owner, "cream", price=2500, cost_value=9_000_000, on_hand=9_000)
    off = Discount(DiscountKind.AMOUNT, 1000)
    sell(shop, owner, Taken(mask, 3000), Taken(cream, 2000), discount=off)
    both = [Tender(Method.COLLECTION_CODE, 2000), Tender(Method.CASH, 1000)]
    sell(shop, owner, Taken(cream), tenders=both)
    database.close()
    return microshop


def test_orders_are_listed_newest_first(sold: Microshop) -> None:
    listed = sold("orders", "list", "--json")
    assert [order["number"] for order in listed.document] == ["A-000002", "A-000001"]
    assert listed.document[0]["change"] == 500
    assert listed.err == ""


def test_an_empty_list_is_an_empty_array(sold: Microshop) -> None:
    assert sold("orders", "list", "--source", "taobao", "--json").out == "[]\n"
    assert sold("orders", "list", "--source", "taobao").out == "There is nothing to show.\n"


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (MONDAY, 2),
        (("--from", "2026-03-03"), 0),
        (("--method", "collection_code"), 1),
        (("--refund-state", "none"), 2),
        (("--state", "cancelled"), 0),
        (("--text", "189.70"), 1),
        (("--limit", "1"), 1),
    ],
)
def test_filters_narrow_the_list(sold: Microshop, filters: tuple[str, ...], count: int) -> None:
    assert len(sold("orders", "list", *filters, "--json").document) == count


def test_an_order_is_shown_as_it_is_listed(sold: Microshop) -> None:
    shown = sold("orders", "show", "1", "--json").document
    assert shown == sold("orders", "list", "--json").document[1]
    assert (shown["total"], shown["lines"][0]["discount"]) == (18970, 750)


def test_people_get_tables(sold: Microshop) -> None:
    assert "A-000001  2026-03-02 12:00  Counter  Done" in sold("orders", "list").out
    shown = sold("orders", "show", "A-000002").out
    assert "Collection code  ¥20.00" in shown
    assert "Change  ¥5.00" in shown


def test_an_unknown_order_is_said_in_both_ways(sold: Microshop) -> None:
    said = sold("orders", "show", "77", "--json")
    assert said.code == 1
    assert said.document["error"]["code"] == "not_found"
    assert "There is no order" in said.err
    assert "microshop orders list" in said.err
    assert said.err.count("\n") == 1


def test_payments_are_listed(sold: Microshop) -> None:
    listed = sold("payments", "list", "--json").document
    assert [(paid["order"], paid["method"], paid["amount"]) for paid in listed] == [
        ("A-000002", "cash", 500),
        ("A-000002", "collection_code", 2000),
        ("A-000001", "cash", 18970),
    ]
    assert "Confirmed by cashier" in sold("payments", "list").out


def test_customers_are_listed_by_name(sold: Microshop) -> None:
    assert sold("customers", "list", "--json").out == "[]\n"
    database = open_database(sold.data / "shop.sqlite")
    shop = open_shop(database, FixedClock(datetime(2026, 3, 3, tzinfo=UTC)))
    for name, phone in (("Bo", "13900001234"), ("Aly", "13812347731")):
        put_customer(shop, name, phone)
    database.close()
    listed = sold("customers", "list", "--json").document
    assert [(person["name"], person["phone"]) for person in listed] == [
        ("Aly", "138****7731"),
        ("Bo", "139****1234"),
    ]
    assert sold("customers", "list", "--limit", "1").out.count("\n") == 2


def test_a_part_is_refunded_and_written_off(sold: Microshop) -> None:
    refund = sold("refund", "1", "--line", "1*1", "--no-restock", "--json").document
    assert refund["number"] == "A-R000001"
    assert (refund["order"], refund["method"], refund["state"]) == ("A-000001", "cash", "done")
    assert refund["amount"] == 4740
    assert refund["lines"] == [{"no": 1, "quantity": 1000, "amount": 4740, "restocked": False}]


def test_without_lines_all_that_is_left_is_refunded(sold: Microshop) -> None:
    sold("refund", "1", "--line", "2")
    rest = sold("refund", "1", "--json").document
    assert [line["no"] for line in rest["lines"]] == [1]
    order = sold("orders", "show", "1", "--json").document
    assert (order["refunded"], order["refund_state"]) == (18970, "whole")
    assert sold("refund", "1").code == 1


def test_the_way_of_the_money_can_be_chosen(sold: Microshop) -> None:
    assert "Cash  ¥25.00" in sold("refund", "2", "--cash").out
    assert sold("refund", "1", "--cash", "--to-payment").code == 2


def test_the_same_key_refunds_once(sold: Microshop) -> None:
    call = ("refund", "1", "--line", "1*1", "--key", str(uuid.uuid4()), "--json")
    assert sold(*call).document == sold(*call).document
    assert sold("orders", "show", "1", "--json").document["refunded"] == 4740


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("refund", "1", "--line", "1*4"), 1),
        (("refund", "1", "--line", "1*x"), 1),
        (("refund", "1", "--line", "7*1"), 1),
        (("refund", "9"), 1),
        (("refund", "1", "--line", "x"), 2),
        (("refund", "1", "--key", "x"), 2),
        (("refund",), 2),
        (("report", "day", "--from", "yesterday"), 2),
        (("orders", "list", "--method", "gold"), 2),
    ],
)
def test_what_cannot_be_done_is_refused(
    sold: Microshop, arguments: tuple[str, ...], code: int
) -> None:
    said = sold(*arguments)
    assert said.code == code
    assert "Traceback" not in said.err
    assert sold("orders", "show", "1", "--json").document["refunded"] == 0


def test_the_day_is_reported(sold: Microshop) -> None:
    day = sold("report", "day", "--from", "2026-03-02", "--json").document
    assert (day["orders"], day["gross"], day["discount"], day["net"]) == (2, 22470, 1000, 21470)
    assert (day["cost"], day["profit"]) == (6000, 15470)
    assert day["by_hour"][12] == {"hour": 12, "orders": 2, "net": 21470}
    assert [line["name"] for line in day["top"]] == ["mask", "cream"]


def test_a_span_and_its_products_are_reported(sold: Microshop) -> None:
    sales = sold("report", "sales", *MONDAY, "--json").document
    assert (sales["from"], sales["to"], sales["currency"]) == ("2026-03-02", "2026-03-02", "CNY")
    products = sold("report", "products", *MONDAY, "--json").document
    assert sum(line["net"] for line in products) == sales["net"]
    assert sum(line["profit"] for line in products) == sales["profit"]
    assert "Net sales" in sold("report", "sales", *MONDAY).out


def test_heads_come_in_the_language_that_was_asked_for(sold: Microshop) -> None:
    assert "单号" in sold("orders", "list", lang="zh").out
    assert "Ventas netas" in sold("report", "sales", *MONDAY, lang="es").out
