"""The pieces a receipt is painted from: one block a row, as high as its text needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen

from microshop_desktop.domain.receipt import Paper
from microshop_desktop.domain.receipt_layout import (
    Centred,
    Code,
    Columns,
    Logo,
    Mark,
    Pair,
    Row,
    Rule,
    Weight,
)
from microshop_desktop.drawing.black_white import dither
from microshop_desktop.drawing.qr import QUIET, Modules, paint_qr, qr_modules
from microshop_desktop.drawing.text import TextBlock, font, text_width

MARGIN = 4
"""Dots at the left and right that stay white."""
_GAP = 16
_RULE_BELOW = 9
_MODULE = 4
"""Dots of the smallest module of a QR code that phones and scanners read."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the receipt: its height in dots, and how it is painted from a top on."""

    height: int
    paint: Callable[[QPainter, int], None]


@dataclass(frozen=True, slots=True)
class _Look:
    """Sizes in dots for one width of paper."""

    body: int
    line: int
    title: int
    title_line: int
    total: int
    total_line: int
    strong: int
    indent: int
    code: int

    def face(self, weight: Weight) -> QFont:
        sizes = {
            Weight.BODY: self.body,
            Weight.STRONG: self.strong,
            Weight.TITLE: self.title,
            Weight.TOTAL: self.total,
        }
        return font(sizes[weight], bold=weight is not Weight.BODY)

    def line_height(self, weight: Weight) -> int:
        if weight is Weight.TOTAL:
            return self.total_line
        return self.title_line if weight is Weight.TITLE else self.line


_WIDE = _Look(24, 33, 40, 54, 44, 60, 25, 26, 130)
_NARROW = _Look(22, 30, 34, 46, 38, 54, 23, 22, 112)


def block_maker(rows: Sequence[Row], paper: Paper) -> Callable[[Row], Block]:
    """Return the function that turns each of these rows into a block; columns are shared."""
    return _Maker(rows, paper).block


