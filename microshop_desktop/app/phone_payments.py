"""Payments by phone in the window: the selling page gets the collector, and hears what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.sell.service_phone_desk import ServicePhoneDesk

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from microshop_desktop.app.collecting import Collecting
    from microshop_desktop.app.till import Till
    from microshop_desktop.services.events import AttemptChanged


class WindowAsker:
    """The collector's thread as the till uses it; it begins when something is to be asked."""

    def __init__(self, collecting: Collecting) -> None:
        self._collecting = collecting

    def start(self, attempt: UUID, code: str = "") -> None:
        """Send a new attempt at once; `code` is what the customer showed, used once."""
        self._collecting.thread.start(attempt, code)

    def ask_now(self, attempt: UUID) -> None:
        """Do what is next for an attempt now."""
        self._collecting.thread.ask_now(attempt)

    def look_again(self) -> None:
        """Look into the book: something new is to be followed."""
        self._collecting.thread.look_again()

    @property
    def offline_since(self) -> datetime | None:
        """Since when no platform could be reached."""
        return self._collecting.offline_since


class PhonePayments(QObject):
    """Lives as long as its window is open on its shop, in the main thread."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        self._till = till
        opened = till.open_services()
        self._desk = ServicePhoneDesk(opened.shop, opened.actor, WindowAsker(till.collecting))
        opened.bridge.attempt_changed.connect(self._on_attempt)
        sell = self._sell()
        if sell is not None:
            sell.attach_phones(self._desk)

    def _on_attempt(self, event: AttemptChanged) -> None:
        sell = self._sell()
        if sell is not None:
            sell.attempt_changed(event.attempt)

    def _sell(self) -> SellPage | None:
        window = self._till.window
        page = window.page("sell") if window is not None else None
        return page if isinstance(page, SellPage) else None
