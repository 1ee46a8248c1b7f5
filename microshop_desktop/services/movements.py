"""The ledger of goods: what came and went, when, by whom, and the record behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.sql import ColumnElement

from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.orders import OrderRow, Refund
from microshop_desktop.persistence.tables.shop import ImportBatch, Staff
from microshop_desktop.persistence.tables.stock import StockMovement
from microshop_desktop.persistence.tables.stock_papers import GoodsReceipt
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_records import MovementRow

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class MovementFilter:
    """Which movements are meant; days are shop days, both included."""

    sku: UUID | None = None
    kind: MovementKind | None = None
    first: date | None = None
    last: date | None = None


class Movements:
    """Reading the ledger."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_STOCK)
    def stream(self, actor: Actor, wanted: MovementFilter) -> Iterator[MovementRow]:
        """Give all movements one by one, the newest first, in little memory."""
        return self._stream(wanted)

    def _stream(self, wanted: MovementFilter) -> Iterator[MovementRow]:
        """Give the movements day by day, so that a long history is never sorted as a whole."""
        with self._shop.database.read() as connection:
            streamed = connection.execution_options(yield_per=CHUNK)
            for day in _days(connection, wanted):
                for row in streamed.execute(_select(replace(wanted, first=day, last=day))):
                    yield _movement(row)


def latest_of_sku(connection: Connection, sku: UUID, *, limit: int) -> list[MovementRow]:
    """Return the newest movements of a SKU inside the caller's transaction."""
    statement = _select(MovementFilter(sku=sku)).limit(limit)
    return [_movement(row) for row in connection.execute(statement)]


def _days(connection: Connection, wanted: MovementFilter) -> list[date]:
    """Return the shop days that have such movements, the latest first."""
    days = select(StockMovement.shop_day).where(*_conditions(wanted)).distinct()
    return list(connection.execute(days.order_by(StockMovement.shop_day.desc())).scalars())


def _select(wanted: MovementFilter) -> Select[*tuple[Any, ...]]:
    cause_name = func.coalesce(
        OrderRow.number, Refund.number, GoodsReceipt.number, ImportBatch.file_name, ""
    )
    return (
        select(
            StockMovement.at,
            StockMovement.sku_id,
            Sku.name,
            Sku.spec,
            StockMovement.kind,
            StockMovement.quantity,
            StockMovement.cost_value,
            StockMovement.cause_kind,
            cause_name.label("cause_name"),
            StockMovement.note,
            func.coalesce(Staff.name, "").label("staff"),
        )
        .join(Sku, Sku.id == StockMovement.sku_id)
        .outerjoin(Staff, Staff.id == StockMovement.staff_id)
        .outerjoin(OrderRow, OrderRow.id == StockMovement.cause_id)
        .outerjoin(Refund, Refund.id == StockMovement.cause_id)
        .outerjoin(GoodsReceipt, GoodsReceipt.id == StockMovement.cause_id)
        .outerjoin(ImportBatch, ImportBatch.id == StockMovement.import_batch_id)
        .where(*_conditions(wanted))
        .order_by(StockMovement.till_id.desc(), StockMovement.seq.desc())
    )


def _conditions(wanted: MovementFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.sku is not None:
        conditions.append(StockMovement.sku_id == wanted.sku)
    if wanted.kind is not None:
        conditions.append(StockMovement.kind == wanted.kind.value)
    if wanted.first is not None:
        conditions.append(StockMovement.shop_day >= wanted.first)
    if wanted.last is not None:
        conditions.append(StockMovement.shop_day <= wanted.last)
    return conditions


def _movement(row: Row[*tuple[Any, ...]]) -> MovementRow:
    return MovementRow(
        at=row.at,
        sku=row.sku_id,
        name=row.name,
        spec=row.spec,
        kind=MovementKind(row.kind),
        quantity=row.quantity,
        cost_value=row.cost_value,
        cause_kind=row.cause_kind,
        cause_name=row.cause_name,
        note=row.note,
        staff=row.staff,
    )
