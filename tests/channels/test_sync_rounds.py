"""When online shops are synced: by turns, after sales, after trouble, and when a person asks."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.pace import Pace
from microshop_desktop.channels.sync_rounds import (
    EVERY,
    AccountState,
    SyncRounds,
    wait_after,
)
from microshop_desktop.channels.sync_thread import NAME, SyncThread
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelView
from microshop_desktop.services.leases import Leases
from microshop_desktop.services.order_files import OrderFiles
from tests.channels.conftest import Both
from tests.channels.fake_shop import FakeShop


@dataclass
class Desk:
    """Rounds over the fake shop; `problem` is raised in place of the next channels."""

    both: Both
    problem: Exception | None = None
    made: list[ChannelView] = field(default_factory=list)
    told: int = 0

    def __post_init__(self) -> None:
        self.rounds = SyncRounds(self.both.shop, self.both.actor, self.make, self.tell)

    def make(self, view: ChannelView, _pace: Pace) -> FakeShop:
        self.made.append(view)
        if self.problem is not None:
            raise self.problem
        return self.both.online

    def tell(self) -> None:
        self.told += 1

    def turn(self) -> timedelta:
        return self.rounds.turn()

    def settle(self) -> timedelta:
        """Turn until nothing is due."""
        for _ in range(20):
            pause = self.turn()
            if pause:
                return pause
        raise AssertionError("it never rests")

    @property
    def state(self) -> AccountState:
        return self.rounds.states()[self.both.account.id]

    def pass_time(self, by: timedelta) -> None:
        self.both.clock.advance(by)


@pytest.fixture
def desk(both: Both) -> Desk:
    return Desk(both)


def off(desk: Desk) -> None:
    accounts = ChannelAccounts(desk.both.shop)
    accounts.switch(desk.both.actor, desk.both.account.id, on=False)


def test_an_account_is_synced_at_once_and_again_after_a_while(desk: Desk) -> None:
    assert desk.settle() == EVERY
    assert desk.both.online.stock_of == {"tea": 20, "cup": 20}
    desk.pass_time(EVERY - timedelta(seconds=1))
    assert desk.settle() == timedelta(seconds=1)
    desk.pass_time(timedelta(seconds=1))
    desk.settle()
    assert len(desk.made) == 2


def test_goods_that_move_are_told_of_within_a_minute(desk: Desk) -> None:
    desk.settle()
    desk.both.sell("tea", 3)
    threading.Thread(target=desk.rounds.goods_moved).run()
    assert desk.settle() == EVERY, "what its own thread moves makes no other sync"
    teller = threading.Thread(target=desk.rounds.goods_moved)
    teller.start()
    teller.join()
    assert desk.settle() == timedelta(minutes=1)
    desk.pass_time(timedelta(minutes=1))
    desk.settle()
    assert desk.both.online.stock_of["tea"] == 17


def test_trouble_that_may_pass_is_tried_again_sooner_than_that_of_a_person() -> None:
    passes = [wait_after(ChannelError(Trouble.NOT_REACHED), count) for count in (1, 2, 3, 99)]
    assert passes == [
        timedelta(seconds=30),
        timedelta(minutes=1),
        timedelta(minutes=2),
        timedelta(minutes=30),
    ]
    keys = [wait_after(ChannelError(Trouble.LOGIN), count) for count in (1, 2, 99)]
    assert keys == [timedelta(minutes=5), timedelta(minutes=10), timedelta(hours=1)]


def test_a_platform_is_left_alone_as_long_as_it_wants_whoever_asks(desk: Desk) -> None:
    desk.problem = ChannelError(Trouble.LIMITED, wait=timedelta(minutes=7))
    assert desk.settle() == EVERY, "no pause is longer, an account may be new by then"
    desk.rounds.ask()
    assert desk.settle()
    assert len(desk.made) == 1
    assert desk.state.asked
    desk.problem = None
    desk.pass_time(timedelta(minutes=7))
    desk.settle()
    assert len(desk.made) == 2
    assert desk.state == AccountState(again_at=desk.both.clock.now() + EVERY)


def test_failures_are_counted_until_it_goes_well(desk: Desk) -> None:
    desk.problem = ShopError(ErrorCode.SECRETS_MISSING, name="Web")
    desk.settle()
    desk.rounds.ask()
    desk.settle()
    assert desk.state.failures == 2
    assert desk.state.problem is desk.problem
    assert desk.state.again_at == desk.both.clock.now() + timedelta(minutes=10)
    desk.problem = None
    desk.rounds.ask()
    desk.settle()
    after = desk.state
    assert (after.failures, after.problem) == (0, None)


def test_a_bug_of_one_account_holds_up_no_other(desk: Desk) -> None:
    desk.problem = ZeroDivisionError()
    desk.settle()
    assert desk.state.problem is desk.problem
    assert desk.state.doing is None


def test_a_dry_run_writes_nothing_and_keeps_what_it_would(desk: Desk) -> None:
    desk.settle()
    desk.both.sell("tea", 2)
    desk.rounds.ask(dry_run=True)
    desk.settle()
    assert desk.state.planned is not None
    assert [each.listing.name for each in desk.state.planned] == ["tea"]
    assert desk.both.online.stock_of["tea"] == 20


def test_an_account_that_is_switched_off_is_left_alone(desk: Desk) -> None:
    off(desk)
    desk.settle()
    assert not desk.made
    assert not desk.rounds.states()


def test_a_changed_account_is_tried_at_once(desk: Desk) -> None:
    desk.problem = ChannelError(Trouble.LOGIN)
    desk.settle()
    off(desk)
    ChannelAccounts(desk.both.shop).switch(desk.both.actor, desk.both.account.id, on=True)
    desk.problem = None
    desk.settle()
    assert desk.state.problem is None


def test_an_account_that_another_program_syncs_is_left_to_it(desk: Desk) -> None:
    job = f"sync:{desk.both.account.id}"
    Leases(desk.both.shop).take(desk.both.actor, job, "the command")
    assert desk.settle() == timedelta(minutes=1)
    assert desk.state.busy
    assert not desk.state.failures


def test_stop_breaks_off_and_puts_off(desk: Desk) -> None:
    both = desk.both

    def stopping(_view: ChannelView, pace: Pace) -> FakeShop:
        desk.rounds.stop()
        pace.sleep(0)
        return both.online

    desk.rounds = SyncRounds(both.shop, both.actor, stopping, desk.tell)
    desk.rounds.ask()
    pause = desk.settle()
    assert pause == EVERY
    assert both.online.writes == 0


@pytest.fixture
def thread(desk: Desk) -> Iterator[SyncThread]:
    made = SyncThread(desk.rounds)
    yield made
    made.end()


def running() -> bool:
    return any(thread.name == NAME for thread in threading.enumerate())


def test_the_thread_syncs_what_is_asked_for_and_ends_when_told(
    desk: Desk, thread: SyncThread
) -> None:
    synced = threading.Event()
    seen: list[UUID] = []

    def tell() -> None:
        seen.extend(key for key, state in desk.rounds.states().items() if state.again_at)
        if seen:
            synced.set()

    desk.rounds = SyncRounds(desk.both.shop, desk.both.actor, desk.make, tell)
    thread.rounds = desk.rounds
    thread.begin()
    assert synced.wait(10)
    assert seen[0] == desk.both.account.id
    assert running()
    thread.end()
    assert not running()


def test_a_shop_that_works_by_files_is_left_to_a_person(desk: Desk) -> None:
    both = desk.both
    by_files = OrderFiles(both.shop).open_account(both.actor, "taobao", "Mine")
    desk.settle()
    assert by_files.id not in desk.rounds.states()
    assert {view.id for view in desk.made} == {both.account.id}
