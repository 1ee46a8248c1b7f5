"""Reading the orders of an account: windows of changes, page by page, never a change lost.

Each reading begins some time before the last one ended and ends a little before now, for platforms
tell of changes late. How far it came is committed with the orders themselves.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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

FIRST_REACH = timedelta(days=30)
"""So far back the first reading of an account begins."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of changes: from `start` until before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Orders as they are now, and until when all changes are known once they are kept."""

    orders: tuple[OnlineOrder, ...]
    until: datetime | None
    share: float


def span_to_read(known_until: datetime | None, now: datetime, how: Stretches) -> Span:
    """Return the stretch that is to be read now.

    What is known until after its end was read by a clock that was set back since: nobody knows how
    far it was ahead, so all is read again.
    """
    end = now - how.lag
    if known_until is None or known_until - how.overlap > end:
        start = now - FIRST_REACH
    else:
        start = known_until - how.overlap
    if how.history is not None:
        start = max(start, now - how.history)
    return Span(min(start, end), end)


def windows(span: Span, how: Stretches) -> Iterator[Span]:
    """Cut a stretch into windows that the platform answers, the oldest first."""
    start = span.start
    while start < span.end:
        end = span.end if how.window is None else min(span.end, start + how.window)
        yield Span(start, end)
        start = end


def read_orders(
    channel: ShopChannel, span: Span, pace: Pace, tell: Callable[[float], None]
) -> Iterator[OrderPage]:
    """Yield the orders that changed, page by page; `tell` hears which share of them is read.

    An order that makes no sense is left out and said at the end (`bad_answer`): all others are
    kept, but from it on nothing is known for good.
    """
    how = channel.differences
    senseless = ""
    whole = (span.end - span.start) or timedelta(seconds=1)
    for window in windows(span, how):
        cursor = ""
        while True:
            at, place = window, cursor
            page = asked(pace, lambda: channel.order_changes(at.start, at.end, place))  # noqa: B023
            pace.check_clock()
            told = [_whole(channel, change, pace) for change in page.values]
            orders = tuple(filter(makes_sense, told))
            bad = [order for order in told if not makes_sense(order)]
            senseless = senseless or next((order.number or "?" for order in bad), "")
            until = None if senseless else _known_until(page.values, page.cursor, window, how)
            share = ((until or window.start) - span.start) / whole
            tell(share)
            yield OrderPage(orders, until, share)
            if not page.cursor:
                break
            cursor = page.cursor
    if senseless:
        raise ChannelError(Trouble.BAD_ANSWER, "ORDER", detail=senseless)


def _whole(channel: ShopChannel, change: OrderChange, pace: Pace) -> OnlineOrder:
    if change.order is not None:
        return change.order
    return asked(pace, lambda: channel.order(change.external_id))


def _known_until(
    changes: tuple[OrderChange, ...], cursor: str, window: Span, how: Differences
) -> datetime | None:
    """Return until when everything is known with this page, None where that is not sure yet."""
    if not cursor:
        return window.end
    if how.ascending and changes:
        return min(window.end, max(change.updated_at for change in changes))
    return None
