"""The time zone of this computer and whether a zone is known."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FALLBACK = "Asia/Shanghai"


def system_zone() -> str:
    """Return the name of this computer's time zone, or that of most of our sellers."""
    # Reading the system's settings is only needed where a shop is founded.
    from tzlocal import get_localzone_name

    try:
        name = get_localzone_name()
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return FALLBACK
    return name if is_zone(name) else FALLBACK


def is_zone(name: str) -> bool:
    """Tell whether this computer knows a time zone of that name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return False
    return True
