"""Money that arrived, payment by payment, and tries to collect that brought none."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, case, false, func, literal, select, tuple_

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import AttemptState
from microshop_desktop.domain.shop_day import day_begins
from microshop_desktop.persistence.columns import IdType, InstantType, ShopDayType
from microshop_desktop.persistence.tables.orders import (
    OrderRow,
    Payment,
    PaymentAccount,
    PaymentAttempt,
    Refund,
)
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_records import (
    AttemptRecord,
    attempt_record,
    select_attempts,
)
from microshop_desktop.services.order_json import Document, iso_text
from microshop_desktop.services.shop import Shop

_CHUNK = 1000
_NOT_PAID = tuple(state.value for state in AttemptState if state is not AttemptState.PAID)
"""Named one by one, so that their index is used and the many that are paid are not looked at."""
_RETURNED = (
    select(func.coalesce(func.sum(Refund.amount), 0))
    .where(Refund.order_id == OrderRow.id, Refund.money_only)
    .scalar_subquery()
)
_OWED = case((OrderRow.state == "cancelled", 0), else_=OrderRow.total)
_TOO_MUCH = case(
    (
        and_(Payment.attempt_id.is_not(None), OrderRow.paid > _OWED),
        OrderRow.paid - _RETURNED > _OWED,
    ),
    else_=false(),
)
"""Whether an order has more money than it costs, which did not go back yet."""
_LIST = (
    select(
        OrderRow.number,
        Payment.attempt_id,
        Payment.method,
        Payment.amount,
        Payment.currency,
        Payment.state,
        Payment.reference,
        Payment.at,
        Payment.shop_day,
        Payment.till_id,
        Payment.seq,
        PaymentAttempt.out_trade_no,
        PaymentAttempt.transaction_id,
        PaymentAccount.practice,
        _TOO_MUCH.label("too_much"),
    )
    .join(OrderRow, OrderRow.id == Payment.order_id)
    .outerjoin(PaymentAttempt, PaymentAttempt.id == Payment.attempt_id)
    .outerjoin(PaymentAccount, PaymentAccount.id == Payment.account_id)
    .order_by(Payment.shop_day.desc(), Payment.till_id.desc(), Payment.seq.desc())
    .limit(_CHUNK)
)
_UNPAID = (
    select_attempts()
    .where(PaymentAttempt.state.in_(_NOT_PAID))
    .order_by(PaymentAttempt.made_at.desc(), PaymentAttempt.id.desc())
    .limit(_CHUNK)
)


@dataclass(frozen=True, slots=True)
class PaymentFilters:
    """What is wanted of the list; None narrows nothing."""

    first_day: date | None = None
    last_day: date | None = None
    method: Method | None = None
    state: str | None = None
    orders: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class PaymentRowView:
    """A payment in a list, or a try to collect that brought none (yet).

    `needs_attention`: a person should look whether the money is there, whether it is what was asked
    for, or give back what came too much. `practice`: no real money.
    """

    order: str
    attempt: UUID | None
    method: Method
    amount: int
    currency: str
    state: str
    reference: str
    out_trade_no: str | None
    transaction_id: str | None
    at: datetime
    practice: bool = False
    needs_attention: bool = False


class Payments:
    """Looking at payments."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_ORDERS)
    def every(
        self, actor: Actor, filters: PaymentFilters | None = None
    ) -> Iterator[PaymentRowView]:
        """Give all payments and unpaid attempts that fit, newest first, in bounded memory."""
        wanted = filters or PaymentFilters()
        yield from heapq.merge(
            self._received(wanted), self._unpaid(wanted), key=lambda row: row.at, reverse=True
        )

    def _unpaid(self, filters: PaymentFilters) -> Iterator[PaymentRowView]:
        """Give attempts without money; days are those of the shop's zone."""
        statement = _UNPAID.where(*self._attempt_conditions(filters))
        after: AttemptRecord | None = None
        while True:
            narrowed = statement if after is None else statement.where(_before(after))
            with self._shop.database.read() as connection:
                rows = connection.execute(narrowed).mappings().all()
            records = [attempt_record(row) for row in rows]
            yield from map(_unpaid_view, records)
            if len(records) < _CHUNK:
                return
            after = records[-1]

    def _attempt_conditions(self, filters: PaymentFilters) -> list[ColumnElement[bool]]:
        profile = self._shop.profile
        found: list[ColumnElement[bool]] = []
        if filters.first_day is not None:
            begin = day_begins(filters.first_day, profile.zone, profile.day_starts_at)
            found.append(PaymentAttempt.made_at >= begin)
        if filters.last_day is not None:
            day = filters.last_day + timedelta(days=1)
            end = day_begins(day, profile.zone, profile.day_starts_at)
            found.append(PaymentAttempt.made_at < end)
        if filters.method is not None:
            found.append(PaymentAttempt.method == filters.method.value)
        if filters.state is not None:
            found.append(PaymentAttempt.state == filters.state)
        if filters.orders is not None:
            found.append(PaymentAttempt.order_id.in_(filters.orders))
        return found

    def _received(self, filters: PaymentFilters) -> Iterator[PaymentRowView]:
        statement = _LIST.where(*_conditions(filters))
        after: RowMapping | None = None
        while True:
            narrowed = statement if after is None else statement.where(_behind(after))
            with self._shop.database.read() as connection:
                rows = connection.execute(narrowed).mappings().all()
            yield from map(_view, rows)
            if len(rows) < _CHUNK:
                return
            after = rows[-1]


