"""When the certificates of an account end: past that day a platform takes no request any more."""

from datetime import datetime, timedelta
from uuid import UUID

from microshop_desktop.payments.account_keys import AccountKeys

WARN = timedelta(days=30)
"""So long before its end a certificate is spoken of: getting a new one takes some days."""
_WITH_AN_END = ("app_certificate", "alipay_certificate", "certificate")


def certificate_end(keys: AccountKeys, account: UUID) -> datetime | None:
    """Return when the first certificate of an account ends; None where it has none here.

    Raises what `AccountKeys.read` does, and `certificate_unreadable`.
    """
    from microshop_desktop.payments.key_intake import last_moment

    kept = keys.read(account)
    ends = [last_moment(kept[name]) for name in _WITH_AN_END if kept.get(name)]
    return min(ends, default=None)


def ends_soon(until: datetime, now: datetime) -> bool:
    """Tell whether a certificate ends within a month, or has ended."""
    return until - now < WARN
