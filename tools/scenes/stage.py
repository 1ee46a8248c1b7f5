"""Where scenes are played: the real window on a sample shop, driven through its own widgets."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QWidget

from microshop_desktop.app.start import build_app
from microshop_desktop.app.till import Overrides, Till
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.settings import LANGUAGE, REDUCED_MOTION, THEME, Settings
from microshop_desktop.infra.translations import use_language
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.sample_data import sample_data
from microshop_desktop.services.sample_shop import SampleShop
from microshop_desktop.ui.runner import ImmediateRunner
from microshop_desktop.ui.widgets.sounds import SilentSounds
from tools.scenes.online import no_channel
from tools.scenes.played_platform import PlayedPlatform

if TYPE_CHECKING:
    from collections.abc import Callable

    from microshop_desktop.infra.folders import Folders
    from microshop_desktop.infra.translations import Language
    from microshop_desktop.ui.main_window import MainWindow
    from microshop_desktop.ui.page import Page

    Take = Callable[[str, QWidget], None]

WIDTH, HEIGHT = 1366, 768
ZONE = "Asia/Shanghai"
PATIENCE_SECONDS = 20.0
_SHORT_MS = 500
"""Longer timers are no pauses: they are left to run."""
_BEFORE = {Qt.WindowType.Dialog, Qt.WindowType.Popup}
P = TypeVar("P", bound="Page")


class Stage:
    """A window with everything done at once, and the hands of a seller."""

    def __init__(self, till: Till, take: Take, platform: PlayedPlatform | None = None) -> None:
        self.till = till
        self.platform = platform or PlayedPlatform()
        self._take = take
        self.window = _opened(till)
        self.window.resize(WIDTH, HEIGHT)
        self.window.activateWindow()

    # ------------------------------------------------------------------ what is seen

    def take(self, name: str, seen: QWidget | None = None) -> None:
        """Give what is seen now, in the window or in one of its own, to whoever looks."""
        shown = seen or self.window
        self.settle(shown)
        shown.grab()  # what is painted for the first time asks for its photos
        self.settle(shown)
        self._take(name, shown)

    def alone(self, name: str, made: QWidget) -> None:
        """Show a window of its own, take it and let it go."""
        made.show()
        self.take(name, made)
        self.dismiss(made)

    def dismiss(self, made: QWidget) -> None:
        """Let a window of its own go."""
        made.blockSignals(True)  # noqa: FBT003 (its end is not the program's)
        made.close()
        made.deleteLater()
        self.window.activateWindow()
        self.settle()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait for what another thread does; raises `TimeoutError` where it never comes."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError
            _run_events()
            time.sleep(0.01)

    def settle(self, shown: QWidget | None = None) -> None:
        """Let the window finish what it began; pauses, such as after typing, are left out."""
        _run_events()
        while waiting := _waiting(shown or self.window):
            for timer in waiting:
                timer.setInterval(0)
            _run_events()

    def calm(self) -> None:
        """Let no news of the scene before stand on the screen."""
        self.window.parts.toasts.clear()
        self.settle()

    # ------------------------------------------------------------------ the hands

    def page(self, key: str, kind: type[P]) -> P:
        """Go to a page and return it."""
        self.window.go_to(key)
        page = self.window.current_page
        if not isinstance(page, kind):
            message = f"{key} is a {type(page).__name__}"
            raise TypeError(message)
        self.settle()
        return page

    def scan(self, *codes: str) -> None:
        """Scan codes as a serial scanner does."""
        if self.till.scan is not None:
            for code in codes:
                self.till.scan.give(code)
        self.settle()

    def type(self, widget: QWidget, text: str) -> None:
        """Type a text into a field."""
        widget.setFocus()
        QTest.keyClicks(widget, text)
        self.settle()

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key where the keyboard is."""
        focused: QWidget | None = self.window.focusWidget()
        QTest.keyClick(self.window if focused is None else focused, key, modifier)
        self.settle()

    def press(self, button: QAbstractButton) -> None:
        """Press a button."""
        button.click()
        self.settle()

    def in_dialog(self, act: Callable[[], object], step: Callable[[QDialog], object]) -> None:
        """Do what opens a dialog, play a step in it and leave it by its safe way."""
        problems: list[BaseException] = []

        def play() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog):
                problems.append(TypeError("no dialog was opened"))
                return
            try:
                step(dialog)
            except BaseException as problem:  # noqa: BLE001 (Qt would swallow it; raised below)
                problems.append(problem)
            finally:
                dialog.reject()

        QTimer.singleShot(0, self.window, play)
        act()
        self.window.activateWindow()
        self.settle()
        if problems:
            raise problems[0]

    def in_menu(self, name: str, act: Callable[[], object]) -> None:
        """Do what opens a menu, take it, and close it."""
        act()
        self.take(name)
        for menu in self.window.findChildren(QMenu):
            menu.close()
        self.settle()


def fill(folders: Folders, language: Language, *, theme: str = "light") -> Settings:
    """Found the sample shop of a language in these folders; returns the laptop's settings."""
    data = sample_data(language, currency("CNY"))
    settings = Settings(folders.settings_file)
    settings.put(LANGUAGE, language)
    settings.put(THEME, theme)
    settings.put(REDUCED_MOTION, value=True)
    use_language(language)
    with closing(open_database(folders.shop_file)) as database:
        shop = found_shop(
            database,
            SystemClock(),
            name=data.shop_name,
            currency_code="CNY",
            zone=ZONE,
            owner=data.owner,
        )
        SampleShop(shop, Pictures(folders.pictures)).load(shop.owner(), language)
    return settings


def stage_on(folders: Folders, settings: Settings, take: Take) -> Stage:
    """Open the window on a filled shop; end it by `stage.till.end()`."""
    platform = PlayedPlatform()
    overrides = Overrides(
        runner=ImmediateRunner(),
        sounds=SilentSounds(),
        gateways=lambda _facts: platform,
        channels=no_channel,
    )
    return Stage(build_app(folders, settings=settings, overrides=overrides), take, platform)


def whole_picture(shown: QWidget) -> QPixmap:
    """A window with the dialogs and menus that stand before it."""
    picture = shown.grab()
    painter = QPainter(picture)
    origin = shown.mapToGlobal(QPoint(0, 0))
    for other in QApplication.topLevelWidgets():
        if other is not shown and other.isVisible() and other.windowType() in _BEFORE:
            painter.drawPixmap(other.mapToGlobal(QPoint(0, 0)) - origin, other.grab())
    painter.end()
    return picture


def _opened(till: Till) -> MainWindow:
    """The window once its shop is open; raises `RuntimeError` where it does not open."""
    till.show()
    end = time.monotonic() + PATIENCE_SECONDS
    while till.caretaker is None and time.monotonic() < end:
        _run_events()
        time.sleep(0.01)
    if till.caretaker is None or till.window is None:
        message = "the shop did not open"
        raise RuntimeError(message)
    return till.window


def _waiting(shown: QWidget) -> list[QTimer]:
    return [
        timer
        for timer in shown.findChildren(QTimer)
        if timer.isActive() and timer.isSingleShot() and timer.interval() <= _SHORT_MS
    ]


def _run_events() -> None:
    for _round in range(2):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
