"""The slip of a parcel: 76 × 130 mm at 203 dots an inch, pure black on white."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen

from microshop_desktop.domain.code128 import code128
from microshop_desktop.domain.paper_text import paper_text
from microshop_desktop.domain.waybill import Goods, Waybill, WaybillWords
from microshop_desktop.drawing.application import ensure_application
from microshop_desktop.drawing.black_white import blank, purify
from microshop_desktop.drawing.text import TextBlock, font, text_width

WIDTH_MM, HEIGHT_MM = 76, 130
DOTS_PER_INCH = 203
WIDTH, HEIGHT = (round(side * DOTS_PER_INCH / 25.4) for side in (WIDTH_MM, HEIGHT_MM))
_SIDE, _BARS, _QUIET, _GAP = 28, 118, 10, 14
_MOST_MODULE = 4
_TITLE, _CRATE, _BODY, _STRONG, _NUMBER = 40, 48, 30, 32, 32
_LINES_OF_ADDRESS = 4


def draw_waybill(waybill: Waybill, words: WaybillWords) -> QImage:
    """Draw the slip; what finds no room of a long order is counted in its last line."""
    ensure_application()
    picture = blank(WIDTH, HEIGHT)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setPen(Qt.GlobalColor.black)
    _Slip(painter, waybill, words).paint()
    painter.end()
    return purify(picture)


class _Slip:
    """Paints from the top down; `_top` is where the next part begins."""

    def __init__(self, painter: QPainter, waybill: Waybill, words: WaybillWords) -> None:
        self._painter, self._slip, self._words = painter, waybill, words
        self._top = _SIDE

    def paint(self) -> None:
        """Paint all parts."""
        self._head()
        self._bars()
        self._rule(Qt.PenStyle.SolidLine)
        self._receiver()
        self._rule(Qt.PenStyle.DashLine)
        sender = f"{self._words.sender} {self._slip.sender} {self._slip.sender_address}"
        self._text(sender, font(_BODY), lines=2)
        self._rule(Qt.PenStyle.DashLine)
        self._text(self._slip.order, font(_STRONG, bold=True), lines=1)
        self._goods()

    def _head(self) -> None:
        crate = self._words.crate.format(number=self._slip.crate)
        face = font(_CRATE, bold=True)
        room = text_width(crate, face)
        self._line(crate, face, WIDTH - _SIDE - room, room)
        name = font(_TITLE, bold=True)
        self._line(self._slip.courier, name, _SIDE, WIDTH - 2 * _SIDE - room - _GAP)
        self._top += _CRATE + 2 * _GAP

    def _bars(self) -> None:
        """Paint the bars as wide as they fit, the number under them; without one, a frame."""
        modules = code128(self._slip.tracking)
        size = min(_MOST_MODULE, (WIDTH - 2 * _SIDE) // (len(modules) or 1))
        if size >= 1 and modules:
            left = (WIDTH - size * len(modules)) // 2
            for place, module in enumerate(modules):
                if module == "1":
                    bar = QRect(left + place * size, self._top, size, _BARS)
                    self._painter.fillRect(bar, Qt.GlobalColor.black)
        self._top += _BARS + _QUIET
        face = font(_NUMBER)
        spaced = " ".join(_grouped(self._slip.tracking))
        width = text_width(spaced, face)
        self._line(spaced, face, max(_SIDE, (WIDTH - width) // 2), WIDTH - 2 * _SIDE)
        self._top += _NUMBER + _GAP

    def _receiver(self) -> None:
        who = f"{self._words.receiver} {self._slip.receiver} {self._slip.phone}"
        self._text(who, font(_STRONG, bold=True), lines=2)
        self._text(self._slip.address, font(_BODY), lines=_LINES_OF_ADDRESS)

    def _goods(self) -> None:
        """Paint the goods and the note under them; the note keeps its place."""
        note = self._words.note.format(text=self._slip.note) if self._slip.note else ""
        foot = self._block(note, font(_BODY), 3)
        floor = HEIGHT - _SIDE - (foot.height if note else 0)
        goods = list(self._slip.goods)
        while goods and self._top + self._height(goods) > floor:
            goods.pop()
        left = len(self._slip.goods) - len(goods)
        if left and goods:
            goods.pop()
        for one in goods:
            self._text(_goods_text(one), font(_BODY), lines=2)
        if left:
            more = len(self._slip.goods) - len(goods)
            self._text(self._words.more.format(count=more), font(_BODY), lines=1)
        if note:
            foot.paint(self._painter, _SIDE, self._top)

    def _height(self, goods: list[Goods]) -> int:
        return sum(self._block(_goods_text(one), font(_BODY), 2).height for one in goods)

    def _text(self, text: str, face: QFont, *, lines: int) -> None:
        """Paint a text and go on under it."""
        block = self._block(text, face, lines)
        block.paint(self._painter, _SIDE, self._top)
        self._top += block.height

    def _block(self, text: str, face: QFont, lines: int) -> TextBlock:
        """Set a text into at most so many lines; what is longer is cut."""
        height = face.pixelSize() * 5 // 4
        return shortened(
            lambda part: TextBlock(part, face, width=WIDTH - 2 * _SIDE, line_height=height),
            paper_text(text),
            lines * height,
        )

    def _line(self, text: str, face: QFont, left: int, width: int) -> None:
        height = face.pixelSize() * 5 // 4
        block = shortened(
            lambda part: TextBlock(part, face, width=width, line_height=height),
            paper_text(text),
            height,
        )
        block.paint(self._painter, left, self._top)

    def _rule(self, style: Qt.PenStyle) -> None:
        self._painter.setPen(QPen(Qt.GlobalColor.black, 2, style))
        middle = self._top + _GAP // 2
        self._painter.drawLine(_SIDE, middle, WIDTH - _SIDE, middle)
        self._painter.setPen(Qt.GlobalColor.black)
        self._top += _GAP + 4


def shortened(make: Callable[[str], TextBlock], text: str, height: int) -> TextBlock:
    """Return a text that is no higher than so many dots, with … at its end where it was cut."""
    block = make(text)
    if block.height <= height:
        return block
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if make(f"{text[:middle].rstrip()}…").height <= height:
            low = middle
        else:
            high = middle - 1
    return make(f"{text[:low].rstrip()}…")


def _grouped(number: str) -> list[str]:
    """Return a number in fours, as people read it."""
    return [number[place : place + 4] for place in range(0, len(number), 4)]


def _goods_text(goods: Goods) -> str:
    return f"{goods.name} × {goods.pieces}"
