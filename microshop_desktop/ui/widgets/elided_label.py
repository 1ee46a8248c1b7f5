"""A label that cuts its text with … where room is short, and shows all of it as a tool tip."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override

from microshop_desktop.ui.theme import TypeName


class ElidedLabel(QLabel):
    """One line of text that may become narrower than it is long.

    A number is cut in its middle: those of one day begin alike and differ at their ends.
    """

    def __init__(
        self, text: str = "", *, kind: TypeName = "body", tone: str = "", is_number: bool = False
    ) -> None:
        super().__init__(text)
        self._where = Qt.TextElideMode.ElideMiddle if is_number else Qt.TextElideMode.ElideRight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", kind)
        if tone:
            self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("国…"), metrics.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.cut() != self.text() else "")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        box: QRect = self.contentsRect()
        painter.drawText(box, int(self.alignment()), self.cut())

    def cut(self) -> str:
        """What there is room for."""
        metrics = self.fontMetrics()
        return metrics.elidedText(self.text(), self._where, self.width())
