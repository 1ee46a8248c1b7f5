"""Orders of online shops in our books: taken up once, kept in step, sold when the goods leave.

An order that waits is an order and a reservation, nothing else: no money, no movement. When the
platform (or our own shipping) says that the goods have left, one act books payment, movements, day
figures and the audit link. What the platform tells of it later is noted, and what no rule can
decide becomes a conflict (`docs/adr/0025-orders-of-online-shops.md`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import bindparam, case, or_, select, update

from microshop_desktop.domain.decisions import ConflictKind
from microshop_desktop.domain.online_order import (
    LEFT,
    WAITING,
    Contact,
    Fulfilment,
    OnlineOrder,
    fit_money,
    is_news,
    kept_pieces,
    next_fulfilment,
    went_back,
)
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.channels import (
    OnlineOrderRow,
)
from microshop_desktop.persistence.tables.orders import (
    OrderContact,
    OrderRow,
)
from microshop_desktop.services import online_order_rows as rows
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.aftersales import join_order
from microshop_desktop.services.baskets import release, reserve
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import end_conflict, raise_conflict
from microshop_desktop.services.events import OrderChanged, StockChanged
from microshop_desktop.services.left_orders import NOT_KNOWN
from microshop_desktop.services.online_order_lines import OrderLines, Source
from microshop_desktop.services.online_sale import (
    book_later_money,
    book_sale,
    differs_from_sale,
)
from microshop_desktop.services.online_twins import came_otherwise
from microshop_desktop.services.order_axes import Asked, settle_axes
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_cursors import write_cursor

AT_ONCE = 20
"""Orders in one transaction: a sale at the counter that comes meanwhile waits for no more."""
_INSERT_ORDER = BulkInsert(table_of(OrderRow))
_INSERT_ONLINE = BulkInsert(table_of(OnlineOrderRow))
_WAITING_ORDERS = (
    select(OrderRow.external_id)
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .where(
        OrderRow.account_id == bindparam("account"),
        or_(
            OrderRow.state.in_(sorted(state.value for state in WAITING)),
            OnlineOrderRow.content_hash == NOT_KNOWN,
        ),
    )
    .order_by(OrderRow.id)
)
_INSERT_CONTACT = BulkInsert(table_of(OrderContact))
_UPDATE_ORDER = update(OrderRow).where(OrderRow.id == bindparam("row"))
_UPDATE_ONLINE = update(OnlineOrderRow).where(OnlineOrderRow.order_id == bindparam("row"))
_SET_STATE = Prepared(
    update(OrderRow).where(OrderRow.id == bindparam("row")).values(state=bindparam("to_state"))
)
_UPDATE_CONTACT = Prepared(
    update(OrderContact)
    .where(OrderContact.order_id == bindparam("row"))
    .values(
        {
            # What was revealed is better than the mask that comes with each reading.
            name: case(
                (OrderContact.forget_at.is_(None), bindparam(name)),
                else_=getattr(OrderContact, name),
            )
            for name in ("name", "phone", "address")
        }
    )
)


@dataclass(slots=True)
class Taken:
    """What a page of orders did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: int = 0
    skus: set[UUID] = field(default_factory=set)
    orders: list[tuple[UUID, str]] = field(default_factory=list)


