"""Writing tables as csv, xlsx or json, whole or not at all.

A file is written beside its place and put there when it is complete. Texts that a spreadsheet would
take for a formula are written so that they stay texts. Money and quantities are plain decimals in
csv and xlsx, and whole minor units and thousandths in json.
"""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.export_table import ExportColumn, ExportTable, Kind
from microshop_desktop.domain.money import plain_amount
from microshop_desktop.domain.quantity import plain_quantity

_FORMULA_SIGNS = (*"=+-@＝＋－＠", "\t", "\r", "\n")
_MOST_SHEET_ROWS = 1_048_576
_EXACT_IN_SHEET = 10**15

Writer = Callable[[Path, ExportTable, str], int]
_MARKED_UTF8 = "utf-8-sig"


def write_table(path: Path, table: ExportTable, *, encoding: str = _MARKED_UTF8) -> int:
    """Write a table by the ending of its file and return the number of rows.

    `encoding` is that of a csv file; with the mark of UTF-8 spreadsheets show Chinese as it is.
    `file_kind_unknown` for another ending, `file_not_written` where the disk refuses.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        endings = ", ".join(_WRITERS)
        raise ShopError(ErrorCode.FILE_KIND_UNKNOWN, name=path.name, endings=endings)
    beside = path.with_name(f".{path.name}.part")
    try:
        count = write(beside, table, encoding)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        detail = error.strerror or str(error)
        raise ShopError(ErrorCode.FILE_NOT_WRITTEN, path=str(path), detail=detail) from error
    except BaseException:
        # Stopped half-way as well: no half table is left beside the old one.
        beside.unlink(missing_ok=True)
        raise
    return count


def write_csv_lines(file: TextIO, table: ExportTable) -> int:
    """Write the heads and the rows of a table as csv and return the number of rows."""
    count = 0
    writer = csv.writer(file)
    writer.writerow([column.title for column in table.columns])
    for row in table.rows:
        writer.writerow(
            [
                _plain(value, column, table.exponent)
                for value, column in zip(row, table.columns, strict=True)
            ]
        )
        count += 1
    return count


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _write_csv(path: Path, table: ExportTable, encoding: str) -> int:
    with path.open("w", newline="", encoding=encoding) as file:
        return write_csv_lines(file, table)


def _write_xlsx(path: Path, table: ExportTable, _encoding: str) -> int:
    import xlsxwriter

    count = 0
    with xlsxwriter.Workbook(path, {"constant_memory": True, "in_memory": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        formats = {Kind.MONEY: book.add_format({"num_format": _money_format(table.exponent)})}
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.title, bold)
        for row in table.rows:
            count += 1
            if count >= _MOST_SHEET_ROWS:
                raise ShopError(ErrorCode.FILE_TOO_BIG, name=path.name, limit=_MOST_SHEET_ROWS)
            for place, (value, column) in enumerate(zip(row, table.columns, strict=True)):
                number = _sheet_number(value, column, table.exponent)
                if number is not None:
                    sheet.write_number(count, place, number, formats.get(column.kind))
                elif value is not None:
                    sheet.write_string(count, place, _text(value))
    return count


def _write_json(path: Path, table: ExportTable, _encoding: str) -> int:
    """Write a list of objects, each on its own line, as a stream."""
    keys = [column.key for column in table.columns]
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for row in table.rows:
            record = dict(zip(keys, row, strict=True)) | {"currency": table.currency}
            file.write(",\n" if count else "\n")
            file.write(json.dumps(record, ensure_ascii=False))
            count += 1
        file.write("\n]\n")
    return count


def _plain(value: object, column: ExportColumn, exponent: int) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and column.kind is Kind.MONEY:
        return plain_amount(value, exponent)
    if isinstance(value, int) and column.kind is Kind.QUANTITY:
        return plain_quantity(value)
    text = _text(value)
    return safe_text(text) if column.kind is Kind.TEXT else text


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list | tuple):
        return ",".join(str(part) for part in value)
    return str(value)


def _sheet_number(value: object, column: ExportColumn, exponent: int) -> float | None:
    """Return a number as a spreadsheet keeps it, or None for what must be a text."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= _EXACT_IN_SHEET:
        return None
    divisor = {Kind.MONEY: 10**exponent, Kind.QUANTITY: 1000, Kind.COUNT: 1}.get(column.kind)
    return None if divisor is None else value / divisor


def _money_format(exponent: int) -> str:
    return "0" if exponent == 0 else "0." + "0" * exponent


_WRITERS: dict[str, Writer] = {".csv": _write_csv, ".xlsx": _write_xlsx, ".json": _write_json}
ENDINGS: Sequence[str] = tuple(_WRITERS)
