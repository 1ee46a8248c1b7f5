"""What waits for a person about online shops, as entries with choices that say their effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from uuid import UUID

from microshop_desktop.domain.decisions import SHORT_ANSWERS, Choice, ConflictKind
from microshop_desktop.domain.listing_match import LIKELY
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.decision_words import choice_words
from microshop_desktop.infra.formats import money_text, quantity_text
from microshop_desktop.infra.online_words import conflict_words
from microshop_desktop.infra.translations import _
from microshop_desktop.services.decisions import Question
from microshop_desktop.services.listings import ListingView
from microshop_desktop.ui.online.desk import Likely
from microshop_desktop.ui.online.match_words import goods_text
from microshop_desktop.ui.online.shortages import ShortLook, short_look

NOTHING_CHOSEN = -1
_MOST_SHOWN = 4
"""Goods that are offered for a listing at once."""


class CardKind(StrEnum):
    """What a card does. `other`: nothing yet, it asks what to look for."""

    DECIDE = "decide"
    LINK = "link"
    OTHER = "other"
    LATER = "later"


IDLE = frozenset({CardKind.LATER, CardKind.OTHER})
"""Cards that do nothing when the chosen ones are carried out."""


@dataclass(frozen=True, slots=True)
class Card:
    """A choice: what it is, what it does; `choice` of a question, `sku` where it links to goods.

    One piece there is `factor` base units of them.
    """

    kind: CardKind
    text: str
    effect: str
    choice: Choice | None = None
    sku: UUID | None = None
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to decide. `source` is the platform's kind; `order` leads to an order.

    `key` is a conflict about `subject`, or a listing that is its own subject. `likely`: the card
    that is chosen first, `NOTHING_CHOSEN` where none is. `short`: who wants the goods. `account`:
    the online shop.
    """

    key: UUID
    subject: UUID
    account: UUID | None
    source: str
    title: str
    line: str
    cards: tuple[Card, ...]
    order: UUID | None = None
    likely: int = NOTHING_CHOSEN
    short: ShortLook | None = None
    is_parcel: bool = False


def conflict_entry(
    question: Question, shop: str, source: str, given: Mapping[UUID, int] | None = None
) -> Entry:
    """Return a question; `given` are the pieces that a person gave to orders, if any did."""
    about = question.about.conflict
    money = partial(_money, question.about.money)
    title, line = conflict_words(
        about.kind.value, about.facts, name=question.about.name, shop=shop, money=money
    )
    short = None if question.shortage is None else short_look(question.shortage, given)
    cards = []
    for option in question.options:
        worth = partial(_short_money, short) if option.choice in SHORT_ANSWERS else money
        amount = worth(option.amount)
        text, effect = choice_words(about.kind, option.choice, shop=shop, amount=amount)
        cards.append(Card(CardKind.DECIDE, text, effect, option.choice))
    choices = [card.choice for card in cards]
    return Entry(
        about.id,
        about.subject,
        about.account,
        source,
        title,
        line,
        tuple(cards),
        order=question.about.order,
        likely=choices.index(question.likely) if question.likely else NOTHING_CHOSEN,
        short=short,
        is_parcel=about.kind is ConflictKind.SHIP_REFUSED,
    )


def link_entry(
    listing: ListingView, likely: Sequence[Likely] | None, shop: str, source: str
) -> Entry:
    """Return a listing that is none of our goods yet; `likely` is None until that was looked up."""
    name = f"{listing.name} {listing.spec}".strip() or listing.sku
    offered = [_link_card(goods) for goods in (likely or ())[:_MOST_SHOWN]]
    cards = [*offered, _other(), _not_now()]
    first = likely[0] if likely else None
    sure = first is not None and first.likeness >= LIKELY
    line = _link_line(listing, shop, searching=likely is None)
    return Entry(
        listing.id,
        listing.id,
        listing.account,
        source,
        _("{name}: not matched").format(name=name),
        line,
        tuple(cards),
        likely=0 if sure else len(cards) - 1,
    )


def _link_line(listing: ListingView, shop: str, *, searching: bool) -> str:
    parts = [shop]
    if listing.code:
        parts.append(listing.code)
    if listing.price is not None and listing.currency:
        parts.append(money_text(listing.price, currency(listing.currency)))
    parts.append(_("looking for something alike…") if searching else _("whose stock is it?"))
    return " · ".join(parts)


def _link_card(goods: Likely) -> Card:
    left = _("{quantity} available").format(quantity=quantity_text(goods.available, goods.unit))
    effect = left
    if goods.likeness:
        alike = _("{percent}% alike").format(percent=goods.likeness)
        effect = f"{alike} · {left}"
    name = goods_text(goods.name, goods.factor)
    return Card(CardKind.LINK, name, effect, sku=goods.sku, factor=goods.factor)


def _other() -> Card:
    return Card(CardKind.OTHER, _("Other goods…"), _("Type a name or scan a code"))


def _not_now() -> Card:
    effect = _("Its number is not written; orders still come in")
    return Card(CardKind.LATER, _("Not now"), effect)


def _money(code: str, amount: int) -> str:
    return money_text(amount, currency(code)) if code else str(amount)


def _short_money(short: ShortLook | None, _amount: int) -> str:
    """Return what the pieces that lack are worth."""
    return "" if short is None else _money(short.currency, short.worth)
