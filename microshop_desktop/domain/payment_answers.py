"""What each request and each answer makes of a payment attempt; pure rules of `design.md` §6.

`sending` is what is committed before a request leaves, `answered` what its answer makes of it. Only
the platform's clear word ends an attempt, and money that arrives later than that is still taken in.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from microshop_desktop.domain.payment import (
    Attempt,
    AttemptKind,
    AttemptState,
    Doubt,
    Missing,
    NotSent,
    Outcome,
    Paid,
    Refusal,
    Refused,
    Unclear,
    Verb,
    Waiting,
)

CLOSING_SETTLES = timedelta(seconds=45)
"""So long after a closing was sent it is surely done, or never will be."""
_UNKNOWN_ENDS = frozenset(
    {
        Doubt.NO_ANSWER,
        Doubt.SERVER_ERROR,
        Doubt.BAD_SIGNATURE,
        Doubt.BAD_ANSWER,
        # Also said of a closing that was confirmed while questions still find it paid.
        Doubt.CLOSE_REFUSED,
    }
)
CODE_RAN_OUT = timedelta(minutes=10)
"""So long after it was sent, a payment code can surely not be charged any more."""
MISSING_BEFORE_CLOSE = 2
"""How many questions in a row must have found nothing before a closing is believed as well."""


def sending(attempt: Attempt, verb: Verb, now: datetime) -> Attempt:
    """Return the attempt as it is committed before a request leaves."""
    state = attempt.state
    if verb.sends and state is AttemptState.CREATED:
        state = AttemptState.SENT
    closing = verb is Verb.CLOSE
    giving_up = attempt.giving_up or closing
    return replace(
        attempt,
        state=state,
        asked=verb,
        tries=attempt.tries + 1,
        sent_at=attempt.sent_at or (now if verb.sends else None),
        giving_up=giving_up and attempt.is_open,
        closes=attempt.closes + closing,
        closing_at=now if closing else attempt.closing_at,
    )


def answered(attempt: Attempt, verb: Verb, outcome: Outcome, now: datetime) -> Attempt:
    """Return the attempt after an answer to a request.

    An ended attempt changes only when it turns out to be paid after all. "Paid" in answer to a
    question is believed only once no closing can take the money back any more.
    """
    if verb is Verb.CLOSE and not _may_be_done_later(outcome):
        attempt = replace(attempt, closing_at=None)
    if isinstance(outcome, Paid):
        settling = verb is Verb.QUERY and _is_settling(attempt, now)
        return _unclear(attempt, Doubt.SETTLING, "") if settling else _paid(attempt, outcome, now)
    if not attempt.is_open:
        return attempt
    if isinstance(outcome, Missing | NotSent | Unclear):
        return _doubtful(attempt, verb, outcome, now)
    if isinstance(outcome, Waiting):
        return _waiting(attempt, verb, outcome)
    if isinstance(outcome, Refused):
        return _refused(attempt, verb, outcome, now)
    state = AttemptState.REVERSED if outcome.reversed else AttemptState.CLOSED
    return _ended(attempt, state, now)


def dropped(attempt: Attempt, now: datetime) -> Attempt:
    """End an attempt that nobody could pay, without asking; `ValueError` for any other."""
    if not attempt.is_open or attempt.can_be_paid:
        message = f"attempt {attempt.out_trade_no} may have been paid"
        raise ValueError(message)
    return _ended(replace(attempt, refusal=Refusal.NEVER_SHOWN), AttemptState.CLOSED, now)


def taken_as_paid(attempt: Attempt, now: datetime) -> Attempt:
    """End an attempt as paid by the amount that came; `ValueError` where it is not our money."""
    came = attempt.came
    if not attempt.needs_person or came is None or not attempt.can_be_taken:
        message = f"no money of ours came for attempt {attempt.out_trade_no}"
        raise ValueError(message)
    return _paid(replace(attempt, amount=came.amount), came, now)


def put_aside(attempt: Attempt, now: datetime) -> Attempt:
    """End an attempt whose money does not belong to its order, by a person's word."""
    if not attempt.needs_person:
        message = f"attempt {attempt.out_trade_no} needs no person"
        raise ValueError(message)
    ended = _ended(attempt, AttemptState.FAILED, now)
    came, number = attempt.came, attempt.transaction_id
    return replace(ended, refusal=Refusal.OTHER, came=came, transaction_id=number)


def _paid(attempt: Attempt, paid: Paid, now: datetime) -> Attempt:
    if attempt.state is AttemptState.PAID:
        return attempt
    ours = (attempt.amount, attempt.currency, attempt.merchant)
    if (paid.amount, paid.currency, paid.merchant) != ours:
        return attempt if _was_put_aside(attempt, paid) else _mismatch(attempt, paid)
    return replace(
        _ended(attempt, AttemptState.PAID, now),
        transaction_id=paid.transaction_id,
        refusal=None,
        code="",
    )


def _may_be_done_later(outcome: Outcome) -> bool:
    """Whether a request may have arrived, or may yet, though this came back."""
    return isinstance(outcome, Unclear) and outcome.doubt in _UNKNOWN_ENDS


def _is_settling(attempt: Attempt, now: datetime) -> bool:
    sent = attempt.closing_at
    return attempt.is_open and sent is not None and abs(now - sent) < CLOSING_SETTLES


def _was_put_aside(attempt: Attempt, paid: Paid) -> bool:
    """Whether a person has settled already that just this money does not belong to the order."""
    return not attempt.is_open and not attempt.needs_person and attempt.came == paid


def _mismatch(attempt: Attempt, paid: Paid) -> Attempt:
    """Money came that is not what was asked for: never booked by itself, shown to a person."""
    state = AttemptState.UNKNOWN if attempt.is_open else attempt.state
    return replace(
        attempt,
        state=state,
        doubt=Doubt.MISMATCH,
        doubts=attempt.doubts + 1,
        transaction_id=paid.transaction_id,
        came=paid,
    )


def _waiting(attempt: Attempt, verb: Verb, waiting: Waiting) -> Attempt:
    """Take in that nothing is paid yet; to a closing it means that it was not done."""
    if verb is Verb.CLOSE:
        return replace(_unclear(attempt, Doubt.CLOSE_REFUSED, ""), paying=waiting.paying)
    return replace(
        attempt,
        state=AttemptState.WAITING,
        qr=attempt.qr or waiting.qr,
        paying=waiting.paying,
        doubt=None,
        # While it is being closed the pauses go on growing.
        doubts=attempt.doubts if attempt.giving_up else 0,
        missing=0,
        code="",
        transaction_id="",
        came=None,
    )


def _refused(attempt: Attempt, verb: Verb, refused: Refused, now: datetime) -> Attempt:
    if verb is Verb.CLOSE:
        return _unclear(attempt, Doubt.CLOSE_REFUSED, refused.code)
    told = replace(attempt, refusal=refused.refusal, code=refused.code)
    if refused.ended or attempt.handed_over:
        return _ended(told, AttemptState.FAILED, now)
    return replace(told, state=AttemptState.UNKNOWN, giving_up=True, paying=False)


def _doubtful(
    attempt: Attempt, verb: Verb, outcome: Missing | NotSent | Unclear, now: datetime
) -> Attempt:
    if isinstance(outcome, Missing):
        return _missing(attempt, verb, now)
    if isinstance(outcome, NotSent):
        return _not_sent(attempt, verb, now)
    return _unclear(attempt, outcome.doubt, outcome.code)


def _missing(attempt: Attempt, verb: Verb, now: datetime) -> Attempt:
    """Believe "no such attempt" only when it is said of a closing, after questions said the same.

    Then the request was lost on its way, and no second one is under way. After goods were handed
    over nothing is closed, but a code lives for a minute: long after that, questions are enough.
    `missing` stays with the end: nobody confirmed it, so it is watched longer.
    """
    seen = replace(attempt, missing=attempt.missing + 1)
    believed = verb is Verb.CLOSE or _code_ran_out(attempt, now)
    if believed and attempt.missing >= MISSING_BEFORE_CLOSE:
        return replace(_ended(seen, AttemptState.CLOSED, now), missing=seen.missing)
    return _unclear(seen, Doubt.MISSING, attempt.code)


def _code_ran_out(attempt: Attempt, now: datetime) -> bool:
    waited = abs(now - (attempt.sent_at or attempt.made_at))
    return attempt.kind is AttemptKind.CODE and attempt.handed_over and waited >= CODE_RAN_OUT


def _not_sent(attempt: Attempt, verb: Verb, now: datetime) -> Attempt:
    if verb is Verb.CHARGE_CODE and attempt.tries <= 1:
        return _ended(replace(attempt, refusal=Refusal.NOT_SENT), AttemptState.FAILED, now)
    return _unclear(attempt, Doubt.NOT_REACHED, attempt.code)


def _unclear(attempt: Attempt, doubt: Doubt, code: str) -> Attempt:
    """Keep a mismatch in sight: a later doubt must not hide it."""
    kept = Doubt.MISMATCH if attempt.needs_person else doubt
    return replace(
        attempt,
        state=AttemptState.UNKNOWN,
        doubt=kept,
        doubts=attempt.doubts + 1,
        code=code,
    )


def _ended(attempt: Attempt, state: AttemptState, now: datetime) -> Attempt:
    """End it; money that did not fit is forgotten: the platform said something else since."""
    return replace(
        attempt,
        state=state,
        ended_at=now,
        paying=False,
        giving_up=False,
        doubt=None,
        doubts=0,
        missing=0,
        transaction_id="",
        came=None,
    )
