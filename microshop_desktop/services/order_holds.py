"""Orders of online shops that a person here lets wait, and why."""

from uuid import UUID

from sqlalchemy import bindparam, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import WAITING
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.channels import OnlineOrderRow
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import OrderChanged
from microshop_desktop.services.order_axes import settle_axes
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.shop import Shop

HELD, RELEASED = "held", "released"
"""Steps of an order's history, with what was said of why."""
MOST_WORDS = 200
_STATES = frozenset(state.value for state in WAITING)
_ORDER = (
    select(OrderRow.number, OrderRow.state, OnlineOrderRow.own_hold)
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .where(OrderRow.id == bindparam("order"))
)
_UPDATE = update(OnlineOrderRow).where(OnlineOrderRow.order_id == bindparam("order"))


class OrderHolds:
    """Letting orders wait."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def hold(self, actor: Actor, order: UUID, why: str) -> None:
        """Let an order wait: it is not picked, printed or shipped until somebody lifts that.

        `reason_missing` without a why, `order_not_shippable` for one that does not wait to be sent:
        what was sold at the counter has left with its customer.
        """
        reason = why.strip()[:MOST_WORDS]
        if not reason:
            raise ShopError(ErrorCode.REASON_MISSING)
        with self._shop.booking(actor) as booking:
            row = _waiting(booking, order)
            hold_order(booking, order, reason, known=row.own_hold)
        self._shop.events.send(OrderChanged(order, row.number))

    @act(Right.SYNC)
    def release(self, actor: Actor, order: UUID, why: str = "") -> None:
        """Lift what a person set; the platform's hold and the rule's stay. Harmless to repeat.

        `why` goes into the history where somebody says it.
        """
        with self._shop.booking(actor) as booking:
            row = _online(booking, order)
            if not row.own_hold:
                return
            _write(booking, order, "", None)
            said = why.strip()[:MOST_WORDS]
            write_event(booking, order, RELEASED, {"why": said} if said else None)
        self._shop.events.send(OrderChanged(order, row.number))


def hold_order(booking: Booking, order: UUID, reason: str, *, known: str = "") -> None:
    """Let an order wait inside an open act; a reason that is `known` is no news."""
    _write(booking, order, reason, booking.staff)
    if known != reason:
        write_event(booking, order, HELD, {"why": reason})


def _online(booking: Booking, order: UUID) -> AnyRow:
    row = booking.connection.execute(_ORDER, {"order": order}).one_or_none()
    if row is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(order))
    return row


def _waiting(booking: Booking, order: UUID) -> AnyRow:
    row = _online(booking, order)
    if row.state not in _STATES:
        raise ShopError(ErrorCode.ORDER_NOT_SHIPPABLE, number=row.number)
    return row


def _write(booking: Booking, order: UUID, why: str, staff: UUID | None) -> None:
    values = {"own_hold": why, "own_hold_by": staff}
    booking.connection.execute(_UPDATE, {"order": order, **values})
    settle_axes(booking, order)
