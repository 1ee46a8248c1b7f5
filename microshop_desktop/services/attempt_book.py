"""The collector's book: what is to be asked, what was asked, and what the answer makes of an order.

Each request is committed before it leaves and each answer after it came, in one transaction with
the money, goods and figures it brings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import (
    Attempt,
    AttemptState,
    Outcome,
    Verb,
    answered,
    dropped,
    sending,
)
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.tables.orders import Payment, PaymentAccount, PaymentAttempt
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_records import (
    OPEN,
    AttemptRecord,
    attempt_record,
    read_attempt,
    select_attempts,
    update_attempt,
)
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import (
    AttemptChanged,
    OrderChanged,
    SaleFinished,
    StockChanged,
)
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.order_goods import read_booked, set_state
from microshop_desktop.services.pending_orders import PENDING, add_money, payment_digest
from microshop_desktop.services.shifts import current_shift
from microshop_desktop.services.shop import Shop

PATIENCE = timedelta(seconds=45)
"""How long whoever sends a request has for its answer before others look after the attempt."""
Plan = Callable[[Attempt], datetime | None]
"""When an attempt is to be looked at next; None: never."""
_WATCHED = or_(
    PaymentAttempt.state.in_(OPEN),
    and_(PaymentAttempt.state == AttemptState.CLOSED.value, PaymentAttempt.next_at.is_not(None)),
)
_DUE = (
    select_attempts()
    .where(_WATCHED, PaymentAttempt.next_at <= bindparam("now"))
    .order_by(PaymentAttempt.next_at, PaymentAttempt.id)
)
_NEXT = select(func.min(PaymentAttempt.next_at)).where(_WATCHED)
_WAKE = (
    update(PaymentAttempt)
    .where(PaymentAttempt.state.in_(OPEN), PaymentAttempt.next_at > bindparam("now"))
    .values(next_at=bindparam("now"))
)
_INSERT_PAYMENT = BulkInsert(table_of(Payment))
_ACCOUNT = select(PaymentAccount.kind, PaymentAccount.settings, PaymentAccount.practice).where(
    PaymentAccount.id == bindparam("account")
)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """A merchant account as its gateway is made from; secrets are kept elsewhere."""

    account: UUID
    kind: str
    settings: Mapping[str, str]
    practice: bool


@dataclass(frozen=True, slots=True)
class _Booked:
    """What an answer changed beside the attempt."""

    skus: frozenset[UUID] = frozenset()
    finished: bool = False


class AttemptBook:
    """Attempts as the collector sees them."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.COLLECT)
    def due(self, actor: Actor) -> list[AttemptRecord]:
        """Return what is to be looked at now, the longest waiting first."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_DUE, {"now": self._shop.clock.now()}).mappings()
            return [attempt_record(row) for row in rows]

    @act(Right.COLLECT)
    def get(self, actor: Actor, attempt: UUID) -> AttemptRecord:
        """Return one attempt; `not_found`."""
        with self._shop.database.read() as connection:
            return _read(connection, attempt)

    @act(Right.COLLECT)
    def next_due(self, actor: Actor) -> datetime | None:
        """Return when the next attempt is to be looked at; None when none is followed."""
        with self._shop.database.read() as connection:
            found: datetime | None = connection.scalar(_NEXT)
        return found

    @act(Right.COLLECT)
    def account(self, actor: Actor, account: UUID) -> AccountFacts:
        """Return a merchant account, also one that is switched off; `account_missing`."""
        with self._shop.database.read() as connection:
            row = connection.execute(_ACCOUNT, {"account": account}).one_or_none()
        if row is None:
            raise ShopError(ErrorCode.ACCOUNT_MISSING, account=str(account))
        return AccountFacts(account, row.kind, row.settings, row.practice)

    @act(Right.COLLECT)
    def wake(self, actor: Actor) -> None:
        """Let all open attempts be asked about now: the program started, the network is back."""
        with self._shop.database.write() as connection:
            connection.execute(_WAKE, {"now": self._shop.clock.now()})

    @act(Right.COLLECT)
    def begin(self, actor: Actor, attempt: UUID, verb: Verb) -> Attempt | None:
        """Commit that a request is about to leave; None: it must not leave any more.

        A question changes nothing at the platform and is noted with its answer.
        Here the cashier's choice is compared: once the goods are handed over only a person has an
        attempt closed, and what ended is only asked about.
        """
        now = self._shop.clock.now()
        if verb is Verb.QUERY:
            with self._shop.database.read() as connection:
                return sending(_read(connection, attempt).attempt, verb, now)
        with self._shop.database.write() as connection:
            record = _read(connection, attempt)
            if not _may_leave(record.attempt, verb):
                return None
            sent = sending(record.attempt, verb, now)
            update_attempt(connection, replace(record, attempt=sent, next_at=now + PATIENCE))
        return sent

    @act(Right.COLLECT)
    def record(
        self, actor: Actor, attempt: UUID, verb: Verb, outcome: Outcome, plan: Plan
    ) -> Attempt:
        """Commit an answer with the money it brings, and when to ask next."""
        now = self._shop.clock.now()

        def change(before: Attempt) -> Attempt:
            asked = sending(before, verb, now) if verb is Verb.QUERY else before
            return answered(asked, verb, outcome, now)

        return self._change(actor, attempt, change, plan)

    @act(Right.COLLECT)
    def rest(self, actor: Actor, attempt: UUID) -> None:
        """Look at an ended attempt no more."""
        with self._shop.database.write() as connection:
            record = _read(connection, attempt)
            if not record.attempt.is_open:
                update_attempt(connection, replace(record, next_at=None))

    @act(Right.COLLECT)
    def drop(self, actor: Actor, attempt: UUID) -> Attempt:
        """End an attempt that nobody could have paid."""
        now = self._shop.clock.now()
        return self._change(
            actor,
            attempt,
            lambda before: before if before.can_be_paid else dropped(before, now),
            lambda _: None,
        )

    def _change(
        self, actor: Actor, attempt: UUID, change: Callable[[Attempt], Attempt], plan: Plan
    ) -> Attempt:
        with self._shop.booking(actor) as booking:
            record = _read(booking.connection, attempt)
            after = change(record.attempt)
            update_attempt(booking.connection, replace(record, attempt=after, next_at=plan(after)))
            booked = _book(booking, record, after)
        self._tell(record, after, booked)
        return after

    def _tell(self, record: AttemptRecord, after: Attempt, booked: _Booked) -> None:
        events = self._shop.events
        events.send(AttemptChanged(after.id, record.order))
        if after.state is record.attempt.state:
            return
        events.send(OrderChanged(record.order, record.order_number))
        if booked.skus:
            events.send(StockChanged(booked.skus))
        if booked.finished:
            events.send(SaleFinished(record.order, record.order_number, took_cash=False))


def _may_leave(attempt: Attempt, verb: Verb) -> bool:
    if not attempt.is_open:
        return False
    if verb is Verb.CLOSE:
        return attempt.giving_up or not attempt.handed_over
    return attempt.state is AttemptState.CREATED or (verb is Verb.SHOW_QR and not attempt.qr)


def _book(booking: Booking, record: AttemptRecord, after: Attempt) -> _Booked:
    """Let the order follow what became of its attempt."""
    before = record.attempt
    if after.state is before.state:
        return _Booked()
    if after.state is AttemptState.PAID:
        return _book_money(booking, record, after)
    _follow(booking, record, after)
    return _Booked()


def _book_money(booking: Booking, record: AttemptRecord, paid: Attempt) -> _Booked:
    order = read_booked(booking, record.order)
    shift = current_shift(booking)
    head = booking.fact()
    _INSERT_PAYMENT(
        booking.connection,
        [
            {
                **head.values(),
                "order_id": order.id,
                "shift_id": shift,
                "attempt_id": paid.id,
                "account_id": record.account,
                "method": paid.method.value,
                "amount": paid.amount,
                "tendered": paid.amount,
                "currency": paid.currency,
                "state": "received",
                "reference": paid.transaction_id,
            }
        ],
    )
    digest = payment_digest(order.number, paid.method.value, paid.amount)
    booking.audit("payment", head, digest)
    skus = add_money(booking, order, paid.amount)
    late = order.state == "cancelled" or order.paid >= order.total
    facts: dict[str, object] = {
        "attempt": str(paid.id),
        "method": paid.method.value,
        "amount": paid.amount,
    }
    write_event(booking, order.id, "paid_late" if late else "paid", facts)
    whole = order.paid + paid.amount >= order.total
    return _Booked(skus, finished=order.state == PENDING and whole)


def _follow(booking: Booking, record: AttemptRecord, after: Attempt) -> None:
    """Say in the order that its money is unknown, is waited for, or did not come."""
    order = read_booked(booking, record.order)
    if not after.is_open:
        facts: dict[str, object] = {
            "attempt": str(after.id),
            "method": after.method.value,
            "amount": after.amount,
            "state": after.state.value,
            "refusal": after.refusal.value if after.refusal else "",
        }
        write_event(booking, order.id, "not_paid", facts)
    if order.state == "cancelled" or not order.due:
        return
    set_state(booking, order.id, order.state, _pay_state(after, order.paid))


def _pay_state(attempt: Attempt, paid: int) -> str:
    if attempt.is_open and attempt.handed_over:
        return "to_verify"
    if attempt.state is AttemptState.UNKNOWN:
        return "unknown"
    return "part" if paid else "unpaid"


def _read(connection: Connection, attempt: UUID) -> AttemptRecord:
    record = read_attempt(connection, attempt)
    if record is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="payment_attempt", key=str(attempt))
    return record
