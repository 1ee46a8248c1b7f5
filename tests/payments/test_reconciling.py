"""Bills against the books: what matches, what a person decides, and what is booked for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.bill_choices import Choice, ChoiceKind, choices_for
from microshop_desktop.domain.bill_matching import Finding, Item, Why
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.exchange.bill_files import ReadBill
from microshop_desktop.services.actor import Right
from microshop_desktop.services.bill_json import certain_choices, reconciliation_json
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pending_orders import Placed
from microshop_desktop.services.reconciling import BookedBill, Reconciliation, Reconciling
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.selling import Selling
from tests.payments.bill_samples import (
    MINUTE,
    paid_row,
    personal_export,
    refund_row,
    trade_bill,
)
from tests.payments.conftest import CHIPS, Counter

LISTS = ("money_without_sale", "sale_without_money", "different")


@pytest.fixture
def desk(counter: Counter, tmp_path: Path) -> "Desk":
    return Desk(counter, tmp_path / "bills")


class Desk:
    """The counter with its bills."""

    def __init__(self, counter: Counter, folder: Path) -> None:
        self.counter, self.folder = counter, folder
        self.reconciling = Reconciling(counter.shop, folder)

    def look(self, source: ReadBill) -> Reconciliation:
        return self.reconciling.look(self.counter.actor, source)

    def book(self, source: ReadBill, *chosen: tuple[Item, Choice]) -> BookedBill:
        choices = {item.key: choice for item, choice in chosen}
        done = self.reconciling.book(self.counter.actor, source, choices)
        self.counter.check_books()
        return done

    def paid_by_phone(self) -> tuple[Placed, str]:
        """Sell for 17.00 by QR; return the order and our number of the payment."""
        placed = self.counter.place()
        number = self.counter.send(placed).attempt.out_trade_no
        self.counter.gateway.customer_pays(number)
        self.counter.pass_time(4)
        assert self.counter.order(placed).pay_state == "paid"
        return placed, number

    def sold_by_hand(self, method: Method, reference: str = "") -> str:
        """Sell for 8.50 that the cashier saw arrive; return the order's number."""
        basket = self.counter.shelf.basket(CHIPS)
        tender = Tender(method, 850, reference)
        return Selling(self.counter.shop).finish(self.counter.actor, basket, (tender,)).number

    def order(self, number: str) -> OrderView:
        return Orders(self.counter.shop).by_number(self.counter.actor, number)


def choice(item: Item, kind: ChoiceKind, reason: str = "") -> tuple[Item, Choice]:
    found = next(one for one in choices_for(item) if one.kind is kind)
    return item, Choice(found.kind, found.book, reason)


def test_a_payment_matches_by_its_number_and_its_fee_is_counted(desk: Desk) -> None:
    _, number = desk.paid_by_phone()
    bill = trade_bill(paid_row(desk.counter.clock.now(), number, 1700))
    seen = desk.look(bill)
    assert [(item.finding, item.why) for item in seen.items] == [(Finding.MATCHED, Why.NUMBER)]
    assert (seen.figures.received, seen.figures.fees, seen.figures.to_bank) == (1700, 10, 1690)
    assert seen.open == []


def test_the_same_bill_twice_changes_nothing(desk: Desk) -> None:
    _, number = desk.paid_by_phone()
    bill = trade_bill(paid_row(desk.counter.clock.now(), number, 1700))
    first, again = desk.book(bill), desk.book(bill)
    assert (first.lines, again.lines, again.proved, again.decisions) == (1, 0, 0, 0)
    assert first.bill == again.bill
    assert desk.look(bill).known
    kept = list(desk.folder.iterdir())
    assert [path.read_bytes() for path in kept] == [bill.content]


