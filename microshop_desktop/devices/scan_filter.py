"""Tells a scanner from a hand: keys that come in a burst are a code, all others are typing.

A scanner is a keyboard to the computer. Plain Python without a clock and without Qt: whoever feeds
it says when each key came and asks, after `wait_ms` without another key, for the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, TypeVar

from microshop_desktop.domain.codes import clean_code

T = TypeVar("T")

LEAST_KEYS = 6
"""A burst of fewer keys is typing."""
SILENCE_MS = 60
"""So long without a key ends a burst, and so long at most a typed key is held back."""
GAP_MS = 35
"""Keys of a burst follow each other faster than this, at the median."""
LATE_END_MS = 250
"""An Enter that comes so late after its scan still belongs to it."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of a key.

    `replay` are held keys that were typing after all, oldest first, to be given to the focused
    widget now. `scan` is a whole code, which comes after them. `hold` says that the key itself
    must not go on: it is kept back, or it was the end of a scan.
    """

    hold: bool = False
    replay: tuple[T, ...] = field(default=(), repr=False)
    scan: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Held(Generic[T]):
    text: str = field(repr=False)
    at: int
    token: T = field(repr=False)


class ScanFilter(Generic[T]):
    """Sorts keys into scans and typing. A token stands for each key, to be given back in replays.

    Times are whole milliseconds of any one clock that does not jump.
    """

    def __init__(self, gap_ms: int = GAP_MS) -> None:
        """Start with nothing held; `gap_ms` as the settings have it."""
        self.gap_ms = gap_ms
        self._held: list[_Held[T]] = []
        self._scanned_at: int | None = None

    @property
    def wait_ms(self) -> int:
        """How long to wait for the next key before `silence`; 0 while nothing is held."""
        if not self._held:
            return 0
        if self._fast():
            return SILENCE_MS
        return max(1, SILENCE_MS - (self._held[-1].at - self._held[0].at))

    def character(self, text: str, at: int, token: T) -> Outcome[T]:
        """Take a printable key; it is always held at first."""
        before = self._end_if_late(at)
        self._scanned_at = None
        self._held.append(_Held(text, at, token))
        if self._fast() or at - self._held[0].at <= SILENCE_MS:
            return Outcome(hold=True, replay=before.replay, scan=before.scan)
        slow = tuple(key.token for key in self._held)
        self._held.clear()
        return Outcome(hold=True, replay=before.replay + slow, scan=before.scan)

    def end_key(self, at: int) -> Outcome[T]:
        """Take Enter or Tab: the end of a scan is eaten, any other goes on behind its replay."""
        late = self._end_if_late(at)
        done = late if late.scan else self._resolve(at)
        belongs = bool(done.scan) or self._just_scanned(at)
        return Outcome(hold=belongs, replay=late.replay + done.replay, scan=done.scan)

    def other_key(self, at: int) -> Outcome[T]:
        """Take a key that no scanner sends (arrows, shortcuts, a held key): it goes on."""
        done = self._resolve(at)
        self._scanned_at = None
        return Outcome(replay=done.replay, scan=done.scan)

    def eats_end(self, at: int) -> bool:
        """Tell whether an Enter now would be the end of a scan; changes nothing."""
        return self._is_burst() or self._just_scanned(at)

    def silence(self, at: int) -> Outcome[T]:
        """Say that no key came for `wait_ms`: a burst that lost its Enter is a scan too."""
        return self._resolve(at)

    def _end_if_late(self, at: int) -> Outcome[T]:
        if self._held and not 0 <= at - self._held[-1].at <= SILENCE_MS:
            return self._resolve(self._held[-1].at)
        return Outcome()

    def _resolve(self, at: int) -> Outcome[T]:
        held, self._held = self._held, []
        if _is_burst(held, self.gap_ms):
            self._scanned_at = at
            return Outcome(scan=clean_code("".join(key.text for key in held)))
        return Outcome(replay=tuple(key.token for key in held))

    def _just_scanned(self, at: int) -> bool:
        return self._scanned_at is not None and 0 <= at - self._scanned_at <= LATE_END_MS

    def _fast(self) -> bool:
        return len(self._held) > 2 and _is_fast(self._held, self.gap_ms)

    def _is_burst(self) -> bool:
        return _is_burst(self._held, self.gap_ms)


def _is_burst(held: Sequence[_Held[T]], gap_ms: int) -> bool:
    return len(held) >= LEAST_KEYS and _is_fast(held, gap_ms)


def _is_fast(held: Sequence[_Held[T]], gap_ms: int) -> bool:
    gaps = sorted(after.at - before.at for before, after in pairwise(held))
    return bool(gaps) and gaps[(len(gaps) - 1) // 2] < gap_ms
