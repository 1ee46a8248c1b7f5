"""Cells of a bill by the names of their columns, and the spellings of amounts and times in them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from microshop_desktop.domain.bills import CHINA
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import parse_amount

EXPONENT = 2
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_UNIT = re.compile(r"\([+-]?元\)")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_DAY = re.compile(r"(\d{4})[-年](\d{1,2})[-月](\d{1,2})日?(?: (\d{2}:\d{2}:\d{2}))?")
_TIME = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?.*")
NOTHING = frozenset({"", "/", "0", "-"})
"""What platforms write where there is no number."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the file and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def text(self, *names: str) -> str:
        """Return the first of these columns that the file has, blanks taken off."""
        for name in names:
            if name in self.cells:
                return self.cells[name]
        return ""

    def key(self, *names: str) -> str:
        """Return a number of the platform; empty where it writes that there is none."""
        found = self.text(*names)
        return "" if found in NOTHING else found

    def amount(self, *names: str) -> int:
        """Return minor units; an empty cell is zero. `bad_amount` for what is no amount."""
        return fen(self.text(*names))

    def time(self, *names: str) -> datetime:
        """Return a time of China's zone; `bad_amount` where it cannot be read."""
        return moment(self.text(*names))


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a file with their ends: only line feeds and carriage returns end one.

    What else `str.splitlines` takes for an end, such as U+2028, stands inside names of goods.
    """
    return (found.group() for found in _LINE.finditer(text))


def heads_of(cells: Iterable[str]) -> list[str]:
    """Return the names of columns in one spelling: plain brackets, no unit, no blanks."""
    return [_UNIT.sub("", plain(cell)).replace(" ", "") for cell in cells]


def row_of(number: int, heads: Sequence[str], cells: Sequence[str]) -> Row:
    """Join a row with its heads; cells beyond them are let go."""
    return Row(number, {head: clean(cell) for head, cell in zip(heads, cells, strict=False)})


def clean(cell: str) -> str:
    """Take off what platforms put around a cell: blanks, tabs, back-ticks."""
    return cell.strip("\ufeff \t\r\n`")


def plain(text: str) -> str:
    """Fold full-width signs into plain ones and take off what stands around a cell."""
    return clean(unicodedata.normalize("NFKC", text))


def fen(text: str) -> int:
    """Read yuan with or without their sign as minor units; `bad_amount`."""
    written = plain(text).lstrip("¥￥").strip()
    if _THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    return parse_amount(written, EXPONENT) if written else 0


def count(text: str) -> int:
    """Read a number of rows, which may be written `45.0`; `bad_amount`."""
    return parse_amount(plain(text), 0)


def moment(text: str) -> datetime:
    """Read a time as platforms and spreadsheets write it; `bad_amount`."""
    found = _TIME.fullmatch(plain(text))
    if found is None:
        raise ShopError(ErrorCode.BAD_AMOUNT, text=text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=CHINA)
    except ValueError as error:
        raise ShopError(ErrorCode.BAD_AMOUNT, text=text) from error


def span_in(texts: Iterable[str]) -> tuple[date, date] | None:
    """Return the first and last day that the lines above a bill name together.

    An end at midnight is the day before it.
    """
    for text in texts:
        found = list(_DAY.finditer(plain(text)))
        if len(found) == 2:
            first, last = (_day(match) for match in found)
            if found[1].group(4) == "00:00:00" and last > first:
                last -= timedelta(days=1)
            return first, last
    return None


def _day(found: re.Match[str]) -> date:
    year, month, day = (int(found.group(part)) for part in (1, 2, 3))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ShopError(ErrorCode.BAD_AMOUNT, text=found.group()) from error
