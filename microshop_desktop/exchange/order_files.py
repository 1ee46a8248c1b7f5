"""Order files of online shops: recognised by their heads, read whole, each bad row with a reason.

What a file is shows in its heads, in whatever order they stand, not in its name. Rows of one order
may stand apart; the oldest order comes first. Nothing of a file is changed or kept here.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from operator import attrgetter
from pathlib import Path

from microshop_desktop.domain.bills import CHINA
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.domain.order_file import (
    ANY_KIND,
    NEEDED_FIELDS,
    TIMES,
    FileOrders,
    OrderField,
    OrderFormat,
    OwnFormat,
    heads_key,
    one_spelling,
)
from microshop_desktop.domain.row_issues import IssueCode, RowIssue, RowRefusedError
from microshop_desktop.domain.table_cells import TableRow, TableSource, first_rows
from microshop_desktop.exchange.order_file_cells import Cells
from microshop_desktop.exchange.order_file_heads import FORMATS, own_format
from microshop_desktop.exchange.order_file_orders import FileKnown, order_of
from microshop_desktop.exchange.tables import open_table

MOST_ROWS = 200_000
"""More no shop exports at once; it keeps the memory bounded."""
_LOOKED_AT = 40
_SUMS = re.compile(r"(合计|总计|小计|汇总|共计|total|sum)\b.*", re.IGNORECASE)
_NAME_TIME = re.compile(
    r"(?<!\d)(20\d{2})[-_.年]?(\d{2})[-_.月]?(\d{2})日?[-_ T]?"
    r"(\d{2})[-_.:时]?(\d{2})(?:[-_.:分]?(\d{2}))?"
)


@dataclass(frozen=True, slots=True)
class OpenedOrders:
    """A table with orders, opened: its heads stand in `header_row`, `places` says what they hold.

    `format` is None where nobody here knows the heads; `sample` are some rows below them.
    """

    source: TableSource
    header_row: int
    heads: tuple[str, ...]
    format: OrderFormat | None
    modified: datetime
    sample: tuple[TableRow, ...]

    @property
    def key(self) -> str:
        """What names these heads, by which a person's word for them is remembered."""
        return heads_key(self.heads)


def open_orders(path: Path, own: Mapping[str, OwnFormat] | None = None) -> OpenedOrders:
    """Open a file and find out whose orders it holds; `own` are the heads a person described.

    `file_…` errors with the reason where it is no table.
    """
    source = open_table(path)
    rows = first_rows(source, _LOOKED_AT)
    found = _recognised(rows, own or {})
    row, known = found or (_likely_heads(rows), None)
    if row is None:
        raise ShopError(ErrorCode.ORDER_HEADS_UNKNOWN, name=source.name)
    below = tuple(each for each in rows if each.number > row.number and not each.is_blank)
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return OpenedOrders(source, row.number, tuple(row.cells), known, modified, below)


def described(opened: OpenedOrders, own: OwnFormat, *, kind: str = ANY_KIND) -> OpenedOrders:
    """Return a file read by what a person says its columns hold.

    `column_unknown` for a head that it has not, `order_heads_needed` without number and goods.
    """
    there = one_spelling(opened.heads)
    for head in one_spelling(own.fields):
        if head not in there:
            columns = ", ".join(filter(None, opened.heads))
            raise ShopError(ErrorCode.COLUMN_UNKNOWN, column=head, columns=columns)
    if not set(NEEDED_FIELDS) <= set(own.fields.values()):
        raise ShopError(ErrorCode.ORDER_HEADS_NEEDED, name=opened.source.name)
    return OpenedOrders(
        opened.source,
        opened.header_row,
        opened.heads,
        own_format(opened.key, own, kind=kind),
        opened.modified,
        opened.sample,
    )


def read_orders(opened: OpenedOrders, *, zone: tzinfo, currency: str, now: datetime) -> FileOrders:
    """Read all orders of a file whose format is known.

    `zone` and `currency` are the shop's, for formats that name none. `order_heads_unknown` where
    nobody knows the heads, `file_too_big` beyond all measure.
    """
    if opened.format is None:
        raise ShopError(ErrorCode.ORDER_HEADS_UNKNOWN, name=opened.source.name)
    return _Reading(opened, opened.format, zone).result(currency, now)


