"""A disk of a few megabytes that a test may fill, lock against writing and make bigger again."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

WITHOUT_ROOT = "mounting a small disk needs root"


class SmallDisk:
    """A mounted file system in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def resize(self, megabytes: int) -> None:
        """Make the disk bigger or smaller."""
        _mount("-o", f"remount,size={megabytes}m", str(self.path))

    def allow_writing(self, *, allowed: bool) -> None:
        """Let programs write to the disk, or none."""
        _mount("-o", f"remount,{'rw' if allowed else 'ro'}", str(self.path))

    def fill(self) -> None:
        """Take all the space that is left."""
        with (self.path / "filler").open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                return


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[SmallDisk]:
    """Mount a small disk for the time of a test; skips, saying so, where that is not allowed."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip(WITHOUT_ROOT)
    path.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "microshop-test", str(path))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(WITHOUT_ROOT)
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", str(path)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
