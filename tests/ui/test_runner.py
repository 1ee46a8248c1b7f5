"""Results come to the main thread, and only to those who still wait."""

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.runner import ImmediateRunner, Job, ThreadRunner


@pytest.fixture
def runner(qtbot: QtBot) -> ThreadRunner:
    return ThreadRunner()


def test_work_is_done_elsewhere_and_its_result_brought_here(
    runner: ThreadRunner, qtbot: QtBot
) -> None:
    threads: list[int] = []
    owner = QObject()
    runner.run(
        owner,
        lambda _job: threading.get_ident(),
        done=lambda worker: threads.extend([worker, threading.get_ident()]),
    )
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] != threads[1] == threading.get_ident()


def test_a_failure_is_brought_here_too(runner: ThreadRunner, qtbot: QtBot) -> None:
    problems: list[Exception] = []
    owner = QObject()
    runner.run(owner, lambda _job: 1 // 0, done=lambda _: None, failed=problems.append)
    qtbot.waitUntil(lambda: bool(problems))
    assert isinstance(problems[0], ZeroDivisionError)


def test_a_failure_nobody_asked_for_is_logged(
    runner: ThreadRunner, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    owner = QObject()
    runner.run(owner, lambda _job: 1 // 0, done=lambda _: None)
    qtbot.waitUntil(lambda: "background" in caplog.text)


def test_nobody_is_called_after_the_owner_is_gone(runner: ThreadRunner, qtbot: QtBot) -> None:
    go, ended, called = threading.Event(), threading.Event(), list[int]()
    owner = QObject()

    def work(_job: Job) -> int:
        go.wait(5)
        ended.set()
        return 1

    runner.run(owner, work, done=called.append)
    owner.deleteLater()
    qtbot.wait(1)
    go.set()
    assert ended.wait(5)
    runner.stop(wait_ms=5_000)
    qtbot.wait(20)
    assert called == []


def test_cancelled_work_is_told_and_calls_nobody(runner: ThreadRunner, qtbot: QtBot) -> None:
    started, saw, called = threading.Event(), threading.Event(), list[int]()
    owner = QObject()

    def work(job: Job) -> int:
        started.set()
        while not job.cancelled:
            threading.Event().wait(0.005)
        saw.set()
        return 1

    handle = runner.run(owner, work, done=called.append)
    assert started.wait(5)
    handle.cancel()
    assert saw.wait(5)
    qtbot.wait(20)
    assert called == []


def test_progress_comes_in_order(runner: ThreadRunner, qtbot: QtBot) -> None:
    seen: list[tuple[int, int]] = []
    ended: list[bool] = []
    owner = QObject()

    def work(job: Job) -> bool:
        for step in range(1, 4):
            job.progress(step, 3)
        return True

    runner.run(owner, work, done=ended.append, progress=lambda at, of: seen.append((at, of)))
    qtbot.waitUntil(lambda: ended == [True])
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_stop_ends_what_is_running(runner: ThreadRunner) -> None:
    owner, running = QObject(), threading.Event()

    def work(job: Job) -> None:
        running.set()
        while not job.cancelled:
            threading.Event().wait(0.005)

    runner.run(owner, work, done=lambda _: None)
    assert running.wait(5)
    assert runner.stop(wait_ms=5_000)


def test_the_immediate_runner_is_done_when_it_returns() -> None:
    seen: list[object] = []
    runner, owner = ImmediateRunner(), QObject()

    def work(job: Job) -> str:
        job.progress(1, 1)
        return "result"

    runner.run(owner, work, done=seen.append, progress=lambda at, of: seen.append((at, of)))
    runner.run(owner, lambda _job: 1 // 0, done=seen.append, failed=lambda e: seen.append(type(e)))
    assert seen == [(1, 1), "result", ZeroDivisionError]
