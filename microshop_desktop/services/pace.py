"""Long work in short transactions: pieces as large as fit into the time nobody notices."""

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from microshop_desktop.infra.clock import Clock

T = TypeVar("T")
LONGEST_HOLD = 0.050
"""Seconds for which nobody may hold the shop's write lock."""
_AIM = 0.030
_FIRST, _SMALLEST, _LARGEST = 100, 20, 500
_GAP = 0.004
"""Seconds between two transactions in which somebody else gets the lock, who asks every 2 ms."""


@contextmanager
def few_collections() -> Iterator[None]:
    """Let the garbage collector look seldom while very many small records are made.

    None of them refer to each other in circles, and looking at all of them again and again would
    take a tenth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Pace:
    """Cuts work into pieces whose transactions take about 30 ms, by what the last ones took."""

    def __init__(self, clock: Clock) -> None:
        """Begin with small pieces."""
        self._clock = clock
        self._size = _FIRST
        self._last = 0
        self._ended = 0.0
        self.longest = 0.0

    def pieces(self, items: Sequence[T]) -> Iterator[Sequence[T]]:
        """Give the items in pieces; the size follows what `measured` sees in between."""
        start = 0
        while start < len(items):
            piece = items[start : start + self._size]
            start += len(piece)
            self._last = len(piece)
            yield piece

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measure the transaction of one piece."""
        began = self._after_a_gap()
        yield
        self._ended = self._clock.monotonic()
        took = self._ended - began
        self.longest = max(self.longest, took)
        if took > 0:
            fitting = int(self._last * _AIM / took)
            self._size = max(_SMALLEST, min(_LARGEST, fitting, 2 * self._size))

    def _after_a_gap(self) -> float:
        """Let others have the lock for a moment, unless work in between did so; return the time."""
        missing = self._ended + _GAP - self._clock.monotonic()
        if self._ended and missing > 0:
            time.sleep(missing)
        return self._clock.monotonic()
