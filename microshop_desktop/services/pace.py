"""Long work in short transactions: pieces as large as fit into the time nobody notices."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from microshop_desktop.infra.clock import Clock

T = TypeVar("T")
LONGEST_HOLD = 0.050
"""Seconds for which nobody may hold the shop's write lock."""
_AIM = 0.020
_FIRST, _SMALLEST, _LARGEST = 50, 5, 500


class Pace:
    """Cuts work into pieces whose transactions take about 20 ms, by what the last ones took."""

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
