"""What is still to be settled: money on its way or unknown, unpaid orders, money that is too much.

One list for the counter: each entry says what it is about; what can be done follows from its kind.
"""

import heapq
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    RowMapping,
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import AttemptState
from microshop_desktop.domain.payment_refund import WayState
from microshop_desktop.persistence.tables.orders import (
    OVERPAID,
    OrderRow,
    Payment,
    PaymentAttempt,
    Refund,
    RefundPayment,
)
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_records import (
    OPEN,
    AttemptRecord,
    attempt_record,
    select_attempts,
)
from microshop_desktop.services.refund_ways import select_ways, way_record
from microshop_desktop.services.shop import Shop

PAGE = 50
_PENDING = "pending_payment"
_ENDED_UNPAID = (
    AttemptState.CLOSED.value,
    AttemptState.REVERSED.value,
)
_IS_OPEN = PaymentAttempt.state.in_(OPEN)
_NOT_FITTING = and_(
    or_(
        PaymentAttempt.state.in_(_ENDED_UNPAID),
        and_(
            PaymentAttempt.state == AttemptState.FAILED.value, PaymentAttempt.next_at.is_not(None)
        ),
    ),
    PaymentAttempt.transaction_id.is_not(None),
)
"""An ended attempt has a number of the platform's only where money came that does not fit.

One that a person put aside has failed, and is not looked at any more.
"""
_UNPAID = and_(
    OrderRow.state == _PENDING,
    OrderRow.account_id.is_(None),  # what is ordered online is paid there
    ~exists().where(PaymentAttempt.order_id == OrderRow.id, _IS_OPEN),
)
_RETURNED = (
    select(func.coalesce(func.sum(Refund.amount), 0))
    .where(Refund.order_id == OrderRow.id, Refund.money_only)
    .scalar_subquery()
)
_OWED = case((OrderRow.state == "cancelled", 0), else_=OrderRow.total)
_IS_OVERPAID: ColumnElement[bool] = literal_column(str(OVERPAID))
_TOO_MUCH = and_(
    _IS_OVERPAID,
    exists().where(Payment.order_id == OrderRow.id, Payment.attempt_id.is_not(None)),
    OrderRow.paid - _RETURNED > _OWED,
)
_IS_REFUSED = RefundPayment.state == WayState.FAILED.value
_ORDERS = select(
    OrderRow.id, OrderRow.number, OrderRow.at, OrderRow.currency, OrderRow.total, OrderRow.paid
)


class PendingKind(StrEnum):
    """Why an entry is on the list."""

    ATTEMPT = "attempt"
    """A payment whose end is not known yet."""
    TO_VERIFY = "to_verify"
    """Goods were handed over before it was known whether they are paid."""
    MISMATCH = "mismatch"
    """Money came that is not what was asked for: a person must look."""
    UNPAID = "unpaid"
    """An order that waits for its money, and nobody is asked for it."""
    TOO_MUCH = "too_much"
    """Money came twice, or for an order that was cancelled."""
    REFUND_REFUSED = "refund_refused"


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """An entry; `amount` in minor units is what it is about, `paid` what the order has already.

    `key` is the attempt, the way of the refund, or the order itself. `tries` counts questions;
    `code` is the platform's own word of a refused refund.
    """

    kind: PendingKind
    key: UUID
    order: UUID
    order_number: str
    at: datetime
    amount: int
    currency: str
    method: Method | None = None
    number: str = ""
    tries: int = 0
    paid: int = 0
    record: AttemptRecord | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class PendingPage:
    """A part of the list, newest first; `after` leads to the next part, None at the end."""

    entries: tuple[PendingEntry, ...]
    after: tuple[datetime, UUID] | None = None


