"""What the world does to a database, as errors of the shop: the one place with drivers' codes."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from microshop_desktop.domain.errors import ErrorCode, ShopError

PRIMARY_CODE = 0xFF
NEARLY_FULL_BYTES = 4 * 1024 * 1024

_SQLITE_CODES = {
    sqlite3.SQLITE_BUSY: ErrorCode.DATABASE_LOCKED,
    sqlite3.SQLITE_LOCKED: ErrorCode.DATABASE_LOCKED,
    sqlite3.SQLITE_FULL: ErrorCode.DISK_FULL,
    sqlite3.SQLITE_IOERR: ErrorCode.DISK_FAILED,
    sqlite3.SQLITE_READONLY: ErrorCode.FOLDER_READ_ONLY,
    sqlite3.SQLITE_PERM: ErrorCode.FOLDER_READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: ErrorCode.FOLDER_READ_ONLY,
    sqlite3.SQLITE_CORRUPT: ErrorCode.DATABASE_DAMAGED,
    sqlite3.SQLITE_NOTADB: ErrorCode.DATABASE_DAMAGED,
}
_POSTGRESQL_CODES = {
    "55P03": ErrorCode.DATABASE_LOCKED,
    "40001": ErrorCode.DATABASE_LOCKED,
    "40P01": ErrorCode.DATABASE_LOCKED,
    "53100": ErrorCode.DISK_FULL,
    "58030": ErrorCode.DISK_FAILED,
    "25006": ErrorCode.FOLDER_READ_ONLY,
    "XX001": ErrorCode.DATABASE_DAMAGED,
    "XX002": ErrorCode.DATABASE_DAMAGED,
    "57P01": ErrorCode.DATABASE_UNREACHABLE,
    "57P03": ErrorCode.DATABASE_UNREACHABLE,
}
_FILE_CODES = {
    errno.ENOSPC: ErrorCode.DISK_FULL,
    errno.EDQUOT: ErrorCode.DISK_FULL,
    errno.EFBIG: ErrorCode.DISK_FULL,
    errno.EIO: ErrorCode.DISK_FAILED,
    errno.EROFS: ErrorCode.FOLDER_READ_ONLY,
    errno.EACCES: ErrorCode.FOLDER_READ_ONLY,
    errno.EPERM: ErrorCode.FOLDER_READ_ONLY,
    errno.ENOTDIR: ErrorCode.FOLDER_READ_ONLY,
    errno.EEXIST: ErrorCode.FOLDER_READ_ONLY,
}


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn what the world did to the database at `place` into a `ShopError`; all else passes.

    Broken rules of the tables (`IntegrityError`) and wrong statements are not the world's doing.
    """
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        original = error.orig
        code = None if original is None else _code_of(original, place)
        if code is None and error.connection_invalidated:
            code = ErrorCode.DATABASE_UNREACHABLE
        if code is None:
            raise
        raise _shop_error(code, place) from error
    except sqlite3.Error as error:
        code = _code_of(error, place)
        if code is None:
            raise
        raise _shop_error(code, place) from error


def _shop_error(code: ErrorCode, place: str) -> ShopError:
    if code is ErrorCode.DATABASE_UNREACHABLE:
        return ShopError(code, place=place)
    return ShopError(code, path=place)


def _code_of(error: BaseException, place: str) -> ErrorCode | None:
    """Find the code for a driver's error, or None where it is no failure of the world."""
    if isinstance(error, sqlite3.Error):
        return _sqlite_code(error, place)
    state = getattr(error, "sqlstate", None)
    if state in _POSTGRESQL_CODES:
        return _POSTGRESQL_CODES[state]
    never_connected = state is None and type(error).__name__ == "OperationalError"
    return ErrorCode.DATABASE_UNREACHABLE if never_connected else None


def _sqlite_code(error: sqlite3.Error, place: str) -> ErrorCode | None:
    extended = getattr(error, "sqlite_errorcode", None)
    if extended is None:
        return None
    code = _SQLITE_CODES.get(extended & PRIMARY_CODE)
    if code is ErrorCode.DISK_FAILED and _nearly_full(place):
        return ErrorCode.DISK_FULL
    return code


def _nearly_full(place: str) -> bool:
    """Tell a full disk from a failing one: some systems report both as an input/output error."""
    try:
        return shutil.disk_usage(Path(place).parent).free < NEARLY_FULL_BYTES
    except OSError:
        return False


@contextmanager
def translated_files(place: Path) -> Iterator[None]:
    """Turn what the world does to a file at `place` into a `ShopError`; all else passes."""
    try:
        yield
    except OSError as error:
        code = _FILE_CODES.get(error.errno or 0)
        if code is None:
            raise
        raise ShopError(code, path=str(place)) from error
