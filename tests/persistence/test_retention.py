"""Backups are thinned out without ever losing the newest or the only one of a long time ago."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.persistence.retention import (
    DAILY,
    HOURLY,
    MONTHLY,
    WEEKLY,
    worth_keeping,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.lists(
    st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
)


@given(moments)
def test_what_is_kept_was_there_and_is_limited(made: list[datetime]) -> None:
    kept = worth_keeping(made)
    assert kept <= set(made)
    assert len(kept) <= HOURLY + DAILY + WEEKLY + MONTHLY


@given(moments.filter(bool))
def test_the_newest_is_always_kept(made: list[datetime]) -> None:
    assert max(made) in worth_keeping(made)


@given(moments)
def test_thinning_twice_is_thinning_once(made: list[datetime]) -> None:
    kept = worth_keeping(made)
    assert worth_keeping(kept) == kept


@given(moments, moments)
def test_thinning_as_backups_come_is_thinning_at_the_end(
    early: list[datetime], late: list[datetime]
) -> None:
    early, late = sorted(early), sorted(late)
    made = [moment for moment in late if not early or moment > early[-1]]
    assert worth_keeping([*worth_keeping(early), *made]) == worth_keeping([*early, *made])


def test_an_hourly_backup_of_two_years_leaves_the_promised_steps() -> None:
    made = [START + timedelta(hours=hour) for hour in range(2 * 365 * 24)]
    kept = sorted(worth_keeping(made), reverse=True)
    ages = [(kept[0] - moment) for moment in kept]
    assert ages[:HOURLY] == [timedelta(hours=hour) for hour in range(HOURLY)]
    assert sum(age <= timedelta(days=DAILY) for age in ages) == HOURLY + DAILY - 1
    assert timedelta(days=330) < ages[-1] < timedelta(days=366)


def test_a_shop_that_was_closed_for_long_loses_nothing() -> None:
    made = [START, START + timedelta(days=400)]
    assert worth_keeping(made) == set(made)
