"""What a payment platform can be asked, and in which few values it answers.

A gateway turns a platform's own words into the outcomes of `domain/payment.py`. It never raises for
what a platform or the network may do, and keeps no state of an attempt: the collector drives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from microshop_desktop.domain.payment import AttemptKind, Outcome
from microshop_desktop.domain.payment_refund import RefundOutcome
from microshop_desktop.domain.payment_steps import Rhythm


@dataclass(frozen=True, slots=True)
class Charge:
    """What is to be paid, as the attempt was committed.

    `amount` in minor units of `currency`. `subject` is what the customer reads on the phone;
    `expires_at` the end of a shown QR; `till` the till's letter. The same number is always sent
    with the same fields, whatever time it is.
    """

    out_trade_no: str
    kind: AttemptKind
    amount: int
    currency: str
    subject: str
    made_at: datetime
    expires_at: datetime
    till: str = ""
    transaction_id: str = ""


@dataclass(frozen=True, slots=True)
class MoneyBackOrder:
    """What is to go back: `amount` of the `paid` minor units of one payment, under its number."""

    out_trade_no: str
    out_refund_no: str
    transaction_id: str
    amount: int
    paid: int
    currency: str
    reason: str = ""


CLOCK_OFF = "CLOCK_OFF"
"""Our own word among the codes: signatures fail because this computer's clock is wrong."""


class Ability(StrEnum):
    """What not every platform can do."""

    SHOW_QR = "show_qr"
    CHARGE_CODE = "charge_code"
    REFUND = "refund"
    BILL = "bill"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do and how its platform wants to be asked."""

    abilities: frozenset[Ability]
    rhythms: Mapping[AttemptKind, Rhythm]
    qr_life: timedelta = timedelta(minutes=5)


class BillKind(StrEnum):
    """Which of a platform's bills: what was traded, or how the account moved."""

    TRADE = "trade"
    FUNDS = "funds"


@dataclass(frozen=True, slots=True)
class BillFile:
    """A bill as the platform gave it; `name` as it would be saved."""

    name: str
    content: bytes = field(repr=False)


class BillTrouble(StrEnum):
    """Why there is no bill."""

    NO_TRADE = "no_trade"
    NOT_READY = "not_ready"
    NOT_ALLOWED = "not_allowed"
    NO_ANSWER = "no_answer"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class NoBill:
    """There is no bill, for a reason; `code` is the platform's own word."""

    trouble: BillTrouble
    code: str = ""


class CheckState(StrEnum):
    """What a harmless signed question found out about an account."""

    GOOD = "good"
    NOT_REACHED = "not_reached"
    NO_ANSWER = "no_answer"
    KEY_REFUSED = "key_refused"
    ACCOUNT_UNKNOWN = "account_unknown"
    NOT_ALLOWED = "not_allowed"
    ANSWER_NOT_TRUSTED = "answer_not_trusted"
    CLOCK_OFF = "clock_off"


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check; `proves_answers`: the platform's key was proved as well.

    `skew` is how far the platform's clock is ahead of this computer's.
    """

    state: CheckState
    code: str = ""
    proves_answers: bool = False
    skew: timedelta = field(default=timedelta(0))


class PaymentGateway(Protocol):
    """One merchant account of one platform."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    @property
    def merchant(self) -> str:
        """Who receives the money: `Paid.merchant` must be the same."""
        ...

    def show_qr(self, charge: Charge) -> Outcome:
        """Ask for a QR that the customer scans: `Waiting` with the QR's content."""
        ...

    def charge_code(self, charge: Charge, code: str) -> Outcome:
        """Take the money by the code on the customer's phone; `code` is never kept or logged."""
        ...

    def query(self, charge: Charge) -> Outcome:
        """Ask what became of an attempt."""
        ...

    def close(self, charge: Charge) -> Outcome:
        """Close a QR, reverse a code payment: `Ended`, `Paid` where it is too late."""
        ...

    def refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Give money back; harmless to repeat under the same number."""
        ...

    def query_refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Ask what became of a refund; `Missing` where the platform knows none."""
        ...

    def bill(self, day: date, kind: BillKind = BillKind.TRADE) -> BillFile | NoBill:
        """Fetch the bill of a past day of the platform's own calendar."""
        ...

    def check(self) -> Checked:
        """Ask something harmless that proves the keys."""
        ...
