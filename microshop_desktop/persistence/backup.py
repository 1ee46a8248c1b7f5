"""Copies of a shop's file: made while the till sells on, checked when written, thinned out later.

A backup is `shop-20260302T040000Z.sqlite.gz` with a small `.json` beside it that holds the digest
of the copy, its counts and the heads of its audit chains. SQLite only; standard library only.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.checking import FileFacts, check_file, read_facts
from microshop_desktop.persistence.failures import translated, translated_files
from microshop_desktop.persistence.retention import worth_keeping

FLOOR_BYTES = 256 * 1024 * 1024
"""Free space that a backup never takes: the shop needs it to go on selling."""

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"shop-(\d{8}T\d{6}Z)\.sqlite\.gz")
_PAGES_PER_STEP = 4096
_CHUNK = 1024 * 1024
# Level 1 packs a shop to a quarter at 100 MB/s; higher levels save little and keep a laptop busy.
_GZIP_LEVEL = 1


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup in the folder; `facts` is None where the note beside it is missing."""

    path: Path
    made_at: datetime
    bytes: int
    facts: FileFacts | None


class Backups:
    """The folder of backups of one shop."""

    def __init__(self, folder: Path, *, floor_bytes: int = FLOOR_BYTES) -> None:
        """Use a folder, which is made when the first backup is."""
        self.folder = folder
        self.floor_bytes = floor_bytes

    def all(self) -> list[BackupFile]:
        """List the backups, newest first."""
        found = []
        for path in self.folder.glob("shop-*.sqlite.gz"):
            made_at = _moment_of(path)
            if made_at:
                found.append(BackupFile(path, made_at, path.stat().st_size, _facts_beside(path)))
        return sorted(found, key=lambda backup: backup.made_at, reverse=True)

    def make(self, shop_file: Path, at: datetime) -> BackupFile | None:
        """Back up a shop's file as of now and thin out old backups; None when nothing changed.

        Raises `disk_full` before the free space would fall below the floor, `backup_unusable` when
        the copy does not hold what the shop holds, and what the disk does wrong.
        """
        newest = next(iter(self.all()), None)
        stamp = _stamp_of(shop_file)
        if newest and _note_beside(newest.path).get("stamp") == stamp:
            return None
        with translated_files(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._make_room(2 * shop_file.stat().st_size)
            target = self.folder / f"shop-{at.astimezone(UTC).strftime(_STAMP)}.sqlite.gz"
            made = _write(shop_file, target, stamp, newest)
            self.thin_out()
        return made

    def thin_out(self) -> list[Path]:
        """Remove the backups that are not worth keeping and give their paths."""
        backups = self.all()
        kept = worth_keeping(backup.made_at for backup in backups)
        removed = [backup.path for backup in backups if backup.made_at not in kept]
        for path in removed:
            _remove(path)
        return removed

    def _make_room(self, needed: int) -> None:
        """Give up the oldest backups, never the newest two, where that makes enough room."""
        given_up = self.all()[2:]
        missing = self.floor_bytes + needed - self._free()
        if missing > sum(backup.bytes for backup in given_up):
            raise ShopError(ErrorCode.DISK_FULL, path=str(self.folder))
        while missing > 0:
            oldest = given_up.pop()
            _remove(oldest.path)
            missing -= oldest.bytes

    def _free(self) -> int:
        return shutil.disk_usage(self.folder).free


def write_backup(shop_file: Path, target: Path) -> BackupFile:
    """Write one checked backup to a file of the caller's choice, with its note beside it.

    A name that ends in `.gz` is compressed; an existing file is replaced only by a good one.
    `file_not_written` for what can be no backup: a folder, a place that is not there, the shop.
    """
    if target.is_dir() or not target.parent.is_dir() or _is_shop(target, shop_file):
        raise ShopError(ErrorCode.FILE_NOT_WRITTEN, path=str(target))
    with translated_files(target):
        made = _write(shop_file, target, _stamp_of(shop_file), None)
    if made is None:
        message = "a backup without a forerunner cannot be skipped"
        raise AssertionError(message)
    return made


def _is_shop(target: Path, shop_file: Path) -> bool:
    """Tell whether a backup would take the place of the shop itself or of its log."""
    shop = shop_file.resolve()
    taken = {shop, *(shop.with_name(f"{shop.name}-{end}") for end in ("wal", "shm", "journal"))}
    return target.resolve() in taken


def keep_before_upgrade(shop_file: Path, schema: int) -> None:
    """Keep a checked copy of a shop's file, among its backups, before its tables are changed.

    It is named by its schema and never thinned out; the one of an earlier try is replaced.
    """
    folder = shop_file.parent / "backups"
    with translated_files(folder):
        folder.mkdir(parents=True, exist_ok=True)
    write_backup(shop_file, folder / f"before-upgrade-from-{schema:04d}.sqlite.gz")


def _write(
    shop_file: Path, target: Path, stamp: list[int], newest: BackupFile | None
) -> BackupFile | None:
    """Copy, check, compare with the newest backup, pack and put into place."""
    with _scratch(target, "copy") as copy, _scratch(target, "packed") as packed:
        facts = copy_database(shop_file, copy)
        if check_file(copy) != facts:
            raise ShopError(ErrorCode.BACKUP_UNUSABLE, path=str(target), detail="counts differ")
        digest = digest_of_file(copy)
        if newest and _note_beside(newest.path).get("sha256") == digest:
            return None
        _pack(copy, packed, digest, compress=target.suffix == ".gz")
        note = {"sha256": digest, "stamp": stamp, **asdict(facts)}
        _note_path(target).write_text(json.dumps(note, indent=1), encoding="utf-8")
        packed.replace(target)
    _sync_folder(target.parent)
    made_at = _moment_of(target) or datetime.fromtimestamp(target.stat().st_mtime, UTC)
    return BackupFile(target, made_at, target.stat().st_size, facts)


def copy_database(source: Path, target: Path) -> FileFacts:
    """Copy a database that others may be writing to, as it is at one moment; give its facts.

    The copy is one file without a write-ahead log. The reading transaction keeps that moment, so
    that a busy till does not make the copy begin anew.
    """
    with (
        translated(str(source)),
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as reader,
        closing(sqlite3.connect(target, isolation_level=None)) as writer,
    ):
        writer.execute("PRAGMA synchronous = OFF")
        reader.execute("BEGIN")
        facts = read_facts(reader)
        reader.backup(writer, pages=_PAGES_PER_STEP, sleep=0)
        writer.execute("PRAGMA journal_mode = DELETE")
    return facts


def unpack(backup: Path, target: Path) -> None:
    """Write the database of a backup, packed or not, to `target`; `backup_unusable` if torn."""
    try:
        with _open_packed(backup) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, _CHUNK)
            file.flush()
            os.fsync(file.fileno())
    except (EOFError, gzip.BadGzipFile) as error:
        raise ShopError(ErrorCode.BACKUP_UNUSABLE, path=str(backup), detail=str(error)) from error


