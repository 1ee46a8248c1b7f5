"""Practice money is marked on paper and stands apart in reports."""

import pytest
from sqlalchemy import update

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.payment import AttemptKind, Ended, Paid, Verb
from microshop_desktop.domain.payment_refund import RefundRefused
from microshop_desktop.persistence.tables.orders import PaymentAccount
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.money_refunds import MoneyRefunds
from microshop_desktop.services.payments import Payments
from microshop_desktop.services.pending_orders import Placed
from microshop_desktop.services.receipts import Receipts
from microshop_desktop.services.refund_book import RefundBook
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.report_json import day_json
from microshop_desktop.services.reports import Reports
from microshop_desktop.services.selling import Selling
from tests.payments.conftest import CHIPS, Counter


@pytest.fixture
def practising(counter: Counter) -> Counter:
    with counter.shop.database.write() as connection:
        connection.execute(update(PaymentAccount).values(practice=True))
    return counter


def pay_by_phone(counter: Counter) -> Placed:
    placed = counter.place(AttemptKind.QR)
    counter.gateway.customer_pays(counter.send(placed).attempt.out_trade_no)
    counter.pass_time(4)
    return placed


def test_the_receipt_says_that_it_is_practice(practising: Counter) -> None:
    placed = pay_by_phone(practising)
    receipts = Receipts(practising.shop)
    assert receipts.of_order(practising.actor, placed.order).practice
    refunds = Refunds(practising.shop)
    back = refunds.refund(practising.actor, RefundWish(refunds.new_key(), placed.order, None))
    assert receipts.of_refund(practising.actor, back.refund).practice


def test_real_money_and_cash_say_nothing(counter: Counter) -> None:
    placed = pay_by_phone(counter)
    basket = counter.shelf.basket(CHIPS)
    sale = Selling(counter.shop).finish(counter.actor, basket, [Tender(Method.CASH, 850)])
    receipts = Receipts(counter.shop)
    assert not receipts.of_order(counter.actor, placed.order).practice
    assert not receipts.of_order(counter.actor, sale.order).practice


def test_a_report_keeps_it_apart(practising: Counter) -> None:
    placed = pay_by_phone(practising)
    basket = practising.shelf.basket(CHIPS)
    tenders = [Tender(Method.WECHAT, 850, "seen on the phone")]
    Selling(practising.shop).finish(practising.actor, basket, tenders)
    refunds = Refunds(practising.shop)
    refunds.refund(practising.actor, RefundWish(refunds.new_key(), placed.order, None))
    report = Reports(practising.shop).day(practising.actor)
    rows = [(row.method, row.practice, row.amount, row.refunded) for row in report.by_method]
    assert rows == [(Method.WECHAT, False, 850, 0), (Method.WECHAT, True, 1700, 1700)]
    by_method = day_json(report)["by_method"]
    assert isinstance(by_method, list)
    assert ["practice" in row for row in by_method] == [False, True]


def test_cash_for_practice_money_is_practice_as_well(practising: Counter) -> None:
    placed = pay_by_phone(practising)
    refunds = Refunds(practising.shop)
    wish = RefundWish(refunds.new_key(), placed.order, None, all_in_cash=True)
    refunds.refund(practising.actor, wish)
    report = Reports(practising.shop).day(practising.actor)
    rows = [(row.method, row.practice, row.net) for row in report.by_method]
    assert rows == [(Method.CASH, True, -1700), (Method.WECHAT, True, 1700)]
    practising.check_books()


def real_rows(counter: Counter) -> dict[Method, int]:
    report = Reports(counter.shop).day(counter.actor)
    return {row.method: row.net for row in report.by_method if not row.practice}


def test_part_in_cash_and_part_as_paid_stay_practice(practising: Counter) -> None:
    placed = pay_by_phone(practising)
    refunds = Refunds(practising.shop)
    back = refunds.refund(
        practising.actor, RefundWish(refunds.new_key(), placed.order, None, cash=500)
    )
    assert back.by_method == {Method.WECHAT: 1200, Method.CASH: 500}
    assert real_rows(practising) == {}
    practising.collector.look()
    assert list(practising.gateway.refunds.values()) == [1200], "cash is asked of no platform"


def test_a_refused_refund_of_practice_money_given_in_cash_stays_practice(
    practising: Counter,
) -> None:
    placed = pay_by_phone(practising)
    refunds = Refunds(practising.shop)
    refunds.refund(practising.actor, RefundWish(refunds.new_key(), placed.order, None))
    book = RefundBook(practising.shop)
    (way,) = book.due(practising.actor)
    practising.gateway.refund_instead.append(RefundRefused("NOT_ENOUGH"))
    practising.collector.look()
    book.in_cash(practising.actor, way.way.id)
    assert real_rows(practising) == {}
    practising.check_books()


def test_too_much_practice_money_given_in_cash_stays_practice(practising: Counter) -> None:
    placed = practising.place(AttemptKind.QR)
    sent = practising.send(placed)
    practising.gateway.instead.append(Ended())
    practising.orders.give_up(practising.actor, sent.attempt.id)
    practising.collector.look()
    practising.orders.pay(practising.actor, placed.order, [Tender(Method.CASH, 1700)])
    came = Paid("T9", 1700, "CNY", practising.gateway.merchant)
    AttemptBook(practising.shop).record(
        practising.actor, sent.attempt.id, Verb.QUERY, came, lambda _: None
    )
    key = practising.shop.ids.new()
    MoneyRefunds(practising.shop).give_back(practising.actor, placed.order, key, in_cash=True)
    assert real_rows(practising) == {Method.CASH: 1700}
    practising.check_books()


def test_the_list_of_payments_names_it(practising: Counter) -> None:
    pay_by_phone(practising)
    (row,) = Payments(practising.shop).every(practising.actor)
    assert (row.practice, row.state, row.needs_attention) == (True, "received", False)


def test_tries_without_money_are_listed_with_what_needs_a_look(counter: Counter) -> None:
    placed = counter.place(AttemptKind.QR)
    counter.send(placed)
    (row,) = Payments(counter.shop).every(counter.actor)
    assert (row.state, row.needs_attention, row.amount) == ("waiting", False, 1700)
    attempt = counter.attempt(placed).attempt
    counter.orders.hand_over(counter.actor, attempt.id)
    (row,) = Payments(counter.shop).every(counter.actor)
    assert (row.state, row.needs_attention) == ("waiting", True)


def test_money_paid_twice_needs_a_look_until_it_went_back(counter: Counter) -> None:
    placed = pay_by_phone(counter)
    with counter.shop.database.write() as connection:
        connection.exec_driver_sql("UPDATE orders SET paid = paid + 1700")
    (row,) = Payments(counter.shop).every(counter.actor)
    assert (row.order, row.needs_attention) == (placed.number, True)
