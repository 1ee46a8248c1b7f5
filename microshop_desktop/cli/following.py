"""Following payments and refunds without a window: asked side by side, in the platforms' rhythm."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from microshop_desktop.payments.collector import Collector, key_of
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.services.refund_ways import WayRecord

if TYPE_CHECKING:
    from microshop_desktop.services.shop import Shop

Record: TypeAlias = AttemptRecord | WayRecord
HELPERS = 4
"""How many are asked about at a time, as the window does."""
_LONGEST_PAUSE = 5.0
"""Seconds; the window or another command may have ended what is waited for."""
_SHORTEST_PAUSE = 0.5
"""Seconds; what is due may be another program's to ask about."""
_LOOK_AROUND = 1.0
"""Seconds; how long an answer is waited for before looking what else is due."""


class Follower:
    """Follows some attempts or refunds in the platforms' rhythm, until they end or time is over."""

    def __init__(
        self,
        shop: "Shop",
        collector: Collector,
        ended: Event,
        *,
        told: Callable[[Record], None] | None = None,
    ) -> None:
        """Ask by this collector; `ended` is set when whoever waits wants to wait no more.

        What was asked already is waited for even then. `told` hears of each that was asked about,
        in the thread that follows.
        """
        self._clock = shop.clock
        self._collector = collector
        self._ended = ended
        self._told = told

    def ask(self, records: Iterable[AttemptRecord]) -> None:
        """Ask once about each of these attempts, also those that ended."""
        with self._helpers() as helpers:
            for record in records:
                helpers.submit(record, _asking(self._collector, record))

    def follow(
        self, is_ours: Callable[[Record], bool], is_open: Callable[[], bool], *, seconds: float
    ) -> bool:
        """Ask about what is ours while it is open; return whether it ended within the time.

        All that is due is asked about once, however little time there is.
        """
        deadline = self._clock.monotonic() + seconds
        with self._helpers() as helpers:
            left = seconds
            self._submit_due(helpers, is_ours)
            while is_open():
                if helpers.busy:
                    helpers.hear(_LOOK_AROUND)
                elif left <= 0 or self._ended.is_set():
                    return False
                else:
                    self._ended.wait(min(left, self._pause()))
                left = deadline - self._clock.monotonic()
                if left > 0:
                    self._submit_due(helpers, is_ours)
        return True

    @contextmanager
    def _helpers(self) -> "Iterator[_Helpers]":
        """Give helpers; what they are asking is waited for, but for a second Ctrl+C."""
        helpers = _Helpers(self._ended, self._told)
        try:
            yield helpers
            while helpers.busy:
                helpers.hear(_LOOK_AROUND)
        finally:
            helpers.end()

    def _submit_due(self, helpers: "_Helpers", is_ours: Callable[[Record], bool]) -> None:
        if self._ended.is_set():
            return
        for record in self._collector.due():
            if is_ours(record):
                helpers.submit(record, _handling(self._collector, record))

    def _pause(self) -> float:
        moment = self._collector.next_due()
        if moment is None:
            return _LONGEST_PAUSE
        until = (moment - self._clock.now()).total_seconds()
        return min(max(until, _SHORTEST_PAUSE), _LONGEST_PAUSE)


class _Helpers:
    """A few threads that ask, none about the same thing at once.

    They are daemons, so that a platform that lets us wait does not hold up a second Ctrl+C.
    """

    def __init__(self, ended: Event, told: Callable[[Record], None] | None) -> None:
        self._ended = ended
        self._told = told
        self._jobs: SimpleQueue[tuple[Record, Callable[[], None]] | None] = SimpleQueue()
        self._answers: SimpleQueue[tuple[Record, Exception | None]] = SimpleQueue()
        self._threads = 0
        self.busy: set[UUID] = set()

    def submit(self, record: Record, work: Callable[[], None]) -> None:
        """Have a record asked about; nothing happens where that is under way."""
        if key_of(record) in self.busy:
            return
        self.busy.add(key_of(record))
        self._jobs.put((record, work))
        if self._threads < min(HELPERS, len(self.busy)):
            self._threads += 1
            threading.Thread(target=self._run, name="payments", daemon=True).start()

    def hear(self, seconds: float) -> None:
        """Wait for the next answer, at most so long; raise what went wrong with it."""
        try:
            record, error = self._answers.get(timeout=seconds)
        except Empty:
            return
        self.busy.discard(key_of(record))
        if error is not None:
            raise error
        if self._told is not None:
            self._told(record)

    def end(self) -> None:
        """Let the threads end once they are done with what they are at."""
        for _ in range(self._threads):
            self._jobs.put(None)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            record, work = job
            error = None
            try:
                if not self._ended.is_set():
                    work()
            except Exception as problem:  # noqa: BLE001 (it is raised where the answer is heard)
                error = problem
            self._answers.put((record, error))


def _asking(collector: Collector, record: AttemptRecord) -> Callable[[], None]:
    return lambda: collector.ask_again(record.attempt.id)


def _handling(collector: Collector, record: Record) -> Callable[[], None]:
    return lambda: collector.handle(record)
