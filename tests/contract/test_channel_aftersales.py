"""The contract of `TellsAftersales`: what customers ask back, told as it is, never guessed."""

from datetime import datetime, timedelta

import pytest

from microshop_desktop.channels.channel import (
    AftersaleWays,
    ChannelError,
    TellsAftersales,
    Trouble,
)
from microshop_desktop.domain.aftersale import (
    UNDECIDED,
    Aftersale,
    AftersaleKind,
    AftersaleState,
    makes_sense,
)
from microshop_desktop.sandbox.shops.orders import Order, RefundMade, RefundStage, Wanted
from microshop_desktop.sandbox.shops.shop import Wish
from tests.contract.channel_choices import those
from tests.contract.shop_contenders import Entry, ShopContender, shop_contender

DONE = (RefundStage.REFUSED, RefundStage.WITHDRAWN)
SECOND = timedelta(seconds=1)


def teller(shop: ShopContender) -> TellsAftersales:
    channel = shop.channel
    assert isinstance(channel, TellsAftersales)
    return channel


def ways(entry: Entry) -> AftersaleWays:
    return teller(shop_contender(entry)).aftersale_ways


def tells(entry: Entry) -> bool:
    return isinstance(shop_contender(entry).channel, TellsAftersales)


def tells_asking(entry: Entry) -> bool:
    return tells(entry) and not ways(entry).by_refunds


def names_goods(entry: Entry) -> bool:
    return entry.kind in {"wechat_shop", "douyin"}


def told(shop: ShopContender, start: datetime | None = None) -> list[Aftersale]:
    """All that changed since, page by page."""
    channel, end = teller(shop), shop.clock.now() + SECOND
    begin = start or end - timedelta(hours=12)
    page = channel.aftersale_changes(begin, end)
    found = list(page.values)
    while page.cursor:
        page = channel.aftersale_changes(begin, end, page.cursor)
        found += page.values
    return list({one.external_id: one for one in found}.values())


def asked(shop: ShopContender, amount: int = 1999, **more: object) -> tuple[Order, RefundMade]:
    """A customer who bought two apples asks the money of one back."""
    order = shop.bought(Wish(shop.apple.sku_id, 2))
    shop.wait(60)
    pieces = {order.lines[0].line_id: 1}
    back = shop.shop.ask_refund(order, amount, pieces, **more)  # type: ignore[arg-type]
    return order, back


@those(tells)
def test_an_order_that_nobody_complains_of_has_none(shop: ShopContender) -> None:
    assert told(shop) == []
    shop.bought()
    assert told(shop) == []


@those(tells_asking)
def test_that_somebody_asks_is_told_with_what_is_asked(shop: ShopContender) -> None:
    order, _back = asked(shop)
    (found,) = told(shop)
    assert makes_sense(found)
    assert found.external_order == order.order_id
    assert (found.kind, found.state) == (AftersaleKind.REFUND_ONLY, AftersaleState.OPEN)
    assert found.amount == 1999
    assert teller(shop).aftersale(found.external_id) == found


@those(names_goods)
def test_pieces_line_and_deadline_are_told_where_the_platform_names_them(
    shop: ShopContender,
) -> None:
    order, back = asked(shop)
    (found,) = told(shop)
    assert (found.pieces, found.deadline) == (1, back.due)
    assert found.line_id == shop.told(order).lines[0].line_id


@those(lambda entry: entry.kind in {"wechat_shop", "taobao"})
def test_the_customers_words_are_told(shop: ShopContender) -> None:
    asked(shop, reason="ordered one too many, sorry")
    assert [one.reason for one in told(shop)] == ["ordered one too many, sorry"]


@those(lambda entry: entry.kind in {"wechat_shop", "taobao", "douyin"})
def test_a_return_goes_step_by_step(shop: ShopContender) -> None:
    order, back = asked(shop, wanted=Wanted.MONEY_FOR_GOODS)
    states = []
    for stage in (RefundStage.ASKED, RefundStage.RETURNING, RefundStage.RETURNED):
        shop.wait(60)
        shop.shop.turn(order, back, stage)
        (found,) = told(shop)
        assert found.kind is AftersaleKind.RETURN_REFUND
        states.append(found.state)
    assert states == [
        AftersaleState.OPEN,
        AftersaleState.WAITING_RETURN,
        AftersaleState.RETURNED,
    ]


