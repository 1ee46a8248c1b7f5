"""What the top bar tells by itself: whose shop it is, who works, the time, what was not printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from datetime import datetime

    from microshop_desktop.app.opened import OpenedShop
    from microshop_desktop.app.till import Till

_CLOCK_MS = 1_000


class TopBarNews:
    """Keeps the top bar of a till's window in step with its shop, from `attach` to `stop`."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._clock = QTimer(till)
        self._clock.timeout.connect(self._tick)

    def attach(self, opened: OpenedShop) -> None:
        """Tell of this shop from now on."""
        window = self._till.window
        opened.bridge.settings_changed.connect(self.show_who_sells)
        opened.bridge.orders_changed.connect(self._show_shift)
        opened.bridge.print_jobs_changed.connect(self.show_print_jobs)
        if window is not None:
            window.top_bar.chip("printer").clicked.connect(self._list_print_jobs)
        self.show_who_sells()
        self._tick()
        self._clock.start(_CLOCK_MS)

    def stop(self) -> None:
        """The program ends: the clock stands still."""
        self._clock.stop()

    def show_who_sells(self) -> None:
        """Show in the top bar whose shop it is and who works in it since when."""
        opened, window = self._till.opened, self._till.window
        if opened is None or window is None:
            return
        window.show_shop(opened.shop.profile.name)
        self._show_shift()

    def _show_shift(self) -> None:
        from zoneinfo import ZoneInfo

        from microshop_desktop.infra.formats import moment_text
        from microshop_desktop.services.shifts import Shifts

        opened, window = self._till.opened, self._till.window
        if opened is None or window is None:
            return
        shift = Shifts(opened.shop).open_one(opened.actor)
        name = opened.actor.name or _("Owner")
        since = ""
        if shift is not None:
            local = shift.opened_at.astimezone(ZoneInfo(opened.shop.profile.zone))
            at = moment_text(local, self._local_now().date())
            since = _("Shift since {time}").format(time=at)
        window.top_bar.show_staff(name, since)

    def show_print_jobs(self) -> None:
        """Show in the top bar how many receipts could not be printed."""
        opened, window = self._till.opened, self._till.window
        if opened is None or window is None:
            return
        failed = opened.queue.failed(opened.actor)
        if not failed:
            window.top_bar.hide_chip("printer")
            return
        text = _("Receipts not printed")
        count = str(len(failed))
        window.top_bar.show_chip("printer", text, tone="warning", icon="printer", count=count)

    def _list_print_jobs(self) -> None:
        """Show what was not printed and why, with ways to print it again."""
        from microshop_desktop.ui.printing.print_list import PrintList
        from microshop_desktop.ui.printing.service_desk import QueueDesk

        opened, window = self._till.opened, self._till.window
        if opened is None or window is None:
            return
        desk = QueueDesk(opened.shop, opened.actor, opened.queue)
        shown = PrintList(window, desk)
        opened.bridge.print_jobs_changed.connect(shown.refresh)
        shown.open()

    def _tick(self) -> None:
        window = self._till.window
        if window is not None:
            window.top_bar.show_time(self._local_now())

    def _local_now(self) -> datetime:
        from zoneinfo import ZoneInfo

        opened = self._till.opened
        zone = opened.shop.profile.zone if opened is not None else None
        return self._till.clock.now().astimezone(ZoneInfo(zone) if zone else None)
