"""What time it is for the platforms: a clock that is handed in, and China's own calendar."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

Now = Callable[[], datetime]
"""Gives the present moment with a zone."""

CHINA = timezone(timedelta(hours=8))


def system_now() -> datetime:
    """Return the computer's own time."""
    return datetime.now(UTC)  # noqa: TID251 (nothing of the program is imported here)


def china(moment: datetime) -> datetime:
    """Return a moment as clocks in China show it."""
    return moment.astimezone(CHINA)


def rfc3339(moment: datetime) -> str:
    """Write a moment as WeChat Pay does: `2026-11-24T16:50:00+08:00`."""
    return china(moment).isoformat(timespec="seconds")


def stamp(moment: datetime) -> str:
    """Write a moment as Alipay and the bills do: `2026-11-24 16:50:00`."""
    return f"{china(moment):%Y-%m-%d %H:%M:%S}"


def digits(moment: datetime) -> str:
    """Write a moment as WeChat's XML does: `20261124165000`."""
    return f"{china(moment):%Y%m%d%H%M%S}"
