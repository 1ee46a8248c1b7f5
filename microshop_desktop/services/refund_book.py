"""Refunds through a platform: what the collector asks and hears, and what a person does after a no.

Each request is committed before it leaves; the number of a refund never changes, so that asking
twice gives the money back once.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, or_, select, update

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment_refund import (
    OPEN_WAYS,
    MoneyWay,
    RefundOutcome,
    RefundVerb,
    WayState,
    asking,
    next_refund_time,
    refund_answered,
    tried_again,
)
from microshop_desktop.domain.refunds import MoneyBack
from microshop_desktop.persistence.tables.orders import Payment, RefundPayment
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_book import LONGEST_PAUSE, PATIENCE
from microshop_desktop.services.events import OrderChanged, RefundChanged
from microshop_desktop.services.money_refunds import MoneyRefund, book_money_refund
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.order_goods import read_booked
from microshop_desktop.services.refund_ways import (
    WayRecord,
    read_way,
    select_ways,
    update_way,
    way_record,
)
from microshop_desktop.services.shop import Shop

_OPEN = tuple(sorted(state.value for state in OPEN_WAYS))
_DUE = (
    select_ways()
    .where(
        RefundPayment.state.in_(_OPEN),
        or_(RefundPayment.next_at <= bindparam("now"), RefundPayment.next_at > bindparam("far")),
    )
    .order_by(RefundPayment.next_at, RefundPayment.id)
)
_OPEN_ONES = select_ways().where(RefundPayment.state.in_(_OPEN)).order_by(RefundPayment.id)
_NEXT = select(func.min(RefundPayment.next_at)).where(RefundPayment.state.in_(_OPEN))


_WAKE = (
    update(RefundPayment)
    .where(
        RefundPayment.state.in_(_OPEN),
        RefundPayment.out_refund_no.is_not(None),
        or_(RefundPayment.next_at > bindparam("now"), RefundPayment.next_at.is_(None)),
    )
    .values(next_at=bindparam("now"))
)
_OF_ACCOUNT = RefundPayment.payment_id.in_(
    select(Payment.id).where(Payment.account_id == bindparam("account"))
)


class RefundBook:
    """The ways of refunds that go through merchant accounts."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.COLLECT)
    def due(self, actor: Actor) -> list[WayRecord]:
        """Return what is to be asked now, the longest waiting first."""
        with self._shop.database.read() as connection:
            now = self._shop.clock.now()
            rows = connection.execute(_DUE, {"now": now, "far": now + LONGEST_PAUSE}).mappings()
            return [way_record(row) for row in rows]

    @act(Right.COLLECT)
    def open(self, actor: Actor) -> list[WayRecord]:
        """Return what platforms have still to give back, the oldest first."""
        with self._shop.database.read() as connection:
            return [way_record(row) for row in connection.execute(_OPEN_ONES).mappings()]

    @act(Right.COLLECT)
    def get(self, actor: Actor, way: UUID) -> WayRecord:
        """Return one way of a refund; `not_found`."""
        with self._shop.database.read() as connection:
            return _read(connection, way)

    @act(Right.COLLECT)
    def next_due(self, actor: Actor) -> datetime | None:
        """Return when the next refund is to be asked about; None when none is followed."""
        with self._shop.database.read() as connection:
            found: datetime | None = connection.scalar(_NEXT)
        return found

    @act(Right.COLLECT)
    def wake(self, actor: Actor, account: UUID | None = None) -> None:
        """Let all that goes back be asked about now; `account`: only what goes back through it."""
        statement, values = _WAKE, {"now": self._shop.clock.now()}
        if account is not None:
            statement = statement.where(_OF_ACCOUNT)
        with self._shop.database.write() as connection:
            connection.execute(statement, {**values, "account": account} if account else values)

    @act(Right.COLLECT)
    def begin(self, actor: Actor, way: UUID, verb: RefundVerb) -> MoneyWay | None:
        """Commit that a request is about to leave; None: it must not leave any more."""
        with self._shop.database.write() as connection:
            record = _read(connection, way)
            if not record.way.is_open:
                return None
            asked = asking(record.way, verb)
            later = self._shop.clock.now() + PATIENCE
            update_way(connection, replace(record, way=asked, next_at=later))
        return asked

    @act(Right.COLLECT)
    def record(self, actor: Actor, way: UUID, outcome: RefundOutcome) -> MoneyWay:
        """Commit an answer and when to ask next."""
        with self._shop.booking(actor) as booking:
            record = _read(booking.connection, way)
            after = refund_answered(record.way, outcome)
            moment = next_refund_time(after, booking.at)
            update_way(booking.connection, replace(record, way=after, next_at=moment))
            if after.state is not record.way.state and not after.is_open:
                facts: dict[str, object] = {"way": str(way), "amount": after.amount}
                write_event(booking, record.order, _end_of(after), facts)
        self._changed(record)
        return after

    @act(Right.REFUND)
    def try_again(self, actor: Actor, way: UUID) -> None:
        """Ask once more, under the same number, for a refund that was refused or is stuck."""
        with self._shop.booking(actor) as booking:
            record = _refused(booking.connection, way)
            again = replace(record, way=tried_again(record.way), next_at=booking.at)
            update_way(booking.connection, again)
        self._changed(record)

    @act(Right.REFUND)
    def in_cash(self, actor: Actor, way: UUID) -> None:
        """Note that a refused refund was given back in cash: a new fact moves it to the drawer.

        `refund_stuck` where the platform may still give it back: cash would be a second time.
        """
        with self._shop.booking(actor) as booking:
            record = _refused(booking.connection, way)
            if record.way.is_stuck:
                raise ShopError(ErrorCode.REFUND_STUCK, number=record.refund_number)
            update_way(booking.connection, replace(record, settled=True, next_at=None))
            order = read_booked(booking, record.order)
            moved = MoneyRefund(booking.ids.new(), _to_the_drawer(record), record.refund_number)
            book_money_refund(booking, order, moved)
        self._changed(record)

    def _changed(self, record: WayRecord) -> None:
        self._shop.events.send(RefundChanged(record.refund, record.order))
        self._shop.events.send(OrderChanged(record.order, record.order_number))


def _read(connection: Connection, way: UUID) -> WayRecord:
    record = read_way(connection, way)
    if record is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="refund", key=str(way))
    return record


def _refused(connection: Connection, way: UUID) -> WayRecord:
    record = _read(connection, way)
    if record.way.state is not WayState.FAILED or record.settled:
        raise ShopError(ErrorCode.NOTHING_TO_RETURN, number=record.order_number)
    return record


def _end_of(way: MoneyWay) -> str:
    """Return the kind of the event that tells how a way ended."""
    if way.state is WayState.DONE:
        return "money_back"
    return "money_stuck" if way.is_stuck else "money_not_back"


def _to_the_drawer(record: WayRecord) -> tuple[MoneyBack, MoneyBack]:
    """Return the ways that move a refused refund to the drawer; practice money stays practice."""
    amount, payment = record.way.amount, record.payment if record.practice else None
    return (
        MoneyBack(record.method, -amount, payment),
        MoneyBack(Method.CASH, amount, payment),
    )
