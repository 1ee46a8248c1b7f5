"""What may go back of an order, and how much money belongs to it.

The money of a line is shared over its quantity by what is given back so far in all, so that parts
refunded one after the other always add up to exactly what the line cost, never more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import divide_half_up
from microshop_desktop.domain.quantity import plain_quantity


class RefundState(StrEnum):
    """How much of an order went back."""

    NONE = "none"
    REQUESTED = "requested"
    PART = "part"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as sold and what went back of it. Quantities in thousandths, money in minor units.

    `cost_value` (thousandths of a minor unit) left the stock when it was sold. `refunded` is more
    than belongs to `refunded_quantity` where money went back and the goods did not.
    """

    no: int
    quantity: int
    total: int
    tax: int
    cost_value: int
    refunded_quantity: int = 0
    refunded: int = 0

    @property
    def left(self) -> int:
        """Quantity that may still be refunded."""
        return self.quantity - self.refunded_quantity


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a customer brings back of a line, and whether it can be sold again."""

    no: int
    quantity: int
    restock: bool = True


@dataclass(frozen=True, slots=True)
class RefundShare:
    """What one line gives back for a quantity: money, the tax in it, the cost of the goods."""

    no: int
    quantity: int
    amount: int
    tax: int
    cost_value: int
    restock: bool = True


@dataclass(frozen=True, slots=True)
class PaidWith:
    """A payment of the order and how much of it may still go back the same way.

    `practice`: no real money came, so none goes back, in whatever way.
    """

    payment: UUID
    method: Method
    left: int
    practice: bool = False


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """One way the money goes back; `payment` is the payment it is taken from, if one is meant."""

    method: Method
    amount: int
    payment: UUID | None = None


def refund_share(line: SoldLine, quantity: int, *, restock: bool = True) -> RefundShare:
    """Return what belongs to `quantity` more of a line; `refund_too_high` beyond what is left."""
    if quantity <= 0:
        raise ShopError(ErrorCode.BAD_QUANTITY, text=plain_quantity(quantity))
    if quantity > line.left:
        raise ShopError(ErrorCode.REFUND_TOO_HIGH, line=line.no, wanted=quantity, left=line.left)
    return RefundShare(
        no=line.no,
        quantity=quantity,
        amount=min(share_of(line.total, line, quantity), max(0, line.total - line.refunded)),
        tax=share_of(line.tax, line, quantity),
        cost_value=share_of(line.cost_value, line, quantity),
        restock=restock,
    )


def refund_shares(lines: Sequence[SoldLine], wanted: Sequence[Wanted]) -> tuple[RefundShare, ...]:
    """Return what each wanted part gives back.

    `refund_empty` when nothing is wanted, `not_found` for a line that the order does not have. A
    line wanted twice (a part restocked, a part written off) shares on from its first part.
    """
    if not wanted:
        raise ShopError(ErrorCode.REFUND_EMPTY)
    by_no = {line.no: line for line in lines}
    shares = []
    for want in wanted:
        line = by_no.get(want.no)
        if line is None:
            raise ShopError(ErrorCode.NOT_FOUND, what="line", key=want.no)
        share = refund_share(line, want.quantity, restock=want.restock)
        shares.append(share)
        by_no[want.no] = _after(line, share)
    return tuple(shares)


def all_that_is_left(lines: Sequence[SoldLine], *, restock: bool = True) -> tuple[Wanted, ...]:
    """Return everything that may still go back."""
    return tuple(Wanted(line.no, line.left, restock) for line in lines if line.left > 0)


def refund_state(lines: Sequence[SoldLine], shares: Sequence[RefundShare]) -> RefundState:
    """Return the order's refund state once these shares went back."""
    left = sum(line.left for line in lines) - sum(share.quantity for share in shares)
    return RefundState.PART if left > 0 else RefundState.WHOLE


def money_back(
    amount: int, paid: Sequence[PaidWith], *, cash: int | None = None
) -> tuple[MoneyBack, ...]:
    """Say how an amount goes back: `cash` minor units of it in cash, the rest as it was paid.

    What was not paid in cash goes back first, each payment up to what is left of it; what no
    payment can take goes back in cash. Without `cash` all goes back as it was paid. `bad_amount`
    for more cash than the amount.
    """
    in_cash = cash or 0
    if not 0 <= in_cash <= amount:
        raise ShopError(ErrorCode.BAD_AMOUNT, text=str(in_cash))
    ways: list[MoneyBack] = []
    rest, left = amount - in_cash, list(paid)
    for place, payment in enumerate(paid):
        part = min(rest, payment.left)
        if payment.method is not Method.CASH and part > 0:
            ways.append(MoneyBack(payment.method, part, payment.payment))
            left[place] = replace(payment, left=payment.left - part)
            rest -= part
    return (*ways, *_cash_back(rest + in_cash, left))


def _cash_back(amount: int, paid: Sequence[PaidWith]) -> list[MoneyBack]:
    """Return cash, taken from the cash payments as far as they reach, then from practice money.

    What is taken from practice money names its payment, so that no real cash goes for it.
    """
    ways: list[MoneyBack] = []
    for payment in sorted(paid, key=lambda one: one.method is not Method.CASH):
        part = min(amount, payment.left)
        if (payment.method is Method.CASH or payment.practice) and part > 0:
            ways.append(MoneyBack(Method.CASH, part, payment.payment))
            amount -= part
    if amount > 0:
        ways.append(MoneyBack(Method.CASH, amount))
    return ways


def share_of(whole: int, line: SoldLine, quantity: int) -> int:
    """Share of `whole` for the step from what was refunded to that plus `quantity`."""
    before = divide_half_up(whole * line.refunded_quantity, line.quantity)
    after = divide_half_up(whole * (line.refunded_quantity + quantity), line.quantity)
    return after - before


def _after(line: SoldLine, share: RefundShare) -> SoldLine:
    return replace(
        line,
        refunded_quantity=line.refunded_quantity + share.quantity,
        refunded=line.refunded + share.amount,
    )
