"""The cells of one row of an order file, read exactly or refused with a reason."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache

from microshop_desktop.domain.bill_cells import clean, plain
from microshop_desktop.domain.money import MOST_TOTAL
from microshop_desktop.domain.order_file import JOINED, OrderField
from microshop_desktop.domain.readable import readable
from microshop_desktop.domain.row_issues import IssueCode, RowRefusedError
from microshop_desktop.domain.table_cells import EXACT_DIGITS, NumberText

LONGEST_TEXT = 2000
LONGEST_KEY = 64
_MOST_PIECES = 999_999
_FORMULA_TEXT = re.compile(r'="?([^"]*)"?')
_NOTATION = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")
_MONEY_SIGNS = re.compile(r"CNY|RMB|USD|EUR|GBP|[¥￥$€£元]", re.IGNORECASE)
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d{1,13}(\.\d{1,6})?")
_WRAPPINGS = frozenset("='")
_NO_AMOUNT = frozenset({"", "-", "--", "/"})
_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
    r"\s*(Z|UTC|[+-]\d{2}:?\d{2})?"
)


class Cells:
    """The cells of a row by what their columns hold; `zone` is that of times without one."""

    __slots__ = ("_cells", "_zone", "number")

    def __init__(
        self, number: int, cells: Mapping[OrderField, Sequence[str]], zone: tzinfo
    ) -> None:
        self.number = number
        self._cells, self._zone = cells, zone

    def has(self, field: OrderField) -> bool:
        """Tell whether the file has a column of this field."""
        return field in self._cells

    def text(self, field: OrderField) -> str:
        """Return a text without what platforms and spreadsheets put around it."""
        there = self._cells.get(field, ())
        if len(there) < 2:
            return _unwrapped(there[0])[:LONGEST_TEXT] if there else ""
        cells = [_unwrapped(cell) for cell in there]
        told = list(dict.fromkeys(cell for cell in cells if cell))
        if field in JOINED:
            return " ".join(told)[:LONGEST_TEXT]
        return told[0][:LONGEST_TEXT] if told else ""

    def key(self, field: OrderField) -> str:
        """Return a number of the platform; refused where a spreadsheet has spoiled it."""
        cell = next((cell for cell in self._cells.get(field, ()) if _unwrapped(cell)), "")
        found = _unwrapped(cell)
        if _NOTATION.fullmatch(found):
            raise RowRefusedError(field, IssueCode.CODE_NOTATION, found)
        if isinstance(cell, NumberText) and len(found) > EXACT_DIGITS:
            raise RowRefusedError(field, IssueCode.CODE_DIGITS_LOST, found)
        if len(found) > LONGEST_KEY:
            raise RowRefusedError(field, IssueCode.CODE_TOO_LONG, found[:LONGEST_KEY])
        return found

    def amount(self, field: OrderField, exponent: int) -> int | None:
        """Return minor units, None where nothing is said; `price_bad` for what is no amount."""
        return amount_in(self.text(field), field, exponent)

    def pieces(self, field: OrderField) -> int | None:
        """Return a whole number of pieces, None where nothing is said."""
        return pieces_in(self.text(field), field)

    def time(self, field: OrderField) -> datetime | None:
        """Return a moment, None where nothing is said; `date_bad` for what is no time."""
        text = self.text(field)
        try:
            return _moment(text, self._zone)
        except ValueError as error:
            raise RowRefusedError(field, IssueCode.DATE_BAD, text) from error


@lru_cache(maxsize=4096)
def _moment(text: str, zone: tzinfo) -> datetime | None:
    """Read a time, None where nothing is said; `ValueError`. Files say the same ones often."""
    written = plain(text)
    if written in _NO_AMOUNT or written.startswith("0000"):
        return None
    found = _TIME.fullmatch(written)
    if found is None:
        raise ValueError(text)
    parts = [int(part or 0) for part in found.groups()[:6]]
    told = zone if found.group(7) is None else _offset(found.group(7))
    try:
        return datetime(*parts, tzinfo=told).astimezone(UTC)  # type: ignore[misc, arg-type]
    except OverflowError as error:
        raise ValueError(text) from error


def amount_in(text: str, field: OrderField, exponent: int) -> int | None:
    """Read an amount as platforms write it, with its sign of money or without."""
    written = text
    if not _PLAIN.fullmatch(text):
        written = _MONEY_SIGNS.sub("", plain(text)).strip()
    if written in _NO_AMOUNT:
        return None
    if _THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    if not _PLAIN.fullmatch(written):
        raise RowRefusedError(field, IssueCode.PRICE_BAD, text)
    scaled = Decimal(written).scaleb(exponent)
    whole = int(scaled)
    if whole != scaled or abs(whole) > MOST_TOTAL:
        raise RowRefusedError(field, IssueCode.PRICE_BAD, text)
    return whole


def pieces_in(text: str, field: OrderField) -> int | None:
    """Read a number of pieces, which a spreadsheet may write `2.0`."""
    written = plain(text).removesuffix("件").strip()
    if written in _NO_AMOUNT:
        return None
    if not _PLAIN.fullmatch(written):
        raise RowRefusedError(field, IssueCode.NUMBER_BAD, text)
    count = Decimal(written)
    if count < 0:
        raise RowRefusedError(field, IssueCode.NUMBER_NEGATIVE, text)
    if count != int(count) or count > _MOST_PIECES:
        raise RowRefusedError(field, IssueCode.NUMBER_BAD, text)
    return int(count)


def _unwrapped(cell: str) -> str:
    """Take off tabs, blanks, `="…"` and the apostrophe by which numbers are kept as texts."""
    found = clean(readable(cell))
    if found[:1] not in _WRAPPINGS:
        return found
    if found[0] == "=":
        formula = _FORMULA_TEXT.fullmatch(found)
        found = formula.group(1) if formula else found
    return clean(found.removeprefix("'"))


def _offset(text: str) -> tzinfo:
    if text in {"Z", "UTC"}:
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    ahead = timedelta(hours=min(hours, 23), minutes=min(minutes, 59))
    return timezone(-ahead if text[0] == "-" else ahead)
