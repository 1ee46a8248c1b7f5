"""Sentences of the payments section."""

from datetime import datetime

from microshop_desktop.domain.merchant_accounts import WECHAT_PAY
from microshop_desktop.infra.formats import date_text, time_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.payment_accounts import AccountView
from microshop_desktop.ui.settings.payments_section_model import CheckResult


def end_line(until: datetime) -> str:
    """Until when a certificate is good."""
    return _("good until {day}").format(day=date_text(until.date(), with_year=True))


def certificate_line(until: datetime, *, soon: bool) -> str:
    """Until when the certificate of an account is good, and that the end will be told."""
    text = _("Certificate {until}").format(until=end_line(until))
    return text if soon else " · ".join((text, _("you are told 30 days before")))


def account_line(account: AccountView, result: CheckResult | None, local: datetime | None) -> str:
    """Whose account it is, and when it was last asked for; `local`: that moment in the shop."""
    tail = account.merchant[-4:]
    which = (
        _("Merchant ending in {tail}") if account.kind == WECHAT_PAY else _("App ending in {tail}")
    )
    parts = [which.format(tail=tail)]
    if result is not None and local is not None and result.is_good:
        parts.append(_("checked at {time}, in order").format(time=time_text(local)))
    return " · ".join(parts)


def abilities() -> tuple[str, ...]:
    """What an account of a platform can do."""
    return (
        _("Customers scan the till"),
        _("The till scans customers"),
        _("Refunds the same way"),
        _("Bills by day"),
    )
