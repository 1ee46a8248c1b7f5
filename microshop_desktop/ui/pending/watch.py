"""Payments that are not on the selling page: told of when their end is known."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.domain.money import currency
from microshop_desktop.domain.payment import AttemptState
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.phone_words import received_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microshop_desktop.services.attempt_records import AttemptRecord


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a payment that was put aside; `paid` tells the tone, `order` leads to it."""

    text: str
    paid: bool
    order: UUID


class PendingWatch:
    """Knows which payments were open, so that each end is told once."""

    def __init__(self) -> None:
        """Begin with nothing open."""
        self._open: set[UUID] = set()

    def begin(self, left_open: "Sequence[AttemptRecord]") -> None:
        """Take in what a former run left open."""
        self._open |= {record.attempt.id for record in left_open}

    def changed(self, record: "AttemptRecord", *, on_screen: bool) -> Found | None:
        """Take in a payment as it is now; return what there is to tell, where its end is news."""
        attempt = record.attempt.id
        if record.attempt.is_open:
            self._open.add(attempt)
            return None
        was_open = attempt in self._open
        self._open.discard(attempt)
        return self._found(record) if was_open and not on_screen else None

    def _found(self, record: "AttemptRecord") -> Found:
        own = currency(record.attempt.currency)
        if record.attempt.state is AttemptState.PAID:
            words = received_words(record.attempt, own)
            return Found(f"{words} · {record.order_number}", paid=True, order=record.order)
        words = _("{amount} of {number} did not come").format(
            amount=money_text(record.attempt.amount, own), number=record.order_number
        )
        return Found(words, paid=False, order=record.order)
