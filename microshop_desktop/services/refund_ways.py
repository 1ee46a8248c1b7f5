"""The ways the money of a refund goes back, between their rows and the rules that follow them.

Cash, and what a person gives back by hand, is done at once. What came through a merchant account
goes back through it: requested with the refund, followed by the collector.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Connection,
    RowMapping,
    Select,
    bindparam,
    insert,
    select,
    update,
)

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import Doubt
from microshop_desktop.domain.payment_refund import MoneyWay, RefundVerb, WayState, refund_sum_state
from microshop_desktop.domain.refunds import MoneyBack
from microshop_desktop.persistence.tables.orders import (
    OrderRow,
    Payment,
    PaymentAccount,
    PaymentAttempt,
    Refund,
    RefundPayment,
)
from microshop_desktop.services.booking import Booking

_INSERT = insert(RefundPayment)
_UPDATE = update(RefundPayment).where(RefundPayment.id == bindparam("way"))
_BY_ACCOUNT = select(Payment.id).where(
    Payment.id.in_(bindparam("payments", expanding=True)), Payment.account_id.is_not(None)
)
_STATES: BindParameter[UUID] = bindparam("refund")
_WAYS_OF = select(RefundPayment.state).where(RefundPayment.refund_id == _STATES)
_SET_STATE = update(Refund).where(Refund.id == bindparam("refund_id"))


@dataclass(frozen=True, slots=True)
class WayRecord:
    """A way with what it belongs to. `settled`: it failed, and the money went back otherwise.

    `payment` is what it gives back, with its `method`; `practice`: none of it is real money.
    """

    way: MoneyWay
    payment: UUID
    method: Method
    practice: bool
    refund: UUID
    refund_number: str
    order: UUID
    order_number: str
    account: UUID
    next_at: datetime | None
    settled: bool = False


def write_ways(booking: Booking, refund: UUID, ways: Sequence[MoneyBack]) -> WayState:
    """Write how the money of a refund goes back; return the state of the whole."""
    through = _through_accounts(booking.connection, ways)
    values = [
        _new_way(booking, refund, no, way, followed=_names_account(way) and way.payment in through)
        for no, way in enumerate(ways, start=1)
    ]
    if values:
        booking.connection.execute(_INSERT, values)
    return WayState.REQUESTED if through else WayState.DONE


def select_ways() -> Select[*tuple[Any, ...]]:
    """Return the statement for `way_record`: ways that go through a merchant account."""
    return (
        select(
            RefundPayment.id,
            RefundPayment.refund_id,
            RefundPayment.out_refund_no,
            RefundPayment.payment_id,
            RefundPayment.method,
            RefundPayment.amount,
            RefundPayment.state,
            RefundPayment.reference,
            RefundPayment.next_at,
            RefundPayment.tries,
            RefundPayment.answer,
            Refund.number.label("refund_number"),
            Refund.reason,
            Refund.order_id,
            OrderRow.number.label("order_number"),
            Payment.amount.label("paid"),
            Payment.currency,
            Payment.account_id,
            PaymentAccount.practice,
            PaymentAttempt.out_trade_no,
            PaymentAttempt.transaction_id,
        )
        .join(Refund, Refund.id == RefundPayment.refund_id)
        .join(Payment, Payment.id == RefundPayment.payment_id)
        .join(PaymentAccount, PaymentAccount.id == Payment.account_id)
        .join(PaymentAttempt, PaymentAttempt.id == Payment.attempt_id)
        .join(OrderRow, OrderRow.id == Payment.order_id)
        .where(RefundPayment.out_refund_no.is_not(None))
    )


_ONE = select_ways().where(RefundPayment.id == bindparam("way"))


def read_way(connection: Connection, way: UUID) -> WayRecord | None:
    """Return one way, or None where no merchant account is behind it."""
    row = connection.execute(_ONE, {"way": way}).mappings().one_or_none()
    return None if row is None else way_record(row)


def way_record(row: RowMapping) -> WayRecord:
    """Return the record of a row of `select_ways`."""
    said: dict[str, Any] = row["answer"] or {}
    return WayRecord(
        way=MoneyWay(
            id=row["id"],
            out_refund_no=row["out_refund_no"],
            out_trade_no=row["out_trade_no"],
            transaction_id=row["transaction_id"] or "",
            amount=row["amount"],
            paid=row["paid"],
            currency=row["currency"],
            reason=row["reason"],
            state=WayState(row["state"]),
            asked=RefundVerb(said["asked"]) if said.get("asked") else None,
            tries=row["tries"],
            doubts=said.get("doubts", 0),
            doubt=Doubt(said["doubt"]) if said.get("doubt") else None,
            code=said.get("code", ""),
            reference=row["reference"],
        ),
        payment=row["payment_id"],
        method=Method(row["method"]),
        practice=row["practice"],
        refund=row["refund_id"],
        refund_number=row["refund_number"],
        order=row["order_id"],
        order_number=row["order_number"],
        account=row["account_id"],
        next_at=row["next_at"],
        settled=said.get("settled", False),
    )


def update_way(connection: Connection, record: WayRecord) -> None:
    """Write what changed of a way, and the state of its refund with it."""
    way = record.way
    said: dict[str, object] = {
        "asked": way.asked.value if way.asked else "",
        "doubts": way.doubts,
        "doubt": way.doubt.value if way.doubt else "",
        "code": way.code,
        "settled": record.settled,
    }
    connection.execute(
        _UPDATE,
        {
            "way": way.id,
            "state": way.state.value,
            "reference": way.reference,
            "next_at": record.next_at,
            "tries": way.tries,
            "answer": {key: value for key, value in said.items() if value} or None,
        },
    )
    states = connection.execute(_WAYS_OF, {"refund": record.refund}).scalars()
    whole = refund_sum_state([WayState(state) for state in states])
    connection.execute(_SET_STATE, {"refund_id": record.refund, "state": whole.value})


def _through_accounts(connection: Connection, ways: Sequence[MoneyBack]) -> set[UUID]:
    payments = [way.payment for way in ways if _names_account(way)]
    if not payments:
        return set()
    return set(connection.scalars(_BY_ACCOUNT, {"payments": payments}))


def _names_account(way: MoneyBack) -> bool:
    """Whether it may go through a platform: cash, and what only corrects, never does."""
    return way.payment is not None and way.amount > 0 and way.method is not Method.CASH


def _new_way(
    booking: Booking, refund: UUID, no: int, way: MoneyBack, *, followed: bool
) -> dict[str, object]:
    number = booking.ids.new()
    return {
        "id": number,
        "refund_id": refund,
        "no": no,
        "payment_id": way.payment,
        "method": way.method.value,
        "amount": way.amount,
        "state": (WayState.REQUESTED if followed else WayState.DONE).value,
        "out_refund_no": number.hex if followed else None,
        "next_at": booking.at if followed else None,
    }
