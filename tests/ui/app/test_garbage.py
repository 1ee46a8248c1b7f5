"""Garbage is collected in the main thread alone: a widget destroyed elsewhere ends the program."""

import gc
import sys
import threading
from collections.abc import Iterator
from types import ModuleType

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from microshop_desktop.app.garbage import GarbageCollector


class Cyclic:
    """Something only the collector can end; tells which thread did."""

    ended: list[int]

    def __init__(self, ended: list[int]) -> None:
        self.ended = ended
        self.me = self

    def __del__(self) -> None:
        self.ended.append(threading.get_ident())


@pytest.fixture
def collector(qapp: QObject) -> Iterator[GarbageCollector]:
    """A collector at work; Python's own is as it was afterwards."""
    found = GarbageCollector(qapp)
    yield found
    found.stop()
    gc.unfreeze()
    gc.enable()


def make_much(ended: list[int]) -> None:
    """Make garbage, and then so many objects that a collection is due."""
    Cyclic(ended)
    for _ in range(5):
        many: list[list[int]] = [[] for _ in range(1000)]
        assert many


def test_a_thread_of_the_background_collects_nothing(collector: GarbageCollector) -> None:
    ended: list[int] = []
    thread = threading.Thread(target=make_much, args=(ended,))
    thread.start()
    thread.join()
    assert ended == []


def test_the_main_thread_collects_what_threads_left(
    collector: GarbageCollector, qtbot: QtBot
) -> None:
    ended: list[int] = []
    thread = threading.Thread(target=make_much, args=(ended,))
    thread.start()
    thread.join()
    keep: list[list[int]] = [[] for _ in range(1000)]
    qtbot.waitUntil(lambda: bool(ended), timeout=4000)
    assert ended == [threading.main_thread().ident]
    assert keep


def test_what_came_with_many_modules_is_not_looked_through(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[list[int]] = [[] for _ in range(1000)]
    frozen = gc.get_freeze_count()
    collector.collect()
    assert gc.get_freeze_count() == frozen
    for number in range(40):
        monkeypatch.setitem(sys.modules, f"loaded_{number}", ModuleType(f"loaded_{number}"))
    collector.collect()
    assert gc.get_freeze_count() >= frozen + len(loaded)
    frozen = gc.get_freeze_count()
    collector.collect()
    assert gc.get_freeze_count() == frozen
