"""Reading the stock: lists by filter and order, figures of the whole, and why a figure is so."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, Subquery, exists, func, or_, select
from sqlalchemy.sql import ColumnElement

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.stock import value_in_minor
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode
from microshop_desktop.persistence.tables.orders import HeldBasket, OrderRow, SalesBySkuDay
from microshop_desktop.persistence.tables.stock import Reservation, StockMovement
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.movements import latest_of_sku
from microshop_desktop.services.search import matching
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_records import (
    SPEED_DAYS,
    UNMOVED_DAYS,
    MovementRow,
    ReservationRow,
    StockFigures,
    StockQuery,
    StockRow,
    StockSort,
    Why,
)
from microshop_desktop.services.stock_sums import available, every_sum, low, sums_of

MOVEMENTS_SHOWN = 50
_CHUNK = 500
_THERE = (Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None))


class StockList:
    """The lists of the Stock page."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_STOCK)
    def ids(self, actor: Actor, query: StockQuery, *, limit: int | None = None) -> tuple[UUID, ...]:
        """Return the SKUs of a whole list in its order, or its beginning with a limit.

        A text gives the best matches first.
        """
        with self._shop.database.read() as connection:
            if not query.text.strip():
                return tuple(connection.execute(_ordered(query).limit(limit)).scalars())
            found = matching(connection, query.text, _filtered(query), limit=limit)
            return tuple(row.id for row in found)

    @act(Right.SEE_STOCK)
    def rows(self, actor: Actor, skus: Sequence[UUID]) -> tuple[StockRow, ...]:
        """Return the rows of these SKUs as they are now; those that are gone are left out."""
        with self._shop.database.read() as connection:
            return _rows(connection, skus, since=self._shop.today() - timedelta(days=SPEED_DAYS))

    @act(Right.SEE_STOCK)
    def shelves(self, actor: Actor) -> tuple[str, ...]:
        """Return the names of the shelves that are in use."""
        with self._shop.database.read() as connection:
            names = select(Sku.shelf).where(Sku.shelf != "", *_THERE).distinct()
            return tuple(connection.execute(names.order_by(Sku.shelf)).scalars())

    @act(Right.SEE_STOCK)
    def figures(self, actor: Actor) -> StockFigures:
        """Return what the stock as a whole is worth and how it lies."""
        since = self._shop.today() - timedelta(days=UNMOVED_DAYS)
        with self._shop.database.read() as connection:
            return _figures(connection, since)

    @act(Right.SEE_STOCK)
    def why(self, actor: Actor, sku: UUID, *, limit: int = MOVEMENTS_SHOWN) -> Why:
        """Return who a SKU is kept for and its latest movements; `not_found` when it is gone."""
        since = self._shop.today() - timedelta(days=SPEED_DAYS)
        with self._shop.database.read() as connection:
            rows = _rows(connection, [sku], since=since)
            if not rows:
                raise ShopError(ErrorCode.NOT_FOUND, sku=str(sku))
            movements = latest_of_sku(connection, sku, limit=limit + 1)
            return Why(
                row=rows[0],
                reservations=_reservations(connection, sku),
                movements=_with_balances(movements[:limit], rows[0].on_hand),
                more=len(movements) > limit,
            )


def _with_balances(movements: Sequence[MovementRow], on_hand: int) -> tuple[MovementRow, ...]:
    """Give each movement what was on hand after it, counting back from what is there now."""
    balanced = []
    for movement in movements:
        balanced.append(replace(movement, balance=on_hand))
        on_hand -= movement.quantity
    return tuple(balanced)


def _filtered(query: StockQuery) -> Select[UUID]:
    """Select the SKUs that pass the filters; levels are added up only where one asks for them."""
    levels = every_sum()
    statement = select(Sku.id).where(*_THERE, *_conditions(query, levels))
    return statement.outerjoin(levels, levels.c.sku_id == Sku.id) if query.low else statement


