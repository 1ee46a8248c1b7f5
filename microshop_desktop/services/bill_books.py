"""What the books have that a bill may speak of: payments, refunds, and attempts not yet paid."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.bill_matching import BookKind, BookMoney
from microshop_desktop.domain.bills import CHINA, CURRENCY, Bill, LineKind
from microshop_desktop.domain.merchant_accounts import METHODS
from microshop_desktop.domain.payment import OPEN_STATES
from microshop_desktop.persistence.tables.bills import BillLineRow
from microshop_desktop.persistence.tables.orders import (
    OrderRow,
    Payment,
    PaymentAccount,
    PaymentAttempt,
    Refund,
    RefundPayment,
)

CORRECTION = "correction"
"""State of a payment that takes back what never came."""
NOT_RECEIVED = "not_received"
"""State of a payment that a bill lacks for good."""
PROVED = "proved"
"""State of a payment by hand that a bill has."""
_CHUNK = 400
_AROUND = timedelta(days=1)
_OPEN = frozenset(state.value for state in OPEN_STATES)
_MERCHANT_NAMES = ("mch_id", "seller_id", "merchant", "app_id")
_ORDER = (
    OrderRow.id.label("order"),
    OrderRow.number,
    OrderRow.customer_id,
    OrderRow.state.label("order_state"),
    OrderRow.paid,
    OrderRow.refunded,
)
_PAYMENTS = (
    select(
        Payment.id,
        Payment.at,
        Payment.amount,
        Payment.method,
        Payment.state,
        Payment.reference,
        Payment.attempt_id,
        Payment.account_id,
        PaymentAttempt.out_trade_no,
        PaymentAttempt.transaction_id,
        BillLineRow.key,
        *_ORDER,
    )
    .join(OrderRow, OrderRow.id == Payment.order_id)
    .outerjoin(PaymentAttempt, PaymentAttempt.id == Payment.attempt_id)
    .outerjoin(BillLineRow, BillLineRow.payment_id == Payment.id)
    .where(Payment.currency == CURRENCY, Payment.state != CORRECTION)
)
_ATTEMPTS = (
    select(
        PaymentAttempt.id,
        PaymentAttempt.made_at,
        PaymentAttempt.amount,
        PaymentAttempt.state,
        PaymentAttempt.goods_handed_over,
        PaymentAttempt.account_id,
        PaymentAttempt.out_trade_no,
        PaymentAttempt.transaction_id,
        BillLineRow.key,
        *_ORDER,
    )
    .join(OrderRow, OrderRow.id == PaymentAttempt.order_id)
    .outerjoin(BillLineRow, BillLineRow.attempt_id == PaymentAttempt.id)
    .where(PaymentAttempt.state != "paid", PaymentAttempt.currency == CURRENCY)
)
_REFUNDS = (
    select(
        RefundPayment.id,
        Refund.at,
        RefundPayment.amount,
        RefundPayment.state,
        RefundPayment.out_refund_no,
        RefundPayment.reference,
        Payment.account_id,
        BillLineRow.key,
        *_ORDER,
    )
    .join(Refund, Refund.id == RefundPayment.refund_id)
    .join(OrderRow, OrderRow.id == Refund.order_id)
    .outerjoin(Payment, Payment.id == RefundPayment.payment_id)
    .outerjoin(BillLineRow, BillLineRow.refund_payment_id == RefundPayment.id)
    .where(Refund.currency == CURRENCY, RefundPayment.out_refund_no.is_not(None))
)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a bill speaks of: its days and its account."""

    bill: Bill
    account: UUID | None
    first: date | None
    last: date | None

    def has_day(self, at: datetime) -> bool:
        """Whether a moment lies in the days of the bill."""
        if self.first is None or self.last is None:
            return False
        return self.first <= at.astimezone(CHINA).date() <= self.last

    def is_ours(self, account: UUID | None) -> bool:
        """Whether money of this account would be in the bill."""
        return self.account is None or account is None or account == self.account

    def around(self) -> tuple[datetime, datetime]:
        """Return the moments between which payments may belong to the lines of the bill."""
        days = [line.at.astimezone(CHINA).date() for line in self.bill.lines]
        days += [day for day in (self.first, self.last) if day is not None]
        if not days:
            return datetime.max.replace(tzinfo=CHINA), datetime.max.replace(tzinfo=CHINA)
        start = datetime.combine(min(days), time(), CHINA) - _AROUND
        return start, datetime.combine(max(days), time(), CHINA) + 2 * _AROUND


def read_books(connection: Connection, bill: Bill, account: UUID | None) -> list[BookMoney]:
    """Return what a bill is held against; `account` narrows what it ought to have."""
    scope = _Scope(bill, account, bill.first_day, bill.last_day)
    books = {book.id: book for book in _payments(connection, scope)}
    if not bill.form.is_personal:
        books |= {book.id: book for book in _attempts(connection, scope)}
        books |= {book.id: book for book in _refunds(connection, scope)}
    return sorted(books.values(), key=lambda book: (book.at, book.id))


