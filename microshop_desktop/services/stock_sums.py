"""Levels of SKUs with all places and lots together."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, and_, func, or_, select
from sqlalchemy.sql import ColumnElement

from microshop_desktop.persistence.tables.stock import StockLevel

_SUMS = (
    StockLevel.sku_id,
    func.sum(StockLevel.on_hand).label("on_hand"),
    func.sum(StockLevel.reserved).label("reserved"),
    func.sum(StockLevel.cost_value).label("cost_value"),
)


def sums_of(skus: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    """Select the sums of these SKUs, by the indexes of the levels.

    The levels have one index for those without a lot and one for those with; SQLite takes them
    only where a condition names both cases.
    """
    wanted = StockLevel.sku_id.in_(skus)
    return (
        select(*_SUMS)
        .where(
            or_(
                and_(wanted, StockLevel.lot_id.is_(None)),
                and_(wanted, StockLevel.lot_id.is_not(None)),
            )
        )
        .group_by(StockLevel.sku_id)
    )


def every_sum() -> Subquery:
    """Return the sums of all SKUs, for joining with them."""
    return select(*_SUMS).group_by(StockLevel.sku_id).subquery()


def low(low_stock: ColumnElement[Any], sums: Subquery) -> ColumnElement[bool]:
    """Return the same as `domain.stock.is_low` for a SKU that is joined with `sums`."""
    return or_(
        available(sums) <= low_stock,
        and_(low_stock.is_(None), sums.c.on_hand - sums.c.reserved <= 0),
    )


def available(sums: Subquery) -> ColumnElement[Any]:
    """Return what can be promised of a SKU that is joined with `sums`; 0 where nothing is."""
    return func.coalesce(sums.c.on_hand - sums.c.reserved, 0)