def test_money_of_a_closed_attempt_is_handed_to_its_order(desk: Desk) -> None:
    placed = desk.counter.place()
    number = desk.counter.send(placed).attempt.out_trade_no
    assert placed.attempt is not None
    desk.counter.orders.give_up(desk.counter.actor, placed.attempt.attempt.id)
    desk.counter.pass_time(3)
    assert not desk.counter.attempt(placed).attempt.is_open
    bill = trade_bill(paid_row(desk.counter.clock.now(), number, 1700, transaction="T77"))
    (item,) = desk.look(bill).open
    assert (item.finding, item.why, item.difference) == (
        Finding.MONEY_WITHOUT_SALE,
        Why.LATE,
        1700,
    )
    assert choices_for(item)[0].kind is ChoiceKind.ORDER
    desk.book(bill, choice(item, ChoiceKind.ORDER))
    order = desk.counter.order(placed)
    assert (order.pay_state, order.paid, order.payments[0].reference) == ("paid", 1700, "T77")
    assert [found.finding for found in desk.look(bill).items] == [Finding.MATCHED]
    assert desk.book(bill).decisions == 0


def test_only_our_own_number_with_our_own_amount_is_booked_without_a_person(desk: Desk) -> None:
    placed, number = handed_over(desk)
    desk.sold_by_hand(Method.WECHAT)
    now = desk.counter.clock.now()
    bill = trade_bill(
        paid_row(now, number, 1700, transaction="T1"),
        paid_row(now + 20 * MINUTE, "x", 850, transaction="T2"),
    )
    seen = desk.look(bill)
    certain = certain_choices(seen)
    assert [choice.kind for choice in certain.values()] == [ChoiceKind.ORDER]
    done = desk.reconciling.book(desk.counter.actor, bill, certain)
    document = reconciliation_json(desk.look(bill), name=bill.name, zone="UTC", booked=done)
    assert desk.counter.order(placed).pay_state == "paid"
    assert (document["matched"], document["known"]) == (1, True)
    assert [len(document[name]) for name in LISTS] == [1, 1, 0]  # type: ignore[arg-type]


def handed_over(desk: Desk) -> tuple[Placed, str]:
    placed = desk.counter.place(AttemptKind.QR)
    number = desk.counter.send(placed).attempt.out_trade_no
    assert placed.attempt is not None
    desk.counter.orders.hand_over(desk.counter.actor, placed.attempt.attempt.id, "0419")
    return placed, number


def test_goods_handed_over_for_money_that_a_bill_has(desk: Desk) -> None:
    placed, number = handed_over(desk)
    assert desk.counter.order(placed).pay_state == "to_verify"
    bill = trade_bill(paid_row(desk.counter.clock.now(), number, 1700))
    (item,) = desk.look(bill).open
    desk.book(bill, choice(item, ChoiceKind.ORDER))
    assert desk.counter.order(placed).pay_state == "paid"


def test_goods_handed_over_for_money_that_no_bill_has(desk: Desk) -> None:
    placed, _ = handed_over(desk)
    other = trade_bill(paid_row(desk.counter.clock.now(), "0" * 32, 500))
    alone, missing = desk.look(other).open
    assert (alone.finding, alone.why) == (Finding.MONEY_WITHOUT_SALE, Why.NONE_FITS)
    assert (missing.finding, missing.difference) == (Finding.SALE_WITHOUT_MONEY, -1700)
    assert [one.kind for one in choices_for(missing)] == [ChoiceKind.LATER, ChoiceKind.OWED]
    desk.book(other, choice(alone, ChoiceKind.INCOME), choice(missing, ChoiceKind.OWED))
    desk.counter.pass_time(2)
    order = desk.counter.order(placed)
    assert (order.pay_state, order.paid, order.state) == ("unpaid", 0, "completed")
    assert desk.look(other).open == []


