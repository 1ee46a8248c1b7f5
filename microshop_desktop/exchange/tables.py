"""Opening any table file: what it is shows in its first bytes, not in its name."""

from pathlib import Path

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.table_cells import TableSource
from microshop_desktop.exchange.sheet_table import open_sheet_table
from microshop_desktop.exchange.text_table import open_text_table

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def open_table(path: Path, *, sheet: str | None = None) -> TableSource:
    """Open a csv, xls, xlsx or ods file; raises the `file_…` errors with the reason."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        if not head:
            raise ShopError(ErrorCode.FILE_EMPTY, name=path.name)
        if head.startswith(_SPREADSHEETS):
            return open_sheet_table(path, sheet)
        return open_text_table(path)
    except OSError as error:
        detail = error.strerror or str(error)
        raise ShopError(ErrorCode.FILE_NOT_READ, name=path.name, detail=detail) from error
