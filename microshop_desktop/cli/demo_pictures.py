"""Pictures of the real pages of a shop, taken without a display."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override

from microshop_desktop.app.start import build_app
from microshop_desktop.app.till import Overrides, Till
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import LANGUAGE, THEME, Settings
from microshop_desktop.infra.translations import current_language

WIDTH, HEIGHT = 1366, 768
_PATIENCE = 10.0
_SETTLE = 0.4
_SOON_MS = 2_000


def start_offscreen() -> QApplication:
    """Start Qt without a display, able to show windows as well as to draw."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(["microshop"])


def take_pictures(
    folders: Folders, clock: Clock, target: Path, *, selling: Path | None
) -> list[Path]:
    """Open the window on a shop, visit each page, and keep a picture of it.

    The selling page's picture also goes to `selling`.
    """
    settings = Settings(folders.settings_file)
    settings.put(LANGUAGE, current_language())
    settings.put(THEME, "light")
    till = build_app(folders, settings=settings, overrides=Overrides(clock=clock))
    till.show()
    try:
        return _visit_all(till, target, selling)
    finally:
        till.end()
        _run_events(0)


def take_selling_page_soon(target: Path) -> QApplication:
    """Keep a picture of the window that is about to open, once it has settled.

    Returns the application, started for it, which the caller holds until the window is closed.
    """
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(["microshop"])
    app.installEventFilter(_FirstWindow(app, target))
    return app


class _FirstWindow(QObject):
    """Waits for the main window to be shown, then takes its picture."""

    def __init__(self, app: QApplication, target: Path) -> None:
        super().__init__(app)
        self._app = app
        self._target = target

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QMainWindow):
            QTimer.singleShot(_SOON_MS, watched, lambda: _keep(watched, self._target))
            self._app.removeEventFilter(self)
        return False


def _visit_all(till: Till, target: Path, selling: Path | None) -> list[Path]:
    window = till.window
    if window is None:
        return []
    window.resize(WIDTH, HEIGHT)
    _run_until(lambda: till.opened is not None)
    taken = []
    for spec in till.pages.specs():
        window.go_to(spec.key)
        _run_events(_SETTLE)
        taken.append(_keep(window, target / f"{spec.key}.png"))
        if spec.key == "sell" and selling is not None:
            _keep(window, selling)
    return taken


def _keep(window: QMainWindow, path: Path) -> Path:
    window.grab().save(str(path))
    return path


def _run_until(ready: Callable[[], bool]) -> None:
    """Let events run until something is so, but not for ever."""
    end = time.monotonic() + _PATIENCE
    while not ready() and time.monotonic() < end:
        _run_events(0.05)


def _run_events(seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        QCoreApplication.processEvents()
        if time.monotonic() >= end:
            return
        time.sleep(0.01)
