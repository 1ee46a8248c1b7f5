"""Which orders of a Vendure shop have to be read to know all that changed in a stretch of time.

The time of an order's last change is not to be trusted: the shop writes the old one back whenever
an order goes from one state to the next, as when it is paid or shipped, and leaves it alone for
parcels and refunds. What it does tell, it cuts to the second, and takes both ends of a stretch as
excluded. So there come, besides what was changed by that time: what was placed in the stretch or in
the days before it, and what is still open; either may have changed without a trace.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

FINISHED = ("Shipped", "PartiallyDelivered", "Delivered", "Cancelled")
"""States in which nothing is left to do here."""
LONGEST_OPEN = timedelta(days=30)
"""An order that was placed longer ago is not read again only because it is open."""
DAYS_BEFORE = timedelta(days=3)
"""Within so long after an order was placed most of what happens to it happens."""
_SECOND, _LEAST = timedelta(seconds=1), timedelta(milliseconds=1)


def changed_orders(start: datetime, end: datetime) -> Mapping[str, Any]:
    """Return the filter of the orders to read for `start` until before `end`."""
    first = start.astimezone(UTC).replace(microsecond=0)
    changed = {"updatedAt": _between(first, end)}
    placed = {"orderPlacedAt": _between(first - DAYS_BEFORE, end)}
    still_open = {
        "state": {"notIn": FINISHED},
        "orderPlacedAt": _between(first - LONGEST_OPEN, end),
    }
    return {
        "active": {"eq": False},
        "orderPlacedAt": {"isNull": False},
        "_or": [_all(changed), _all(placed), _all(still_open)],
    }


def _all(conditions: Mapping[str, object]) -> Mapping[str, object]:
    """Return conditions that must all hold.

    Right below `_or`, even the two ends of a stretch would be alternatives.
    """
    return {"_and": [conditions]}


def _between(first: datetime, end: datetime) -> Mapping[str, str]:
    """Return a stretch from a second on until before `end`.

    On SQLite the shop compares texts, of which some have milliseconds and some have none: at a
    whole second it takes the ends as it should not, and is kept away from there.
    """
    return {"after": _text(first - _SECOND), "before": _text(end - _LEAST)}


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
