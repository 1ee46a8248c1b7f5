"""A way for the money to go back, as a card with a dot."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.choices import paint_dot
from microshop_desktop.ui.widgets.paint import elided, paint_box


class WayCard(QAbstractButton):
    """Checkable; title, a quiet line under it, an icon."""

    def __init__(self, icon: str, title: str, detail: str) -> None:
        super().__init__()
        self._icon, self._detail = icon, detail
        self.setText(title)
        self.setAccessibleDescription(detail)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(current().px(280), current().px(58))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        chosen = self.isChecked()
        border = QPen(theme.colour("accent" if chosen else "border"), 2 if chosen else 1)
        fill = theme.colour("selected" if chosen else "surface")
        box = QRectF(self.rect())
        paint_box(painter, box, corner=radius("card"), fill=fill, border=border)
        side = theme.px(24)
        middle = box.center().y()
        paint_dot(painter, QRectF(14, middle - side / 2, side, side), checked=chosen)
        icon = QRectF(side + 24, middle - side / 2, side, side)
        paint_icon(painter, self._icon, icon, "text")
        self._paint_text(painter, QRectF(icon.right() + 12, 0, 0, 0), box)

    def _paint_text(self, painter: QPainter, place: QRectF, box: QRectF) -> None:
        theme = current()
        middle, width = box.center().y(), box.right() - 12 - place.left()
        top = QRectF(place.left(), middle - theme.px(21), width, theme.px(22))
        low = QRectF(place.left(), middle, width, theme.px(20))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        painter.drawText(top, left, elided(self.text(), painter.font(), width))
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("textMuted"))
        painter.drawText(low, left, elided(self._detail, painter.font(), width))
