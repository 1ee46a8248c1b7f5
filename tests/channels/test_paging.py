"""Reading a list from its end: rows that move while it is read are never missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from microshop_desktop.channels.channel import ChannelError
from microshop_desktop.channels.paging import last_to_first


def pages(rows: list[int], size: int, moves: list[int], more: list[int]) -> set[int]:
    """Read all pages while rows leave the list and others come to its front."""
    seen: set[int] = set()

    def fetch(page: int) -> tuple[int, tuple[int, ...]]:
        return len(rows), tuple(rows[page * size : (page + 1) * size])

    cursor, first = "", True
    while first or cursor:
        first = False
        told = last_to_first(cursor, size, fetch)
        seen.update(told.values)
        cursor = told.cursor
        if moves:
            gone = moves.pop()
            if gone in rows:
                rows.remove(gone)
        if more:
            rows.insert(0, more.pop())
    return seen


@given(some.integers(0, 40), some.integers(1, 7), some.lists(some.integers(0, 39), max_size=12))
def test_no_row_that_stays_is_missed_while_others_leave(
    count: int, size: int, leaving: list[int]
) -> None:
    rows = list(range(count))

    seen = pages(rows, size, leaving, [])

    assert set(rows) <= seen


@given(
    some.integers(0, 40),
    some.integers(1, 7),
    some.lists(some.integers(100, 120), max_size=4, unique=True),
)
def test_no_row_is_missed_while_others_come_late(count: int, size: int, late: list[int]) -> None:
    rows = list(range(count))

    seen = pages(rows, size, [], late)

    assert set(range(count)) <= seen


def test_a_list_of_one_page_is_read_at_once() -> None:
    told = last_to_first("", 10, lambda page: (3, ("a", "b", "c")))

    assert (told.values, told.cursor) == (("a", "b", "c"), "")


def test_a_cursor_of_something_else_is_not_understood() -> None:
    with pytest.raises(ChannelError):
        last_to_first("K", 10, lambda page: (0, ()))
