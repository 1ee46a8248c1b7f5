"""Commands ask about many payments side by side, wait as long as told, and can be broken off."""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

import pytest
from typing_extensions import override

from microshop_desktop.cli.collecting import waiting
from microshop_desktop.cli.following import HELPERS, Follower, Record
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import AttemptState, Outcome
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.gateway import Charge
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.pending_orders import Placed
from microshop_desktop.services.shop import Shop
from tests.payments.conftest import Counter, make_counter
from tests.payments.scripted import ScriptedGateway

PATIENCE = 20.0
"""Seconds; only a test that fails waits so long."""


@dataclass
class Meeting(ScriptedGateway):
    """A platform whose answers come once as many wait for one as can be asked at a time."""

    met: threading.Barrier = field(default_factory=lambda: threading.Barrier(HELPERS))
    meet: bool = False

    @override
    def query(self, charge: Charge) -> Outcome:
        if self.meet:
            self.met.wait(PATIENCE)
        return super().query(charge)


@pytest.fixture
def counter(shop: Shop, actor: Actor, clock: FixedClock) -> Counter:
    made = make_counter(shop, actor, clock)
    gateway = Meeting()
    made.gateway = gateway
    made.collector = Collector(shop, actor, Gateways(lambda _: gateway))
    return made


def open_ones(counter: Counter, count: int) -> list[Placed]:
    """As many orders whose QR is shown and that are due now."""
    made = [counter.place() for _ in range(count)]
    for placed in made:
        counter.send(placed)
    counter.clock.advance(timedelta(seconds=4))
    return made


def is_open(counter: Counter) -> Callable[[], bool]:
    return lambda: bool(AttemptBook(counter.shop).open(counter.actor))


def everything(_record: Record) -> bool:
    return True


def test_as_many_are_asked_side_by_side_as_there_are_helpers(counter: Counter) -> None:
    assert isinstance(counter.gateway, Meeting)
    placed = open_ones(counter, 2 * HELPERS)
    for each in placed:
        counter.gateway.customer_pays(counter.attempt(each).attempt.out_trade_no)
    counter.gateway.meet = True
    told: list[Record] = []
    follower = Follower(counter.shop, counter.collector, Event(), told=told.append)
    assert follower.follow(everything, is_open(counter), seconds=PATIENCE)
    assert {counter.attempt(each).attempt.state for each in placed} == {AttemptState.PAID}
    assert len(told) == 2 * HELPERS
    counter.check_books()


def test_without_time_all_that_is_due_is_asked_once(counter: Counter) -> None:
    open_ones(counter, HELPERS + 2)
    counter.gateway.asked.clear()
    follower = Follower(counter.shop, counter.collector, Event())
    assert not follower.follow(everything, is_open(counter), seconds=0)
    assert len({number for _, number in counter.gateway.asked}) == HELPERS + 2


def test_what_cannot_be_written_down_is_said(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ones(counter, 2)

    def full(*_args: object, **_more: object) -> None:
        raise ShopError(ErrorCode.DISK_FULL)

    monkeypatch.setattr(AttemptBook, "record", full)
    with pytest.raises(ShopError):
        Follower(counter.shop, counter.collector, Event()).follow(
            everything, is_open(counter), seconds=PATIENCE
        )


def test_ctrl_c_ends_the_waiting_after_the_answers_under_way(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = open_ones(counter, HELPERS)
    really, once = counter.collector.handle, threading.Lock()
    answered: list[Record] = []

    def handle(record: Record) -> None:
        if once.acquire(blocking=False):
            os.kill(os.getpid(), signal.SIGINT)
        really(record)
        answered.append(record)

    monkeypatch.setattr(counter.collector, "handle", handle)
    before = signal.getsignal(signal.SIGINT)
    with waiting() as ended:
        follower = Follower(counter.shop, counter.collector, ended)
        assert not follower.follow(everything, is_open(counter), seconds=PATIENCE)
        assert ended.is_set()
    assert signal.getsignal(signal.SIGINT) is before
    assert answered
    assert all(counter.attempt(each).attempt.is_open for each in placed)
