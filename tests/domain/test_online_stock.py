"""Pieces to offer, and the writes that bring a platform there."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from microshop_desktop.domain.online_stock import (
    MOST_PIECES,
    Offer,
    Plan,
    StockWay,
    Write,
    expected_after,
    must_ask,
    plan,
    target,
)

counts = st.integers(0, 50)
ways = st.sampled_from(StockWay)


@given(
    st.integers(-100_000, 10_000_000),
    st.integers(1, 24),
    st.integers(0, 100),
    st.integers(0, 9_000),
)
def test_never_more_is_offered_than_there_is(
    available: int, factor: int, percent: int, buffer: int
) -> None:
    pieces = target(available, factor, Offer(percent, buffer))
    assert 0 <= pieces <= MOST_PIECES
    assert pieces * factor * 1000 <= max(0, available)


@pytest.mark.parametrize(
    ("available", "factor", "offer", "pieces"),
    [
        (20_000, 1, Offer(), 20),
        (20_999, 1, Offer(), 20),
        (20_000, 6, Offer(), 3),
        (20_000, 1, Offer(percent=50), 10),
        (20_000, 1, Offer(buffer=3_000), 17),
        (20_000, 1, Offer(percent=50, buffer=20_000), 0),
        (-5_000, 1, Offer(), 0),
        (10**12, 1, Offer(), MOST_PIECES),
    ],
)
def test_pieces_to_offer(available: int, factor: int, offer: Offer, pieces: int) -> None:
    assert target(available, factor, offer) == pieces


def _after(write: Write | None, shown: int) -> int:
    """What a platform shows once it did a write."""
    if write is None:
        return shown
    return shown + write.pieces if write.is_delta else write.pieces


@given(counts, st.none() | counts, counts, ways, st.booleans())
def test_a_plan_leads_to_the_target_less_what_is_missing(
    wanted: int, expected: int | None, shown: int, way: StockWay, explained: bool
) -> None:
    found = plan(wanted, expected=expected, shown=shown, way=way, explained=explained)
    assert _after(found.write, shown) == max(0, wanted - found.missing)
    if expected is None or explained or shown >= expected:
        assert found.missing == 0
    else:
        assert found.missing == expected - shown


@given(counts, counts, ways)
def test_without_asking_the_difference_is_written(
    wanted: int, expected: int, way: StockWay
) -> None:
    assume(not must_ask(wanted, expected=expected, way=way))
    found = plan(wanted, expected=expected, shown=None, way=way, explained=False)
    assert _after(found.write, expected) == wanted
    assert (found == Plan(None)) is (wanted == expected)


def test_what_was_never_seen_must_be_asked_for() -> None:
    assert must_ask(3, expected=None, way=StockWay.DELTA)
    with pytest.raises(ValueError, match="asked"):
        plan(3, expected=None, shown=None, way=StockWay.DELTA, explained=False)


@given(counts, st.integers(-20, 20), st.booleans(), counts)
def test_a_lost_answer_is_judged_by_what_is_shown(
    before: int, pieces: int, is_delta: bool, shown: int
) -> None:
    assume(before + pieces >= 0 if is_delta else pieces >= 0)
    write = Write(pieces, is_delta=is_delta, expected=before)
    after = _after(write, before)
    expected = expected_after(write, shown)
    assert expected >= shown
    assert expected in {before, after, shown}
    if shown in {before, after}:
        assert expected == shown
