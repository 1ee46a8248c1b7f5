"""Reading the orders of an account: windows of changes, page by page, never a change lost.

Each reading begins some time before the last one ended and ends a little before now, for platforms
tell of changes late. How far it came is committed with the orders themselves.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from microshop_desktop.channels.channel import (
    ChannelError,
    Differences,
    OrderChange,
    ShopChannel,
    Stretches,
    Trouble,
)
from microshop_desktop.channels.pace import Pace, asked
from microshop_desktop.domain.online_order import OnlineOrder, makes_sense
from microshop_desktop.infra.chunks import chunks

KEPT_AT_ONCE = 10
"""Orders of one transaction: so few that a cashier does not feel the wait."""
FIRST_REACH = timedelta(days=30)
"""So far back the first reading of an account begins."""
_TICK = timedelta(seconds=1)
"""Platforms count whole seconds: what changes in this one is in a stretch that ends after it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of changes: from `start` until before `end`; all until `sure` are told by now.

    What changed later is read as far as it is told, but asked for again: an order that changes once
    more moves out of the stretch that is sure, and would seem not to be there at all.
    """

    start: datetime
    end: datetime
    sure: datetime


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Orders as they are now, and until when all changes are known once these are kept.

    `senseless`: those that cannot be booked, by their id there.
    """

    orders: tuple[OnlineOrder, ...]
    until: datetime | None = None
    senseless: Mapping[str, OnlineOrder] = field(default_factory=dict)


def span_to_read(
    known_until: datetime | None, now: datetime, how: Stretches, ahead: timedelta = timedelta(0)
) -> Span:
    """Return the stretch that is to be read now; `ahead`: by how much their clock is before ours.

    What is known until after its end was read by a clock that was set back since: nobody knows how
    far it was ahead, so all is read again.
    """
    sure = now - how.lag
    if known_until is None or known_until - how.overlap > sure:
        start = now - FIRST_REACH
    else:
        start = known_until - how.overlap
    if how.history is not None:
        start = max(start, now - how.history)
    end = now + max(ahead, timedelta(0)) + _TICK
    return Span(min(start, end), end, min(sure, end))


def lost_span(known_until: datetime | None, now: datetime, how: Stretches) -> Span | None:
    """Return the stretch whose changes the platform tells no more, though nobody here read them."""
    if known_until is None or how.history is None or known_until >= now - how.history:
        return None
    return Span(known_until, now - how.history, now - how.history)


def windows(span: Span, how: Stretches) -> Iterator[Span]:
    """Cut a stretch into windows that the platform answers, the oldest first."""
    start = span.start
    while start < span.end:
        end = span.end if how.window is None else min(span.end, start + how.window)
        yield Span(start, end, min(end, span.sure))
        start = end


def read_orders(
    channel: ShopChannel, span: Span, pace: Pace, tell: Callable[[float], None]
) -> Iterator[OrderPage]:
    """Yield the orders that changed, a few at a time; `tell` hears which share of them is read.

    An order that makes no sense is told apart by its id. One without an id could never be read
    again: from it on nothing is known for good, and it is said at the end (`bad_answer`).
    """
    how = channel.differences
    nameless = ""
    whole = (span.end - span.start) or timedelta(seconds=1)
    for window in windows(span, how):
        cursor = ""
        while True:
            at, place = window, cursor
            page = asked(pace, lambda: channel.order_changes(at.start, at.end, place))  # noqa: B023
            pace.check_clock()
            for changes in chunks(page.values, KEPT_AT_ONCE):
                told = [(change.external_id, _whole(channel, change, pace)) for change in changes]
                bad = {external: order for external, order in told if not makes_sense(order)}
                if "" in bad:
                    nameless = nameless or bad.pop("").number or "?"
                yield OrderPage(
                    tuple(order for _id, order in told if makes_sense(order)), None, bad
                )
            until = None if nameless else _known_until(page.values, page.cursor, window, how)
            tell(((until or window.start) - span.start) / whole)
            if until is not None:
                yield OrderPage((), until)
            if not page.cursor:
                break
            cursor = page.cursor
    if nameless:
        raise ChannelError(Trouble.BAD_ANSWER, "ORDER", detail=nameless)


def _whole(channel: ShopChannel, change: OrderChange, pace: Pace) -> OnlineOrder:
    if change.order is not None:
        return change.order
    return asked(pace, lambda: channel.order(change.external_id))


def _known_until(
    changes: tuple[OrderChange, ...], cursor: str, window: Span, how: Differences
) -> datetime | None:
    """Return until when everything is known with this page, None where that is not sure yet."""
    if not cursor:
        return window.sure
    if how.ascending and changes:
        return min(window.sure, max(change.updated_at for change in changes))
    return None
