"""Backups as a person sees them: making one, how old the newest is, and going back to one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import BACKUP_FOLDER, Settings
from microshop_desktop.persistence.backup import BackupFile, unpack, write_backup
from microshop_desktop.persistence.backup import Backups as BackupFolder
from microshop_desktop.persistence.checking import check_file, quick_check
from microshop_desktop.persistence.picture_copies import (
    BILLS,
    PICTURES,
    copy_missing,
    find_pictures,
    pictures_of_backup,
)
from microshop_desktop.persistence.restore import restore
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.shop import Shop

EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class BackupView:
    """A backup in the list; `orders` is None where the note beside it is missing."""

    path: Path
    made_at: datetime
    bytes: int
    orders: int | None


@dataclass(frozen=True, slots=True)
class RestoredView:
    """A shop that went back to a backup, and where the file that was replaced is kept.

    `pictures` is the number of photos that were missing and came back with it.
    """

    orders: int
    kept: Path | None
    pictures: int = 0


class Backups:
    """Backups of this shop in a folder."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        """Keep the backups of this shop in that folder."""
        self._shop = shop
        self._folder = BackupFolder(folder)

    @act(Right.KEEP_BACKUPS)
    def make(self, actor: Actor) -> BackupView | None:
        """Back up the shop and thin out old backups; None when nothing changed since the newest.

        Takes as long as the file is big: call it off the main thread. Selling goes on meanwhile.
        Raises `disk_full`, `backup_unusable`, `folder_read_only`, `backup_elsewhere`.
        """
        made = self._folder.make(self._file(), self._shop.clock.now())
        self._copy_pictures(self._folder.folder / "shop", in_folder=True)
        return None if made is None else _view(made)

    @act(Right.KEEP_BACKUPS)
    def make_file(self, actor: Actor, target: Path) -> BackupView:
        """Back up the shop to a file of one's own choice, replacing what is there.

        Its photos come into a folder beside it.
        """
        made = write_backup(self._file(), target)
        self._copy_pictures(target, in_folder=False)
        return _view(made)

    @act(Right.KEEP_BACKUPS)
    def all(self, actor: Actor) -> tuple[BackupView, ...]:
        """Return the backups in the folder, newest first."""
        return tuple(_view(backup) for backup in self._folder.all())

    def is_due(self) -> bool:
        """Tell whether the newest backup is an hour old, or there is none."""
        newest = next(iter(self._folder.all()), None)
        return newest is None or self._shop.clock.now() - newest.made_at >= EVERY

    def _copy_pictures(self, backup: Path, *, in_folder: bool) -> None:
        """Copy photos and bills that the backup lacks, after it: what it names is there by then."""
        own = Folders(self._file().parent)
        for kind, folder in ((PICTURES, own.pictures), (BILLS, own.bills)):
            copies = pictures_of_backup(backup, in_folder=in_folder, kind=kind)
            copy_missing(folder, copies, floor_bytes=self._folder.floor_bytes)

    def _file(self) -> Path:
        path = self._shop.database.path
        if path is None:
            raise ShopError(ErrorCode.BACKUP_ELSEWHERE, place=self._shop.database.place)
        return path


def backup_folder(folders: Folders) -> Path:
    """Return the folder of backups that the settings of this laptop name, else the shop's own."""
    chosen = Settings(folders.settings_file).get(BACKUP_FOLDER)
    return Path(chosen) if chosen else folders.backups


def restore_shop(backup: Path, shop_file: Path, clock: Clock) -> RestoredView:
    """Put a backup in the place of a shop that nobody has open; needs no shop that works.

    Photos and bills that are missing come back before it, those that are there stay: they are named
    by their content, so that one too many harms nothing where the restore is refused.
    Raises `window_open`, `database_locked`, `backup_unusable`, `database_newer`, `not_found`.
    """
    own = Folders(shop_file.parent)
    copies, bills = find_pictures(backup), find_pictures(backup, BILLS)
    found = copy_missing(copies, own.pictures) if copies else 0
    if bills:
        copy_missing(bills, own.bills)
    done = restore(backup, shop_file, clock.now())
    return RestoredView(done.facts.counts["orders"], done.kept, found)


def damage_of(shop: Shop) -> str | None:
    """Look through the shop's file after an unclean end and say what is wrong, if anything is.

    A damaged file takes no more writes from then on. Uses a connection of its own and takes as long
    as the file is big: call it off the main thread.
    """
    path = shop.database.path
    fault = None if path is None else quick_check(path)
    if fault is not None:
        shop.database.refuse_writing()
    return fault


def newest_good_backup(folder: Path) -> BackupView | None:
    """Return the newest backup that can be restored, each tried in turn; for a damaged shop."""
    for backup in BackupFolder(folder).all():
        with TemporaryDirectory(dir=folder) as scratch:
            copy = Path(scratch) / "shop.sqlite"
            try:
                unpack(backup.path, copy)
                check_file(copy)
            except ShopError:
                continue
        return _view(backup)
    return None


def _view(backup: BackupFile) -> BackupView:
    orders = backup.facts.counts.get("orders") if backup.facts else None
    return BackupView(backup.path, backup.made_at, backup.bytes, orders)