def test_an_export_proves_what_the_cashier_saw(desk: Desk) -> None:
    number = desk.sold_by_hand(Method.COLLECTION_CODE)
    now = desk.counter.clock.now()
    export = personal_export(now, (now + 2 * MINUTE, 850, "10001"))
    (item,) = desk.look(export).items
    assert (item.finding, item.why) == (Finding.MATCHED, Why.AMOUNT_AND_TIME)
    assert desk.book(export).proved == 1
    order = desk.order(number)
    assert [payment.state for payment in order.payments] == ["proved"]
    assert "proved" in [event.kind for event in order.events]
    assert desk.book(export).proved == 0


def test_of_two_that_fit_none_is_taken_by_itself(desk: Desk) -> None:
    first, second = (desk.sold_by_hand(Method.COLLECTION_CODE) for _ in range(2))
    now = desk.counter.clock.now()
    export = personal_export(now, (now + MINUTE, 850, "10001"))
    seen = desk.look(export)
    item = seen.of(Finding.MONEY_WITHOUT_SALE)[0]
    assert {book.number for book in item.candidates} == {first, second}
    assert choices_for(item)[0].kind is ChoiceKind.LATER
    assert len(seen.of(Finding.SALE_WITHOUT_MONEY)) == 2
    wanted = next(one for one in choices_for(item) if one.book and one.book.number == second)
    desk.book(export, (item, wanted))
    assert desk.order(second).payments[0].state == "proved"
    assert desk.order(first).payments[0].state == "confirmed_by_cashier"
    assert [found.why for found in desk.look(export).of(Finding.MATCHED)] == [Why.PROVED]


def test_time_too_far_away_is_no_match(desk: Desk) -> None:
    desk.sold_by_hand(Method.COLLECTION_CODE)
    now = desk.counter.clock.now()
    export = personal_export(now, (now + 20 * MINUTE, 850, "10001"))
    assert [item.why for item in desk.look(export).items] == [Why.NONE_FITS, Why.NOT_IN_BILL]


def test_the_last_digits_a_cashier_noted_are_a_number(desk: Desk) -> None:
    number = desk.sold_by_hand(Method.WECHAT, "0417")
    bill = trade_bill(paid_row(desk.counter.clock.now(), "x", 770, transaction="42000417"))
    (item,) = desk.look(bill).open
    assert (item.finding, item.difference) == (Finding.DIFFERENT, -80)
    assert choices_for(item)[0].kind is ChoiceKind.ROUNDING
    desk.book(bill, choice(item, ChoiceKind.ROUNDING))
    assert desk.order(number).payments[0].state == "proved"
    assert desk.look(bill).open == []


def test_a_difference_may_be_owed(desk: Desk) -> None:
    number = desk.sold_by_hand(Method.WECHAT, "0417")
    bill = trade_bill(paid_row(desk.counter.clock.now(), "x", 350, transaction="42000417"))
    (item,) = desk.look(bill).open
    assert choices_for(item)[0].kind is ChoiceKind.LATER
    desk.book(bill, choice(item, ChoiceKind.OWED))
    order = desk.order(number)
    assert (order.pay_state, order.paid) == ("part", 350)
    assert [payment.amount for payment in order.payments] == [850, -500]


def missing_sale(desk: Desk) -> tuple[str, ReadBill, Item]:
    number = desk.sold_by_hand(Method.WECHAT)
    bill = trade_bill(paid_row(desk.counter.clock.now(), "x", 100))
    item = desk.look(bill).of(Finding.SALE_WITHOUT_MONEY)[0]
    return number, bill, item


def test_money_that_never_came_is_owed_and_can_be_paid_in_cash(desk: Desk) -> None:
    number, bill, item = missing_sale(desk)
    desk.book(bill, choice(item, ChoiceKind.OWED))
    order = desk.order(number)
    assert (order.pay_state, order.paid, order.state) == ("unpaid", 0, "completed")
    assert desk.book(bill).decisions == 0
    desk.counter.orders.pay(desk.counter.actor, order.order, [Tender(Method.CASH, 850)])
    desk.counter.check_books()
    assert desk.order(number).pay_state == "paid"
    assert [(paid.method, paid.left) for paid in desk.order(number).money_in] == [
        (Method.CASH, 850)
    ]