def known_digest(backup: Path) -> str | None:
    """Give the digest that the note beside a backup promises, if there is a note."""
    digest = _note_beside(backup).get("sha256")
    return digest if isinstance(digest, str) else None


def digest_of_file(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(copy: Path, packed: Path, digest: str, *, compress: bool) -> None:
    """Write the copy durably and read it back: what is on the disk must have the same digest."""
    with packed.open("wb") as file:
        if compress:
            with (
                copy.open("rb") as source,
                gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0) as sink,
            ):
                shutil.copyfileobj(source, sink, _CHUNK)
        else:
            with copy.open("rb") as source:
                shutil.copyfileobj(source, file, _CHUNK)
        file.flush()
        os.fsync(file.fileno())
    with _open_packed(packed) as source:
        if hashlib.file_digest(source, "sha256").hexdigest() != digest:
            raise ShopError(ErrorCode.BACKUP_UNUSABLE, path=str(packed), detail="digest differs")


def _open_packed(path: Path) -> "gzip.GzipFile | BufferedReader":
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    return gzip.GzipFile(path, "rb") if is_gzip else path.open("rb")


@contextmanager
def _scratch(target: Path, purpose: str) -> Iterator[Path]:
    """Name a file beside the target that is gone afterwards, whatever happens."""
    path = target.parent / f".{target.name}.{os.getpid()}.{purpose}"
    try:
        yield path
    finally:
        for leftover in (path, path.with_name(f"{path.name}-journal")):
            leftover.unlink(missing_ok=True)


def _stamp_of(shop_file: Path) -> list[int]:
    """Say cheaply whether a file may have changed: size and time of it and of its log."""
    stamp = []
    for path in (shop_file, shop_file.with_name(f"{shop_file.name}-wal")):
        if path.exists():
            status = path.stat()
            stamp += [status.st_size, status.st_mtime_ns]
    return stamp


def _note_path(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.json")


def _note_beside(backup: Path) -> dict[str, object]:
    try:
        note = json.loads(_note_path(backup).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _facts_beside(backup: Path) -> FileFacts | None:
    note = _note_beside(backup)
    try:
        return FileFacts(**{name: note[name] for name in FileFacts.__slots__})  # type: ignore[arg-type]
    except KeyError:
        return None


def _moment_of(path: Path) -> datetime | None:
    named = _NAME.fullmatch(path.name)
    return datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC) if named else None


def _remove(backup: Path) -> None:
    backup.unlink(missing_ok=True)
    _note_path(backup).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system can."""
    if os.name == "nt":  # pragma: no cover - another system
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
