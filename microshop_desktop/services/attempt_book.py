"""The collector's book: what is to be asked, what was asked, and what was answered.

Each request is committed before it leaves and each answer after it came, in one transaction with
the money, goods and figures it brings (`services/attempt_booking.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, func, not_, or_, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import (
    Attempt,
    AttemptKind,
    AttemptState,
    Doubt,
    Outcome,
    Paid,
    Unclear,
    Verb,
)
from microshop_desktop.domain.payment_answers import answered, dropped, sending
from microshop_desktop.persistence.columns import InstantType
from microshop_desktop.persistence.tables.orders import PaymentAccount, PaymentAttempt
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_booking import book_change, tell_change
from microshop_desktop.services.attempt_records import (
    OPEN,
    WATCHED,
    AttemptRecord,
    attempt_record,
    attempts_of,
    read_attempt,
    select_attempts,
    update_attempt,
)
from microshop_desktop.services.events import AttemptChanged
from microshop_desktop.services.shop import Shop

PATIENCE = timedelta(seconds=45)
"""How long whoever sends a request has for its answer before others look after the attempt."""
Plan = Callable[[Attempt], datetime | None]
"""When an attempt is to be looked at next; None: never."""
LONGEST_PAUSE = timedelta(hours=1)
"""What is to be asked later than that was planned by a clock that was put back since."""
_DUE = (
    select_attempts()
    .where(
        WATCHED,
        or_(PaymentAttempt.next_at <= bindparam("now"), PaymentAttempt.next_at > bindparam("far")),
    )
    .order_by(PaymentAttempt.next_at, PaymentAttempt.id)
)
_OPEN_ONES = (
    select_attempts()
    .where(PaymentAttempt.state.in_(OPEN))
    .order_by(PaymentAttempt.made_at, PaymentAttempt.id)
)
_NEXT = select(func.min(PaymentAttempt.next_at)).where(WATCHED)
_UNDER_WAY = or_(
    PaymentAttempt.state == AttemptState.CREATED.value,
    and_(
        PaymentAttempt.state == AttemptState.SENT.value,
        PaymentAttempt.kind == AttemptKind.QR.value,
    ),
)
"""Sent by somebody just now: a second request for a QR would make the first one worthless."""
_FAR_OFF = or_(
    PaymentAttempt.next_at.is_(None), PaymentAttempt.next_at > bindparam("far", type_=InstantType())
)
_WAKE = (
    update(PaymentAttempt)
    .where(
        WATCHED,
        or_(PaymentAttempt.next_at > bindparam("now"), PaymentAttempt.next_at.is_(None)),
        or_(not_(_UNDER_WAY), _FAR_OFF),
    )
    .values(next_at=bindparam("now"))
)
_OF_ACCOUNT = PaymentAttempt.account_id == bindparam("account")
_TILL_OF = select(PaymentAttempt.till_id).where(PaymentAttempt.id == bindparam("attempt"))
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


class AttemptBook:
    """Attempts as the collector sees them."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.COLLECT)
    def due(self, actor: Actor) -> list[AttemptRecord]:
        """Return what is to be looked at now, the longest waiting first."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_DUE, self._moments()).mappings()
            return [attempt_record(row) for row in rows]

    @act(Right.COLLECT)
    def open(self, actor: Actor) -> list[AttemptRecord]:
        """Return what may still be paid, the oldest first."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_OPEN_ONES).mappings()
            return [attempt_record(row) for row in rows]

    @act(Right.COLLECT)
    def of_order(self, actor: Actor, order: UUID) -> list[AttemptRecord]:
        """Return all attempts of an order, the oldest first."""
        with self._shop.database.read() as connection:
            return attempts_of(connection, order)

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
    def wake(self, actor: Actor, account: UUID | None = None) -> None:
        """Let all that is followed be asked about now: the program started, the network is back.

        `account`: only what goes through it. What somebody is just about to show keeps its time.
        """
        with self._shop.database.write() as connection:
            if account is None:
                connection.execute(_WAKE, self._moments())
            else:
                connection.execute(_WAKE.where(_OF_ACCOUNT), self._moments() | {"account": account})

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
        self,
        actor: Actor,
        attempt: UUID,
        verb: Verb,
        outcome: Outcome,
        plan: Plan,
        *,
        began: Attempt | None = None,
    ) -> Attempt:
        """Commit an answer with the money it brings, and when to ask next.

        `began` is what `begin` gave: an answer "paid" to a question that is older than a closing,
        sent by another program, says nothing about what that closing took back.
        """
        now = self._shop.clock.now()

        def change(before: Attempt) -> Attempt:
            asked = sending(before, verb, now) if verb is Verb.QUERY else before
            return answered(asked, verb, _still_true(before, began, outcome), now)

        noted = self._note(attempt, change, plan) if verb is Verb.QUERY else None
        return noted or self._change(actor, attempt, change, plan)

    def _note(
        self, attempt: UUID, change: Callable[[Attempt], Attempt], plan: Plan
    ) -> Attempt | None:
        """Note an answer that tells nothing new; None: it does.

        Most answers do not, many a second; a power cut that loses one only has it asked again, so
        nobody waits for the disk.
        """
        with self._shop.database.write_revocable() as connection:
            record = _read(connection, attempt)
            after = change(record.attempt)
            if replace(record.attempt, tries=after.tries, asked=after.asked) != after:
                return None
            update_attempt(connection, replace(record, attempt=after, next_at=plan(after)))
        self._shop.events.send(AttemptChanged(after.id, record.order))
        return after

    @act(Right.COLLECT)
    def rest(self, actor: Actor, attempt: UUID) -> None:
        """Look at an ended attempt no more."""
        with self._shop.database.write() as connection:
            record = _read(connection, attempt)
            if not record.attempt.is_open and not record.attempt.needs_person:
                update_attempt(connection, replace(record, next_at=None))

    @act(Right.COLLECT)
    def drop(self, actor: Actor, attempt: UUID) -> Attempt:
        """End an attempt that nobody could have paid."""
        now = self._shop.clock.now()
        return self._change(
            actor,
            attempt,
            lambda before: dropped(before, now) if _can_be_dropped(before) else before,
            lambda _: None,
        )

    def _moments(self) -> dict[str, object]:
        now = self._shop.clock.now()
        return {"now": now, "far": now + LONGEST_PAUSE}

    def _change(
        self, actor: Actor, attempt: UUID, change: Callable[[Attempt], Attempt], plan: Plan
    ) -> Attempt:
        """Change an attempt and its order, in the books of the till that asked for the money.

        What does not change keeps its time.
        """
        with self._shop.booking(self._at_its_till(actor, attempt)) as booking:
            record = _read(booking.connection, attempt)
            after = change(record.attempt)
            if after == record.attempt:
                return after
            update_attempt(booking.connection, replace(record, attempt=after, next_at=plan(after)))
            booked = book_change(booking, record, after)
        tell_change(self._shop.events, record, after, booked)
        return after

    def _at_its_till(self, actor: Actor, attempt: UUID) -> Actor:
        with self._shop.database.read() as connection:
            till = connection.scalar(_TILL_OF, {"attempt": attempt})
        return actor if till is None else replace(actor, till=till)


def _still_true(before: Attempt, began: Attempt | None, outcome: Outcome) -> Outcome:
    if isinstance(outcome, Paid) and began is not None and before.closes != began.closes:
        return Unclear(Doubt.SETTLING)
    return outcome


def _can_be_dropped(attempt: Attempt) -> bool:
    return attempt.is_open and not attempt.can_be_paid


def _may_leave(attempt: Attempt, verb: Verb) -> bool:
    """Compare what a person chose meanwhile with what is about to be asked."""
    if not attempt.is_open:
        return False
    if verb is Verb.CLOSE:
        return attempt.giving_up or not (attempt.handed_over or attempt.needs_person)
    if attempt.giving_up:
        return False
    return attempt.state is AttemptState.CREATED or (verb is Verb.SHOW_QR and not attempt.qr)


def _read(connection: Connection, attempt: UUID) -> AttemptRecord:
    record = read_attempt(connection, attempt)
    if record is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="payment_attempt", key=str(attempt))
    return record
