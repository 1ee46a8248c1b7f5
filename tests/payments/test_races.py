"""Two programs, two people and a wrong clock at one payment: nothing lost, nothing doubled."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import (
    AttemptKind,
    AttemptState,
    Doubt,
    Ended,
    Missing,
    NotSent,
    Outcome,
    Paid,
    Refusal,
    Refused,
    Unclear,
    Verb,
    Waiting,
)
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.orders import PaymentAttempt
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.events import SaleFinished
from microshop_desktop.services.mismatches import Mismatches
from microshop_desktop.services.money_refunds import MoneyRefunds
from microshop_desktop.services.pending_list import PendingKind, PendingList
from microshop_desktop.services.pending_orders import AskMoney, Placed
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.tills import add_till
from tests.payments.conftest import Counter
from tests.payments.scripted import MERCHANT, make_account

CODE = "134567890123456789"
LOST = Unclear(Doubt.NO_ANSWER)


def later(counter: Counter, placed: Placed, outcome: Outcome) -> None:
    """Let an answer to a question arrive as the collector records it."""
    book, attempt = AttemptBook(counter.shop), counter.attempt(placed).attempt
    book.record(counter.actor, attempt.id, Verb.QUERY, outcome, lambda _: None)


def closed(counter: Counter) -> Placed:
    """An order whose QR was shown and closed."""
    placed = counter.place()
    sent = counter.send(placed)
    counter.orders.give_up(counter.actor, sent.attempt.id)
    counter.collector.look()
    assert counter.attempt(placed).attempt.state is AttemptState.CLOSED
    return placed


def paid(amount: int = 1700) -> Paid:
    return Paid("T9", amount, "CNY", MERCHANT)


def test_dropping_what_may_be_paid_leaves_it_followed(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    kept = AttemptBook(counter.shop).drop(counter.actor, sent.attempt.id)
    assert kept.is_open
    assert counter.attempt(placed).next_at is not None
    counter.gateway.customer_pays(sent.attempt.out_trade_no)
    counter.pass_time(3)
    assert counter.order(placed).pay_state == "paid"


def test_an_attempt_without_a_time_is_taken_up_by_the_next_start(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    with counter.shop.database.session() as session:
        row = session.get(PaymentAttempt, sent.attempt.id)
        assert row is not None
        row.next_at = None
    broken = [
        check.name for check in Doctor(counter.shop).check(counter.actor).checks if not check.ok
    ]
    assert broken == ["open_payments_are_followed"]
    counter.collector.wake()
    (due,) = AttemptBook(counter.shop).due(counter.actor)
    assert due.attempt.id == sent.attempt.id
    counter.check_books()


def test_waking_takes_no_code_from_whoever_is_about_to_send_it(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    counter.collector.wake()
    counter.collector.look()
    assert counter.attempt(placed).attempt.state is AttemptState.CREATED
    assert counter.send(placed, CODE).attempt.state is AttemptState.WAITING


def test_a_code_that_was_given_up_is_not_sent_any_more(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    assert placed.attempt is not None
    number = placed.attempt.attempt.id
    counter.orders.give_up(counter.actor, number)
    assert AttemptBook(counter.shop).begin(counter.actor, number, Verb.CHARGE_CODE) is None
    counter.collector.look()
    assert counter.attempt(placed).attempt.state is AttemptState.CLOSED
    assert counter.gateway.codes == []


def test_a_code_is_forgotten_also_where_it_was_never_sent(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    assert placed.attempt is not None
    counter.orders.give_up(counter.actor, placed.attempt.attempt.id)
    counter.collector.start(placed.attempt.attempt.id, CODE)
    assert CODE not in str(vars(counter.collector))


def test_a_schedule_that_ran_out_closes_nothing_a_person_must_look_at(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    later(counter, placed, paid(1600))
    assert AttemptBook(counter.shop).begin(counter.actor, sent.attempt.id, Verb.CLOSE) is None


def test_late_money_ends_the_attempt_that_is_needed_no_more(counter: Counter) -> None:
    placed = closed(counter)
    ask = AskMoney(counter.account, AttemptKind.QR)
    second = counter.orders.ask(counter.actor, placed.order, ask)
    shown = counter.send(second)
    later(counter, placed, paid())
    assert counter.order(placed).state == "completed"
    assert counter.attempt(second).attempt.giving_up
    counter.collector.look()
    assert counter.gateway.truths[shown.attempt.out_trade_no] == "closed"
    assert counter.order(placed).paid == 1700
    counter.check_books()


def test_both_attempts_paid_is_twice_the_money_and_one_press_back(counter: Counter) -> None:
    placed = closed(counter)
    ask = AskMoney(counter.account, AttemptKind.QR)
    second = counter.orders.ask(counter.actor, placed.order, ask)
    counter.gateway.customer_pays(counter.send(second).attempt.out_trade_no)
    later(counter, placed, paid())
    counter.pass_time(3)
    order = counter.order(placed)
    assert (order.paid, order.total) == (3400, 1700)
    refund = MoneyRefunds(counter.shop).give_back(
        counter.actor, placed.order, counter.shop.ids.new()
    )
    assert refund.amount == 1700
    counter.check_books()


def test_part_of_the_money_hides_no_doubt_about_the_rest(counter: Counter) -> None:
    placed = counter.place()
    first = counter.send(placed)
    counter.gateway.instead.append(Ended())
    counter.orders.give_up(counter.actor, first.attempt.id)
    counter.collector.look()
    ask = AskMoney(counter.account, AttemptKind.CODE, 1200)
    second = counter.orders.ask(counter.actor, placed.order, ask)
    counter.gateway.instead.append(LOST)
    unknown = counter.send(second, CODE)
    counter.orders.hand_over(counter.actor, unknown.attempt.id)
    with counter.shop.database.session() as session:
        row = session.get(PaymentAttempt, first.attempt.id)
        assert row is not None
        row.amount = 500
    later(counter, placed, paid(500))
    order = counter.order(placed)
    assert (order.paid, order.pay_state, order.is_refundable) == (500, "to_verify", False)
    counter.check_books()


def test_handing_over_twice_finishes_the_sale_once(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    finished: list[SaleFinished] = []

    def hear(event: SaleFinished) -> None:
        finished.append(event)

    counter.shop.events.listen(SaleFinished, hear)
    counter.orders.hand_over(counter.actor, sent.attempt.id)
    counter.orders.hand_over(counter.actor, sent.attempt.id, "0427")
    assert counter.attempt(placed).reference == "0427"
    assert len(finished) == 1
    kinds = [event.kind for event in counter.order(placed).events]
    assert kinds.count("handed_over") == 1
    counter.check_books()


def test_money_after_the_order_was_cancelled_is_booked_and_goes_back(counter: Counter) -> None:
    placed = closed(counter)
    counter.orders.cancel(counter.actor, placed.order)
    counter.gateway.customer_pays(counter.attempt(placed).attempt.out_trade_no)
    counter.pass_time(40)
    order = counter.order(placed)
    assert (order.state, order.paid) == ("cancelled", 1700)
    assert counter.shelf.level(counter.chips).on_hand == 20_000
    with pytest.raises(ShopError):
        Refunds(counter.shop).refund(
            counter.actor, RefundWish(counter.shop.ids.new(), placed.order)
        )
    MoneyRefunds(counter.shop).give_back(counter.actor, placed.order, counter.shop.ids.new())
    counter.collector.look()
    assert list(counter.gateway.refunds.values()) == [1700]
    counter.check_books()


def test_a_request_that_arrives_after_it_was_believed_lost_is_found(counter: Counter) -> None:
    counter.gateway.deaf = True
    counter.gateway.instead.append(LOST)
    placed = counter.place(AttemptKind.CODE)
    sent = counter.send(placed, CODE)
    counter.pass_time(120)
    assert counter.attempt(placed).attempt.state is AttemptState.CLOSED
    counter.gateway.deaf = False
    counter.gateway.amounts[sent.attempt.out_trade_no] = 1700
    counter.gateway.customer_pays(sent.attempt.out_trade_no)
    counter.pass_time(61)
    assert counter.order(placed).pay_state == "paid"
    counter.check_books()


def test_a_clock_put_back_by_a_day_keeps_nobody_waiting(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    counter.clock.set(counter.clock.now() - timedelta(days=1))
    counter.gateway.customer_pays(sent.attempt.out_trade_no)
    counter.pass_time(3)
    assert counter.order(placed).pay_state == "paid"
    counter.check_books()


def test_a_till_books_what_another_one_asked_for_in_its_name(
    counter: Counter, database: Database
) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    other = add_till(database, counter.shop.ids)
    elsewhere = replace(counter.actor, till=other)
    AttemptBook(counter.shop).record(elsewhere, sent.attempt.id, Verb.QUERY, paid(), lambda _: None)
    with database.read() as connection:
        tills = set(connection.exec_driver_sql("SELECT till_id FROM payment").scalars())
        mine = connection.exec_driver_sql("SELECT till_id FROM payment_attempt").scalar()
    assert tills == {mine}
    counter.check_books()


def test_a_network_that_flaps_at_one_platform_wakes_nobody(counter: Counter) -> None:
    """One account answers, the other cannot be reached: no question comes before its time."""
    other = make_account(counter.shop, "alipay")
    counter.send(counter.place())
    basket = counter.shelf.basket("6901234567892")
    away = counter.orders.place(counter.actor, basket, AskMoney(other, AttemptKind.QR))
    counter.send(away)
    down = {away.attempt.attempt.out_trade_no} if away.attempt else set()
    truth = counter.gateway._word
    counter.gateway._word = (  # type: ignore[method-assign]
        lambda charge: Unclear(Doubt.NOT_REACHED) if charge.out_trade_no in down else truth(charge)
    )
    before = len(counter.gateway.asked)
    counter.pass_time(120)
    assert len(counter.gateway.asked) - before <= 40 + 10
    assert counter.collector.offline_since is None


def test_what_cannot_be_written_down_keeps_no_other_payment_waiting(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = counter.place(), counter.place()
    counter.send(broken)
    counter.send(fine)
    number = counter.attempt(broken).attempt.id
    record = AttemptBook.record

    def failing(self: AttemptBook, actor: Any, attempt: UUID, *rest: Any, **more: Any) -> object:
        if attempt == number:
            raise ShopError(ErrorCode.DISK_FULL)
        return record(self, actor, attempt, *rest, **more)

    monkeypatch.setattr(AttemptBook, "record", failing)
    counter.gateway.customer_pays(counter.attempt(fine).attempt.out_trade_no)
    counter.clock.advance(timedelta(seconds=4))
    with pytest.raises(ShopError):
        counter.collector.look()
    assert counter.order(fine).pay_state == "paid"


@pytest.mark.parametrize("came", [1600, 1800])
def test_a_person_takes_the_amount_that_came(counter: Counter, came: int) -> None:
    placed = counter.place()
    counter.send(placed)
    later(counter, placed, paid(came))
    (record,) = Mismatches(counter.shop).every(counter.actor)
    assert record.attempt.came == paid(came)
    Mismatches(counter.shop).take(counter.actor, record.attempt.id)
    order = counter.order(placed)
    assert order.paid == came
    assert order.state == ("completed" if came > 1700 else "pending_payment")
    assert Mismatches(counter.shop).every(counter.actor) == []
    counter.check_books()
    if came > 1700:
        key = counter.shop.ids.new()
        assert MoneyRefunds(counter.shop).give_back(counter.actor, placed.order, key).amount == 100
    else:
        counter.orders.pay(counter.actor, placed.order, [Tender(Method.CASH, 100)])
        assert counter.order(placed).pay_state == "paid"
    counter.check_books()


def test_money_of_another_receiver_is_only_put_aside(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    later(counter, placed, replace(paid(), merchant="somebody"))
    settle = Mismatches(counter.shop)
    with pytest.raises(ShopError) as caught:
        settle.take(counter.actor, sent.attempt.id)
    assert caught.value.code is ErrorCode.PAYMENT_FITS
    settle.put_aside(counter.actor, sent.attempt.id)
    assert counter.attempt(placed).attempt.state is AttemptState.FAILED
    counter.orders.pay(counter.actor, placed.order, [Tender(Method.CASH, 1700)])
    assert counter.order(placed).pay_state == "paid"
    counter.check_books()


def test_money_that_does_not_fit_is_shown_also_after_a_closing(counter: Counter) -> None:
    placed = closed(counter)
    later(counter, placed, paid(1))
    (record,) = Mismatches(counter.shop).every(counter.actor)
    assert record.attempt.state is AttemptState.CLOSED
    Mismatches(counter.shop).put_aside(counter.actor, record.attempt.id)
    assert Mismatches(counter.shop).every(counter.actor) == []


def test_money_that_was_put_aside_stays_settled_when_it_is_told_of_again(counter: Counter) -> None:
    placed = closed(counter)
    later(counter, placed, paid(1))
    settle = Mismatches(counter.shop)
    settle.put_aside(counter.actor, counter.attempt(placed).attempt.id)
    later(counter, placed, paid(1))
    assert settle.every(counter.actor) == []
    later(counter, placed, replace(paid(2), transaction_id="T10"))
    assert len(settle.every(counter.actor)) == 1


def test_money_that_does_not_fit_a_refused_code_is_on_the_list_until_it_is_put_aside(
    counter: Counter,
) -> None:
    counter.gateway.instead = [Refused(Refusal.CODE_EXPIRED)]
    placed = counter.place(AttemptKind.CODE)
    sent = counter.send(placed, CODE)
    assert sent.attempt.state is AttemptState.FAILED
    counter.gateway.instead = [paid(1)]
    counter.pass_time(40)
    pending = PendingList(counter.shop)
    kinds = [entry.kind for entry in pending.page(counter.actor).entries]
    assert set(kinds) == {PendingKind.UNPAID, PendingKind.MISMATCH}
    assert pending.count(counter.actor) == 2
    Mismatches(counter.shop).put_aside(counter.actor, sent.attempt.id)
    assert pending.count(counter.actor) == 1


@pytest.mark.parametrize("outcome", [Ended(), Ended(reversed=True)])
def test_a_wrong_answer_that_was_put_right_leaves_nothing_on_the_list(
    counter: Counter, outcome: Outcome
) -> None:
    placed = counter.place()
    counter.send(placed)
    later(counter, placed, paid(1))
    later(counter, placed, outcome)
    assert Mismatches(counter.shop).every(counter.actor) == []
    kinds = [entry.kind for entry in PendingList(counter.shop).page(counter.actor).entries]
    assert kinds == [PendingKind.UNPAID]


def test_there_is_nothing_to_settle_where_all_fits(counter: Counter) -> None:
    sent = counter.send(counter.place())
    with pytest.raises(ShopError) as caught:
        Mismatches(counter.shop).put_aside(counter.actor, sent.attempt.id)
    assert caught.value.code is ErrorCode.PAYMENT_FITS


@pytest.mark.parametrize("outcome", [Waiting(), Missing(), NotSent(), Ended(), LOST])
def test_a_late_answer_to_an_old_question_ends_no_paid_attempt(
    counter: Counter, outcome: Outcome
) -> None:
    placed = counter.place()
    counter.send(placed)
    later(counter, placed, paid())
    later(counter, placed, outcome)
    assert counter.attempt(placed).attempt.state is AttemptState.PAID
    assert counter.order(placed).paid == 1700
    counter.check_books()
