"""What no rule can decide between us and an online shop, until a person settles it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.tables.channels import Conflict
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.shop import Shop

_OPEN, _SETTLED = "open", "settled"
_BY_RULE = {"by": "rule"}
SEEN, AGAIN = {"choice": "seen"}, {"choice": "again"}
"""What a person may decide: that there is nothing to do, or that it is to be tried once more."""
_SAME = select(Conflict.id, Conflict.facts).where(
    Conflict.account_id == bindparam("account"),
    Conflict.kind == bindparam("what"),
    Conflict.subject_id == bindparam("subject"),
    Conflict.state == _OPEN,
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


class ConflictKind(StrEnum):
    """What there is to settle.

    `oversold`: more is kept for customers than is there. `went_back`: the platform takes back that
    goods have left. `changed_after_sale`: other goods or money than were booked. `refunded_online`:
    money went back there; what of the goods? `stock_refused`, `ship_refused`: it does not take a
    number or a parcel.
    """

    OVERSOLD = "oversold"
    WENT_BACK = "went_back"
    CHANGED_AFTER_SALE = "changed_after_sale"
    REFUNDED_ONLINE = "refunded_online"
    STOCK_REFUSED = "stock_refused"
    SHIP_REFUSED = "ship_refused"


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A conflict; `subject` is an order or a listing, `facts` ids, words and amounts."""

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
        query = select(Conflict).where(Conflict.state == _OPEN).order_by(Conflict.id)
        if account is not None:
            query = query.where(Conflict.account_id == account)
        with self._shop.database.reading_session() as session:
            return tuple(_view(row) for row in session.scalars(query))

    @act(Right.SYNC)
    def settle(self, actor: Actor, conflict: UUID, decision: Mapping[str, object]) -> ConflictView:
        """Keep what was decided; `not_found` where it is settled or gone."""
        with self._shop.database.session() as session:
            row = session.get(Conflict, conflict)
            if row is None or row.state != _OPEN:
                raise ShopError(ErrorCode.NOT_FOUND, what="conflict", key=str(conflict))
            row.state, row.decision = _SETTLED, dict(decision)
            row.settled_at = self._shop.clock.now()
            row.touch(row.settled_at, actor.till)
            session.flush()
            return _view(row)


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
    if last is not None and last.facts == dict(facts) and not _comes_back(last.decision):
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
            "state": _OPEN,
            **stamp,
        },
    )
    return True


def end_conflict(booking: Booking, account: UUID, kind: ConflictKind, subject: UUID) -> None:
    """Take back what is no question any more, inside an open act."""
    key = {"account": account, "what": kind.value, "subject": subject}
    same = booking.connection.execute(_SAME, key).one_or_none()
    if same is not None:
        values = {"state": _SETTLED, "decision": _BY_RULE, "settled_at": booking.at}
        booking.connection.execute(_UPDATE, {"row": same.id, **values})


def _comes_back(decision: Mapping[str, object] | None) -> bool:
    """Tell whether the same is to be told of once more: it was over, or was tried again."""
    return decision in (_BY_RULE, AGAIN)


def _view(row: Conflict) -> ConflictView:
    return ConflictView(
        id=row.id,
        account=row.account_id,
        kind=ConflictKind(row.kind),
        subject=row.subject_id,
        facts=row.facts,
        since=row.changed_at,
    )
