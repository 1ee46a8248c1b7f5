"""Orders of a real shop: all of them, once each in the end, with their money to the cent."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from microshop_desktop.channels import vendure, vendure_changes
from microshop_desktop.channels.channel import ChannelError, ShopChannel, Trouble
from microshop_desktop.domain.online_order import (
    Contact,
    Fulfilment,
    OnlineOrder,
    content_hash,
    fit_money,
)
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.infra.clock import SystemClock
from tests.vendure.conftest import Connect
from tests.vendure.customer import Bought
from tests.vendure.real_shop import RealShop
from tests.vendure.way import Way

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
DRAFT = "mutation { createDraftOrder { id } }"


def _changes(
    channel: ShopChannel, start: datetime = BEGINNING, end: datetime | None = None
) -> dict[str, OnlineOrder]:
    """Return all that changed, by its id; what comes twice must say the same."""
    found: dict[str, OnlineOrder] = {}
    cursor, last = "", end or _soon()
    while True:
        page = channel.order_changes(start, last, cursor)
        for change in page.values:
            assert change.order is not None
            assert (change.external_id, change.updated_at) == (
                change.order.external_id,
                change.order.updated_at,
            )
            assert found.setdefault(change.external_id, change.order) == change.order
        cursor = page.cursor
        if not cursor:
            return found


def _soon() -> datetime:
    return SystemClock().now() + timedelta(minutes=1)


def _paid_late(shop: RealShop, pieces: Mapping[str, int]) -> Bought:
    """Let a customer pay some seconds after all else was said; the others are served meanwhile."""
    customer = shop.customer()
    customer.go_to_the_till(shop.by_id(pieces))
    since = time.monotonic()
    while time.monotonic() - since < 3:
        shop.buy({"MUG-01": 1})
    return customer.pay()


def _send_all(shop: RealShop, order: Bought, sku: str) -> None:
    """Send an order of one piece, in the shop's own administration."""
    shop.move_parcel(shop.fulfil(order.id, {sku: 1}, tracking=f"JD-{sku}"), "Shipped")


