"""Payments by phone in the window: the selling page gets the collector, and hears what it finds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from microshop_desktop.app.attempt_reading import AttemptReading
from microshop_desktop.app.certificate_reminder import CertificateReminder
from microshop_desktop.app.network_chip import NetworkChip
from microshop_desktop.app.pending_slips import PendingSlips
from microshop_desktop.infra.settings import LANGUAGE
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.pending.desk import PendingDesk
from microshop_desktop.ui.pending.pending_card import PendingCard
from microshop_desktop.ui.pending.watch import Found, PendingWatch
from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.sell.service_phone_desk import ServicePhoneDesk
from microshop_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from microshop_desktop.app.collecting import Collecting
    from microshop_desktop.app.till import Till
    from microshop_desktop.services.attempt_records import AttemptRecord
    from microshop_desktop.services.events import AttemptChanged

_CHIP = "payments"
_CALM_MS = 150
"""Changes that follow each other closely are counted once."""


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
        phones = ServicePhoneDesk(opened.shop, opened.actor, WindowAsker(till.collecting))
        self._desk = PendingDesk(opened.shop, opened.actor, phones)
        self._watch = PendingWatch()
        self._reading = AttemptReading(till.runner, self._desk.attempt, self)
        self._reading.found.connect(self._on_record)
        self._on_screen: set[UUID] = set()
        self._ended = False
        self._network = NetworkChip(till, till.collecting, self)
        self._network.changed.connect(self._on_network)
        self._stop_listening = till.settings.on_change(self._on_setting)
        self._card: PendingCard | None = None
        self._slips: PendingSlips | None = None
        self._reminder: CertificateReminder | None = None
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_CALM_MS)
        self._counting.timeout.connect(self._count)
        self._begin(phones)

    def end(self) -> None:
        """The shop closes: nothing of it is counted any more, and what is begun is not awaited."""
        self._ended = True
        self._stop_listening()
        self._counting.stop()
        self.deleteLater()

    def shops_in_step(self, in_step: bool) -> None:  # noqa: FBT001 (a slot)
        """Let the chip of the network show that online shops answer and are in step, or not."""
        self._network.shops_in_step(in_step)

    def show_list(self, order: UUID | None = None) -> None:
        """Show the pending payments over the window, those of an order first."""
        window = self._till.window
        if window is None:
            return
        if self._card is None:
            self._card = PendingCard(window, self._desk, window)
            self._card.closed.connect(self._forget_card)
            self._card.open()
        if order is not None:
            self._card.show_order(order)

    def pending(self) -> int:
        """Return how many payments are not settled."""
        return self._desk.count()

    def _begin(self, phones: ServicePhoneDesk) -> None:
        bridge = self._till.open_services().bridge
        bridge.attempt_changed.connect(self._on_attempt)
        # Each question is an event of its attempt; what changes the count changes its order too.
        bridge.refund_changed.connect(self._on_refund)
        bridge.orders_changed.connect(self._on_change)
        # A refund through a platform is written with its order, by the page of orders too.
        bridge.orders_changed.connect(self._till.collecting.nudge)
        sell, window = self._sell(), self._till.window
        if sell is not None:
            sell.attach_phones(phones)
            sell.pending_asked.connect(self._show_all)
            sell.asking_changed.connect(self._on_change)
        if window is not None:
            window.top_bar.chip(_CHIP).clicked.connect(self._show_all)
            self._slips = self._desk.slips = PendingSlips(self._till.open_services(), window)
            self._reminder = CertificateReminder(self._till, window, self)
        if sell is not None:
            sell.vm.slips = self._slips
        # Before the collector begins, so that each end it finds out is told.
        self._watch.begin(self._desk.open_attempts())
        self._on_change()

    def _show_all(self) -> None:
        self.show_list()

    def _forget_card(self) -> None:
        self._card = None

    def _on_attempt(self, event: AttemptChanged) -> None:
        if self._ended:
            return  # The collector's thread told it before it ended; it lay in Qt's queue.
        sell = self._sell()
        if sell is not None and sell.shows_attempt(event.attempt):
            self._on_screen.add(event.attempt)
        self._network.look()
        self._reading.want(event.attempt)

    def _on_record(self, record: AttemptRecord) -> None:
        """Show an attempt that changed where it is shown, and tell of one that ended elsewhere."""
        if self._ended:
            return
        sell, attempt = self._sell(), record.attempt.id
        on_screen = attempt in self._on_screen or (sell is not None and sell.shows_attempt(attempt))
        self._on_screen.discard(attempt)
        if sell is not None:
            sell.attempt_changed(record)
        found = self._watch.changed(record, on_screen=on_screen)
        closed_here = (
            self._card is not None
            and found is not None
            and self._card.model.is_closing(found.order)
        )
        if record.attempt.needs_person:
            self._on_change()
        elif self._card is not None:
            self._card.refresh()
        trials = self._till.collecting.trials
        is_trial = trials is not None and trials.owns(record.order)
        if found is not None and not is_trial and (found.paid or not closed_here):
            self._tell(found)

    def _on_refund(self, _event: object) -> None:
        if self._ended:
            return
        self._network.look()
        self._on_change()

    def _on_network(self) -> None:
        """The network went or came back: what can be done about a payment is another now."""
        sell = self._sell()
        if sell is not None:
            sell.refresh()

    def _on_setting(self, key: str) -> None:
        if key == LANGUAGE.key:
            self._network.look()
            self._on_change()
            if self._reminder is not None:
                self._reminder.retranslate()

    def _tell(self, found: Found) -> None:
        window = self._till.window
        if window is None:
            return
        self._till.sounds.play("paid" if found.paid else "attention")
        window.announce(found.text, urgent=True)
        if found.paid:
            window.toast(Toast(found.text, icon="check-circle"))
            return
        again = partial(self.show_list, found.order)
        window.toast(Toast(found.text, icon="warning", action=_("Collect again"), act=again))

    def _on_change(self, _event: object = None) -> None:
        if not self._counting.isActive():
            self._counting.start()
        if self._card is not None:
            self._card.refresh()

    def _count(self) -> None:
        """Count off the main thread: it looks through the orders."""
        self._till.runner.run(self, lambda _job: self._desk.count(), done=self._show_count)

    def _show_count(self, count: int) -> None:
        window, sell = self._till.window, self._sell()
        if window is None:
            return
        others = count - int(sell is not None and sell.order_in_hand is not None)
        if sell is not None:
            sell.show_pending(others)
        if others <= 0:
            window.top_bar.hide_chip(_CHIP)
            return
        words = _("Pending payments")
        bar = window.top_bar
        bar.show_chip(_CHIP, words, tone="warning", icon="hourglass-medium", count=str(others))

    def _sell(self) -> SellPage | None:
        window = self._till.window
        page = window.page("sell") if window is not None else None
        return page if isinstance(page, SellPage) else None
