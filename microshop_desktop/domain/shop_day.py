"""The shop's day: it may end after midnight, so a late sale belongs to the evening before."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def shop_day(at: datetime, zone: str, day_starts_at: int) -> date:
    """Return the shop day of an aware moment; a day starts `day_starts_at` hours after midnight."""
    local = at.astimezone(ZoneInfo(zone))
    day = local.date()
    return day - timedelta(days=1) if local.hour < day_starts_at else day


def day_begins(day: date, zone: str, day_starts_at: int) -> datetime:
    """Return the first moment of a shop day, in UTC."""
    return datetime.combine(day, time(day_starts_at), ZoneInfo(zone)).astimezone(UTC)
