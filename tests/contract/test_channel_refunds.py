"""The contract of `AnswersAftersales`: what a person gives back is given once, or refused aloud."""

from dataclasses import replace

import pytest

from microshop_desktop.channels.channel import (
    AnswersAftersales,
    ChannelError,
    GivenBack,
    MoneyBack,
    ShipLine,
    Trouble,
)
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.sandbox.shops.orders import Order
from microshop_desktop.sandbox.shops.shop import Wish
from tests.contract.channel_choices import DONE, those
from tests.contract.shop_contenders import Entry, ShopContender, shop_contender

KEY = "0190aa00bb11cc22dd33ee44ff556677"


def answers(entry: Entry) -> bool:
    return isinstance(shop_contender(entry).channel, AnswersAftersales)


def answering(shop: ShopContender) -> AnswersAftersales:
    assert isinstance(shop.channel, AnswersAftersales)
    return shop.channel


def two_apples(shop: ShopContender) -> tuple[Order, MoneyBack]:
    """An order of two apples, and the money of one of them."""
    order = shop.bought(Wish(shop.apple.sku_id, 2))
    told = shop.told(order)
    lines = (ShipLine(told.lines[0].line_id, 1),)
    return order, MoneyBack(told.external_id, 1999, lines, "one too many", "BANK-1")


@those(answers)
def test_money_goes_back_once(shop: ShopContender) -> None:
    order, back = two_apples(shop)
    assert answering(shop).give_back(back, KEY) is GivenBack.DONE
    assert answering(shop).give_back(back, KEY) is GivenBack.ALREADY
    told = shop.told(order)
    assert (told.refund, told.refunded) == (RefundState.PART, 1999)
    assert answering(shop).give_back(back, KEY.upper()) is GivenBack.DONE
    assert shop.told(order).refunded == 2 * 1999


@those(answers)
def test_what_moved_nowhere_stays_under_way(shop: ShopContender) -> None:
    order, back = two_apples(shop)
    answering(shop).give_back(replace(back, transaction=""), KEY)
    assert (shop.told(order).refund, shop.told(order).refunded) == (RefundState.REQUESTED, 0)


@those(answers)
def test_pieces_return_once(shop: ShopContender) -> None:
    order, back = two_apples(shop)
    before = shop.apple.stock
    assert answering(shop).take_out(back.external_id, back.lines, KEY) is GivenBack.DONE
    assert answering(shop).take_out(back.external_id, back.lines, KEY) is GivenBack.ALREADY
    assert shop.apple.stock == before + 1
    assert [line.cancelled for line in shop.told(order).lines] == [1]


@those(answers)
def test_too_much_is_refused_in_words(shop: ShopContender) -> None:
    _order, back = two_apples(shop)
    with pytest.raises(ChannelError) as caught:
        answering(shop).give_back(replace(back, amount=1_000_000), KEY)
    assert caught.value.trouble is Trouble.REFUSED
    assert caught.value.code
    assert caught.value.detail


@those(answers)
@pytest.mark.parametrize("fault", DONE)
@pytest.mark.parametrize("place", ["backs.give", "backs.settle"])
def test_after_a_lost_answer_nothing_goes_back_twice(
    shop: ShopContender, fault: str, place: str
) -> None:
    order, back = two_apples(shop)
    shop.fault(f"{fault}:1@{place}")
    with pytest.raises(ChannelError) as caught:
        answering(shop).give_back(back, KEY)
    assert caught.value.trouble in {Trouble.NO_ANSWER, Trouble.BUSY}
    assert answering(shop).give_back(back, KEY) is GivenBack.ALREADY
    assert shop.told(order).refunded == 1999


@those(answers)
@pytest.mark.parametrize("fault", DONE)
def test_after_a_lost_answer_no_piece_returns_twice(shop: ShopContender, fault: str) -> None:
    _order, back = two_apples(shop)
    before = shop.apple.stock
    shop.fault(f"{fault}:1@backs.take_out")
    with pytest.raises(ChannelError):
        answering(shop).take_out(back.external_id, back.lines, KEY)
    assert answering(shop).take_out(back.external_id, back.lines, KEY) is GivenBack.ALREADY
    assert shop.apple.stock == before + 1


@those(answers)
def test_what_did_not_arrive_is_done_the_second_time(shop: ShopContender) -> None:
    order, back = two_apples(shop)
    shop.fault("not-reached:1@backs.give")
    with pytest.raises(ChannelError):
        answering(shop).give_back(back, KEY)
    assert answering(shop).give_back(back, KEY) is GivenBack.DONE
    assert shop.told(order).refunded == 1999
