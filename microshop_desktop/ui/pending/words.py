"""What is said of an entry of the pending payments, and what can be done about it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from microshop_desktop.domain.money import currency
from microshop_desktop.domain.payment import Attempt
from microshop_desktop.domain.payment_refund import STUCK
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _, mark, ngettext
from microshop_desktop.services.pending_list import PendingEntry, PendingKind
from microshop_desktop.ui.sell.payment_words import method_word
from microshop_desktop.ui.sell.phone_stage import Stage, stage_of
from microshop_desktop.ui.sell.phone_words import doubt_word

Tone = Literal["neutral", "accent", "success", "warning", "danger", "ink"]
TAIL = 4
"""Digits of a long number that a person compares."""


class Deed(StrEnum):
    """What can be done about an entry."""

    ASK = "ask"
    SLIP = "slip"
    CLOSE = "close"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    CASH = "cash"
    CANCEL = "cancel"
    GIVE_BACK = "give_back"
    BACK_IN_CASH = "back_in_cash"
    TRY_AGAIN = "try_again"
    ASK_AGAIN = "ask_again"
    REFUND_IN_CASH = "refund_in_cash"
    TAKE = "take"
    PUT_ASIDE = "put_aside"


@dataclass(frozen=True, slots=True)
class EntryLook:
    """An entry as it is shown: a word for its state with tone and icon, and a sentence."""

    word: str
    tone: Tone
    icon: str
    note: str
    amount: str
    facts: str


_DEEDS: dict[PendingKind, tuple[Deed, ...]] = {
    PendingKind.ATTEMPT: (Deed.ASK, Deed.SLIP, Deed.CLOSE),
    PendingKind.TO_VERIFY: (Deed.ASK, Deed.SLIP, Deed.CLOSE),
    PendingKind.MISMATCH: (Deed.ASK, Deed.TAKE, Deed.PUT_ASIDE),
    PendingKind.UNPAID: (Deed.WECHAT, Deed.ALIPAY, Deed.CASH, Deed.CANCEL),
    PendingKind.TOO_MUCH: (Deed.GIVE_BACK, Deed.BACK_IN_CASH),
    PendingKind.REFUND_REFUSED: (Deed.TRY_AGAIN, Deed.REFUND_IN_CASH),
}
_LOOKS: dict[PendingKind, tuple[str, Tone, str, str]] = {
    PendingKind.TO_VERIFY: (
        mark("To verify"),
        "warning",
        "device-mobile",
        mark("The goods are gone. We keep asking whether the money came"),
    ),
    PendingKind.MISMATCH: (
        mark("Does not fit"),
        "danger",
        "warning",
        mark("Another amount, currency or receiver was reported. Look at the merchant account"),
    ),
    PendingKind.UNPAID: (
        mark("Waits for money"),
        "neutral",
        "receipt",
        mark("Nobody is asked for it now. Collect again, or cancel the order"),
    ),
    PendingKind.TOO_MUCH: (
        mark("Too much came"),
        "danger",
        "coin",
        mark("It was paid twice, or after the order was cancelled. It belongs to the customer"),
    ),
    PendingKind.REFUND_REFUSED: (
        mark("Refund refused"),
        "danger",
        "x-circle",
        mark("The platform did not give the money back. Try again, or give it in cash"),
    ),
}
_STUCK: tuple[str, Tone, str, str] = (
    mark("Refund is stuck"),
    "danger",
    "warning",
    mark(
        "The customer's bank did not take it, so the money waits at the platform and may still "
        "arrive: give no cash. Finish this refund on the merchant platform, then ask again here"
    ),
)
_STAGES: dict[Stage, tuple[str, Tone, str]] = {
    Stage.STARTING: (mark("Makes the code"), "neutral", "hourglass-medium"),
    Stage.NO_CODE: (mark("No code yet"), "warning", "wifi-slash"),
    Stage.WAITING: (mark("Waits for the customer"), "accent", "qr-code"),
    Stage.PAYING: (mark("The customer is paying"), "accent", "device-mobile"),
    Stage.CLOSING: (mark("Being closed"), "neutral", "hourglass-medium"),
    Stage.UNKNOWN: (mark("Not known yet"), "warning", "hourglass-medium"),
}


def look_of(entry: PendingEntry, time: str) -> EntryLook:
    """Return how an entry is shown; `time` is when it began."""
    own = currency(entry.currency)
    if _is_stuck(entry):
        word, tone, icon, note = _STUCK
    elif entry.kind in _LOOKS:
        word, tone, icon, note = _LOOKS[entry.kind]
    else:
        word, tone, icon, note = _attempt_look(entry)
    return EntryLook(
        word=_(word),
        tone=tone,
        icon=icon,
        note=_(note) if note else "",
        amount=money_text(entry.amount, own),
        facts=_facts(entry, time),
    )


def deeds_of(entry: PendingEntry) -> tuple[Deed, ...]:
    """Return what can be done about an entry, the most likely first."""
    attempt = _attempt(entry)
    if _is_stuck(entry):
        return (Deed.ASK_AGAIN,)
    if attempt is None:
        return _DEEDS[entry.kind]
    if entry.kind is PendingKind.MISMATCH and not attempt.can_be_taken:
        return (Deed.ASK, Deed.PUT_ASIDE)
    if attempt.giving_up or not attempt.is_open:
        return tuple(deed for deed in _DEEDS[entry.kind] if deed is not Deed.CLOSE)
    return _DEEDS[entry.kind]


def qr_of(entry: PendingEntry) -> str:
    """Return the code that may be shown again; empty where nobody shall pay by it now."""
    attempt = _attempt(entry)
    readable = attempt is not None and stage_of(attempt) in {Stage.WAITING, Stage.PAYING}
    return attempt.qr if attempt is not None and readable else ""


def _is_stuck(entry: PendingEntry) -> bool:
    return entry.kind is PendingKind.REFUND_REFUSED and entry.code == STUCK


def _attempt(entry: PendingEntry) -> Attempt | None:
    return None if entry.record is None else entry.record.attempt


def _attempt_look(entry: PendingEntry) -> tuple[str, Tone, str, str]:
    attempt = _attempt(entry)
    if attempt is None:
        return mark("Not known yet"), "warning", "hourglass-medium", ""
    word, tone, icon = _STAGES.get(stage_of(attempt), _STAGES[Stage.UNKNOWN])
    return word, tone, icon, doubt_word(attempt.doubt)


def _facts(entry: PendingEntry, time: str) -> str:
    parts = [entry.order_number, time]
    if entry.method is not None:
        parts.insert(0, method_word(entry.method))
    if entry.number:
        parts.append(_("number ends in {tail}").format(tail=entry.number[-TAIL:]))
    if entry.tries:
        asked = ngettext("asked {count} time", "asked {count} times", entry.tries)
        parts.append(asked.format(count=entry.tries))
    return " · ".join(parts)
