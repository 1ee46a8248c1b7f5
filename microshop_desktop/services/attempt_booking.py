"""What an answer about an attempt makes of its order: money, goods, figures and the timeline.

All of it inside the open act that writes the answer down; what happened is told after the commit.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from microshop_desktop.domain.payment import Attempt, AttemptState
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.tables.orders import Payment
from microshop_desktop.services.attempt_records import (
    AttemptRecord,
    open_attempt_of,
    update_attempt,
)
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import (
    AttemptChanged,
    Events,
    OrderChanged,
    SaleFinished,
    StockChanged,
)
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.order_goods import BookedOrder, read_booked, set_state
from microshop_desktop.services.order_money import (
    PENDING,
    add_money,
    payment_digest,
    unpaid_state,
)
from microshop_desktop.services.shifts import current_shift

_INSERT_PAYMENT = BulkInsert(table_of(Payment))


@dataclass(frozen=True, slots=True)
class Booked:
    """What an answer changed beside the attempt."""

    skus: frozenset[UUID] = frozenset()
    finished: bool = False


def book_change(booking: Booking, record: AttemptRecord, after: Attempt) -> Booked:
    """Let the order follow what became of its attempt, inside an open act."""
    before = record.attempt
    if after.state is before.state:
        return Booked()
    if after.state is AttemptState.PAID:
        return _book_money(booking, record, after)
    _follow(booking, record, after)
    return Booked()


def _book_money(booking: Booking, record: AttemptRecord, paid: Attempt) -> Booked:
    order = read_booked(booking, record.order)
    shift = current_shift(booking)
    head = booking.fact()
    _INSERT_PAYMENT(
        booking.connection,
        [
            {
                **head.values(),
                "order_id": order.id,
                "shift_id": shift,
                "attempt_id": paid.id,
                "account_id": record.account,
                "method": paid.method.value,
                "amount": paid.amount,
                "tendered": paid.amount,
                "currency": paid.currency,
                "state": "received",
                "reference": paid.transaction_id,
            }
        ],
    )
    digest = payment_digest(order.number, paid.method.value, paid.amount)
    booking.audit("payment", head, digest)
    _end_the_other(booking, order, paid.amount)
    skus = add_money(booking, order, paid.amount)
    late = order.state == "cancelled" or order.paid >= order.total
    facts: dict[str, object] = {
        "attempt": str(paid.id),
        "method": paid.method.value,
        "amount": paid.amount,
    }
    write_event(booking, order.id, "paid_late" if late else "paid", facts)
    whole = order.paid + paid.amount >= order.total
    return Booked(skus, finished=order.state == PENDING and whole)


def _end_the_other(booking: Booking, order: BookedOrder, amount: int) -> None:
    """Have another attempt of an order closed that needs no more money: it was paid late.

    Once the goods are handed over, only a person closes it.
    """
    other = open_attempt_of(booking.connection, order.id)
    if other is None or other.attempt.handed_over or order.paid + amount < order.total:
        return
    unwanted = replace(other.attempt, giving_up=True)
    update_attempt(booking.connection, replace(other, attempt=unwanted, next_at=booking.at))


def _follow(booking: Booking, record: AttemptRecord, after: Attempt) -> None:
    """Say in the order that its money is unknown, is waited for, or did not come."""
    order = read_booked(booking, record.order)
    if not after.is_open:
        facts: dict[str, object] = {
            "attempt": str(after.id),
            "method": after.method.value,
            "amount": after.amount,
            "state": after.state.value,
            "refusal": after.refusal.value if after.refusal else "",
        }
        write_event(booking, order.id, "not_paid", facts)
    if order.state == "cancelled" or not order.due:
        return
    set_state(booking, order.id, order.state, unpaid_state(booking, order))


def tell_change(events: Events, record: AttemptRecord, after: Attempt, booked: Booked) -> None:
    """Send what happened to an attempt and its order, after the commit."""
    events.send(AttemptChanged(after.id, record.order))
    if after.state is record.attempt.state:
        return
    events.send(OrderChanged(record.order, record.order_number))
    if booked.skus:
        events.send(StockChanged(booked.skus))
    if booked.finished:
        events.send(SaleFinished(record.order, record.order_number, took_cash=False))
