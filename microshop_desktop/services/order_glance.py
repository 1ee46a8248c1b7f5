"""What a list says of the money of orders at a glance: how it came, and whether it is back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from microshop_desktop.domain.aftersale import ABOUT_MONEY, UNDECIDED
from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment_refund import (
    RefundProgress,
    WayState,
    progress_of_way,
    worst_progress,
)
from microshop_desktop.persistence.tables.channels import AftersaleRow
from microshop_desktop.persistence.tables.orders import Payment, Refund, RefundPayment

_ORDERS: BindParameter[Any] = bindparam("orders", expanding=True)
_CAME = (
    select(Payment.order_id, Payment.method)
    .where(Payment.order_id.in_(_ORDERS), Payment.amount > 0)
    .order_by(Payment.till_id, Payment.seq)
)
_NOT_BACK = (
    select(Refund.order_id, RefundPayment.state, RefundPayment.answer)
    .join(RefundPayment, RefundPayment.refund_id == Refund.id)
    .where(Refund.order_id.in_(_ORDERS), RefundPayment.state != WayState.DONE.value)
)

_ASKED = (
    select(AftersaleRow.order_id, func.sum(AftersaleRow.amount).label("asked"))
    .where(
        AftersaleRow.order_id.in_(_ORDERS),
        AftersaleRow.state.in_(sorted(state.value for state in UNDECIDED)),
        AftersaleRow.kind.in_(sorted(kind.value for kind in ABOUT_MONEY)),
        AftersaleRow.deleted_at.is_(None),
    )
    .group_by(AftersaleRow.order_id)
)


def methods_of(connection: Connection, orders: Sequence[UUID]) -> Mapping[UUID, tuple[Method, ...]]:
    """Return by which ways the money of orders came, each way once, the first one first."""
    found: dict[UUID, dict[Method, None]] = defaultdict(dict)
    if orders:
        for row in connection.execute(_CAME, {"orders": orders}):
            found[row.order_id][Method(row.method)] = None
    return {order: tuple(methods) for order, methods in found.items()}


def progress_of(connection: Connection, orders: Sequence[UUID]) -> Mapping[UUID, RefundProgress]:
    """Return how far the refunds of orders are, without the orders whose money is all back."""
    found: dict[UUID, list[RefundProgress]] = defaultdict(list)
    if orders:
        for row in connection.execute(_NOT_BACK, {"orders": orders}):
            found[row.order_id].append(progress_of_row(row.state, row.answer))
    return {order: worst_progress(ways) for order, ways in found.items()}


def asked_of(connection: Connection, orders: Sequence[UUID]) -> Mapping[UUID, int]:
    """Return what of orders is asked back on their platforms, without those that nobody asks."""
    if not orders:
        return {}
    rows = connection.execute(_ASKED, {"orders": orders})
    return {row.order_id: int(row.asked) for row in rows}


def progress_of_row(state: str, answer: Mapping[str, Any] | None) -> RefundProgress:
    """Return how far the way of a refund is, by its columns."""
    said = answer or {}
    settled = bool(said.get("settled"))
    return progress_of_way(WayState(state), said.get("code", ""), settled=settled)
