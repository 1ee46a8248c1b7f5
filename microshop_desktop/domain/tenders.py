"""How several payments meet one total, and the change that goes back."""

from collections.abc import Sequence
from dataclasses import dataclass

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError


@dataclass(frozen=True, slots=True)
class Settled:
    """A payment as booked: `amount` stays with the shop, `tendered` − `amount` is change."""

    method: Method
    amount: int
    tendered: int
    reference: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """All payments of an order and the change of its cash, in minor units."""

    payments: tuple[Settled, ...]
    change: int


def settle(total: int, tenders: Sequence[Tender]) -> Settlement:
    """Match tenders with a total.

    Only cash gives change. `payment_short` when they do not reach the total, `payment_too_high`
    when what is not cash goes beyond it, `bad_amount` for a tender below zero.
    """
    if any(tender.amount < 0 for tender in tenders):
        raise ShopError(ErrorCode.BAD_AMOUNT, text=str(min(t.amount for t in tenders)))
    fixed = sum(tender.amount for tender in tenders if tender.method is not Method.CASH)
    if fixed > total:
        raise ShopError(ErrorCode.PAYMENT_TOO_HIGH, amount=fixed, total=total)
    given = sum(tender.amount for tender in tenders)
    if given < total:
        raise ShopError(ErrorCode.PAYMENT_SHORT, amount=given, total=total)
    return _book(total - fixed, tenders, change=given - total)


def settle_part(due: int, tenders: Sequence[Tender]) -> Settlement:
    """Match tenders with what is due, of which they may leave a rest; raises as `settle` does."""
    given = sum(tender.amount for tender in tenders)
    rest = max(due - given, 0)
    filled = (*tenders, Tender(Method.CASH, rest)) if rest else tuple(tenders)
    money = settle(due, filled)
    return Settlement(money.payments[: len(money.payments) - bool(rest)], money.change)


def still_due(total: int, received: Sequence[Tender]) -> int:
    """Return what is left to pay after what was received; never below zero."""
    return max(total - sum(tender.amount for tender in received), 0)


def _book(cash_due: int, tenders: Sequence[Tender], *, change: int) -> Settlement:
    payments: list[Settled] = []
    for tender in tenders:
        amount = tender.amount
        if tender.method is Method.CASH:
            amount = min(amount, cash_due)
            cash_due -= amount
        if amount or tender.amount:
            payments.append(Settled(tender.method, amount, tender.amount, tender.reference))
    return Settlement(tuple(payments), change)


_MOST_QUICK = 5


def quick_amounts(due: int, notes: Sequence[int]) -> list[int]:
    """Return amounts a customer is likely to hand over: the exact one, then smallest first.

    The next notes come first, then what makes the change a small note (98 → 103, 108: people add
    coins to get one back), then a note more. `notes` are in minor units, smallest first.
    """
    if due <= 0:
        return []
    rounded_up = [-(-due // note) * note for note in notes]
    next_notes = [amount for amount in dict.fromkeys(rounded_up) if amount > due][-_MOST_QUICK:]
    top = rounded_up[-1]
    with_coins = [top + due % note for note in notes[1:3] if due % note and top < 2 * due]
    likely = dict.fromkeys([*next_notes, *with_coins, top + notes[-2], top + notes[-1]])
    return [due, *sorted(list(likely)[:_MOST_QUICK])]
