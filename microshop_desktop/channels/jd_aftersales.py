"""Refund applications of JD as our records. Facts: `reference/shops.md` §4 and §11.3.

JD lists them by when they were asked for and by when they were looked at, not by their change. What
is asked back after sending are service orders, whose answers no source describes: not told.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from microshop_desktop.channels.answers import Told, bad_answer, known, next_second, stamp
from microshop_desktop.channels.channel import (
    AftersaleWays,
    ChannelError,
    Differences,
    Page,
    Trouble,
)
from microshop_desktop.channels.jd_wire import JdWire, succeeded
from microshop_desktop.channels.paging import last_to_first
from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState

_PAGE = 50
_METHOD = "jingdong.pop.afs.soa.refundapply.queryPageList"
_LISTS = ("apply", "check")
_STATES: Mapping[str, AftersaleState] = MappingProxyType(
    {
        "0": AftersaleState.OPEN,
        "1": AftersaleState.OPEN,
        "2": AftersaleState.REFUSED,
        "3": AftersaleState.REFUNDED,
        "4": AftersaleState.OPEN,
    }
)
"""Agreed to (1) is not paid out; a payment that failed (4) is still owed."""


class JdAftersales:
    """Reads the refund applications of one shop; `cents`: amounts come in fen."""

    def __init__(self, wire: JdWire, how: Differences, *, cents: bool) -> None:
        self._wire, self._cents = wire, cents
        # What becomes of one once it was looked at is in no list.
        self.ways = AftersaleWays(window=how.window, lag=how.lag, asks_again=True)

    def changes(self, start: datetime, end: datetime, cursor: str) -> Page[Aftersale]:
        """Return what was asked for in a stretch, then what was looked at in it."""
        which, _, place = (cursor or f"{_LISTS[0]}/").partition("/")
        if which not in _LISTS:
            raise bad_answer("cursor")
        fields = {
            f"{which}TimeStart": stamp(start),
            f"{which}TimeEnd": stamp(next_second(end)),
            "pageSize": _PAGE,
        }

        def fetch(page: int) -> tuple[int, tuple[Told, ...]]:
            told = self._wire.call(_METHOD, fields | {"pageIndex": page + 1})
            found = succeeded(told.part("queryResult"))
            return found.whole("totalCount"), found.rows("result")

        rows = last_to_first(place, _PAGE, fetch)
        found = tuple(self._aftersale(row) for row in rows.values)
        if rows.cursor:
            return Page(found, f"{which}/{rows.cursor}")
        return Page(found, f"{_LISTS[1]}/" if which == _LISTS[0] else "")

    def one(self, external_id: str) -> Aftersale:
        """Return one as it is now, found among those of its order."""
        order, _, own = external_id.partition(":")
        for row in self.of_order(order):
            if row.text("id") == own:
                return self._aftersale(row)
        raise ChannelError(Trouble.REFUSED, "no_refund", detail=external_id)

    def of_order(self, order: str) -> tuple[Told, ...]:
        """Return the applications of an order as JD writes them."""
        told = self._wire.call(_METHOD, {"orderId": order, "pageIndex": 1, "pageSize": _PAGE})
        return succeeded(told.part("queryResult")).rows("result")

    def _aftersale(self, row: Told) -> Aftersale:
        order, status, name = row.word("orderId"), row.word("status"), "applyRefundSum"
        asked = known(row.beijing("applyTime"), "applyTime")
        return Aftersale(
            external_id=f"{order}:{row.word('id')}",
            external_order=order,
            kind=AftersaleKind.REFUND_ONLY,
            state=_STATES.get(status, AftersaleState.UNKNOWN),
            raw_status=status,
            amount=row.whole(name) if self._cents else row.minor(name),
            updated_at=row.beijing("checkTime") or asked,
            revision=status,
            asked_at=asked,
        )
