"""What customers of online shops ask back, in the few words that all platforms share.

Money in minor units of the order's currency, pieces of what is listed, times aware, ids as text.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from microshop_desktop.domain.money import MOST_TOTAL
from microshop_desktop.domain.online_order import WAITING, Fulfilment
from microshop_desktop.domain.refunds import RefundState

_MOST_PIECES = 999_999


class AftersaleKind(StrEnum):
    """What a customer wants. `other`: something that nobody here knows."""

    REFUND_ONLY = "refund_only"
    RETURN_REFUND = "return_refund"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    RESEND = "resend"
    OTHER = "other"


class AftersaleState(StrEnum):
    """How far it is.

    `open`: somebody has to answer, or the money is on its way. `waiting_return`: agreed to, the
    customer sends the goods. `returned`: they were sent, the shop has to look at them. `closed`:
    withdrawn, failed, or done without money. `unknown`: a word that nobody here knows.
    """

    OPEN = "open"
    WAITING_RETURN = "waiting_return"
    RETURNED = "returned"
    REFUNDED = "refunded"
    CLOSED = "closed"
    REFUSED = "refused"
    UNKNOWN = "unknown"


UNDECIDED = frozenset(
    {
        AftersaleState.OPEN,
        AftersaleState.WAITING_RETURN,
        AftersaleState.RETURNED,
        AftersaleState.UNKNOWN,
    }
)
"""Nobody knows yet what becomes of it; what is still here must not be sent meanwhile."""
ABOUT_MONEY = frozenset(
    {AftersaleKind.REFUND_ONLY, AftersaleKind.RETURN_REFUND, AftersaleKind.OTHER}
)
"""Kinds at whose end money may go back."""


@dataclass(frozen=True, slots=True)
class Aftersale:
    """Something that a customer asks back.

    `line_id` names a line of the order, empty where the platform names none or several. `amount`
    is 0 and `pieces` None where it does not say. `revision` is what an answer must name, `deadline`
    when the platform decides by itself.
    """

    external_id: str
    external_order: str
    kind: AftersaleKind
    state: AftersaleState
    raw_status: str
    amount: int
    updated_at: datetime
    line_id: str = ""
    pieces: int | None = None
    reason: str = ""
    revision: str = ""
    deadline: datetime | None = None
    asked_at: datetime | None = None


def makes_sense(aftersale: Aftersale) -> bool:
    """Tell whether it can be kept: it has its names, and no number below nothing."""
    return (
        bool(aftersale.external_id and aftersale.external_order)
        and 0 <= aftersale.amount <= MOST_TOTAL
        and 0 <= (aftersale.pieces or 0) <= _MOST_PIECES
    )


def holds_order(state: AftersaleState, fulfilment: Fulfilment) -> bool:
    """Tell whether an order must wait for it: goods that have left need not."""
    return state in UNDECIDED and fulfilment in WAITING


def wants_money(kind: AftersaleKind, state: AftersaleState) -> bool:
    """Tell whether a customer waits for money."""
    return state in UNDECIDED and kind in ABOUT_MONEY


def refund_axis(
    current: RefundState, *, asked: bool, was_asked: bool, given: bool, refunded: int, paid: int
) -> RefundState:
    """Return how an order's refund stands, by its after-sales and by what it said so far.

    `asked`: a customer waits for money; `was_asked`: one did until now. `given`: some of what was
    asked for went back. Once nobody waits any more, the sums say what became of it; what an order
    says by itself stays otherwise.
    """
    if asked:
        return RefundState.REQUESTED
    is_open = current is RefundState.REQUESTED
    if is_open and not was_asked:
        return current
    if not is_open and (current is not RefundState.NONE or not given):
        return current
    if not refunded and not given:
        return RefundState.NONE
    return RefundState.WHOLE if 0 < paid <= refunded else RefundState.PART
