"""When the money of a bill reaches the bank: what the bill says of it, else the platform's rule.

A day's trade is paid out on the calendar day after it (T+1), the standard of both platforms. Some
lines of business have longer terms, so this is an expectation and called one.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from microshop_desktop.domain.bills import CHINA, Bill, LineKind

PAYOUT_AFTER = timedelta(days=1)
_WITHDRAWAL = "提现"


@dataclass(frozen=True, slots=True)
class PaidOut:
    """Money that a bill says went to the bank; `amount` in minor units of the bill."""

    day: date
    amount: int


def expected_day(bill: Bill) -> date | None:
    """Return when the money of a merchant's bill is due at the bank; None where nothing is said.

    A person's app pays nothing out by itself.
    """
    if bill.form.is_personal or bill.last_day is None:
        return None
    return bill.last_day + PAYOUT_AFTER


def paid_out(bill: Bill) -> tuple[PaidOut, ...]:
    """Return what a merchant's flow of funds says went to the bank, day by day."""
    if not bill.form.is_funds:
        return ()
    sums: dict[date, int] = defaultdict(int)
    for line in bill.lines:
        if line.kind is LineKind.OTHER and line.counts and _WITHDRAWAL in line.channel + line.text:
            sums[line.at.astimezone(CHINA).date()] -= line.amount
    return tuple(PaidOut(day, amount) for day, amount in sorted(sums.items()))
