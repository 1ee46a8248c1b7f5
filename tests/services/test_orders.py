"""The list of orders: newest first, by pages, narrowed by what a person remembers of an order."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.refunds import RefundState, Wanted
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.order_json import order_json
from microshop_desktop.services.order_search import OrderFilters, OrderTab
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop
from tests.services.order_samples import Taken, put_customer, put_goods, sell


@pytest.fixture
def sold(shop: Shop, actor: Actor, clock: FixedClock) -> list[OrderView]:
    """Orders of one to five teas on five days, the third to a customer by collection code."""
    tea = put_goods(shop, actor, "tea", price=1200)
    aly = put_customer(shop, "Aly 100%", "13900001234")
    found = []
    for count in range(1, 6):
        by_code = [Tender(Method.COLLECTION_CODE, 1200 * count)] if count == 3 else []
        about = {"customer": aly} if count == 3 else {}
        found.append(sell(shop, actor, Taken(tea, 1000 * count), tenders=by_code, **about))
        clock.advance(timedelta(days=1))
    return found


def numbers(shop: Shop, actor: Actor, filters: OrderFilters) -> list[str]:
    return [row.number for row in Orders(shop).page(actor, filters).rows]


def test_pages_follow_each_other_without_gap(
    shop: Shop, actor: Actor, sold: list[OrderView]
) -> None:
    orders = Orders(shop)
    first = orders.page(actor, limit=2)
    second = orders.page(actor, limit=2, after=first.after)
    third = orders.page(actor, limit=2, after=second.after)
    found = [row.number for page in (first, second, third) for row in page.rows]
    assert found == [order.number for order in reversed(sold)]
    assert third.after is None


def test_an_order_sold_while_the_clock_was_put_back_is_still_the_newest(
    shop: Shop, actor: Actor, clock: FixedClock
) -> None:
    tea = put_goods(shop, actor, "tea", price=1200)
    sell(shop, actor, Taken(tea))
    clock.set(clock.now() - timedelta(hours=1))
    last = sell(shop, actor, Taken(tea))
    assert Orders(shop).page(actor).rows[0].number == last.number


def test_a_row_names_goods_and_customer(shop: Shop, actor: Actor, sold: list[OrderView]) -> None:
    row = Orders(shop).page(actor).rows[2]
    assert (row.customer, row.total, row.pieces) == ("Aly 100%", 3600, 3)
    assert [goods.name for goods in row.goods] == ["tea"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A-000002", [2]),
        ("a2", [2]),
        ("2", [2]),
        ("A-00000", [5, 4, 3, 2, 1]),
        ("36.00", [3]),
        ("¥36", [3]),
        ("aly", [3]),
        ("Aly", [3]),
        ("100%", [3]),
        ("%", [3]),
        ("1234", [3]),
        ("234", []),
        ("13900001234", [3]),
        ("Ａ-000004", [4]),
        ("nothing", []),
    ],
)
def test_text_finds_by_number_amount_name_and_phone(
    shop: Shop, actor: Actor, sold: list[OrderView], text: str, wanted: list[int]
) -> None:
    found = numbers(shop, actor, OrderFilters(text=text))
    assert found == [sold[no - 1].number for no in wanted]


def test_days_method_and_source_narrow_the_list(
    shop: Shop, actor: Actor, sold: list[OrderView]
) -> None:
    days = OrderFilters(first_day=sold[1].day, last_day=sold[3].day)
    assert numbers(shop, actor, days) == [sold[no].number for no in (3, 2, 1)]
    by_code = OrderFilters(method=Method.COLLECTION_CODE)
    assert numbers(shop, actor, by_code) == [sold[2].number]
    assert numbers(shop, actor, OrderFilters(source="taobao")) == []
    assert len(numbers(shop, actor, OrderFilters(source="counter", state="completed"))) == 5


def test_tabs_count_and_hold_what_they_say(shop: Shop, actor: Actor, sold: list[OrderView]) -> None:
    Refunds(shop).refund(actor, RefundWish(shop.ids.new(), sold[0].order))
    Refunds(shop).refund(actor, RefundWish(shop.ids.new(), sold[1].order, (Wanted(1, 1000),)))
    with shop.database.write() as connection:
        connection.execute(
            update(OrderRow).where(OrderRow.id == sold[4].order).values(pay_state="to_verify")
        )
    counts = Orders(shop).counts(actor)
    assert counts == {
        OrderTab.ALL: 5,
        OrderTab.TO_PAY: 0,
        OrderTab.TO_CONFIRM: 1,
        OrderTab.TO_SHIP: 0,
        OrderTab.REFUNDS: 2,
        OrderTab.HELD: 0,
    }
    for tab, count in counts.items():
        assert len(numbers(shop, actor, OrderFilters(tab=tab))) == count
    part = OrderFilters(refund_state=RefundState.PART)
    assert numbers(shop, actor, part) == [sold[1].number]


def test_an_order_that_is_not_surely_paid_is_not_refunded(
    shop: Shop, actor: Actor, sold: list[OrderView]
) -> None:
    with shop.database.write() as connection:
        connection.execute(
            update(OrderRow).where(OrderRow.id == sold[4].order).values(pay_state="to_verify")
        )
    with pytest.raises(ShopError) as caught:
        Refunds(shop).refund(actor, RefundWish(shop.ids.new(), sold[4].order))
    assert caught.value.code is ErrorCode.ORDER_NOT_REFUNDABLE


@pytest.mark.parametrize("typed", ["A-000003", "a3", "3", " A-000003 "])
def test_an_order_is_found_by_its_number(
    shop: Shop, actor: Actor, sold: list[OrderView], typed: str
) -> None:
    assert Orders(shop).by_number(actor, typed) == sold[2]


def test_a_page_may_skip_orders(shop: Shop, actor: Actor, sold: list[OrderView]) -> None:
    orders = Orders(shop)
    first = orders.page(actor, limit=1)
    found = orders.page(actor, after=first.after, skip=2, limit=2)
    assert [row.number for row in found.rows] == [sold[1].number, sold[0].number]


def test_an_order_is_found_by_the_number_of_its_refund(
    shop: Shop, actor: Actor, sold: list[OrderView]
) -> None:
    refund = Refunds(shop).refund(actor, RefundWish(shop.ids.new(), sold[1].order))
    assert Orders(shop).by_number(actor, refund.number).order == sold[1].order


def test_an_order_is_found_by_its_id(shop: Shop, actor: Actor, sold: list[OrderView]) -> None:
    assert Orders(shop).by_number(actor, str(sold[2].order)) == sold[2]


@pytest.mark.parametrize("typed", ["A-000009", "tea", "", "019cacb3-f200-705a-8816-08b92f4c69b8"])
def test_an_unknown_number_is_not_found(
    shop: Shop, actor: Actor, sold: list[OrderView], typed: str
) -> None:
    with pytest.raises(ShopError) as caught:
        Orders(shop).by_number(actor, typed)
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_every_order_is_given_newest_first(
    shop: Shop, actor: Actor, sold: list[OrderView], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("microshop_desktop.services.orders.CHUNK", 2)
    found = [order.number for order in Orders(shop).every(actor)]
    assert found == [order.number for order in reversed(sold)]


def test_the_json_is_what_scripts_rely_on(shop: Shop, actor: Actor, sold: list[OrderView]) -> None:
    order = sold[2]
    document = order_json(order, shop.profile.zone)
    assert document == {
        "number": "A-000003",
        "id": str(order.order),
        "source": "counter",
        "state": "completed",
        "pay_state": "paid",
        "refund_state": "none",
        "refund_progress": None,
        "held": False,
        "at": "2026-03-04T12:00:00+08:00",
        "currency": "CNY",
        "customer": "Aly 100%",
        "lines": [
            {
                "no": 1,
                "sku": str(order.lines[0].sku),
                "code": "tea",
                "name": "tea",
                "quantity": 3000,
                "unit": "",
                "unit_price": 1200,
                "discount": 0,
                "tax": 0,
                "total": 3600,
            }
        ],
        "subtotal": 3600,
        "discount": 0,
        "rounding": 0,
        "tax": 0,
        "total": 3600,
        "paid": 3600,
        "change": 0,
        "refunded": 0,
        "payments": [
            {
                "method": "collection_code",
                "amount": 3600,
                "state": "confirmed_by_cashier",
                "reference": None,
                "at": "2026-03-04T12:00:00+08:00",
            }
        ],
    }


def test_the_change_of_a_sale_is_told(shop: Shop, actor: Actor) -> None:
    tea = put_goods(shop, actor, "tea", price=1200)
    order = sell(shop, actor, Taken(tea), tenders=[Tender(Method.CASH, 2000)])
    assert (order.paid, order.change) == (1200, 800)
