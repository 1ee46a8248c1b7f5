"""The sale of an online order, inside an open act: all that is booked once its goods have left."""

from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.online_order import OnlineOrder, fit_money
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.channels import OnlineLineRow
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow, Payment
from microshop_desktop.services.booking import Booking, FactHead
from microshop_desktop.services.online_order_rows import pay_state
from microshop_desktop.services.order_goods import BookedOrder, complete_order, read_booked
from microshop_desktop.services.order_money import add_money, payment_digest

ACT = "online_sale"
"""What the audit chain calls it; the link is held by the payment."""
_INSERT_PAYMENT = BulkInsert(table_of(Payment))
_SET_PAID = Prepared(
    update(OrderRow).where(OrderRow.id == bindparam("row")).values(paid=bindparam("amount"))
)
_LINES = Prepared(
    select(OrderLine.sku_id, OrderLine.quantity, OrderLine.total)
    .where(OrderLine.order_id == bindparam("order"))
    .order_by(OrderLine.no)
)
_TOTAL = select(OrderRow.total).where(OrderRow.id == bindparam("order"))
_PIECES = (
    select(OnlineLineRow.line_id, OnlineLineRow.pieces)
    .join(OrderLine, OrderLine.id == OnlineLineRow.order_line_id)
    .where(OrderLine.order_id == bindparam("order"), OnlineLineRow.pieces > 0)
)


def book_sale(booking: Booking, order: UUID, paid: int) -> frozenset[UUID]:
    """Book payment, movements, day figures and the audit link; return the SKUs that left.

    `paid`: what the platform took in. More than the order costs is never booked: the platform gave
    it back or will.
    """
    booked = read_booked(booking, order)
    amount = min(paid, booked.total)
    head = _write_payment(booking, booked, amount)
    _SET_PAID.run(booking.connection, row=order, amount=amount)
    skus = complete_order(booking, booked, pay_state(paid, booked.total))
    lines = _LINES.rows(booking.connection, order=order)
    booking.audit(
        ACT,
        head,
        {
            "number": booked.number,
            "lines": [[str(line.sku_id), line.quantity, line.total] for line in lines],
            "amount": amount,
        },
    )
    return skus


def book_later_money(booking: Booking, order: UUID, online: OnlineOrder) -> None:
    """Book what was paid since the goods left, as at the door; it has an audit link of its own."""
    booked = read_booked(booking, order)
    amount = min(online.paid, booked.total) - booked.paid
    if amount <= 0:
        return
    head = _write_payment(booking, booked, amount)
    add_money(booking, booked, amount)
    booking.audit("payment", head, payment_digest(booked.number, Method.CHANNEL.value, amount))


def _write_payment(booking: Booking, order: BookedOrder, amount: int) -> FactHead:
    head = booking.fact()
    values = {
        **head.values(),
        "order_id": order.id,
        "method": Method.CHANNEL.value,
        "amount": amount,
        "tendered": amount,
        "currency": order.currency,
        "state": "received",
    }
    _INSERT_PAYMENT(booking.connection, [values])
    return head


def differs_from_sale(connection: Connection, order: UUID, online: OnlineOrder) -> bool:
    """Tell whether the platform now names other goods or another total than were booked."""
    if connection.scalar(_TOTAL, {"order": order}) != fit_money(online).total:
        return True
    booked = {row.line_id: row.pieces for row in connection.execute(_PIECES, {"order": order})}
    return booked != {line.line_id: line.wanted for line in online.lines if line.wanted > 0}
