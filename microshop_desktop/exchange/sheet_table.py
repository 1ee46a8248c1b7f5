"""Spreadsheets (xls, xlsx, ods), read by calamine, with the limits that a bad file runs into."""

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.table_cells import TableRow, number_text
from microshop_desktop.exchange.sheet_extent import check_extent

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_ROWS = 1_000_000
MOST_FILE_BYTES = 100 << 20
MOST_UNPACKED_BYTES = 400 << 20
_SUSPICIOUS_RATIO = 300
_SMALL_BYTES = 16 << 20
_ZIP = b"PK\x03\x04"

Cell = str | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet of a spreadsheet."""

    path: Path
    sheet: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    def rows(self) -> Iterator[TableRow]:
        """Give all rows of the sheet; empty ones are there, so that numbers are the sheet's."""
        sheet = _workbook(self.path).get_sheet_by_name(self.sheet)
        if sheet.total_height > MOST_ROWS:
            raise ShopError(ErrorCode.FILE_TOO_BIG, name=self.name, limit=MOST_ROWS)
        return _rows(sheet)


def open_sheet_table(path: Path, sheet: str | None = None) -> SheetTable:
    """Choose the sheet that was asked for, else the first one with something in it.

    `file_unreadable` for a damaged file, `file_too_big` for one that unfolds beyond all measure.
    """
    check_size(path)
    check_extent(path)
    workbook = _workbook(path)
    names: Sequence[str] = workbook.sheet_names
    if sheet is not None:
        if sheet not in names:
            raise ShopError(ErrorCode.SHEET_MISSING, sheet=sheet, name=path.name)
        return SheetTable(path, sheet)
    for name in names:
        if workbook.get_sheet_by_name(name).total_height:
            return SheetTable(path, name)
    raise ShopError(ErrorCode.FILE_EMPTY, name=path.name)


def check_size(path: Path) -> None:
    """Refuse a file that would fill the memory when it is unpacked."""
    size = path.stat().st_size
    if size > MOST_FILE_BYTES:
        raise ShopError(ErrorCode.FILE_TOO_BIG, name=path.name, limit=MOST_FILE_BYTES)
    with path.open("rb") as file:
        if file.read(4) != _ZIP:
            return
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise ShopError(ErrorCode.FILE_UNREADABLE, name=path.name, detail=str(error)) from error
    folded = unpacked > _SMALL_BYTES and unpacked > _SUSPICIOUS_RATIO * size
    if unpacked > MOST_UNPACKED_BYTES or folded:
        raise ShopError(ErrorCode.FILE_TOO_BIG, name=path.name, limit=MOST_UNPACKED_BYTES)


def cell_text(value: Cell) -> str:
    """Write a cell as text; numbers are marked, so that a lost zero can be told."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _workbook(path: Path) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as error:
        raise ShopError(ErrorCode.FILE_UNREADABLE, name=path.name, detail=str(error)) from error


def _rows(sheet: "CalamineSheet") -> Iterator[TableRow]:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        yield TableRow(number, [cell_text(cell) for cell in cells])
