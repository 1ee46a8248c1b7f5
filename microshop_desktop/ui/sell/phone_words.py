"""What is said of a payment attempt: banner, steps, facts and what to do next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.payment import Attempt, AttemptKind, AttemptState, Doubt, Refusal
from microshop_desktop.infra.formats import money_text, time_text
from microshop_desktop.infra.refusal_words import refusal_words
from microshop_desktop.infra.translations import _, mark
from microshop_desktop.ui.sell.payment_words import method_word
from microshop_desktop.ui.sell.phone_desk import CODE_LIFE
from microshop_desktop.ui.sell.phone_stage import Stage, stage_of

if TYPE_CHECKING:
    from microshop_desktop.services.attempt_records import AttemptRecord


Tone = Literal["info", "warning", "danger"]


class Mark(StrEnum):
    """How far a step is."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a payment with the time it was taken; `note` stands under it."""

    mark: Mark
    text: str
    time: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, how the shop's clocks show a moment, and since when there is no network."""

    now: datetime
    local: Callable[[datetime], datetime]
    offline_since: datetime | None = None

    def clock(self, moment: datetime) -> str:
        """The time of day with seconds: `14:32:05`."""
        local = self.local(moment)
        return f"{time_text(local)}:{local.second:02d}"


@dataclass(frozen=True, slots=True)
class PhoneSight:
    """What the payment page shows of an attempt.

    `seconds` run since it was sent; `left` of the code's life in seconds, None where no code is
    shown; `renew` is the word for a new try, empty while this one is open.
    """

    stage: Stage
    title: str
    note: str
    tone: Tone
    icon: str
    seconds: int
    steps: tuple[StepLine, ...]
    left: int | None = None
    renew: str = ""


_DOUBTS = {
    Doubt.NOT_REACHED: mark("The network broke off, no answer came"),
    Doubt.NO_ANSWER: mark("The platform did not answer in time"),
    Doubt.SERVER_ERROR: mark("The platform has trouble of its own"),
    Doubt.TOO_FAST: mark("The platform asks us to wait a little"),
    Doubt.BAD_SIGNATURE: mark("An answer came that is not surely from the platform"),
    Doubt.BAD_ANSWER: mark("An answer came that says nothing clear"),
    Doubt.NOT_ACCEPTED: mark("The platform does not accept the shop's keys or clock"),
    Doubt.CLOSE_REFUSED: mark("It could not be closed yet"),
    Doubt.SETTLING: mark(
        "It was paid while it was being closed; in a moment it is known which won"
    ),
    Doubt.MISSING: mark("The platform does not know this payment yet"),
    Doubt.MISMATCH: mark("Money came that is not what was asked for"),
}


def received_words(attempt: Attempt, currency: Currency) -> str:
    """Say that the money is there: `WeChat ¥98.00 received`."""
    amount = money_text(attempt.amount, currency)
    return _("{method} {amount} received").format(method=method_word(attempt.method), amount=amount)


def doubt_word(doubt: Doubt | None) -> str:
    """Say why it is not known what became of a request."""
    return _(_DOUBTS[doubt]) if doubt is not None else ""


def sight_of(record: "AttemptRecord", moment: Moment, *, tail: str = "") -> PhoneSight:
    """Return what is shown of an attempt; `tail` are the last digits of the customer's code."""
    attempt = record.attempt
    stage = stage_of(attempt)
    title, note, tone, icon = _banner(attempt, stage)
    begun = attempt.sent_at or attempt.made_at
    facts = (
        _facts(record, moment) if stage is Stage.UNKNOWN else _steps(attempt, stage, moment, tail)
    )
    return PhoneSight(
        stage=stage,
        title=title,
        note=note,
        tone=tone,
        icon=icon,
        seconds=max(0, int(((attempt.ended_at or moment.now) - begun).total_seconds())),
        steps=facts,
        left=_left(attempt, moment) if stage in _SHOWS_CODE else None,
        renew=_renew_word(attempt, stage),
    )


_SHOWS_CODE = {Stage.WAITING, Stage.PAYING}
_SCAN_AGAIN = {Refusal.DECLINED, Refusal.NUMBER_USED}
"""Refusals whose advice speaks of a code that we make; a customer's code is scanned anew."""


def _banner(attempt: Attempt, stage: Stage) -> tuple[str, str, Tone, str]:
    method = method_word(attempt.method)
    if stage is Stage.REFUSED:
        reason, advice = refusal_words(attempt.refusal)
        if attempt.kind is AttemptKind.CODE and attempt.refusal in _SCAN_AGAIN:
            advice = _("Scan the customer's code again, or take it another way")
        return reason, advice, "danger", "x-circle"
    if stage is Stage.NO_CODE:
        return _no_code_banner(attempt, method)
    if stage is Stage.ENDED:
        return _ended_banner(attempt)
    if stage is Stage.UNKNOWN:
        return _unknown_banner(attempt)
    if stage is Stage.WAITING and attempt.doubts:
        words = doubt_word(attempt.doubt)
        return _("Waiting for the customer to scan"), words, "info", "hourglass-medium"
    title, note, icon = _CALM[stage]
    return _(title).format(method=method), _(note) if note else "", "info", icon


_CALM = {
    Stage.STARTING: (mark("{method} makes the code"), "", "hourglass-medium"),
    Stage.WAITING: (mark("Waiting for the customer to scan"), "", "qr-code"),
    Stage.PAYING: (
        mark("The customer is paying"),
        mark("The customer may have to type a password on the phone"),
        "device-mobile",
    ),
    Stage.CLOSING: (
        mark("Closing this payment"),
        mark("Only when {method} says it is closed another way is safe"),
        "hourglass-medium",
    ),
    Stage.PAID: (mark("Received"), "", "check-circle"),
}


