"""What a delivery costs: lines as on the paper, freight shared over them, cost of each piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from microshop_desktop.domain.money import THOUSAND, divide_half_up, split, times_quantity


class FreightBy(StrEnum):
    """How freight is shared over the lines."""

    AMOUNT = "amount"
    QUANTITY = "quantity"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """What stands on the paper: `quantity` thousandths of packs of `factor`, `unit_cost` a pack."""

    quantity: int
    unit_cost: int
    factor: int = 1

    @property
    def total(self) -> int:
        """What the line costs, in minor units."""
        return times_quantity(self.unit_cost, self.quantity)

    @property
    def base_quantity(self) -> int:
        """Thousandths of the base unit."""
        return self.quantity * self.factor


@dataclass(frozen=True, slots=True)
class LandedLine:
    """A line with its part of the freight."""

    line: DeliveryLine
    freight: int

    @property
    def cost_value(self) -> int:
        """The whole cost of the goods, in thousandths of a minor unit."""
        return (self.line.total + self.freight) * THOUSAND

    @property
    def unit_cost(self) -> int:
        """What a base unit costs with its part of the freight, rounded to a minor unit."""
        if self.line.base_quantity == 0:
            return 0
        return divide_half_up(self.cost_value, self.line.base_quantity)


def landed(
    lines: Sequence[DeliveryLine], freight: int, by: FreightBy = FreightBy.AMOUNT
) -> list[LandedLine]:
    """Share the freight over the lines; with `none` it is an expense and no cost of the goods."""
    if by is FreightBy.NONE or not lines:
        return [LandedLine(line, 0) for line in lines]
    weights = [line.total if by is FreightBy.AMOUNT else line.base_quantity for line in lines]
    parts = split(freight, weights)
    return [LandedLine(line, part) for line, part in zip(lines, parts, strict=True)]


def margin(price: int, cost: int) -> int | None:
    """Return the part of a price that is not cost, in hundredths of a percent; None at price 0."""
    if price <= 0:
        return None
    return divide_half_up((price - cost) * 10_000, price)


def price_keeping_margin(price: int, *, old_cost: int, new_cost: int, exponent: int) -> int:
    """Return a price that keeps the margin of the old one, brought up to a whole tenth.

    `price` was asked at `old_cost`; all in minor units.
    """
    if old_cost <= 0 or price <= 0:
        return price
    exact = divide_half_up(price * new_cost, old_cost)
    tenth = max(10 ** (exponent - 1), 1) if exponent else 1
    return -(-exact // tenth) * tenth
