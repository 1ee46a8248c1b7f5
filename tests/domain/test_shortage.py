"""Goods that are short are shared: never more than is there, first to who paid first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.shortage import Want, allot, checked, lacking, most_for

START = datetime(2026, 3, 2, tzinfo=UTC)
wants_of = st.lists(
    st.tuples(st.integers(1, 20), st.integers(1, 6), st.integers(0, 50)), max_size=8
).map(
    lambda rows: [
        Want(UUID(int=no), pieces, size * 1000, START + timedelta(minutes=minutes))
        for no, (pieces, size, minutes) in enumerate(rows)
    ]
)
shelf = st.integers(-5_000, 120_000)


@given(shelf, wants_of)
def test_never_more_than_is_there_or_was_wanted(there: int, wants: list[Want]) -> None:
    given_out = allot(there, wants)
    assert sum(given_out[want.line] * want.size for want in wants) <= max(0, there)
    assert all(0 <= given_out[want.line] <= want.pieces for want in wants)
    assert checked(there, wants, given_out) == given_out


@given(shelf, wants_of)
def test_what_is_given_and_what_lacks_is_what_was_wanted(there: int, wants: list[Want]) -> None:
    given_out = allot(there, wants)
    short = lacking(wants, given_out)
    assert all(given_out[want.line] + short.get(want.line, 0) == want.pieces for want in wants)


@given(shelf, wants_of)
def test_nobody_lacks_what_one_who_paid_later_got(there: int, wants: list[Want]) -> None:
    given_out = allot(there, wants)
    for first in wants:
        for later in wants:
            if (first.since, first.line) < (later.since, later.line):
                lacks = given_out[first.line] < first.pieces
                assert not (lacks and given_out[later.line] and later.size >= first.size)


@given(shelf, wants_of, st.data())
def test_the_most_of_a_line_can_be_given_and_one_more_cannot(
    there: int, wants: list[Want], data: st.DataObject
) -> None:
    if not wants:
        return
    given_out = allot(there, wants)
    want = data.draw(st.sampled_from(wants))
    most = most_for(want.line, there=there, wants=wants, given=given_out)
    assert most >= given_out[want.line]
    checked(there, wants, {**given_out, want.line: most})
    with pytest.raises(ShopError):
        checked(there, wants, {**given_out, want.line: most + 1})


def test_a_line_that_nobody_knows_gets_nothing() -> None:
    with pytest.raises(ShopError):
        checked(9_000, [], {UUID(int=1): 1})


def test_less_than_nothing_is_given_to_nobody() -> None:
    want = Want(UUID(int=1), 3, 1000, START)
    with pytest.raises(ShopError):
        checked(9_000, [want], {want.line: -1})
