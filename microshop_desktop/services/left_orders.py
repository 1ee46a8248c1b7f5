"""Orders of an online shop that was removed: nobody tells of them any more, so a person does.

They keep their goods until they are sent or cancelled here by hand, or are let go with the shop. If
the shop is connected again, what it says of each of them counts, and parcels packed meanwhile are
told of then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, delete, func, select, update

from microshop_desktop.domain.decisions import BY_RULE
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import WAITING, Fulfilment
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.channels import (
    ChannelAccount,
    Conflict,
    OnlineOrderRow,
    Outbox,
    SyncCursor,
)
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.persistence.tables.shipping import Shipment
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.baskets import release
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import OPEN, SETTLED
from microshop_desktop.services.events import OrderChanged, StockChanged
from microshop_desktop.services.given_back import GIVE_BACK
from microshop_desktop.services.online_sale import book_sale
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.parcel_lines import REFUSED, SHIP, TOLD
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_log import OPEN_ORDERS

BACK_NOT_GIVEN = "back_refused"
"""Step of the history of an order whose money a platform was asked to give back, and did not."""
ENDED, ACCOUNT_REMOVED = "ended", "account_removed"
"""State and word of a command whose shop was removed before it was told."""
NOT_KNOWN = ""
"""Kept in place of the digest of what a platform said: whatever it says next is news."""
_IS_WAITING = OrderRow.state.in_(sorted(state.value for state in WAITING))
_ORDERS = (
    select(OrderRow.id)
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .where(OnlineOrderRow.account_id == bindparam("account"), _IS_WAITING)
)
_COMMANDS = and_(Outbox.account_id == bindparam("account"), Outbox.state == "waiting")
_END_COMMANDS = (
    update(Outbox).where(_COMMANDS).values(state=ENDED, error=ACCOUNT_REMOVED, next_at=None)
)
_WISHES = select(Outbox.id, Outbox.subject_id, Outbox.payload).where(
    _COMMANDS, Outbox.kind == GIVE_BACK
)
_REVIVE = (
    update(Outbox)
    .where(
        Outbox.kind == SHIP,
        Outbox.account_id == bindparam("account"),
        Outbox.state == ENDED,
        Outbox.error == ACCOUNT_REMOVED,
    )
    .values(state="waiting", error="", next_at=None, tries=0)
)
_ASK_ALL = delete(SyncCursor).where(
    SyncCursor.account_id == bindparam("account"), SyncCursor.stream == OPEN_ORDERS
)
_END_QUESTIONS = (
    update(Conflict)
    .where(Conflict.account_id == bindparam("account"), Conflict.state == OPEN)
    .values(
        state=SETTLED, decision=BY_RULE, settled_at=bindparam("now", type_=Conflict.settled_at.type)
    )
)
_LEFT_BEHIND = (
    select(OrderRow.id, OrderRow.number, OrderRow.state, OnlineOrderRow.paid)
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .join(ChannelAccount, ChannelAccount.id == OnlineOrderRow.account_id)
    .where(OrderRow.id == bindparam("order"), ChannelAccount.deleted_at.is_not(None), _IS_WAITING)
)
_SET_STATE = (
    update(OrderRow)
    .where(OrderRow.id == bindparam("row"))
    .values(state=bindparam("to_state"), held=False)
)
_FORGET_WORD = (
    update(OnlineOrderRow)
    .where(OnlineOrderRow.order_id == bindparam("row"))
    .values(content_hash=NOT_KNOWN)
)
_DROP_PARCELS = (
    update(Shipment)
    .where(Shipment.order_id == bindparam("order"), Shipment.state != TOLD)
    .values(state=REFUSED)
)
_DROP_COMMANDS = (
    update(Outbox)
    .where(Outbox.subject_id == bindparam("order"), Outbox.state == ENDED)
    .values(error="cancelled")
)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What a shop leaves behind: orders that still wait here, and parcels it was not told of."""

    orders: int
    parcels: int


