"""The running program: the window first, the shop right after its first picture, an end in order.

Order: first look (standard library only) → first picture painted → looks, window and selling page
built → shop opened → selling page attached → what can wait (`Caretaker`). Closing goes the other
way round. Nothing dear is imported before the first picture.
"""

from __future__ import annotations

import logging
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from microshop_desktop.app.pages import Pages
from microshop_desktop.persistence.first_look import FirstLook, first_look
from microshop_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    from microshop_desktop.app.caretaker import Caretaker
    from microshop_desktop.app.collecting import Collecting
    from microshop_desktop.app.online import OnlineShops
    from microshop_desktop.app.opened import OpenedShop
    from microshop_desktop.app.phone_payments import PhonePayments
    from microshop_desktop.channels.sync_rounds import MakeChannel
    from microshop_desktop.domain.errors import ShopError
    from microshop_desktop.infra.clock import Clock
    from microshop_desktop.infra.folders import Folders
    from microshop_desktop.infra.settings import Settings
    from microshop_desktop.payments.collector import MakeGateway
    from microshop_desktop.ui.first_run.view_model import Plan
    from microshop_desktop.ui.runner import Runner
    from microshop_desktop.ui.scan_input import ScanInput
    from microshop_desktop.ui.widgets.sounds import Sounds

_log = logging.getLogger(__name__)
_STOP_WAIT_MS = 5_000
SWITCH_SECONDS = 0.000_2
"""So long another thread keeps the interpreter though the window waits for it. Each stroke of paint
lets go of it: with Python's own 5 ms a frame beside a sync takes 42 ms, with this one 26.
"""


class Overrides:
    """What a test puts in the place of the real thing; None takes the real one."""

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        runner: Runner | None = None,
        sounds: Sounds | None = None,
        gateways: MakeGateway | None = None,
        channels: MakeChannel | None = None,
    ) -> None:
        self.clock, self.runner, self.sounds = clock, runner, sounds
        self.gateways, self.channels = gateways, channels


