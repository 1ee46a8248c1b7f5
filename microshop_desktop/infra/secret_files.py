"""The files of a secret store: one an account, readable by their owner alone, whole or not there.

A change of an account's secrets keeps the former ones beside them until it counts, so that a
program killed in between can be made good. What is in the files is sealed by `secrets.py`; nothing
here opens it. What the disk refuses is raised as `OSError`.
"""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from microshop_desktop.infra.clock import SystemClock

_SECRET = re.compile(r"([0-9a-f]{32})\.secret")
_CHANGE = re.compile(r"([0-9a-f]{32})\.(\d+)\.former")
"""What an account had before a change that may not count yet; empty where it had nothing."""
_KEY = ".key"
_NEW = ".new"
_WRITING_SECONDS = 60.0
"""A file that is being written is younger than that."""


class SecretFiles:
    """The folder of a secret store; it is made with the first file."""

    def __init__(self, folder: Path) -> None:
        """Keep files in this folder."""
        self._folder = folder

    def path(self, account: UUID) -> Path:
        """Return where the secrets of an account are."""
        return self._folder / f"{account.hex}.secret"

    def key_path(self, name: str) -> Path:
        """Return where the key of a store is that no keyring keeps."""
        return self._folder / f"{name}{_KEY}"

    def accounts(self) -> frozenset[UUID]:
        """Return whose secrets are kept."""
        found = (_SECRET.fullmatch(path.name) for path in self._every())
        return frozenset(UUID(hex=match[1]) for match in found if match)

    def forget(self, account: UUID) -> None:
        """Delete the secrets of an account and its former ones; harmless where there are none."""
        self.path(account).unlink(missing_ok=True)
        self.forget_former(account)

    def keep_former(self, account: UUID, version: int) -> None:
        """Keep what an account has beside what is written next; `version` is that of its row."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.path(account)
        former = path.read_bytes() if path.exists() else b""
        write_privately(self._folder / f"{account.hex}.{version}.former", former)

    def changes(self) -> Mapping[UUID, int]:
        """Return the accounts that have former secrets, with the version kept with them."""
        found = (_CHANGE.fullmatch(path.name) for path in self._every())
        return {UUID(hex=match[1]): int(match[2]) for match in found if match}

    def forget_former(self, account: UUID) -> None:
        """Delete the former secrets of an account: the new ones count."""
        for former in self._formers(account):
            former.unlink(missing_ok=True)

    def restore_former(self, account: UUID) -> None:
        """Put the former secrets of an account in the place of the new ones."""
        for former in self._formers(account):
            if former.stat().st_size:
                former.replace(self.path(account))
            else:
                self.path(account).unlink(missing_ok=True)
                former.unlink(missing_ok=True)

    def remove_leftovers(self, key_name: str) -> None:
        """Delete what was not written to its end, and keys but the one of this name.

        An empty name says that the store is not described yet: then no key is touched.
        """
        for path in self._every():
            other_key = bool(key_name) and path.suffix == _KEY and path.stem != key_name
            with suppress(OSError):  # a second program may be faster; what stays is tried again
                if (other_key or path.suffix == _NEW) and _is_old(path):
                    path.unlink()

    def _formers(self, account: UUID) -> list[Path]:
        matches = ((path, _CHANGE.fullmatch(path.name)) for path in self._every())
        return [path for path, match in matches if match and match[1] == account.hex]

    def _every(self) -> list[Path]:
        try:
            return list(self._folder.iterdir())
        except FileNotFoundError:
            return []


def write_privately(path: Path, content: bytes, *, first: bool = False) -> bool:
    """Write a file that its owner alone can read, whole or not at all.

    `first`: leave one alone that is there already, and return False.
    """
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_NEW}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if first and path.exists():
            return False
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return True


def _is_old(path: Path) -> bool:
    """Tell whether a file is surely not being written just now; a clock put back counts as old."""
    age = SystemClock().now().timestamp() - path.stat().st_mtime
    return abs(age) > _WRITING_SECONDS
