"""The rows that invoices of the past become, table by table; no database is needed to make them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from microshop_desktop.domain.invoice_rows import InvoiceLine
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.services.booking import FactHead

SOURCE = "import"
METHOD = "other"
"""How the past was paid is not known."""

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Goods:
    """A SKU of the shop that a code of the file means."""

    sku: UUID
    tax_rate: int
    unit: str


class BookedLine(NamedTuple):
    """A line of the file with its SKU and what was worked out for it."""

    line: InvoiceLine
    goods: Goods
    tax: int
    cost_value: int


@dataclass(frozen=True, slots=True)
class Document:
    """An order or a refund in the making: the fact, the file's number and all lines."""

    head: FactHead
    number: str
    lines: Sequence[BookedLine]
    customer: UUID | None
    place: UUID
    currency: str
    batch: UUID

    @property
    def total(self) -> int:
        """Sum of the lines in minor units."""
        return sum(booked.line.total for booked in self.lines)

    @property
    def tax(self) -> int:
        """Tax contained in the total."""
        return sum(booked.tax for booked in self.lines)

    @property
    def cost_value(self) -> int:
        """Cost value of all goods."""
        return sum(booked.cost_value for booked in self.lines)

    @property
    def ways(self) -> list[list[object]]:
        """How the money went, as the audit chain holds it."""
        return [[METHOD, self.total]] if self.total else []


def order_row(order: Document) -> Row:
    """Return the row of an order that was paid long ago."""
    return {
        **order.head.values(),
        "number": order.number,
        "source": SOURCE,
        "external_id": order.number,
        "place_id": order.place,
        "customer_id": order.customer,
        "currency": order.currency,
        "state": "completed",
        "pay_state": "paid",
        "refund_state": "none",
        "held": False,
        "subtotal": order.total,
        "discount": 0,
        "rounding": 0,
        "tax": order.tax,
        "total": order.total,
        "paid": order.total,
        "import_batch_id": order.batch,
    }


def order_line_row(order: Document, no: int, booked: BookedLine, row_id: UUID) -> Row:
    """Return the row of one line of an order, with the file's own name for the goods."""
    line = booked.line
    return {
        "id": row_id,
        "order_id": order.head.id,
        "no": no,
        "sku_id": booked.goods.sku,
        "code": line.code,
        "name": line.name or line.code,
        "spec": "",
        "unit": booked.goods.unit,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "gross": line.total,
        "discount": 0,
        "tax_rate": booked.goods.tax_rate,
        "tax": booked.tax,
        "total": line.total,
        "cost_value": booked.cost_value,
    }


def payment_row(order: Document, head: FactHead) -> Row:
    """Return the one payment of an order of the past."""
    return {
        **head.values(),
        "order_id": order.head.id,
        "method": METHOD,
        "amount": order.total,
        "tendered": order.total,
        "currency": order.currency,
        "state": "received",
    }


def refund_row(refund: Document) -> Row:
    """Return the row of a cancellation, which names no order."""
    return {
        **refund.head.values(),
        "number": refund.number,
        "order_id": None,
        "source": SOURCE,
        "external_id": refund.number,
        "place_id": refund.place,
        "customer_id": refund.customer,
        "currency": refund.currency,
        "amount": refund.total,
        "tax": refund.tax,
        "method": METHOD,
        "state": "done",
        "import_batch_id": refund.batch,
    }


def refund_line_row(refund: Document, no: int, booked: BookedLine, row_id: UUID) -> Row:
    """Return the row of one line of a cancellation."""
    return {
        "id": row_id,
        "refund_id": refund.head.id,
        "no": no,
        "order_line_id": None,
        "sku_id": booked.goods.sku,
        "code": booked.line.code,
        "name": booked.line.name or booked.line.code,
        "quantity": booked.line.quantity,
        "amount": booked.line.total,
        "tax": booked.tax,
        "restocked": True,
        "cost_value": booked.cost_value,
    }


def refund_way_row(refund: Document, row_id: UUID) -> Row:
    """Return how the money of a cancellation went back."""
    return {
        "id": row_id,
        "refund_id": refund.head.id,
        "no": 1,
        "payment_id": None,
        "method": METHOD,
        "amount": refund.total,
        "state": "done",
    }


class Movement(NamedTuple):
    """Goods that came (positive) or went (negative) because of an invoice."""

    sku: UUID
    kind: MovementKind
    quantity: int
    cost_value: int
    cause_kind: str
    cause: UUID
    note: str = ""


def movement_row(movement: Movement, head: FactHead, place: UUID, batch: UUID) -> Row:
    """Return the row of a movement."""
    return {
        **head.values(),
        "sku_id": movement.sku,
        "place_id": place,
        "lot_id": None,
        "kind": movement.kind.value,
        "quantity": movement.quantity,
        "cost_value": movement.cost_value,
        "cause_kind": movement.cause_kind,
        "cause_id": movement.cause,
        "note": movement.note,
        "import_batch_id": batch,
    }
