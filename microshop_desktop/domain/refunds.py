"""What may go back of an order, and how much money belongs to it.

The money of a line is shared over its quantity by what is given back so far in all, so that parts
refunded one after the other always add up to exactly what the line cost, never more.
"""

from dataclasses import dataclass

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import divide_half_up


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as sold and what went back of it. Quantities in thousandths, money in minor units.

    `cost_value` (thousandths of a minor unit) left the stock when it was sold.
    """

    no: int
    quantity: int
    total: int
    tax: int
    cost_value: int
    refunded_quantity: int = 0

    @property
    def left(self) -> int:
        """Quantity that may still be refunded."""
        return self.quantity - self.refunded_quantity


@dataclass(frozen=True, slots=True)
class RefundShare:
    """What one line gives back for a quantity: money, the tax in it, the cost of the goods."""

    no: int
    quantity: int
    amount: int
    tax: int
    cost_value: int


def refund_share(line: SoldLine, quantity: int) -> RefundShare:
    """Return what belongs to `quantity` more of a line; `refund_too_high` beyond what is left."""
    if quantity <= 0:
        raise ShopError(ErrorCode.BAD_QUANTITY, text=str(quantity))
    if quantity > line.left:
        raise ShopError(ErrorCode.REFUND_TOO_HIGH, line=line.no, wanted=quantity, left=line.left)
    return RefundShare(
        no=line.no,
        quantity=quantity,
        amount=_between(line.total, line, quantity),
        tax=_between(line.tax, line, quantity),
        cost_value=_between(line.cost_value, line, quantity),
    )


def _between(whole: int, line: SoldLine, quantity: int) -> int:
    """Share of `whole` for the step from what was refunded to that plus `quantity`."""
    before = divide_half_up(whole * line.refunded_quantity, line.quantity)
    after = divide_half_up(whole * (line.refunded_quantity + quantity), line.quantity)
    return after - before