class PendingList:
    """Looking at what is not settled."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SELL)
    def page(
        self, actor: Actor, *, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
    ) -> PendingPage:
        """Return entries, newest first, those behind `after` where it is given."""
        with self._shop.database.read() as connection:
            parts = (
                _attempts(connection, after, limit),
                _orders(connection, after, limit),
                _refused(connection, after, limit),
            )
            merged = heapq.merge(*parts, key=_place, reverse=True)
            entries = tuple(entry for entry, _no in zip(merged, range(limit + 1), strict=False))
        if len(entries) <= limit:
            return PendingPage(entries)
        return PendingPage(entries[:limit], _place(entries[limit - 1]))

    @act(Right.SELL)
    def count(self, actor: Actor) -> int:
        """Return how many entries there are."""
        attempts = select(func.count()).select_from(PaymentAttempt).where(_is_pending())
        orders = select(func.count()).select_from(OrderRow)
        with self._shop.database.read() as connection:
            counts = [
                connection.scalar(attempts),
                connection.scalar(orders.where(_UNPAID)),
                connection.scalar(orders.where(_TOO_MUCH)),
                len([row for row in connection.execute(_refusals()).mappings() if _is_left(row)]),
            ]
        return sum(count or 0 for count in counts)


def _is_pending() -> ColumnElement[bool]:
    return or_(_IS_OPEN, _NOT_FITTING)


def _attempts(
    connection: Connection, after: tuple[datetime, UUID] | None, limit: int
) -> list[PendingEntry]:
    statement = _part(
        select_attempts().where(_is_pending()),
        (PaymentAttempt.made_at, PaymentAttempt.id),
        after,
        limit,
    )
    rows = connection.execute(statement).mappings()
    return [_attempt_entry(attempt_record(row)) for row in rows]


def _attempt_entry(record: AttemptRecord) -> PendingEntry:
    attempt = record.attempt
    kind = PendingKind.TO_VERIFY if attempt.handed_over else PendingKind.ATTEMPT
    if attempt.needs_person:
        kind = PendingKind.MISMATCH
    return PendingEntry(
        kind=kind,
        key=attempt.id,
        order=record.order,
        order_number=record.order_number,
        at=attempt.made_at,
        amount=attempt.amount,
        currency=attempt.currency,
        method=attempt.method,
        number=attempt.out_trade_no,
        tries=attempt.tries,
        record=record,
    )


def _orders(
    connection: Connection, after: tuple[datetime, UUID] | None, limit: int
) -> list[PendingEntry]:
    place = (OrderRow.at, OrderRow.id)
    unpaid = connection.execute(_part(_ORDERS.where(_UNPAID), place, after, limit)).all()
    paid_too_much = _ORDERS.add_columns((OrderRow.paid - _RETURNED - _OWED).label("too_much"))
    much = connection.execute(_part(paid_too_much.where(_TOO_MUCH), place, after, limit)).all()
    entries = [_order_entry(PendingKind.UNPAID, row, amount=row.total - row.paid) for row in unpaid]
    entries += [_order_entry(PendingKind.TOO_MUCH, row, amount=row.too_much) for row in much]
    return sorted(entries, key=_place, reverse=True)


def _order_entry(kind: PendingKind, row: Row[Any], *, amount: int) -> PendingEntry:
    return PendingEntry(
        kind=kind,
        key=row.id,
        order=row.id,
        order_number=row.number,
        at=row.at,
        amount=amount,
        currency=row.currency,
        paid=row.paid,
    )


def _refusals() -> Select[*tuple[Any, ...]]:
    return select_ways().add_columns(Refund.at).where(_IS_REFUSED)


def _is_left(row: RowMapping) -> bool:
    """Whether nobody settled the refused refund otherwise."""
    return not way_record(row).settled


def _refused(
    connection: Connection, after: tuple[datetime, UUID] | None, limit: int
) -> list[PendingEntry]:
    """Return refused refunds that nobody settled; those that were are few and left out here."""
    statement = _after(_refusals(), (Refund.at, RefundPayment.id), after)
    rows = connection.execute(statement).mappings()
    entries = []
    for row in rows:
        if not _is_left(row):
            continue
        record = way_record(row)
        entries.append(
            PendingEntry(
                kind=PendingKind.REFUND_REFUSED,
                key=record.way.id,
                order=record.order,
                order_number=record.order_number,
                at=row["at"],
                amount=record.way.amount,
                currency=record.way.currency,
                method=record.method,
                number=record.refund_number,
                tries=record.way.tries,
                code=record.way.code,
            )
        )
    return entries[: limit + 1]


def _part(
    statement: Select[*tuple[Any, ...]],
    place: tuple[Any, Any],
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Select[*tuple[Any, ...]]:
    return _after(statement, place, after).limit(limit + 1)


def _after(
    statement: Select[*tuple[Any, ...]],
    place: tuple[Any, Any],
    after: tuple[datetime, UUID] | None,
) -> Select[*tuple[Any, ...]]:
    moment, key = place
    ordered = statement.order_by(moment.desc(), key.desc())
    if after is None:
        return ordered
    at, last = after
    return ordered.where(or_(moment < at, and_(moment == at, key < last)))


def _place(entry: PendingEntry) -> tuple[datetime, UUID]:
    return entry.at, entry.key
