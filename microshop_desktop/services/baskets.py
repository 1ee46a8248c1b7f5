"""The open basket, saved on each change, and the held ones with their goods reserved."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Connection,
    Text,
    bindparam,
    delete,
    func,
    select,
    text,
    type_coerce,
    update,
)

from microshop_desktop.domain.basket import Basket, quantities_by_sku
from microshop_desktop.domain.basket_text import from_text, to_plain
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.pricing import price_basket
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.columns import IdType, InstantType, JsonType, MinorType
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.orders import HeldBasket, OrderRow
from microshop_desktop.persistence.tables.stock import Reservation
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.customers import customer_view
from microshop_desktop.services.events import StockChanged
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import read_settings
from microshop_desktop.services.stock_book import add_reserved

_log = logging.getLogger(__name__)
# As the text it is kept as: one that is damaged must not stop the others from being read.
_CONTENT = type_coerce(HeldBasket.content, Text).label("content")
_OPEN = select(HeldBasket.id, _CONTENT).where(
    HeldBasket.till_id == bindparam("till"), HeldBasket.state == "open"
)
_SAVE = text(
    """
    INSERT INTO held_basket
        (id, till_id, state, name, content, total, made_at, changed_at, staff_id)
    VALUES (:id, :till, :state, :name, :content, :total, :at, :at, :staff)
    ON CONFLICT (id) DO UPDATE SET
        state = excluded.state, name = excluded.name, content = excluded.content,
        total = excluded.total, changed_at = excluded.changed_at
    WHERE held_basket.state = 'open'
    """
).bindparams(
    bindparam("id", type_=IdType()),
    bindparam("till", type_=IdType()),
    bindparam("staff", type_=IdType()),
    bindparam("content", type_=JsonType()),
    bindparam("total", type_=MinorType()),
    bindparam("at", type_=InstantType()),
)
_PUT_AWAY = update(HeldBasket).where(HeldBasket.id == bindparam("basket")).values(state="damaged")
_DELETE_OPEN = delete(HeldBasket).where(
    HeldBasket.id == bindparam("basket"), HeldBasket.state == "open"
)
_HELD = (
    select(HeldBasket.id, HeldBasket.name, _CONTENT, HeldBasket.total, HeldBasket.made_at)
    .where(HeldBasket.state == "held")
    .order_by(HeldBasket.changed_at.desc())
)
_LET_GO = Prepared(
    delete(HeldBasket).where(HeldBasket.id == bindparam("basket")).returning(HeldBasket.state)
)
_DELETE_HELD = delete(HeldBasket).where(
    HeldBasket.id == bindparam("basket"), HeldBasket.state == "held"
)
_SOLD = select(OrderRow.id).where(OrderRow.basket_id == bindparam("basket"))
_RESERVED_FOR = Prepared(
    select(
        Reservation.place_id,
        Reservation.sku_id,
        func.sum(Reservation.quantity).label("quantity"),
    )
    .where(Reservation.cause_id == bindparam("cause"))
    .group_by(Reservation.place_id, Reservation.sku_id)
)
_INSERT_RESERVATIONS = BulkInsert(table_of(Reservation))
_DELETE_RESERVATIONS = Prepared(
    delete(Reservation).where(Reservation.cause_id == bindparam("cause"))
)


@dataclass(frozen=True, slots=True)
class HeldView:
    """A held basket in the recall list; `total` in minor units."""

    basket: UUID
    name: str
    customer: str
    lines: int
    total: int
    held_since: datetime


class Baskets:
    """The baskets of this till before they are orders."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    def new(self) -> Basket:
        """Return an empty basket with an id of its own; nothing is stored yet."""
        return Basket(self._shop.ids.new())

    @act(Right.SELL)
    def open_one(self, actor: Actor) -> Basket:
        """Return the basket that is open at the actor's till, or a new empty one.

        `basket_damaged` where it cannot be read any more: it is put away then, so that the next
        call gives a new one.
        """
        with self._shop.database.read() as connection:
            row = connection.execute(_OPEN, {"till": actor.till}).one_or_none()
            if row is None:
                return self.new()
            basket = _load(connection, row.content)
        if basket is not None:
            return basket
        with self._shop.database.write() as connection:
            connection.execute(_PUT_AWAY, {"basket": row.id})
        raise _damaged(row.id)

    @act(Right.SELL)
    def save(self, actor: Actor, basket: Basket) -> None:
        """Keep the open basket as it is now; an empty one leaves nothing behind.

        `basket_changed` when another basket is open at this till (hold or empty that one first) or
        this one was put aside, `basket_finished` when it is an order already.
        """
        with self._shop.database.write() as connection:
            if basket.is_empty and basket.customer is None and not basket.received:
                connection.execute(_DELETE_OPEN, {"basket": basket.id})
                return
            _check_no_other_open(connection, actor.till, basket.id)
            _keep(connection, self._row(actor, connection, basket, state="open"))

    @act(Right.SELL)
    def hold(self, actor: Actor, basket: Basket, name: str = "") -> Basket:
        """Put the basket aside by name, its goods reserved, and return a new empty one.

        `basket_changed` when it was put aside already, `basket_finished` when it is an order.
        """
        if basket.is_empty:
            raise ShopError(ErrorCode.BASKET_EMPTY)
        with self._shop.booking(actor) as booking:
            _keep(
                booking.connection,
                self._row(actor, booking.connection, basket, state="held", name=name.strip()),
            )
            wanted = quantities_by_sku(basket)
            reserve(booking, basket.id, wanted)
        self._shop.events.send(StockChanged(frozenset(wanted)))
        return self.new()

    @act(Right.SELL)
    def recall(self, actor: Actor, basket: UUID) -> Basket:
        """Open a held basket again and free what was reserved for it.

        The till must have no open basket: hold or finish it first. `not_found` when it is gone,
        `basket_damaged` when it cannot be read any more; it is put away then.
        """
        with self._shop.booking(actor) as booking:
            row = booking.connection.execute(_HELD.where(HeldBasket.id == basket)).one_or_none()
            if row is None:
                raise ShopError(ErrorCode.NOT_FOUND, what="basket", key=str(basket))
            _check_no_other_open(booking.connection, actor.till, basket)
            freed = release(booking, basket)
            opened = _load(booking.connection, row.content)
            state = "damaged" if opened is None else "open"
            booking.connection.execute(
                update(HeldBasket)
                .where(HeldBasket.id == basket)
                .values(state=state, till_id=actor.till, changed_at=booking.at)
            )
        self._shop.events.send(StockChanged(frozenset(freed)))
        if opened is None:
            raise _damaged(basket)
        return opened

    @act(Right.SELL)
    def drop_held(self, actor: Actor, basket: UUID) -> None:
        """Throw a held basket away and free what was reserved for it."""
        with self._shop.booking(actor) as booking:
            freed = release(booking, basket)
            booking.connection.execute(_DELETE_HELD, {"basket": basket})
        self._shop.events.send(StockChanged(frozenset(freed)))

    @act(Right.SELL)
    def held(self, actor: Actor) -> tuple[HeldView, ...]:
        """Return all held baskets, the last one held first."""
        with self._shop.database.read() as connection:
            return tuple(_held_view(connection, row) for row in connection.execute(_HELD).all())

    def _row(
        self, actor: Actor, connection: Connection, basket: Basket, *, state: str, name: str = ""
    ) -> dict[str, object]:
        settings = read_settings(connection)
        exponent = self._shop.profile.currency.exponent
        return {
            "id": basket.id,
            "till": actor.till,
            "staff": actor.staff,
            "state": state,
            "name": name,
            "content": to_plain(basket),
            "total": price_basket(basket, settings.rounding, exponent=exponent).total,
            "at": self._shop.clock.now(),
        }


