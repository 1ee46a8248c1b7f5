"""Importing counted stock: code and quantity. At first it opens a SKU's book, later it counts.

A row sets what is on hand: goods that were never booked get an `opening` movement, others a `count`
movement over the difference. Facts stay: an undo books the same back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from microshop_desktop.domain.columns import Layout
from microshop_desktop.domain.heads import Field
from microshop_desktop.domain.row_issues import IssueCode, RowRefusedError
from microshop_desktop.domain.row_values import RowReader
from microshop_desktop.domain.stock import MOST_COST, MovementKind, gain_cost, receipt_cost
from microshop_desktop.domain.table_cells import TableSource
from microshop_desktop.persistence.import_lock import import_lock
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode
from microshop_desktop.persistence.tables.stock import StockMovement
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.events import StockChanged
from microshop_desktop.services.import_records import Progress
from microshop_desktop.services.product_writer import book_linked
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.simple_import import SimpleResult, begin_batch, end_batch, readers
from microshop_desktop.services.stock_book import Cause, Level, Move, cost_out, read_levels

_THERE = (Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None))


@dataclass(frozen=True, slots=True)
class _Counted:
    """A row that was understood: what lies there of a SKU."""

    row: int
    sku: UUID
    quantity: int
    unit_cost: int | None


class StockImport:
    """Brings counted stock in from files."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.ADJUST_STOCK)
    def run(
        self,
        actor: Actor,
        source: TableSource,
        layout: Layout,
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> SimpleResult:
        """Book what a file says lies there."""
        result = SimpleResult(None)
        seen: set[UUID] = set()
        if dry_run:
            for some in readers(self._shop, source, layout, result, progress):
                with self._shop.database.read() as connection:
                    self._moves(connection, self._counted(connection, some, seen, result), result)
            return result
        with import_lock(self._shop.database):
            result.batch = begin_batch(self._shop, "stock", source.name)
            for some in readers(self._shop, source, layout, result, progress):
                with self._shop.booking(actor) as booking:
                    counted = self._counted(booking.connection, some, seen, result)
                    moves = self._moves(booking.connection, counted, result)
                    book_linked(booking, moves, Cause("import", result.batch), act="stock.import")
            end_batch(self._shop, result)
        self._shop.events.send(StockChanged(frozenset(seen)))
        return result

    def _counted(
        self,
        connection: Connection,
        some: Sequence[RowReader],
        seen: set[UUID],
        result: SimpleResult,
    ) -> list[_Counted]:
        counted = []
        for reader in some:
            try:
                counted.append(_read(connection, reader, seen))
            except RowRefusedError as refusal:
                result.refuse(reader.row, refusal)
            result.warnings += reader.warnings
        return counted

    def _moves(
        self, connection: Connection, counted: Sequence[_Counted], result: SimpleResult
    ) -> list[Move]:
        levels = read_levels(connection, self._shop.profile.place, [one.sku for one in counted])
        booked = _booked(connection, [one.sku for one in counted])
        moves = []
        for one in counted:
            move = _move(one, levels[one.sku], is_booked=one.sku in booked)
            if move is None:
                result.unchanged += 1
                continue
            if abs(move.cost_value) > MOST_COST:
                refusal = RowRefusedError(Field.STOCK, IssueCode.NUMBER_BAD)
                result.refuse(one.row, refusal)
                continue
            moves.append(move)
            result.created += move.kind is MovementKind.OPENING
            result.updated += move.kind is MovementKind.COUNT
        return moves


def _read(connection: Connection, reader: RowReader, seen: set[UUID]) -> _Counted:
    codes = reader.codes(Field.CODE)
    if not codes:
        raise RowRefusedError(Field.CODE, IssueCode.CODE_MISSING)
    skus = _skus(connection, codes)
    if len(skus) != 1:
        code = IssueCode.CODE_AMBIGUOUS if skus else IssueCode.CODE_UNKNOWN
        raise RowRefusedError(Field.CODE, code, " ".join(codes))
    (sku,) = skus
    if sku in seen:
        raise RowRefusedError(Field.CODE, IssueCode.CODE_REPEATED, " ".join(codes))
    quantity = reader.quantity(Field.STOCK)
    if quantity is None:
        raise RowRefusedError(Field.STOCK, IssueCode.NUMBER_BAD)
    if quantity < 0:
        raise RowRefusedError(Field.STOCK, IssueCode.NUMBER_NEGATIVE, str(quantity / 1000))
    seen.add(sku)
    return _Counted(reader.row, sku, quantity, reader.money_above_zero(Field.COST))


def _skus(connection: Connection, codes: Sequence[str]) -> set[UUID]:
    by_code = select(SkuCode.sku_id).join(Sku, Sku.id == SkuCode.sku_id)
    found = set(
        connection.execute(
            by_code.where(SkuCode.code.in_(codes), SkuCode.sku_unit_id.is_(None), *_THERE)
        ).scalars()
    )
    if found:
        return found
    by_own = select(Sku.id).where(Sku.merchant_code.in_(codes), *_THERE)
    return set(connection.execute(by_own).scalars())


def _booked(connection: Connection, skus: Sequence[UUID]) -> set[UUID]:
    rows = connection.execute(
        select(StockMovement.sku_id).where(StockMovement.sku_id.in_(skus)).distinct()
    )
    return set(rows.scalars())


def _move(one: _Counted, level: Level, *, is_booked: bool) -> Move | None:
    """Return the movement that makes the level what was counted; None where it is so already."""
    change = one.quantity - level.on_hand
    if change == 0:
        return None
    unit_cost = one.unit_cost if one.unit_cost is not None else level.unit_cost
    if not is_booked:
        value = receipt_cost(change, unit_cost)
        return Move(one.sku, MovementKind.OPENING, change, value)
    if change < 0:
        return Move(one.sku, MovementKind.COUNT, change, -cost_out(level, -change))
    value = gain_cost(change, on_hand=level.on_hand, value=level.cost_value, unit_cost=unit_cost)
    return Move(one.sku, MovementKind.COUNT, change, value)