def payment_json(payment: PaymentRowView, zone: str) -> Document:
    """Return a payment as `payments list` prints it."""
    return {
        "order": payment.order,
        "attempt": None if payment.attempt is None else str(payment.attempt),
        "method": payment.method.value,
        "amount": payment.amount,
        "currency": payment.currency,
        "state": payment.state,
        "out_trade_no": payment.out_trade_no,
        "transaction_id": payment.transaction_id,
        "at": iso_text(payment.at, zone),
        "needs_attention": payment.needs_attention,
        **({"practice": True} if payment.practice else {}),
    }


def _conditions(filters: PaymentFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.first_day is not None:
        found.append(Payment.shop_day >= filters.first_day)
    if filters.last_day is not None:
        found.append(Payment.shop_day <= filters.last_day)
    if filters.method is not None:
        found.append(Payment.method == filters.method.value)
    if filters.state is not None:
        found.append(Payment.state == filters.state)
    if filters.orders is not None:
        found.append(Payment.order_id.in_(filters.orders))
    return found


def _behind(row: RowMapping) -> ColumnElement[bool]:
    place = tuple_(
        literal(row["shop_day"], ShopDayType()),
        literal(row["till_id"], IdType()),
        literal(row["seq"]),
    )
    return tuple_(Payment.shop_day, Payment.till_id, Payment.seq) < place


def _view(row: RowMapping) -> PaymentRowView:
    return PaymentRowView(
        order=row["number"],
        attempt=row["attempt_id"],
        method=Method(row["method"]),
        amount=row["amount"],
        currency=row["currency"],
        state=row["state"],
        reference=row["reference"],
        out_trade_no=row["out_trade_no"],
        transaction_id=row["transaction_id"],
        at=row["at"],
        practice=bool(row["practice"]),
        needs_attention=row["state"] == "to_verify" or bool(row["too_much"]),
    )


def _before(record: AttemptRecord) -> ColumnElement[bool]:
    place = tuple_(
        literal(record.attempt.made_at, InstantType()), literal(record.attempt.id, IdType())
    )
    return tuple_(PaymentAttempt.made_at, PaymentAttempt.id) < place


def _unpaid_view(record: AttemptRecord) -> PaymentRowView:
    attempt = record.attempt
    doubtful = attempt.is_open and (attempt.state is AttemptState.UNKNOWN or attempt.handed_over)
    return PaymentRowView(
        order=record.order_number,
        attempt=attempt.id,
        method=attempt.method,
        amount=attempt.amount,
        currency=attempt.currency,
        state=attempt.state.value,
        reference=record.reference,
        out_trade_no=attempt.out_trade_no,
        transaction_id=attempt.transaction_id or None,
        at=attempt.made_at,
        practice=record.practice,
        needs_attention=doubtful or attempt.needs_person,
    )
