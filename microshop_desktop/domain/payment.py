"""A try to collect money through a platform: its states, and the words of platforms about it.

Pure rules of `design.md` §6. An attempt is a value; `domain/payment_answers.py` says what an answer
makes of it and `domain/payment_steps.py` what is asked next. Unknown is a state.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from microshop_desktop.domain.basket import Method


class AttemptKind(StrEnum):
    """Who scans: the customer our QR, or we the customer's payment code."""

    QR = "qr"
    CODE = "code"


class AttemptState(StrEnum):
    """Where an attempt stands; the first four are open."""

    CREATED = "created"
    SENT = "sent"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    PAID = "paid"
    FAILED = "failed"
    CLOSED = "closed"
    REVERSED = "reversed"


OPEN_STATES = frozenset(
    {AttemptState.CREATED, AttemptState.SENT, AttemptState.WAITING, AttemptState.UNKNOWN}
)


class Verb(StrEnum):
    """What a platform is asked to do with an attempt."""

    SHOW_QR = "show_qr"
    CHARGE_CODE = "charge_code"
    QUERY = "query"
    CLOSE = "close"
    """Close a QR or reverse a code payment: nothing more may be paid, what was goes back."""

    @property
    def sends(self) -> bool:
        """Whether this is the request that begins the payment."""
        return self in {Verb.SHOW_QR, Verb.CHARGE_CODE}


class Doubt(StrEnum):
    """Why it is not known what became of a request."""

    NOT_REACHED = "not_reached"
    NO_ANSWER = "no_answer"
    SERVER_ERROR = "server_error"
    TOO_FAST = "too_fast"
    BAD_SIGNATURE = "bad_signature"
    BAD_ANSWER = "bad_answer"
    NOT_ACCEPTED = "not_accepted"
    """The platform does not accept our question: keys, rights or the clock of this computer."""
    CLOSE_REFUSED = "close_refused"
    SETTLING = "settling"
    """Paid, but a closing was sent whose end is not known: it may still take the money back."""
    MISSING = "missing"
    MISMATCH = "mismatch"
    """The answer is about another amount, currency or merchant: a person must look."""


class Refusal(StrEnum):
    """Why a platform refused a payment, in the few kinds a cashier acts upon."""

    CODE_EXPIRED = "code_expired"
    NOT_ENOUGH_MONEY = "not_enough_money"
    CUSTOMER_MUST_ACT = "customer_must_act"
    LIMIT_REACHED = "limit_reached"
    DECLINED = "declined"
    NUMBER_USED = "number_used"
    ACCOUNT_NOT_READY = "account_not_ready"
    """Keys, rights or settings of the shop's own account."""
    NOT_SENT = "not_sent"
    """The platform could not be reached, so nothing was charged."""
    NEVER_SHOWN = "never_shown"
    """Given up before anybody could pay."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Paid:
    """The platform says: paid. `merchant` is the account that received `amount` minor units."""

    transaction_id: str
    amount: int
    currency: str
    merchant: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Not paid yet. `paying`: the customer is about to; `qr` is what the shown code holds."""

    paying: bool = False
    qr: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Surely not paid, for a reason. `code` is the platform's own word.

    `ended` False: the platform wants the attempt reversed before another one is made.
    """

    refusal: Refusal
    code: str = ""
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Ended:
    """Surely closed. `reversed`: what had been taken went back."""

    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """The platform knows no such attempt: it never arrived, or not yet."""


@dataclass(frozen=True, slots=True)
class NotSent:
    """No connection was made, so the platform surely never saw this request."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """No clear answer; `code` is the platform's own word, if there was one."""

    doubt: Doubt
    code: str = ""


Outcome = Paid | Waiting | Refused | Ended | Missing | NotSent | Unclear


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to collect `amount` minor units, as committed before each request.

    `tries` counts all questions asked, `doubts` those in a row without a clear answer, `missing`
    those in a row that the platform answered with "no such attempt". `giving_up`: it is to be
    closed. `handed_over`: the customer left with the goods, so only a person may close it. `came`:
    money that does not fit, as the platform told of it. `closes` counts the closings sent;
    `closing_at` is when the last one left, as long as nobody knows what became of it.
    """

    id: UUID
    out_trade_no: str
    kind: AttemptKind
    method: Method
    amount: int
    currency: str
    merchant: str
    made_at: datetime
    state: AttemptState = AttemptState.CREATED
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    asked: Verb | None = None
    tries: int = 0
    doubts: int = 0
    missing: int = 0
    qr: str = ""
    paying: bool = False
    giving_up: bool = False
    handed_over: bool = False
    doubt: Doubt | None = None
    refusal: Refusal | None = None
    code: str = ""
    transaction_id: str = ""
    came: Paid | None = None
    closes: int = 0
    closing_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it may still be paid."""
        return self.state in OPEN_STATES

    @property
    def can_be_paid(self) -> bool:
        """Whether a customer ever had the means to pay: our QR, or a code that we sent."""
        return bool(self.qr) if self.kind is AttemptKind.QR else self.sent_at is not None

    @property
    def needs_person(self) -> bool:
        """Whether only a person can settle it: money came that is not what we asked for."""
        return self.doubt is Doubt.MISMATCH

    @property
    def can_be_taken(self) -> bool:
        """Whether the money that came is ours, though another amount than was asked for."""
        ours = (self.currency, self.merchant)
        return self.came is not None and (self.came.currency, self.came.merchant) == ours
