"""Changing many prices at once: one rule, applied to each old price."""

from dataclasses import dataclass
from enum import StrEnum

from microshop_desktop.domain.money import BASIS, divide_half_up


class ChangeKind(StrEnum):
    """How a new price follows from the old one."""

    SET = "set"
    ADD = "add"
    PERCENT = "percent"


class Ending(StrEnum):
    """What a new price is brought to: as it is, a whole, a half, or the nearest that ends in .9."""

    EXACT = "exact"
    WHOLE = "whole"
    HALF = "half"
    NINE = "nine"


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A rule for new prices.

    `value`: for `set` the new price in minor units, for `add` minor units (negative takes off), for
    `percent` hundredths of a percent (10 % up = 1000, 5 % down = -500).
    """

    kind: ChangeKind
    value: int
    ending: Ending = Ending.EXACT


def changed_price(old: int, change: PriceChange, *, exponent: int) -> int:
    """Return the new price in minor units; it may be negative, which the caller refuses.

    In a currency without minor units every ending is a whole.
    """
    return _with_ending(_raw(old, change), change.ending, int(10**exponent))


def _raw(old: int, change: PriceChange) -> int:
    if change.kind is ChangeKind.SET:
        return change.value
    if change.kind is ChangeKind.ADD:
        return old + change.value
    return divide_half_up(old * (BASIS + change.value), BASIS)


def _with_ending(price: int, ending: Ending, whole: int) -> int:
    if ending is Ending.EXACT or whole == 1 or price <= 0:
        return price
    if ending is Ending.NINE:
        tenth = whole // 10
        return max(divide_half_up(price + tenth, whole), 1) * whole - tenth
    step = whole if ending is Ending.WHOLE else whole // 2
    return divide_half_up(price, step) * step
