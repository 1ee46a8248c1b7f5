"""The ring around what the keyboard is on: one overlay, so that controls keep their size."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.ui.theme import control, current, radius, tokens
from microshop_desktop.ui.widgets.paint import paint_box

_OWN_RING = (QLineEdit, QPlainTextEdit, QAbstractItemView)


class FocusRing(QWidget):
    """Follows the focus inside one window; shows unless a press of the mouse moved it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._place()
        elif kind in {QEvent.Type.Hide, QEvent.Type.Destroy} and watched is self._target:
            self._leave()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        width = float(tokens()["border"]["focus"])
        paint_box(
            QPainter(self),
            QRectF(self.rect()),
            corner=radius("control") + 4,
            border=QPen(current().colour("focusRing"), width),
        )

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._leave()
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is None or pressed or not self._wants_ring(now):
            return
        self._target = now
        now.installEventFilter(self)
        self._place()

    def _wants_ring(self, widget: QWidget) -> bool:
        if widget.window() is not self.window() or isinstance(widget, _OWN_RING):
            return False
        return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.property("noRing")

    def _leave(self) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = None
        self.hide()

    def _place(self) -> None:
        if self._target is None or not self._target.isVisible():
            return
        gap = control("focusRing") + int(tokens()["border"]["focusGap"])
        corner = self._target.mapTo(self.window(), QPoint(0, 0))
        box = QRect(corner, self._target.size()).adjusted(-gap, -gap, gap, gap)
        self.setGeometry(box & self.window().rect())
        self.raise_()
        self.show()
