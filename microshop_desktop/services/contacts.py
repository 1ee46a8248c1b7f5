"""Whom an order goes to: masked in lists, plain once somebody asked the platform, and forgotten.

What a platform revealed is kept until some days after the goods have left, and then emptied.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import WAITING, Contact
from microshop_desktop.persistence.tables.channels import OnlineOrderRow
from microshop_desktop.persistence.tables.orders import OrderContact, OrderRow
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.events import OrderChanged
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import read_settings

REVEALING = frozenset({"wechat_shop", "douyin"})
"""The platforms that show customers masked and reveal them to this program when asked."""
OPENLY = frozenset({"vendure", "woocommerce", "shopify"})
"""The platforms that tell names and addresses with the order."""
REVEALED = "address_revealed"
"""The step of an order's history; whom it goes to stands there not."""
LONGEST = timedelta(days=60)
"""So long what was revealed is kept of an order that never leaves."""
_HERE = sorted(state.value for state in WAITING)
_CONTACT = select(
    OrderContact.name, OrderContact.phone, OrderContact.address, OrderContact.forget_at
).where(OrderContact.order_id == bindparam("order"))
_ORDER = (
    select(OrderRow.number, OrderRow.state, OrderRow.external_id, OnlineOrderRow.account_id)
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .where(OrderRow.id == bindparam("order"))
)
_INSERT = insert(OrderContact)
_UPDATE = update(OrderContact).where(OrderContact.order_id == bindparam("order"))
_REVEALED_ANY = select(OrderContact.order_id).where(OrderContact.forget_at.is_not(None)).limit(1)
_LEFT = select(OrderRow.id).where(OrderRow.state.not_in(_HERE))
_SOONER = (
    update(OrderContact)
    .where(
        OrderContact.forget_at > bindparam("latest", type_=OrderContact.forget_at.type),
        OrderContact.order_id.in_(_LEFT),
    )
    .values(forget_at=bindparam("latest", type_=OrderContact.forget_at.type))
)
_EMPTY = (
    update(OrderContact)
    .where(OrderContact.forget_at <= bindparam("now", type_=OrderContact.forget_at.type))
    .values(name="", phone="", address="", forget_at=None)
)


@dataclass(frozen=True, slots=True)
class ContactView:
    """Whom an order goes to, as it is known here; `forget_at`: revealed, and until when kept."""

    contact: Contact
    forget_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToReveal:
    """An order as its platform is asked whom it goes to."""

    account: UUID
    external_id: str
    number: str


class Contacts:
    """Whom orders go to."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_ORDERS)
    def of_order(self, actor: Actor, order: UUID) -> ContactView:
        """Return whom an order goes to; empty where nobody told."""
        with self._shop.database.read() as connection:
            row = connection.execute(_CONTACT, {"order": order}).one_or_none()
        if row is None:
            return ContactView(Contact())
        return ContactView(Contact(row.name, row.phone, row.address), row.forget_at)

    @act(Right.SYNC)
    def to_reveal(self, actor: Actor, order: UUID) -> ToReveal:
        """Return how its platform is asked; `not_found` for an order of no online shop."""
        with self._shop.database.read() as connection:
            row = connection.execute(_ORDER, {"order": order}).one_or_none()
        if row is None:
            raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(order))
        return ToReveal(row.account_id, row.external_id, row.number)

    @act(Right.SYNC)
    def keep_revealed(self, actor: Actor, order: UUID, contact: Contact) -> ContactView:
        """Keep whom a platform revealed, until some days after the goods have left."""
        values = {"name": contact.name, "phone": contact.phone, "address": contact.address}
        with self._shop.booking(actor) as booking:
            row = booking.connection.execute(_ORDER, {"order": order}).one()
            days = timedelta(days=read_settings(booking.connection).forget_days)
            forget_at = booking.at + (LONGEST if row.state in _HERE else days)
            kept: Mapping[str, object] = {**values, "forget_at": forget_at}
            found = booking.connection.execute(_UPDATE, {"order": order, **kept})
            if not found.rowcount:
                booking.connection.execute(_INSERT, {"order_id": order, **kept})
            write_event(booking, order, REVEALED)
        self._shop.events.send(OrderChanged(order, row.number))
        return ContactView(contact, forget_at)

    def forget_due(self) -> int:
        """Empty what was revealed and whose time has come; return of how many orders.

        An order that has left since is given its days from now on. It takes no right: what is to
        be forgotten does not wait for somebody who may sync.
        """
        now = self._shop.clock.now()
        with self._shop.database.read() as connection:
            if connection.execute(_REVEALED_ANY).first() is None:
                return 0
        with self._shop.database.write() as connection:
            days = timedelta(days=read_settings(connection).forget_days)
            connection.execute(_SOONER, {"latest": now + days})
            return connection.execute(_EMPTY, {"now": now}).rowcount
