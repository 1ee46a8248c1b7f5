"""Finds parts that stand as windows of their own for a moment: they take the keyboard away."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

_OF_QT = {"QTipLabel", "QComboBoxPrivateContainer", "QShapedPixmapWindow"}


class StrayWindows(QObject):
    """An event filter of the application that notes plain widgets shown without a parent."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            self._look(watched)
        return False

    def _look(self, widget: QWidget) -> None:
        stands_alone = widget.isWindow() and widget.parentWidget() is None
        ours = type(widget).__module__.startswith("microshop_desktop")
        name = widget.metaObject().className()
        if stands_alone and not ours and name not in _OF_QT and not isinstance(widget, QMenu):
            self.found.append(name)
