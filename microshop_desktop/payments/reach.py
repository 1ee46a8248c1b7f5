"""Whether platforms can be reached: what answers and failures of the network come to."""

import threading
from datetime import datetime, timedelta
from uuid import UUID

WORTH_WAKING = timedelta(seconds=30)
"""Only a longer trouble of the network made the pauses long enough to be cut short after it."""


class Reach:
    """Which accounts' platforms cannot be reached, and since when. Safe from several threads."""

    def __init__(self) -> None:
        self._since: dict[UUID, tuple[int, datetime]] = {}
        self._heard = 0
        self._last_answer = 0
        self._lock = threading.Lock()

    @property
    def offline_since(self) -> datetime | None:
        """Since when nothing at all answers; None when an account answered after another failed."""
        with self._lock:
            down = [at for nth, at in self._since.values() if nth > self._last_answer]
        return min(down, default=None)

    @property
    def ever_answered(self) -> bool:
        """Whether any platform answered yet."""
        with self._lock:
            return self._last_answer > 0

    def down(self) -> list[UUID]:
        """Return the accounts whose platforms could not be reached when they were last asked."""
        with self._lock:
            return list(self._since)

    def failed(self, account: UUID, now: datetime) -> None:
        """Note that an account's platform could not be reached."""
        with self._lock:
            self._heard += 1
            self._since.setdefault(account, (self._heard, now))

    def answered(self, account: UUID) -> datetime | None:
        """Note that it answered; return since when it had not, None where it always did."""
        with self._lock:
            self._heard += 1
            self._last_answer = self._heard
            return self._since.pop(account, (0, None))[1]