class _Reading:
    """The rows of a file on their way to orders."""

    def __init__(self, opened: OpenedOrders, known: OrderFormat, zone: tzinfo) -> None:
        self._opened, self._format = opened, known
        self._zone = CHINA if known.beijing else zone
        self._places = _places(opened.heads, known)
        self._orders: dict[str, list[Cells]] = {}
        self._bad: dict[str, int] = {}
        self._rejected: list[RowIssue] = []
        self._remarks: list[RowIssue] = []
        self._last = ""
        self._rows = self._skipped = 0

    def result(self, currency: str, now: datetime) -> FileOrders:
        """Read the file to its end."""
        for row in self._opened.source.rows():
            if row.number > self._opened.header_row and not row.is_blank:
                self._take(row)
        moment = _moment(self._opened, self._newest(), now)
        known = FileKnown(self._format, moment, currency)
        orders, timeless = self._made(known)
        return FileOrders(
            name=self._opened.source.name,
            format=self._format,
            moment=moment,
            orders=tuple(sorted(orders, key=attrgetter("placed_at"))),
            rejected=tuple(sorted(self._rejected, key=attrgetter("row"))),
            remarks=tuple(sorted(self._remarks, key=attrgetter("row"))),
            rows=self._rows,
            skipped=self._skipped,
            timeless=timeless,
        )

    def _take(self, row: TableRow) -> None:
        self._rows += 1
        if self._rows > MOST_ROWS:
            name = self._opened.source.name
            raise ShopError(ErrorCode.FILE_TOO_BIG, name=name, limit=MOST_ROWS)
        if _is_sum(row):
            self._skipped += 1
            return
        cells = Cells(row.number, _by_field(row, self._places), self._zone)
        try:
            name = self._name_of(cells)
        except RowRefusedError as problem:
            self._last = ""
            self._refuse(row.number, problem)
            return
        self._last = name
        self._orders.setdefault(name, []).append(cells)

    def _name_of(self, cells: Cells) -> str:
        """Return what names the order of a row; one without a number goes with the row above."""
        number = cells.key(OrderField.ORDER)
        if not number:
            if self._last and cells.text(OrderField.TITLE):
                return self._last
            raise RowRefusedError(OrderField.ORDER, IssueCode.ORDER_NUMBER_MISSING)
        rest = self._format.identity[1:]
        if not rest or _has_own_number(self._opened.heads, self._format):
            return number
        told = [cells.text(field) for field in rest]
        if not any(told) and self._last.partition("~")[0] == number:
            return self._last
        return f"{number}~{hashlib.sha256(repr(told).encode()).hexdigest()[:12]}"

    def _made(self, known: FileKnown) -> tuple[list[OnlineOrder], frozenset[str]]:
        orders, timeless = [], set()
        for name, rows in self._orders.items():
            try:
                order, remarks, has_no_time = order_of(name, rows, known)
            except RowRefusedError as problem:
                self._refuse_order(rows, problem)
                continue
            orders.append(order)
            self._remarks += remarks
            if has_no_time:
                timeless.add(name)
        return orders, frozenset(timeless)

    def _refuse_order(self, rows: Sequence[Cells], problem: RowRefusedError) -> None:
        """Reject all rows of an order: the money of a part of it would be wrong."""
        bad = next((row for row in rows if _is_bad(row, problem)), rows[0])
        self._refuse(bad.number, problem)
        for row in rows:
            if row is not bad:
                other = RowRefusedError(problem.field, IssueCode.ORDER_ROW_BAD, str(bad.number))
                self._refuse(row.number, other)

    def _refuse(self, row: int, problem: RowRefusedError) -> None:
        self._rejected.append(RowIssue(row, str(problem.field), problem.code, problem.value))

    def _newest(self) -> datetime | None:
        """Return the newest time that has passed in the file."""
        newest: datetime | None = None
        for row in (row for rows in self._orders.values() for row in rows):
            for field in TIMES:
                try:
                    at = row.time(field) if row.has(field) else None
                except RowRefusedError:
                    continue
                newest = at if newest is None else max(newest, at or newest)
        return newest


def _recognised(
    rows: Sequence[TableRow], own: Mapping[str, OwnFormat]
) -> tuple[TableRow, OrderFormat] | None:
    """Return the row of heads and the format that knows most of them."""
    for row in rows:
        heads = set(one_spelling(row.cells))
        key = heads_key(row.cells)
        if key in own:
            return row, own_format(key, own[key], kind=ANY_KIND)
        fitting = [each for each in FORMATS if each.needed <= heads]
        if fitting:
            return row, max(fitting, key=lambda each: len(_places(row.cells, each)))
    return None


def _likely_heads(rows: Iterable[TableRow]) -> TableRow | None:
    """Return the first row that may be heads: several different words, no numbers."""
    for row in rows:
        told = [cell for cell in one_spelling(row.cells) if cell]
        if len(told) > 2 and len(set(told)) == len(told) and not any(map(_is_number, told)):
            return row
    return None


def _places(heads: Sequence[str], known: OrderFormat) -> dict[OrderField, tuple[int, ...]]:
    """Return in which columns each field stands, the preferred one first."""
    places: dict[str, int] = {}
    for place, head in enumerate(one_spelling(heads)):
        places.setdefault(head, place)
    found = {}
    for field, names in known.columns.items():
        there = [places[name] for name in one_spelling(names) if name in places]
        if there:
            found[field] = tuple(there)
    return found


def _by_field(
    row: TableRow, places: Mapping[OrderField, Sequence[int]]
) -> dict[OrderField, tuple[str, ...]]:
    cells, width = row.cells, len(row.cells)
    return {
        field: tuple(cells[place] for place in there if place < width)
        for field, there in places.items()
    }


def _has_own_number(heads: Sequence[str], known: OrderFormat) -> bool:
    """Tell whether a file names its orders by a number that is good for all its sales."""
    best = one_spelling(known.columns[OrderField.ORDER][:1])
    return best[0] in one_spelling(heads)


def _is_sum(row: TableRow) -> bool:
    first = next((cell.strip() for cell in row.cells if cell.strip()), "")
    return _SUMS.fullmatch(first) is not None


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "").isdigit()


def _is_bad(row: Cells, problem: RowRefusedError) -> bool:
    field = OrderField(problem.field)
    return bool(problem.value) and problem.value in row.text(field)


def _moment(opened: OpenedOrders, newest: datetime | None, now: datetime) -> datetime:
    """Return when a file was written: as its name says, else when it was saved.

    Never before the newest time in it, never after now.
    """
    written = _time_in(opened.source.name)
    if written is None or written > now or (newest is not None and written < newest):
        written = opened.modified
    return min(now, max(written, newest or written))


def _time_in(name: str) -> datetime | None:
    found = _NAME_TIME.search(name)
    if found is None:
        return None
    parts = [int(part or 0) for part in found.groups()]
    try:
        return datetime(*parts, tzinfo=CHINA).astimezone(UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