def test_four_orders_of_the_same_second_all_come(
    shop: RealShop, channel: ShopChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.new_goods("RUSH", 400)
    bought = shop.buy_at_once({"RUSH": 1}, 4)
    first = _changes(channel)
    assert {one.id for one in bought} <= first.keys()
    assert _changes(channel) == first
    monkeypatch.setattr(vendure, "ORDERS_A_PAGE", 3)
    assert _changes(channel) == first


def test_a_stretch_reaches_days_back_to_the_second_and_ends_before_its_last(
    shop: RealShop, channel: ShopChannel
) -> None:
    shop.new_goods("EDGE", 10)
    order = shop.buy({"EDGE": 1})
    shop.cancel(order.id)
    placed = datetime.fromisoformat(shop.order(order.id)["orderPlacedAt"]).replace(microsecond=0)
    later, second = placed + vendure_changes.DAYS_BEFORE, timedelta(seconds=1)
    almost = timedelta(milliseconds=999)
    assert order.id in _changes(channel, later, later + second)
    assert order.id in _changes(channel, later + almost, later + 2 * second)
    assert order.id not in _changes(channel, later + 2 * second, later + 3 * second)
    assert order.id in _changes(channel, placed, placed + second)
    assert order.id not in _changes(channel, placed - 9 * second, placed - 2 * second)


def test_an_order_comes_though_its_basket_was_touched_long_before_it_was_paid(
    shop: RealShop, channel: ShopChannel
) -> None:
    shop.new_goods("SLOW", 10)
    order = _paid_late(shop, {"SLOW": 1})
    _send_all(shop, order, "SLOW")
    told = shop.order(order.id)
    placed = datetime.fromisoformat(told["orderPlacedAt"])
    assert placed - datetime.fromisoformat(told["updatedAt"]) > 2 * timedelta(seconds=1)
    assert order.id in _changes(channel, placed)
    assert channel.order(order.id).updated_at >= placed


def test_an_order_that_the_owner_sent_later_comes_without_a_change_of_its_time(
    shop: RealShop, channel: ShopChannel
) -> None:
    shop.new_goods("SENT-LATER", 10)
    order = shop.buy({"SENT-LATER": 1})
    before = shop.order(order.id)["updatedAt"]
    _send_all(shop, order, "SENT-LATER")
    assert shop.order(order.id)["updatedAt"] == before
    tomorrow = _soon() + timedelta(days=1)
    assert _changes(channel, _soon(), tomorrow)[order.id].fulfilment is Fulfilment.SHIPPED


def test_what_was_authorised_is_not_paid_until_it_is_settled(
    shop: RealShop, channel: ShopChannel
) -> None:
    ref = shop.new_goods("LATER", 10)
    shop.new_payment_method("authorised")
    customer = shop.customer()
    customer.go_to_the_till(shop.by_id({"LATER": 1}))
    bought = customer.pay("authorised")
    order = channel.order(bought.id)
    assert (order.fulfilment, order.paid) == (Fulfilment.PENDING_PAYMENT, 0)
    assert channel.stock([ref]) == {ref.sku: 9}, "it takes its pieces when it is placed"
    shop.settle_payment(bought.id)
    later = _soon() + timedelta(days=7)
    order = _changes(channel, later, later + timedelta(days=1))[bought.id]
    assert (order.fulfilment, order.paid) == (Fulfilment.TO_SHIP, order.total)


def test_an_open_order_comes_whatever_its_time(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("OPEN", 10)
    order = shop.buy({"OPEN": 2})
    parcel = shop.fulfil(order.id, {"OPEN": 1}, tracking="JD-OPEN")
    tomorrow = _soon() + timedelta(days=1)
    before = _changes(channel, _soon(), tomorrow)[order.id]
    shop.move_parcel(parcel, "Shipped")
    after = _changes(channel, _soon(), tomorrow)[order.id]
    assert (before.fulfilment, after.fulfilment) == (Fulfilment.TO_SHIP, Fulfilment.PART_SHIPPED)
    later = tomorrow + vendure_changes.LONGEST_OPEN
    assert order.id not in _changes(channel, later, later + timedelta(days=1))


def test_orders_that_leave_the_list_while_it_is_read_hide_no_other(
    shop: RealShop, far_channel: ShopChannel, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.new_goods("SHIFT", 90)
    going, *staying = [shop.buy({"SHIFT": 1}) for _ in range(8)]
    monkeypatch.setattr(vendure, "ORDERS_A_PAGE", 3)
    way.first('"skip": 3', lambda: _send_all(shop, going, "SHIFT"))
    next_week = _soon() + timedelta(days=7)
    found = _changes(far_channel, next_week, next_week + timedelta(days=1))
    assert {order.id for order in staying} <= found.keys()
    assert going.id not in _changes(far_channel, next_week, next_week + timedelta(days=1))


def test_an_order_has_its_money_its_goods_and_its_address(
    shop: RealShop, channel: ShopChannel
) -> None:
    bought = shop.buy({"COF-ESP-500": 2, "MUG-01": 3})
    order = channel.order(bought.id)
    assert order == _changes(channel)[bought.id]
    assert (order.number, order.raw_status) == (bought.code, "PaymentSettled")
    assert (order.fulfilment, order.hold, order.refund) == (
        Fulfilment.TO_SHIP,
        "",
        RefundState.NONE,
    )
    assert (order.currency, order.total, order.shipping, order.paid) == ("EUR", 5220, 490, 5220)
    assert order.contact == Contact(
        "Ada Kern", "+49 228 123", "Hauptstr. 5, 2. Stock, 53111 Bonn, Germany"
    )
    beans, mugs = order.lines
    assert (beans.code, beans.title, beans.spec) == ("COF-ESP-500", "Espresso Beans", "500 g")
    assert (beans.quantity, beans.gross, beans.total) == (2, 2180, 2180)
    assert (beans.tax_rate, beans.tax) == (700, 143)
    assert (mugs.quantity, mugs.total, mugs.tax_rate, mugs.tax) == (3, 2550, 1900, 407)
    assert beans.sku == shop.variant("COF-ESP-500")["id"]
    assert beans.product == shop.variant("COF-ESP-500")["product"]["id"]
    assert order.paid_at is not None
    assert order.placed_at <= order.updated_at < order.placed_at + timedelta(seconds=2)
    assert abs(order.paid_at - order.placed_at) < timedelta(seconds=2)


def test_discounts_are_in_the_lines_and_the_books_add_up(
    shop: RealShop, channel: ShopChannel
) -> None:
    shop.new_goods("CHEAP", 90, price=333)
    shop.new_goods("DEAR", 90, price=1999)
    shop.new_promotion("TENTH", percent=10)
    customer = shop.customer()
    customer.put_in_basket(shop.by_id({"CHEAP": 7, "DEAR": 1}))
    customer.use_coupon("TENTH")
    customer.go_to_the_till({})
    order = channel.order(customer.pay().id)
    assert [(line.gross, line.total < line.gross) for line in order.lines] == [
        (2331, True),
        (1999, True),
    ]
    assert sum(line.total for line in order.lines) + order.shipping == order.total == order.paid
    money = fit_money(order)
    assert sum(line.total for line in money.lines) + money.shipping == order.total
    assert sum(line.discount for line in money.lines) == 433


def test_what_was_cancelled_of_an_order_is_wanted_no_more(
    shop: RealShop, channel: ShopChannel
) -> None:
    shop.new_goods("PARTLY", 10, price=100)
    bought = shop.buy({"PARTLY": 3})
    before = channel.order(bought.id)
    shop.cancel(bought.id, {"PARTLY": 1})
    order = channel.order(bought.id)
    (line,) = order.lines
    assert (line.quantity, line.cancelled, line.wanted, line.total) == (3, 1, 2, 200)
    assert (order.total, order.paid, order.fulfilment) == (690, 790, Fulfilment.TO_SHIP)
    assert content_hash(order) != content_hash(before)


def test_an_order_that_was_cancelled_gives_its_pieces_back(
    shop: RealShop, channel: ShopChannel
) -> None:
    ref = shop.new_goods("BACK", 10)
    bought = shop.buy({"BACK": 3})
    assert channel.stock([ref]) == {ref.sku: 7}
    shop.cancel(bought.id)
    order = _changes(channel)[bought.id]
    assert (order.fulfilment, order.lines[0].wanted) == (Fulfilment.CANCELLED, 0)
    assert channel.stock([ref]) == {ref.sku: 10}


def test_a_refund_is_on_its_way_then_part_then_whole(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("REFUND", 10)
    bought = shop.buy({"REFUND": 1})
    states = []
    for amount in (90, 1400):
        refund = shop.refund(bought.id, amount)
        states.append((channel.order(bought.id).refund, channel.order(bought.id).refunded))
        shop.settle(refund)
        states.append((channel.order(bought.id).refund, channel.order(bought.id).refunded))
    assert states == [
        (RefundState.REQUESTED, 0),
        (RefundState.PART, 90),
        (RefundState.REQUESTED, 90),
        (RefundState.WHOLE, 1490),
    ]


def test_a_refund_that_is_too_high_is_refused_by_the_shop(shop: RealShop) -> None:
    shop.new_goods("TOO-HIGH", 10)
    bought = shop.buy({"TOO-HIGH": 1})
    with pytest.raises(AssertionError, match="REFUND_AMOUNT_ERROR"):
        shop.refund(bought.id, 1491)


def test_baskets_and_drafts_are_no_orders(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("BASKET", 10)
    before = _changes(channel).keys()
    customer = shop.customer()
    customer.go_to_the_till(shop.by_id({"BASKET": 1}))
    shop.ask(DRAFT)
    assert _changes(channel).keys() == before


def test_an_order_that_is_not_there_is_refused(channel: ShopChannel) -> None:
    with pytest.raises(ChannelError) as caught:
        channel.order("424242")
    assert (caught.value.trouble, caught.value.code) == (Trouble.REFUSED, "ENTITY_NOT_FOUND")


def test_a_key_reads_orders_as_the_owner_does(
    shop: RealShop, connect: Connect, channel: ShopChannel
) -> None:
    shop.new_goods("BY-KEY", 10)
    bought = shop.buy({"BY-KEY": 1})
    assert connect(api_key=shop.api_key).order(bought.id) == channel.order(bought.id)
