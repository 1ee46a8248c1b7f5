"""The photos and bills that go with a backup: copied once each, since their names are by content.

All backups of a folder share one folder of photos and one of bills beside them; a backup under a
name of its own has its own. None is ever thinned out, nor does the shop ever remove one.
"""

import os
import shutil
from pathlib import Path

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.failures import translated_files

PICTURES, BILLS = "pictures", "bills"
"""What goes with a backup, by the name of its folder."""
_ENDINGS = (".jpg", ".bill")


def pictures_of_backup(backup: Path, *, in_folder: bool, kind: str = PICTURES) -> Path:
    """Return where the photos of a backup lie; `in_folder` for one of the shop's own series."""
    name = kind if in_folder else f"{backup.name}.{kind}"
    return backup.with_name(name)


def find_pictures(backup: Path, kind: str = PICTURES) -> Path | None:
    """Return the folder of photos that goes with a backup, if it has one."""
    places = (pictures_of_backup(backup, in_folder=own, kind=kind) for own in (False, True))
    return next((place for place in places if place.is_dir()), None)


def copy_missing(source: Path, target: Path, *, floor_bytes: int = 0) -> int:
    """Copy the photos that the target lacks and return how many; none that is there is touched.

    `disk_full` before the free space would fall below the floor; what was copied stays then and is
    whole, and the next call goes on from there.
    """
    known = _sizes(target)
    wanted = {
        name: size for name, size in sorted(_sizes(source).items()) if known.get(name) != size
    }
    if not wanted:
        return 0
    with translated_files(target):
        target.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(target).free - sum(wanted.values()) < floor_bytes:
            raise ShopError(ErrorCode.DISK_FULL, path=str(target))
        for name in wanted:
            _copy(source / name, target / name)
    return len(wanted)


def _sizes(folder: Path) -> dict[str, int]:
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        return {
            entry.name: entry.stat().st_size
            for entry in entries
            if entry.name.endswith(_ENDINGS) and entry.is_file()
        }


def _copy(source: Path, target: Path) -> None:
    """Copy beside the place and swap, so that no half photo ever stands there."""
    unfinished = target.with_suffix(".part")
    try:
        with source.open("rb") as read, unfinished.open("wb") as written:
            shutil.copyfileobj(read, written)
            written.flush()
            os.fsync(written.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
