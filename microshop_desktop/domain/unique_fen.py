"""Amounts that name their sale: the last fen differs, so that a bill proves who paid.

A fixed collection code tells nobody which sale its money was for. Where two open sales would cost
the same, one of them is made a few fen cheaper, or dearer where that is not possible; the
difference is recorded as an adjustment of the order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_FEN = 9
"""Minor units by which an amount is changed at most: never a whole tenth of a yuan."""
OPEN_FOR = timedelta(minutes=10)
"""So long after it was asked for an amount counts as open: the phone tells of it within that."""


@dataclass(frozen=True, slots=True)
class AskedAmount:
    """An amount (minor units) that was asked for through a collection code, and when."""

    amount: int
    at: datetime


def open_amounts(asked: Iterable[AskedAmount], now: datetime) -> frozenset[int]:
    """Return the amounts that money may still arrive for."""
    return frozenset(each.amount for each in asked if now - each.at < OPEN_FOR)


def unique_amount(amount: int, taken: frozenset[int]) -> int:
    """Return the amount to ask for: the nearest that is not taken, in the customer's favour first.

    `amount` itself where it is free, or where all nineteen are taken; never less than one fen.
    """
    if amount <= 0:
        return amount
    cheaper = range(amount, max(0, amount - MOST_FEN - 1), -1)
    dearer = range(amount + 1, amount + MOST_FEN + 1)
    return next((each for each in (*cheaper, *dearer) if each not in taken), amount)


def adjustment(amount: int, asked: int) -> int:
    """Return the minor units taken off (below zero: added), as the order records them."""
    return amount - asked