@those(tells)
def test_money_that_went_back_is_told_to_the_minor_unit(shop: ShopContender) -> None:
    order, back = asked(shop, 1234)
    shop.wait(60)
    shop.shop.give_back(order, back)
    found = [one for one in told(shop) if one.state is AftersaleState.REFUNDED]
    assert [one.amount for one in found] == [1234]
    assert found[0].external_order == shop.told(order).external_id
    assert teller(shop).aftersale(found[0].external_id) == found[0]


@those(tells)
@pytest.mark.parametrize("stage", DONE)
def test_what_is_over_holds_nothing(shop: ShopContender, stage: RefundStage) -> None:
    order, back = asked(shop)
    known = told(shop)
    shop.wait(60)
    shop.shop.turn(order, back, stage)
    again = told(shop) + [teller(shop).aftersale(one.external_id) for one in known]
    assert not [one for one in again if one.state in UNDECIDED]


@those(lambda entry: entry.kind in {"shopify", "vendure"})
def test_what_is_under_way_there_is_told_until_it_is_over(shop: ShopContender) -> None:
    order, back = asked(shop)
    (found,) = told(shop)
    assert found.state is AftersaleState.OPEN
    shop.wait(60)
    shop.shop.give_back(order, back)
    assert teller(shop).aftersale(found.external_id).state not in UNDECIDED


@those(lambda entry: tells(entry) and entry.kind != "woocommerce")
def test_a_word_that_nobody_knows_is_unknown_not_over(shop: ShopContender) -> None:
    _order, back = asked(shop)
    back.word = "quantum_limbo"
    (found,) = told(shop)
    assert (found.state, found.raw_status) == (AftersaleState.UNKNOWN, "quantum_limbo")


@those(tells_asking)
@pytest.mark.parametrize("fault", ["rows-twice", "rows-shuffled", "pages-shift"])
def test_whatever_pages_do_none_is_lost(shop: ShopContender, fault: str) -> None:
    start, asking = shop.clock.now(), set()
    shop.apple.stock = 1000
    for _ in range(120):
        order, _back = asked(shop)
        asking.add(order.order_id)
    shop.fault(f"{fault}:5")
    found = told(shop, start)
    shop.heal()
    found += told(shop, start)
    assert {one.external_order for one in found} == asking
    assert len({one.external_id for one in found}) == 120


@those(tells_asking)
def test_what_is_told_late_comes_in_a_later_reading(shop: ShopContender) -> None:
    asked(shop)
    shop.fault("behind")
    assert told(shop) == []
    shop.wait(3600)
    assert len(told(shop)) == 1


@those(lambda entry: tells(entry) and bool(ways(entry).window))
def test_a_window_is_answered_whole(shop: ShopContender) -> None:
    asked(shop)
    how = teller(shop).aftersale_ways
    assert how.window is not None
    end = shop.clock.now() + timedelta(milliseconds=1)
    assert teller(shop).aftersale_changes(end - how.window, end).values


@those(tells)
def test_one_that_is_not_there_is_refused(shop: ShopContender) -> None:
    order, back = asked(shop)
    shop.shop.give_back(order, back)
    known = told(shop)[0].external_id
    order.refunds.clear()
    if known.endswith("return"):
        return
    with pytest.raises(ChannelError) as caught:
        teller(shop).aftersale(known)
    assert caught.value.trouble is Trouble.REFUSED


@those(tells)
@pytest.mark.parametrize(
    ("fault", "trouble"),
    [("no-right", Trouble.NOT_ALLOWED), ("no-answer", Trouble.NO_ANSWER)],
)
def test_trouble_is_said(shop: ShopContender, fault: str, trouble: Trouble) -> None:
    asked(shop)
    shop.listed()  # What holds for the whole shop is known by then.
    shop.fault(fault)
    with pytest.raises(ChannelError) as caught:
        told(shop)
    assert caught.value.trouble is trouble
