"""What to ask a platform next about an attempt, and when: the platforms' own rhythms.

Sources: `reference/payments.md` §2.5–2.7, §3.4–3.7 and `design/ui.md` §6. All durations in seconds.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from microshop_desktop.domain.payment import (
    Attempt,
    AttemptKind,
    AttemptState,
    Doubt,
    Refusal,
    Verb,
)

_AFTER_DOUBT = (2, 4, 8, 15, 30)
_MUCH_LATER = (60, 180, 300, 600, 1800)
_MANY_DOUBTS = 24
"""So many doubts in a row are about ten minutes; from then on questions get rarer."""
MOST_SENDS = 3
"""How often a QR is asked for before the attempt is dropped unseen."""
MISMATCH_EVERY = 300
_QUICK_MISMATCHES = 3
"""So often a mismatch is asked about soon: one wrong answer is no wrong payment."""
CLOSED_WATCH = 75
"""How long an attempt that a platform closed is still asked about, whatever its rhythm."""
LOST_WATCH = 330
"""The same where the platform never knew it: the request may still be on its way."""
_HOUR = 3600
_PATIENT, _MORE_PATIENT = 30, 600
"""How often it is asked about goods handed over once the schedule has run out, and an hour later.

Only a person ends it before the platform does.
"""
_WATCHED = frozenset({AttemptState.CLOSED, AttemptState.REVERSED})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a platform wants to be asked about one kind of attempt; all in seconds.

    `first` after sending, then `every`, until `until`: then the attempt is closed. `close_after`:
    not closed earlier than that after sending. `watch`: how long after `until` a closed attempt is
    still asked about, because its QR may live on. `watch_every` is how often then.

    A clock that was put back makes an attempt look as old as it was put back by: it is closed
    sooner, which is safe, and never followed for days.
    """

    first: int
    every: int
    until: int
    close_after: int = 0
    watch: int = 0
    watch_every: int = 30


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the platform now."""

    verb: Verb


@dataclass(frozen=True, slots=True)
class Drop:
    """End the attempt without asking: nobody could have paid it."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to ask any more."""


Step = Ask | Drop | Rest


def next_step(attempt: Attempt, rhythm: Rhythm, now: datetime, *, has_code: bool = False) -> Step:
    """Return what is to be done about an attempt whose time has come.

    `has_code`: the customer's payment code is still at hand; it is never stored, so that after a
    restart a code that was not sent cannot be sent any more.
    """
    if not attempt.is_open:
        return Ask(Verb.QUERY) if _is_watched(attempt, rhythm, now) else Rest()
    if not attempt.can_be_paid:
        return _begin(attempt, has_code=has_code)
    if _is_to_be_closed(attempt, rhythm, now) and not _asks_first(attempt, rhythm, now):
        return Ask(Verb.CLOSE)
    return Ask(Verb.QUERY)


def next_time(attempt: Attempt, rhythm: Rhythm, now: datetime) -> datetime | None:
    """Return when the attempt is to be looked at again; None: never."""
    if not attempt.is_open:
        pause = _pause(attempt, rhythm) if attempt.needs_person else rhythm.watch_every
        later = now + timedelta(seconds=pause)
        return later if _is_watched(attempt, rhythm, later) else None
    wait: float = _pause(attempt, rhythm)
    if not attempt.handed_over and not attempt.giving_up and not attempt.needs_person:
        wait = min(wait, max(rhythm.until - _age(attempt, now), 0))
    elif attempt.giving_up and not attempt.doubts:
        wait = max(rhythm.close_after - _age(attempt, now), 0)
    elif attempt.handed_over and not attempt.doubts and _age(attempt, now) >= rhythm.until:
        wait = _PATIENT if _age(attempt, now) < _HOUR else _MORE_PATIENT
    return now + timedelta(seconds=wait)


def _begin(attempt: Attempt, *, has_code: bool) -> Step:
    if attempt.giving_up:
        return Drop()
    if attempt.kind is AttemptKind.CODE:
        return Ask(Verb.CHARGE_CODE) if has_code else Drop()
    return Ask(Verb.SHOW_QR) if attempt.tries < MOST_SENDS else Drop()


def _is_to_be_closed(attempt: Attempt, rhythm: Rhythm, now: datetime) -> bool:
    """Whether a person or the end of the schedule wants it closed, and nothing forbids it.

    Goods handed over and money that does not fit leave the closing to a person.
    """
    if attempt.giving_up:
        return True
    if attempt.handed_over or attempt.needs_person:
        return False
    return _age(attempt, now) >= rhythm.until


def _asks_first(attempt: Attempt, rhythm: Rhythm, now: datetime) -> bool:
    """Whether a question comes before the closing: too early for it, or the last one was unclear.

    A closing that was not answered may have been done, and so may the payment: what is paid while a
    closing settles is not closed once more.
    """
    if _age(attempt, now) < rhythm.close_after or attempt.doubt is Doubt.SETTLING:
        return True
    if attempt.kind is AttemptKind.CODE and attempt.asked is not Verb.QUERY:
        return True
    return attempt.asked is Verb.CLOSE and attempt.doubts > 0


def _pause(attempt: Attempt, rhythm: Rhythm) -> int:
    if attempt.needs_person and attempt.doubts > _QUICK_MISMATCHES:
        return MISMATCH_EVERY
    if not attempt.doubts or attempt.doubt is Doubt.SETTLING:
        asked_before = attempt.asked is Verb.QUERY
        return rhythm.every if asked_before else rhythm.first
    if attempt.kind is AttemptKind.CODE and attempt.doubts == 1 and attempt.asked is not Verb.QUERY:
        return rhythm.first
    if attempt.doubts <= len(_AFTER_DOUBT):
        return _AFTER_DOUBT[attempt.doubts - 1]
    if attempt.doubts <= _MANY_DOUBTS:
        return _AFTER_DOUBT[-1]
    return _MUCH_LATER[min(attempt.doubts - _MANY_DOUBTS, len(_MUCH_LATER)) - 1]


def _age(attempt: Attempt, now: datetime) -> float:
    """Return the seconds since it was sent, or since it was made."""
    return abs((now - (attempt.sent_at or attempt.made_at)).total_seconds())


def _is_watched(attempt: Attempt, rhythm: Rhythm, now: datetime) -> bool:
    if not attempt.can_be_paid:
        return False
    if attempt.needs_person:
        return True
    if attempt.state not in _WATCHED and not _was_refused(attempt):
        return False
    if rhythm.watch and _age(attempt, now) < rhythm.until + rhythm.watch:
        return True
    ended = attempt.ended_at or attempt.made_at
    return abs((now - ended).total_seconds()) < (LOST_WATCH if attempt.missing else CLOSED_WATCH)


def _was_refused(attempt: Attempt) -> bool:
    """Whether a platform refused a code: its refusals do not name what they are about.

    An old one, repeated on the way, would look the same. What a person put aside is done with.
    """
    refused = attempt.kind is AttemptKind.CODE and attempt.state is AttemptState.FAILED
    return refused and attempt.refusal is not Refusal.NOT_SENT and attempt.came is None
