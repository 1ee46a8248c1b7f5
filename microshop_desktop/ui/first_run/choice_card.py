"""A big card that can be chosen: icon, title, a line, what speaks for it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.theme import control, current
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.choices import paint_dot
from microshop_desktop.ui.widgets.labels import IconLabel, label


class _Dot(QWidget):
    """The dot of one of several."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen = False
        self.setFixedSize(current().px(control("checkbox")), current().px(control("checkbox")))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_dot(QPainter(self), QRectF(self.rect()), checked=self.chosen)


class ChoiceCard(Card):
    """`picked` is sent when a person chooses it, by a press, Space or Enter."""

    picked = Signal()

    def __init__(self, icon: str, title: str, line: str, points: Sequence[str] = ()) -> None:
        super().__init__(padding=18, gap=8)
        self._dot = _Dot()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(title)
        self.setAccessibleDescription(line)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(icon, 28, "accent"))
        head.addWidget(label(title, kind="strong", wrap=True), 1)
        head.addWidget(self._dot)
        self.column.addLayout(head)
        self.line = label(line, tone="muted", wrap=True)
        self.column.addWidget(self.line)
        for point in points:
            self.column.addLayout(_point(point))
        self.column.addStretch(1)

    def choose(self, *, chosen: bool) -> None:
        """Show whether it is the chosen one."""
        self._dot.chosen = chosen
        self.mark(chosen=chosen)
        self._dot.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.picked.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) == Qt.Key.Key_Space:
            self.picked.emit()
            return
        super().keyPressEvent(event)


def _point(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(IconLabel("check", 18, "success"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(text, wrap=True), 1)
    return row
