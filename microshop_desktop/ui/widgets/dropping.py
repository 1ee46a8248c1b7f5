"""Taking what a person drops on the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


def take_copy(event: QDropEvent) -> None:
    """Take what is dragged or dropped as a copy.

    A file manager that offers to move a file takes the answer "moved" as leave to delete it.
    """
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def take_files(widget: QWidget, take: Callable[[Path], None]) -> None:
    """Let files be dropped on a widget; `take` gets the first one of each drop."""
    widget.setAcceptDrops(True)
    widget.installEventFilter(_FileDrops(widget, take))


class _FileDrops(QObject):
    def __init__(self, widget: QWidget, take: Callable[[Path], None]) -> None:
        super().__init__(widget)
        self._take = take

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent) or event.type() == QEvent.Type.DragMove:
            return False
        path = _first_file(event.mimeData())
        if path is not None:
            take_copy(event)
            if event.type() == QEvent.Type.Drop:
                self._take(path)
        return path is not None


def _first_file(data: QMimeData) -> Path | None:
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return next(paths, None)