def _no_code_banner(attempt: Attempt, method: str) -> tuple[str, str, Tone, str]:
    title = _("{method} cannot be reached").format(method=method)
    if attempt.doubt is not Doubt.NOT_REACHED:
        title = _("{method} gives no code yet").format(method=method)
    note = _("Nobody was charged. Cash works at once; we go on trying")
    return title, note, "warning", "wifi-slash"


def _ended_banner(attempt: Attempt) -> tuple[str, str, Tone, str]:
    if attempt.refusal is Refusal.NEVER_SHOWN:
        reason, advice = refusal_words(attempt.refusal)
        return reason, advice, "warning", "wifi-slash"
    if attempt.kind is AttemptKind.CODE and _is_surely_unpaid(attempt):
        return _("The customer did not pay. Scan again"), _why_unpaid(attempt), "danger", "x-circle"
    if attempt.state is AttemptState.REVERSED:
        note = _("What was taken went back to the customer")
        return _("This payment was taken back"), note, "warning", "arrow-counter-clockwise"
    note = _("Nothing was paid. One press makes a new code")
    return _("This code is closed"), note, "warning", "clock"


def _is_surely_unpaid(attempt: Attempt) -> bool:
    """Whether nothing was taken: it was refused before it was closed, or only closed."""
    return attempt.refusal is not None or attempt.state is AttemptState.CLOSED


def _why_unpaid(attempt: Attempt) -> str:
    """Name the refusal of a customer's code; what to do otherwise where nothing is to be added."""
    if attempt.refusal in {None, Refusal.DECLINED}:
        return _("Nothing was charged. Another way to pay works too")
    return refusal_words(attempt.refusal)[0]


def _unknown_banner(attempt: Attempt) -> tuple[str, str, Tone, str]:
    if attempt.needs_person:
        note = _("Look at the merchant account: another amount, currency or receiver was reported")
        return _("Money came that does not fit"), note, "warning", "warning"
    title = _("We don't know yet if this payment arrived")
    return title, _("Don't charge again yet. We keep checking"), "warning", "hourglass-medium"


def _steps(attempt: Attempt, stage: Stage, moment: Moment, tail: str) -> tuple[StepLine, ...]:
    if attempt.kind is AttemptKind.CODE:
        words = [
            _("Code scanned, it ends in {tail}").format(tail=tail) if tail else _("Code scanned"),
            _("Sent to {method}").format(method=method_word(attempt.method)),
        ]
    else:
        words = [_("Code made"), _("The customer scans")]
    words += [_("The customer confirms on the phone"), _("Received: a sound, the receipt")]
    one_more = {Stage.STARTING, Stage.ENDED}
    reached = _REACHED[stage] + (attempt.kind is AttemptKind.CODE and stage in one_more)
    times = [moment.clock(attempt.sent_at or attempt.made_at)]
    if attempt.kind is AttemptKind.CODE and attempt.sent_at:
        times.append(moment.clock(attempt.sent_at))
    ended = stage in {Stage.REFUSED, Stage.ENDED}
    return tuple(
        StepLine(
            _mark_of(no, reached, ended=ended),
            text,
            times[no] if no < reached and no < len(times) else "",
        )
        for no, text in enumerate(words)
    )


_REACHED = {
    Stage.STARTING: 0,
    Stage.NO_CODE: 0,
    Stage.WAITING: 1,
    Stage.PAYING: 2,
    Stage.CLOSING: 1,
    Stage.UNKNOWN: 2,
    Stage.PAID: 4,
    Stage.REFUSED: 2,
    Stage.ENDED: 1,
}


def _mark_of(no: int, reached: int, *, ended: bool) -> Mark:
    if no < reached:
        return Mark.DONE
    if no > reached:
        return Mark.NEXT
    return Mark.BROKEN if ended else Mark.NOW


def _facts(record: "AttemptRecord", moment: Moment) -> tuple[StepLine, ...]:
    """Return what is surely known of a payment, with times, and what is being done about it."""
    attempt = record.attempt
    made = _("Code scanned") if attempt.kind is AttemptKind.CODE else _("Code made")
    sent = _("Sent to {method}").format(method=method_word(attempt.method))
    lines = [
        StepLine(Mark.DONE, made, moment.clock(attempt.made_at)),
        StepLine(Mark.DONE, sent, moment.clock(attempt.sent_at or attempt.made_at)),
        StepLine(Mark.BROKEN, doubt_word(attempt.doubt)),
    ]
    if attempt.giving_up:
        lines.append(StepLine(Mark.DONE, _("Closing was asked for")))
    asking = _("Asking: {count} times so far").format(count=attempt.tries)
    lines.append(StepLine(Mark.NOW, asking, note=_next_note(record, moment)))
    return tuple(lines)


def _next_note(record: "AttemptRecord", moment: Moment) -> str:
    if record.next_at is None:
        return ""
    seconds = max(0, int((record.next_at - moment.now).total_seconds()))
    if not seconds:
        return _("Asking now")
    words = _("Again in {count} s; at once when the network is back")
    return words.format(count=seconds)


def _left(attempt: Attempt, moment: Moment) -> int | None:
    if attempt.kind is not AttemptKind.QR:
        return None
    ends = (attempt.sent_at or attempt.made_at) + CODE_LIFE
    return max(0, int((ends - moment.now).total_seconds()))


def _renew_word(attempt: Attempt, stage: Stage) -> str:
    if stage not in {Stage.REFUSED, Stage.ENDED}:
        return ""
    return _("New code") if attempt.kind is AttemptKind.QR else _("Scan the code again")
