"""The contract of `ShopChannel`: every channel keeps it, against a practice shop of its platform.

The practice shops share no code with the channels and complain of requests that the real ones
would refuse; that there were no complaints is part of each test.
"""

import logging
from datetime import timedelta
from itertools import pairwise

import pytest

from microshop_desktop.channels.channel import (
    ChannelError,
    ShopChannel,
    Trouble,
    Written,
)
from microshop_desktop.domain.online_order import LEFT, UNKNOWN_STATE, Fulfilment, fit_money
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.shop import Offered, Wish
from tests.contract.channel_choices import DONE, those, ways
from tests.contract.shop_contenders import (
    NUMBER,
    START,
    Entry,
    ShopContender,
    shop_contender,
)
from tests.contract.shop_entries import ENTRIES

SECOND = timedelta(seconds=1)
TROUBLES = {
    "not-reached": Trouble.NOT_REACHED,
    "bad-tls": Trouble.NOT_REACHED,
    "no-answer": Trouble.NO_ANSWER,
    "answer-lost": Trouble.NO_ANSWER,
    "late-answer": Trouble.NO_ANSWER,
    "cut": Trouble.NO_ANSWER,
    "captive-portal": Trouble.BAD_ANSWER,
    "captive-redirect": Trouble.BAD_ANSWER,
    "server-error": Trouble.BUSY,
    "system-error": Trouble.BUSY,
    "too-fast": Trouble.LIMITED,
    "key-refused": Trouble.LOGIN,
    "ip-blocked": Trouble.IP_BLOCKED,
    "no-right": Trouble.NOT_ALLOWED,
}
UNDONE = ("not-reached", "no-answer", "server-error", "too-fast", "captive-portal", "no-right")
"""Faults after which a write was surely not done."""


def trouble(call: ShopChannel) -> ChannelError:
    """The error of asking for what is listed, which may take more than one request."""
    with pytest.raises(ChannelError) as caught:
        call.listings()
    return caught.value


# The account


