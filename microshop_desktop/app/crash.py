"""What happens when we have a bug: a sentence and details to copy, never a traceback alone.

The hook may be called in any thread: it logs there and shows the window in the main thread. The
shop is on the disk already, so the till goes on.
"""

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

import microshop_desktop
from microshop_desktop.infra.logging import masked
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import label

_log = logging.getLogger(__name__)
_WIDTH = 620


class CrashHook(QObject):
    """Catches what nobody caught, from `install` to `remove`."""

    caught = Signal(str)
    """Details of a failure, sent in the thread it happened in."""

    def __init__(self) -> None:
        super().__init__()
        self._open = False
        self.caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the place of Python's own hooks."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def remove(self) -> None:
        """Give Python's own hooks their place back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _hook(
        self,
        kind: type[BaseException],
        problem: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.critical("a failure nobody foresaw", exc_info=(kind, problem, trace))
        self.caught.emit(details_of(kind, problem, trace))

    def _thread_hook(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            self._hook(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def _show(self, details: str) -> None:
        """Show one window at a time: a failure that repeats must not bury the till."""
        if self._open:
            return
        self._open = True
        try:
            CrashDialog(details).exec()
        finally:
            self._open = False


class CrashDialog(QDialog):
    """Says what happened and gives the details to whoever can help."""

    def __init__(self, details: str) -> None:
        super().__init__(QApplication.activeWindow())
        self.setWindowTitle("Microshop")
        set_look(self, kind="raised")
        self.setMinimumWidth(current().px(_WIDTH))
        self._details = details
        text = _("Everything you sold is saved. Go on; if it happens again, restart Microshop.")
        self.view = QPlainTextEdit(details)
        self.view.setReadOnly(True)
        self.view.setFont(current().mono_font("micro"))
        self.view.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(_("Something went wrong in Microshop"), kind="title", wrap=True))
        column.addWidget(label(text, wrap=True))
        column.addWidget(self.view)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.copy = Button(_("Copy the details"), icon="copy")
        self.more = Button(_("Details"), kind="ghost")
        self.go_on = Button(_("Go on"), kind="primary")
        self.copy.clicked.connect(self._copy)
        self.more.clicked.connect(self.view.show)
        self.go_on.clicked.connect(self.accept)
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.go_on)
        return row

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._details)


def details_of(
    kind: type[BaseException], problem: BaseException, trace: TracebackType | None
) -> str:
    """The failure for whoever helps: version, system and place, masked as the log is."""
    lines = traceback.format_exception(kind, problem, trace)
    python = sys.version.split()[0]
    head = f"Microshop {microshop_desktop.__version__} · Python {python} · {sys.platform}"
    return masked("\n".join([head, *lines]))
