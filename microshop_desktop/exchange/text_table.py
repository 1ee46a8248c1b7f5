"""Text tables (csv and the like) of unknown make, read as a stream in bounded memory.

Encoding and separator are guessed from the file itself: a mark at its beginning, else the encoding
that reads the whole file without an error, else the one that reads it with the fewest.
"""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from typing_extensions import override

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.table_cells import TableRow

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_ROWS = 1_000_000
MOST_BYTES = 1 << 30
"""A packed file that unfolds to more than this is refused."""
SEPARATORS = (",", ";", "\t", "|")
_FIELD_BYTES = 1 << 20
_CHUNK = 1 << 20
_SAMPLE_LINES = 60
_GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATOR_HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A text table with its encoding and separator found out."""

    path: Path
    encoding: str
    separator: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    def rows(self) -> Iterator[TableRow]:
        """Give all rows; `file_unreadable` where they break off, `file_too_big` for too many."""
        with _text_of(self.path, self.encoding) as lines:
            width = 0
            for number, cells in enumerate(_records(lines, self.separator), 1):
                if number > MOST_ROWS:
                    raise ShopError(ErrorCode.FILE_TOO_BIG, name=self.name, limit=MOST_ROWS)
                row = _mended(number, cells, width) if len(cells) == 1 < width else None
                yield row or TableRow(number, cells)
                width = width or (len(cells) if len(cells) > 1 else 0)


def open_text_table(path: Path) -> TextTable:
    """Find out how a text table is written; raises `OSError` where it cannot be read."""
    encoding = guess_encoding(path)
    with _text_of(path, encoding) as lines:
        sample = list(islice(lines, _SAMPLE_LINES))
    return TextTable(path, encoding, guess_separator(sample))


def guess_encoding(path: Path) -> str:
    """Return the encoding of a text file: by its mark, by trying, at last by what fits best."""
    with open_bytes(path) as file:
        head = file.read(4096)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if _looks_like_utf16(head):
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    errors = {encoding: _errors(path, encoding) for encoding in ("utf-8", "gb18030")}
    if not errors["utf-8"]:
        return "utf-8"
    if _is_western(path):
        return "cp1252"
    return min(errors, key=lambda encoding: errors[encoding])


def guess_separator(lines: Iterable[str]) -> str:
    """Return the sign that parts the cells: the one that gives the most rows of one width."""
    sample = [line for line in lines if line.strip()]
    hint = _SEPARATOR_HINT.fullmatch(sample[0]) if sample else None
    if hint:
        return hint.group(1)
    return max(SEPARATORS, key=lambda sign: _evenness(sample, sign))


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading, unpacking gzip on the way; `file_unreadable` for a damaged one."""
    with path.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        if not packed:
            yield raw
            return
        try:
            with gzip.open(raw, "rb") as unpacked:
                yield unpacked  # type: ignore[misc]
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            # As of a download that broke off.
            detail = str(error)
            raise ShopError(ErrorCode.FILE_UNREADABLE, name=path.name, detail=detail) from error


@contextmanager
def _text_of(path: Path, encoding: str) -> Iterator[IO[str]]:
    with open_bytes(path) as raw:
        limited = io.BufferedReader(_Limited(raw, path.name))
        with io.TextIOWrapper(limited, encoding, errors="replace", newline="") as text:
            yield text


class _Limited(io.RawIOBase):
    """Passes bytes on until there are more than a shop's file can have."""

    def __init__(self, raw: IO[bytes], name: str) -> None:
        super().__init__()
        self._raw = raw
        self._name = name
        self._left = MOST_BYTES

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer)
        found = self._raw.read(len(room))
        room[: len(found)] = found
        self._left -= len(found)
        if self._left < 0:
            raise ShopError(ErrorCode.FILE_TOO_BIG, name=self._name, limit=MOST_BYTES)
        return len(found)


def _records(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(_FIELD_BYTES)
    source = iter(lines)
    first = next(source, "")
    if not _SEPARATOR_HINT.fullmatch(first):
        source = _chained(first, source)
    try:
        yield from csv.reader(source, delimiter=separator)
    except csv.Error as error:
        raise ShopError(ErrorCode.FILE_UNREADABLE, detail=str(error)) from error


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _mended(number: int, cells: list[str], width: int) -> TableRow | None:
    """Part a row again whose cells another sign parts, where that gives the file's width."""
    for sign in SEPARATORS:
        try:
            parted = next(csv.reader([cells[0]], delimiter=sign), [])
        except csv.Error:
            # A stray end of line in what may be no table at all: it stays the one cell it is.
            return None
        if len(parted) == width:
            return TableRow(number, parted, mended=True)
    return None


def _evenness(lines: list[str], separator: str) -> tuple[int, int]:
    """Count the rows of the commonest width above one, and that width."""
    widths = [len(cells) for cells in csv.reader(lines, delimiter=separator)]
    common = max(set(widths), key=lambda width: (width > 1, widths.count(width)), default=1)
    return (0, 0) if common == 1 else (widths.count(common), common)


def _looks_like_utf16(head: bytes) -> bool:
    """Tell whether every second byte is mostly empty, as in Latin text of two bytes a letter."""
    zeros = max(head[0::2].count(0), head[1::2].count(0))
    return zeros > len(head) // 5 and min(head[0::2].count(0), head[1::2].count(0)) * 10 < zeros


def _errors(path: Path, encoding: str) -> int:
    """Count what cannot be read in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    count = sum(decoder.decode(chunk).count("\ufffd") for chunk in _chunks_of(path))
    return count + decoder.decode(b"", final=True).count("\ufffd")


def _is_western(path: Path) -> bool:
    """Tell whether signs beyond ASCII stand alone, as accents do; Chinese comes in pairs."""
    alone = paired = 0
    for chunk in _chunks_of(path):
        for run in _HIGH_BYTES.findall(chunk):
            if len(run) == 1:
                alone += 1
            else:
                paired += 1
    return alone > 3 * paired


def _chunks_of(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece; `file_too_big` for one that unfolds beyond all measure."""
    size = 0
    with open_bytes(path) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise ShopError(ErrorCode.FILE_TOO_BIG, name=path.name, limit=MOST_BYTES)
            yield chunk
