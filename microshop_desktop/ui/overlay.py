"""A layer over the whole window with a card in its middle, closed by Esc or a press beside it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from microshop_desktop.ui.theme import current, tokens
from microshop_desktop.ui.widgets.card import Card

_CLOSING_KEYS = {Qt.Key.Key_Escape, Qt.Key.Key_F1}


class Overlay(QWidget):
    """Put widgets into `card.column`. It frees itself when it is closed."""

    closed = Signal()

    def __init__(self, window: QWidget, *, width: int) -> None:
        super().__init__(window)
        self._before = QApplication.focusWidget()
        self.card = Card(padding=24)
        self.card.setMinimumWidth(min(current().px(width), window.width() - 48))
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addStretch(1)
        row.addWidget(self.card)
        row.addStretch(1)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("noRing", True)  # noqa: FBT003 (Qt's own)

    def open(self) -> None:
        """Show it above everything and take the keyboard."""
        self.raise_()
        self.show()
        self.setFocus()

    def close_layer(self) -> None:
        """Go away and give the keyboard back."""
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self.closed.emit()
        self.deleteLater()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.window().rect())
        return False

    @override
    def event(self, event: QEvent) -> bool:
        """Keep the keys that close it from the window's own shortcuts."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _CLOSING_KEYS:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _CLOSING_KEYS:
            self.close_layer()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_layer()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        alpha = float(tokens()["color"][theme.scheme]["scrimAlpha"])
        QPainter(self).fillRect(self.rect(), theme.colour("scrim", alpha=alpha))
