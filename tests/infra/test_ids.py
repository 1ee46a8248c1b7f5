"""Ids rise, whatever the clock does."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.ids import Ids, new_id

MOMENT = datetime(2026, 3, 14, 6, 32, tzinfo=UTC)


def test_an_id_is_a_version_7_uuid_of_its_moment() -> None:
    made = Ids(FixedClock(MOMENT)).new()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == int(MOMENT.timestamp() * 1000)


def test_ids_rise_while_the_clock_stands_still() -> None:
    ids = Ids(FixedClock(MOMENT))
    made = [ids.new() for _ in range(5_000)]
    assert made == sorted(set(made))


def test_ids_rise_when_the_clock_is_put_back() -> None:
    clock = FixedClock(MOMENT)
    ids = Ids(clock)
    before = ids.new()
    clock.set(MOMENT - timedelta(days=400))
    assert ids.new() > before


def test_a_later_moment_gives_a_later_id() -> None:
    clock = FixedClock(MOMENT)
    ids = Ids(clock)
    before = ids.new()
    clock.advance(timedelta(milliseconds=1))
    after = ids.new()
    assert (after.int >> 80) - (before.int >> 80) == 1


def test_threads_never_get_the_same_id() -> None:
    ids = Ids(FixedClock(MOMENT))
    made: list[uuid.UUID] = []
    threads = [
        threading.Thread(target=lambda: made.extend(ids.new() for _ in range(500)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2_000


def test_the_process_has_ids_of_its_own() -> None:
    assert new_id() < new_id()
