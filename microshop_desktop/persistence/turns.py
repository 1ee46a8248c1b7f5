"""Letting the writers of one program in one after the other, in the order in which they came.

SQLite lets in whoever asks next. A sync that writes again at once would come before a cashier who
asks every 2 ms, again and again.
"""

import threading
from collections import deque


class Turns:
    """A lock that is fair: who waits longest is next."""

    def __init__(self) -> None:
        """Let the first one in at once."""
        self._lock = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._is_taken = False

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._queue)

    def take(self, seconds: float) -> bool:
        """Wait for the own turn; return whether it came in time. It is kept until `pass_on`."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = threading.Event()
            self._queue.append(mine)
        if mine.wait(seconds):
            return True
        with self._lock:
            # It may have come just now.
            if not mine.is_set():
                self._queue.remove(mine)
            return mine.is_set()

    def pass_on(self) -> None:
        """Let the next one in."""
        with self._lock:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._is_taken = False
