"""The running program: the window first, the shop right after its first picture, an end in order.

Order: first look (stdlib only) → window painted → shop opened → selling page attached → clock,
backups and the watch over other writers. Closing goes the other way round.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from microshop_desktop.app.pages import Pages
from microshop_desktop.app.single_window import SingleWindow
from microshop_desktop.app.watch import Watch
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import Clock, SystemClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.language import first_language
from microshop_desktop.infra.settings import (
    LANGUAGE,
    REDUCED_MOTION,
    SCANNER_GAP_MS,
    SOUND_VOLUME,
    TEXT_SCALE,
    THEME,
    Settings,
)
from microshop_desktop.infra.translations import _, use_language
from microshop_desktop.persistence.first_look import FirstLook, first_look
from microshop_desktop.ui.looks import apply_looks
from microshop_desktop.ui.main_window import MainWindow
from microshop_desktop.ui.runner import Runner, ThreadRunner
from microshop_desktop.ui.scan_input import ScanInput
from microshop_desktop.ui.widgets.sounds import QtSounds, Sounds
from microshop_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from microshop_desktop.app.opened import OpenedShop
    from microshop_desktop.ui.first_run.view_model import Plan

_log = logging.getLogger(__name__)
_STOP_WAIT_MS = 5_000
_BACKUP_LOOK_MS = 10 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a test puts in the place of the real thing; None takes the real one."""

    clock: Clock | None = None
    runner: Runner | None = None
    sounds: Sounds | None = None


