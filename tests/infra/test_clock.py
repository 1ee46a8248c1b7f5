"""Clocks give aware UTC times."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from microshop_desktop.infra.clock import FixedClock, SystemClock

MOMENT = datetime(2026, 3, 14, 14, 32, tzinfo=timezone(timedelta(hours=8)))


def test_the_system_clock_speaks_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_the_counter_never_goes_back() -> None:
    clock = SystemClock()
    assert clock.monotonic() <= clock.monotonic()


def test_a_fixed_clock_turns_its_time_into_utc() -> None:
    assert FixedClock(MOMENT).now().isoformat() == "2026-03-14T06:32:00+00:00"


def test_advance_moves_time_and_counter() -> None:
    clock = FixedClock(MOMENT)
    clock.advance(timedelta(seconds=90))
    assert (clock.now() - MOMENT, clock.monotonic()) == (timedelta(seconds=90), 90.0)


def test_a_clock_that_was_put_back_keeps_its_counter() -> None:
    clock = FixedClock(MOMENT)
    clock.advance(timedelta(seconds=5))
    clock.set(MOMENT - timedelta(days=1))
    assert clock.monotonic() == 5.0


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2026, 3, 14))  # noqa: DTZ001 (what is tested)


def test_advance_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        FixedClock(MOMENT).advance(timedelta(seconds=-1))
