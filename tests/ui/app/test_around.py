"""One window a shop, the watch over other writers, failures that nobody foresaw."""

import logging
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from microshop_desktop.app.crash import CrashHook, details_of
from microshop_desktop.app.crash_dialog import CrashDialog
from microshop_desktop.app.qt_messages import leave_qt_messages, log_qt_messages
from microshop_desktop.app.single_window import SingleWindow, bring_to_front
from microshop_desktop.app.watch import Watch


def test_a_second_start_finds_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleWindow(tmp_path)
    with qtbot.waitSignal(first.asked):
        assert bring_to_front(tmp_path)
    first.close()


def test_another_shop_is_not_found(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleWindow(tmp_path / "one")
    assert not bring_to_front(tmp_path / "other")
    first.close()


def test_nobody_is_found_after_the_end(tmp_path: Path, qtbot: QtBot) -> None:
    SingleWindow(tmp_path).close()
    assert not bring_to_front(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE thing (name TEXT)")
    return path


def test_a_write_is_noticed_once(file: Path, qtbot: QtBot) -> None:
    watch = Watch(file)
    told: list[bool] = []
    watch.changed.connect(lambda: told.append(True))
    watch.look()
    with closing(sqlite3.connect(file)) as other:
        other.execute("INSERT INTO thing VALUES ('tea')")
        other.commit()
    watch.look()
    watch.look()
    watch.stop()
    assert told == [True]


def test_a_note_about_a_payment_has_not_every_page_read_anew(file: Path, qtbot: QtBot) -> None:
    watch = Watch(file)
    told: list[bool] = []
    watch.changed.connect(lambda: told.append(True))
    with closing(sqlite3.connect(file)) as other:
        other.execute("INSERT INTO thing VALUES ('tea')")
        other.commit()
    watch.own_note()
    watch.look()
    assert told == []
    watch.look()
    watch.stop()
    assert told == [True], "what was written is told of as soon as nothing is noted"


def failure() -> tuple[type[BaseException], BaseException]:
    problem = ValueError("phone 13800138000")
    return type(problem), problem


def test_details_are_masked_and_name_the_version() -> None:
    kind, problem = failure()
    details = details_of(kind, problem, None)
    assert details.startswith("Microshop ")
    assert "…8000" in details
    assert "13800138000" not in details


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Thread and details of each failure that is shown."""
    seen: list[tuple[int, str]] = []

    def note(_hook: CrashHook, details: str) -> None:
        seen.append((threading.get_ident(), details))

    monkeypatch.setattr(CrashHook, "show", note)
    return seen


def test_a_failure_is_logged_and_shown(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, shown: list[tuple[int, str]]
) -> None:
    kind, problem = failure()
    CrashHook().catch(kind, problem, None)
    qtbot.waitUntil(lambda: bool(shown))
    assert "nobody foresaw" in caplog.text


def test_a_failure_in_a_thread_is_shown_in_the_main_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, shown: list[tuple[int, str]]
) -> None:
    monkeypatch.setattr(threading, "excepthook", CrashHook().catch_in_thread)
    threading.Thread(target=lambda: 1 // 0).start()
    qtbot.waitUntil(lambda: bool(shown))
    thread, details = shown[0]
    assert thread == threading.get_ident()
    assert "ZeroDivisionError" in details


def test_the_hooks_are_given_back() -> None:
    hook = CrashHook()
    before = sys.excepthook
    hook.install()
    hook.remove()
    assert sys.excepthook is sys.__excepthook__
    sys.excepthook = before


def test_details_are_hidden_until_asked_for_and_can_be_copied(qtbot: QtBot) -> None:
    dialog = CrashDialog("Microshop 1\nTraceback")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.view.isVisible()
    dialog.more.click()
    dialog.copy.click()
    assert dialog.view.isVisible()
    assert QApplication.clipboard().text() == "Microshop 1\nTraceback"


def test_what_qt_says_is_logged(caplog: pytest.LogCaptureFixture, qtbot: QtBot) -> None:
    caplog.set_level(logging.WARNING)
    log_qt_messages()
    try:
        qWarning("a remark")
    finally:
        leave_qt_messages()
    assert "a remark" in caplog.text
