"""Notices that somebody else wrote into the shop's file: a command, an import, another program."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

_EVERY_MS = 1_500


class Watch(QObject):
    """Looks at `PRAGMA data_version`, which moves when any connection commits.

    Our own writes come through it as well; telling of those once more does no harm, since what is
    shown is only read again. Lives in the main thread; a look takes microseconds.
    """

    changed = Signal()

    def __init__(self, shop_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = sqlite3.connect(f"{shop_file.as_uri()}?mode=ro", uri=True)
        self._version = self._read()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)

    def look(self) -> None:
        """Look now; `changed` is sent where something was written since the last look."""
        version = self._read()
        if version != self._version:
            self._version = version
            self.changed.emit()

    def stop(self) -> None:
        """Look no more and let go of the file."""
        self._timer.stop()
        self._connection.close()

    def _read(self) -> int:
        with suppress(sqlite3.Error):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        return self._version if hasattr(self, "_version") else 0
