"""Money and goods given back in a real shop: once, seen here, and never more than was paid."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from microshop_desktop.channels.channel import (
    AnswersAftersales,
    ChannelError,
    GivenBack,
    MoneyBack,
    ShipLine,
    ShopChannel,
    TellsAftersales,
    Trouble,
)
from microshop_desktop.domain.aftersale import Aftersale, AftersaleState
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.platform_refunds import BackWish, PlatformRefunds
from tests.vendure.customer import Bought
from tests.vendure.real_shop import RealShop, Stock
from tests.vendure.till import Till, new_till
from tests.vendure.way import Way

PRICE = 1000
KEY = "0190aa00bb11cc22dd33ee44ff556677"


def answering(channel: ShopChannel) -> AnswersAftersales:
    assert isinstance(channel, AnswersAftersales)
    return channel


def told(channel: ShopChannel, order: Bought) -> list[Aftersale]:
    """What the shop tells of an order's refunds."""
    assert isinstance(channel, TellsAftersales)
    end = SystemClock().now() + timedelta(minutes=1)
    page = channel.aftersale_changes(end - timedelta(hours=1), end)
    return [one for one in page.values if one.external_order == order.id]


def one_piece(shop: RealShop, order: Bought, sku: str, amount: int = PRICE) -> MoneyBack:
    lines = (ShipLine(shop.line(order.id, sku), 1),)
    return MoneyBack(order.id, amount, lines, reason="one too many")


