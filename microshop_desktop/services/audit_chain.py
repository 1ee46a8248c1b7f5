"""Verifying the audit chains: every link fits the one before, every digest still fits its fact.

The chain is read from its first link to the head that the till keeps. For sales and refunds the
digest is worked out again from orders, lines and payments, so that an edited row is found. All is
streamed in the order of the facts, so a long history takes little memory.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Connection,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
)

from microshop_desktop.persistence.streaming import AnyRow, stream
from microshop_desktop.persistence.tables.orders import (
    OrderLine,
    OrderRow,
    Payment,
    PaymentAttempt,
    Refund,
    RefundLine,
    RefundPayment,
)
from microshop_desktop.persistence.tables.shop import AuditEntry, Till
from microshop_desktop.services.booking import digest_of, link_hash

Fact = tuple[UUID, dict[str, object]]

_TILL: BindParameter[UUID] = bindparam("till")
_ENTRIES = (
    select(AuditEntry.seq, AuditEntry.act, AuditEntry.fact_id, AuditEntry.digest, AuditEntry.hash)
    .where(AuditEntry.till_id == _TILL)
    .order_by(AuditEntry.seq)
)
_BY_PHONE = select(PaymentAttempt.order_id).where(
    ~exists().where(
        AuditEntry.fact_id == PaymentAttempt.order_id, AuditEntry.act == literal_column("'sale'")
    )
)
"""Orders that were written before their money came; each of their payments has its own link."""
_HAS_OWN_LINK = exists().where(
    AuditEntry.fact_id == Payment.id, AuditEntry.act == literal_column("'payment'")
)
"""Payments that came, or were taken back, after the sale they belong to was linked."""
_ORDERS = (
    select(OrderRow.seq, OrderRow.id, OrderRow.number)
    .where(OrderRow.till_id == _TILL, OrderRow.account_id.is_(None), OrderRow.id.not_in(_BY_PHONE))
    .order_by(OrderRow.seq)
)
_PENDING_ORDERS = (
    select(OrderRow.seq, OrderRow.id, OrderRow.number)
    .where(OrderRow.till_id == _TILL, OrderRow.id.in_(_BY_PHONE))
    .order_by(OrderRow.seq)
)
_ORDER_LINES = (
    select(OrderRow.seq, OrderLine.sku_id, OrderLine.quantity, OrderLine.total)
    .join(OrderLine, OrderLine.order_id == OrderRow.id)
    .where(OrderRow.till_id == _TILL, OrderRow.account_id.is_(None), OrderRow.id.not_in(_BY_PHONE))
    .order_by(OrderRow.seq, OrderLine.no)
)
_PENDING_LINES = (
    select(OrderRow.seq, OrderLine.sku_id, OrderLine.quantity, OrderLine.total)
    .join(OrderLine, OrderLine.order_id == OrderRow.id)
    .where(OrderRow.till_id == _TILL, OrderRow.id.in_(_BY_PHONE))
    .order_by(OrderRow.seq, OrderLine.no)
)
_PAYMENTS = (
    select(OrderRow.seq, Payment.method, Payment.amount)
    .join(Payment, Payment.order_id == OrderRow.id)
    .where(
        OrderRow.till_id == _TILL,
        OrderRow.account_id.is_(None),
        OrderRow.id.not_in(_BY_PHONE),
        ~_HAS_OWN_LINK,
    )
    .order_by(OrderRow.seq, Payment.seq)
)
_LATER_PAYMENTS = (
    select(Payment.seq, Payment.id, OrderRow.number, Payment.method, Payment.amount)
    .join(OrderRow, OrderRow.id == Payment.order_id)
    .where(Payment.till_id == _TILL, or_(OrderRow.id.in_(_BY_PHONE), _HAS_OWN_LINK))
    .order_by(Payment.seq)
)
_ONLINE_SALES = (
    select(Payment.seq, Payment.id, OrderRow.number, Payment.amount)
    .join(OrderRow, OrderRow.id == Payment.order_id)
    .where(Payment.till_id == _TILL, OrderRow.account_id.is_not(None), ~_HAS_OWN_LINK)
    .order_by(Payment.seq)
)
_ONLINE_LINES = (
    select(Payment.seq, OrderLine.sku_id, OrderLine.quantity, OrderLine.total)
    .join(OrderRow, OrderRow.id == Payment.order_id)
    .join(OrderLine, OrderLine.order_id == OrderRow.id)
    .where(Payment.till_id == _TILL, OrderRow.account_id.is_not(None), ~_HAS_OWN_LINK)
    .order_by(Payment.seq, OrderLine.no)
)
_REFUNDS = (
    select(Refund.seq, Refund.id, Refund.number, OrderRow.number.label("order_number"))
    .outerjoin(OrderRow, OrderRow.id == Refund.order_id)
    .where(Refund.till_id == _TILL)
    .order_by(Refund.seq)
)
_REFUND_LINES = (
    select(
        Refund.seq,
        OrderLine.no,
        RefundLine.quantity,
        RefundLine.amount,
        RefundLine.restocked,
    )
    .join(RefundLine, RefundLine.refund_id == Refund.id)
    .outerjoin(OrderLine, OrderLine.id == RefundLine.order_line_id)
    .where(Refund.till_id == _TILL)
    .order_by(Refund.seq, RefundLine.no)
)
_REFUND_WAYS = (
    select(Refund.seq, RefundPayment.method, RefundPayment.amount)
    .join(RefundPayment, RefundPayment.refund_id == Refund.id)
    .where(Refund.till_id == _TILL)
    .order_by(Refund.seq, RefundPayment.no)
)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where a till's chain does not hold: the fact's `seq` and what is wrong."""

    letter: str
    seq: int
    why: str


