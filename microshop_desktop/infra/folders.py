"""Where a shop lives on this laptop."""

import os
from pathlib import Path
from typing import NamedTuple

DATA_VARIABLE = "MICROSHOP_DATA"
_PROGRAM = "Microshop"


class Folders(NamedTuple):
    """The folders and files of one shop, all under one data folder. Nothing is created here."""

    data: Path

    @property
    def shop_file(self) -> Path:
        """The database of the shop."""
        return self.data / "shop.sqlite"

    @property
    def backups(self) -> Path:
        """Copies of the database, unless the settings name another folder."""
        return self.data / "backups"

    @property
    def pictures(self) -> Path:
        """Photos of products."""
        return self.data / "pictures"

    @property
    def bills(self) -> Path:
        """Bills of payment platforms as they came."""
        return self.data / "bills"

    @property
    def secrets(self) -> Path:
        """Keys of accounts, encrypted; never part of a backup."""
        return self.data / "secrets"

    @property
    def log(self) -> Path:
        """Log files of the program."""
        return self.data / "log"

    @property
    def settings_file(self) -> Path:
        """The settings of this laptop."""
        return self.data / "settings.json"

    def create(self) -> None:
        """Make the folders that are missing; raises `OSError` where that is not allowed."""
        for folder in (self.data, self.backups, self.pictures, self.log):
            folder.mkdir(parents=True, exist_ok=True)


def choose_folders(override: Path | str | None = None) -> Folders:
    """Take the folder that was asked for, else `MICROSHOP_DATA`, else the system's own place."""
    chosen = override or os.environ.get(DATA_VARIABLE)
    if chosen:
        return Folders(Path(chosen).expanduser().absolute())
    import platformdirs

    return Folders(Path(platformdirs.user_data_dir(_PROGRAM, appauthor=False)))
