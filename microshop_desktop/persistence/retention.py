"""Which backups are worth keeping: many of today, few of long ago."""

from collections.abc import Callable, Iterable
from datetime import datetime

HOURLY, DAILY, WEEKLY, MONTHLY = 24, 7, 8, 12

_SPANS: tuple[tuple[int, Callable[[datetime], tuple[int, ...]]], ...] = (
    (HOURLY, lambda moment: (moment.year, moment.month, moment.day, moment.hour)),
    (DAILY, lambda moment: (moment.year, moment.month, moment.day)),
    (WEEKLY, lambda moment: moment.isocalendar()[:2]),
    (MONTHLY, lambda moment: (moment.year, moment.month)),
)


def worth_keeping(moments: Iterable[datetime]) -> set[datetime]:
    """Choose the last moment of each of the newest 24 hours, 7 days, 8 weeks and 12 months.

    Only hours and days that have a backup count, so a shop that was closed for a summer loses
    none. The newest one is always kept.
    """
    newest_first = sorted(set(moments), reverse=True)
    kept: set[datetime] = set()
    for count, span_of in _SPANS:
        spans: set[tuple[int, ...]] = set()
        for moment in newest_first:
            if len(spans) == count:
                break
            if span_of(moment) not in spans:
                spans.add(span_of(moment))
                kept.add(moment)
    return kept
