"""What waits for a person about online shops, as entries with choices that say their effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from uuid import UUID

from microshop_desktop.domain.listing_match import LIKELY
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.formats import money_text, quantity_text
from microshop_desktop.infra.online_words import conflict_words
from microshop_desktop.infra.translations import _
from microshop_desktop.services.conflicts import ConflictKind
from microshop_desktop.services.listings import ListingView
from microshop_desktop.services.online_overview import ToSettle
from microshop_desktop.ui.online.desk import Likely

_MOST_SHOWN = 4
"""Goods that are offered for a listing at once."""


class ChoiceKind(StrEnum):
    """What a card does. `other`: nothing yet, it asks what to look for."""

    LATER = "later"
    SEEN = "seen"
    AGAIN = "again"
    ALONE = "alone"
    LINK = "link"
    OTHER = "other"


IDLE = frozenset({ChoiceKind.LATER, ChoiceKind.OTHER})
"""Choices that do nothing when the chosen ones are carried out."""


@dataclass(frozen=True, slots=True)
class Card:
    """A choice: what it is, what it does; `sku` where it links to goods."""

    kind: ChoiceKind
    text: str
    effect: str
    sku: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to decide. `source` is the platform's kind; `order` leads to an order.

    `key` is a conflict about `subject`, or a listing that is its own subject. `likely`: the card
    that is chosen first.
    """

    key: UUID
    subject: UUID
    source: str
    title: str
    line: str
    cards: tuple[Card, ...]
    order: UUID | None = None
    likely: int = 0

    @property
    def searches(self) -> bool:
        """Whether goods can be looked up for it."""
        return any(card.kind is ChoiceKind.OTHER for card in self.cards)


def conflict_entry(found: ToSettle, shop: str, source: str) -> Entry:
    """Return a conflict; it is left alone until a person chooses something else."""
    kind, facts = found.conflict.kind, found.conflict.facts
    title, line = conflict_words(
        kind.value, facts, name=found.name, shop=shop, money=partial(_money, found)
    )
    cards = [_later(), _seen()]
    if kind is ConflictKind.STOCK_REFUSED:
        cards[1:] = [_again(), _alone()]
    about = found.conflict
    return Entry(about.id, about.subject, source, title, line, tuple(cards), order=found.order)


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
    return Card(ChoiceKind.LINK, goods.name, effect, goods.sku)


def _other() -> Card:
    return Card(ChoiceKind.OTHER, _("Other goods…"), _("Type a name or scan a code"))


def _not_now() -> Card:
    effect = _("Its number is not written; orders still come in")
    return Card(ChoiceKind.LATER, _("Not now"), effect)


def _later() -> Card:
    return Card(ChoiceKind.LATER, _("Not now"), _("Stays in this list"))


def _seen() -> Card:
    effect = _("Leaves this list; nothing else is changed")
    return Card(ChoiceKind.SEEN, _("Seen, nothing to do"), effect)


def _again() -> Card:
    return Card(ChoiceKind.AGAIN, _("Try again"), _("The next sync writes its number once more"))


def _alone() -> Card:
    effect = _("Its number is written no more; orders still come in")
    return Card(ChoiceKind.ALONE, _("Leave it alone"), effect)


def _money(found: ToSettle, amount: int) -> str:
    return money_text(amount, currency(found.currency)) if found.currency else str(amount)
