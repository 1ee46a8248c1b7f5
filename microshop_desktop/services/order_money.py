"""Money of a written order, inside an open act: taken, added up, and what it does to the goods."""

from uuid import UUID

from sqlalchemy import bindparam, update

from microshop_desktop.domain.payment import Attempt, AttemptState
from microshop_desktop.domain.tenders import Settlement
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.attempt_records import open_attempt_of
from microshop_desktop.services.baskets import release
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.derived import say_what_went_back
from microshop_desktop.services.order_booking import write_event, write_payments
from microshop_desktop.services.order_goods import BookedOrder, complete_order, set_state
from microshop_desktop.services.shifts import current_shift

PENDING = "pending_payment"
_ADD_PAID = (
    update(OrderRow)
    .where(OrderRow.id == bindparam("order"))
    .values(paid=OrderRow.paid + bindparam("amount"))
)


def take_by_hand(booking: Booking, order: BookedOrder, money: Settlement) -> frozenset[UUID]:
    """Book money taken by hand for a written order; return the SKUs whose goods left by it."""
    write_received(booking, order.id, order.number, order.currency, money)
    amount = sum(payment.amount for payment in money.payments)
    return add_money(booking, order, amount)


def write_received(
    booking: Booking, order: UUID, number: str, currency: str, money: Settlement
) -> None:
    """Write payments that a person took, each with its audit link."""
    shift = current_shift(booking)
    heads = write_payments(booking, order, money, shift=shift, currency=currency)
    for head, payment in zip(heads, money.payments, strict=True):
        digest = payment_digest(number, payment.method.value, payment.amount)
        booking.audit("payment", head, digest)


def add_money(booking: Booking, order: BookedOrder, amount: int) -> frozenset[UUID]:
    """Add booked money to an order; all of it lets its goods go. Return the SKUs that left."""
    booking.connection.execute(_ADD_PAID, {"order": order.id, "amount": amount})
    whole = order.paid + amount >= order.total
    if order.state == PENDING and whole:
        return goods_leave(booking, order, "paid")
    state = "paid" if whole else unpaid_state(booking, order, came=amount)
    set_state(booking, order.id, order.state, state)
    say_what_went_back(booking.connection, order.id)
    return frozenset()


def unpaid_state(booking: Booking, order: BookedOrder, *, came: int = 0) -> str:
    """Return what is known of the money of an order that is not all there; `came`: just now."""
    still_open = open_attempt_of(booking.connection, order.id)
    doubt = "" if still_open is None else _doubt(still_open.attempt)
    return doubt or ("part" if order.paid + came else "unpaid")


def goods_leave(booking: Booking, order: BookedOrder, pay_state: str) -> frozenset[UUID]:
    """Let the goods of a pending order go; return the SKUs that left."""
    if order.state != PENDING:
        set_state(booking, order.id, order.state, pay_state)
        return frozenset()
    release(booking, order.id)
    return complete_order(booking, order, pay_state)


def cancel_booked(booking: Booking, order: BookedOrder) -> frozenset[UUID]:
    """Cancel an order inside an open act; return the SKUs that are free again."""
    skus = release(booking, order.id)
    set_state(booking, order.id, "cancelled", "unpaid")
    write_event(booking, order.id, "cancelled")
    return frozenset(skus)


def payment_digest(number: str, method: str, amount: int) -> dict[str, object]:
    """Return the facts of a payment that its audit link holds fast."""
    return {"order": number, "method": method, "amount": amount}


def _doubt(attempt: Attempt) -> str:
    if attempt.handed_over:
        return "to_verify"
    return "unknown" if attempt.state is AttemptState.UNKNOWN else ""
