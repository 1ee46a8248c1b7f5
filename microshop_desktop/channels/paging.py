"""Reading numbered pages of a list whose rows move away while it is read.

A row that changes leaves the stretch of time asked for, and all behind it move up: who reads on
skips one. So pages are read from the last to the first; rows that move up are read twice at worst.
Where the list grew meanwhile, because a platform told something late, it is read again from its new
end.
"""

from collections.abc import Callable
from typing import TypeVar

from microshop_desktop.channels.answers import bad_answer
from microshop_desktop.channels.channel import Page

T = TypeVar("T")
Fetch = Callable[[int], tuple[int, tuple[T, ...]]]
"""Fetches the page of a number from 0 on: how many rows the list has, and the rows of the page."""


def last_to_first(cursor: str, size: int, fetch: Fetch[T]) -> Page[T]:
    """Return the rows where the cursor is; the first look tells how many there are."""
    page, known = _place(cursor)
    total, rows = fetch(page)
    last = max(0, (total - 1) // size)
    if total > known and last > page:
        return Page(rows, f"{last}:{total}")
    return Page(rows, f"{page - 1}:{max(total, known)}" if page > 0 else "")


def page_of(cursor: str) -> int:
    """Return the number of the page that a cursor names, the first for none."""
    if cursor and not cursor.isdecimal():
        raise bad_answer("cursor")
    return int(cursor or 1)


def _place(cursor: str) -> tuple[int, int]:
    if not cursor:
        return 0, -1
    page, _, known = cursor.partition(":")
    if not (page.isdecimal() and known.isdecimal()):
        raise bad_answer("cursor")
    return int(page), int(known)