def account_of(connection: Connection, bill: Bill) -> UUID | None:
    """Return the merchant account that a bill names, or the only one of its platform."""
    kinds = [kind for kind, method in METHODS.items() if method is bill.form.method]
    if bill.form.is_personal or not kinds:
        return None
    rows = connection.execute(
        select(PaymentAccount.id, PaymentAccount.settings).where(
            PaymentAccount.kind.in_(kinds), PaymentAccount.deleted_at.is_(None)
        )
    ).all()
    named = [
        row.id
        for row in rows
        if bill.merchant and bill.merchant in {row.settings.get(n) for n in _MERCHANT_NAMES}
    ]
    found = named or [row.id for row in rows]
    return found[0] if len(found) == 1 else None


def _payments(connection: Connection, scope: _Scope) -> Iterator[BookMoney]:
    bill = scope.bill
    start, end = scope.around()
    methods = (bill.form.method.value, Method.COLLECTION_CODE.value)
    wanted = _PAYMENTS.where(Payment.method.in_(methods))
    rows = list(connection.execute(wanted.where(Payment.at.between(start, end))).mappings())
    if not bill.form.is_personal:
        for chunk in _numbers(line.out_trade_no for line in bill.lines):
            more = wanted.where(PaymentAttempt.out_trade_no.in_(chunk))
            rows += connection.execute(more).mappings()
        for chunk in _numbers(line.transaction_id for line in bill.lines):
            rows += connection.execute(wanted.where(Payment.reference.in_(chunk))).mappings()
    for row in rows:
        yield _payment(row, scope)


def _payment(row: RowMapping, scope: _Scope) -> BookMoney:
    certain = row["attempt_id"] is not None
    written_off = row["state"] == NOT_RECEIVED
    is_ours = scope.is_ours(row["account_id"]) if certain else True
    listed = LineKind.PAYMENT in scope.bill.covers and _is_listed(row["method"], certain, scope)
    return replace(
        _money(BookKind.PAYMENT, row, row["at"], row["amount"]),
        certain=certain,
        expected=not written_off
        and not row["key"]
        and is_ours
        and listed
        and scope.has_day(row["at"]),
        written_off=written_off,
        can_be_owed=row["refunded"] <= row["paid"] - row["amount"],
        out_trade_no=row["out_trade_no"] or "",
        transaction_id=(row["transaction_id"] or row["reference"]) if certain else "",
        reference="" if certain else row["reference"],
    )


def _is_listed(method: str, certain: bool, scope: _Scope) -> bool:  # noqa: FBT001 (a column)
    """Tell whether a kind of payment ought to stand in a kind of bill.

    A person's app lists what came by a collection code, a merchant's bill what came by its account.
    """
    if scope.bill.form.is_personal:
        return not certain
    return method != Method.COLLECTION_CODE.value


def _attempts(connection: Connection, scope: _Scope) -> Iterator[BookMoney]:
    start, end = scope.around()
    wanted = _ATTEMPTS.where(PaymentAttempt.method == scope.bill.form.method.value)
    near = and_(
        PaymentAttempt.made_at.between(start, end), PaymentAttempt.goods_handed_over.is_(True)
    )
    rows = list(connection.execute(wanted.where(near)).mappings())
    for chunk in _numbers(line.out_trade_no for line in scope.bill.lines):
        rows += connection.execute(wanted.where(PaymentAttempt.out_trade_no.in_(chunk))).mappings()
    for row in rows:
        is_open = row["state"] in _OPEN
        yield replace(
            _money(BookKind.ATTEMPT, row, row["made_at"], row["amount"]),
            expected=is_open
            and row["goods_handed_over"]
            and LineKind.PAYMENT in scope.bill.covers
            and scope.is_ours(row["account_id"])
            and scope.has_day(row["made_at"]),
            open=is_open,
            out_trade_no=row["out_trade_no"],
            transaction_id=row["transaction_id"] or "",
        )


def _refunds(connection: Connection, scope: _Scope) -> Iterator[BookMoney]:
    start, end = scope.around()
    wanted = _REFUNDS.where(RefundPayment.method == scope.bill.form.method.value)
    near: ColumnElement[bool] = Refund.at.between(start, end)
    rows = list(connection.execute(wanted.where(near)).mappings())
    for chunk in _numbers(line.out_refund_no for line in scope.bill.lines):
        rows += connection.execute(wanted.where(RefundPayment.out_refund_no.in_(chunk))).mappings()
    for chunk in _numbers(line.refund_id for line in scope.bill.lines):
        rows += connection.execute(wanted.where(RefundPayment.reference.in_(chunk))).mappings()
    for row in rows:
        yield replace(
            _money(BookKind.REFUND, row, row["at"], -row["amount"]),
            certain=True,
            expected=row["state"] == "done"
            and not row["key"]
            and LineKind.REFUND in scope.bill.covers
            and scope.is_ours(row["account_id"])
            and scope.has_day(row["at"]),
            out_refund_no=row["out_refund_no"],
            reference=row["reference"],
        )


def _money(kind: BookKind, row: RowMapping, at: datetime, amount: int) -> BookMoney:
    return BookMoney(
        kind=kind,
        id=row["id"],
        order=row["order"],
        number=row["number"],
        at=at,
        amount=amount,
        proved_by=row["key"] or "",
        customer=row["customer_id"],
    )


def _numbers(found: Iterable[str]) -> Iterator[Sequence[str]]:
    """Yield the numbers that are there, in portions a statement takes."""
    known = sorted({number for number in found if number})
    for start in range(0, len(known), _CHUNK):
        yield known[start : start + _CHUNK]
