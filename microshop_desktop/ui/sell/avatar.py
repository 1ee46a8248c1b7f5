"""The first sign of a name in a circle."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import paint_box

_SIDE = 36


class Avatar(QWidget):
    """Stands for a person without showing more of them than one sign."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._sign = name[:1]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        """Show another person."""
        self._sign = name.strip()[:1].upper()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = current().px(_SIDE)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect())
        paint_box(painter, box, corner=box.height() / 2, fill=theme.colour("accentSoft"))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("onAccentSoft"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._sign)
