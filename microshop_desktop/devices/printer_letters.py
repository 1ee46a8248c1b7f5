"""Texts in the letters that a printer has of its own: GB18030 for Chinese, a code page for accents.

A text becomes cells: the bytes of each sign and the columns it takes. So what is counted is what
is printed. Nothing ever becomes a question mark.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from microshop_desktop.devices import escpos


@dataclass(frozen=True, slots=True)
class CodePage:
    """A table of single-byte letters: the number that ESC t takes, and Python's name of it."""

    number: int
    encoding: str


WESTERN = CodePage(16, "cp1252")
"""Spanish, French, German letters and the euro sign, on nearly all printers."""


class Script(Enum):
    """Which of the printer's letters a sign needs."""

    EITHER = auto()
    CHINESE = auto()
    WESTERN = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """One sign as the printer takes it, and its width in columns."""

    data: bytes
    columns: int
    script: Script


_SPACE = Cell(b" ", 1, Script.EITHER)
_BOX = "□"
_TWINS = {"¥": "￥", "\u2212": "-", "\u00a0": " ", "\u202f": " ", "•": "·"}
"""Signs that printers know under another number."""


def cells(text: str, page: CodePage | None = WESTERN) -> list[Cell]:
    """Give a text as cells. Signs the printer cannot know lose their accents, or are left out."""
    return [cell for sign in text for cell in _cells_of(_TWINS.get(sign, sign), page)]


def columns_of(row: Iterable[Cell]) -> int:
    """Return how many columns cells take."""
    return sum(cell.columns for cell in row)


def spaces(count: int) -> list[Cell]:
    """Return blank columns; none for a count below one."""
    return [_SPACE] * max(count, 0)


def wrap(row: list[Cell], width: int) -> list[list[Cell]]:
    """Break cells into rows of at most `width` columns, at blanks where there are some."""
    rows: list[list[Cell]] = []
    rest = row
    while columns_of(rest) > width:
        cut = _cut(rest, width)
        rows.append(_trimmed(rest[:cut]))
        rest = _without_leading_blanks(rest[cut:])
    return [*rows, rest]


def encode(row: Iterable[Cell], page: CodePage | None = WESTERN) -> bytes:
    """Give the bytes of cells; Chinese letters are switched off around those of the code page.

    It begins and ends with Chinese letters switched on.
    """
    data = bytearray()
    chinese = True
    for cell in row:
        wanted = cell.script is not Script.WESTERN
        if cell.script is not Script.EITHER and wanted != chinese:
            data += _switch(chinese=wanted, page=page)
            chinese = wanted
        data += cell.data
    return bytes(data if chinese else data + escpos.CHINESE_ON)


def _switch(*, chinese: bool, page: CodePage | None) -> bytes:
    if chinese or page is None:
        return escpos.CHINESE_ON
    return escpos.CHINESE_OFF + escpos.code_page(page.number)


def _cells_of(sign: str, page: CodePage | None) -> Iterator[Cell]:
    if sign.isascii():
        blank = sign == " " or not sign.isprintable()
        yield _SPACE if blank else Cell(sign.encode(), 1, Script.EITHER)
        return
    found = _western(sign, page) or _chinese(sign)
    if found is not None:
        yield found
        return
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if part.isascii())
    if plain.isprintable() and plain:
        yield from (Cell(part.encode(), 1, Script.EITHER) for part in plain)
    elif unicodedata.category(sign).startswith(("L", "N")):
        yield Cell(_BOX.encode("gb18030"), 2, Script.CHINESE)


def _western(sign: str, page: CodePage | None) -> Cell | None:
    """Letters with accents, and signs that Chinese letters lack or print twice as wide."""
    if page is None or not (sign in "€£¡¿ªº" or (sign.isalpha() and sign < "\u0250")):
        return None
    try:
        return Cell(sign.encode(page.encoding), 1, Script.WESTERN)
    except UnicodeEncodeError:
        return None


def _chinese(sign: str) -> Cell | None:
    """The two-byte signs of GB18030; printers have no letters for the four-byte ones."""
    try:
        data = sign.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return Cell(data, 2, Script.CHINESE) if len(data) == 2 else None


def _cut(row: list[Cell], width: int) -> int:
    """Return how many cells go on a line: up to the last blank, or as many as fit; at least one."""
    taken = 0
    for index, cell in enumerate(row):
        taken += cell.columns
        if taken > width:
            return _blank_before(row, index) or max(index, 1)
    return len(row)


def _blank_before(row: list[Cell], index: int) -> int:
    """Return where the line can break so that no word of single-width letters is split."""
    for place in range(index, 0, -1):
        if row[place] is _SPACE or _may_part(row[place - 1], row[place]):
            return place
    return 0


def _may_part(before: Cell, after: Cell) -> bool:
    return before.columns == 2 or after.columns == 2


def _trimmed(row: list[Cell]) -> list[Cell]:
    end = len(row)
    while end and row[end - 1] is _SPACE:
        end -= 1
    return row[:end]


def _without_leading_blanks(row: list[Cell]) -> list[Cell]:
    start = 0
    while start < len(row) and row[start] is _SPACE:
        start += 1
    return row[start:]
