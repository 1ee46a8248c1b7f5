"""Opening the program, in a fixed order.

Arguments, folders, language, log, crash hook, QApplication, one window a shop, looks, first
picture; the shop itself opens behind the painted window (see `till`).
"""

import gc
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

import microshop_desktop
from microshop_desktop.app.crash import CrashHook
from microshop_desktop.app.till import Overrides, Till
from microshop_desktop.infra.folders import Folders, choose_folders
from microshop_desktop.infra.language import first_language
from microshop_desktop.infra.logging import start_logging, stop_logging
from microshop_desktop.infra.settings import LANGUAGE, Settings
from microshop_desktop.infra.translations import use_language
from microshop_desktop.ui.qt_texts import QtTexts
from microshop_desktop.ui.theme import chosen_theme, use

if TYPE_CHECKING:
    from pathlib import Path

_LOCK_SAYS_OPEN = b"open"


def open_window(data: str | None = None, lang: str | None = None) -> int:
    """Open the window on the shop of a folder and return the exit code when it is closed."""
    # Hundreds of modules are about to load and stay; `GarbageCollector` takes over afterwards.
    gc.disable()
    folders = choose_folders(data)
    settings = Settings(folders.settings_file)
    if lang is not None:
        settings.use_for_this_run(LANGUAGE, lang)
    use_language(first_language(settings))
    refused = _begin_log(folders)
    hook = CrashHook()
    hook.install()
    qt = _application()
    texts = QtTexts(qt)
    if refused is not None:
        return _say_refused(folders)
    if _is_open(folders.data / "window.lock") and _bring_to_front(folders):
        return 0
    till = build_app(folders, settings=settings)
    till.listen_for_scans(qt)
    till.show()
    _end_when_asked()
    code = qt.exec()
    till.end()
    texts.stop()
    hook.remove()
    qInstallMessageHandler(None)
    stop_logging()
    return code


def build_app(folders: Folders, *, settings: Settings, overrides: Overrides | None = None) -> Till:
    """Build the program around a running QApplication; nothing is shown yet."""
    use(chosen_theme(settings))
    return Till(folders, settings, overrides=overrides)


def _end_when_asked() -> None:
    """Close in order when the system asks for it; loaded after the window, which needs it not."""
    import signal

    signal.signal(signal.SIGTERM, lambda _number, _frame: QApplication.quit())


def _begin_log(folders: Folders) -> OSError | None:
    """Make the folders and begin the log; what the disk refuses is given back."""
    try:
        folders.create()
        start_logging(folders.log)
    except OSError as error:
        return error
    return None


def _say_refused(folders: Folders) -> int:
    """Say on the terminal and in a window that nothing can be written where the shop is to be."""
    from microshop_desktop.app.trouble import say_refused

    return say_refused(folders)


def _is_open(lock: "Path") -> bool:
    """Whether the last window did not end, or is open still (Windows lets nobody read then)."""
    try:
        return lock.read_bytes() == _LOCK_SAYS_OPEN
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _bring_to_front(folders: Folders) -> bool:
    from microshop_desktop.app.single_window import bring_to_front

    return bring_to_front(folders.data)


def _application() -> QApplication:
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    app = QApplication([sys.argv[0] if sys.argv else "microshop"])
    app.setApplicationName("Microshop")
    app.setApplicationDisplayName("Microshop")
    app.setApplicationVersion(microshop_desktop.__version__)
    app.setDesktopFileName("microshop")
    app.setQuitOnLastWindowClosed(False)  # `Till.end` quits, after the last backup
    return app
