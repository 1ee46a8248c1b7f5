"""Catching up after a time offline: since when, how far, and how long it may still take."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from microshop_desktop.channels.catching_up import CatchingUp, CatchUp, Reached
from microshop_desktop.channels.sync import Progress, Step

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONE, TWO, NEAR = UUID(int=1), UUID(int=2), UUID(int=3)
WELL = {
    ONE: NOW - timedelta(hours=26),
    TWO: NOW - timedelta(hours=25),
    NEAR: NOW - timedelta(minutes=5),
}


def begun() -> CatchingUp:
    catching = CatchingUp()
    catching.begins(ONE, WELL, NOW)
    return catching


def state(catching: CatchingUp) -> CatchUp:
    assert catching.now is not None
    return catching.now


def test_whoever_was_in_step_just_now_catches_up_nothing() -> None:
    catching = CatchingUp()
    catching.begins(NEAR, WELL, NOW)
    catching.moves(NEAR, Progress(Step.STOCK, 0.5, 1, 2))
    catching.ends(NEAR, NOW, well=True)
    assert catching.now is None


def test_all_that_were_away_belong_to_it_since_the_first_was_in_step() -> None:
    now = state(begun())
    assert now.since == WELL[ONE]
    assert {each.account: each.reached for each in now.accounts} == {
        ONE: Reached.RUNS,
        TWO: Reached.WAITS,
    }
    assert not now.is_something, "nothing was found yet"


def test_orders_and_numbers_are_counted_over_all_accounts() -> None:
    catching = begun()
    catching.moves(ONE, Progress(Step.ORDERS, 0.5, 6))
    catching.moves(ONE, Progress(Step.STOCK, 0.5, 45, 90))
    catching.ends(ONE, NOW, well=True)
    catching.begins(TWO, WELL, NOW)
    catching.moves(TWO, Progress(Step.ORDERS, 0.5, 2))
    catching.moves(TWO, Progress(Step.STOCK, 0.25, 5, 20))
    now = state(catching)
    assert (now.orders, now.done, now.total, now.share) == (8, 50, 110, 0.625)
    assert now.is_something


def test_it_ends_when_nobody_is_at_work_and_goes_on_for_whoever_failed() -> None:
    catching = begun()
    catching.ends(ONE, NOW, well=True)
    assert state(catching).ended is None
    catching.begins(TWO, WELL, NOW)
    catching.ends(TWO, NOW, well=False)
    assert state(catching).ended == NOW
    later = NOW + timedelta(minutes=5)
    catching.begins(TWO, WELL, later)
    assert (state(catching).ended, state(catching).began) == (None, later), (
        "nothing was reached before"
    )
    catching.ends(TWO, later, well=True)
    assert [each.reached for each in state(catching).accounts] == [Reached.DONE, Reached.DONE]


def test_after_another_time_offline_it_begins_anew() -> None:
    catching = begun()
    for account in (ONE, TWO):
        catching.begins(account, WELL, NOW)
        catching.ends(account, NOW, well=True)
    later = NOW + timedelta(hours=5)
    catching.begins(ONE, {ONE: NOW, TWO: NOW}, later)
    assert (state(catching).since, state(catching).began) == (NOW, later)


def test_how_long_it_takes_is_said_only_once_it_can_be_known() -> None:
    catching = begun()
    catching.moves(ONE, Progress(Step.STOCK, 0.1, 9, 90))
    soon, later = NOW + timedelta(seconds=3), NOW + timedelta(seconds=60)
    assert state(catching).left(later) is None, "a twentieth is too little to judge by"
    catching.moves(ONE, Progress(Step.STOCK, 0.5, 45, 90))
    assert state(catching).left(soon) is None
    assert state(catching).left(later) == timedelta(seconds=180)
