"""Attempts are read beside the window, and nothing older is shown after something newer."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from microshop_desktop.app.attempt_reading import AttemptReading
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.ui.runner import Handle, ImmediateRunner, Job


class Later(ImmediateRunner):
    """Does the work at once and tells of it when the test says so."""

    def __init__(self) -> None:
        self.told: list[Callable[[], None]] = []

    @override
    def run(
        self,
        owner: QObject,
        work: Callable[[Job], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Handle:
        assert failed is not None
        return super().run(
            owner,
            work,
            done=lambda result: self.told.append(partial(done, result)),
            failed=lambda problem: self.told.append(partial(failed, problem)),
        )

    def tell(self) -> None:
        self.told.pop(0)()


class Book:
    """One attempt whose state a test sets; it counts how often it was read."""

    def __init__(self, runner: ImmediateRunner) -> None:
        self.attempt, self.state, self.reads = uuid4(), "waiting", 0
        self.shown: list[str] = []
        self._parent = QObject()
        self.reading = AttemptReading(runner, self.read, self._parent)
        self.reading.found.connect(lambda record: self.shown.append(record.attempt.state))

    def read(self, attempt: UUID) -> AttemptRecord:
        self.reads += 1
        if self.state == "lost":
            raise LookupError
        seen = SimpleNamespace(attempt=SimpleNamespace(id=attempt, state=self.state))
        return cast("AttemptRecord", seen)

    def change(self, state: str) -> None:
        self.state = state
        self.reading.want(self.attempt)


def test_a_change_is_read_and_shown(qapp: QApplication) -> None:
    book = Book(ImmediateRunner())
    book.change("paid")
    assert book.shown == ["paid"]


def test_what_changes_while_it_is_read_is_shown_as_it_is_at_the_end(qapp: QApplication) -> None:
    runner = Later()
    book = Book(runner)
    book.change("waiting")
    book.change("closing")
    book.change("paid")
    assert book.reads == 1
    runner.tell()
    assert book.shown == []
    runner.tell()
    assert (book.shown, book.reads, runner.told) == (["paid"], 2, [])


def test_one_that_cannot_be_read_is_read_at_its_next_change(qapp: QApplication) -> None:
    book = Book(ImmediateRunner())
    book.change("lost")
    assert book.shown == []
    book.change("paid")
    assert book.shown == ["paid"]
