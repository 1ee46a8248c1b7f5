"""Goods that are short, as their card shows them: who wants how many, and who gets them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from microshop_desktop.domain.decisions import Choice
from microshop_desktop.domain.quantity import plain_quantity
from microshop_desktop.domain.shortage import lacking, most_for
from microshop_desktop.infra.decision_words import letter
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.shortages import Claim, Shortage


@dataclass(frozen=True, slots=True)
class ClaimLook:
    """An order that wants the goods: of `wanted` pieces it gets `given`, and may get `most`."""

    line: UUID
    number: str
    source: str
    customer: str
    since: datetime
    is_paid: bool
    wanted: int
    given: int
    most: int

    @property
    def lacks(self) -> int:
        """The pieces that it does not get."""
        return self.wanted - self.given


@dataclass(frozen=True, slots=True)
class ShortLook:
    """Goods that are short. Texts of what is there, wanted and missing; `worth` of what lacks."""

    name: str
    there: str
    wanted: str
    missing: str
    claims: tuple[ClaimLook, ...]
    stopped: bool
    currency: str
    worth: int

    @property
    def given(self) -> dict[UUID, int]:
        """The pieces of each order line."""
        return {claim.line: claim.given for claim in self.claims}

    @property
    def lacks(self) -> int:
        """All pieces that orders do not get."""
        return sum(claim.lacks for claim in self.claims)

    def letters(self, choice: Choice) -> str:
        """Return what the buyers may be told, an order a paragraph."""
        return "\n\n".join(
            letter(choice, goods=self.name, number=claim.number, pieces=number_text(claim.lacks))
            for claim in self.claims
            if claim.lacks
        )


def short_look(shortage: Shortage, given: Mapping[UUID, int] | None) -> ShortLook:
    """Return goods that are short; `given` by time of payment where nobody said otherwise."""
    first = shortage.first_given() if given is None else dict(given)
    wants = shortage.wants
    short = lacking(wants, first)
    missing = max(0, shortage.wanted - shortage.there)
    worth = {claim.line: claim.worth for claim in shortage.claims}
    claims = []
    for claim in shortage.claims:
        most = most_for(claim.line, there=shortage.there, wants=wants, given=first)
        claims.append(_look(claim, first, most))
    return ShortLook(
        name=shortage.name,
        there=plain_quantity(shortage.there),
        wanted=plain_quantity(shortage.wanted),
        missing=plain_quantity(missing),
        claims=tuple(claims),
        stopped=shortage.stopped,
        currency=next((claim.currency for claim in shortage.claims), ""),
        worth=sum(worth[line] * pieces for line, pieces in short.items()),
    )


def stopped_text(short: ShortLook) -> str:
    """Return whether the goods can still be bought online."""
    if short.stopped:
        return _("Online it is sold out until this is decided")
    return _("The next sync sells it out online until this is decided")


def _look(claim: Claim, given: Mapping[UUID, int], most: int) -> ClaimLook:
    return ClaimLook(
        line=claim.line,
        number=claim.number,
        source=claim.source,
        customer=claim.customer,
        since=claim.paid_at or claim.placed_at,
        is_paid=claim.paid_at is not None,
        wanted=claim.pieces,
        given=given.get(claim.line, 0),
        most=most,
    )
