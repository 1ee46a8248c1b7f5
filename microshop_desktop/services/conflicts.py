"""What no rule can decide between us and an online shop, until a person settles it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from microshop_desktop.domain.decisions import BY_RULE, ConflictKind, may_be_asked_again
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.channels import Conflict
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.shop import Shop

__all__ = [
    "OPEN",
    "SETTLED",
    "ConflictKind",
    "ConflictView",
    "Conflicts",
    "end_conflict",
    "raise_conflict",
    "view_of",
]

OPEN, SETTLED = "open", "settled"
_SAME = select(Conflict.id, Conflict.facts).where(
    Conflict.account_id == bindparam("account"),
    Conflict.kind == bindparam("what"),
    Conflict.subject_id == bindparam("subject"),
    Conflict.state == OPEN,
)
_LAST = (
    select(Conflict.facts, Conflict.decision)
    .where(
        Conflict.account_id == bindparam("account"),
        Conflict.kind == bindparam("what"),
        Conflict.subject_id == bindparam("subject"),
    )
    .order_by(Conflict.id.desc())
    .limit(1)
)
_INSERT = insert(Conflict)
_UPDATE = update(Conflict).where(Conflict.id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A conflict; `subject` is an order, goods, a listing or the account itself (`orders_unread`).

    `facts` are ids, words, moments and amounts.
    """

    id: UUID
    account: UUID | None
    kind: ConflictKind
    subject: UUID
    facts: Mapping[str, Any]
    since: datetime


class Conflicts:
    """What waits for a person."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def open(self, actor: Actor, account: UUID | None = None) -> tuple[ConflictView, ...]:
        """Return what is open, the oldest first."""
        query = select(Conflict).where(Conflict.state == OPEN).order_by(Conflict.id)
        if account is not None:
            query = query.where(Conflict.account_id == account)
        with self._shop.database.reading_session() as session:
            return tuple(view_of(row) for row in session.scalars(query))


def raise_conflict(
    booking: Booking,
    account: UUID,
    kind: ConflictKind,
    subject: UUID,
    facts: Mapping[str, object],
) -> bool:
    """Note a conflict inside an open act; False where the very same was noted before.

    One of a kind is open for a subject: newer facts take the place of older ones.
    """
    key = {"account": account, "what": kind.value, "subject": subject}
    last = booking.connection.execute(_LAST, key).one_or_none()
    if last is not None and last.facts == dict(facts) and not may_be_asked_again(last.decision):
        return False
    same = booking.connection.execute(_SAME, key).one_or_none()
    stamp = {"facts": dict(facts), "changed_at": booking.at, "changed_by_till": booking.till}
    if same is not None:
        booking.connection.execute(_UPDATE, {"row": same.id, **stamp})
        return False
    booking.connection.execute(
        _INSERT,
        {
            "id": booking.ids.new(),
            "account_id": account,
            "kind": kind.value,
            "subject_id": subject,
            "state": OPEN,
            **stamp,
        },
    )
    return True


def open_facts(
    booking: Booking, account: UUID, kind: ConflictKind, subject: UUID
) -> Mapping[str, Any] | None:
    """Return what is asked of a person now, inside an open act; None where nothing is."""
    key = {"account": account, "what": kind.value, "subject": subject}
    same = booking.connection.execute(_SAME, key).one_or_none()
    return None if same is None else dict(same.facts)


def end_conflict(booking: Booking, account: UUID, kind: ConflictKind, subject: UUID) -> None:
    """Take back what is no question any more, inside an open act."""
    key = {"account": account, "what": kind.value, "subject": subject}
    same = booking.connection.execute(_SAME, key).one_or_none()
    if same is not None:
        values = {"state": SETTLED, "decision": BY_RULE, "settled_at": booking.at}
        booking.connection.execute(_UPDATE, {"row": same.id, **values})


def view_of(row: Conflict | AnyRow) -> ConflictView:
    """Return what is asked of a person, from its row."""
    return ConflictView(
        id=row.id,
        account=row.account_id,
        kind=ConflictKind(row.kind),
        subject=row.subject_id,
        facts=row.facts,
        since=row.changed_at,
    )
