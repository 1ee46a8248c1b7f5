"""What waits for a person about online shops, with the ways out; and settling it.

A way out is taken in one transaction with the settling. Taking the same one again changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select, update

from microshop_desktop.domain.decisions import Choice, ConflictKind, Option, likely
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.tables.channels import Conflict
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import OPEN, SETTLED, ConflictView, view_of
from microshop_desktop.services.decision_acts import Deciding, Touched, Verdict, effect_of
from microshop_desktop.services.decision_options import RIGHTS, options_of
from microshop_desktop.services.events import CatalogueChanged, OrderChanged, StockChanged
from microshop_desktop.services.online_overview import OnlineOverview, ToSettle
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shortages import Shortage, read_shortage

__all__ = ["Decisions", "Question", "Verdict"]

_ROW = select(*Conflict.__table__.columns).where(Conflict.id == bindparam("conflict"))
_UPDATE = update(Conflict).where(Conflict.id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be decided; `likely` is offered first. `shortage` where goods are short."""

    about: ToSettle
    options: tuple[Option, ...]
    likely: Choice | None
    shortage: Shortage | None = None

    @property
    def id(self) -> UUID:
        """The id of the conflict."""
        return self.about.conflict.id


class Decisions:
    """Questions about online shops, and their ways out."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def questions(self, actor: Actor) -> tuple[Question, ...]:
        """Return what is open with the ways out that this person may take, the oldest first."""
        found = OnlineOverview(self._shop).to_settle(actor)
        with self._shop.database.read() as connection:
            place, currency = self._shop.profile.place, self._shop.profile.currency.code
            questions = []
            for about in found:
                conflict = about.conflict
                options = options_of(connection, place, actor, conflict, currency=currency)
                short = conflict.kind is ConflictKind.OVERSOLD
                shortage = read_shortage(connection, place, conflict.subject) if short else None
                first = likely(conflict.kind, options)
                questions.append(Question(about, options, first, shortage))
        return tuple(questions)

    @act(Right.SYNC)
    def settle(self, actor: Actor, verdict: Verdict) -> ConflictView:
        """Take a way out and settle the question; the same one again changes nothing.

        `not_found` for one that is gone or was settled otherwise, `not_offered` for a way out that
        there is not (any more), `not_allowed` without the right to what it does.
        """
        (settled,) = self.settle_all(actor, [verdict])
        return settled

    @act(Right.SYNC)
    def settle_all(self, actor: Actor, verdicts: Sequence[Verdict]) -> tuple[ConflictView, ...]:
        """Take ways out of several questions, all of them or none."""
        touched = Touched()
        with self._shop.booking(actor) as booking:
            settled = tuple(self._settle(actor, booking, each, touched) for each in verdicts)
        self._tell(touched)
        return settled

    def _settle(
        self, actor: Actor, booking: Booking, verdict: Verdict, touched: Touched
    ) -> ConflictView:
        row = booking.connection.execute(_ROW, {"conflict": verdict.conflict}).one_or_none()
        if row is None:
            raise ShopError(ErrorCode.NOT_FOUND, what="conflict", key=str(verdict.conflict))
        conflict = view_of(row)
        if row.state != OPEN:
            if (row.decision or {}).get("choice") != verdict.choice:
                raise ShopError(ErrorCode.NOT_FOUND, what="conflict", key=str(verdict.conflict))
            return conflict
        needed = RIGHTS.get((conflict.kind, verdict.choice))
        if needed is not None:
            actor.require(needed)
        option = self._option(actor, booking, conflict, verdict.choice)
        effect_of(conflict.kind, verdict.choice)(
            Deciding(booking, conflict, verdict, option, touched)
        )
        values = {"state": SETTLED, "decision": _decision(verdict), "settled_at": booking.at}
        stamp = {"changed_at": booking.at, "changed_by_till": booking.till}
        booking.connection.execute(_UPDATE, {"row": conflict.id, **values, **stamp})
        return conflict

    def _option(
        self, actor: Actor, booking: Booking, conflict: ConflictView, choice: Choice
    ) -> Option:
        currency = self._shop.profile.currency.code
        options = options_of(booking.connection, booking.place, actor, conflict, currency=currency)
        for option in options:
            if option.choice is choice:
                return option
        raise ShopError(ErrorCode.NOT_OFFERED, choice=choice.value)

    def _tell(self, touched: Touched) -> None:
        for order, number in touched.orders.items():
            self._shop.events.send(OrderChanged(order, number))
        if touched.skus:
            self._shop.events.send(StockChanged(frozenset(touched.skus)))
        if touched.goods:
            self._shop.events.send(CatalogueChanged(frozenset(touched.goods)))


def _decision(verdict: Verdict) -> dict[str, object]:
    """Return a decision as it is kept: its name, and what was said with it."""
    kept: dict[str, object] = {"by": "person", "choice": verdict.choice.value}
    for name in ("courier", "tracking", "note"):
        said = getattr(verdict, name)
        if said:
            kept[name] = said
    if verdict.given is not None:
        kept["given"] = {str(line): pieces for line, pieces in verdict.given.items()}
    return kept
