"""Paints a line of the basket in the order of the design, and knows where its stepper is."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from microshop_desktop.ui.sell.line_model import LINE
from microshop_desktop.ui.sell.rows import LineRow
from microshop_desktop.ui.theme import control, current, radius
from microshop_desktop.ui.widgets.paint import (
    Run,
    elided,
    icon_run,
    line_width,
    paint_box,
    paint_line,
    text_run,
)
from microshop_desktop.ui.widgets.stepper import paint_stepper

MARGIN = 16
STEPPER_WIDTH = 120
TOTAL_WIDTH = 68
TOOL_HEIGHT = 52
_ACCENT_BAR = 3


class LineDelegate(QStyledItemDelegate):
    """`current_no` is the line with the tools, `flash` how strongly `flash_no` shines (0 to 1)."""

    def __init__(self) -> None:
        super().__init__()
        self.current_no: int | None = None
        self.flash_no: int | None = None
        self.flash = 0.0
        self.locked = False
        self.tools_open = True

    @property
    def line_height(self) -> int:
        """Height of a line without its tools."""
        return current().px(control("basketLine"))

    @property
    def tool_height(self) -> int:
        """Height of the tool row."""
        return current().px(TOOL_HEIGHT)

    def has_tools(self, no: int) -> bool:
        """Tell whether a line shows the tool row."""
        return no == self.current_no and self.tools_open and not self.locked

    def stepper_box(self, rect: QRect) -> QRectF:
        """Return where the stepper of a line is."""
        theme = current()
        width, height = theme.px(STEPPER_WIDTH), theme.px(control("min"))
        right = rect.right() + 1 - MARGIN - theme.px(TOTAL_WIDTH) - 10
        top = rect.top() + (self.line_height - height) / 2
        return QRectF(right - width, top, width, height)

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row = index.data(LINE)
        height = self.line_height
        if isinstance(row, LineRow) and self.has_tools(row.no):
            height += self.tool_height
        return QSize(200, height)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(LINE)
        if not isinstance(row, LineRow):
            return
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        rect: QRect = option.rect
        self._paint_ground(painter, row, rect)
        line = QRectF(rect.left(), rect.top(), rect.width(), self.line_height)
        stepper = self.stepper_box(rect)
        self._paint_texts(painter, row, line, right=self._name_end(row, stepper))
        if self.locked:
            self._paint_count(painter, row, stepper)
        else:
            paint_stepper(painter, stepper, row.quantity, icon="scales" if row.weighed else "")
        painter.setFont(current().font("lead", bold=True))
        painter.setPen(current().colour("text"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line.adjusted(0, 0, -MARGIN, 0), right, row.total)
        painter.restore()

    def _paint_ground(self, painter: QPainter, row: LineRow, rect: QRect) -> None:
        theme = current()
        chosen = row.no == self.current_no and not self.locked
        painter.fillRect(rect, theme.colour("selected" if chosen else "surface"))
        if row.no == self.flash_no and self.flash > 0 and not chosen:
            painter.fillRect(rect, theme.colour("selected", alpha=self.flash))
        if chosen:
            bar = QRect(rect.left(), rect.top(), _ACCENT_BAR, rect.height())
            painter.fillRect(bar, theme.colour("accent"))
        foot = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(foot, theme.colour("border"))

    def _paint_texts(self, painter: QPainter, row: LineRow, line: QRectF, *, right: float) -> None:
        theme = current()
        left = line.left() + MARGIN
        name_font = theme.font("strong")
        name_box = QRectF(left, line.top() + theme.px(8), right - left, theme.px(21))
        painter.setFont(name_font)
        painter.setPen(theme.colour("text"))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name_box, align, elided(row.name, name_font, name_box.width()))
        under = QRectF(left, line.top() + theme.px(29), right - left, theme.px(20))
        paint_line(painter, under, self._under_runs(row, under.width()), gap=6)

    def _under_runs(self, row: LineRow, room: float) -> list[Run]:
        theme = current()
        font, muted = theme.font("micro"), theme.colour("textMuted")
        runs: list[Run] = []
        if row.old_price:
            struck = QFont(font)
            struck.setStrikeOut(True)
            runs.append(text_run(row.old_price, struck, muted))
        runs.append(text_run(row.price, font, muted))
        if row.tag:
            runs.append(self._tag_run(row, font))
        if row.note:
            runs.append(icon_run("note-pencil", theme.px(14), muted))
            left = room - line_width(runs, 6) - 6
            runs.append(text_run(elided(row.note, font, left), font, muted))
        return runs

    def _tag_run(self, row: LineRow, font: QFont) -> Run:
        theme = current()
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(row.tag) + theme.px(12)
        chosen = row.no == self.current_no and not self.locked
        fill: QColor | None = theme.colour("raised" if chosen else "accentSoft")
        if self.locked:
            fill = None
        ink = theme.colour("onAccentSoft")

        def paint(painter: QPainter, box: QRectF) -> None:
            frame = QRectF(box.left(), box.top(), width, box.height())
            if fill is not None:
                paint_box(painter, frame, corner=radius("tag"), fill=fill)
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, row.tag)

        return Run(width, paint)

    def _name_end(self, row: LineRow, stepper: QRectF) -> float:
        """Return where a name must end: a locked line has only its count there."""
        if not self.locked:
            return stepper.left() - 8
        count = QFontMetricsF(current().font("strong", bold=False))
        return stepper.right() - count.horizontalAdvance(_count_text(row)) - 16

    def _paint_count(self, painter: QPainter, row: LineRow, box: QRectF) -> None:
        painter.setFont(current().font("strong", bold=False))
        painter.setPen(current().colour("text"))
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, align, _count_text(row))


def _count_text(row: LineRow) -> str:
    return f"× {row.quantity}"
