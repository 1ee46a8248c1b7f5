"""Reading the orders of a WooCommerce shop that changed, so that none is missed.

Numbered pages lose rows: an order that changes meanwhile leaves its place, and all behind it move
up. So each request begins anew at the last time that was read, without the orders of that second
that are known. Shops that cannot sort by the time of change are read by id, without an end: there
an order keeps its place.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from microshop_desktop.channels.answers import Told, bad_answer, next_second
from microshop_desktop.channels.channel import ChannelError, Page
from microshop_desktop.channels.woocommerce_orders import is_order
from microshop_desktop.channels.woocommerce_wire import Listed, WooWire

PER_PAGE = 100
_SECOND = timedelta(seconds=1)
_CANNOT_SORT = "rest_invalid_param"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reading is: by time from `since` without the `known` ids, or by id at `page`."""

    since: str
    known: tuple[int, ...] = ()
    page: int = 0

    def query(self, end: datetime) -> dict[str, str]:
        """Return what to ask for; the shop takes both ends as excluded."""
        query = {
            "modified_after": _text(datetime.fromisoformat(self.since) - _SECOND),
            "dates_are_gmt": "true",
            "per_page": str(PER_PAGE),
            "order": "asc",
            "status": "any",
        }
        if self.page:
            return {**query, "orderby": "id", "page": str(self.page)}
        if self.known:
            query["exclude"] = ",".join(map(str, self.known))
        until = _text(next_second(end) + _SECOND)
        return {**query, "orderby": "modified", "modified_before": until}

    def after(self, listed: Listed) -> "_Place | None":
        """Return the place behind a page, None where nothing is left."""
        if self.page:
            return replace(self, page=self.page + 1) if self.page < listed.pages else None
        if listed.pages <= 1 or not listed.rows:
            return None
        last = max(_changed(row) for row in listed.rows)
        known = {row.whole("id") for row in listed.rows if _changed(row) == last}
        if _text(last) == self.since:
            if known <= set(self.known):
                raise bad_answer("exclude")
            known |= set(self.known)
        return _Place(_text(last), tuple(sorted(known)))


def changed_orders(
    wire: WooWire, start: datetime, end: datetime, *, cursor: str, orders_by: str
) -> Page[Told]:
    """Return orders that changed from `start` until before `end`."""
    place = _place(cursor) if cursor else _Place(_text(start), page=int(orders_by == "id"))
    try:
        listed = wire.page("orders", place.query(end))
    except ChannelError as error:
        if cursor or place.page or orders_by != "auto" or error.code != _CANNOT_SORT:
            raise
        place = replace(place, page=1)
        listed = wire.page("orders", place.query(end))
    following = place.after(listed)
    rows = tuple(_within(listed.rows, start, end))
    return Page(rows, "" if following is None else json.dumps(asdict(following)))


def _within(rows: Iterable[Told], start: datetime, end: datetime) -> Iterable[Told]:
    """Yield the orders of the window; the shop tells whole seconds only."""
    begin = start.replace(microsecond=0)
    return (row for row in rows if is_order(row) and begin <= _changed(row) < end)


def _changed(row: Told) -> datetime:
    changed = row.iso("date_modified_gmt")
    if changed is None:
        raise bad_answer("date_modified_gmt")
    return changed


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()


def _place(cursor: str) -> _Place:
    try:
        values = json.loads(cursor)
        return _Place(values["since"], tuple(values["known"]), values["page"])
    except (ValueError, TypeError, KeyError) as error:
        raise bad_answer("cursor") from error
