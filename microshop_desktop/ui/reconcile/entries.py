"""A difference as the page shows it: its words, its figures, and what may be chosen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from microshop_desktop.domain.bill_choices import Choice, ChoiceKind, choices_for
from microshop_desktop.domain.bill_matching import BookKind, Finding, Item, Why
from microshop_desktop.domain.bills import CURRENCY
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.bill_words import choice_text, finding_text, why_text
from microshop_desktop.infra.formats import MINUS, amount_text, moment_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import method_text

Tone = Literal["neutral", "accent", "success", "warning", "danger"]
YUAN = currency(CURRENCY)
_LOOKS: dict[Finding, tuple[str, Tone]] = {
    Finding.MONEY_WITHOUT_SALE: ("plus-circle", "accent"),
    Finding.SALE_WITHOUT_MONEY: ("minus-circle", "danger"),
    Finding.DIFFERENT: ("warning-circle", "warning"),
    Finding.MATCHED: ("check-circle", "success"),
}
_TAIL = 4


@dataclass(frozen=True, slots=True)
class Card:
    """A choice as a radio card: its words and what it does."""

    choice: Choice
    text: str
    effect: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A difference with its words; amounts are those of the bill, the shop, and between them."""

    key: str
    icon: str
    tone: Tone
    pill: str
    title: str
    line: str
    bill: str
    shop: str
    difference: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where texts are made: the zone of the shop and the day it is there."""

    zone: str
    today: date

    def moment(self, at: datetime) -> str:
        """Return a moment as people of the shop say it."""
        return moment_text(at.astimezone(ZoneInfo(self.zone)), self.today)


def entry_of(item: Item, platform: str, place: Place) -> Entry:
    """Return how a difference is shown; `platform` is the method's word."""
    icon, tone = _LOOKS[item.finding]
    if item.bill_amount < 0 and item.finding is Finding.MONEY_WITHOUT_SALE:
        icon = "arrow-u-up-left"
    cards = tuple(card_of(item, choice) for choice in choices_for(item))
    return Entry(
        key=item.key,
        icon=icon,
        tone=tone,
        pill=_pill(item),
        title=title_of(item, platform, place),
        line=_line(item, place),
        bill=amount_text(item.bill_amount, YUAN),
        shop=amount_text(item.shop_amount, YUAN),
        difference=signed(item.difference),
        cards=cards,
    )


def _pill(item: Item) -> str:
    """Name the finding; money that went back has words of its own."""
    if item.finding is Finding.MONEY_WITHOUT_SALE and item.bill_amount < 0:
        return _("Refund not recorded")
    is_refund = item.book is not None and item.book.kind is BookKind.REFUND
    if item.finding is Finding.SALE_WITHOUT_MONEY and is_refund:
        return _("Refund not in the bill")
    return finding_text(item.finding.value)


def signed(minor: int) -> str:
    """Write a difference with its sign."""
    return ("+" if minor > 0 else "") + amount_text(minor, YUAN)


def title_of(item: Item, platform: str, place: Place) -> str:
    """Name a difference: platform, order or end of number, and time."""
    name = method_text(platform)
    at = item.line.at if item.line else item.book.at if item.book else None
    time = place.moment(at) if at else ""
    if item.book is not None and item.finding is not Finding.MONEY_WITHOUT_SALE:
        return " · ".join(part for part in (f"{name} {item.book.number}", time) if part)
    number = item.line.transaction_id if item.line else ""
    tail = _("number ending {tail}").format(tail=number[-_TAIL:]) if number else ""
    return " · ".join(part for part in (f"{name} {time}".strip(), tail) if part)


def _line(item: Item, place: Place) -> str:
    """Say what the finding rests on, and which sales it may be."""
    if item.bill_amount < 0 and item.why is Why.NONE_FITS:
        return _("Money went back to a customer outside this program")
    if item.why is Why.NOT_IN_BILL:
        return _missing_line(item)
    if item.why is Why.LATE and item.candidates:
        number = item.candidates[0].number
        text = _("Same number and amount as the payment of {number}, which was given up")
        if item.candidates[0].open:
            text = _("Same number and amount as the open payment of {number}")
        return text.format(number=number)
    if item.why is Why.SEVERAL_FIT:
        several = ", ".join(f"{b.number} ({place.moment(b.at)})" for b in item.candidates[:3])
        return _("Same amount at that time: {orders}").format(orders=several)
    return why_text(item.why.value)


def _missing_line(item: Item) -> str:
    book = item.book
    if book is None:
        return why_text(item.why.value)
    if book.kind is BookKind.ATTEMPT:
        return _("Goods were handed over before the money was known; the bill does not have it")
    if book.kind is BookKind.REFUND:
        return _("The shop gave it back, the bill does not have it yet")
    if not book.certain:
        return _("Confirmed by the cashier; the bill does not have it")
    return why_text(item.why.value)


def card_of(item: Item, choice: Choice) -> Card:
    """Return a choice with its words."""
    book = choice.book or item.book
    number = book.number if book else ""
    missing = amount_text(abs(item.difference), YUAN).removeprefix(MINUS)
    text = choice_text(choice.kind.value, number=number, amount=missing)
    if choice.kind is ChoiceKind.LATER and item.finding is Finding.SALE_WITHOUT_MONEY:
        text = _("Wait for tomorrow's bill")
    return Card(choice, text, _effect(item, choice, missing))


def _effect(item: Item, choice: Choice, missing: str) -> str:
    """Say what booking a choice does."""
    if choice.kind is ChoiceKind.ORDER:
        if choice.book and choice.book.kind is BookKind.ATTEMPT:
            return _("The payment becomes received")
        return _("Confirmed by the cashier becomes proved")
    if choice.kind is ChoiceKind.LATER:
        if item.finding is Finding.SALE_WITHOUT_MONEY:
            return _("Late ones mostly come a day later")
        return _("Listed again with the next bill")
    effects = {
        ChoiceKind.INCOME: _("No order is touched"),
        ChoiceKind.OUTGO: _("No order is touched"),
        ChoiceKind.OWED: _("The order is unpaid again"),
        ChoiceKind.SHORT: _("Needs a reason"),
        ChoiceKind.ROUNDING: _("{amount} given away").format(amount=missing),
    }
    return effects[choice.kind]
