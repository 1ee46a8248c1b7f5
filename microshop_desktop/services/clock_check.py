"""A clock that was set back: numbers and the order of facts do not suffer, but days would."""

from datetime import datetime, timedelta

from sqlalchemy import select

from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.shop import Shop

TOLERANCE = timedelta(minutes=2)
"""Clocks that are set by the network jump by seconds; that is nobody's business."""

_NEWEST = select(OrderRow.at).order_by(OrderRow.at.desc(), OrderRow.id.desc()).limit(1)


def later_than_now(shop: Shop) -> datetime | None:
    """Return the time of the newest order where the clock stands before it; else None."""
    with shop.database.read() as connection:
        newest = connection.scalar(_NEWEST)
    if newest is None or newest - shop.clock.now() < TOLERANCE:
        return None
    return newest
