"""What a person may decide about an online shop, as data: kinds of questions, and the ways out.

Each question has one likely way out at most, which is offered first and never taken by itself. What
a way out does is in `services/decision_acts.py`, what it is called in `infra/decision_words.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class ConflictKind(StrEnum):
    """What there is to settle.

    `oversold`: more is kept for customers than is there. `went_back`: the platform takes back that
    goods have left. `changed_after_sale`: other goods or money than were booked. `refunded_online`:
    money went back there; what of the goods? `stock_refused`, `ship_refused`: it does not take a
    number or a parcel. `write_unclear`: nobody heard what became of numbers that were sent.
    `price_differs`: somebody changed a price there. `sold_unlinked`: goods left before we knew
    whose they are, and no stock was moved. `order_senseless`: what it says of an order cannot be.
    `orders_unread`: it no longer tells of the orders of some time.
    """

    OVERSOLD = "oversold"
    WENT_BACK = "went_back"
    CHANGED_AFTER_SALE = "changed_after_sale"
    REFUNDED_ONLINE = "refunded_online"
    STOCK_REFUSED = "stock_refused"
    SHIP_REFUSED = "ship_refused"
    WRITE_UNCLEAR = "write_unclear"
    PRICE_DIFFERS = "price_differs"
    SOLD_UNLINKED = "sold_unlinked"
    ORDER_SENSELESS = "order_senseless"
    ORDERS_UNREAD = "orders_unread"


class Choice(StrEnum):
    """A way out, by the name that scripts use."""

    LEAVE = "leave"
    GOODS_BACK = "goods-back"
    GOODS_GONE = "goods-gone"
    BOOK_DIFFERENCE = "book-difference"
    AGAIN = "again"
    LEAVE_ALONE = "leave-alone"
    SHIPPED_THERE = "shipped-there"
    ASK_AGAIN = "ask-again"
    WRITE_OURS = "write-ours"
    OURS_THERE = "ours-there"
    THEIRS_HERE = "theirs-here"
    OWN_PRICE = "own-price"
    WAIT = "wait"
    OTHER_GOODS = "other-goods"
    GIVE_BACK = "give-back"
    TAKE_OFF = "take-off"


COMES_BACK = frozenset({Choice.AGAIN, Choice.ASK_AGAIN, Choice.WRITE_OURS, Choice.OURS_THERE})
"""After these the very same may be asked once more: it was only tried again."""
BY_RULE = {"by": "rule"}
"""How a question is settled that is none any more."""
SHORT_ANSWERS = frozenset({Choice.WAIT, Choice.OTHER_GOODS, Choice.GIVE_BACK})
"""What is said to customers for whom there is too little."""

_WAYS_OUT: Mapping[ConflictKind, tuple[Choice, ...]] = MappingProxyType(
    {
        ConflictKind.OVERSOLD: (Choice.WAIT, Choice.OTHER_GOODS, Choice.GIVE_BACK),
        ConflictKind.WENT_BACK: (Choice.GOODS_BACK, Choice.LEAVE),
        ConflictKind.CHANGED_AFTER_SALE: (Choice.BOOK_DIFFERENCE, Choice.LEAVE),
        ConflictKind.REFUNDED_ONLINE: (Choice.GOODS_BACK, Choice.GOODS_GONE, Choice.LEAVE),
        ConflictKind.STOCK_REFUSED: (Choice.AGAIN, Choice.LEAVE_ALONE),
        ConflictKind.SHIP_REFUSED: (Choice.AGAIN, Choice.SHIPPED_THERE, Choice.LEAVE),
        ConflictKind.WRITE_UNCLEAR: (Choice.ASK_AGAIN, Choice.WRITE_OURS),
        ConflictKind.PRICE_DIFFERS: (Choice.OURS_THERE, Choice.THEIRS_HERE, Choice.OWN_PRICE),
        ConflictKind.SOLD_UNLINKED: (Choice.TAKE_OFF, Choice.LEAVE),
        ConflictKind.ORDER_SENSELESS: (Choice.LEAVE,),
        ConflictKind.ORDERS_UNREAD: (Choice.LEAVE,),
    }
)


@dataclass(frozen=True, slots=True)
class Option:
    """A way out of one question. `amount`: the money it books or writes, minor units."""

    choice: Choice
    amount: int = 0


def ways_out(kind: ConflictKind) -> tuple[Choice, ...]:
    """Return all ways out of a kind of question, the usual ones first."""
    return _WAYS_OUT[kind]


def likely(kind: ConflictKind, offered: tuple[Option, ...]) -> Choice | None:
    """Return the way out that is offered first, None where nobody can tell."""
    first = _LIKELY.get(kind)
    choices = {option.choice for option in offered}
    if Choice.GOODS_BACK in choices:
        return None
    return first if first in choices else None


_LIKELY: Mapping[ConflictKind, Choice] = MappingProxyType(
    {
        ConflictKind.STOCK_REFUSED: Choice.AGAIN,
        ConflictKind.WRITE_UNCLEAR: Choice.ASK_AGAIN,
        ConflictKind.PRICE_DIFFERS: Choice.OURS_THERE,
        ConflictKind.REFUNDED_ONLINE: Choice.GOODS_GONE,
        ConflictKind.CHANGED_AFTER_SALE: Choice.BOOK_DIFFERENCE,
        ConflictKind.OVERSOLD: Choice.WAIT,
    }
)
"""What is wrong with a parcel nobody can guess, nor where goods went that may have come back."""


def may_be_asked_again(decision: Mapping[str, Any] | None) -> bool:
    """Tell whether the same is to be told of once more: it was over, or was tried again."""
    if decision is None:
        return False
    return decision == BY_RULE or decision.get("choice") in COMES_BACK
