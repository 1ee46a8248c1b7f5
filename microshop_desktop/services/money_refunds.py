"""Money that goes back without goods: paid twice, paid too late, or for an order that was dropped.

It is a refund with a number like any other, but no sale is behind it: day figures of sales do not
know it, the money per method does.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.refunds import MoneyBack
from microshop_desktop.persistence.tables.orders import OrderRow, Refund
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_records import attempts_of
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.derived import say_what_went_back
from microshop_desktop.services.events import OrderChanged, StockChanged
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.order_goods import BookedOrder, read_booked
from microshop_desktop.services.order_money import PENDING, cancel_booked
from microshop_desktop.services.order_records import read_order, read_refund
from microshop_desktop.services.order_values import OrderView, RefundView
from microshop_desktop.services.refund_ways import write_ways
from microshop_desktop.services.refunds import is_booked
from microshop_desktop.services.shifts import current_shift
from microshop_desktop.services.shop import Shop

_INSERT_REFUND = insert(Refund)
_SET_STATE = update(Refund).where(Refund.id == bindparam("refund"))
_ADD_REFUNDED = (
    update(OrderRow)
    .where(OrderRow.id == bindparam("order"))
    .values(refunded=OrderRow.refunded + bindparam("amount"))
)
_RETURNED = select(func.coalesce(func.sum(Refund.amount), 0)).where(
    Refund.order_id == bindparam("order"), Refund.money_only
)


@dataclass(frozen=True, slots=True)
class MoneyRefund:
    """What goes back, by which ways; `key` makes it one refund however often it is asked for."""

    key: UUID
    ways: tuple[MoneyBack, ...]
    reason: str = ""

    @property
    def amount(self) -> int:
        """All of it, in minor units."""
        return sum(way.amount for way in self.ways)


class MoneyRefunds:
    """Giving back what should not have come."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.REFUND)
    def give_back(
        self, actor: Actor, order: UUID, key: UUID, *, in_cash: bool = False
    ) -> RefundView:
        """Give back what came beyond an order's total, or for an order that was cancelled.

        It goes back as it came, unless `in_cash`. `nothing_to_return` when nothing is too much.
        """
        with self._shop.booking(actor) as booking:
            if not is_booked(booking, key):
                booked = read_booked(booking, order)
                amount = too_much(booking, booked)
                if not amount:
                    raise ShopError(ErrorCode.NOTHING_TO_RETURN, number=booked.number)
                ways = _ways(_view(booking, order), amount, in_cash=in_cash)
                book_money_refund(booking, booked, MoneyRefund(key, ways))
            refund = _refund(booking, key)
        self._shop.events.send(OrderChanged(order, refund.order_number))
        return refund

    @act(Right.REFUND)
    def drop_order(self, actor: Actor, order: UUID, key: UUID) -> RefundView:
        """Cancel an unfinished order and give back what was already paid for it.

        `payment_open` while a platform may still take money, `order_not_pending`.
        """
        with self._shop.booking(actor) as booking:
            skus: frozenset[UUID] = frozenset()
            if not is_booked(booking, key):
                booked = read_booked(booking, order)
                _check_droppable(booking, booked)
                ways = _ways(_view(booking, order), booked.paid, in_cash=False)
                skus = cancel_booked(booking, booked)
                book_money_refund(booking, booked, MoneyRefund(key, ways))
            refund = _refund(booking, key)
        self._shop.events.send(OrderChanged(order, refund.order_number))
        self._shop.events.send(StockChanged(skus))
        return refund


def too_much(booking: Booking, order: BookedOrder) -> int:
    """Return what came beyond what the order costs and did not go back yet, in minor units."""
    returned: int = booking.connection.scalar(_RETURNED, {"order": order.id}) or 0
    owed = 0 if order.state == "cancelled" else order.total
    return max(order.paid - returned - owed, 0)


def book_money_refund(booking: Booking, order: BookedOrder, refund: MoneyRefund) -> None:
    """Book money going back inside an open act; ways that add up to zero only move it."""
    shift = current_shift(booking)
    head = booking.fact(refund.key)
    number = booking.refund_number()
    booking.connection.execute(
        _INSERT_REFUND,
        {
            **head.values(),
            "number": number,
            "order_id": order.id,
            "source": order.source,
            "shift_id": shift,
            "place_id": booking.place,
            "currency": order.currency,
            "amount": refund.amount,
            "tax": 0,
            "method": refund.ways[-1].method.value,
            "state": "done",
            "reason": refund.reason,
            "money_only": True,
        },
    )
    state = write_ways(booking, head.id, refund.ways)
    booking.connection.execute(_SET_STATE, {"refund": head.id, "state": state.value})
    booking.connection.execute(_ADD_REFUNDED, {"order": order.id, "amount": refund.amount})
    say_what_went_back(booking.connection, order.id)
    facts: dict[str, object] = {
        "refund": str(head.id),
        "number": number,
        "amount": refund.ways[-1].amount if not refund.amount else refund.amount,
    }
    write_event(booking, order.id, "money_returned", facts)
    digest: dict[str, object] = {
        "number": number,
        "order": order.number,
        "lines": [],
        "payments": [[way.method.value, way.amount] for way in refund.ways],
    }
    booking.audit("refund", head, digest)


def _ways(order: OrderView, amount: int, *, in_cash: bool) -> tuple[MoneyBack, ...]:
    """Take the amount from the last payments first: they are what came too much.

    Cash for practice money names its payment, so that no real cash goes for it.
    """
    taken, left = [], amount
    for payment in reversed(order.payments):
        part = min(left, payment.amount - payment.returned)
        if part > 0:
            taken.append((payment, part))
            left -= part
    if not in_cash:
        return tuple(MoneyBack(one.method, part, one.payment) for one, part in taken)
    ways = tuple(MoneyBack(Method.CASH, part, one.payment) for one, part in taken if one.practice)
    real = amount - sum(way.amount for way in ways)
    return (MoneyBack(Method.CASH, real), *ways) if real else ways


def _check_droppable(booking: Booking, order: BookedOrder) -> None:
    if order.state != PENDING or not order.paid:
        raise ShopError(ErrorCode.ORDER_NOT_PENDING, number=order.number)
    for record in attempts_of(booking.connection, order.id):
        if record.attempt.is_open:
            raise ShopError(ErrorCode.PAYMENT_OPEN, number=order.number)


def _view(booking: Booking, order: UUID) -> OrderView:
    view = read_order(booking.connection, order)
    if view is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(order))
    return view


def _refund(booking: Booking, key: UUID) -> RefundView:
    refund = read_refund(booking.connection, key)
    if refund is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="refund", key=str(key))
    return refund
