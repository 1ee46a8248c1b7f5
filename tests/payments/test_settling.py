"""Paid while it is being closed: nothing is booked that a closing on its way takes back."""

from datetime import timedelta
from uuid import UUID

from microshop_desktop.domain.payment import (
    AttemptKind,
    AttemptState,
    Doubt,
    Ended,
    Paid,
    Unclear,
    Verb,
)
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.pending_orders import Placed
from tests.payments.conftest import Counter
from tests.payments.scripted import MERCHANT

CODE = "134567890123456789"
LOST = Unclear(Doubt.NO_ANSWER)
PAID = Paid("T9", 1700, "CNY", MERCHANT)


def paying(counter: Counter) -> tuple[Placed, UUID]:
    """A code whose customer types the password, and its attempt."""
    placed = counter.place(AttemptKind.CODE)
    sent = counter.send(placed, CODE)
    counter.clock.advance(timedelta(seconds=20))
    counter.orders.give_up(counter.actor, sent.attempt.id)
    return placed, sent.attempt.id


def test_an_answer_older_than_another_programs_closing_books_no_money_that_went_back(
    counter: Counter,
) -> None:
    placed, attempt = paying(counter)
    book, never = AttemptBook(counter.shop), lambda _: None
    asked = book.begin(counter.actor, attempt, Verb.QUERY)
    assert asked is not None
    book.begin(counter.actor, attempt, Verb.CLOSE)
    back = Ended(reversed=True)
    book.record(counter.actor, attempt, Verb.CLOSE, back, never)
    book.record(counter.actor, attempt, Verb.QUERY, PAID, never, began=asked)
    assert counter.attempt(placed).attempt.state is AttemptState.REVERSED
    assert counter.order(placed).paid == 0
    counter.check_books()


def test_what_is_paid_while_another_programs_closing_is_under_way_waits_for_its_answer(
    counter: Counter,
) -> None:
    placed, attempt = paying(counter)
    book, never = AttemptBook(counter.shop), lambda _: None
    book.begin(counter.actor, attempt, Verb.CLOSE)
    asked = book.begin(counter.actor, attempt, Verb.QUERY)
    book.record(counter.actor, attempt, Verb.QUERY, PAID, never, began=asked)
    assert counter.order(placed).paid == 0
    book.record(counter.actor, attempt, Verb.CLOSE, Ended(reversed=True), never)
    assert counter.attempt(placed).attempt.state is AttemptState.REVERSED
    assert counter.order(placed).paid == 0
    counter.check_books()


def test_what_was_paid_though_a_closing_was_lost_is_booked_once_that_is_settled(
    counter: Counter,
) -> None:
    placed, attempt = paying(counter)
    counter.gateway.customer_pays(counter.attempt(placed).attempt.out_trade_no)
    counter.gateway.asked.clear()
    book = AttemptBook(counter.shop)
    assert book.begin(counter.actor, attempt, Verb.CLOSE) is not None
    book.record(counter.actor, attempt, Verb.CLOSE, LOST, lambda _: counter.clock.now())
    counter.pass_time(30)
    assert counter.attempt(placed).attempt.doubt is Doubt.SETTLING
    assert counter.order(placed).paid == 0
    counter.pass_time(25)
    assert counter.order(placed).paid == 1700
    assert {verb for verb, _ in counter.gateway.asked} == {Verb.QUERY}
    counter.check_books()


def test_a_confirmed_closing_that_questions_do_not_know_of_yet_books_no_money(
    counter: Counter,
) -> None:
    placed, attempt = paying(counter)
    confirmed = Unclear(Doubt.CLOSE_REFUSED, "SUCCESS")
    book = AttemptBook(counter.shop)
    book.begin(counter.actor, attempt, Verb.CLOSE)
    book.record(counter.actor, attempt, Verb.CLOSE, confirmed, lambda _: counter.clock.now())
    counter.gateway.instead = [PAID, PAID, Ended(reversed=True)]
    counter.pass_time(20)
    assert counter.attempt(placed).attempt.state is AttemptState.REVERSED
    assert counter.order(placed).paid == 0
    counter.check_books()
