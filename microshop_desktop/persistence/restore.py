"""Putting a backup in the place of a shop's file: checked in a side copy first, then swapped.

The file that was there is kept under a dated name. A crash at any point leaves either the old shop
or the restored one.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.backup import digest_of_file, known_digest, unpack
from microshop_desktop.persistence.checking import FileFacts, check_file
from microshop_desktop.persistence.failures import translated, translated_files
from microshop_desktop.persistence.lock import WindowLock
from microshop_desktop.persistence.schema import SCHEMA

_LOGS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the shop's facts now, and where the old file is kept (if any)."""

    facts: FileFacts
    kept: Path | None


def restore(backup: Path, shop_file: Path, at: datetime) -> Restored:
    """Put a backup in the place of the shop's file.

    Raises `window_open` while a window has the shop open, `backup_unusable` and `database_newer`
    for a backup that cannot be used, `database_locked` while somebody writes to the shop.
    """
    folder = shop_file.parent
    side = folder / f"{shop_file.name}.restoring"
    with translated_files(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with WindowLock(folder):
            try:
                facts = _prepare(backup, side, shop_file)
                kept = _swap(side, shop_file, at)
            finally:
                side.unlink(missing_ok=True)
    return Restored(facts, kept)


def _prepare(backup: Path, side: Path, shop_file: Path) -> FileFacts:
    """Unpack into the side copy and check it against the note beside the backup."""
    if not backup.is_file():
        raise ShopError(ErrorCode.BACKUP_UNUSABLE, path=str(backup), detail="missing")
    if shop_file.exists() and backup.samefile(shop_file):
        # Its newest sales may be in the log beside it, which a backup does not have.
        raise ShopError(ErrorCode.BACKUP_UNUSABLE, path=str(backup), detail="the shop itself")
    unpack(backup, side)
    facts = check_file(side, called=backup)
    if facts.schema > SCHEMA:
        raise ShopError(
            ErrorCode.DATABASE_NEWER, path=str(backup), schema=facts.schema, known=SCHEMA
        )
    _compare_digest(backup, side)
    return facts


def _compare_digest(backup: Path, side: Path) -> None:
    promised = known_digest(backup)
    if promised and promised != digest_of_file(side):
        raise ShopError(ErrorCode.BACKUP_UNUSABLE, path=str(backup), detail="digest differs")


def _swap(side: Path, shop_file: Path, at: datetime) -> Path | None:
    """Keep the old file under a dated name, then put the side copy in its place in one step."""
    if not shop_file.exists():
        side.replace(shop_file)
        return None
    kept = _free_name(shop_file, at)
    with _alone(shop_file, kept):
        _link(shop_file, kept)
        side.replace(shop_file)
    return kept


@contextmanager
def _alone(shop_file: Path, kept: Path) -> Iterator[None]:
    """Fold the log into the old file and keep everybody else off it; `database_locked` if busy.

    A file too damaged for that has its log set aside with it, or SQLite would replay that log into
    the restored shop.
    """
    with closing(sqlite3.connect(shop_file, isolation_level=None)) as connection:
        try:
            with translated(str(shop_file)):
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("BEGIN EXCLUSIVE")
        except ShopError as error:
            if error.code is not ErrorCode.DATABASE_DAMAGED:
                raise
            connection.close()
            _set_logs_aside(shop_file, kept)
        if os.name == "nt":  # pragma: no cover - an open file cannot be replaced there
            connection.close()
        yield


def _set_logs_aside(shop_file: Path, kept: Path) -> None:
    for ending in _LOGS:
        log = shop_file.with_name(shop_file.name + ending)
        if log.exists():
            log.replace(kept.with_name(kept.name + ending))


def _link(source: Path, target: Path) -> None:
    """Give a file a second name; a file system without such names gets a copy."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)


def _free_name(shop_file: Path, at: datetime) -> Path:
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    path = shop_file.with_stem(f"{shop_file.stem}-replaced-{stamp}")
    number = 1
    while path.exists():
        number += 1
        path = shop_file.with_stem(f"{shop_file.stem}-replaced-{stamp}-{number}")
    return path