def broken_chains(connection: Connection) -> Iterator[Broken]:
    """Yield for each till whose chain does not hold the first place where it breaks."""
    for till in connection.execute(select(Till.id, Till.letter, Till.audit_head)).all():
        found = _first_broken(connection, till)
        if found is not None:
            yield found


def _first_broken(connection: Connection, till: AnyRow) -> Broken | None:
    facts = {act: read(connection, till.id) for act, read in _FACTS.items()}
    head, seq = "", 0
    for entry in stream(connection, _ENTRIES, {"till": till.id}):
        seq = entry.seq
        head = link_hash(head, entry.act, entry.fact_id, entry.digest)
        if head != entry.hash:
            return Broken(till.letter, seq, "the link does not fit the one before")
        if entry.act in facts and not _fits(entry, next(facts[entry.act], None)):
            return Broken(till.letter, seq, f"the {entry.act} was changed")
    if head != till.audit_head:
        return Broken(till.letter, seq, "the last links are missing")
    for act, rest in facts.items():
        if next(rest, None) is not None:
            return Broken(till.letter, seq, f"a {act} has no link")
    return None


def _fits(entry: AnyRow, fact: Fact | None) -> bool:
    return fact is not None and fact[0] == entry.fact_id and digest_of(fact[1]) == entry.digest


def _sales(connection: Connection, till: UUID) -> Iterator[Fact]:
    """Yield each order as `services.selling` digests it."""
    lines = _Groups(stream(connection, _ORDER_LINES, {"till": till}))
    payments = _Groups(stream(connection, _PAYMENTS, {"till": till}))
    for order in stream(connection, _ORDERS, {"till": till}):
        yield (
            order.id,
            {
                "number": order.number,
                "lines": [
                    [str(line.sku_id), line.quantity, line.total] for line in lines.of(order.seq)
                ],
                "payments": [[paid.method, paid.amount] for paid in payments.of(order.seq)],
            },
        )


def _pending_orders(connection: Connection, till: UUID) -> Iterator[Fact]:
    """Yield each order paid by phone as `services.pending_orders` digests it."""
    lines = _Groups(stream(connection, _PENDING_LINES, {"till": till}))
    for order in stream(connection, _PENDING_ORDERS, {"till": till}):
        sold = [[str(line.sku_id), line.quantity, line.total] for line in lines.of(order.seq)]
        yield order.id, {"number": order.number, "lines": sold}


def _later_payments(connection: Connection, till: UUID) -> Iterator[Fact]:
    """Yield each payment of such an order as `services.pending_orders` digests it."""
    for paid in stream(connection, _LATER_PAYMENTS, {"till": till}):
        facts = {"order": paid.number, "method": paid.method, "amount": paid.amount}
        yield paid.id, facts


def _online_sales(connection: Connection, till: UUID) -> Iterator[Fact]:
    """Yield each sale of an online shop as `services.online_sale` digests it."""
    lines = _Groups(stream(connection, _ONLINE_LINES, {"till": till}))
    for paid in stream(connection, _ONLINE_SALES, {"till": till}):
        sold = [[str(line.sku_id), line.quantity, line.total] for line in lines.of(paid.seq)]
        yield paid.id, {"number": paid.number, "lines": sold, "amount": paid.amount}


def _refunds(connection: Connection, till: UUID) -> Iterator[Fact]:
    """Yield each refund as `services.refund_booking` digests it."""
    lines = _Groups(stream(connection, _REFUND_LINES, {"till": till}))
    ways = _Groups(stream(connection, _REFUND_WAYS, {"till": till}))
    for refund in stream(connection, _REFUNDS, {"till": till}):
        yield (
            refund.id,
            {
                "number": refund.number,
                "order": refund.order_number,
                "lines": [
                    [line.no, line.quantity, line.amount, line.restocked]
                    for line in lines.of(refund.seq)
                ],
                "payments": [[way.method, way.amount] for way in ways.of(refund.seq)],
            },
        )


_FACTS: dict[str, Callable[[Connection, UUID], Iterator[Fact]]] = {
    "sale": _sales,
    "order": _pending_orders,
    "payment": _later_payments,
    "online_sale": _online_sales,
    "refund": _refunds,
}


class _Groups:
    """Rows in the order of their owners, handed out owner by owner."""

    def __init__(self, rows: Iterator[AnyRow]) -> None:
        self._groups = groupby(rows, key=lambda row: row.seq)
        self._next = next(self._groups, None)

    def of(self, seq: int) -> list[AnyRow]:
        """Return the rows of this owner; owners are asked for in rising order."""
        if self._next is None or self._next[0] != seq:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows
