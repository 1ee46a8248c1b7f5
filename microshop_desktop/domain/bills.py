"""Bills of payment platforms: what a platform or a phone says became of money, line by line.

A bill is read by `bill_reading.py` from any of the files that platforms and their apps give out. It
is believed as it stands: a closing line that does not agree with the rows is a contradiction that
is shown, never put right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from microshop_desktop.domain.basket import Method

CHINA = timezone(timedelta(hours=8))
"""All times in bills are those of this zone, wherever the laptop is."""
CURRENCY = "CNY"


class BillForm(StrEnum):
    """Which file a bill is; the word says who gives it out and what it counts."""

    WECHAT_TRADE = "wechat_trade"
    WECHAT_FUNDS = "wechat_funds"
    WECHAT_PERSONAL = "wechat_personal"
    ALIPAY_TRADE = "alipay_trade"
    ALIPAY_FUNDS = "alipay_funds"
    ALIPAY_PERSONAL = "alipay_personal"
    JD_PERSONAL = "jd_personal"

    @property
    def method(self) -> Method:
        """How the money of the bill arrives in the shop."""
        known = {"wechat": Method.WECHAT, "alipay": Method.ALIPAY}
        return known.get(self.platform, Method.OTHER)

    @property
    def platform(self) -> str:
        """Whose file it is, in a word."""
        return self.value.partition("_")[0]

    @property
    def is_personal(self) -> bool:
        """Whether a person's app gave it out: it knows no number of ours."""
        return self.value.endswith("_personal")

    @property
    def is_funds(self) -> bool:
        """Whether it counts how the account moved, fees on lines of their own."""
        return self.value.endswith("_funds")


class LineKind(StrEnum):
    """What moved the money of a line."""

    PAYMENT = "payment"
    REFUND = "refund"
    FEE = "fee"
    OTHER = "other"


class LineState(StrEnum):
    """Whether the money of a line moved."""

    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line; minor units of `CURRENCY`.

    `amount` is signed: what a customer paid is positive, what went back or out is negative.
    `settled` is the part of it that the merchant gets or gives, coupons of others and of the
    merchant itself taken off; `fee` is what the platform keeps (negative where it gives back).
    `row` is the row in the file, the first one 1. `reversed`: the platform took a payment back.
    """

    row: int
    kind: LineKind
    state: LineState
    at: datetime
    amount: int
    settled: int
    fee: int = 0
    transaction_id: str = ""
    out_trade_no: str = ""
    refund_id: str = ""
    out_refund_no: str = ""
    channel: str = ""
    text: str = ""
    reversed: bool = False

    @property
    def counts(self) -> bool:
        """Whether money moved, or is about to."""
        return self.state is not LineState.FAILED


class ClaimOf(StrEnum):
    """What a closing line says about the rows above it."""

    ROWS = "rows"
    PAYMENTS = "payments"
    REFUNDS = "refunds"
    RECEIVED = "received"
    RETURNED = "returned"
    FEES = "fees"
    INCOMES = "incomes"
    OUTGOINGS = "outgoings"
    NEUTRAL_ROWS = "neutral_rows"
    INCOME = "income"
    OUTGOING = "outgoing"
    NEUTRAL = "neutral"

    @property
    def is_count(self) -> bool:
        """Whether it counts rows; else it is an amount."""
        return self in _COUNTS


_COUNTS = frozenset(
    {
        ClaimOf.ROWS,
        ClaimOf.PAYMENTS,
        ClaimOf.REFUNDS,
        ClaimOf.INCOMES,
        ClaimOf.OUTGOINGS,
        ClaimOf.NEUTRAL_ROWS,
    }
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure a bill gives of itself, and the one its rows make: a count or minor units."""

    of: ClaimOf
    claimed: int
    found: int

    @property
    def holds(self) -> bool:
        """Whether the rows agree."""
        return self.claimed == self.found


class RemarkKind(StrEnum):
    """What else is to be said of a bill."""

    UNREADABLE = "unreadable"
    """A row whose amount or time cannot be read; it is not counted."""
    REPEATED_NUMBER = "repeated_number"
    """Two payments under one number."""
    PART_REFUNDED = "part_refunded"
    """A row says that part of it went back."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a row that a person should know; `text` is the cell as it stands."""

    kind: RemarkKind
    row: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as it was read. `first_day` and `last_day` are the days it speaks of.

    `covers` says which kinds of money it lists whole: what it lacks of them did not move.
    """

    form: BillForm
    lines: tuple[BillLine, ...]
    claims: tuple[Claim, ...] = ()
    remarks: tuple[Remark, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    merchant: str = ""
    covers: frozenset[LineKind] = frozenset({LineKind.PAYMENT, LineKind.REFUND})

    @property
    def contradictions(self) -> tuple[Claim, ...]:
        """What the bill says of itself and its rows do not bear out."""
        return tuple(claim for claim in self.claims if not claim.holds)


@dataclass(frozen=True, slots=True)
class MoneyFigures:
    """Where the money of a bill is, minor units; `to_bank` is what stays."""

    received: int
    returned: int
    fees: int

    @property
    def to_bank(self) -> int:
        """What the platform pays out."""
        return self.received - self.returned - self.fees


def figures_of(lines: Iterable[BillLine]) -> MoneyFigures:
    """Add up what came from customers, went back to them, and what the platform kept."""
    received = returned = fees = 0
    for line in lines:
        if not line.counts:
            continue
        if line.kind is LineKind.PAYMENT:
            received += line.settled
        elif line.kind is LineKind.REFUND:
            returned -= line.settled
        if line.kind is not LineKind.OTHER:
            fees += line.fee
    return MoneyFigures(received, returned, fees)


def days_of(lines: Iterable[BillLine]) -> tuple[date | None, date | None]:
    """Return the first and the last day of some lines, by the calendar of China."""
    days = [line.at.astimezone(CHINA).date() for line in lines]
    return (min(days), max(days)) if days else (None, None)