def _check_no_other_open(connection: Connection, till: UUID, basket: UUID) -> None:
    row = connection.execute(_OPEN, {"till": till}).one_or_none()
    if row is not None and row.id != basket:
        raise ShopError(ErrorCode.BASKET_CHANGED)


def _keep(connection: Connection, row: dict[str, object]) -> None:
    """Write a basket that is neither sold nor put aside: what was sold must not come back."""
    if connection.scalar(_SOLD, {"basket": row["id"]}) is not None:
        raise ShopError(ErrorCode.BASKET_FINISHED)
    if connection.execute(_SAVE, row).rowcount == 0:
        raise ShopError(ErrorCode.BASKET_CHANGED)


def reserve(
    booking: Booking, cause: UUID, quantities: dict[UUID, int], *, kind: str = "basket"
) -> None:
    """Keep goods for a basket (or an unpaid order) inside an open act."""
    if not quantities:
        return
    _INSERT_RESERVATIONS(
        booking.connection,
        [
            {
                "id": booking.ids.new(),
                "sku_id": sku,
                "place_id": booking.place,
                "quantity": quantity,
                "cause_kind": kind,
                "cause_id": cause,
                "made_at": booking.at,
                "until": None,
            }
            for sku, quantity in quantities.items()
        ],
    )
    add_reserved(booking, quantities)


def release(booking: Booking, cause: UUID) -> set[UUID]:
    """Free what was kept for a cause, wherever it lies, inside an open act; return its SKUs."""
    rows = _RESERVED_FOR.rows(booking.connection, cause=cause)
    _DELETE_RESERVATIONS.run(booking.connection, cause=cause)
    for place in {row.place_id for row in rows}:
        freed = {row.sku_id: -int(row.quantity) for row in rows if row.place_id == place}
        add_reserved(booking, freed, place=place)
    return {row.sku_id for row in rows}


def let_go(booking: Booking, basket: UUID) -> None:
    """Remove the saved copy of a basket that becomes an order, inside an open act.

    Where it was put aside, its goods are freed as well: it may take them itself.
    """
    gone = _LET_GO.first(booking.connection, basket=basket)
    if gone is not None and gone.state == "held":
        release(booking, basket)


def _load(connection: Connection, content: str) -> Basket | None:
    """Return a saved basket with today's name and points of its customer; None if damaged."""
    basket = from_text(content)
    if basket is None or basket.customer is None:
        return basket
    view = customer_view(connection, basket.customer.customer)
    return replace(basket, customer=None if view is None else view.facts)


def _damaged(basket: UUID) -> ShopError:
    """Keep in the log which basket was put away, and return what is said of it."""
    _log.error("basket %s cannot be read and was put away", basket)
    return ShopError(ErrorCode.BASKET_DAMAGED, basket=str(basket))


def _held_view(connection: Connection, row: AnyRow) -> HeldView:
    """Return a held basket for the list; one that cannot be read shows no lines."""
    basket = _load(connection, row.content)
    return HeldView(
        basket=row.id,
        name=row.name,
        customer=basket.customer.name if basket and basket.customer else "",
        lines=len(basket.lines) if basket else 0,
        total=row.total,
        held_since=row.made_at,
    )
