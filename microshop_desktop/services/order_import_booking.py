"""Booking invoices of the past inside an open act: orders, refunds without an order, write-offs.

All facts keep the file's time and shop day, and carry the batch they came with. Levels and day
figures are added up over the chunk first, so that each of their rows is touched once.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from microshop_desktop.domain.invoice_rows import InvoiceLine, LineKind
from microshop_desktop.domain.money import divide_half_up, tax_inside
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.persistence.tables.orders import (
    OrderContact,
    OrderLine,
    OrderRow,
    Payment,
    Refund,
    RefundLine,
    RefundPayment,
)
from microshop_desktop.persistence.tables.stock import StockMovement
from microshop_desktop.services import order_import_rows as rows
from microshop_desktop.services.booking import Booking, FactHead
from microshop_desktop.services.order_import_rows import (
    SOURCE,
    BookedLine,
    Document,
    Goods,
    Movement,
    Row,
)
from microshop_desktop.services.sales_book import (
    DayFigures,
    Ledger,
    SkuFigures,
    add_to_day,
    add_to_sku_days,
)
from microshop_desktop.services.stock_book import (
    Level,
    add_on_hand,
    after_issue,
    cost_out,
    read_levels,
)

_INVOICES = uuid5(NAMESPACE_URL, "microshop:invoice")
_INSERTS = {
    table: insert(table)
    for table in (
        OrderRow,
        OrderContact,
        OrderLine,
        Payment,
        Refund,
        RefundLine,
        RefundPayment,
        StockMovement,
    )
}


@dataclass(frozen=True, slots=True)
class Invoice:
    """All lines of one number of the file, in its order; at least one."""

    number: str
    lines: tuple[InvoiceLine, ...]

    def of_kind(self, kind: LineKind) -> tuple[InvoiceLine, ...]:
        """Return the lines that book this."""
        return tuple(line for line in self.lines if line.kind is kind)

    @property
    def cause(self) -> UUID:
        """An id that this number always has, so that its write-offs are found again."""
        return uuid5(_INVOICES, self.number)


@dataclass(frozen=True, slots=True)
class Known:
    """What the lines of a file mean in this shop."""

    goods: Mapping[str, Goods]
    customers: Mapping[str, UUID]
    batch: UUID
    currency: str
    zone: ZoneInfo


class InvoiceBooking:
    """Gathers the rows of a chunk of invoices and writes them table by table."""

    def __init__(self, booking: Booking, known: Known, invoices: Sequence[Invoice]) -> None:
        """Read the levels that the chunk touches and work everything out."""
        self._booking = booking
        self._known = known
        self._rows: dict[type, list[Row]] = {table: [] for table in _INSERTS}
        skus = {known.goods[line.code].sku for invoice in invoices for line in invoice.lines}
        self._levels = read_levels(booking.connection, booking.place, skus)
        # Sums by key as plain lists: a Counter would cost more than all else that is done here.
        self._on_hand: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
        self._days: dict[date, Counter[str]] = defaultdict(Counter)
        self._sku_days: dict[date, dict[UUID, list[int]]] = defaultdict(dict)
        for invoice in invoices:
            self._add(invoice)

    def write(self) -> None:
        """Write all that was gathered; the transaction must be open for writing."""
        connection = self._booking.connection
        for table, statement in _INSERTS.items():
            if self._rows[table]:
                connection.execute(statement, self._rows[table])
        add_on_hand(self._booking, {sku: (q, cost) for sku, (q, cost) in self._on_hand.items()})
        for day, sums in self._days.items():
            add_to_day(connection, self._ledger(day), DayFigures(**sums))
        for day, skus in self._sku_days.items():
            figures = [SkuFigures(sku, *sums) for sku, sums in skus.items()]
            add_to_sku_days(connection, self._ledger(day), figures)

    def _add(self, invoice: Invoice) -> None:
        sold = invoice.of_kind(LineKind.SALE)
        if sold:
            self._add_order(invoice.number, sold)
        returned = invoice.of_kind(LineKind.REFUND)
        if returned:
            self._add_refund(invoice.number, returned)
        for line in invoice.of_kind(LineKind.LOSS):
            self._write_off(invoice, line)

    def _add_order(self, number: str, lines: Sequence[InvoiceLine]) -> None:
        head = self._fact(lines[0])
        order = self._document(head, number, [self._sell(head, line) for line in lines])
        self._rows[OrderRow].append(rows.order_row(order))
        self._rows[OrderLine] += [
            rows.order_line_row(order, no, booked, self._booking.ids.new())
            for no, booked in enumerate(order.lines, 1)
        ]
        if lines[0].country:
            contact: Row = {"order_id": head.id, "address": lines[0].country}
            self._rows[OrderContact].append(contact)
        if order.total:
            self._rows[Payment].append(rows.payment_row(order, self._fact(lines[0])))
        self._days[head.shop_day].update(
            orders=1, gross=order.total, tax=order.tax, cost_value=order.cost_value
        )
        facts = [
            [str(booked.goods.sku), booked.line.quantity, booked.line.total]
            for booked in order.lines
        ]
        self._booking.audit(
            "sale", head, {"number": number, "lines": facts, "payments": order.ways}
        )

    def _add_refund(self, number: str, lines: Sequence[InvoiceLine]) -> None:
        head = self._fact(lines[0])
        refund = self._document(head, number, [self._take_back(head, line) for line in lines])
        self._rows[Refund].append(rows.refund_row(refund))
        self._rows[RefundLine] += [
            rows.refund_line_row(refund, no, booked, self._booking.ids.new())
            for no, booked in enumerate(refund.lines, 1)
        ]
        if refund.total:
            way = rows.refund_way_row(refund, self._booking.ids.new())
            self._rows[RefundPayment].append(way)
        self._days[head.shop_day].update(
            refunds=1, refunded=refund.total, tax=-refund.tax, cost_value=-refund.cost_value
        )
        facts = [[None, booked.line.quantity, booked.line.total, True] for booked in refund.lines]
        self._booking.audit(
            "refund",
            head,
            {"number": number, "order": None, "lines": facts, "payments": refund.ways},
        )

    def _sell(self, order: FactHead, line: InvoiceLine) -> BookedLine:
        goods = self._known.goods[line.code]
        cost = cost_out(self._levels[goods.sku], line.quantity)
        kind = MovementKind.SALE
        self._move(line, Movement(goods.sku, kind, -line.quantity, -cost, "order", order.id))
        self._add_to_sku_day(order.shop_day, goods.sku, line.quantity, line.total, cost)
        return BookedLine(line, goods, tax_inside(line.total, goods.tax_rate), cost)

    def _take_back(self, refund: FactHead, line: InvoiceLine) -> BookedLine:
        """Put goods back on the shelf at what such goods cost there now."""
        goods = self._known.goods[line.code]
        cost = _cost_in(self._levels[goods.sku], line.quantity)
        kind = MovementKind.REFUND
        self._move(line, Movement(goods.sku, kind, line.quantity, cost, "refund", refund.id))
        self._add_to_sku_day(refund.shop_day, goods.sku, -line.quantity, -line.total, -cost)
        return BookedLine(line, goods, tax_inside(line.total, goods.tax_rate), cost)

    def _write_off(self, invoice: Invoice, line: InvoiceLine) -> None:
        sku = self._known.goods[line.code].sku
        cost = cost_out(self._levels[sku], line.quantity)
        note = f"{invoice.number} {line.name}".strip()
        kind = MovementKind.LOSS
        self._move(line, Movement(sku, kind, -line.quantity, -cost, "invoice", invoice.cause, note))

    def _move(self, line: InvoiceLine, moved: Movement) -> None:
        head, place = self._fact(line), self._booking.place
        self._rows[StockMovement].append(rows.movement_row(moved, head, place, self._known.batch))
        self._levels[moved.sku] = after_issue(
            self._levels[moved.sku], -moved.quantity, -moved.cost_value
        )
        sums = self._on_hand[moved.sku]
        sums[0] += moved.quantity
        sums[1] += moved.cost_value

    def _add_to_sku_day(self, day: date, sku: UUID, *figures: int) -> None:
        """Add quantity, net and cost value to a SKU's day."""
        skus = self._sku_days[day]
        before = skus.get(sku)
        if before is None:
            skus[sku] = list(figures)
            return
        for place, figure in enumerate(figures):
            before[place] += figure

    def _document(self, head: FactHead, number: str, lines: Sequence[BookedLine]) -> Document:
        return Document(
            head=head,
            number=number,
            lines=lines,
            customer=self._known.customers.get(lines[0].line.customer),
            place=self._booking.place,
            currency=self._known.currency,
            batch=self._known.batch,
        )

    def _fact(self, line: InvoiceLine) -> FactHead:
        """Take the next fact, at the file's own time and day."""
        at = line.at.replace(tzinfo=self._known.zone).astimezone(UTC)
        return self._booking.fact(day=line.at.date(), at=at)

    def _ledger(self, day: date) -> Ledger:
        return Ledger(day, self._known.currency, SOURCE)


def _cost_in(level: Level, quantity: int) -> int:
    if level.on_hand > 0:
        return divide_half_up(level.cost_value * quantity, level.on_hand)
    return quantity * level.unit_cost