class LeftOrders:
    """What is done by hand with orders whose shop was removed."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def left_by(self, actor: Actor, account: UUID) -> LeftBehind:
        """Return what an account would leave behind now."""
        with self._shop.database.read() as connection:
            return left_behind(connection, account)

    @act(Right.SYNC)
    def send(self, actor: Actor, order: UUID) -> None:
        """Say that the goods of such an order have left: it is sold now.

        `order_follows_shop` for any other, `order_not_shippable` for one that is not paid.
        """
        self._settle(actor, order, _send)

    @act(Right.SYNC)
    def cancel(self, actor: Actor, order: UUID) -> None:
        """Cancel such an order and let its goods go; `order_follows_shop` for any other."""
        self._settle(actor, order, let_go)

    def _settle(
        self, actor: Actor, order: UUID, settle: Callable[[Booking, AnyRow], set[UUID]]
    ) -> None:
        with self._shop.booking(actor) as booking:
            row = left_order(booking, order)
            if row is None:
                raise ShopError(ErrorCode.ORDER_FOLLOWS_SHOP, order=str(order))
            skus = settle(booking, row)
        self._shop.events.send(OrderChanged(order, row.number))
        if skus:
            self._shop.events.send(StockChanged(frozenset(skus)))


def left_behind(connection: Connection, account: UUID) -> LeftBehind:
    """Return what an account would leave behind now."""
    orders = select(func.count()).select_from(_ORDERS.subquery())
    parcels = select(func.count()).select_from(Outbox).where(_COMMANDS, Outbox.kind == SHIP)
    wanted = {"account": account}
    return LeftBehind(
        connection.scalar(orders, wanted) or 0, connection.scalar(parcels, wanted) or 0
    )


def leave(booking: Booking, account: UUID, *, drop_orders: bool) -> set[UUID]:
    """End what is under way with a shop that is removed; return the SKUs that this frees.

    `drop_orders`: its orders that wait are cancelled here; else they keep their goods. Money that
    was to go back there does not: that is said, and is not done when the shop is back one day.
    """
    for wish in booking.connection.execute(_WISHES, {"account": account}).all():
        write_event(booking, wish.subject_id, BACK_NOT_GIVEN, {"amount": wish.payload["amount"]})
    booking.connection.execute(_END_COMMANDS, {"account": account})
    booking.connection.execute(_END_QUESTIONS, {"account": account, "now": booking.at})
    freed: set[UUID] = set()
    for order in booking.connection.scalars(_ORDERS, {"account": account}).all():
        row = left_order(booking, order)
        if drop_orders and row is not None:
            freed |= let_go(booking, row)
        else:
            write_event(booking, order, "shop_removed")
    return freed


def come_back(booking: Booking, account: UUID) -> None:
    """Go on with a shop that was removed: parcels are told of, all its orders are asked about."""
    booking.connection.execute(_REVIVE, {"account": account})
    booking.connection.execute(_ASK_ALL, {"account": account})


def left_order(booking: Booking, order: UUID) -> AnyRow | None:
    """Return an order that waits and whose shop was removed, None for any other."""
    return booking.connection.execute(_LEFT_BEHIND, {"order": order}).one_or_none()


def send_by_hand(booking: Booking, row: AnyRow) -> set[UUID]:
    """Sell an order whose goods have left; return the SKUs that moved."""
    skus = release(booking, row.id) | book_sale(booking, row.id, row.paid)
    _end(booking, row.id, Fulfilment.SHIPPED, "shipped")
    return skus


def let_go(booking: Booking, row: AnyRow) -> set[UUID]:
    """Cancel an order here and free its goods; return their SKUs. Nobody is told of its parcels."""
    freed = release(booking, row.id)
    booking.connection.execute(_DROP_PARCELS, {"order": row.id})
    booking.connection.execute(_DROP_COMMANDS, {"order": row.id})
    _end(booking, row.id, Fulfilment.CANCELLED, "cancelled")
    return freed


def _send(booking: Booking, row: AnyRow) -> set[UUID]:
    if row.state == Fulfilment.PENDING_PAYMENT.value:
        raise ShopError(ErrorCode.ORDER_NOT_SHIPPABLE, number=row.number)
    return send_by_hand(booking, row)


def _end(booking: Booking, order: UUID, state: Fulfilment, event: str) -> None:
    booking.connection.execute(_SET_STATE, {"row": order, "to_state": state.value})
    booking.connection.execute(_FORGET_WORD, {"row": order})
    write_event(booking, order, event)
