"""What a person may make of a difference between a bill and the books, and which is the likeliest.

The likeliest is chosen beforehand and never booked by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from microshop_desktop.domain.bill_matching import BookKind, BookMoney, Finding, Item

SMALL_DIFFERENCE = 100
"""Minor units; up to it a difference is likely a rounding."""
MOST_CANDIDATES = 3


class ChoiceKind(StrEnum):
    """What a difference is taken for."""

    ORDER = "order"
    """The money is that of an order."""
    INCOME = "income"
    """Other money that came; no order is touched."""
    OUTGO = "outgo"
    """Money given back outside this program; no order is touched."""
    LATER = "later"
    """Put off: it is listed again with the next bill."""
    OWED = "owed"
    """The money did not come: the order owes it."""
    SHORT = "short"
    """The money did not come and never will."""
    ROUNDING = "rounding"
    """Given away: the difference is small."""

    @property
    def settles(self) -> bool:
        """Whether nothing is left to decide after it."""
        return self is not ChoiceKind.LATER

    @property
    def needs_reason(self) -> bool:
        """Whether a person must say why."""
        return self is ChoiceKind.SHORT


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice; `book` is the payment or attempt that money is taken for."""

    kind: ChoiceKind
    book: BookMoney | None = None
    reason: str = ""


def choices_for(item: Item) -> list[Choice]:
    """Return what may be chosen, the likeliest first; nothing for what matched."""
    if item.finding is Finding.MONEY_WITHOUT_SALE:
        return _money_without_sale(item)
    if item.finding is Finding.SALE_WITHOUT_MONEY:
        return _sale_without_money(item)
    if item.finding is Finding.DIFFERENT:
        return _different(item)
    return []


def _money_without_sale(item: Item) -> list[Choice]:
    orders = [Choice(ChoiceKind.ORDER, book) for book in item.candidates[:MOST_CANDIDATES]]
    other = Choice(ChoiceKind.INCOME if item.bill_amount > 0 else ChoiceKind.OUTGO)
    later = Choice(ChoiceKind.LATER)
    if len(item.candidates) == 1:
        return [*orders, other, later]
    return [later, *orders, other]


def _sale_without_money(item: Item) -> list[Choice]:
    book = item.book
    choices = [Choice(ChoiceKind.LATER, book)]
    if book is None or book.kind is BookKind.REFUND:
        return choices
    if book.can_be_owed:
        choices.append(Choice(ChoiceKind.OWED, book))
    if book.kind is BookKind.PAYMENT:
        choices.append(Choice(ChoiceKind.SHORT, book))
    return choices


def _different(item: Item) -> list[Choice]:
    later = Choice(ChoiceKind.LATER, item.book)
    if item.book is None or item.book.kind is not BookKind.PAYMENT:
        return [later, Choice(ChoiceKind.INCOME if item.bill_amount > 0 else ChoiceKind.OUTGO)]
    rounding = Choice(ChoiceKind.ROUNDING, item.book)
    owed: Sequence[Choice] = ()
    if item.difference < 0 and item.book.can_be_owed:
        owed = (Choice(ChoiceKind.OWED, item.book),)
    if abs(item.difference) <= SMALL_DIFFERENCE:
        return [rounding, *owed, later]
    return [later, *owed, rounding]