def _conditions(query: StockQuery, levels: Subquery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.category is not None:
        conditions.append(Sku.category_id == query.category)
    if query.shelf is not None:
        conditions.append(Sku.shelf == query.shelf)
    if query.low:
        conditions.append(low(Sku.low_stock.expression, levels))
        conditions.append(or_(Sku.on_sale.is_(True), available(levels) != 0))
    return conditions


def _ordered(query: StockQuery) -> Select[UUID]:
    if query.sort is StockSort.NAME and not query.low:
        return _by(_filtered(query), Sku.__table__.c.name, descending=query.descending)
    levels = every_sum()
    statement = (
        select(Sku.id)
        .outerjoin(levels, levels.c.sku_id == Sku.id)
        .where(*_THERE, *_conditions(query, levels))
    )
    keys: dict[StockSort, ColumnElement[Any]] = {
        StockSort.NAME: Sku.__table__.c.name,
        StockSort.SHELF: Sku.__table__.c.shelf,
        StockSort.NEWEST: Sku.__table__.c.id,
        StockSort.AVAILABLE: available(levels),
        StockSort.VALUE: func.coalesce(levels.c.cost_value, 0),
    }
    return _by(statement, keys[query.sort], descending=query.descending)


def _by(statement: Select[UUID], key: ColumnElement[Any], *, descending: bool) -> Select[UUID]:
    if descending:
        return statement.order_by(key.desc(), Sku.id.desc())
    return statement.order_by(key, Sku.id)


def _rows(connection: Connection, skus: Sequence[UUID], *, since: date) -> tuple[StockRow, ...]:
    found: dict[UUID, StockRow] = {}
    for start in range(0, len(skus), _CHUNK):
        found |= _chunk_rows(connection, skus[start : start + _CHUNK], since)
    return tuple(found[sku] for sku in skus if sku in found)


def _chunk_rows(connection: Connection, skus: Sequence[UUID], since: date) -> dict[UUID, StockRow]:
    levels = {row.sku_id: row for row in connection.execute(sums_of(skus))}
    sold = {row.sku_id: int(row.sold) for row in connection.execute(_sold(skus, since))}
    codes: dict[UUID, list[str]] = defaultdict(list)
    statement = select(SkuCode.sku_id, SkuCode.code).where(SkuCode.sku_id.in_(skus))
    for code in connection.execute(statement.order_by(SkuCode.id)):
        codes[code.sku_id].append(code.code)
    rows = connection.execute(select(Sku).where(Sku.id.in_(skus), *_THERE))
    return {
        row.id: _stock_row(row, levels.get(row.id), codes[row.id], sold=sold.get(row.id, 0))
        for row in rows
    }


def _sold(skus: Sequence[UUID], since: date) -> Select[*tuple[Any, ...]]:
    return (
        select(SalesBySkuDay.sku_id, func.sum(SalesBySkuDay.quantity).label("sold"))
        .where(SalesBySkuDay.sku_id.in_(skus), SalesBySkuDay.shop_day > since)
        .group_by(SalesBySkuDay.sku_id)
    )


def _stock_row(
    row: Row[Any], level: Row[*tuple[Any, ...]] | None, codes: Sequence[str], *, sold: int
) -> StockRow:
    return StockRow(
        sku=row.id,
        product=row.product_id,
        name=row.name,
        spec=row.spec,
        code=row.main_code,
        codes=tuple(sorted(codes, key=lambda code: code != row.main_code)),
        merchant_code=row.merchant_code,
        unit=row.unit,
        by_weight=row.by_weight,
        shelf=row.shelf,
        picture=row.picture,
        on_hand=int(level.on_hand) if level else 0,
        reserved=int(level.reserved) if level else 0,
        cost_value=int(level.cost_value) if level else 0,
        cost=row.cost,
        low_stock=row.low_stock,
        kept=level is not None,
        sold=sold,
    )


def _figures(connection: Connection, since: date) -> StockFigures:
    levels = every_sum()
    moved = exists().where(StockMovement.sku_id == levels.c.sku_id, StockMovement.shop_day > since)
    whole = connection.execute(
        select(
            func.coalesce(func.sum(levels.c.cost_value), 0).label("value"),
            func.coalesce(func.sum(levels.c.on_hand), 0).label("on_hand"),
            func.coalesce(func.sum(levels.c.reserved), 0).label("reserved"),
        )
    ).one()
    still = connection.execute(
        select(
            func.count().label("skus"),
            func.coalesce(func.sum(levels.c.cost_value), 0).label("value"),
        )
        .select_from(levels)
        .where(levels.c.on_hand > 0, ~moved)
    ).one()
    running_out = connection.execute(
        select(func.count()).select_from(_filtered(StockQuery(low=True)).subquery())
    ).scalar_one()
    causes = select(func.count(Reservation.cause_id.distinct()))
    return StockFigures(
        value=value_in_minor(int(whole.value)),
        on_hand=int(whole.on_hand),
        skus=connection.execute(select(func.count()).where(*_THERE)).scalar_one(),
        reserved=int(whole.reserved),
        reservations=connection.execute(causes).scalar_one(),
        unmoved=still.skus,
        unmoved_value=value_in_minor(int(still.value)),
        low=running_out,
    )


def _reservations(connection: Connection, sku: UUID) -> tuple[ReservationRow, ...]:
    rows = connection.execute(
        select(
            Reservation.cause_kind,
            Reservation.quantity,
            Reservation.made_at,
            func.coalesce(OrderRow.number, HeldBasket.name, "").label("cause_name"),
        )
        .outerjoin(OrderRow, OrderRow.id == Reservation.cause_id)
        .outerjoin(HeldBasket, HeldBasket.id == Reservation.cause_id)
        .where(Reservation.sku_id == sku)
        .order_by(Reservation.made_at.desc())
    )
    return tuple(
        ReservationRow(row.cause_kind, row.cause_name, row.quantity, row.made_at) for row in rows
    )
