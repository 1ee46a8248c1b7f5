"""A receipt in the printer's own letters: the same rows as the picture, counted in columns."""

from collections.abc import Callable, Iterator, Sequence

from microshop_desktop.devices import escpos
from microshop_desktop.devices.printer_letters import (
    WESTERN,
    Cell,
    CodePage,
    cells,
    columns_of,
    encode,
    spaces,
    wrap,
)
from microshop_desktop.domain.dots import Dots
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

DrawRows = Callable[[Sequence[Row], Paper], Dots]
"""Draws rows as dots, for what has no letters: logos and codes."""
_SIZES = {
    Weight.BODY: (escpos.SIZE_NORMAL, 1),
    Weight.STRONG: (escpos.SIZE_NORMAL, 1),
    Weight.TITLE: (escpos.SIZE_TALL, 1),
    Weight.TOTAL: (escpos.SIZE_DOUBLE, 2),
}
_INDENT = 2
_QUANTITY, _PRICE, _AMOUNT = 8, 9, 10
"""Columns of the figures on wide paper."""


def text_bytes(
    rows: Sequence[Row], paper: Paper, draw: DrawRows, *, page: CodePage | None = WESTERN
) -> Iterator[bytes]:
    """Give rows as bytes for the printer, Chinese letters switched on from the start."""
    yield escpos.CHINESE_ON
    writer = _Writer(paper, draw, page)
    for row in rows:
        yield from writer.row(row)


class _Writer:
    """Writes rows for one paper and one table of letters."""

    def __init__(self, paper: Paper, draw: DrawRows, page: CodePage | None) -> None:
        self._paper = paper
        self._draw = draw
        self._page = page

    def row(self, row: Row) -> Iterator[bytes]:
        """Give the bytes of one row."""
        match row:
            case Logo() | Code():
                yield from escpos.raster(self._draw((row,), self._paper))
            case Centred():
                yield self._styled(row.weight, self._centred(row.text, row.weight))
            case Mark():
                yield self._styled(Weight.STRONG, self._marked(row.text))
            case Pair():
                yield self._styled(row.weight, self._pair(row))
            case Columns():
                yield self._styled(Weight.BODY, self._columns(row))
            case Rule():
                yield b"-" * self._paper.columns + b"\n"

    def _styled(self, weight: Weight, lines: list[list[Cell]]) -> bytes:
        text = b"".join(encode(line, self._page) + b"\n" for line in lines)
        if weight is Weight.BODY:
            return text
        size, _ = _SIZES[weight]
        return escpos.BOLD_ON + size + text + escpos.SIZE_NORMAL + escpos.BOLD_OFF

    def _room(self, weight: Weight) -> int:
        """Columns of a line in letters of this size."""
        return self._paper.columns // _SIZES[weight][1]

    def _centred(self, text: str, weight: Weight) -> list[list[Cell]]:
        room = self._room(weight)
        lines = wrap(cells(text, self._page), room)
        return [[*spaces((room - columns_of(line)) // 2), *line] for line in lines]

    def _marked(self, text: str) -> list[list[Cell]]:
        bar = cells("*" * self._paper.columns)
        return [bar, *self._centred(text, Weight.STRONG), bar]

    def _pair(self, row: Pair) -> list[list[Cell]]:
        indent = _INDENT if row.indent else 0
        room = self._room(row.weight) - indent
        left, right = cells(row.left, self._page), cells(row.right, self._page)
        taken = columns_of(right) + 1 if right else 0
        if taken and columns_of(left) + taken > room and taken > room * 3 // 5:
            lines = [*wrap(left, room), *(_right(part, room) for part in wrap(right, room))]
        else:
            lines = wrap(left, room - taken)
            lines[0] = _between(lines[0], right, room)
        return [[*spaces(indent), *line] for line in lines]

    def _columns(self, row: Columns) -> list[list[Cell]]:
        figures = [cells(text, self._page) for text in (row.quantity, row.unit_price, row.amount)]
        widths = (_QUANTITY, _PRICE, _AMOUNT)
        if any(columns_of(figure) >= width for figure, width in zip(figures, widths, strict=True)):
            return self._stacked(row)
        name_room = self._paper.columns - sum(widths)
        name = wrap(cells(row.name, self._page), name_room)
        first = [*name[0], *spaces(name_room - columns_of(name[0]))]
        for figure, width in zip(figures, widths, strict=True):
            first += _right(figure, width)
        return [first, *name[1:]]

    def _stacked(self, row: Columns) -> list[list[Cell]]:
        """Put the name above figures that are too wide for their columns."""
        figures = Pair(f"{row.quantity} × {row.unit_price}", row.amount, indent=True)
        return [*wrap(cells(row.name, self._page), self._paper.columns), *self._pair(figures)]


def _right(part: list[Cell], width: int) -> list[Cell]:
    return [*spaces(width - columns_of(part)), *part]


def _between(left: list[Cell], right: list[Cell], width: int) -> list[Cell]:
    if not right:
        return left
    return [*left, *spaces(width - columns_of(left) - columns_of(right)), *right]