class Till(QObject):
    """One window on one shop. Lives in the main thread."""

    def __init__(
        self, folders: Folders, settings: Settings, *, overrides: Overrides | None = None
    ) -> None:
        super().__init__()
        self.folders, self.settings = folders, settings
        self._overrides = overrides or Overrides()
        self.opened: OpenedShop | None = None
        self._collecting: Collecting | None = None
        self._phone_payments: PhonePayments | None = None
        self._online: OnlineShops | None = None
        self.look: FirstLook | None = None
        self.pages = Pages(self)
        self.window: MainWindow | None = None
        self.scan: ScanInput | None = None
        self.caretaker: Caretaker | None = None
        self._scanned_app: QApplication | None = None
        self._stop_listening = settings.on_change(self._on_setting)
        self._ended = False

    @cached_property
    def clock(self) -> Clock:
        """The clock of the shop."""
        from microshop_desktop.infra.clock import SystemClock

        return self._overrides.clock or SystemClock()

    @cached_property
    def runner(self) -> Runner:
        """Where work over 50 ms goes."""
        from microshop_desktop.ui.runner import ThreadRunner

        return self._overrides.runner or ThreadRunner()

    @cached_property
    def sounds(self) -> Sounds:
        """The little sounds."""
        from microshop_desktop.ui.widgets.sounds import QtSounds

        return self._overrides.sounds or QtSounds(self.settings)

    # ------------------------------------------------------------------ begin

    def listen_for_scans(self, app: QApplication) -> None:
        """Take the keys of scanners out of all others, from when there is a page for them."""
        self._scanned_app = app

    def show(self) -> None:
        """Show the till of a shop that is there, or the first run."""
        if not self.folders.shop_file.exists():
            self._dress()
            self._hear_scans()
            self.pages.show_first_run()
            return
        self.look = first_look(self.folders.shop_file)
        picture = self.pages.first_picture(self.look)
        self.window = MainWindow(self.settings, picture)
        self.window.closing.connect(self.end)
        self.window.first_painted.connect(self.begin)
        self.window.show()
        # Not every desktop gives a new window the keyboard, and without it no shortcut fires.
        self.window.activateWindow()

    def begin(self) -> None:
        """Build what the first picture showed and open the shop behind it."""
        if self.window is None or self.window.is_complete:
            return
        import microshop_desktop
        from microshop_desktop.ui.window_parts import Equipment

        _log.info("Microshop %s starts", microshop_desktop.__version__)
        sys.setswitchinterval(SWITCH_SECONDS)
        self._dress()
        if self.look is None:
            self._look_again()
        self.window.complete(self.pages.specs(), Equipment(self.runner, self.sounds))
        if self.look is not None:
            self.window.show_shop(self.look.shop_name)
        self.window.go_to("sell")
        # Not before: the filter would be asked about each of the events that building takes.
        self._hear_scans()
        self.window.replay_early_keys()
        # What was pressed and scanned meanwhile lies in the queue: it comes first.
        QTimer.singleShot(0, self, self._open_behind)

    def _look_again(self) -> None:
        """Upgrade a file that could not be looked at; where that fails, opening it says why."""
        from microshop_desktop.app.opened import upgrade
        from microshop_desktop.domain.errors import ShopError

        try:
            upgrade(self.folders)
        except ShopError as problem:
            _log.warning("there is nothing to look at yet: %s", problem)
            return
        self.look = first_look(self.folders.shop_file)

    def _open_behind(self) -> None:
        """Load the services off the main thread, where scans are answered meanwhile; then open."""

        def load(_job: object) -> None:
            from microshop_desktop.app import opened  # noqa: F401 (loaded for what comes next)
            from microshop_desktop.ui.sell import service_desk  # noqa: F401

        def go_on(_result: object) -> None:
            if not self._ended:
                self.open_shop()

        self.runner.run(self, load, done=go_on, failed=go_on)

    def open_shop(self) -> None:
        """Open the shop; where that fails a window of its own says why."""
        from microshop_desktop.app.opened import open_the_shop
        from microshop_desktop.domain.errors import ShopError

        if self.opened is not None or self.window is None or self._ended:
            return
        try:
            self.opened = open_the_shop(self.folders, settings=self.settings, clock=self.clock)
        except ShopError as problem:
            _log.warning("the shop did not open: %s", problem)
            self.pages.show_trouble(problem)
            return
        self.pages.attach(self.opened)
        QTimer.singleShot(0, self, self._settle)

    def open_services(self) -> OpenedShop:
        """The open shop, opened now where a page is visited before it is."""
        if self.opened is None:
            self.open_shop()
        if self.opened is None:
            from microshop_desktop.domain.errors import ErrorCode, ShopError

            raise ShopError(ErrorCode.SHOP_MISSING, place=str(self.folders.data))
        return self.opened

    @property
    def collecting(self) -> Collecting:
        """What money by phone needs: the accounts, and the collector's thread."""
        from microshop_desktop.app.collecting import Collecting

        if self._collecting is None:
            self._collecting = Collecting(self.open_services(), make=self._overrides.gateways)
        return self._collecting

    def look_at_payments(self) -> None:
        """Take in what was written by another program, or by this one."""
        if self._collecting is not None:
            self._collecting.look_again()

    def look_at_shops(self) -> None:
        """Take in what was written to the accounts of online shops, by this program or another.

        With the first of them the syncs begin; what that needs is loaded off the main thread.
        """
        from microshop_desktop.persistence.first_look import has_online_shops

        if self._online is not None:
            self._online.syncing.look_again()
        elif self.opened is not None and has_online_shops(self.folders.shop_file):
            self.runner.run(self, _load_syncs, done=self._begin_syncs, failed=self._begin_syncs)

    @property
    def online(self) -> OnlineShops:
        """The online shops, whose syncs begin when this is first wanted."""
        from microshop_desktop.app.online import OnlineShops

        if self._online is None:
            self._online = OnlineShops(self, self._overrides.channels)
            self._online.begin()
        return self._online

    def _begin_syncs(self, _loaded: object) -> None:
        if self.opened is not None and not self._ended:
            _log.info("%d online shops", len(self.online.syncing.accounts))

    def begin_selling(self, plan: Plan) -> None:
        """Show the till of a shop that was just founded, and its table to import."""
        self.pages.forget()
        self.show()
        if plan.goods_file is not None and self.window is not None:
            self.begin()
            self.window.go_to("products", plan.goods_file)

    def _dress(self) -> None:
        """Put on the looks: they are dear and not needed for the first picture."""
        from microshop_desktop.app.qt_messages import log_qt_messages
        from microshop_desktop.ui.looks import apply_looks

        apply_looks(self.settings)
        if self._scanned_app is not None:
            log_qt_messages()

    def _hear_scans(self) -> None:
        """Listen to scanners, from when there is something on the screen for what they say."""
        from microshop_desktop.infra.settings import SCANNER_GAP_MS
        from microshop_desktop.ui.scan_input import ScanInput

        if self.scan is None:
            self.scan = ScanInput(self.settings.get(SCANNER_GAP_MS), self)
            self.scan.scanned.connect(self.pages.take_scan)
            if self._scanned_app is not None:
                self.scan.install(self._scanned_app)

    def _settle(self) -> None:
        """What can wait until a seller sees and scans."""
        from microshop_desktop.app.caretaker import Caretaker

        if self.opened is not None and self.window is not None:
            self.opened.begin_printing()
            self.pages.news.show_print_jobs()
            self.caretaker = Caretaker(self, self.opened)
            self._follow_payments()
            self.look_at_shops()

    def _follow_payments(self) -> None:
        """Take up open payments; what that needs is loaded off the main thread."""

        def load(_job: object) -> None:
            # Loaded for what comes next.
            from microshop_desktop.app import collecting, phone_payments  # noqa: F401

        def go_on(_result: object) -> None:
            if self.opened is not None and not self._ended:
                self._begin_phone_payments()

        self.runner.run(self, load, done=go_on, failed=go_on)

    def shops_in_step(self, in_step: bool) -> None:  # noqa: FBT001 (a slot)
        """Show beside the network whether all online shops are in step."""
        if self._phone_payments is not None:
            self._phone_payments.shops_in_step(in_step)

    def _begin_phone_payments(self) -> None:
        from microshop_desktop.app.phone_payments import PhonePayments

        self._phone_payments = PhonePayments(self)
        self.collecting.begin_if_wanted()

    # ------------------------------------------------------------------ run

    def show_trouble(self, problem: ShopError) -> None:
        """Let go of the shop and say what is the matter with it."""
        self.close_shop()
        self.pages.show_trouble(problem)

    def restore(self, backup: Path) -> None:
        """Close the shop, put a backup in its place and open the till on it."""
        from microshop_desktop.app.going_back import go_back

        go_back(self, backup)

    def come_to_front(self) -> None:
        """The program was started once more: show this window above all others and say why."""
        from microshop_desktop.infra.translations import _
        from microshop_desktop.ui.widgets.toast import Toast

        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.raise_()
            self.window.activateWindow()
            self.window.toast(Toast(_("The shop is already open, in this window.")))

    def _on_setting(self, key: str) -> None:
        """Do at once what a changed setting of this laptop asks for."""
        from microshop_desktop.app.applying import apply_setting

        apply_setting(self, key)

    # ------------------------------------------------------------------ end

    def start_again(self) -> None:
        """Close the window and show the till anew, as after the first run or a restored backup."""
        before, self.window = self.window, None
        self.close_shop()
        self.pages.forget()
        self.show()
        if before is not None:
            before.closing.disconnect(self.end)
            before.close()
            before.deleteLater()

    def close_shop(self) -> None:
        """Let go of the shop's file; the window may stay."""
        if self.caretaker is not None:
            self.caretaker.stop()
            self.caretaker = None
        if self._online is not None:
            self._online.end()
            self._online = None
        if self._collecting is not None:
            self._collecting.end()
            self._collecting = None
        if self._phone_payments is not None:
            self._phone_payments.end()
            self._phone_payments = None
        if self.opened is not None:
            self.opened.close()
            self.opened = None

    def _leave_keys_alone(self) -> None:
        """Give keys and Qt's remarks back to whoever comes after this till."""
        if self._scanned_app is None or self.scan is None:
            return
        from microshop_desktop.app.qt_messages import leave_qt_messages

        self._scanned_app.removeEventFilter(self.scan)
        leave_qt_messages()

    def _stop_work(self) -> None:
        from microshop_desktop.ui.runner import ThreadRunner

        if isinstance(self.runner, ThreadRunner):
            self.runner.stop(wait_ms=_STOP_WAIT_MS)

    def end_without_window(self) -> None:
        """The first run or the trouble window was closed: end, unless the till took its place."""
        if self.window is None or not self.window.isVisible():
            self.end()

    def end(self) -> None:
        """Stop work, back up, close the shop, in this order; a second call does nothing."""
        if self._ended:
            return
        self._ended = True
        self._stop_listening()
        self._leave_keys_alone()
        self._stop_work()
        if self.opened is not None:
            from microshop_desktop.app.opened import backup_at_close

            backup_at_close(self.opened)
        self.close_shop()
        self.pages.stop()
        if self.window is not None:
            self.window.let_go()
        QApplication.quit()


def _load_syncs(_job: object) -> None:
    """Load what syncs need."""
    from microshop_desktop.app import online  # noqa: F401
    from microshop_desktop.channels import making, registry, sync_thread  # noqa: F401
