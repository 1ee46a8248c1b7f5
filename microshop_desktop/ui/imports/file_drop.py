"""Where a file is dropped, or chosen by a press."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.dropping import take_copy
from microshop_desktop.ui.widgets.labels import IconLabel, label, surface

ENDINGS = (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".ods", ".gz")


class FileDrop(QWidget):
    """`chosen` tells the file."""

    chosen = Signal(Path)

    def __init__(self, title: str = "", text: str = "") -> None:
        super().__init__()
        title = title or _("Drop the file of your products here")
        text = text or _("csv, xls or xlsx from any till or shop program. Nothing is changed yet.")
        self.setAcceptDrops(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = surface("drop")
        column = QVBoxLayout(frame)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        self.choose = Button(_("Choose a file…"), kind="primary", icon="folder")
        self.choose.clicked.connect(self.ask)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        column.addWidget(IconLabel("download-simple", 32, "textMuted"), 0, middle)
        column.addWidget(label(title, kind="lead"), 0, middle)
        column.addWidget(label(text, tone="muted"), 0, middle)
        column.addSpacing(8)
        column.addWidget(self.choose, 0, middle)
        column.addStretch(1)
        outer.addWidget(frame)

    def ask(self) -> None:
        """Let a person choose a file in the system's dialog."""
        names = " ".join(f"*{ending}" for ending in ENDINGS)
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a file…"), "", f"{_('Tables')} ({names})"
        )
        if name:
            self.chosen.emit(Path(name))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if file_in(event.mimeData()) is not None:
            take_copy(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = file_in(event.mimeData())
        if path is not None:
            take_copy(event)
            self.chosen.emit(path)


def file_in(data: QMimeData) -> Path | None:
    """The first file that is dragged and may be a table."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return next((path for path in paths if path.suffix.lower() in ENDINGS), None)
