"""What goes on beside selling: other starts and writers, backups, a look after a crash."""

import logging
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer

from microshop_desktop.app.garbage import GarbageCollector
from microshop_desktop.app.opened import OpenedShop
from microshop_desktop.app.single_window import SingleWindow
from microshop_desktop.app.watch import Watch
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.formats import moment_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.clock_check import later_than_now

if TYPE_CHECKING:
    from microshop_desktop.app.till import Till

_log = logging.getLogger(__name__)
_BACKUP_LOOK_MS = 10 * 60 * 1000
_TEND_MS = 60 * 60 * 1000


class Caretaker(QObject):
    """Lives while the shop is open, in the main thread."""

    def __init__(self, till: "Till", opened: OpenedShop) -> None:
        super().__init__(till)
        self._till, self._opened = till, opened
        self._single = SingleWindow(till.folders.data, self)
        self._single.asked.connect(till.come_to_front)
        self.watch = Watch(till.folders.shop_file, self)
        self.watch.changed.connect(till.pages.refresh_all)
        self.watch.changed.connect(till.look_at_payments)
        self.watch.changed.connect(till.look_at_shops)
        opened.bridge.attempt_changed.connect(self.watch.own_note)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.back_up_if_due)
        self._timer.timeout.connect(self.check_clock)
        self._timer.start(_BACKUP_LOOK_MS)
        self._tending = QTimer(self)
        self._tending.timeout.connect(self.tend_goods)
        self._tending.start(_TEND_MS)
        self._garbage = GarbageCollector(self)
        till.runner.run(self, lambda _job: opened.check_after_unclean_end(), done=self._judge_check)

    def back_up_if_due(self) -> None:
        """Make the hourly backup off the main thread; selling goes on meanwhile."""
        backups, actor = self._opened.backups(), self._opened.actor
        if backups.is_due():
            self._till.runner.run(
                self,
                lambda _job: backups.make(actor),
                done=lambda _made: self._hide_problem(),
                failed=self._show_problem,
            )

    def check_clock(self) -> None:
        """Say so where the computer's clock stands before the newest sale: days would be wrong."""
        newest = later_than_now(self._opened.shop)
        window = self._till.window
        if window is None:
            return
        if newest is None:
            window.top_bar.hide_chip("clock")
            return
        profile = self._opened.shop.profile
        last = moment_text(newest.astimezone(ZoneInfo(profile.zone)), self._opened.shop.today())
        text = _("Check the clock: last sale {time}").format(time=last)
        window.top_bar.show_chip("clock", text, tone="warning", icon="clock")

    def tend_goods(self) -> None:
        """Do what is due each hour, off the main thread.

        Imports that were cut off are ended, what sells comes first, and addresses are forgotten:
        also those of online shops that are synced no more.
        """
        shop, actor = self._opened.shop, self._opened.actor

        def work(_job: object) -> None:
            from microshop_desktop.services.bulk_edits import BulkEdits
            from microshop_desktop.services.contacts import Contacts
            from microshop_desktop.services.popularity import Popularity
            from microshop_desktop.services.unfinished_imports import has_unfinished

            Contacts(shop).forget_due()
            if has_unfinished(shop.database):
                from microshop_desktop.services.imports import Imports

                Imports(shop).recover(actor)
            BulkEdits(shop).recover(actor)
            Popularity(shop).refresh()

        self._till.runner.run(self, work, done=lambda _done: None, failed=_log_failure)

    def stop(self) -> None:
        """Let go of everything, before the shop is closed."""
        self._timer.stop()
        self._tending.stop()
        self._garbage.stop()
        self.watch.stop()
        self._single.close()
        self.deleteLater()

    def _judge_check(self, fault: str | None) -> None:
        if fault is None:
            self.check_clock()
            self.back_up_if_due()
            self.tend_goods()
            return
        _log.error("the shop's file is damaged: %s", fault)
        place = str(self._till.folders.shop_file)
        self._till.show_trouble(ShopError(ErrorCode.DATABASE_DAMAGED, path=place))

    def _show_problem(self, problem: Exception) -> None:
        _log.warning("no backup: %s", problem)
        if self._till.window is not None:
            text = _("No backup could be made")
            self._till.window.top_bar.show_chip("backup", text, tone="warning", icon="hard-drives")

    def _hide_problem(self) -> None:
        if self._till.window is not None:
            self._till.window.top_bar.hide_chip("backup")


def _log_failure(problem: Exception) -> None:
    _log.warning("goods were not tended: %s", problem)
