"""The rows that an order of an online shop becomes; and what is known of it already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from microshop_desktop.domain.online_order import (
    UNKNOWN_STATE,
    Fulfilment,
    LineMoney,
    OnlineLine,
    OnlineOrder,
    OrderMoney,
    content_hash,
)
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.channels import Listing, OnlineLineRow, OnlineOrderRow
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow
from microshop_desktop.services.booking import FactHead

PLATFORM = "platform"
"""Kind and reason of what a platform takes off an order."""
_KNOWN = Prepared(
    select(
        OrderRow.id,
        OrderRow.state,
        OrderRow.number,
        OrderRow.refunded,
        OnlineOrderRow.updated_at,
        OnlineOrderRow.content_hash,
    )
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .where(
        OrderRow.account_id == bindparam("account"), OrderRow.external_id == bindparam("external")
    )
)
_LINES = (
    select(
        OnlineLineRow.order_line_id,
        OnlineLineRow.listing_id,
        OnlineLineRow.line_id,
        OnlineLineRow.pieces,
        OnlineLineRow.taken,
        OrderLine.sku_id,
        OrderLine.factor,
    )
    .join(OrderLine, OrderLine.id == OnlineLineRow.order_line_id)
    .where(OrderLine.order_id == bindparam("order"))
    .order_by(OrderLine.no)
)
_LISTING = Prepared(
    select(Listing.id, Listing.sku_id, Listing.factor).where(
        Listing.account_id == bindparam("account"), Listing.external_sku == bindparam("external")
    )
)


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """An order as it lies here; `refunded` is what went back at the counter, minor units."""

    id: UUID
    fulfilment: Fulfilment
    number: str
    refunded: int
    updated_at: datetime
    content_hash: str


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line as it lies here: pieces kept, and those that the platform's own number lost to it."""

    id: UUID
    listing: UUID | None
    line_id: str
    pieces: int
    taken: int
    sku: UUID | None
    factor: int


@dataclass(frozen=True, slots=True)
class Linked:
    """The listing of a line, None where it has no id there, and our SKU where it is linked."""

    listing: UUID | None
    sku: UUID | None
    factor: int


def known_order(connection: Connection, account: UUID, external: str) -> KnownOrder | None:
    """Return what is known of an order of an account, None where it is new."""
    row = _KNOWN.first(connection, account=account, external=external)
    if row is None:
        return None
    return KnownOrder(
        id=row.id,
        fulfilment=Fulfilment(row.state),
        number=row.number,
        refunded=row.refunded,
        updated_at=row.updated_at,
        content_hash=row.content_hash,
    )


def known_lines(connection: Connection, order: UUID) -> tuple[KnownLine, ...]:
    """Return the lines of an order as they lie here."""
    return tuple(
        KnownLine(
            row.order_line_id,
            row.listing_id,
            row.line_id,
            row.pieces,
            row.taken,
            row.sku_id,
            row.factor,
        )
        for row in connection.execute(_LINES, {"order": order})
    )


def linked(connection: Connection, account: UUID, external_sku: str) -> Linked | None:
    """Return the listing of an online SKU, None where it was never seen."""
    row = _LISTING.first(connection, account=account, external=external_sku)
    return None if row is None else Linked(row.id, row.sku_id, row.factor)


def head_values(order: OnlineOrder, money: OrderMoney, state: Fulfilment) -> dict[str, object]:
    """Return the columns of the order that the platform's word decides."""
    discount = sum(line.discount for line in money.lines)
    subtotal = sum(line.gross for line in money.lines) + money.charges
    return {
        "number": order.number,
        "currency": order.currency,
        "state": state.value,
        "pay_state": pay_state(order.paid, money.total),
        "refund_state": order.refund.value,
        "held": bool(hold_of(order)),
        "subtotal": subtotal,
        "discount": discount,
        "rounding": 0,
        "shipping": money.shipping,
        "tax": sum(line.tax for line in order.lines if line.wanted > 0),
        "total": money.total,
        "note": order.note,
    }


def fact_values(head: FactHead, account: UUID, source: str, place: UUID) -> dict[str, object]:
    """Return the columns of a new order that never change."""
    return {
        **head.values(),
        "source": source,
        "account_id": account,
        "place_id": place,
        "paid": 0,
        "refunded": 0,
    }


def online_values(order: OnlineOrder) -> dict[str, object]:
    """Return the columns of what the platform says of an order."""
    return {
        "raw_status": order.raw_status,
        "updated_at": order.updated_at,
        "content_hash": content_hash(order),
        "hold": hold_of(order),
        "paid": order.paid,
        "refunded": order.refunded,
        "paid_at": order.paid_at,
        "ship_until": order.ship_until,
    }


def line_values(line: OnlineLine, money: LineMoney, no: int, link: Linked) -> dict[str, object]:
    """Return the columns of an order line; one piece is one unit of `factor` base units."""
    quantity = line.wanted
    return {
        "no": no,
        "sku_id": link.sku,
        "code": line.code,
        "name": line.title,
        "spec": line.spec,
        "unit": "",
        "factor": link.factor,
        "quantity": quantity * ONE,
        "unit_price": money.gross // quantity if quantity else 0,
        "gross": money.gross,
        "discount": money.discount,
        "tax_rate": line.tax_rate,
        "tax": line.tax if quantity else 0,
        "total": money.total,
        "cost_value": 0,
    }


def adjustment_values(lines: Sequence[tuple[UUID, LineMoney]]) -> list[dict[str, object]]:
    """Return the reasons of what the platform took off lines."""
    return [
        {
            "line_id": line,
            "kind": PLATFORM,
            "value": money.discount,
            "amount": money.discount,
            "reason": PLATFORM,
        }
        for line, money in lines
        if money.discount
    ]


def pay_state(paid: int, total: int) -> str:
    """Return how far the customer has paid what an order costs."""
    if paid >= total:
        return "paid"
    return "part" if paid else "unpaid"


def hold_of(order: OnlineOrder) -> str:
    """Return why an order must wait, empty where it need not."""
    return order.hold or (UNKNOWN_STATE if order.fulfilment is Fulfilment.UNKNOWN else "")


def reserved_of(lines: Sequence[KnownLine], kept: Mapping[str, int]) -> dict[UUID, int]:
    """Return what must be kept of each SKU, thousandths, for the pieces of each line."""
    wanted: dict[UUID, int] = {}
    for line in lines:
        pieces = kept.get(line.line_id, 0)
        if line.sku is not None and pieces:
            wanted[line.sku] = wanted.get(line.sku, 0) + pieces * line.factor * ONE
    return wanted
