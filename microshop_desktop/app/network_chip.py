"""The chip of the top bar that says whether the platforms can be reached, and since when.

It knows what the collector found out by asking about payments, and whether online shops are in
step. Only while nothing answers it has a platform asked something harmless from time to time, so
that the end is noticed without a payment.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from microshop_desktop.infra.formats import time_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.theme import current

if TYPE_CHECKING:
    from datetime import datetime

    from microshop_desktop.app.collecting import Collecting
    from microshop_desktop.app.till import Till

KEY = "network"
_SECOND_MS = 1_000
_ASK_EVERY = 15
"""Seconds between two harmless questions while nothing answers."""
_COUNTED = timedelta(hours=1)
"""So long the seconds are counted; later it says since what time of day."""


class NetworkChip(QObject):
    """`changed` when the network went or came back. Lives in the main thread."""

    changed = Signal()

    def __init__(self, till: "Till", collecting: "Collecting", parent: QObject) -> None:
        super().__init__(parent)
        self._till, self._collecting = till, collecting
        self._shown: bool | None = None
        self._seconds = 0
        self._asking = False
        self._shops_in_step = False
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self._tick)
        if till.window is not None:
            till.window.top_bar.chip(KEY).clicked.connect(self.ask)

    def look(self) -> None:
        """Show what the collector knows by now; nothing while it has not asked yet."""
        online = self._collecting.online
        if online is False:
            self._show_offline()
            self._timer.start()
        else:
            self._timer.stop()
            self._show_online(known=online is True)
        if online != self._shown:
            self._shown = online
            self._seconds = 0
            self.changed.emit()

    def shops_in_step(self, in_step: bool) -> None:  # noqa: FBT001 (a slot)
        """Take in whether the online shops answered just now and are in step."""
        if in_step != self._shops_in_step:
            self._shops_in_step = in_step
            self.look()

    def ask(self) -> None:
        """Have the platforms that do not answer asked now, off the main thread."""
        if self._asking:
            return
        self._asking = True
        self._till.runner.run(
            self,
            lambda _job: self._collecting.look_for_network(),
            done=lambda _nothing: self._asked(),
            failed=lambda _problem: self._asked(),
        )

    def _asked(self) -> None:
        self._asking = False
        self.look()

    def _tick(self) -> None:
        self._seconds += 1
        if self._seconds % _ASK_EVERY == 0:
            self.ask()
        self.look()

    def _show_online(self, *, known: bool) -> None:
        window = self._till.window
        if window is None:
            return
        if self._shops_in_step:
            text = _("Online · synced")
            window.top_bar.show_chip(KEY, text, tone="success", icon="cloud-check")
        elif known:
            window.top_bar.show_chip(KEY, _("Online"), tone="success", icon="cloud-check")
        else:
            window.top_bar.hide_chip(KEY)

    def _show_offline(self) -> None:
        since, window = self._collecting.offline_since, self._till.window
        if since is not None and window is not None:
            now = self._till.clock.now()
            local = self._collecting.local(since)
            words = offline_words(now - since, local, brief=current().roomy)
            window.top_bar.show_chip(KEY, words, tone="danger", icon="wifi-slash")


def offline_words(lasts: timedelta, since: "datetime", *, brief: bool = False) -> str:
    """Return how long nothing answers, or since when; `since` as the shop's clocks show it.

    `brief` leaves out what still works, where the bar has no room for it.
    """
    if lasts >= _COUNTED:
        words = _("Offline since {time}") if brief else _("Offline since {time} · cash still works")
        return words.format(time=time_text(since))
    minutes, seconds = divmod(max(0, int(lasts.total_seconds())), 60)
    words = _("Offline {time}") if brief else _("Offline {time} · cash still works")
    return words.format(time=f"{minutes}:{seconds:02d}")
