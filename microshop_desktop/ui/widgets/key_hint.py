"""A key in a small frame, as a widget beside a text."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import hint_run


class KeyHint(QWidget):
    """Shows a key such as `F2`; gives way where texts are large, unless it is `always` wanted."""

    def __init__(self, key: str, *, always: bool = False) -> None:
        super().__init__()
        self._key, self._always = key, always
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        if not self._key or (current().roomy and not self._always):
            return QSize(0, 0)
        height = QFontMetricsF(current().font("micro")).height() + 3
        run = hint_run(self._key, current().colour("textMuted"))
        return QSize(round(run.width) + 1, round(height))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.sizeHint().isEmpty():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        hint_run(self._key, current().colour("textMuted")).paint(painter, QRectF(self.rect()))
