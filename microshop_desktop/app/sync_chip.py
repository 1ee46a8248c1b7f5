"""The chip of the top bar that says how the online shops stand; a press shows their page."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.channel_accounts import FILE
from microshop_desktop.ui.online.words import share_of

if TYPE_CHECKING:
    from microshop_desktop.app.syncing import Syncing
    from microshop_desktop.app.till import Till

KEY = "sync"
_SOON_MS = 250
_STALE = timedelta(minutes=15)
"""A shop that was not in step for so long says nothing of the network of now."""


class SyncChip(QObject):
    """Shows trouble, else how far a sync is, else nothing. Lives in the main thread."""

    in_step = Signal(bool)
    """Whether all online shops answered just now and show what they should."""

    def __init__(self, till: "Till", syncing: "Syncing") -> None:
        super().__init__(syncing)
        self._till, self._syncing = till, syncing
        self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        syncing.changed.connect(self._look_soon)
        if till.window is not None:
            till.window.top_bar.chip(KEY).clicked.connect(self._show_page)

    def look(self) -> None:
        """Show how the online shops stand now."""
        window = self._till.window
        if window is None:
            return
        states = self._syncing.states().values()
        running = [state.doing for state in states if state.doing is not None]
        catching = self._syncing.catch_up()
        # Not "synced" beside a sync that runs: the two would contradict each other.
        self._tell_network(settled=not running and all(state.problem is None for state in states))
        troubled = sum(state.problem is not None for state in states)
        if troubled:
            words = ngettext(
                "{count} online shop not synced", "{count} online shops not synced", troubled
            )
            text = words.format(count=troubled)
            window.top_bar.show_chip(KEY, text, tone="warning", icon="storefront")
        elif catching is not None and catching.ended is None and catching.total:
            text = _("Catching up {done}/{total}").format(
                done=number_text(catching.done), total=number_text(catching.total)
            )
            window.top_bar.show_chip(KEY, text, tone="accent", icon="arrows-clockwise")
        elif running:
            text = _("Syncing {share}").format(share=f"{share_of(running[0]):.0%}")
            window.top_bar.show_chip(KEY, text, tone="accent", icon="arrows-clockwise")
        else:
            window.top_bar.hide_chip(KEY)

    def _tell_network(self, *, settled: bool) -> None:
        """Let the chip of the network know whether all shops were in step just now."""
        views = self._syncing.accounts
        accounts = [view.id for view in views if view.enabled and view.transport != FILE]
        well, now = self._syncing.well(), self._till.clock.now()
        in_step = all(key in well and now - well[key] < _STALE for key in accounts)
        self.in_step.emit(bool(accounts) and in_step and settled)

    def stop(self) -> None:
        """Show nothing any more: the window may be gone."""
        self._stopped = True
        self._timer.stop()

    def _look_soon(self) -> None:
        if not self._stopped and not self._timer.isActive():
            self._timer.start(_SOON_MS)

    def _show_page(self) -> None:
        if self._till.window is not None:
            self._till.window.go_to("online")