class Till(QObject):
    """One window on one shop. Lives in the main thread."""

    def __init__(
        self, folders: Folders, settings: Settings, *, overrides: Overrides | None = None
    ) -> None:
        super().__init__()
        chosen = overrides or Overrides()
        self.folders, self.settings = folders, settings
        self.clock: Clock = chosen.clock or SystemClock()
        self.runner: Runner = chosen.runner or ThreadRunner()
        self.sounds: Sounds = chosen.sounds or QtSounds(settings.get(SOUND_VOLUME))
        self.opened: OpenedShop | None = None
        self.look: FirstLook | None = None
        self.pages = Pages(self)
        self.window: MainWindow | None = None
        self.scan = ScanInput(settings.get(SCANNER_GAP_MS), self)
        self.scan.scanned.connect(self.pages.take_scan)
        self._stop_listening = settings.on_change(self._on_setting)
        self._single: SingleWindow | None = None
        self.watch: Watch | None = None
        self._backup_timer = QTimer(self)
        self._backup_timer.timeout.connect(self.back_up_if_due)
        self._ended = False

    # ------------------------------------------------------------------ begin

    def listen_for_scans(self, app: QApplication) -> None:
        """Take the keys of scanners out of all others from now on."""
        self.scan.install(app)

    def show(self) -> None:
        """Show the till of a shop that is there, or the first run."""
        if not self.folders.shop_file.exists():
            self.pages.show_first_run()
            return
        self.look = first_look(self.folders.shop_file)
        self.window = self._build_window()
        self.window.first_painted.connect(self.open_shop)
        self.window.go_to("sell")
        self.window.show()

    def open_shop(self) -> None:
        """Open the shop behind the painted window; where that fails the window says why."""
        from microshop_desktop.app.opened import open_the_shop

        if self.opened is not None or self.window is None:
            return
        try:
            self.opened = open_the_shop(self.folders, settings=self.settings, clock=self.clock)
        except ShopError as problem:
            _log.warning("the shop did not open: %s", problem)
            self.pages.show_trouble(problem)
            return
        self.pages.attach(self.opened)
        QTimer.singleShot(0, self, self._settle)

    def open_services(self) -> "OpenedShop":
        """The open shop, opened now where a page is visited before it is."""
        if self.opened is None:
            self.open_shop()
        if self.opened is None:
            raise ShopError(ErrorCode.SHOP_MISSING, place=str(self.folders.data))
        return self.opened

    def begin_selling(self, plan: "Plan") -> None:
        """Show the till of a shop that was just founded, and its table to import."""
        self.pages.forget()
        self.show()
        if plan.goods_file is not None and self.window is not None:
            self.open_services()
            self.window.go_to("products", plan.goods_file)

    def end_without_window(self) -> None:
        """The first run or the trouble window was closed: end, unless the till took its place."""
        if self.window is None or not self.window.isVisible():
            self.end()

    def _build_window(self) -> MainWindow:
        window = MainWindow(
            self.pages.specs(), settings=self.settings, runner=self.runner, sounds=self.sounds
        )
        if self.look is not None:
            window.show_shop(self.look.shop_name)
        window.closing.connect(self.end)
        return window

    def _settle(self) -> None:
        """What can wait until a seller sees and scans: other starts, backups, other writers."""
        if self.opened is None or self.window is None:
            return
        self._single = SingleWindow(self.folders.data, self)
        self._single.asked.connect(self._come_to_front)
        self.watch = Watch(self.folders.shop_file, self)
        self.watch.changed.connect(self.pages.refresh_all)
        self._backup_timer.start(_BACKUP_LOOK_MS)
        self._check_after_unclean_end()

    def _check_after_unclean_end(self) -> None:
        opened = self.opened
        if opened is None:
            return
        self.runner.run(self, lambda _job: opened.check_after_unclean_end(), done=self._judge_check)

    def _judge_check(self, fault: str | None) -> None:
        if fault is None:
            self.back_up_if_due()
            return
        _log.error("the shop's file is damaged: %s", fault)
        place = str(self.folders.shop_file)
        self.close_shop()
        self.pages.show_trouble(ShopError(ErrorCode.DATABASE_DAMAGED, path=place))

    # ------------------------------------------------------------------ run

    def back_up_if_due(self) -> None:
        """Make the hourly backup off the main thread; selling goes on meanwhile."""
        opened = self.opened
        if opened is None:
            return
        backups = opened.backups()
        if backups.is_due():
            self.runner.run(
                self,
                lambda _job: backups.make(opened.actor),
                done=lambda _made: self._hide_backup_problem(),
                failed=self._show_backup_problem,
            )

    def restore(self, backup: Path) -> None:
        """Close the shop, put a backup in its place and open the till on it."""
        from microshop_desktop.services.backups import restore_shop

        self.close_shop()
        try:
            restored = restore_shop(backup, self.folders.shop_file, self.clock)
        except ShopError as problem:
            self.start_again()
            if self.window is not None:
                self.window.report(problem)
            return
        self.start_again()
        if self.window is not None:
            text = _("The shop is back to {count} orders").format(
                count=number_text(restored.orders)
            )
            self.window.toast(Toast(text, icon="check-circle"))

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
        self._backup_timer.stop()
        if self.watch is not None:
            self.watch.stop()
            self.watch = None
        if self._single is not None:
            self._single.close()
            self._single = None
        if self.opened is not None:
            self.opened.close()
            self.opened = None

    def end(self) -> None:
        """Stop work, back up, close the shop, in this order; a second call does nothing."""
        if self._ended:
            return
        self._ended = True
        self._stop_listening()
        if isinstance(self.runner, ThreadRunner):
            self.runner.stop(wait_ms=_STOP_WAIT_MS)
        if self.opened is not None:
            from microshop_desktop.app.opened import backup_at_close

            backup_at_close(self.opened)
        self.close_shop()
        QApplication.quit()

    def _on_setting(self, key: str) -> None:
        """Do at once what a changed setting of this laptop asks for."""
        if key in {THEME.key, TEXT_SCALE.key, REDUCED_MOTION.key}:
            apply_looks(self.settings)
        elif key == SCANNER_GAP_MS.key:
            self.scan.set_gap(self.settings.get(SCANNER_GAP_MS))
        elif key == SOUND_VOLUME.key and isinstance(self.sounds, QtSounds):
            self.sounds.set_volume(self.settings.get(SOUND_VOLUME))
        elif key == LANGUAGE.key:
            use_language(first_language(self.settings))

    def _come_to_front(self) -> None:
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.raise_()
            self.window.activateWindow()

    def _show_backup_problem(self, problem: Exception) -> None:
        _log.warning("no backup: %s", problem)
        if self.window is not None:
            text = _("No backup could be made")
            self.window.top_bar.show_chip("backup", text, tone="warning", icon="hard-drives")

    def _hide_backup_problem(self) -> None:
        if self.window is not None:
            self.window.top_bar.hide_chip("backup")
