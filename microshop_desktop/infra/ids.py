"""Ids of our records: UUID version 7, strictly rising within this process.

An id holds 48 bits of Unix milliseconds, the version, 74 bits of a tail and the variant. The tail
starts random in each millisecond and is raised by a random step for further ids of the same one,
so that ids rise even where the clock stands still or is put back.
"""

import secrets
import threading
import uuid
from datetime import UTC, datetime, timedelta

from microshop_desktop.infra.clock import Clock, SystemClock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_TAIL_BITS = 74
_TAIL_END = 1 << _TAIL_BITS
# A fresh tail leaves its top bit free: half the room of a millisecond is kept for steps.
_FRESH_BITS = _TAIL_BITS - 1
_STEP_BITS = 32
_LOW_BITS = 62
_LOW_MASK = (1 << _LOW_BITS) - 1


class Ids:
    """Makes ids from one clock; safe to use from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._moment = -1
        self._tail = 0

    def new(self) -> uuid.UUID:
        """Make an id greater than every id this object made before."""
        moment = (self._clock.now() - _EPOCH) // _MILLISECOND
        with self._lock:
            self._step_to(moment)
            return _pack(self._moment, self._tail)

    def _step_to(self, moment: int) -> None:
        """Move to a later millisecond, or raise the tail within the last one."""
        if moment > self._moment:
            self._moment = moment
            self._tail = secrets.randbits(_FRESH_BITS)
            return
        self._tail += 1 + secrets.randbits(_STEP_BITS)
        if self._tail >= _TAIL_END:
            self._moment += 1
            self._tail = secrets.randbits(_FRESH_BITS)


def _pack(moment: int, tail: int) -> uuid.UUID:
    """Lay out the 128 bits as RFC 9562 says: time, version 7, tail, variant, tail."""
    high = (moment << 16) | (0x7 << 12) | (tail >> _LOW_BITS)
    low = (0b10 << _LOW_BITS) | (tail & _LOW_MASK)
    return uuid.UUID(int=(high << 64) | low)


_process_ids = Ids(SystemClock())


def new_id() -> uuid.UUID:
    """Make an id by the computer's clock, rising within this process."""
    return _process_ids.new()
