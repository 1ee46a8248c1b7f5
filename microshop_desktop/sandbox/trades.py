"""What the platforms know of one payment: a trade, what was paid on it, what went back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Platform(StrEnum):
    """Whose customers pay."""

    WECHAT = "wechat"
    ALIPAY = "alipay"


class TradeKind(StrEnum):
    """Who scans whom."""

    QR = "qr"
    CODE = "code"


class TradeState(StrEnum):
    """Where a trade stands. `MADE`: a QR that nobody has scanned yet."""

    MADE = "made"
    SCANNED = "scanned"
    PAYING = "paying"
    FAILED = "failed"
    PAID = "paid"
    CLOSED = "closed"
    REVERSED = "reversed"


PAYABLE = frozenset({TradeState.MADE, TradeState.SCANNED, TradeState.PAYING})
"""The states in which a customer can still pay."""


class RefundEnd(StrEnum):
    """How a refund ends: money back; customer's card closed; not done after all."""

    SUCCESS = "success"
    ABNORMAL = "abnormal"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money of a customer that arrived: `amount` in fen."""

    at: datetime
    transaction_id: str
    amount: int
    buyer: str


@dataclass(slots=True)
class Refund:
    """Money on its way back: `amount` in fen; it is known to have ended from `ends_at` on.

    `fee_back` is what the platform gives back of its fee with it.

    `reversal`: it belongs to a reverse or cancel, which has no number of its own.
    """

    number: str
    refund_id: str
    amount: int
    made_at: datetime
    ends_at: datetime
    end: RefundEnd = RefundEnd.SUCCESS
    reason: str = ""
    sent: Mapping[str, object] = field(default_factory=dict)
    reversal: bool = False
    fee_back: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a merchant asked for: `amount` in fen, `sent` all fields as they came."""

    platform: Platform
    merchant: str
    app_id: str
    out_trade_no: str
    amount: int
    subject: str
    kind: TradeKind
    sent: Mapping[str, object]
    expires_at: datetime
    code_expires_at: datetime


@dataclass(slots=True)
class Trade:
    """A payment from the request on; `code` is its place on the phone page."""

    asked: Asked
    transaction_id: str
    code: str
    made_at: datetime
    state: TradeState = TradeState.MADE
    scanned_at: datetime | None = None
    closed_at: datetime | None = None
    declined: bool = False
    payments: list[Payment] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)

    @property
    def paid_amount(self) -> int:
        """All that customers paid, in fen."""
        return sum(payment.amount for payment in self.payments)

    @property
    def refunded(self) -> int:
        """All that went or goes back, in fen."""
        return sum(back.amount for back in self.refunds if back.end is not RefundEnd.CLOSED)

    @property
    def net(self) -> int:
        """What the merchant keeps, in fen and before fees."""
        return self.paid_amount - self.refunded

    def refund_with(self, number: str) -> Refund | None:
        """Return the refund of that number."""
        return next((r for r in self.refunds if r.number == number and not r.reversal), None)