def test_a_check_names_shop_and_currency(shop: ShopContender) -> None:
    checked = shop.channel.check()
    assert checked.shop_name
    assert checked.currency in {"", "CNY"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_wrong_keys_must_be_entered_anew(entry: Entry) -> None:
    channel = shop_contender(entry, entry.wrong_secrets).channel
    for ask in (channel.check, channel.listings):
        with pytest.raises(ChannelError) as caught:
            ask()
        assert caught.value.trouble is Trouble.LOGIN


@those(lambda entry: entry.wears_out)
def test_a_token_that_is_refused_is_renewed_once(shop: ShopContender) -> None:
    assert shop.listed()
    before = shop.tokens.current()
    shop.fault("token-ended:1")
    assert shop.listed()
    assert shop.tokens.current() != before


@those(lambda entry: entry.wears_out)
def test_a_token_that_is_refused_again_asks_for_a_person(shop: ShopContender) -> None:
    shop.fault("token-ended")
    assert trouble(shop.channel).trouble is Trouble.LOGIN


@those(lambda entry: entry.wears_out)
def test_a_token_that_ended_meanwhile_is_renewed_before_it_is_used(shop: ShopContender) -> None:
    assert shop.listed()
    shop.wait(90 * 86_400)
    assert shop.channel.stock([shop.online().ref])


def test_no_secret_is_logged_or_shown(
    shop: ShopContender, caplog: pytest.LogCaptureFixture
) -> None:
    order = shop.bought()
    with caplog.at_level(logging.DEBUG, "microshop_desktop"):
        shop.bring({"APPLE-1": 3})
        shop.channel.ship(shop.parcel(order), "parcel-1")
        shop.fault("key-refused")
        error = trouble(shop.channel)
    said = f"{caplog.text}{error}{error.detail}"
    for secret in shop.entry.secrets.values():
        assert secret not in said


# What is listed


def test_every_sku_is_listed_once_with_what_is_known_of_it(shop: ShopContender) -> None:
    found = {sku.code: sku for sku in shop.listed()}
    assert set(found) == {"APPLE-1", "TS-S", "TS-M"}
    apple, shirt = found["APPLE-1"], found["TS-M"]
    assert (apple.title, apple.currency, apple.shown) == ("苹果 🍎", "CNY", 40)
    assert (shirt.title, shirt.shown, shirt.spec) == ("T-Shirt", 5, "M")
    prices = (1999, 5001) if shop.entry.tells_prices else (None, None)
    assert (apple.price, shirt.price) == prices
    assert apple.ref.sku != found["TS-S"].ref.sku != shirt.ref.sku


def test_a_long_list_is_read_page_by_page(shop: ShopContender) -> None:
    for number in range(260):
        shop.shop.offer(f"Cup {number}", Offered(f"CUP-{number:03}", 500 + number, number))
    listed = shop.listed()
    assert len(listed) == 263
    assert {sku.code for sku in listed} >= {f"CUP-{number:03}" for number in range(260)}
    assert len({sku.ref.sku for sku in listed}) == 263


def test_what_is_taken_off_sale_is_told_so(shop: ShopContender) -> None:
    shop.shirt.on_sale = False
    on_sale = {sku.code: sku.on_sale for sku in shop.listed()}
    assert on_sale["APPLE-1"]
    assert not on_sale.get("TS-S", False)


# Stock


def test_stock_is_what_can_be_sold(shop: ShopContender) -> None:
    shop.bought(Wish(shop.apple.sku_id, 3))
    refs = [sku.ref for sku in shop.listed()]
    shown = shop.channel.stock(refs)
    assert shown == {sku.ref.sku: sku.shown for sku in shop.listed()}
    assert shown[shop.online().ref.sku] == 37


def test_a_sku_that_is_gone_is_left_out(shop: ShopContender) -> None:
    refs = [sku.ref for sku in shop.listed()]
    gone = shop.online("APPLE-1").ref.sku
    del shop.shop.products[shop.plain.product_id]
    shown = shop.channel.stock(refs)
    assert gone not in shown
    assert len(shown) == 2


def test_stock_is_brought_to_a_number(shop: ShopContender) -> None:
    results = [*shop.bring({"APPLE-1": 12}), *shop.bring({"TS-M": 0}, "write-2")]
    assert [result.written for result in results] == [Written.DONE, Written.DONE]
    assert results[0].shown in {None, 12}
    assert results[1].shown in {None, 0}
    assert (shop.apple.stock, shop.shirt.skus[1].stock, shop.shirt.skus[0].stock) == (12, 0, 7)


def test_unpaid_and_unsent_orders_are_not_given_back(shop: ShopContender) -> None:
    shop.bought(Wish(shop.apple.sku_id, 2))
    shop.bring({"APPLE-1": 50})
    assert shop.channel.stock([shop.online().ref]) == {shop.online().ref.sku: 50}


def test_a_whole_batch_is_written_at_once(shop: ShopContender) -> None:
    batch = min(shop.channel.differences.stock_batch, 100)
    wanted = {}
    goods = [Offered(f"CUP-{n:03}", 100, 1, spec=f"No. {n}") for n in range(batch)]
    shop.shop.offer("Cup", *goods)
    for place, cup in enumerate(goods):
        wanted[cup.code] = 5 + place
    shop.front.counts.clear()
    results = shop.bring(wanted)
    assert len(results) == batch
    assert {result.written for result in results} == {Written.DONE}
    assert shop.front.counts["stock.set"] == 1
    stock = {sku.code: sku.stock for sku in shop.shop.skus()}
    assert {code: stock[code] for code in wanted} == wanted


@those(lambda entry: ways(entry).way is StockWay.COMPARE)
def test_a_number_that_moved_is_not_overwritten(shop: ShopContender) -> None:
    apple = shop.online()
    shop.fault("stock-moves:1")
    (result,) = shop.channel.set_stock([shop.change(apple, 12)], "write-1")
    assert result.written is Written.STALE
    assert shop.apple.stock == 39


@those(lambda entry: ways(entry).way is StockWay.DELTA)
def test_a_step_adds_to_what_is_there_by_then(shop: ShopContender) -> None:
    apple = shop.online()
    shop.fault("stock-moves:1")
    (result,) = shop.channel.set_stock([shop.change(apple, 36)], "write-1")
    assert result.written is Written.DONE
    assert shop.apple.stock == 35


@those(lambda entry: ways(entry).repeatable)
def test_the_same_write_is_done_once(shop: ShopContender) -> None:
    write = shop.change(shop.online(), 36)
    shop.fault("answer-lost:1@stock.set")
    with pytest.raises(ChannelError):
        shop.channel.set_stock([write], "write-1")
    (result,) = shop.channel.set_stock([write], "write-1")
    assert result.written is Written.DONE
    assert shop.apple.stock == 36


def test_a_sku_that_is_gone_is_refused(shop: ShopContender) -> None:
    apple = shop.online()
    del shop.shop.products[shop.plain.product_id]
    try:
        results = shop.channel.set_stock([shop.change(apple, 3)], "write-1")
    except ChannelError as error:
        assert error.trouble is Trouble.REFUSED  # noqa: PT017 (either way is allowed)
    else:
        assert [result.written for result in results] == [Written.REFUSED]


@pytest.mark.parametrize("fault", UNDONE)
def test_a_write_that_did_not_arrive_changes_nothing(shop: ShopContender, fault: str) -> None:
    apple = shop.online()
    shop.fault(f"{fault}@stock.set")
    with pytest.raises(ChannelError) as caught:
        shop.channel.set_stock([shop.change(apple, 30)], "write-1")
    assert caught.value.trouble is TROUBLES[fault]
    assert shop.apple.stock == 40


@pytest.mark.parametrize("fault", DONE)
def test_a_write_is_never_repeated_unasked(shop: ShopContender, fault: str) -> None:
    apple = shop.online()
    shop.fault(f"{fault}:1@stock.set")
    with pytest.raises(ChannelError) as caught:
        shop.channel.set_stock([shop.change(apple, 30)], "write-1")
    assert caught.value.trouble in {Trouble.NO_ANSWER, Trouble.BUSY}
    assert shop.front.counts["stock.set"] == 1
    assert shop.apple.stock == 30
    assert shop.channel.stock([apple.ref]) == {apple.ref.sku: 30}


# Orders


@those(lambda entry: entry.tells_changes_alone)
def test_orders_are_told_by_when_they_changed(shop: ShopContender) -> None:
    before = shop.bought()
    shop.wait(10)
    start = shop.clock.now()
    inside = shop.bought()
    shop.wait(10)
    end = shop.clock.now()
    after = shop.bought()
    found = {x.external_id for x in shop.changes(start, end)}
    assert found == {shop.told(inside).external_id}
    shop.wait(5)
    shop.shop.touch(before)
    later = shop.since(end)
    assert later == {shop.told(before).external_id, shop.told(after).external_id}


def test_windows_that_touch_leave_nothing_out(shop: ShopContender) -> None:
    orders = []
    for _ in range(12):
        orders.append(shop.bought())
        shop.wait(0.4)
    found: set[str] = set()
    edges = [START + SECOND * n for n in range(6)]
    for start, end in pairwise(edges):
        found |= {x.external_id for x in shop.changes(start, end)}
    assert len(found) == len(orders)


def test_many_orders_of_one_second_are_all_told(shop: ShopContender) -> None:
    shop.apple.stock = 1000
    for _ in range(260):
        shop.bought()
    shop.wait(3)
    shop.bought()
    assert len(shop.since(START)) == 261


@pytest.mark.parametrize("fault", ["rows-twice", "rows-shuffled", "pages-shift:1@orders.list"])
def test_what_moves_between_pages_is_not_lost(shop: ShopContender, fault: str) -> None:
    shop.apple.stock = 1000
    for _ in range(230):
        shop.bought()
        shop.wait(1)
    shop.fault(fault)
    first = shop.since(START)
    shop.heal()
    again = shop.since(shop.clock.now() - timedelta(minutes=10))
    assert len(first | again) == 230
    assert len(first) >= 229


def test_an_order_that_is_told_late_is_told_in_the_end(shop: ShopContender) -> None:
    order = shop.bought()
    shop.fault("behind=60@orders.list")
    assert shop.since(START) == set()
    shop.wait(61)
    assert {found[-len(order.order_id) :] for found in shop.since(START)} == {order.order_id}


def test_every_stage_is_read_as_what_it_is(shop: ShopContender) -> None:
    for stage, fulfilment in shop.entry.states.items():
        order = shop.shop.place(Wish(shop.apple.sku_id))
        if stage is not Stage.PLACED:
            shop.shop.pay(order)
        if stage is Stage.CANCELLED:
            shop.shop.cancel(order)
        if stage in {Stage.SHIPPED, Stage.DONE}:
            shop.shop.send(order, shop.entry.courier, NUMBER, {})
        if stage is Stage.DONE:
            shop.shop.complete(order)
        told = shop.told(order)
        assert (stage, told.fulfilment) == (stage, fulfilment)
        assert told.hold == ""
        assert told.raw_status


def test_a_word_that_nobody_knows_is_shown_and_not_guessed(shop: ShopContender) -> None:
    order = shop.bought()
    shop.fault("word-unknown")
    told = shop.told(order)
    assert told.fulfilment is Fulfilment.UNKNOWN
    assert told.hold == UNKNOWN_STATE
    assert "quantum_limbo" in told.raw_status.lower()


@those(lambda entry: entry.holds)
def test_an_order_that_must_wait_is_held(shop: ShopContender) -> None:
    order = shop.bought()
    order.held = True
    told = shop.told(order)
    assert told.hold
    with pytest.raises(ChannelError) as caught:
        shop.channel.ship(shop.parcel(order), "parcel-1")
    assert caught.value.trouble is Trouble.REFUSED


def test_an_order_that_does_not_exist_is_refused(shop: ShopContender) -> None:
    known = shop.told(shop.bought()).external_id
    shop.shop.orders.clear()
    with pytest.raises(ChannelError) as caught:
        shop.channel.order(known)
    assert caught.value.trouble is Trouble.REFUSED


def test_money_is_told_to_the_last_unit(shop: ShopContender) -> None:
    small, medium = shop.shirt.skus
    order = shop.bought(
        Wish(shop.apple.sku_id, 3),
        Wish(small.sku_id, 1, discount=333),
        Wish(medium.sku_id, 2),
        shipping=1201,
    )
    told = shop.told(order)
    assert (told.total, told.shipping, told.paid, told.currency) == (21857, 1201, 21857, "CNY")
    lines = {line.code: line for line in told.lines}
    small_costs = 4657 if shop.entry.tells_line_discounts else 4990
    totals = [lines[code].total for code in ("APPLE-1", "TS-S", "TS-M")]
    assert totals == [5997, small_costs, 10002]
    assert lines["TS-S"].gross == 4990
    assert [lines[code].quantity for code in ("APPLE-1", "TS-S", "TS-M")] == [3, 1, 2]
    assert {line.sku for line in told.lines} == {sku.ref.sku for sku in shop.listed()}


def test_a_discount_of_the_whole_order_is_shared(shop: ShopContender) -> None:
    order = shop.bought(Wish(shop.apple.sku_id, 3), discount=1000, shipping=500)
    told = shop.told(order)
    assert told.total == 5497
    money = fit_money(told)
    assert sum(line.total for line in money.lines) + money.shipping == 5497


def test_a_gift_takes_stock_and_costs_nothing(shop: ShopContender) -> None:
    order = shop.bought(Wish(shop.apple.sku_id, 2), Wish(shop.shirt.skus[0].sku_id, gift=True))
    told = shop.told(order)
    lines = {line.code: line for line in told.lines}
    assert (told.total, lines["TS-S"].total, lines["TS-S"].quantity) == (3998, 0, 1)


@those(lambda entry: entry.tells_unpaid)
def test_an_order_not_paid_has_paid_nothing(shop: ShopContender) -> None:
    told = shop.told(shop.shop.place(Wish(shop.apple.sku_id)))
    assert (told.paid, told.paid_at) == (0, None)


def test_times_are_those_of_the_shop(shop: ShopContender) -> None:
    order = shop.shop.place(Wish(shop.apple.sku_id))
    shop.wait(30)
    shop.shop.pay(order)
    shop.wait(30)
    shop.shop.touch(order)
    told = shop.told(order)
    assert told.placed_at == START
    assert told.updated_at == START + timedelta(seconds=60)
    assert told.paid_at in {START + timedelta(seconds=30), None}


@those(lambda entry: entry.tells_part)
def test_a_part_that_went_back_is_told_so(shop: ShopContender) -> None:
    order = shop.bought(Wish(shop.apple.sku_id, 3))
    shop.wait(5)
    shop.shop.refund(order, 1999, {order.lines[0].line_id: 1})
    told = shop.told(order)
    assert (told.refund, told.refunded) == (RefundState.PART, 1999)
    wanted = 2 if shop.entry.tells_pieces else 3
    assert (told.lines[0].quantity, told.lines[0].wanted) == (3, wanted)


def test_all_that_went_back_is_told_so(shop: ShopContender) -> None:
    order = shop.bought(Wish(shop.apple.sku_id, 2), shipping=500)
    shop.shop.refund(order, 4498, {order.lines[0].line_id: 2})
    told = shop.told(order)
    amount = 4498 if shop.entry.tells_amount else 0
    assert (told.refund, told.refunded) == (RefundState.WHOLE, amount)
    assert told.refund_untold is not shop.entry.tells_amount
    assert told.fulfilment in {Fulfilment.CANCELLED, *LEFT} or told.lines[0].wanted == 0


@those(lambda entry: entry.tells_wish)
def test_a_customer_who_waits_for_money_is_told_of(shop: ShopContender) -> None:
    order = shop.bought(Wish(shop.apple.sku_id, 2))
    shop.shop.ask_refund(order, 1999, {order.lines[0].line_id: 1})
    assert shop.told(order).refund is RefundState.REQUESTED


# What goes wrong


@pytest.mark.parametrize("fault", TROUBLES)
def test_every_trouble_is_told_apart(shop: ShopContender, fault: str) -> None:
    assert shop.listed()
    shop.fault(fault)
    error = trouble(shop.channel)
    assert error.trouble is TROUBLES[fault]
    shop.heal()
    shop.wait(60)
    assert shop.listed()


@pytest.mark.parametrize("fault", TROUBLES)
def test_every_trouble_of_the_first_call_is_told_apart(shop: ShopContender, fault: str) -> None:
    shop.fault(fault)
    assert trouble(shop.channel).trouble is TROUBLES[fault]


def test_too_many_requests_come_with_a_wait(shop: ShopContender) -> None:
    shop.fault("too-fast")
    error = trouble(shop.channel)
    assert error.trouble is Trouble.LIMITED
    assert error.code
    assert error.wait is None or timedelta(0) < error.wait <= timedelta(days=1)


def test_an_answer_that_is_slow_is_waited_for(shop: ShopContender) -> None:
    shop.fault("slow=3:1")
    assert shop.listed()
