"""Refunds: part of an order or all of it goes back, with or without network."""

from uuid import UUID

from sqlalchemy import bindparam, select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.tables.orders import Refund
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import OrderChanged, StockChanged
from microshop_desktop.services.order_records import read_order, read_refund
from microshop_desktop.services.order_values import RefundView
from microshop_desktop.services.refund_booking import (
    BookedRefund,
    RefundPlan,
    RefundWish,
    book_refund,
    plan_refund,
)
from microshop_desktop.services.shop import Shop

_KNOWN = select(Refund.id).where(Refund.id == bindparam("refund"))


class Refunds:
    """Giving goods and money back."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    def new_key(self) -> UUID:
        """Return a key for a refund about to be asked for."""
        return self._shop.ids.new()

    @act(Right.SEE_ORDERS)
    def preview(self, actor: Actor, wish: RefundWish) -> RefundPlan:
        """Work out a refund without booking it; raises what `refund` would."""
        with self._shop.database.read() as connection:
            order = read_order(connection, wish.order)
        if order is None:
            raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(wish.order))
        return plan_refund(order, wish)

    @act(Right.REFUND)
    def refund(self, actor: Actor, wish: RefundWish) -> RefundView:
        """Give goods and money back; the same key again returns the refund it made.

        `order_not_refundable`, `refund_empty`, `refund_too_high`, `not_found`, `bad_amount`.
        """
        with self._shop.booking(actor) as booking:
            booked = None if is_booked(booking, wish.key) else book_refund(booking, wish)
            refund = read_refund(booking.connection, wish.key)
        if booked is not None:
            self._tell(booked)
        return _found(refund, wish.key)

    @act(Right.SEE_ORDERS)
    def get(self, actor: Actor, refund: UUID) -> RefundView:
        """Return one refund; `not_found`."""
        with self._shop.database.read() as connection:
            return _found(read_refund(connection, refund), refund)

    def _tell(self, booked: BookedRefund) -> None:
        self._shop.events.send(OrderChanged(booked.order, booked.order_number))
        self._shop.events.send(StockChanged(booked.skus))


def is_booked(booking: Booking, key: UUID) -> bool:
    """Tell whether a refund with this key exists already."""
    return booking.connection.scalar(_KNOWN, {"refund": key}) is not None


def _found(refund: RefundView | None, key: UUID) -> RefundView:
    if refund is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="refund", key=str(key))
    return refund
