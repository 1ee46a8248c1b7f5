"""How far the cells of an xlsx file reach, found out before anything is unpacked into memory.

A sheet of a few bytes may name a cell in its last row and column; readers then set aside room for
seventeen thousand million cells.
"""

import re
import zipfile
from pathlib import Path

from microshop_desktop.domain.errors import ErrorCode, ShopError

MOST_CELLS = 60_000_000
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_CHUNK = 1 << 20
_LONGEST_REFERENCE = 16


def check_extent(path: Path) -> None:
    """Raise `file_too_big` for a sheet whose cells reach too far; other files pass."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                columns, rows = _extent(archive, name)
                if columns * rows > MOST_CELLS:
                    raise ShopError(ErrorCode.FILE_TOO_BIG, name=path.name, limit=MOST_CELLS)


def _extent(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Return the last column and the last row that a sheet names."""
    widest, last, rest = b"A", 1, b""
    with archive.open(name) as file:
        while chunk := file.read(_CHUNK):
            found = _CELL.findall(rest + chunk)
            widest = max([widest, *(column for column, _ in found)], key=lambda c: (len(c), c))
            last = max([last, *(int(row) for _, row in found)])
            rest = chunk[-_LONGEST_REFERENCE:]
    return _column_number(widest), last


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number
