"""What goods on the shelf are worth: moving average, kept as whole values, never as unit costs.

A cost value is an `int` of thousandths of a minor unit. A level's value is always the sum of its
movements' values, so nothing is lost to rounding: the last piece takes the rest.
"""

from enum import StrEnum

from microshop_desktop.domain.money import (
    MOST_TOTAL,
    THOUSAND,
    divide_half_even,
    divide_half_up,
)

MOST_COST = MOST_TOTAL * THOUSAND
"""What one movement may be worth at most, so that levels stay exact however many there are."""


class MovementKind(StrEnum):
    """Why goods moved."""

    OPENING = "opening"
    SALE = "sale"
    REFUND = "refund"
    RECEIPT = "receipt"
    SUPPLIER_RETURN = "supplier_return"
    LOSS = "loss"
    GAIN = "gain"
    OWN_USE = "own_use"
    SAMPLE = "sample"
    GIFT = "gift"
    COUNT = "count"
    TRANSFER = "transfer"
    KIT = "kit"


class BelowZero(StrEnum):
    """What the till does when more is sold than is there."""

    ALLOW = "allow"
    WARN = "warn"
    BLOCK = "block"


def rule_below_zero(own: BelowZero, of_shop: BelowZero) -> BelowZero:
    """Return what counts for a SKU: a rule of its own, else the shop's.

    WARN is what every SKU begins with, so it means that the SKU was not set apart.
    """
    return of_shop if own is BelowZero.WARN else own


def issue_cost(quantity: int, *, on_hand: int, value: int, unit_cost: int) -> int:
    """Return the cost value that leaves with `quantity` thousandths.

    While enough is there, the level's average; the last piece takes all that is left. What goes
    beyond the stock is valued at `unit_cost` minor units, the SKU's last known cost.
    """
    from_stock = min(quantity, max(on_hand, 0))
    beyond = (quantity - from_stock) * unit_cost
    if from_stock == 0:
        return beyond
    if from_stock == on_hand:
        return value + beyond
    return divide_half_up(value * from_stock, on_hand) + beyond


def receipt_cost(quantity: int, unit_cost: int) -> int:
    """Return the cost value of goods coming in at `unit_cost` minor units a piece."""
    return quantity * unit_cost


def gain_cost(quantity: int, *, on_hand: int, value: int, unit_cost: int) -> int:
    """Return the cost value of goods that were found: at the level's average while there is one.

    Without stock they are valued at `unit_cost` minor units, the SKU's last known cost.
    """
    if on_hand <= 0 or value <= 0:
        return quantity * unit_cost
    return divide_half_up(value * quantity, on_hand)


def shown_unit_cost(value: int, quantity: int) -> int | None:
    """Return the unit cost to show, in minor units, rounded half to even; None without stock."""
    if quantity <= 0:
        return None
    return divide_half_even(value, quantity)


def is_low(available: int, low_stock: int | None, *, kept: bool) -> bool:
    """Tell whether it is time to buy: at or below the low level, or sold out without one.

    Goods of which nothing was ever booked (`kept` is false) are low only by a level of their own:
    nobody keeps their stock.
    """
    if low_stock is not None:
        return available <= low_stock
    return kept and available <= 0


def value_in_minor(value: int) -> int:
    """Return a cost value as minor units, for reports."""
    return divide_half_up(value, THOUSAND)
