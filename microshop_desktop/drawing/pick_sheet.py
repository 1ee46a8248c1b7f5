"""The pick list on A4 paper, as many pages as it needs: a box to tick before each line."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen

from microshop_desktop.domain.paper_text import paper_text
from microshop_desktop.domain.waybill import PickLine, PickSheet
from microshop_desktop.drawing.application import ensure_application
from microshop_desktop.drawing.black_white import blank, purify
from microshop_desktop.drawing.text import TextBlock, font, text_width
from microshop_desktop.drawing.waybill import shortened

WIDTH_MM, HEIGHT_MM = 210, 297
DOTS_PER_INCH = 200
WIDTH, HEIGHT = (round(side * DOTS_PER_INCH / 25.4) for side in (WIDTH_MM, HEIGHT_MM))
_SIDE, _TOP = 100, 90
_TITLE, _HEAD, _BODY, _SMALL = 46, 34, 32, 26
_ROW, _HEAD_ROW = 92, 60
_BOX, _COUNT_WIDTH = 34, 110
_ORDERS_SHARE = 3
"""A third of the width holds the orders."""
_Entry = str | PickLine


def draw_pick_sheet(sheet: PickSheet) -> tuple[QImage, ...]:
    """Draw the pages of a list; no shelf's name stands alone at the foot of one."""
    ensure_application()
    pages = list(_paged(sheet))
    return tuple(_draw(sheet, page, number) for number, page in enumerate(pages, start=1))


def _paged(sheet: PickSheet) -> Iterator[list[_Entry]]:
    room = HEIGHT - 2 * _TOP - _TITLE * 2
    page: list[_Entry] = []
    used = 0
    for title, lines in sheet.shelves:
        for place, line in enumerate(lines):
            entries: list[_Entry] = [line] if place else [title, line]
            height = sum(_HEAD_ROW if isinstance(one, str) else _ROW for one in entries)
            if page and used + height > room:
                yield page
                page, used = [], 0
                if place:
                    entries, height = [title, line], height + _HEAD_ROW
            page += entries
            used += height
    yield page


def _draw(sheet: PickSheet, page: list[_Entry], number: int) -> QImage:
    picture = blank(WIDTH, HEIGHT)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setPen(Qt.GlobalColor.black)
    _line(painter, sheet.title, font(_TITLE, bold=True), QRect(_SIDE, _TOP, WIDTH // 2, _TITLE * 2))
    right = f"{sheet.summary} · {sheet.page.format(number=number)}"
    width = text_width(right, font(_SMALL))
    box = QRect(WIDTH - _SIDE - width, _TOP, width + 4, _TITLE * 2)
    _line(painter, right, font(_SMALL), box)
    top = _TOP + _TITLE * 2
    for entry in page:
        if isinstance(entry, str):
            _line(painter, entry, font(_HEAD, bold=True), QRect(_SIDE, top, WIDTH // 2, _HEAD_ROW))
            top += _HEAD_ROW
        else:
            _paint_line(painter, entry, top)
            top += _ROW
        painter.setPen(QPen(Qt.GlobalColor.black, 1))
        painter.drawLine(_SIDE, top, WIDTH - _SIDE, top)
    painter.end()
    return purify(picture)


def _paint_line(painter: QPainter, line: PickLine, top: int) -> None:
    painter.setPen(QPen(Qt.GlobalColor.black, 3))
    painter.drawRect(QRect(_SIDE + 4, top + (_ROW - _BOX) // 2, _BOX, _BOX))
    inside = WIDTH - 2 * _SIDE
    orders = inside // _ORDERS_SHARE
    left = _SIDE + _BOX + 24
    room = inside - _BOX - 24 - orders - _COUNT_WIDTH - 24
    half = _ROW // 2
    _line(painter, line.name, font(_BODY, bold=True), QRect(left, top + 2, room, half))
    _line(painter, line.code, font(_SMALL), QRect(left, top + half, room, half))
    edge = WIDTH - _SIDE - orders
    _line(painter, line.orders, font(_SMALL), QRect(edge, top, orders, _ROW))
    count = f"× {line.pieces}"
    width = text_width(count, font(_HEAD, bold=True))
    box = QRect(edge - 24 - width, top, width + 4, _ROW)
    _line(painter, count, font(_HEAD, bold=True), box)


def _line(painter: QPainter, text: str, face: QFont, box: QRect) -> None:
    """Paint a text in the middle of a box, cut where it is too long."""
    height = face.pixelSize() * 5 // 4

    def make(part: str) -> TextBlock:
        return TextBlock(part, face, width=box.width(), line_height=height)

    block = shortened(make, paper_text(text), max(height, box.height() // height * height))
    block.paint(painter, box.left(), box.top() + (box.height() - block.height) // 2)
