"""From the counter to the books: every way a payment by phone may go, and what is booked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from microshop_desktop.domain.basket import Method, Tender, receive
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import (
    AttemptKind,
    AttemptState,
    Doubt,
    NotSent,
    Paid,
    Refusal,
    Refused,
    Unclear,
    Verb,
)
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.pending_orders import AskMoney
from tests.payments.conftest import CHIPS, Counter

LOST = Unclear(Doubt.NO_ANSWER)


def test_an_order_is_written_before_anything_is_sent(counter: Counter) -> None:
    placed = counter.place()
    order = counter.order(placed)
    assert (order.state, order.pay_state, order.total, order.paid) == (
        "pending_payment",
        "unpaid",
        1700,
        0,
    )
    level = counter.shelf.level(counter.chips)
    assert (level.on_hand, level.reserved) == (20_000, 2_000)
    assert counter.gateway.asked == []
    counter.check_books()


def test_the_customer_scans_and_the_sale_closes_by_itself(counter: Counter) -> None:
    placed = counter.place()
    waiting = counter.send(placed)
    assert waiting.attempt.qr.startswith("weixin://")
    counter.pass_time(7)
    counter.gateway.customer_pays(waiting.attempt.out_trade_no)
    counter.pass_time(3)
    order = counter.order(placed)
    assert (order.state, order.pay_state, order.paid) == ("completed", "paid", 1700)
    assert [payment.state for payment in order.payments] == ["received"]
    level = counter.shelf.level(counter.chips)
    assert (level.on_hand, level.reserved) == (18_000, 0)
    counter.check_books()


def test_a_code_is_sent_once_and_never_kept(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    counter.gateway.instead.append(LOST)
    unknown = counter.send(placed, "134567890123456789")
    assert unknown.attempt.state is AttemptState.UNKNOWN
    assert counter.order(placed).pay_state == "unknown"
    counter.gateway.customer_pays(unknown.attempt.out_trade_no)
    counter.pass_time(5)
    assert counter.order(placed).pay_state == "paid"
    assert counter.gateway.codes == ["134567890123456789"]
    assert "134567890123456789" not in str(counter.collector.__dict__)
    counter.check_books()


def test_a_silent_customer_is_reversed_at_the_end_of_the_schedule(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    sent = counter.send(placed, "134567890123456789")
    counter.pass_time(50)
    assert counter.attempt(placed).attempt.state is AttemptState.CLOSED
    assert counter.gateway.truths[sent.attempt.out_trade_no] == "closed"
    order = counter.order(placed)
    assert (order.state, order.pay_state) == ("pending_payment", "unpaid")
    counter.check_books()


def test_goods_handed_over_are_never_closed_behind_the_cashiers_back(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    counter.gateway.instead.append(LOST)
    unknown = counter.send(placed, "134567890123456789")
    counter.gateway.instead += [LOST] * 20
    counter.orders.hand_over(counter.actor, unknown.attempt.id, "0427")
    order = counter.order(placed)
    assert (order.state, order.pay_state) == ("completed", "to_verify")
    assert counter.shelf.level(counter.chips).on_hand == 18_000
    counter.pass_time(900)
    assert not [verb for verb, _ in counter.gateway.asked if verb is Verb.CLOSE]
    counter.gateway.customer_pays(unknown.attempt.out_trade_no)
    counter.pass_time(1800)
    assert counter.order(placed).pay_state == "paid"
    counter.check_books()


def test_handed_over_and_not_paid_is_owed(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    counter.gateway.instead.append(LOST)
    unknown = counter.send(placed, "134567890123456789")
    counter.orders.hand_over(counter.actor, unknown.attempt.id)
    counter.gateway.truths[unknown.attempt.out_trade_no] = "closed"
    counter.pass_time(10)
    order = counter.order(placed)
    assert (order.state, order.pay_state, order.paid) == ("completed", "unpaid", 0)
    counter.orders.pay(counter.actor, placed.order, [Tender(Method.CASH, 2000)])
    assert counter.order(placed).pay_state == "paid"
    counter.check_books()


def test_a_reversal_under_way_forbids_to_hand_over(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    sent = counter.send(placed, "134567890123456789")
    counter.orders.give_up(counter.actor, sent.attempt.id)
    with pytest.raises(ShopError) as caught:
        counter.orders.hand_over(counter.actor, sent.attempt.id)
    assert caught.value.code is ErrorCode.PAYMENT_BEING_CLOSED


def test_the_choice_to_hand_over_is_compared_before_a_closing_leaves(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    sent = counter.send(placed, "134567890123456789")
    counter.orders.hand_over(counter.actor, sent.attempt.id)
    assert AttemptBook(counter.shop).begin(counter.actor, sent.attempt.id, Verb.CLOSE) is None


def test_without_network_the_next_way_to_pay_is_free_at_once(counter: Counter) -> None:
    counter.gateway.deaf = True
    counter.gateway.instead += [NotSent()] * 9
    qr = counter.place()
    unseen = counter.send(qr)
    assert counter.collector.offline_since is not None
    counter.orders.give_up(counter.actor, unseen.attempt.id)
    counter.collector.look()
    assert counter.attempt(qr).attempt.state is AttemptState.CLOSED
    code = counter.place(AttemptKind.CODE, CHIPS)
    assert counter.send(code, "134567890123456789").attempt.refusal is Refusal.NOT_SENT
    counter.orders.pay(counter.actor, qr.order, [Tender(Method.CASH, 1700)])
    assert counter.order(qr).pay_state == "paid"
    counter.check_books()


def test_what_was_lost_in_a_kill_is_found_by_the_next_start(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    assert placed.attempt is not None
    number = placed.attempt.attempt.id
    AttemptBook(counter.shop).begin(counter.actor, number, Verb.CHARGE_CODE)
    counter.gateway.truths[number.hex] = "paid"
    counter.gateway.amounts[number.hex] = 1700
    again = Collector(counter.shop, counter.actor, Gateways(lambda _: counter.gateway))
    again.wake()
    again.look()
    assert counter.order(placed).pay_state == "paid"
    counter.check_books()


def test_a_code_that_a_kill_kept_from_being_sent_is_dropped(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    counter.clock.advance(timedelta(seconds=31))
    counter.collector.look()
    assert counter.attempt(placed).attempt.state is AttemptState.CLOSED
    assert counter.gateway.asked == []


def test_only_one_attempt_of_an_order_is_open(counter: Counter) -> None:
    placed = counter.place()
    counter.send(placed)
    with pytest.raises(ShopError) as caught:
        counter.orders.ask(counter.actor, placed.order, AskMoney(counter.account, AttemptKind.CODE))
    assert caught.value.code is ErrorCode.PAYMENT_OPEN
    with pytest.raises(ShopError) as caught:
        counter.orders.pay(counter.actor, placed.order, [Tender(Method.CASH, 1700)])
    assert caught.value.code is ErrorCode.PAYMENT_OPEN


def test_the_same_basket_twice_is_one_order(counter: Counter) -> None:
    basket = counter.shelf.basket(CHIPS)
    ask = AskMoney(counter.account, AttemptKind.QR)
    first = counter.orders.place(counter.actor, basket, ask)
    second = counter.orders.place(counter.actor, basket, ask)
    assert (first.order, first.number) == (second.order, second.number)
    assert second.again


def test_cash_first_the_rest_by_phone(counter: Counter) -> None:
    basket = receive(counter.shelf.basket(CHIPS, CHIPS), Tender(Method.CASH, 500))
    placed = counter.orders.place(counter.actor, basket, AskMoney(counter.account, AttemptKind.QR))
    assert counter.order(placed).pay_state == "part"
    sent = counter.send(placed)
    assert sent.attempt.amount == 1200
    counter.gateway.customer_pays(sent.attempt.out_trade_no)
    counter.pass_time(3)
    order = counter.order(placed)
    assert [(paid.method, paid.amount) for paid in order.payments] == [
        (Method.CASH, 500),
        (Method.WECHAT, 1200),
    ]
    counter.check_books()


def test_a_refused_payment_leaves_the_order_to_be_paid_otherwise(counter: Counter) -> None:
    counter.gateway.instead.append(Refused(Refusal.NOT_ENOUGH_MONEY, "NOTENOUGH"))
    placed = counter.place(AttemptKind.CODE)
    refused = counter.send(placed, "134567890123456789")
    assert (refused.attempt.state, refused.attempt.refusal) == (
        AttemptState.FAILED,
        Refusal.NOT_ENOUGH_MONEY,
    )
    paid = counter.orders.pay(counter.actor, placed.order, [Tender(Method.CASH, 2000)])
    assert (paid.due, paid.change) == (0, 300)
    counter.check_books()


def test_a_cancelled_order_keeps_its_number_and_frees_its_goods(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    with pytest.raises(ShopError):
        counter.orders.cancel(counter.actor, placed.order)
    counter.orders.give_up(counter.actor, sent.attempt.id)
    counter.collector.look()
    counter.orders.cancel(counter.actor, placed.order)
    assert counter.order(placed).state == "cancelled"
    assert counter.shelf.level(counter.chips).reserved == 0
    assert counter.place().number == "A-000002"
    counter.check_books()


def test_another_amount_is_never_booked(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    counter.gateway.instead.append(Paid("T1", 1600, "CNY", "1900000001"))
    counter.pass_time(4)
    doubtful = counter.attempt(placed)
    assert doubtful.attempt.needs_person
    assert counter.order(placed).paid == 0
    counter.gateway.instead += [replace(Paid("T1", 1600, "CNY", "1900000001"))] * 50
    counter.pass_time(600)
    assert not [verb for verb, _ in counter.gateway.asked if verb is Verb.CLOSE]
    assert sent.attempt.id == doubtful.attempt.id
    counter.check_books()


def test_an_account_without_keys_keeps_its_attempts_known(counter: Counter) -> None:
    placed = counter.place()

    def no_keys(_: object) -> None:
        raise ShopError(ErrorCode.ACCOUNT_MISSING)

    broken = Collector(counter.shop, counter.actor, Gateways(no_keys))  # type: ignore[arg-type]
    assert placed.attempt is not None
    broken.start(placed.attempt.attempt.id)
    assert counter.attempt(placed).attempt.doubt is Doubt.NOT_ACCEPTED
    counter.check_books()


def test_a_gateway_that_fails_is_a_doubt(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = counter.place(AttemptKind.CODE)
    monkeypatch.setattr(counter.gateway, "charge_code", None)
    assert counter.send(placed, "134567890123456789").attempt.doubt is Doubt.BAD_ANSWER


def test_an_attempt_that_ended_long_ago_is_asked_about_when_a_person_wants_it(
    counter: Counter,
) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    counter.orders.give_up(counter.actor, sent.attempt.id)
    counter.pass_time(1)
    counter.clock.advance(timedelta(days=2))
    counter.pass_time(1)
    assert counter.attempt(placed).attempt.state is AttemptState.CLOSED
    counter.gateway.customer_pays(sent.attempt.out_trade_no)
    counter.collector.ask_again(sent.attempt.id)
    assert counter.attempt(placed).attempt.state is AttemptState.PAID
    assert counter.order(placed).paid == 1700
    counter.check_books()
