"""Quiet rows under each other: an icon, a text, a note, an amount. Any number of them is cheap."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.reconcile.loaded import Row
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import elided

_HEIGHT, _SIDE, _ICON, _GAP = 44, 16, 20, 12


class RowList(QWidget):
    """Paints the rows that are seen. `narrow` rows have no hairlines and no room at the sides."""

    def __init__(self, *, narrow: bool = False) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._narrow = narrow
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self._rows = tuple(rows)
        self.setAccessibleName("\n".join(f"{r.text} {r.note} {r.amount}" for r in rows[:50]))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, self._height() * len(self._rows))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        height = self._height()
        first = max(0, event.rect().top() // height)
        last = min(len(self._rows), event.rect().bottom() // height + 1)
        for place in range(first, last):
            self._paint_row(painter, self._rows[place], place * height)

    def _height(self) -> int:
        return current().px(36 if self._narrow else _HEIGHT)

    def _paint_row(self, painter: QPainter, row: Row, top: int) -> None:
        theme = current()
        side = 0 if self._narrow else theme.px(_SIDE)
        box = QRectF(side, top, self.width() - 2 * side, self._height())
        icon = theme.px(_ICON)
        paint_icon(painter, row.icon, QRectF(box.left(), box.top(), icon, box.height()), row.tone)
        left = box.left() + icon + theme.px(_GAP if not self._narrow else 6)
        amount = theme.font("body", bold=True)
        width = QFontMetricsF(amount).horizontalAdvance(row.amount)
        painter.setFont(amount)
        painter.setPen(theme.colour("warning" if row.tone == "warning" else "text"))
        painter.drawText(box, _RIGHT, row.amount)
        room = QRectF(left, top, box.right() - width - theme.px(_GAP) - left, box.height())
        room = self._paint_note(painter, row, room)
        font = theme.font("body")
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(room, _LEFT, elided(row.text, font, room.width()))
        if not self._narrow:
            line = QRectF(0, top + self._height() - 1, self.width(), 1)
            painter.fillRect(line, theme.colour("border"))

    @staticmethod
    def _paint_note(painter: QPainter, row: Row, room: QRectF) -> QRectF:
        """Paint the quiet note at the right and return the room that is left for the text."""
        if not row.note:
            return room
        font = current().font("micro")
        text = elided(row.note, font, room.width() / 2)
        width = QFontMetricsF(font).horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(current().colour("textMuted"))
        place = room.adjusted(0, 0, -current().px(28), 0)
        painter.drawText(place, _RIGHT, text)
        return room.adjusted(0, 0, -width - current().px(40), 0)


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
