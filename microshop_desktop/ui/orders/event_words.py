"""The steps of an order's money in sentences: asked for, paid, not paid, given back."""

from collections.abc import Mapping
from dataclasses import dataclass

from microshop_desktop.domain.money import Currency
from microshop_desktop.infra.aftersale_words import (
    aftersale_state_text,
    asked_text,
    pieces_asked,
)
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _, mark
from microshop_desktop.infra.words import method_text, order_state_text
from microshop_desktop.services.order_values import EventView


@dataclass(frozen=True, slots=True)
class EventWords:
    """What is said of a step, with its icon and the colour of it."""

    title: str
    detail: str
    icon: str
    tone: str


_WORDS: Mapping[str, tuple[str, str, str]] = {
    "placed": (mark("Ordered, the money is asked for"), "receipt", "accent"),
    "paid": (mark("Paid"), "check-circle-fill", "success"),
    "paid_late": (mark("Money came that was not needed any more"), "coin", "danger"),
    "not_paid": (mark("Not paid"), "x-circle", "warning"),
    "given_up": (mark("Closing the payment was asked for"), "x", "textMuted"),
    "handed_over": (mark("Goods handed over, to verify"), "device-mobile", "warning"),
    "placed_online": (mark("Ordered online"), "receipt", "accent"),
    "changed_online": (mark("Changed online"), "arrows-clockwise", "accent"),
    "shop_removed": (mark("Its online shop was removed"), "warning", "warning"),
    "packed": (mark("Packed"), "package", "accent"),
    "shipped": (mark("Parcel sent"), "truck", "success"),
    "aftersale_asked": ("", "arrow-u-up-left", "danger"),
    "aftersale_changed": (mark("What was asked back"), "arrow-u-up-left", "accent"),
    "held_by_rule": (mark("Put on hold by rule"), "pause", "warning"),
    "released_by_rule": (mark("No longer held by rule"), "play", "accent"),
    "held": (mark("Put on hold"), "pause", "warning"),
    "released": (mark("Hold lifted"), "play", "accent"),
    "address_revealed": (mark("Address shown"), "eye", "accent"),
    "back_wished": (mark("To be given back there"), "arrow-u-up-left", "warning"),
    "back_given": (mark("Given back there"), "check-circle-fill", "success"),
    "back_taken": (mark("Pieces taken out of the order there"), "package", "accent"),
    "back_refused": (mark("The platform did not give it back"), "x-circle", "danger"),
    "cancelled": (mark("Cancelled"), "x-circle-fill", "textMuted"),
    "proved": (mark("Proved by a bill"), "shield-check", "success"),
    "owed": (mark("Not in the bill: owed"), "user-plus", "warning"),
    "short": (mark("Not in the bill: lost"), "minus-circle", "danger"),
    "settled": (mark("Settled by a person"), "check", "accent"),
    "money_returned": (mark("Money is to go back"), "arrow-counter-clockwise", "warning"),
    "money_back": (mark("The money is back with the customer"), "check-circle-fill", "success"),
    "money_not_back": (mark("The platform refused the refund"), "x-circle", "danger"),
    "money_stuck": (mark("The refund is stuck at the platform"), "warning", "danger"),
}
ONLINE = frozenset(
    {
        "placed_online",
        "changed_online",
        "aftersale_asked",
        "aftersale_changed",
        "held_by_rule",
        "released_by_rule",
    }
)
"""What a platform tells of, and nobody here did."""
_ENDS: Mapping[str, str] = {
    "failed": mark("refused"),
    "closed": mark("the code was closed"),
    "reversed": mark("taken back"),
}


def event_words(event: EventView, unit: Currency) -> EventWords | None:
    """Return what is said of a step about money; None for any other step."""
    if event.kind not in _WORDS:
        return None
    title, icon, tone = _WORDS[event.kind]
    said = _(title) if title else asked_text(str(event.facts.get("kind", "")))
    return EventWords(said, _detail(event, unit), icon, tone)


def _detail(event: EventView, unit: Currency) -> str:
    facts = event.facts
    parts = [method_text(str(facts["method"]))] if facts.get("method") else []
    pieces = facts.get("pieces")
    if isinstance(pieces, int):
        parts.append(pieces_asked(pieces))
    amount = facts.get("amount", facts.get("total"))
    if isinstance(amount, int) and amount:
        parts.append(money_text(amount, unit))
    end = _ENDS.get(str(facts.get("state", "")))
    if end is not None:
        parts.append(_(end))
    if event.kind == "aftersale_changed":
        parts.append(aftersale_state_text(str(facts.get("state", "")), ""))
    if facts.get("why"):
        parts.append(str(facts["why"]))
    if event.kind == "changed_online":
        parts.append(order_state_text(str(facts.get("state", ""))))
    if facts.get("number"):
        parts.append(str(facts["number"]))
    return " · ".join(parts)
