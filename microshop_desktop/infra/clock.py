"""What time it is, as something that can be handed in and set in a test."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """A source of wall-clock time and of a steady counter."""

    def now(self) -> datetime:
        """The moment, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds of a counter that never goes back; only differences mean something."""
        ...


class SystemClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """The moment by the computer's clock, aware and in UTC."""
        return datetime.now(UTC)  # noqa: TID251 (this is the one place)

    def monotonic(self) -> float:
        """Seconds of the computer's steady counter."""
        return time.monotonic()


class FixedClock:
    """A clock that stands still until it is told to move; the counter moves with it."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            message = "a clock needs an aware time"
            raise ValueError(message)
        self._at = at.astimezone(UTC)
        self._counter = 0.0

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._at

    def monotonic(self) -> float:
        """Seconds it was advanced by since it was made."""
        return self._counter

    def advance(self, by: timedelta) -> None:
        """Move time and counter on by a positive span."""
        if by < timedelta(0):
            message = "advance only goes forward; use set for a clock that was put back"
            raise ValueError(message)
        self._at += by
        self._counter += by.total_seconds()

    def set(self, at: datetime) -> None:
        """Put the wall clock to any moment, as a person might; the counter is not moved."""
        self._at = at.astimezone(UTC)
