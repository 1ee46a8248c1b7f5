"""Painting the stock table: photo and name, warnings at what runs out."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from typing_extensions import override

from microshop_desktop.services.stock_records import StockRow
from microshop_desktop.ui.products.photo_cell import paint_photo
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.stock.texts import available_text, code_line, days_tone, full_name
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import (
    icon_run,
    line_width,
    paint_line,
    text_run,
)
from microshop_desktop.ui.widgets.table_view import CellDelegate, Index

PRODUCT, SHELF, ON_HAND, RESERVED, AVAILABLE, VALUE, DAYS = range(7)
_PHOTO = 38
_QUIET = {SHELF}


class StockDelegate(CellDelegate):
    """Paints rows of `StockRow`."""

    def __init__(self, photos: Photos) -> None:
        super().__init__()
        self._photos = photos

    @override
    def paint_cell(self, painter: QPainter, box: QRectF, index: Index, row: object) -> None:
        if not isinstance(row, StockRow):
            return
        column = index.column()
        if column == PRODUCT:
            self._paint_product(painter, box, row)
        elif column == AVAILABLE:
            _paint_available(painter, box, row)
        else:
            tone = days_tone(row) if column == DAYS else "text"
            if column in _QUIET or (column == RESERVED and not row.reserved):
                tone = "textMuted"
            painter.setFont(current().font("body"))
            painter.setPen(current().colour(tone))
            align = index.data(Qt.ItemDataRole.TextAlignmentRole)
            painter.drawText(box, int(align), str(index.data() or ""))

    def _paint_product(self, painter: QPainter, box: QRectF, row: StockRow) -> None:
        side = current().px(_PHOTO)
        photo = QRectF(box.left(), box.center().y() - side / 2, side, side)
        paint_photo(painter, photo, self._photos, name=row.name, picture=row.picture)
        texts = box.adjusted(side + current().px(10), 0, 0, 0)
        self.paint_two_lines(painter, texts, first=full_name(row), second=code_line(row))


def _paint_available(painter: QPainter, box: QRectF, row: StockRow) -> None:
    theme = current()
    tone, icon = "text", ""
    if not row.kept:
        tone = "textMuted"
    elif row.available <= 0:
        tone, icon = "danger", "warning-circle"
    elif row.low:
        tone, icon = "warning", "warning"
    ink = theme.colour(tone)
    runs = [icon_run(icon, theme.px(16), ink)] if icon else []
    runs.append(text_run(available_text(row), theme.font("body", bold=True), ink))
    left = box.right() - line_width(runs, 5)
    paint_line(painter, QRectF(left, box.top(), box.right() - left, box.height()), runs, gap=5)
