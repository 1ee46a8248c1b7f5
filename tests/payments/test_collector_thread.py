"""The collector beside the window: it sends at once, leaves idle files alone, and shares a shop."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import select

from microshop_desktop.domain.payment import AttemptKind, AttemptState
from microshop_desktop.payments.collector_thread import CollectorThread
from microshop_desktop.persistence.tables.shop import Lease
from microshop_desktop.services.leases import Leases
from tests.payments.conftest import Counter

PATIENCE = 5.0


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait until something that another thread does has come true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.01)
    return False


def lease_is_held(counter: Counter) -> bool:
    with counter.shop.database.read() as connection:
        return connection.execute(select(Lease.holder)).first() is not None


@pytest.fixture
def thread(counter: Counter) -> Iterator[CollectorThread]:
    found = CollectorThread(counter.shop, counter.actor, counter.collector)
    found.begin()
    yield found
    found.end()


def test_a_new_attempt_is_sent_at_once(counter: Counter, thread: CollectorThread) -> None:
    placed = counter.place(AttemptKind.QR)
    assert placed.attempt is not None
    thread.start(placed.attempt.attempt.id)
    assert eventually(lambda: counter.attempt(placed).attempt.state is AttemptState.WAITING)


def test_what_an_earlier_program_left_open_is_followed(counter: Counter) -> None:
    placed = counter.place(AttemptKind.QR)
    counter.send(placed)
    assert placed.attempt is not None
    counter.gateway.customer_pays(placed.attempt.attempt.out_trade_no)
    thread = CollectorThread(counter.shop, counter.actor, counter.collector)
    thread.begin()
    try:
        assert eventually(lambda: counter.order(placed).pay_state == "paid")
    finally:
        thread.end()
    counter.check_books()


def test_an_idle_till_takes_no_lease(counter: Counter, thread: CollectorThread) -> None:
    for _ in range(5):
        thread.look_again()
        time.sleep(0.02)
    assert not lease_is_held(counter)


def test_the_lease_is_let_go_at_the_end(counter: Counter) -> None:
    placed = counter.place(AttemptKind.QR)
    counter.send(placed)
    thread = CollectorThread(counter.shop, counter.actor, counter.collector)
    thread.begin()
    assert eventually(lambda: lease_is_held(counter))
    thread.end()
    assert eventually(lambda: not lease_is_held(counter))


def test_an_attempt_begun_while_the_program_ends_does_no_harm(
    counter: Counter, thread: CollectorThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = counter.place(AttemptKind.QR)
    assert placed.attempt is not None
    submit, ending = ThreadPoolExecutor.submit, threading.Thread(target=thread.end)

    def late(pool: ThreadPoolExecutor, work: Callable[[], None]) -> Future[None]:
        ending.start()
        ending.join(0.2)
        return submit(pool, work)

    with monkeypatch.context() as patched:
        patched.setattr(ThreadPoolExecutor, "submit", late)
        thread.start(placed.attempt.attempt.id)
    ending.join(PATIENCE)
    assert not ending.is_alive()
    assert eventually(lambda: not thread._busy)


def test_while_another_program_follows_only_ours_is_followed(counter: Counter) -> None:
    Leases(counter.shop).take(counter.actor, "collector", "another program")
    theirs, ours = counter.place(AttemptKind.QR), counter.place(AttemptKind.QR)
    counter.send(theirs)
    assert theirs.attempt is not None
    assert ours.attempt is not None
    asked_before = len(counter.gateway.asked)
    thread = CollectorThread(counter.shop, counter.actor, counter.collector)
    thread.begin()
    try:
        thread.start(ours.attempt.attempt.id)
        assert eventually(lambda: counter.attempt(ours).attempt.state is AttemptState.WAITING)
    finally:
        thread.end()
    asked = {number for _, number in counter.gateway.asked[asked_before:]}
    assert asked == {ours.attempt.attempt.out_trade_no}
