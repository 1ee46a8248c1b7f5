"""Booking goods in and out inside an act: movements are appended, levels follow.

The statements are built once at import and are the same on SQLite and PostgreSQL.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, select

from microshop_desktop.domain.basket import MOST_QUANTITY
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.quantity import plain_quantity
from microshop_desktop.domain.stock import (
    MOST_COST,
    MovementKind,
    issue_cost,
    value_in_minor,
)
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.columns import (
    CostValueType,
    IdType,
    InstantType,
    ThousandthsType,
)
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.stock import StockLevel, StockMovement
from microshop_desktop.services.booking import Booking, FactHead

_READ_LEVELS = select(
    Sku.id,
    Sku.cost,
    Sku.below_zero,
    StockLevel.on_hand,
    StockLevel.reserved,
    StockLevel.cost_value,
).outerjoin(
    StockLevel,
    and_(
        StockLevel.sku_id == Sku.id,
        StockLevel.place_id == bindparam("place"),
        StockLevel.lot_id.is_(None),
    ),
)
_INSERT_MOVEMENTS = BulkInsert(table_of(StockMovement))
_ADD_TO_LEVELS = Prepared(
    """
    INSERT INTO stock_level (id, sku_id, place_id, on_hand, reserved, cost_value)
    VALUES (:id, :sku, :place, :on_hand, :reserved, :cost_value)
    ON CONFLICT (sku_id, place_id) WHERE lot_id IS NULL DO UPDATE SET
        on_hand = stock_level.on_hand + excluded.on_hand,
        reserved = stock_level.reserved + excluded.reserved,
        cost_value = stock_level.cost_value + excluded.cost_value
    """,
    id=IdType(),
    sku=IdType(),
    place=IdType(),
    on_hand=ThousandthsType(),
    reserved=ThousandthsType(),
    cost_value=CostValueType(),
)
_MARK_DIRTY = Prepared(
    """
    INSERT INTO stock_dirty (sku_id, since)
    SELECT DISTINCT sku_id, CAST(:now AS BIGINT) FROM listing WHERE sku_id = :sku
    ON CONFLICT (sku_id) DO UPDATE SET since = excluded.since
    """,
    now=InstantType(),
    sku=IdType(),
)
"""Says that online shops that list a SKU must hear of it. The row is written even where it is there
already: so whoever works it off waits for this act."""
_MARK_ALL_DIRTY = Prepared(
    """
    INSERT INTO stock_dirty (sku_id, since)
    SELECT DISTINCT sku_id, CAST(:now AS BIGINT) FROM listing WHERE sku_id IS NOT NULL
    ON CONFLICT (sku_id) DO UPDATE SET since = excluded.since
    """,
    now=InstantType(),
)
MOST_MOVED = 100 * MOST_QUANTITY
"""What one movement may move at most, so that levels stay exact however many there are."""


@dataclass(frozen=True, slots=True)
class Level:
    """What lies there of a SKU: thousandths, and thousandths of a minor unit for `cost_value`.

    `unit_cost` is the last known cost in minor units, 0 when nobody said.
    """

    on_hand: int
    reserved: int
    cost_value: int
    unit_cost: int
    below_zero: str

    @property
    def available(self) -> int:
        """What can be promised: on hand − reserved."""
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class Move:
    """A movement to book: `quantity` and `cost_value` signed, in positive, out negative."""

    sku: UUID
    kind: MovementKind
    quantity: int
    cost_value: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why goods move: the kind and id of the record behind it."""

    kind: str
    id: UUID


def read_levels(connection: Connection, place: UUID, skus: Iterable[UUID]) -> dict[UUID, Level]:
    """Return the level of each SKU at a place, zeros where nothing was ever booked."""
    wanted = list(skus)
    if not wanted:
        return {}
    named = {f"sku{number}": sku for number, sku in enumerate(wanted)}
    rows = _levels_of(len(wanted)).rows(connection, place=place, **named)
    return {
        row.id: Level(
            on_hand=row.on_hand or 0,
            reserved=row.reserved or 0,
            cost_value=row.cost_value or 0,
            unit_cost=row.cost or 0,
            below_zero=row.below_zero,
        )
        for row in rows
    }


@lru_cache(maxsize=64)
def _levels_of(count: int) -> Prepared:
    """Return the statement that reads the levels of so many SKUs."""
    marks = [bindparam(f"sku{number}", type_=IdType()) for number in range(count)]
    return Prepared(_READ_LEVELS.where(Sku.id.in_(marks)))


