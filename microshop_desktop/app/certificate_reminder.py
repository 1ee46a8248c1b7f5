"""Tells of certificates that end within a month: as news each day, as a chip in the last week."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.formats import date_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.payment_accounts import AccountView
from microshop_desktop.ui.widgets.pill import Tone
from microshop_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from microshop_desktop.app.till import Till
    from microshop_desktop.ui.main_window import MainWindow

_log = logging.getLogger(__name__)
KEY = "certificate"
_FIRST_MS, _EVERY_MS = 30_000, 60 * 60 * 1000
"""Keys are not read while a till opens; a day that begins is noticed within the hour."""
_PRESSING = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that ends soon, or has ended: whose, and when."""

    name: str
    until: datetime


class CertificateReminder(QObject):
    """Looks by itself; `look` does so now. Lives in the main thread."""

    def __init__(self, till: "Till", window: "MainWindow", parent: QObject) -> None:
        super().__init__(parent)
        self._opened, self._collecting = till.open_services(), till.collecting
        self._window, self._runner = window, till.runner
        self._told: tuple[date, Sequence[Ending]] | None = None
        self._endings: Sequence[Ending] = ()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)
        QTimer.singleShot(_FIRST_MS, self, self.look)
        window.top_bar.chip(KEY).clicked.connect(self._show_settings)
        self._opened.bridge.accounts_changed.connect(self._on_account)

    def look(self) -> None:
        """Read the certificates off the main thread and tell of those that end soon."""
        self._runner.run(self, lambda _job: self._read(), done=self._take)

    def retranslate(self) -> None:
        """Say it in the language in use."""
        self._show_chip()

    def _on_account(self, _account: object) -> None:
        if self._told is not None:
            self.look()

    def _read(self) -> tuple[Ending, ...]:
        accounts = self._collecting.accounts.every(self._opened.actor)
        used = [view for view in accounts if view.enabled and not view.practice]
        found = [ending for view in used if (ending := self._ending(view)) is not None]
        return tuple(sorted(found, key=lambda ending: ending.until))

    def _ending(self, view: AccountView) -> Ending | None:
        from microshop_desktop.domain.merchant_accounts import METHODS
        from microshop_desktop.payments.certificate_ends import certificate_end, ends_soon

        if view.kind not in METHODS:
            return None
        try:
            until = certificate_end(self._collecting.keys, view.id)
        except ShopError as problem:
            _log.warning("no certificate of %s is read: %s", view.name, problem.code.value)
            return None
        if until is None or not ends_soon(until, self._opened.shop.clock.now()):
            return None
        return Ending(view.name, until)

    def _take(self, endings: tuple[Ending, ...]) -> None:
        self._endings = endings
        self._show_chip()
        today = self._opened.shop.today()
        if endings and self._told != (today, endings):
            self._tell(endings[0])
        self._told = (today, endings)

    def _tell(self, first: Ending) -> None:
        text = ending_words(first, self._opened.shop.clock.now(), self._day(first))
        toast = Toast(text, icon="shield-check", action=_("See"), act=self._show_settings)
        self._window.toast(toast)

    def _show_chip(self) -> None:
        now = self._opened.shop.clock.now()
        bar = self._window.top_bar
        pressing = [one for one in self._endings if one.until - now < _PRESSING]
        if not pressing:
            bar.hide_chip(KEY)
            return
        over = pressing[0].until <= now
        words = _("Certificate ended") if over else _("Certificate ends {day}")
        text = words.format(day=date_text(self._day(pressing[0])))
        tone: Tone = "danger" if over else "warning"
        bar.show_chip(KEY, text, tone=tone, icon="warning" if over else "shield-check")

    def _day(self, ending: Ending) -> date:
        return ending.until.astimezone(ZoneInfo(self._opened.shop.profile.zone)).date()

    def _show_settings(self) -> None:
        self._window.go_to("settings", "payments")


def ending_words(ending: Ending, now: datetime, day: date) -> str:
    """Say which certificate ends and on which day, or that it has ended."""
    if ending.until <= now:
        words = _("The certificate of {name} ended on {day}. Replace it, else payments fail")
    else:
        words = _("The certificate of {name} ends on {day}. Get a new one before that")
    return words.format(name=ending.name, day=date_text(day, with_year=True))
