"""The lock that an open window holds on its shop: one window a shop, and no restore under it.

It is a lock of the operating system on a file of its own, so a killed window leaves none behind.
The file remembers how the last window ended; commands never take this lock.
"""

import os
from pathlib import Path
from types import TracebackType
from typing import IO

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.failures import translated_files

LOCK_NAME = "window.lock"
_OPEN = b"open"
_CLEAN = b"clean"


class WindowLock:
    """Held while a window (or a restore) has the shop to itself; `window_open` where it is taken.

    `ended_cleanly` tells whether the holder before released it: False after a crash or power cut.
    """

    def __init__(self, data_folder: Path) -> None:
        """Take the lock of a shop's data folder or raise `window_open`."""
        self.path = data_folder / LOCK_NAME
        with translated_files(self.path):
            self._file: IO[bytes] = os.fdopen(
                os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644), "r+b"
            )
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise ShopError(ErrorCode.WINDOW_OPEN, path=str(data_folder)) from error
        self.ended_cleanly = self._file.read() != _OPEN
        self._write(_OPEN)

    def release(self) -> None:
        """Give the lock back and remember that all ended well; a second call does nothing."""
        if self._file.closed:
            return
        self._write(_CLEAN)
        self._file.close()

    def __enter__(self) -> "WindowLock":
        """Return the lock itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the lock."""
        self.release()

    def _write(self, state: bytes) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(state)
        self._file.flush()


if os.name == "nt":  # pragma: no cover - another system
    import msvcrt

    # Far behind the text, because a locked byte cannot be read by others on Windows.
    _LOCKED_BYTE = 1 << 20

    def _lock(file: IO[bytes]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        file.seek(0)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


take_lock = _lock
"""Lock an open file for this process, or raise `OSError` where another holds it."""