class OnlineOrders:
    """Keeping the orders of online shops."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def waiting(self, actor: Actor, account: UUID) -> tuple[str, ...]:
        """Return the orders of an account that are to be asked about, by their id there.

        Their goods are still here, or a person settled them while the account was removed.
        """
        with self._shop.database.read() as connection:
            return tuple(connection.scalars(_WAITING_ORDERS, {"account": account}))

    @act(Right.SYNC)
    def take(
        self,
        actor: Actor,
        source: Source,
        orders: Sequence[OnlineOrder],
        *,
        cursor: Mapping[str, object] | None = None,
    ) -> Taken:
        """Take up a page of orders; with the last of them how far the account was read.

        Harmless to repeat: an order is known by the account and its own id there. So a page may be
        several transactions, between which the counter sells.
        """
        taken = Taken()
        for start in range(0, max(len(orders), 1), AT_ONCE):
            with self._shop.booking(actor) as booking:
                for order in orders[start : start + AT_ONCE]:
                    _OneOrder(self._shop, booking, source, order, taken).take()
                if cursor is not None and start + AT_ONCE >= len(orders):
                    write_cursor(booking, source.account, "orders", cursor)
        for order_id, number in taken.orders:
            self._shop.events.send(OrderChanged(order_id, number))
        if taken.skus:
            self._shop.events.send(StockChanged(frozenset(taken.skus)))
        return taken


class _OneOrder:
    """One order inside an open act."""

    def __init__(
        self, shop: Shop, booking: Booking, source: Source, order: OnlineOrder, taken: Taken
    ) -> None:
        self._shop = shop
        self._booking, self._source, self._order, self._taken = booking, source, order, taken

    def take(self) -> None:
        """Take it up, keep it in step, or leave it."""
        known = rows.known_order(
            self._booking.connection, self._source.account, self._order.external_id
        )
        if known is None:
            self._begin_unless_twin()
        elif is_news(self._order, known_at=known.updated_at, known_hash=known.content_hash):
            self._follow(known)
        else:
            self._taken.unchanged += 1

    def _begin_unless_twin(self) -> None:
        source = self._source
        if came_otherwise(self._booking.connection, source.account, source.kind, self._order):
            self._taken.unchanged += 1
        else:
            self._begin()

    def _begin(self) -> None:
        """Write a new order of the day it was placed.

        One whose state nobody knows is kept as if it were to be shipped.
        """
        order, booking = self._order, self._booking
        state = next_fulfilment(Fulfilment.TO_SHIP, order.fulfilment)
        placed_at = min(order.placed_at, booking.at)
        head = booking.fact(day=self._shop.day_of(placed_at), at=placed_at)
        waiting = Fulfilment.TO_SHIP if state in LEFT else state
        values = {
            **rows.fact_values(head, self._source.account, self._source.kind, booking.place),
            **rows.head_values(order, fit_money(order), waiting),
            "external_id": order.external_id,
        }
        _INSERT_ORDER(booking.connection, [values])
        online = {
            **rows.online_values(order),
            "order_id": head.id,
            "account_id": self._source.account,
        }
        _INSERT_ONLINE(booking.connection, [online])
        self._write_contact(head.id)
        write_event(booking, head.id, "placed_online", {"status": order.raw_status})
        self._stand(head.id, state, waiting, None)
        join_order(booking, self._source.account, order.external_id, head.id)
        self._taken.conflicts += settle_axes(booking, head.id, Asked(), untold=order.refund_untold)
        self._taken.new += 1
        self._taken.orders.append((head.id, order.number))

    def _follow(self, known: rows.KnownOrder) -> None:
        """Bring a known order to what the platform says now."""
        order, booking = self._order, self._booking
        state = next_fulfilment(known.fulfilment, order.fulfilment)
        if known.fulfilment in LEFT:
            self._note_after_sale(known, state)
        else:
            values = rows.head_values(order, fit_money(order), known.fulfilment)
            booking.connection.execute(_UPDATE_ORDER, {"row": known.id, **values})
            self._stand(known.id, state, known.fulfilment, known.fulfilment)
        booking.connection.execute(_UPDATE_ONLINE, {"row": known.id, **rows.online_values(order)})
        self._write_contact(known.id)
        if state is not known.fulfilment:
            facts: dict[str, object] = {"status": order.raw_status, "state": state.value}
            write_event(booking, known.id, "changed_online", facts)
        self._taken.conflicts += settle_axes(booking, known.id, untold=order.refund_untold)
        self._taken.changed += 1
        self._taken.orders.append((known.id, order.number))

    def _stand(
        self, order: UUID, state: Fulfilment, kept: Fulfilment, before: Fulfilment | None
    ) -> None:
        """Write what the order consists of; keep its goods, free them, or let them go.

        `kept`: the state that its row has now; `before`: how far it was, None for a new order.
        """
        booking, skus = self._booking, self._taken.skus
        if before is not None:
            skus |= release(booking, order)
        lines = OrderLines(booking, self._source, self._order).write(order, before)
        if state in LEFT:
            skus |= book_sale(booking, order, self._order.paid)
        else:
            wanted = rows.reserved_of(lines, self._kept(state))
            reserve(booking, order, wanted, kind="order")
            skus |= set(wanted)
        if state is not kept:
            _SET_STATE.run(booking.connection, row=order, to_state=state.value)

    def _note_after_sale(self, known: rows.KnownOrder, state: Fulfilment) -> None:
        """Note what the platform says of an order whose sale is booked; its money stays.

        What went back at the counter the platform does not know of: it does not unsay it.
        """
        order = self._order
        values: dict[str, object] = {"state": state.value, "held": bool(rows.hold_of(order))}
        if order.refund is not RefundState.NONE or not known.refunded:
            values["refund_state"] = order.refund.value
        self._booking.connection.execute(_UPDATE_ORDER, {"row": known.id, **values})
        book_later_money(self._booking, known.id, order)
        if went_back(known.fulfilment, order.fulfilment):
            status = order.raw_status
            self._conflict(ConflictKind.WENT_BACK, known.id, status=status)
        elif order.fulfilment in LEFT:
            end_conflict(self._booking, self._source.account, ConflictKind.WENT_BACK, known.id)
        if differs_from_sale(self._booking.connection, known.id, order):
            self._conflict(ConflictKind.CHANGED_AFTER_SALE, known.id, total=order.total)

    def _kept(self, state: Fulfilment) -> dict[str, int]:
        """Return the pieces to keep; those of an order whose state is unknown are kept as well."""
        if self._order.fulfilment is Fulfilment.UNKNOWN and state is not Fulfilment.CANCELLED:
            return {line.line_id: line.wanted for line in self._order.lines if line.wanted > 0}
        return kept_pieces(self._order)

    def _write_contact(self, order: UUID) -> None:
        """Keep whom it goes to, as the platform shows it; empty fields change nothing."""
        contact = self._order.contact
        if contact != Contact():
            values = {"name": contact.name, "phone": contact.phone, "address": contact.address}
            if not _UPDATE_CONTACT.run(self._booking.connection, row=order, **values):
                _INSERT_CONTACT(self._booking.connection, [{"order_id": order, **values}])

    def _conflict(self, kind: ConflictKind, order: UUID, **facts: object) -> None:
        if raise_conflict(self._booking, self._source.account, kind, order, facts):
            self._taken.conflicts += 1
