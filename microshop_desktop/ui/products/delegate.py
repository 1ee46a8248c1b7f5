"""Painting the table: tick, photo with two lines, prices, stock with its warning."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.products.cells import detail_text, is_low, name_text, stock_text
from microshop_desktop.ui.products.photo_cell import paint_photo
from microshop_desktop.ui.products.rows import Line, ProductLine, Ticked, VariantLine
from microshop_desktop.ui.products.table_model import MENU, PRICE, PRODUCT, STOCK, TICK
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.choices import paint_tick
from microshop_desktop.ui.widgets.paged_model import ROW_ROLE
from microshop_desktop.ui.widgets.paint import (
    elided,
    icon_run,
    line_width,
    paint_line,
    text_run,
)
from microshop_desktop.ui.widgets.table_view import CellDelegate, Index

PHOTO = 38
_VARIANT_INDENT = 50


class ProductDelegate(CellDelegate):
    """Asks `ticked` for the state of each row's tick."""

    def __init__(self, photos: Photos, ticked: Callable[[], Ticked]) -> None:
        super().__init__()
        self._photos, self._ticked = photos, ticked

    @override
    def _paint_row(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index
    ) -> None:
        line = index.data(ROW_ROLE)
        theme = current()
        if isinstance(line, VariantLine):
            painter.fillRect(box, theme.colour("sunken", alpha=0.55))
        if line is not None and self._ticked().state(line.skus):
            painter.fillRect(box, theme.colour("selected"))
        super()._paint_row(painter, box, option, index)

    @override
    def paint_cell(self, painter: QPainter, box: QRectF, index: Index, row: object) -> None:
        if not isinstance(row, ProductLine | VariantLine):
            return
        column = index.column()
        if column == TICK:
            state = self._ticked().state(row.skus)
            paint_tick(painter, box, checked=state is True, some=state is None)
        elif column == PRODUCT:
            self._paint_product(painter, box, row)
        elif column == STOCK:
            self._paint_stock(painter, box, row)
        elif column == MENU:
            _paint_middle_icon(painter, box, "dots-three")
        else:
            self._paint_text(painter, box, index, bold=column == PRICE)

    def _paint_product(self, painter: QPainter, box: QRectF, line: Line) -> None:
        theme = current()
        if isinstance(line, VariantLine):
            inner = box.adjusted(theme.px(_VARIANT_INDENT), 0, 0, 0)
            font = theme.font("strong", bold=False)
            painter.setFont(font)
            painter.setPen(theme.colour("text"))
            text = elided(name_text(line), font, inner.width())
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)
            return
        side = theme.px(PHOTO)
        photo = QRectF(box.left(), box.center().y() - side / 2, side, side)
        paint_photo(painter, photo, self._photos, name=line.row.name, picture=line.row.picture)
        caret = theme.px(24) if len(line.row.skus) > 1 else 0
        texts = box.adjusted(side + theme.px(10), 0, -caret, 0)
        if not line.row.on_sale:
            painter.setOpacity(0.6)
        self.paint_two_lines(painter, texts, first=name_text(line), second=detail_text(line))
        painter.setOpacity(1)
        if caret:
            name = "caret-up" if line.unfolded else "caret-down"
            icon_run(name, theme.px(16), theme.colour("text")).paint(
                painter, QRectF(box.right() - caret + 4, box.top(), caret, box.height())
            )

    def _paint_stock(self, painter: QPainter, box: QRectF, line: Line) -> None:
        theme = current()
        low = is_low(line)
        ink = theme.colour("warning" if low else "text")
        runs = [icon_run("warning", theme.px(16), ink)] if low else []
        runs.append(text_run(stock_text(line), theme.font("body", bold=low), ink))
        left = box.right() - line_width(runs, 5)
        paint_line(painter, QRectF(left, box.top(), box.right() - left, box.height()), runs, gap=5)

    def _paint_text(self, painter: QPainter, box: QRectF, index: Index, *, bold: bool) -> None:
        theme = current()
        quiet = index.column() != PRICE
        line = index.data(ROW_ROLE)
        heavy = bold and isinstance(line, ProductLine)
        font = theme.font("body", bold=heavy)
        painter.setFont(font)
        muted = quiet and not index.data(Qt.ItemDataRole.TextAlignmentRole) & int(
            Qt.AlignmentFlag.AlignRight
        )
        painter.setPen(theme.colour("textMuted" if muted else "text"))
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(box, int(align), elided(str(index.data() or ""), font, box.width()))


def _paint_middle_icon(painter: QPainter, box: QRectF, name: str) -> None:
    side = current().px(20)
    corner = box.center()
    frame = QRectF(corner.x() - side / 2, corner.y() - side / 2, side, side)
    paint_icon(painter, name, frame, "textMuted")
