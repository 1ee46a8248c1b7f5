"""Amounts that name their sale: the last fen differs, so that a bill proves who paid.

A fixed collection code tells nobody which sale its money was for. Where two sales close to each
other would cost the same, the later one becomes a few fen cheaper, in the customer's favour; that
is a discount with a reason, and so recorded as an adjustment of the order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from microshop_desktop.domain.basket import Basket, Discount, DiscountKind

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
    """Return the amount to ask for: the next lower one that is not taken.

    `amount` itself where it is free, or where all ten are taken; never less than one fen.
    """
    lower = range(amount, max(0, amount - MOST_FEN - 1), -1)
    return next((each for each in lower if each not in taken), amount)


def taken_off(basket: Basket, fen: int, reason: str) -> Basket:
    """Return the basket made cheaper by some fen; as it was where its discount is a percentage."""
    discount = basket.discount
    if discount is None:
        return replace(basket, discount=Discount(DiscountKind.AMOUNT, fen, reason))
    if discount.kind is DiscountKind.AMOUNT:
        return replace(basket, discount=replace(discount, value=discount.value + fen))
    if discount.kind is DiscountKind.NEW_PRICE:
        return replace(basket, discount=replace(discount, value=discount.value - fen))
    return basket
