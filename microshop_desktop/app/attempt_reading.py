"""Attempts that changed are read off the main thread, each as it is at the end."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from microshop_desktop.services.attempt_records import AttemptRecord
    from microshop_desktop.ui.runner import Runner

_log = logging.getLogger(__name__)


class AttemptReading(QObject):
    """Sends `found` with the record of each attempt that was `wanted`. Lives in the main thread.

    An attempt is read once at a time. One that changes while it is being read is read again, and
    only the later record is sent: what is shown never goes back to what was before.
    """

    found = Signal(object)
    """The `AttemptRecord`."""

    def __init__(
        self, runner: "Runner", read: "Callable[[UUID], AttemptRecord]", parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner, self._read = runner, read
        self._reading: set[UUID] = set()
        self._stale: set[UUID] = set()

    def want(self, attempt: UUID) -> None:
        """Have an attempt read: it changed."""
        if attempt in self._reading:
            self._stale.add(attempt)
            return
        self._reading.add(attempt)

        def failed(problem: Exception) -> None:
            _log.error("an attempt could not be read", exc_info=problem)
            self._is_over(attempt)

        self._runner.run(self, lambda _job: self._read(attempt), done=self._take, failed=failed)

    def _take(self, record: "AttemptRecord") -> None:
        if not self._is_over(record.attempt.id):
            self.found.emit(record)

    def _is_over(self, attempt: UUID) -> bool:
        """Note that a read ended; return whether it must be done once more."""
        self._reading.discard(attempt)
        again = attempt in self._stale
        self._stale.discard(attempt)
        if again:
            self.want(attempt)
        return again
