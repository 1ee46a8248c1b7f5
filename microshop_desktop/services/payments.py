"""Money that arrived, payment by payment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, literal, select, tuple_

from microshop_desktop.domain.basket import Method
from microshop_desktop.persistence.columns import IdType, ShopDayType
from microshop_desktop.persistence.tables.orders import OrderRow, Payment, PaymentAttempt
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.order_json import Document, iso_text
from microshop_desktop.services.shop import Shop

_CHUNK = 1000
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
    )
    .join(OrderRow, OrderRow.id == Payment.order_id)
    .outerjoin(PaymentAttempt, PaymentAttempt.id == Payment.attempt_id)
    .order_by(Payment.shop_day.desc(), Payment.till_id.desc(), Payment.seq.desc())
    .limit(_CHUNK)
)


@dataclass(frozen=True, slots=True)
class PaymentFilters:
    """What is wanted of the list; None narrows nothing."""

    first_day: date | None = None
    last_day: date | None = None
    method: Method | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentRowView:
    """A payment in a list. `needs_attention`: a person should look whether the money is there."""

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

    @property
    def needs_attention(self) -> bool:
        """Whether nobody knows yet that the money is there."""
        return self.state == "to_verify"


class Payments:
    """Looking at payments."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_ORDERS)
    def every(
        self, actor: Actor, filters: PaymentFilters | None = None
    ) -> Iterator[PaymentRowView]:
        """Give all payments that fit, newest first, in bounded memory."""
        statement = _LIST.where(*_conditions(filters or PaymentFilters()))
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
    )
