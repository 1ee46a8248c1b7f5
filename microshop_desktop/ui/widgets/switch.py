"""On or off, as a knob on a track."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import paint_box


class Switch(QAbstractButton):
    """A switch; `toggled` tells of changes, `name` is read to those who do not see it."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(44), theme.px(40))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = theme.px(26)
        track = QRectF(0, (self.height() - height) / 2, self.width(), height)
        fill = theme.colour("accentFill" if self.isChecked() else "borderControl")
        if not self.isEnabled():
            fill = theme.colour("borderStrong")
        paint_box(painter, track, corner=height / 2, fill=fill)
        reach = height / 2
        x = track.right() - reach if self.isChecked() else track.left() + reach
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("onAccent"))
        painter.drawEllipse(QPointF(x, track.center().y()), reach - 3, reach - 3)
