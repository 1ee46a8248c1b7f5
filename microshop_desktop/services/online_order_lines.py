"""The lines of an online order that is not sold yet: written, rewritten, never taken away.

The platform may change them until the goods leave. A line that it drops stays with nothing in it,
for parcels may name it. Each line knows how many pieces the platform's own number has lost to it.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, update

from microshop_desktop.domain.online_order import (
    CHARGES,
    LEFT,
    Fulfilment,
    LineMoney,
    OnlineLine,
    OnlineOrder,
    booked_lines,
    fit_money,
    taken_online,
)
from microshop_desktop.infra.translations import _
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.tables.channels import OnlineLineRow
from microshop_desktop.persistence.tables.orders import OrderAdjustment, OrderLine
from microshop_desktop.services import online_order_rows as rows
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.listing_book import note_taken, see_line

_INSERT_LINE = BulkInsert(table_of(OrderLine))
_UPDATE_LINE = update(OrderLine).where(OrderLine.id == bindparam("row"))
_INSERT_ONLINE = BulkInsert(table_of(OnlineLineRow))
_UPDATE_ONLINE = update(OnlineLineRow).where(OnlineLineRow.order_line_id == bindparam("row"))
_INSERT_ADJUSTMENT = insert(OrderAdjustment)
_DELETE_ADJUSTMENTS = delete(OrderAdjustment).where(OrderAdjustment.order_id == bindparam("order"))
_EMPTY = {"quantity": 0, "gross": 0, "discount": 0, "tax": 0, "total": 0}


@dataclass(frozen=True, slots=True)
class Source:
    """Where orders come from: the account, its kind, and how its own stock number moves.

    `takes_when_placed`: it falls when an order is placed, else when it is paid. `gives_back`: it
    rises again when a paid order is cancelled. `since`: what was placed before and had left when it
    was first seen moves none of our goods, for they were not here any more when we began.
    """

    account: UUID
    kind: str
    takes_when_placed: bool = False
    gives_back: bool = True
    since: datetime | None = None


class OrderLines:
    """The lines of one order inside an open act."""

    def __init__(self, booking: Booking, source: Source, order: OnlineOrder) -> None:
        self._booking, self._source, self._order = booking, source, order

    def write(self, order: UUID, before: Fulfilment | None) -> tuple[rows.KnownLine, ...]:
        """Write the lines of an order as the platform tells them now; return those wanted.

        `before`: how far it was, None for a new order.
        """
        known = () if before is None else rows.known_lines(self._booking.connection, order)
        by_id = {line.line_id: line for line in known}
        taken = self._taken()
        written: list[tuple[rows.KnownLine, LineMoney]] = []
        fallen: Counter[UUID] = Counter()
        no = len(known)
        for line, paid in self._money():
            old = by_id.pop(line.line_id, None)
            no += old is None
            link = see_line(self._booking, self._source.account, line, self._order.currency)
            if before is None and self._is_of_the_past:
                link = replace(link, sku=None)
            row = self._write(order, old, no, (line, paid), link)
            now = _known(row, line, link, taken.get(line.line_id, 0))
            self._write_online(now, old, line)
            if link.listing is not None:
                fallen[link.listing] += now.taken - (old.taken if old else 0)
            written.append((now, paid))
        for gone in by_id.values():
            still = taken.get(gone.line_id, 0)
            self._empty(gone, still)
            if gone.listing is not None:
                fallen[gone.listing] += still - gone.taken
        if before is not None:
            self._booking.connection.execute(_DELETE_ADJUSTMENTS, {"order": order})
        self._write_adjustments(order, [(line.id, paid) for line, paid in written])
        self._count(fallen)
        return tuple(line for line, _paid in written)

    def _money(self) -> list[tuple[OnlineLine, LineMoney]]:
        """Return the lines that are booked with their money; other charges are one of their own."""
        fitted = fit_money(self._order)
        lines = list(zip(booked_lines(self._order), fitted.lines, strict=True))
        if fitted.charges:
            lines.append(
                (_charges_line(fitted.charges), LineMoney(fitted.charges, 0, fitted.charges))
            )
        return lines

    @property
    def _is_of_the_past(self) -> bool:
        """Whether a new order was over before its shop was connected."""
        since = self._source.since
        return (
            since is not None and self._order.placed_at < since and self._order.fulfilment in LEFT
        )

    def _write(
        self,
        order: UUID,
        old: rows.KnownLine | None,
        no: int,
        line: tuple[OnlineLine, LineMoney],
        link: rows.Linked,
    ) -> UUID:
        """Write an order line and return its row."""
        values = rows.line_values(*line, no, link)
        if old is not None:
            del values["no"]
            self._booking.connection.execute(_UPDATE_LINE, {"row": old.id, **values})
            return old.id
        row = self._booking.ids.new()
        _INSERT_LINE(self._booking.connection, [{"id": row, "order_id": order, **values}])
        return row

    def _write_online(
        self, now: rows.KnownLine, old: rows.KnownLine | None, line: OnlineLine
    ) -> None:
        values = {
            "listing_id": now.listing,
            "line_id": now.line_id,
            "sku": line.sku,
            "pieces": now.pieces,
            "taken": now.taken,
            "shipped": line.shipped,
        }
        if old is None:
            _INSERT_ONLINE(self._booking.connection, [{"order_line_id": now.id, **values}])
        else:
            self._booking.connection.execute(_UPDATE_ONLINE, {"row": now.id, **values})

    def _empty(self, line: rows.KnownLine, taken: int) -> None:
        self._booking.connection.execute(_UPDATE_LINE, {"row": line.id, **_EMPTY})
        values = {"row": line.id, "pieces": 0, "taken": taken}
        self._booking.connection.execute(_UPDATE_ONLINE, values)

    def _write_adjustments(self, order: UUID, lines: list[tuple[UUID, LineMoney]]) -> None:
        for values in rows.adjustment_values(lines):
            self._booking.connection.execute(
                _INSERT_ADJUSTMENT,
                {"id": self._booking.ids.new(), "order_id": order, **values},
            )

    def _taken(self) -> dict[str, int]:
        """Return the pieces that the platform's number has lost to each line.

        Where a platform gives nothing back, what was paid once is lost for good.
        """
        if self._keeps_what_was_paid:
            return {line.line_id: line.quantity for line in self._order.lines if line.quantity > 0}
        return taken_online(self._order, when_placed=self._source.takes_when_placed)

    @property
    def _keeps_what_was_paid(self) -> bool:
        return not self._source.gives_back and self._order.paid_at is not None

    def _count(self, fallen: Counter[UUID]) -> None:
        """Let each listing expect the number that the platform shows now."""
        order = self._order
        placed = order.placed_at if self._source.takes_when_placed else order.paid_at
        for listing, pieces in fallen.items():
            moment = order.updated_at if pieces < 0 or placed is None else placed
            note_taken(self._booking, listing, pieces, moment)


def _charges_line(amount: int) -> OnlineLine:
    """Return what the customer pays besides, named as such; no goods belong to it."""
    return OnlineLine(
        line_id=CHARGES,
        product="",
        sku="",
        code="",
        title=_("Other charges"),
        spec="",
        quantity=1,
        gross=amount,
        total=amount,
    )


def _known(row: UUID, line: OnlineLine, link: rows.Linked, taken: int) -> rows.KnownLine:
    return rows.KnownLine(
        id=row,
        listing=link.listing,
        line_id=line.line_id,
        pieces=0 if line.line_id == CHARGES else line.wanted,
        taken=taken,
        sku=link.sku,
        factor=link.factor,
    )
