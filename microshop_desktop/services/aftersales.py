"""What customers of online shops ask back: taken up once, kept in step, seen until it is decided.

Money that goes back moves no goods: whether they come back, and can be sold, a person decides
(`refunded_online`). Until an after-sale is decided its order waits (`services/order_axes.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from microshop_desktop.domain.aftersale import (
    UNDECIDED,
    Aftersale,
    AftersaleState,
)
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.channels import AftersaleRow
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.aftersale_rows import aftersale_of, aftersale_values
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import OrderChanged
from microshop_desktop.services.order_axes import Asked, asked_back, settle_axes
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_cursors import read_cursor, write_cursor

AFTERSALES, OPEN_AFTERSALES = "aftersales", "open_aftersales"
"""How far the after-sales of an account were read, and when those not decided were read again."""
ASKED, CHANGED = "aftersale_asked", "aftersale_changed"
"""Steps of an order's history."""
_WAITS = sorted(state.value for state in UNDECIDED)
_KNOWN = select(AftersaleRow).where(
    AftersaleRow.account_id == bindparam("account"),
    AftersaleRow.external_id == bindparam("external"),
)
_ORDER = select(OrderRow.id, OrderRow.number).where(
    OrderRow.account_id == bindparam("account"), OrderRow.external_id == bindparam("external")
)
_OF_ORDER = (
    select(AftersaleRow)
    .where(AftersaleRow.order_id == bindparam("order"), AftersaleRow.deleted_at.is_(None))
    .order_by(AftersaleRow.asked_at.desc(), AftersaleRow.id.desc())
)
_UNDECIDED = select(AftersaleRow).where(
    AftersaleRow.state.in_(_WAITS), AftersaleRow.deleted_at.is_(None)
)
_INSERT = insert(AftersaleRow)
_UPDATE = update(AftersaleRow).where(AftersaleRow.id == bindparam("row"))
_JOIN_ORDER = Prepared(
    update(AftersaleRow)
    .where(
        AftersaleRow.account_id == bindparam("account"),
        AftersaleRow.external_order == bindparam("external"),
        AftersaleRow.order_id.is_(None),
    )
    .values(order_id=bindparam("order"))
)


@dataclass(frozen=True, slots=True)
class AftersaleView:
    """An after-sale; `order` is None where its order is not known here. Amount in minor units."""

    id: UUID
    account: UUID
    order: UUID | None
    told: Aftersale


@dataclass(slots=True)
class TakenBack:
    """What a page of after-sales did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


class Aftersales:
    """Keeping what customers ask back."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def take(
        self,
        actor: Actor,
        account: UUID,
        told: Sequence[Aftersale],
        *,
        cursor: Mapping[str, object] | None = None,
    ) -> TakenBack:
        """Take up a page, and with it how far the account was read, in one transaction.

        Harmless to repeat; what is older than what is known changes nothing.
        """
        taken, orders = TakenBack(), dict[UUID, str]()
        with self._shop.booking(actor) as booking:
            for one in told:
                _OneAftersale(booking, account, one, taken).take(orders)
            if cursor is not None:
                write_cursor(booking, account, AFTERSALES, cursor)
        for order, number in orders.items():
            self._shop.events.send(OrderChanged(order, number))
        return taken

    @act(Right.SYNC)
    def known_until(self, actor: Actor, account: UUID) -> datetime | None:
        """Return until when all changes are known, None before the first reading."""
        with self._shop.database.read() as connection:
            cursor = read_cursor(connection, account, AFTERSALES)
        return None if cursor is None else datetime.fromisoformat(cursor["until"])

    @act(Right.SYNC)
    def waiting(self, actor: Actor, account: UUID | None = None) -> tuple[AftersaleView, ...]:
        """Return what is not decided yet, the nearest deadline first."""
        query = _UNDECIDED.order_by(
            AftersaleRow.deadline.is_(None), AftersaleRow.deadline, AftersaleRow.id
        )
        if account is not None:
            query = query.where(AftersaleRow.account_id == account)
        with self._shop.database.reading_session() as session:
            return tuple(map(_view, session.scalars(query)))

    @act(Right.SEE_ORDERS)
    def of_order(self, actor: Actor, order: UUID) -> tuple[AftersaleView, ...]:
        """Return all that was asked back of an order, the newest first."""
        with self._shop.database.reading_session() as session:
            return tuple(map(_view, session.scalars(_OF_ORDER, {"order": order})))


def join_order(booking: Booking, account: UUID, external: str, order: UUID) -> None:
    """Join what was asked back of an order before the order itself was known."""
    _JOIN_ORDER.run(booking.connection, account=account, external=external, order=order)


class _OneAftersale:
    """One after-sale inside an open act."""

    def __init__(self, booking: Booking, account: UUID, told: Aftersale, taken: TakenBack) -> None:
        self._booking, self._account, self._told, self._taken = booking, account, told, taken

    def take(self, orders: dict[UUID, str]) -> None:
        """Take it up, keep it in step, or leave it; `orders` collects those that it touches."""
        key = {"account": self._account, "external": self._told.external_id}
        known = self._booking.connection.execute(_KNOWN, key).one_or_none()
        if known is not None and not _is_news(known, self._told):
            self._taken.unchanged += 1
            return
        order = self._order()
        before = Asked() if order is None else asked_back(self._booking, order.id)
        self._write(known, None if order is None else order.id)
        if order is not None:
            self._note(order.id, known)
            settle_axes(self._booking, order.id, before)
            orders[order.id] = order.number

    def _order(self) -> AnyRow | None:
        key = {"account": self._account, "external": self._told.external_order}
        return self._booking.connection.execute(_ORDER, key).one_or_none()

    def _write(self, known: AnyRow | None, order: UUID | None) -> None:
        stamp = {"changed_at": self._booking.at, "changed_by_till": self._booking.till}
        values = {**aftersale_values(self._told), "order_id": order, **stamp}
        if known is None:
            row = {"id": self._booking.ids.new(), "account_id": self._account, **values}
            self._booking.connection.execute(_INSERT, row)
            self._taken.new += 1
        else:
            self._booking.connection.execute(_UPDATE, {"row": known.id, **values})
            self._taken.changed += 1

    def _note(self, order: UUID, known: AnyRow | None) -> None:
        """Write into the history what was asked, and what became of it."""
        told = self._told
        if known is not None and known.state == told.state.value:
            return
        facts: dict[str, object] = {"kind": told.kind.value, "amount": told.amount}
        if told.pieces is not None:
            facts["pieces"] = told.pieces
        if known is None:
            write_event(self._booking, order, ASKED, facts)
        if known is not None or told.state is not AftersaleState.OPEN:
            write_event(self._booking, order, CHANGED, {**facts, "state": told.state.value})


def _is_news(known: AnyRow, told: Aftersale) -> bool:
    """Tell whether something else is said than what is known; a later time alone says nothing."""
    if told.updated_at < known.updated_at:
        return False
    values = aftersale_values(told) | {"updated_at": known.updated_at}
    return any(getattr(known, name) != value for name, value in values.items())


def _view(row: AftersaleRow) -> AftersaleView:
    return AftersaleView(row.id, row.account_id, row.order_id, aftersale_of(row))
