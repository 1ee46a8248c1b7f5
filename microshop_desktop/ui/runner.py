"""Work that takes longer than 50 ms, off the main thread.

`run(owner, work, done=…, failed=…)` does `work` in a pool of threads and calls `done` or `failed`
in the main thread, unless the owner is gone by then. Work takes and gives plain values, never a
widget. Tests use `ImmediateRunner`, which does it all at once.
"""

import itertools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


class Job(Protocol):
    """What a piece of work gets: it may tell how far it is and is told when to stop."""

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop at the next good place."""
        ...

    def progress(self, done: int, total: int) -> None:
        """Tell how far it is; total 0 where nobody knows."""
        ...


class Handle(Protocol):
    """What the caller gets: a way to stop the work."""

    def cancel(self) -> None:
        """Ask the work to stop; neither `done` nor `failed` is called any more."""
        ...


class Runner(Protocol):
    """Does work somewhere and brings its result to the main thread."""

    def run(
        self,
        owner: QObject,
        work: Callable[[Job], Result],
        *,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Handle:
        """Start `work`; the calls come in the main thread while `owner` lives."""
        ...


@dataclass(slots=True)
class _Ticket:
    """Who waits for a piece of work, kept in the main thread."""

    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    progress: Callable[[int, int], None] | None


class _Job:
    """A piece of work on its way through a thread."""

    def __init__(self, number: int, work: Callable[[Job], Any], post: "ThreadRunner") -> None:
        self._number, self._work, self._post = number, work, post
        self._stop = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether it should stop."""
        return self._stop.is_set()

    def progress(self, done: int, total: int) -> None:
        """Send how far it is to the main thread."""
        self._post.moved.emit(self._number, done, total)

    def cancel(self) -> None:
        """Ask it to stop and forget who waits."""
        self._stop.set()
        self._post.forget(self._number)

    def run(self) -> None:
        """Do the work, in a thread of the pool."""
        try:
            result = self._work(self)
        except Exception as problem:  # noqa: BLE001 (the caller gets it)
            self._post.finished.emit(self._number, None, problem)
        else:
            self._post.finished.emit(self._number, result, None)


class ThreadRunner(QObject):
    """The runner of the window. Make it in the main thread; its signals bring results there."""

    finished = Signal(int, object, object)
    moved = Signal(int, int, int)

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool(self)
        self._numbers = itertools.count()
        self._tickets: dict[int, _Ticket] = {}
        self._jobs: dict[int, _Job] = {}
        self.finished.connect(self._finish)
        self.moved.connect(self._move)

    def run(
        self,
        owner: QObject,
        work: Callable[[Job], Result],
        *,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Handle:
        """Start `work` in a thread; a failure nobody asked for is written into the log."""
        number = next(self._numbers)
        job = _Job(number, work, self)
        self._tickets[number] = _Ticket(owner, done, failed, progress)
        self._jobs[number] = job
        self._pool.start(job.run)
        return job

    def forget(self, number: int) -> None:
        """Call nobody for a piece of work any more."""
        self._tickets.pop(number, None)

    def stop(self, *, wait_ms: int) -> bool:
        """Ask all work to stop and wait for it; false where some of it is still running."""
        for job in list(self._jobs.values()):
            job.cancel()
        self._pool.clear()
        return self._pool.waitForDone(wait_ms)

    @Slot(int, object, object)
    def _finish(self, number: int, result: object, problem: object) -> None:
        self._jobs.pop(number, None)
        ticket = self._tickets.pop(number, None)
        if ticket is None or not shiboken6.isValid(ticket.owner):
            return
        if isinstance(problem, Exception):
            _report(ticket.failed, problem)
        else:
            ticket.done(result)

    @Slot(int, int, int)
    def _move(self, number: int, done: int, total: int) -> None:
        ticket = self._tickets.get(number)
        if ticket is not None and ticket.progress and shiboken6.isValid(ticket.owner):
            ticket.progress(done, total)


class _NoHandle:
    """The handle of work that is over already."""

    cancelled = False

    def __init__(self, tell: Callable[[int, int], None] | None) -> None:
        self._tell = tell

    def progress(self, done: int, total: int) -> None:
        """Tell how far it is at once."""
        if self._tell is not None:
            self._tell(done, total)

    def cancel(self) -> None:
        """There is nothing left to stop."""


class ImmediateRunner:
    """Does the work at once in the calling thread: for tests."""

    def run(
        self,
        owner: QObject,
        work: Callable[[Job], Result],
        *,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Handle:
        """Do `work` now and call back before returning."""
        del owner
        handle = _NoHandle(progress)
        try:
            result = work(handle)
        except Exception as problem:  # noqa: BLE001 (the caller gets it)
            _report(failed, problem)
        else:
            done(result)
        return handle


def _report(failed: Callable[[Exception], None] | None, problem: Exception) -> None:
    if failed is None:
        _log.error("work in the background failed", exc_info=problem)
    else:
        failed(problem)
