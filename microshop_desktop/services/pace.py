"""Long work in short transactions: pieces as large as fit into the time nobody notices."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from microshop_desktop.infra.clock import Clock

T = TypeVar("T")
LONGEST_HOLD = 0.050
"""Seconds for which nobody may hold the shop's write lock."""
_AIM = 0.030
_FIRST, _SMALLEST, _LARGEST = 100, 50, 500


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
        began = self._clock.monotonic()
        yield
        took = self._clock.monotonic() - began
        self.longest = max(self.longest, took)
        if took > 0:
            fitting = int(self._last * _AIM / took)
            self._size = max(_SMALLEST, min(_LARGEST, fitting, 2 * self._size))