def test_money_goes_back_and_is_told(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("BACK", 10, price=PRICE)
    order = shop.buy({"BACK": 2})
    back = one_piece(shop, order, "BACK")
    assert answering(channel).give_back(back, KEY) is GivenBack.DONE
    (found,) = told(channel, order)
    assert (found.state, found.raw_status) == (AftersaleState.OPEN, "Pending")
    assert (found.amount, found.pieces, found.line_id) == (PRICE, 1, back.lines[0].line_id)
    assert found.reason == "one too many"
    assert channel.order(order.id).refund is RefundState.REQUESTED
    settled = replace(back, transaction="BANK-1")
    assert answering(channel).give_back(settled, KEY) is GivenBack.ALREADY
    (found,) = told(channel, order)
    assert (found.state, found.amount) == (AftersaleState.REFUNDED, PRICE)
    told_now = channel.order(order.id)
    assert (told_now.refund, told_now.refunded) == (RefundState.PART, PRICE)
    assert shop.stock("BACK") == Stock(10, 2), "money moves no goods"


def test_pieces_of_an_order_that_waits_return_to_stock(
    shop: RealShop, channel: ShopChannel
) -> None:
    shop.new_goods("RETURN", 10, price=PRICE)
    order = shop.buy({"RETURN": 3})
    assert shop.stock("RETURN") == Stock(10, 3)
    lines = (ShipLine(shop.line(order.id, "RETURN"), 1),)
    assert answering(channel).take_out(order.id, lines, KEY) is GivenBack.DONE
    assert shop.stock("RETURN") == Stock(10, 2)
    assert answering(channel).take_out(order.id, lines, KEY) is GivenBack.ALREADY
    assert shop.stock("RETURN") == Stock(10, 2), "the shop itself would have taken out another"
    (line,) = channel.order(order.id).lines
    assert (line.quantity, line.cancelled) == (3, 1)


def test_pieces_that_were_sent_return_to_stock(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("SENT", 10, price=PRICE)
    order = shop.buy({"SENT": 2})
    shop.move_parcel(shop.fulfil(order.id, {"SENT": 2}, tracking="JD-9"), "Shipped")
    assert shop.stock("SENT") == Stock(8, 0)
    back = replace(one_piece(shop, order, "SENT"), transaction="BANK-2")
    assert answering(channel).give_back(back, KEY) is GivenBack.DONE
    assert shop.stock("SENT") == Stock(8, 0)
    assert answering(channel).take_out(order.id, back.lines, KEY) is GivenBack.DONE
    assert shop.stock("SENT") == Stock(9, 0)


def test_more_than_was_paid_is_refused_with_the_shops_own_words(
    shop: RealShop, channel: ShopChannel
) -> None:
    shop.new_goods("DEAR", 10, price=PRICE)
    order = shop.buy({"DEAR": 1})
    with pytest.raises(ChannelError) as caught:
        answering(channel).give_back(one_piece(shop, order, "DEAR", 1_000_000), KEY)
    assert (caught.value.trouble, caught.value.code) == (Trouble.REFUSED, "REFUND_AMOUNT_ERROR")
    assert caught.value.detail
    assert told(channel, order) == []


def test_what_went_back_already_is_counted(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("TWICE", 10, price=PRICE)
    order = shop.buy({"TWICE": 1})
    whole = channel.order(order.id).paid
    first = MoneyBack(order.id, whole - 1, (), transaction="BANK-3")
    assert answering(channel).give_back(first, KEY) is GivenBack.DONE
    with pytest.raises(ChannelError) as caught:
        answering(channel).give_back(MoneyBack(order.id, 2), KEY.replace("0", "1"))
    assert caught.value.trouble is Trouble.REFUSED
    assert sum(one.amount for one in told(channel, order)) == whole - 1


@pytest.mark.parametrize("question", ["refundOrder", "settleRefund"])
def test_after_a_lost_answer_it_is_asked_first(
    shop: RealShop, channel: ShopChannel, far_channel: ShopChannel, way: Way, question: str
) -> None:
    sku = f"LOST-{question}"
    shop.new_goods(sku, 10, price=PRICE)
    order = shop.buy({sku: 2})
    back = replace(one_piece(shop, order, sku), transaction="BANK-4")
    way.lose_answer(question)
    with pytest.raises(ChannelError) as caught:
        answering(far_channel).give_back(back, KEY)
    assert caught.value.trouble is Trouble.NO_ANSWER
    assert answering(far_channel).give_back(back, KEY) is GivenBack.ALREADY
    assert [(one.state, one.amount) for one in told(channel, order)] == [
        (AftersaleState.REFUNDED, PRICE)
    ]


@pytest.fixture
def till(sqlite_database: Database) -> Iterator[Till]:
    """Our shop; whatever a test did, its books add up in the end."""
    made = new_till(sqlite_database)
    yield made
    made.assert_sound()


def the_order(till: Till, order: Bought) -> OrderView:
    with till.shop.database.read() as connection:
        found = connection.scalars(
            select(OrderRow.id).where(OrderRow.external_id == order.id)
        ).one()
    return Orders(till.shop).detail(till.actor, found)


def test_a_wish_is_done_by_the_next_sync_money_and_goods(
    shop: RealShop, till: Till, channel: ShopChannel
) -> None:
    shop.new_goods("WISHED", 10)
    till.put_on_shelf({"WISHED": 10})
    till.sync_until_quiet(channel)
    order = shop.buy({"WISHED": 3})
    till.sync_until_quiet(channel)
    assert till.on_shelf("WISHED") == (10, 3)
    wish = BackWish(the_order(till, order).order, PRICE, {1: 1}, takes_out=True, transaction="B-5")
    PlatformRefunds(till.shop).wish(till.actor, wish)
    till.sync_until_quiet(channel)
    seen = the_order(till, order)
    assert [event.kind for event in seen.events][1:4] == [
        "back_wished",
        "back_given",
        "back_taken",
    ]
    assert (seen.refund_state, seen.held) == (RefundState.PART, False)
    assert seen.online is not None
    assert seen.online.refunded == PRICE
    assert till.on_shelf("WISHED") == (10, 2)
    assert shop.stock("WISHED") == Stock(10, 2)


def test_what_is_too_much_is_said_and_not_tried_for_ever(
    shop: RealShop, till: Till, far_channel: ShopChannel, way: Way
) -> None:
    shop.new_goods("TOO-MUCH", 10)
    till.put_on_shelf({"TOO-MUCH": 10})
    till.sync_until_quiet(far_channel)
    order = shop.buy({"TOO-MUCH": 1})
    till.sync_until_quiet(far_channel)
    seen = the_order(till, order)
    paid = seen.online.paid if seen.online else 0
    shop.settle(shop.refund(order.id, paid))  # Somebody was quicker, in the shop itself.
    PlatformRefunds(till.shop).wish(till.actor, BackWish(seen.order, paid))
    for _ in range(3):
        assert till.sync(far_channel).trouble is None
    assert way.asked("refundOrder") == 1
    (step,) = [x for x in the_order(till, order).events if x.kind == "back_refused"]
    assert step.facts["amount"] == paid
    assert step.facts["why"]
    assert PlatformRefunds(till.shop).due(till.actor, till.account.id) == ()


def test_after_a_lost_answer_pieces_return_once(
    shop: RealShop, far_channel: ShopChannel, way: Way
) -> None:
    shop.new_goods("LOST-PIECE", 10, price=PRICE)
    order = shop.buy({"LOST-PIECE": 3})
    lines = (ShipLine(shop.line(order.id, "LOST-PIECE"), 1),)
    way.lose_answer("cancelOrder")
    with pytest.raises(ChannelError):
        answering(far_channel).take_out(order.id, lines, KEY)
    assert answering(far_channel).take_out(order.id, lines, KEY) is GivenBack.ALREADY
    assert shop.stock("LOST-PIECE") == Stock(10, 2)