class _Maker:
    """Makes blocks for one receipt."""

    def __init__(self, rows: Sequence[Row], paper: Paper) -> None:
        self._look = _NARROW if paper.is_narrow else _WIDE
        self._narrow = paper.is_narrow
        self._left = MARGIN
        self._width = paper.dots - 2 * MARGIN
        columns = [row for row in rows if isinstance(row, Columns)]
        self._edges = _column_edges(columns, self._look.face(Weight.BODY), self._width)

    def block(self, row: Row) -> Block:  # noqa: PLR0911 (one for each kind of row)
        """Return the block of a row."""
        match row:
            case Logo():
                return self._logo(row)
            case Centred():
                return self._centred(row)
            case Mark():
                return self._striped(row) if row.striped else self._framed(row)
            case Pair():
                return self._pair(row)
            case Columns():
                return self._columns(row)
            case Rule():
                return self._rule()
            case Code():
                return self._code(row)

    def _text(
        self,
        text: str,
        weight: Weight,
        width: int,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> TextBlock:
        look = self._look
        return TextBlock(
            text, look.face(weight), width=width, line_height=look.line_height(weight), align=align
        )

    def _centred(self, row: Centred) -> Block:
        text = self._text(row.text, row.weight, self._width, Qt.AlignmentFlag.AlignHCenter)
        return Block(text.height, lambda painter, top: text.paint(painter, self._left, top))

    def _pair(self, row: Pair) -> Block:
        """Left and right on one line; a long left wraps beside, a long right goes under."""
        left = self._left + (self._look.indent if row.indent else 0)
        width = self._width - (left - self._left)
        taken = text_width(row.right, self._look.face(row.weight)) if row.right else 0
        own = text_width(row.left, self._look.face(row.weight))
        beside = own + _GAP + taken <= width or taken <= width * 3 // 5
        room = width - taken - _GAP if beside and taken else width
        first = self._text(row.left, row.weight, room)
        second = self._text(row.right, row.weight, width, Qt.AlignmentFlag.AlignRight)
        drop = 0 if beside else first.height

        def paint(painter: QPainter, top: int) -> None:
            first.paint(painter, left, top)
            if row.right:
                second.paint(painter, left, top + drop)

        return Block(max(first.height, drop + second.height) if row.right else first.height, paint)

    def _columns(self, row: Columns) -> Block:
        edges = self._edges
        if edges is None:
            return self._stacked(row)
        name = self._text(row.name, Weight.BODY, edges.name)
        texts = [
            (self._text(text, Weight.BODY, edge, Qt.AlignmentFlag.AlignRight))
            for text, edge in (
                (row.quantity, edges.quantity),
                (row.unit_price, edges.price),
                (row.amount, self._width),
            )
        ]

        def paint(painter: QPainter, top: int) -> None:
            for text in (name, *texts):
                text.paint(painter, self._left, top)

        return Block(name.height, paint)

    def _stacked(self, row: Columns) -> Block:
        """Put the name above its figures, where huge figures leave it no room beside them."""
        name = self._pair(Pair(row.name))
        figures = self._pair(Pair(f"{row.quantity} × {row.unit_price}", row.amount, indent=True))

        def paint(painter: QPainter, top: int) -> None:
            name.paint(painter, top)
            figures.paint(painter, top + name.height)

        return Block(name.height + figures.height, paint)

    def _rule(self) -> Block:
        above, thick, below = 7, 2, _RULE_BELOW

        def paint(painter: QPainter, top: int) -> None:
            for left in range(self._left, self._left + self._width, 9):
                dash = min(6, self._left + self._width - left)
                painter.fillRect(left, top + above, dash, thick, Qt.GlobalColor.black)

        return Block(above + thick + below, paint)

    def _framed(self, row: Mark) -> Block:
        pad, border = 8, 3
        text = self._text(
            row.text, Weight.STRONG, self._width - 2 * _GAP, Qt.AlignmentFlag.AlignHCenter
        )
        box = text.height + 2 * pad

        def paint(painter: QPainter, top: int) -> None:
            _frame(painter, QRect(self._left, top + pad, self._width, box), border)
            text.paint(painter, self._left + _GAP, top + 2 * pad)

        return Block(box + 2 * pad, paint)

    def _striped(self, row: Mark) -> Block:
        bar, pad = 18, 6
        text = self._text(row.text, Weight.STRONG, self._width, Qt.AlignmentFlag.AlignHCenter)

        def paint(painter: QPainter, top: int) -> None:
            _stripes(painter, QRect(self._left, top + pad, self._width, bar))
            text.paint(painter, self._left, top + 2 * pad + bar)
            below = top + 3 * pad + bar + text.height
            _stripes(painter, QRect(self._left, below, self._width, bar))

        return Block(text.height + 2 * bar + 4 * pad, paint)

    def _logo(self, row: Logo) -> Block:
        picture = _logo_picture(row.data, self._width * 2 // 3, self._width // 3)
        if picture is None:
            return Block(0, lambda _painter, _top: None)
        left = self._left + (self._width - picture.width()) // 2
        return Block(
            picture.height() + 10, lambda painter, top: painter.drawImage(left, top, picture)
        )

    def _code(self, row: Code) -> Block:
        modules = qr_modules(row.text, self._width // _MODULE - 2 * QUIET)
        if modules is None:
            return self._under([self._centred(Centred(line)) for line in row.lines])
        size = max(_MODULE, self._look.code // len(modules))
        side = size * len(modules)
        room = self._width - side - 2 * size * QUIET - _GAP
        widest = max(
            (text_width(line, self._look.face(Weight.BODY)) for line in row.lines), default=0
        )
        if not row.lines or self._narrow or widest > room:
            code = self._code_alone(modules, size)
            return self._under([code, *(self._centred(Centred(line)) for line in row.lines)])
        return self._code_beside(modules, size, row.lines)

    def _code_alone(self, modules: Modules, size: int) -> Block:
        side, pad = size * len(modules), _white_above(size)
        left = self._left + (self._width - side) // 2

        def paint(painter: QPainter, top: int) -> None:
            paint_qr(painter, modules, left=left, top=top + pad, size=size)

        return Block(side + 2 * pad, paint)

    def _code_beside(self, modules: Modules, size: int, lines: tuple[str, ...]) -> Block:
        side = size * len(modules)
        face = self._look.face(Weight.BODY)
        widest = max(text_width(line, face) for line in lines)
        gap = size * QUIET + _GAP
        left = self._left + (self._width - side - gap - widest) // 2
        texts = self._under([self._line_at(line, left + side + gap) for line in lines])
        height = max(side + 2 * _white_above(size), texts.height)

        def paint(painter: QPainter, top: int) -> None:
            paint_qr(painter, modules, left=left, top=top + (height - side) // 2, size=size)
            texts.paint(painter, top + (height - texts.height) // 2)

        return Block(height, paint)

    def _line_at(self, line: str, left: int) -> Block:
        text = self._text(line, Weight.BODY, self._left + self._width - left)
        return Block(text.height, lambda painter, top: text.paint(painter, left, top))

    def _under(self, blocks: Sequence[Block]) -> Block:
        """Join blocks into one, each under the one before."""

        def paint(painter: QPainter, top: int) -> None:
            for block in blocks:
                block.paint(painter, top)
                top += block.height

        return Block(sum(block.height for block in blocks), paint)


@dataclass(frozen=True, slots=True)
class _Edges:
    """Right edges of the columns in dots from the left margin; `name` is the width of names."""

    name: int
    quantity: int
    price: int


def _column_edges(rows: Sequence[Columns], face: QFont, width: int) -> _Edges | None:
    """Place the columns by their widest figures; None where names would get under a quarter."""
    if not rows:
        return None
    widest_amount = max(text_width(row.amount, face) for row in rows)
    widest_price = max(text_width(row.unit_price, face) for row in rows)
    widest_quantity = max(text_width(row.quantity, face) for row in rows)
    price = width - max(widest_amount + _GAP, ceil(width * 0.17))
    quantity = price - max(widest_price + _GAP, ceil(width * 0.152))
    name = quantity - widest_quantity - _GAP
    return _Edges(name, quantity, price) if name >= width // 4 else None


def _white_above(module: int) -> int:
    """Return the white a code needs above it beside what a rule leaves under itself."""
    return max(module * QUIET - _RULE_BELOW, 0)


def _frame(painter: QPainter, box: QRect, border: int) -> None:
    painter.fillRect(box, Qt.GlobalColor.black)
    inside = box.adjusted(border, border, -border, -border)
    painter.fillRect(inside, Qt.GlobalColor.white)


def _stripes(painter: QPainter, bar: QRect) -> None:
    """Paint slanted black stripes across a bar."""
    painter.save()
    painter.setClipRect(bar)
    pen = QPen(Qt.GlobalColor.black, 10)
    painter.setPen(pen)
    for left in range(bar.left() - bar.height(), bar.right() + bar.height(), 28):
        painter.drawLine(left, bar.bottom() + 6, left + bar.height() + 12, bar.top() - 6)
    painter.restore()


def _logo_picture(data: bytes, widest: int, highest: int) -> QImage | None:
    """Read a logo, fit it into a box, never larger than it is; None where no picture is in it."""
    picture = QImage.fromData(data)
    if picture.isNull():
        return None
    if picture.width() > widest or picture.height() > highest:
        picture = picture.scaled(
            widest,
            highest,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return dither(picture)
