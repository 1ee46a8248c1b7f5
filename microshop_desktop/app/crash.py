"""What happens when we have a bug: a sentence and details to copy, never a traceback alone.

The hook may be called in any thread: it logs there and shows the window in the main thread. The
shop is on the disk already, so the till goes on.
"""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import microshop_desktop
from microshop_desktop.infra.logging import masked

_log = logging.getLogger(__name__)


class CrashHook:
    """Catches what nobody caught, from `install` to `remove`."""

    def __init__(self) -> None:
        self._open = False

    def install(self) -> None:
        """Take the place of Python's own hooks."""
        sys.excepthook = self.catch
        threading.excepthook = self.catch_in_thread

    def remove(self) -> None:
        """Give Python's own hooks their place back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def catch(
        self,
        kind: type[BaseException],
        problem: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log a failure in the thread it happened in and have it shown in the main thread."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.critical("a failure nobody foresaw", exc_info=(kind, problem, trace))
        app = QApplication.instance()
        if app is not None:
            details = details_of(kind, problem, trace)
            QTimer.singleShot(0, app, lambda: self.show(details))

    def catch_in_thread(self, failed: threading.ExceptHookArgs) -> None:
        """Do the same for a thread of Python's own."""
        if failed.exc_value is not None:
            self.catch(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def show(self, details: str) -> None:
        """Show one window at a time: a failure that repeats must not bury the till."""
        from microshop_desktop.app.crash_dialog import CrashDialog

        if self._open:
            return
        self._open = True
        try:
            CrashDialog(details).exec()
        finally:
            self._open = False


def details_of(
    kind: type[BaseException], problem: BaseException, trace: TracebackType | None
) -> str:
    """The failure for whoever helps: version, system and place, masked as the log is."""
    import traceback

    lines = traceback.format_exception(kind, problem, trace)
    python = sys.version.split()[0]
    head = f"Microshop {microshop_desktop.__version__} · Python {python} · {sys.platform}"
    return masked("\n".join([head, *lines]))