def test_money_that_was_owed_and_comes_after_all(desk: Desk) -> None:
    number, bill, item = missing_sale(desk)
    desk.book(bill, choice(item, ChoiceKind.OWED))
    now = desk.counter.clock.now()
    late = trade_bill(paid_row(now, "y", 850, transaction="T9"))
    (found,) = [one for one in desk.look(late).open if one.bill_amount == 850]
    assert (found.finding, found.why) == (Finding.MONEY_WITHOUT_SALE, Why.LATE)
    desk.book(late, choice(found, ChoiceKind.ORDER))
    order = desk.order(number)
    assert (order.pay_state, order.paid) == ("paid", 850)
    assert [item.finding for item in desk.look(late).items] == [Finding.MATCHED]


def test_a_loss_wants_its_reason(desk: Desk) -> None:
    number, bill, item = missing_sale(desk)
    with pytest.raises(ShopError) as caught:
        desk.book(bill, choice(item, ChoiceKind.SHORT))
    assert caught.value.code is ErrorCode.REASON_MISSING
    desk.book(bill, choice(item, ChoiceKind.SHORT, "customer left"))
    order = desk.order(number)
    assert (order.pay_state, order.payments[0].state) == ("paid", "not_received")
    assert desk.look(bill).of(Finding.SALE_WITHOUT_MONEY) == []


def test_what_is_put_off_is_listed_again(desk: Desk) -> None:
    _, bill, item = missing_sale(desk)
    assert desk.book(bill, choice(item, ChoiceKind.LATER)).decisions == 1
    assert desk.book(bill, choice(item, ChoiceKind.LATER)).decisions == 0
    seen = desk.look(bill)
    assert item.key in [one.key for one in seen.open]
    assert seen.decided[item.key].kind is ChoiceKind.LATER


def test_a_choice_from_an_old_list_is_refused(desk: Desk) -> None:
    _, bill, item = missing_sale(desk)
    old = choice(item, ChoiceKind.OWED)
    desk.book(bill, old)
    before = list(desk.folder.iterdir())
    with pytest.raises(ShopError) as caught:
        desk.book(bill, old)
    assert caught.value.code is ErrorCode.BILL_CHANGED
    assert list(desk.folder.iterdir()) == before


def test_a_reversal_by_the_platform_is_nobodys_money(desk: Desk) -> None:
    placed = desk.counter.place(AttemptKind.CODE)
    number = desk.counter.send(placed, "134567890123456789").attempt.out_trade_no
    desk.counter.pass_time(50)
    now = desk.counter.clock.now()
    bill = trade_bill(
        paid_row(now, number, 1700), refund_row(now, number, 1700, back="", state="REVOKED")
    )
    seen = desk.look(bill)
    assert [item.why for item in seen.items] == [Why.TAKEN_BACK, Why.TAKEN_BACK]
    assert seen.open == []
    assert desk.book(bill).lines == 2


def test_a_refund_nobody_booked_is_shown(desk: Desk) -> None:
    _, number = desk.paid_by_phone()
    now = desk.counter.clock.now()
    bill = trade_bill(paid_row(now, number, 1700), refund_row(now, number, 500, back="else"))
    (item,) = desk.look(bill).open
    assert (item.bill_amount, item.shop_amount) == (-500, 0)
    assert {one.kind for one in choices_for(item)} == {ChoiceKind.LATER, ChoiceKind.OUTGO}
    desk.book(bill, choice(item, ChoiceKind.OUTGO))
    assert desk.look(bill).open == []


