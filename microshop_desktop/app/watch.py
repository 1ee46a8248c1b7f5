"""Notices that somebody else wrote into the shop's file: a command, an import, another program."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

_EVERY_MS = 1_500
_OWN_NOTES_MS = 10_000
"""While payments are asked about many times a minute, others' writes are told of this often."""


class Watch(QObject):
    """Looks at `PRAGMA data_version`, which moves when any connection commits.

    Our own writes come through it as well; telling of those once more does no harm, since what is
    shown is only read again. But open payments are noted many times a minute, and reading all
    pages anew each time would be felt: `own_note` says of one. Lives in the main thread; a look
    takes microseconds.
    """

    changed = Signal()

    def __init__(self, shop_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = sqlite3.connect(f"{shop_file.as_uri()}?mode=ro", uri=True)
        self._version = self._read()
        self._noted = False
        self._told = QElapsedTimer()
        self._told.start()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)

    def own_note(self, _event: object = None) -> None:
        """Take in that this program itself noted an answer about a payment."""
        self._noted = True

    def look(self) -> None:
        """Look now; `changed` is sent where something was written since the last look."""
        version, noted = self._read(), self._noted
        self._noted = False
        if version == self._version or (noted and self._told.elapsed() < _OWN_NOTES_MS):
            return
        self._version = version
        self._told.restart()
        self.changed.emit()

    def stop(self) -> None:
        """Look no more and let go of the file."""
        self._timer.stop()
        self._connection.close()

    def _read(self) -> int:
        with suppress(sqlite3.Error):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        return self._version if hasattr(self, "_version") else 0
