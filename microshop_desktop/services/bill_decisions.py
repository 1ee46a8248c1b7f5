"""Booking what a person made of the differences between a bill and the books.

Each decision is a fact with its link in the audit chain. What it changes follows in the same act: a
payment becomes proved, or is taken back by a correction, so that the order owes it again.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from microshop_desktop.domain.bill_choices import Choice, ChoiceKind
from microshop_desktop.domain.bill_matching import BookKind, BookMoney, Finding, Item
from microshop_desktop.domain.bills import CURRENCY
from microshop_desktop.persistence.tables.bills import BillDecision
from microshop_desktop.persistence.tables.orders import Payment
from microshop_desktop.services.bill_books import CORRECTION, NOT_RECEIVED, PROVED
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.order_goods import read_booked
from microshop_desktop.services.order_money import add_money, payment_digest
from microshop_desktop.services.shifts import current_shift

BY_HAND = ("confirmed_by_cashier", "to_verify", NOT_RECEIVED)
"""States of a payment that rests on a person's word."""
_PAYMENT = select(Payment.method, Payment.state, Payment.account_id).where(
    Payment.id == bindparam("payment")
)
_SET_PAYMENT = (
    update(Payment).where(Payment.id == bindparam("payment")).values(state=bindparam("to_state"))
)
_INSERT_PAYMENT = insert(Payment)
_INSERT_DECISION = insert(BillDecision)


def prove(booking: Booking, item: Item) -> bool:
    """Turn a payment that rested on a person's word into a proved one; False where it is already.

    Its order's timeline says so.
    """
    book, line = item.book, item.line
    if book is None or line is None or book.kind is not BookKind.PAYMENT:
        return False
    row = booking.connection.execute(_PAYMENT, {"payment": book.id}).one()
    if row.state not in BY_HAND:
        return False
    booking.connection.execute(_SET_PAYMENT, {"payment": book.id, "to_state": PROVED})
    facts: dict[str, object] = {"method": row.method, "amount": book.amount}
    write_event(booking, book.order, "proved", facts)
    return True


def decide(booking: Booking, bill: UUID, item: Item, choice: Choice) -> bool:
    """Book one decision with what follows from it; return whether that proved a payment."""
    book = choice.book or item.book
    _write(booking, bill, item, choice)
    if book is None:
        return False
    if choice.kind is ChoiceKind.OWED and book.kind is BookKind.PAYMENT:
        return _owe(booking, item, book)
    if choice.kind is ChoiceKind.SHORT:
        _mark(booking, book, "short", choice.reason)
    return choice.kind is ChoiceKind.ROUNDING and prove(booking, item)


def count_again(booking: Booking, item: Item, book: BookMoney) -> None:
    """Take in money that an earlier bill lacked: what was taken back then comes back."""
    row = booking.connection.execute(_PAYMENT, {"payment": book.id}).one()
    if _was_taken_back(booking, book):
        _pay(booking, book, book.amount)
    booking.connection.execute(_SET_PAYMENT, {"payment": book.id, "to_state": PROVED})
    facts: dict[str, object] = {"method": row.method, "amount": item.bill_amount}
    write_event(booking, book.order, "proved", facts)


def _owe(booking: Booking, item: Item, book: BookMoney) -> bool:
    """Take back what did not come by a correction, so that the order is owed for it."""
    missing = -item.difference
    proved = item.finding is Finding.DIFFERENT and prove(booking, item)
    if item.finding is not Finding.DIFFERENT:
        booking.connection.execute(_SET_PAYMENT, {"payment": book.id, "to_state": NOT_RECEIVED})
    _pay(booking, book, -missing)
    write_event(booking, book.order, "owed", {"amount": missing})
    return proved


def _mark(booking: Booking, book: BookMoney, event: str, reason: str) -> None:
    booking.connection.execute(_SET_PAYMENT, {"payment": book.id, "to_state": NOT_RECEIVED})
    facts: dict[str, object] = {"amount": book.amount, "reason": reason}
    write_event(booking, book.order, event, facts)


def _pay(booking: Booking, book: BookMoney, amount: int) -> None:
    """Write a correction of a payment: minus what did not come, plus what came after all."""
    order = read_booked(booking, book.order)
    row = booking.connection.execute(_PAYMENT, {"payment": book.id}).one()
    shift = current_shift(booking)
    head = booking.fact()
    booking.connection.execute(
        _INSERT_PAYMENT,
        {
            **head.values(),
            "order_id": order.id,
            "shift_id": shift,
            "account_id": row.account_id,
            "method": row.method,
            "amount": amount,
            "tendered": amount,
            "currency": order.currency,
            "state": CORRECTION,
            "reference": "",
        },
    )
    booking.audit("payment", head, payment_digest(order.number, row.method, amount))
    add_money(booking, order, amount)


def _was_taken_back(booking: Booking, book: BookMoney) -> bool:
    """Tell whether a correction took this payment back, not merely a loss that was noted."""
    newest = booking.connection.scalar(
        select(BillDecision.kind)
        .where(
            BillDecision.payment_id == book.id,
            BillDecision.kind.in_((ChoiceKind.OWED.value, ChoiceKind.SHORT.value)),
        )
        .order_by(BillDecision.seq.desc())
        .limit(1)
    )
    return newest == ChoiceKind.OWED.value


def _write(booking: Booking, bill: UUID, item: Item, choice: Choice) -> None:
    head = booking.fact()
    book = choice.book or item.book
    kind = None if book is None else book.kind
    amount = item.bill_amount if item.finding is Finding.MONEY_WITHOUT_SALE else item.difference
    booking.connection.execute(
        _INSERT_DECISION,
        {
            **head.values(),
            "bill_id": bill,
            "item_key": item.key,
            "kind": choice.kind.value,
            "amount": amount,
            "currency": CURRENCY,
            "order_id": None if book is None else book.order,
            "payment_id": book.id if book and kind is BookKind.PAYMENT else None,
            "attempt_id": book.id if book and kind is BookKind.ATTEMPT else None,
            "reason": choice.reason.strip(),
        },
    )
    digest: Mapping[str, object] = {
        "item": item.key,
        "kind": choice.kind.value,
        "amount": amount,
        "order": None if book is None else book.number,
    }
    booking.audit("bill_decision", head, digest)