def test_a_longer_bill_of_the_same_days_brings_only_what_is_new(desk: Desk) -> None:
    (_, first), (_, second) = desk.paid_by_phone(), desk.paid_by_phone()
    now = desk.counter.clock.now()
    rows = [paid_row(now, first, 1700, transaction="TA"), paid_row(now, second, 1700)]
    assert desk.book(trade_bill(rows[0])).lines == 1
    assert desk.book(trade_bill(*rows, name="longer.csv")).lines == 1
    assert len(list(desk.folder.iterdir())) == 2


def test_a_refund_of_the_books_matches_by_its_number(desk: Desk) -> None:
    placed, number = desk.paid_by_phone()
    wish = RefundWish(desk.counter.shop.ids.new(), placed.order, lines=(Wanted(1, 1000),))
    Refunds(desk.counter.shop).refund(desk.counter.actor, wish)
    desk.counter.collector.look()
    (back,) = desk.counter.gateway.refunds
    now = desk.counter.clock.now()
    paid = paid_row(now, number, 1700)
    bill = trade_bill(paid, refund_row(now, number, 850, back=back))
    assert [item.finding for item in desk.look(bill).items] == [Finding.MATCHED] * 2
    (missing,) = desk.look(trade_bill(paid)).open
    assert (missing.finding, missing.shop_amount) == (Finding.SALE_WITHOUT_MONEY, -850)
    desk.book(bill)
    assert desk.look(trade_bill(paid)).open == []


def test_looking_needs_a_right_and_booking_another(desk: Desk) -> None:
    _, number = desk.paid_by_phone()
    bill = trade_bill(paid_row(desk.counter.clock.now(), number, 1700))
    viewer = replace(desk.counter.actor, rights=frozenset({Right.SEE_REPORTS}))
    assert desk.reconciling.look(viewer, bill).open == []
    with pytest.raises(ShopError) as caught:
        desk.reconciling.book(viewer, bill, {})
    assert caught.value.code is ErrorCode.NOT_ALLOWED


def test_the_doctor_finds_a_proof_without_its_bill_and_a_bill_without_its_file(desk: Desk) -> None:
    desk.sold_by_hand(Method.COLLECTION_CODE)
    now = desk.counter.clock.now()
    desk.book(personal_export(now, (now, 850, "10001")))
    doctor = Doctor(desk.counter.shop, bills=desk.folder)
    assert doctor.check(desk.counter.actor).ok
    for path in desk.folder.iterdir():
        path.unlink()
    with desk.counter.shop.database.write() as connection:
        connection.exec_driver_sql("UPDATE bill_line SET payment_id = NULL")
    wrong = {check.name for check in doctor.check(desk.counter.actor).checks if not check.ok}
    assert wrong == {"proved_payments_stand_in_a_bill", "bills_are_there"}


def test_the_link_of_a_correction_is_part_of_the_chain(desk: Desk) -> None:
    _, bill, item = missing_sale(desk)
    desk.book(bill, choice(item, ChoiceKind.OWED))
    with desk.counter.shop.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE payment SET amount = -800, tendered = -800 WHERE state = 'correction'"
        )
    findings = Doctor(desk.counter.shop).check(desk.counter.actor)
    assert "audit_chain_holds" in {check.name for check in findings.checks if not check.ok}


def test_a_payment_by_hand_gets_its_number_from_the_bill(desk: Desk) -> None:
    number = desk.sold_by_hand(Method.WECHAT)
    at = desk.order(number).at
    long = "4200002219202403148265194057"
    desk.book(trade_bill(paid_row(at, "x", 850, transaction=long)))
    (payment,) = desk.order(number).payments
    assert (payment.state, payment.reference, payment.in_bill) == ("proved", "", long)
    assert desk.order(long).number == number


def test_the_number_of_an_apps_export_finds_the_order(desk: Desk) -> None:
    number = desk.sold_by_hand(Method.COLLECTION_CODE)
    at = desk.order(number).at
    long = "1000050001202603021234567890"
    desk.book(personal_export(at, (at, 850, long)))
    assert desk.order(number).payments[0].in_bill == long
    assert desk.order(long).number == number
