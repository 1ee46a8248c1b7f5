"""Writers of one program come in the order in which they asked."""

import threading
import time
from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.persistence.turns import Turns

PATIENCE = 10.0


def test_who_waits_comes_before_who_asks_again_at_once() -> None:
    turns, came = Turns(), []
    assert turns.take(PATIENCE)
    cashier = threading.Thread(target=lambda: came.append("cashier") if turns.take(PATIENCE) else 0)
    cashier.start()
    while not turns.waiting:
        time.sleep(0.001)
    turns.pass_on()
    sync = threading.Thread(target=lambda: came.append("sync") if turns.take(PATIENCE) else 0)
    sync.start()
    cashier.join(PATIENCE)
    assert came == ["cashier"]
    turns.pass_on()
    sync.join(PATIENCE)
    assert came == ["cashier", "sync"]


def test_who_waits_in_vain_keeps_nobody_else_waiting() -> None:
    turns = Turns()
    assert turns.take(PATIENCE)
    assert not turns.take(0.01)
    assert turns.waiting == 0
    turns.pass_on()
    assert turns.take(0)


def test_a_cashier_waits_for_one_act_of_a_sync_that_never_rests(tmp_path: Path) -> None:
    database = open_database(tmp_path / "shop.sqlite")
    stop, done = threading.Event(), []

    def sync() -> None:
        while not stop.is_set():
            with database.write():
                time.sleep(0.01)
                done.append(1)

    thread = threading.Thread(target=sync)
    thread.start()
    try:
        for _ in range(20):
            seen = len(done)
            with database.write():
                # The one that was at work, and one that may have begun before the cashier asked.
                assert len(done) - seen <= 2
    finally:
        stop.set()
        thread.join(PATIENCE)
        database.close()
    assert done


def test_an_act_inside_an_act_of_the_same_thread_is_refused(tmp_path: Path) -> None:
    open_database(tmp_path / "shop.sqlite").close()

    database = Database(tmp_path / "shop.sqlite", busy_seconds=0.05)
    with database.write():
        with pytest.raises(ShopError) as refused, database.write():
            pass
        assert refused.value.code is ErrorCode.DATABASE_LOCKED
    with database.write():
        pass
    database.close()