def cost_out(level: Level, quantity: int) -> int:
    """Return the cost value that leaves a level with a quantity (both positive)."""
    return issue_cost(
        quantity, on_hand=level.on_hand, value=level.cost_value, unit_cost=level.unit_cost
    )


def after_issue(level: Level, quantity: int, cost_value: int) -> Level:
    """Return the level once a quantity and its cost value have left it."""
    return Level(
        on_hand=level.on_hand - quantity,
        reserved=level.reserved,
        cost_value=level.cost_value - cost_value,
        unit_cost=level.unit_cost,
        below_zero=level.below_zero,
    )


def book_moves(booking: Booking, moves: Sequence[Move], cause: Cause) -> list[FactHead]:
    """Append movements in order, bring the levels up to date and return the movements' heads.

    `bad_quantity` and `bad_amount` for goods or costs beyond what sums can hold exactly.
    """
    if not moves:
        return []
    for move in moves:
        _check_size(move)
    heads = [booking.fact() for _ in moves]
    _INSERT_MOVEMENTS(
        booking.connection,
        [
            _movement_values(booking, head, move, cause)
            for head, move in zip(heads, moves, strict=True)
        ],
    )
    _add_to_levels(
        booking,
        [
            _level_values(booking, move.sku, on_hand=move.quantity, cost_value=move.cost_value)
            for move in moves
        ],
    )
    return heads


def _check_size(move: Move) -> None:
    if abs(move.quantity) > MOST_MOVED:
        raise ShopError(ErrorCode.BAD_QUANTITY, text=plain_quantity(move.quantity))
    if abs(move.cost_value) > MOST_COST:
        raise ShopError(ErrorCode.BAD_AMOUNT, text=str(value_in_minor(move.cost_value)))


def add_on_hand(booking: Booking, sums: dict[UUID, tuple[int, int]]) -> None:
    """Bring levels up to date for movements written already: quantity and cost value by SKU."""
    if sums:
        _add_to_levels(
            booking,
            [
                _level_values(booking, sku, on_hand=moved, cost_value=value)
                for sku, (moved, value) in sums.items()
            ],
        )


def add_reserved(
    booking: Booking, quantities: dict[UUID, int], *, place: UUID | None = None
) -> None:
    """Add to (or take from, where negative) what is reserved; at the till's place by default."""
    if quantities:
        _add_to_levels(
            booking,
            [
                _level_values(booking, sku, reserved=reserved, place=place)
                for sku, reserved in quantities.items()
            ],
        )


def mark_dirty(booking: Booking, skus: Iterable[UUID]) -> None:
    """Say that what is available of some SKUs, or may be offered of it, changed."""
    mark_offered(booking.connection, booking.at, skus)


def mark_offered(connection: Connection, now: datetime, skus: Iterable[UUID]) -> None:
    """Say so outside the books: goods came into the catalogue or left it."""
    _MARK_DIRTY(connection, [{"now": now, "sku": sku} for sku in skus])


def mark_all_dirty(connection: Connection, now: datetime) -> None:
    """Say so of every SKU that is listed: its level was made anew."""
    _MARK_ALL_DIRTY(connection, [{"now": now}])


def _add_to_levels(booking: Booking, values: Sequence[dict[str, object]]) -> None:
    _ADD_TO_LEVELS(booking.connection, values)
    _MARK_DIRTY(booking.connection, [{"now": booking.at, "sku": value["sku"]} for value in values])


def _movement_values(
    booking: Booking, head: FactHead, move: Move, cause: Cause
) -> dict[str, object]:
    return {
        **head.values(),
        "sku_id": move.sku,
        "place_id": booking.place,
        "lot_id": None,
        "kind": move.kind.value,
        "quantity": move.quantity,
        "cost_value": move.cost_value,
        "cause_kind": cause.kind,
        "cause_id": cause.id,
        "note": move.note,
        "import_batch_id": None,
    }


def _level_values(
    booking: Booking,
    sku: UUID,
    *,
    on_hand: int = 0,
    reserved: int = 0,
    cost_value: int = 0,
    place: UUID | None = None,
) -> dict[str, object]:
    return {
        "id": booking.ids.new(),
        "sku": sku,
        "place": place or booking.place,
        "on_hand": on_hand,
        "reserved": reserved,
        "cost_value": cost_value,
    }
