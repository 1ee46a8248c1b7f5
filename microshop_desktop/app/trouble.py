"""The window for a shop that does not open: why, and what can be done about it."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.formats import date_text, number_text, time_text
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.settings import Settings
from microshop_desktop.infra.translations import _
from microshop_desktop.services.backups import BackupView, backup_folder, newest_good_backup
from microshop_desktop.ui.looks import apply_looks
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.labels import IconLabel, label

if TYPE_CHECKING:
    from microshop_desktop.app.till import Till

_WIDTH = 560
_MENDED_BY_A_BACKUP = {ErrorCode.DATABASE_DAMAGED, ErrorCode.DISK_FAILED, ErrorCode.SHOP_MISSING}


class TroubleWindow(QWidget):
    """Says what is the matter; a damaged shop is offered its newest good backup."""

    again = Signal()
    back_to = Signal(object)
    closed = Signal()

    def __init__(self, problem: ShopError, backup: BackupView | None) -> None:
        super().__init__()
        self.setWindowTitle("Microshop")
        self.resize(900, 560)
        card = Card(padding=28, gap=16)
        card.setFixedWidth(current().px(_WIDTH))
        card.column.addWidget(IconLabel("warning", 48, "warning"))
        card.column.addWidget(label(_("The shop does not open"), kind="title"))
        card.column.addWidget(label(sentence(problem.code, problem.params), wrap=True))
        if backup is not None:
            card.column.addWidget(label(_backup_text(backup), tone="muted", wrap=True))
        card.column.addLayout(self._buttons(backup))
        middle = QVBoxLayout(self)
        middle.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addStretch(2)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)

    def _buttons(self, backup: BackupView | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.leave = Button(_("Close"), size="default")
        self.leave.clicked.connect(self.close)
        self.retry = Button(_("Try again"), icon="arrows-clockwise", size="default")
        self.retry.clicked.connect(self.again)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.retry)
        if backup is not None:
            self.restore = Button(_("Open the backup"), kind="primary", size="default")
            self.restore.clicked.connect(lambda: self.back_to.emit(backup.path))
            row.addWidget(self.restore)
        return row


def trouble_window(till: "Till", problem: ShopError) -> TroubleWindow:
    """The window over this till for a problem."""
    backup = None
    if problem.code in _MENDED_BY_A_BACKUP:
        backup = newest_good_backup(backup_folder(till.folders))
    window = TroubleWindow(problem, backup)
    window.again.connect(till.start_again)
    window.back_to.connect(till.restore)
    window.closed.connect(till.end_without_window)
    return window


def say_refused(folders: Folders) -> int:
    """Say that nothing can be written into the data folder, on the terminal and in a window."""
    problem = ShopError(ErrorCode.FOLDER_READ_ONLY, path=str(folders.data))
    sys.stderr.write(f"{sentence(problem.code, problem.params)}\n")
    apply_looks(Settings(folders.settings_file))
    window = TroubleWindow(problem, None)
    window.retry.hide()
    window.closed.connect(QApplication.quit)
    window.show()
    QApplication.exec()
    return 1


def _backup_text(backup: BackupView) -> str:
    made = backup.made_at.astimezone()
    when = f"{date_text(made.date(), with_year=True)} {time_text(made)}"
    if backup.orders is None:
        return _("The newest good backup is of {when}.").format(when=when)
    text = _("The newest good backup is of {when} and holds {count} orders.")
    return text.format(when=when, count=number_text(backup.orders))
