"""Giving a platform's payment back: where the money of a refund is, and what is asked next.

A refund keeps its own number for ever, so that asking twice gives the money back once. Sources:
`reference/payments.md` §2.8 and §3.8. Durations in seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from microshop_desktop.domain.payment import Doubt, Missing, NotSent, Unclear


class WayState(StrEnum):
    """Where the money of a refund is; `requested`, `accepted` and `unknown` are followed."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    DONE = "done"
    FAILED = "failed"


OPEN_WAYS = frozenset({WayState.REQUESTED, WayState.ACCEPTED, WayState.UNKNOWN})
STUCK = "ABNORMAL"
"""The code of a refund that left the shop's account and did not arrive: it is on the way, or will
be once somebody handles it on the merchant platform. Money given otherwise would be a second."""


class RefundProgress(StrEnum):
    """Whether the money of refunds is back with the customer, the worst of them first to say."""

    STUCK = "stuck"
    REFUSED = "refused"
    ON_WAY = "on_way"
    DONE = "done"


class RefundVerb(StrEnum):
    """What a platform is asked about a refund."""

    REFUND = "refund"
    QUERY = "query_refund"


@dataclass(frozen=True, slots=True)
class RefundDone:
    """The money is back with the customer, by the platform's word; `reference` is its number."""

    reference: str = ""


@dataclass(frozen=True, slots=True)
class RefundAccepted:
    """The platform took it on; the money is on its way."""

    reference: str = ""


@dataclass(frozen=True, slots=True)
class RefundRefused:
    """Surely not refunded; `code` is the platform's word. The same number may be tried again."""

    code: str


RefundOutcome = RefundDone | RefundAccepted | RefundRefused | Missing | NotSent | Unclear


@dataclass(frozen=True, slots=True)
class MoneyWay:
    """One payment's share of a refund: `amount` of the `paid` minor units of that payment."""

    id: UUID
    out_refund_no: str
    out_trade_no: str
    transaction_id: str
    amount: int
    paid: int
    currency: str
    reason: str = ""
    state: WayState = WayState.REQUESTED
    asked: RefundVerb | None = None
    tries: int = 0
    doubts: int = 0
    doubt: Doubt | None = None
    code: str = ""
    reference: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still followed."""
        return self.state in OPEN_WAYS

    @property
    def is_stuck(self) -> bool:
        """Whether its money may arrive yet, though nothing more is done by itself."""
        return self.state is WayState.FAILED and self.code == STUCK


def next_verb(way: MoneyWay) -> RefundVerb | None:
    """Return what to ask now; None: nothing any more.

    A request without a clear answer is first asked about, then repeated under its own number.
    """
    if not way.is_open:
        return None
    if way.state is WayState.ACCEPTED:
        return RefundVerb.QUERY
    if way.state is WayState.UNKNOWN and way.asked is RefundVerb.REFUND:
        return RefundVerb.QUERY
    return RefundVerb.REFUND


def asking(way: MoneyWay, verb: RefundVerb) -> MoneyWay:
    """Return the way as it is committed before a request leaves."""
    state = WayState.UNKNOWN if verb is RefundVerb.REFUND else way.state
    return replace(way, state=state, asked=verb, tries=way.tries + 1)


def refund_answered(way: MoneyWay, outcome: RefundOutcome) -> MoneyWay:
    """Return the way after an answer; one that ended changes only when its money is back after all.

    Two programs may ask at a time, so that a refusal is heard before what the other one did. A
    refusal of the request itself says nothing about an earlier one whose answer was lost.
    """
    if isinstance(outcome, RefundDone):
        done = _clear(way, WayState.DONE, outcome.reference)
        return way if way.state is WayState.DONE else done
    if not way.is_open:
        return way
    if isinstance(outcome, RefundAccepted):
        return _clear(way, WayState.ACCEPTED, outcome.reference)
    if isinstance(outcome, RefundRefused) and _may_be_done(way):
        return _doubtful(way, Unclear(Doubt.NOT_ACCEPTED, outcome.code))
    if isinstance(outcome, RefundRefused):
        return replace(_clear(way, WayState.FAILED, ""), code=outcome.code)
    return _doubtful(way, outcome)


def tried_again(way: MoneyWay) -> MoneyWay:
    """Return a refused way asked for once more, under the same number.

    One that is stuck is only asked about: the merchant platform goes on with it.
    """
    state = WayState.ACCEPTED if way.is_stuck else WayState.REQUESTED
    return replace(way, state=state, code="", doubt=None, doubts=0, tries=0)


def next_refund_time(way: MoneyWay, now: datetime) -> datetime | None:
    """Return when to ask again: soon after a doubt, rarer while the platform works on it."""
    if not way.is_open:
        return None
    pauses = _DOUBTFUL if way.doubts else _ACCEPTED
    nth = way.doubts if way.doubts else way.tries
    return now + timedelta(seconds=pauses[min(nth, len(pauses)) - 1 if nth else 0])


def refund_sum_state(states: list[WayState]) -> WayState:
    """Return the state of a whole refund: the one of its ways that most needs a look."""
    for state in (WayState.FAILED, WayState.UNKNOWN, WayState.REQUESTED, WayState.ACCEPTED):
        if state in states:
            return state
    return WayState.DONE


def progress_of_way(state: WayState, code: str, *, settled: bool) -> RefundProgress:
    """Return how far one way is; `settled`: it was refused, and the money was given otherwise."""
    if state in OPEN_WAYS:
        return RefundProgress.ON_WAY
    if state is WayState.DONE or settled:
        return RefundProgress.DONE
    return RefundProgress.STUCK if code == STUCK else RefundProgress.REFUSED


def worst_progress(found: Iterable[RefundProgress]) -> RefundProgress:
    """Return the one of some that most needs a look; `done` where there are none."""
    ranks = list(RefundProgress)
    return min(found, key=ranks.index, default=RefundProgress.DONE)


def _may_be_done(way: MoneyWay) -> bool:
    """Whether an earlier request may have been taken on: "no such refund" was not said since."""
    repeated = way.asked is RefundVerb.REFUND and way.tries > 1
    return repeated and way.doubt is not Doubt.MISSING


def _clear(way: MoneyWay, state: WayState, reference: str) -> MoneyWay:
    return replace(
        way, state=state, reference=reference or way.reference, doubt=None, doubts=0, code=""
    )


def _doubtful(way: MoneyWay, outcome: Missing | NotSent | Unclear) -> MoneyWay:
    """Keep an accepted refund accepted: a lost answer to a question takes nothing back.

    Only "no such refund" lets it be asked for again, which is harmless under its own number.
    """
    doubt, code = _doubt_of(outcome)
    lost = doubt is Doubt.MISSING or way.state is not WayState.ACCEPTED
    state = WayState.UNKNOWN if lost else WayState.ACCEPTED
    return replace(way, state=state, doubt=doubt, doubts=way.doubts + 1, code=code)


def _doubt_of(outcome: Missing | NotSent | Unclear) -> tuple[Doubt, str]:
    if isinstance(outcome, Missing):
        return Doubt.MISSING, ""
    if isinstance(outcome, NotSent):
        return Doubt.NOT_REACHED, ""
    return outcome.doubt, outcome.code


_DOUBTFUL = (3, 5, 10, 15, 30, 60, 60, 180, 300, 600, 1800)
_ACCEPTED = (10, 60, 60, 60, 60, 300, 600, 1200, 1800)
