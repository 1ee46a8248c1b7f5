"""Money that came but is not what was asked for: shown, and settled by a person.

A platform told of another amount, currency or receiver than ours. The books never guess: a person
looks at the merchant account and either takes what came, or puts the attempt aside. Putting aside
books nothing; what came is then given back on the platform's own site, or shows in its bill.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import Attempt, AttemptState
from microshop_desktop.domain.payment_answers import put_aside, taken_as_paid
from microshop_desktop.persistence.tables.orders import PaymentAttempt
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_booking import book_change, tell_change
from microshop_desktop.services.attempt_records import (
    OPEN,
    AttemptRecord,
    attempt_record,
    read_attempt,
    select_attempts,
    update_attempt,
)
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.shop import Shop

_CLOSED = tuple(
    state.value for state in (AttemptState.CLOSED, AttemptState.REVERSED, AttemptState.FAILED)
)
_CANDIDATES = (
    select_attempts()
    .where(PaymentAttempt.state.in_((*OPEN, *_CLOSED)), PaymentAttempt.transaction_id.is_not(None))
    .order_by(PaymentAttempt.made_at, PaymentAttempt.id)
)


class Mismatches:
    """Settling what no rule can."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.COLLECT)
    def every(self, actor: Actor) -> list[AttemptRecord]:
        """Return the attempts that wait for a person, the oldest first; also ended ones."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_CANDIDATES).mappings()
            records = [attempt_record(row) for row in rows]
        return [record for record in records if record.attempt.needs_person]

    @act(Right.REFUND)
    def take(self, actor: Actor, attempt: UUID) -> None:
        """Book the amount that came; what is still missing is due, what is too much goes back.

        `payment_fits` when no other money of ours came: another currency or receiver cannot be
        taken, only put aside.
        """
        self._settle(actor, attempt, taken_as_paid)

    @act(Right.REFUND)
    def put_aside(self, actor: Actor, attempt: UUID) -> None:
        """End the attempt without booking anything; `payment_fits` when there is no mismatch."""
        self._settle(actor, attempt, put_aside)

    def _settle(
        self, actor: Actor, attempt: UUID, settle: Callable[[Attempt, datetime], Attempt]
    ) -> None:
        at_its_till = replace(actor, till=self._till_of(attempt))
        with self._shop.booking(at_its_till) as booking:
            record = _read(booking.connection, attempt)
            try:
                after = settle(record.attempt, booking.at)
            except ValueError as error:
                raise ShopError(ErrorCode.PAYMENT_FITS, number=record.order_number) from error
            update_attempt(booking.connection, replace(record, attempt=after, next_at=None))
            write_event(booking, record.order, "settled", _facts(record.attempt, after))
            booked = book_change(booking, record, after)
        tell_change(self._shop.events, record, after, booked)

    def _till_of(self, attempt: UUID) -> UUID:
        with self._shop.database.read() as connection:
            return _read(connection, attempt).till


def _read(connection: Connection, attempt: UUID) -> AttemptRecord:
    record = read_attempt(connection, attempt)
    if record is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="payment_attempt", key=str(attempt))
    return record


def _facts(before: Attempt, after: Attempt) -> dict[str, object]:
    came = before.came
    return {
        "attempt": str(before.id),
        "method": before.method.value,
        "amount": before.amount,
        "came": None if came is None else came.amount,
        "state": after.state.value,
    }
