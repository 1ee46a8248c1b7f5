"""Bills as files: text in any of the platforms' encodings, spreadsheets, and zips of both.

A zip is read in memory, each file in it up to a limit, and nothing is ever written by a name that
it gives. What a bill is shows in its first line, not in its name.
"""

import codecs
import csv
import io
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from microshop_desktop.domain.bill_reading import bill_of_tables, bill_of_texts
from microshop_desktop.domain.bills import Bill
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.table_cells import TableRow
from microshop_desktop.exchange.sheet_table import open_sheet_table

MOST_BYTES = 32 << 20
"""A packed or plain bill beyond it is refused; a month of a busy shop has a fifth of it.

Reading one takes about twelve times its size in memory, so this is what keeps that bounded.
"""
MOST_UNPACKED = MOST_BYTES
"""All files of a zip together."""
MOST_FILES = 50
_ZIP = b"PK\x03\x04"
_OLD_SHEET = b"\xd0\xcf\x11\xe0"
_SHEET_PART = "xl/workbook.xml"
_UTF8_FLAG = 0x800
_CHUNK = 1 << 20
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)
"""What packed files raise that are damaged, locked, or packed in a way nobody knows."""


@dataclass(frozen=True, slots=True)
class ReadBill:
    """A bill with the file it was read from; `name` without any folder."""

    name: str
    content: bytes = field(repr=False)
    bill: Bill


def read_bill_file(path: Path) -> ReadBill:
    """Read a bill from a file; `file_not_read`, `file_too_big`, `bill_unknown`."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        detail = error.strerror or str(error)
        raise ShopError(ErrorCode.FILE_NOT_READ, name=path.name, detail=detail) from error
    return read_bill(path.name, content)


def read_bill(name: str, content: bytes) -> ReadBill:
    """Read a bill from what a file holds; `file_empty`, `file_too_big`, `bill_unknown`."""
    if not content.strip():
        raise ShopError(ErrorCode.FILE_EMPTY, name=name)
    if len(content) > MOST_BYTES:
        raise ShopError(ErrorCode.FILE_TOO_BIG, name=name, limit=MOST_BYTES)
    try:
        bill = _bill_in(name, content)
    except csv.Error as error:
        raise ShopError(ErrorCode.FILE_UNREADABLE, name=name, detail=str(error)) from error
    if bill is None:
        raise ShopError(ErrorCode.BILL_UNKNOWN, name=name)
    return ReadBill(name, content, bill)


def decoded(content: bytes) -> str:
    """Read text as UTF-8 where it is, else as the Chinese encoding of Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _bill_in(name: str, content: bytes) -> Bill | None:
    if content.startswith(_OLD_SHEET):
        return bill_of_tables([_sheet_rows(name, content)])
    if not content.startswith(_ZIP):
        return bill_of_texts([decoded(content)])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if _SHEET_PART in archive.namelist():
                return bill_of_tables([_sheet_rows(name, content)])
            return bill_of_texts(decoded(part) for part in _parts(name, archive))
    except _DAMAGED as error:
        raise ShopError(ErrorCode.FILE_UNREADABLE, name=name, detail=str(error)) from error


def _parts(name: str, archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield what the tables of a zip hold, never more than the limit in all."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise ShopError(ErrorCode.FILE_TOO_BIG, name=name, limit=MOST_FILES)
    left = MOST_UNPACKED
    for entry in entries:
        if not entry_name(entry).lower().endswith((".csv", ".txt")):
            continue
        found = bytearray()
        with archive.open(entry) as file:
            while chunk := file.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise ShopError(ErrorCode.FILE_TOO_BIG, name=name, limit=MOST_UNPACKED)
                found += chunk
        yield bytes(found)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry for people: Windows tools write it in GBK without saying so."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _sheet_rows(name: str, content: bytes) -> list[TableRow]:
    """Read the rows of a spreadsheet, by a file of our own naming."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bill.xlsx"
        path.write_bytes(content)
        try:
            return list(open_sheet_table(path).rows())
        except ShopError as error:
            raise ShopError(error.code, **{**error.params, "name": name}) from error
