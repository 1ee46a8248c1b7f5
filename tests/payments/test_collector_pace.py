"""The collector beside the window keeps its pace: after a kill, with its lease, on a full disk."""

import threading
from collections.abc import Callable, Iterator

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import AttemptState, Verb
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.collector_thread import CollectorThread
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.events import AttemptChanged
from microshop_desktop.services.leases import Leases
from tests.payments.conftest import Counter

PATIENCE = 10.0
Make = Callable[[], CollectorThread]


@pytest.fixture
def threads(counter: Counter) -> Iterator[Make]:
    """Makes threads of the till's collector and ends them with the test."""
    made: list[CollectorThread] = []

    def make() -> CollectorThread:
        collector = Collector(counter.shop, counter.actor, Gateways(lambda _: counter.gateway))
        made.append(CollectorThread(counter.shop, counter.actor, collector))
        return made[-1]

    yield make
    for thread in made:
        thread.end(PATIENCE)


class Heard:
    """Waits until something was told of an attempt."""

    def __init__(self, counter: Counter) -> None:
        self._told = threading.Event()
        counter.shop.events.listen(AttemptChanged, self._hear)

    def _hear(self, _event: AttemptChanged) -> None:
        self._told.set()

    def wait(self) -> None:
        assert self._told.wait(PATIENCE), "nothing was heard"
        self._told.clear()


def test_a_program_begun_anew_after_a_kill_follows_at_once(counter: Counter, threads: Make) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    killed = threads()
    assert killed._may_follow_all()
    counter.gateway.customer_pays(sent.attempt.out_trade_no)
    heard = Heard(counter)
    threads().begin()
    heard.wait()
    assert counter.attempt(placed).attempt.state is AttemptState.PAID


def test_the_lease_is_not_written_each_time(
    counter: Counter, threads: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    take = Leases.take

    def counting(self: Leases, actor: object, job: str, holder: str) -> bool:
        taken.append(holder)
        return take(self, actor, job, holder)  # type: ignore[arg-type]

    monkeypatch.setattr(Leases, "take", counting)
    thread = threads()
    assert [thread._may_follow_all() for _ in range(50)] == [True] * 50
    assert len(taken) == 1


def test_what_cannot_be_written_down_is_left_alone_for_a_while(
    counter: Counter, threads: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    failed = threading.Event()

    def failing(*_arguments: object, **_more: object) -> None:
        failed.set()
        raise ShopError(ErrorCode.DISK_FULL)

    monkeypatch.setattr(AttemptBook, "record", failing)
    thread = threads()
    thread.ask_now(sent.attempt.id)
    assert failed.wait(PATIENCE)
    thread.end(PATIENCE)
    thread._urgent.shutdown(wait=True)
    assert thread._rests(sent.attempt.id)
    asked = [verb for verb, _ in counter.gateway.asked]
    assert asked == [Verb.SHOW_QR, Verb.QUERY]
