"""Payment attempts between their rows and the values that the rules work with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import (
    OPEN_STATES,
    Attempt,
    AttemptKind,
    AttemptState,
    Doubt,
    Paid,
    Refusal,
    Verb,
)
from microshop_desktop.persistence.tables.orders import OrderRow, PaymentAccount, PaymentAttempt

OPEN = tuple(sorted(state.value for state in OPEN_STATES))
_ENDED_WATCHED = (
    AttemptState.CLOSED.value,
    AttemptState.REVERSED.value,
    AttemptState.FAILED.value,
)
WATCHED = or_(
    PaymentAttempt.state.in_(OPEN),
    and_(PaymentAttempt.state.in_(_ENDED_WATCHED), PaymentAttempt.next_at.is_not(None)),
)
"""Attempts whose money may still come: the open ones, and ended ones that are still asked about."""
_COLUMNS = (
    PaymentAttempt.id,
    PaymentAttempt.order_id,
    PaymentAttempt.account_id,
    PaymentAttempt.till_id,
    PaymentAttempt.out_trade_no,
    PaymentAttempt.kind,
    PaymentAttempt.method,
    PaymentAttempt.amount,
    PaymentAttempt.currency,
    PaymentAttempt.state,
    PaymentAttempt.goods_handed_over,
    PaymentAttempt.giving_up,
    PaymentAttempt.sent_at,
    PaymentAttempt.transaction_id,
    PaymentAttempt.made_at,
    PaymentAttempt.ended_at,
    PaymentAttempt.next_at,
    PaymentAttempt.tries,
    PaymentAttempt.answer,
    OrderRow.number,
    PaymentAccount.kind.label("account_kind"),
    PaymentAccount.practice,
    PaymentAccount.settings,
)
_INSERT = insert(PaymentAttempt)
_UPDATE = update(PaymentAttempt).where(PaymentAttempt.id == bindparam("attempt"))


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """An attempt with what it belongs to. `reference` is what the cashier read on a phone."""

    attempt: Attempt
    order: UUID
    order_number: str
    account: UUID
    account_kind: str
    practice: bool
    till: UUID
    next_at: datetime | None
    reference: str = ""


def select_attempts() -> Select[*tuple[Any, ...]]:
    """Return the statement for `attempt_record`; to be narrowed and sorted."""
    return (
        select(*_COLUMNS)
        .join(OrderRow, OrderRow.id == PaymentAttempt.order_id)
        .join(PaymentAccount, PaymentAccount.id == PaymentAttempt.account_id)
    )


_ONE = select_attempts().where(PaymentAttempt.id == bindparam("attempt"))
_OF_ORDER = (
    select_attempts()
    .where(PaymentAttempt.order_id == bindparam("order"))
    .order_by(PaymentAttempt.made_at, PaymentAttempt.id)
)


def read_attempt(connection: Connection, attempt: UUID) -> AttemptRecord | None:
    """Return one attempt, or None."""
    row = connection.execute(_ONE, {"attempt": attempt}).mappings().one_or_none()
    return None if row is None else attempt_record(row)


def attempts_of(connection: Connection, order: UUID) -> list[AttemptRecord]:
    """Return all attempts of an order, the first one first."""
    rows = connection.execute(_OF_ORDER, {"order": order}).mappings()
    return [attempt_record(row) for row in rows]


def open_attempt_of(connection: Connection, order: UUID) -> AttemptRecord | None:
    """Return the one attempt of an order that may still be paid, or None."""
    found = attempts_of(connection, order)
    return next((record for record in found if record.attempt.is_open), None)


def attempt_record(row: RowMapping) -> AttemptRecord:
    """Return the record of a row of `select_attempts`."""
    said: Mapping[str, Any] = row["answer"] or {}
    return AttemptRecord(
        attempt=_attempt(row, said),
        order=row["order_id"],
        order_number=row["number"],
        account=row["account_id"],
        account_kind=row["account_kind"],
        practice=row["practice"],
        till=row["till_id"],
        next_at=row["next_at"],
        reference=said.get("reference", ""),
    )


def insert_attempt(connection: Connection, record: AttemptRecord) -> None:
    """Write a new attempt; the open ones of an order are unique."""
    attempt = record.attempt
    connection.execute(
        _INSERT,
        {
            "id": attempt.id,
            "order_id": record.order,
            "account_id": record.account,
            "till_id": record.till,
            "out_trade_no": attempt.out_trade_no,
            "kind": attempt.kind.value,
            "method": attempt.method.value,
            "currency": attempt.currency,
            "made_at": attempt.made_at,
            **_changing(record),
        },
    )


def update_attempt(connection: Connection, record: AttemptRecord) -> None:
    """Write what changed of an attempt."""
    connection.execute(_UPDATE, {"attempt": record.attempt.id, **_changing(record)})


def _attempt(row: RowMapping, said: Mapping[str, Any]) -> Attempt:
    return Attempt(
        id=row["id"],
        out_trade_no=row["out_trade_no"],
        kind=AttemptKind(row["kind"]),
        method=Method(row["method"]),
        amount=row["amount"],
        currency=row["currency"],
        merchant=str(row["settings"].get("merchant", "")),
        made_at=row["made_at"],
        state=AttemptState(row["state"]),
        sent_at=row["sent_at"],
        ended_at=row["ended_at"],
        asked=Verb(said["asked"]) if said.get("asked") else None,
        tries=row["tries"],
        doubts=said.get("doubts", 0),
        missing=said.get("missing", 0),
        qr=said.get("qr", ""),
        paying=said.get("paying", False),
        giving_up=row["giving_up"],
        handed_over=row["goods_handed_over"],
        doubt=Doubt(said["doubt"]) if said.get("doubt") else None,
        refusal=Refusal(said["refusal"]) if said.get("refusal") else None,
        code=said.get("code", ""),
        transaction_id=row["transaction_id"] or "",
        came=_came(row["transaction_id"] or "", said.get("came")),
        closes=said.get("closes", 0),
        closing_at=datetime.fromisoformat(said["closing_at"]) if said.get("closing_at") else None,
    )


def _came(transaction: str, said: Mapping[str, Any] | None) -> Paid | None:
    if said is None:
        return None
    return Paid(transaction, said["amount"], said["currency"], said["merchant"])


def _changing(record: AttemptRecord) -> dict[str, object]:
    attempt = record.attempt
    return {
        "state": attempt.state.value,
        "amount": attempt.amount,
        "goods_handed_over": attempt.handed_over,
        "giving_up": attempt.giving_up,
        "sent_at": attempt.sent_at,
        "transaction_id": attempt.transaction_id or None,
        "ended_at": attempt.ended_at,
        "next_at": record.next_at,
        "tries": attempt.tries,
        "answer": _said(record) or None,
    }


def _said(record: AttemptRecord) -> dict[str, object]:
    """Return what was said last, without what is empty."""
    attempt = record.attempt
    said: dict[str, object] = {
        "asked": attempt.asked.value if attempt.asked else "",
        "doubts": attempt.doubts,
        "missing": attempt.missing,
        "qr": attempt.qr,
        "paying": attempt.paying,
        "doubt": attempt.doubt.value if attempt.doubt else "",
        "refusal": attempt.refusal.value if attempt.refusal else "",
        "code": attempt.code,
        "reference": record.reference,
        "came": _told(attempt.came),
        "closes": attempt.closes,
        "closing_at": attempt.closing_at.isoformat() if attempt.closing_at else "",
    }
    return {key: value for key, value in said.items() if value}


def _told(came: Paid | None) -> dict[str, object]:
    if came is None:
        return {}
    return {"amount": came.amount, "currency": came.currency, "merchant": came.merchant}
