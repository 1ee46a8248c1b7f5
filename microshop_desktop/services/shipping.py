"""Parcels of online orders: packed here, told to the platform, never sent twice.

Packing writes the parcel and the command to tell of it in one act. The command stays until the
platform knows the parcel or refuses it for good.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, bindparam, insert, not_, or_, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.channels import OnlineOrderRow, Outbox
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.persistence.tables.shipping import Shipment, ShipmentLine
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import ConflictKind, raise_conflict
from microshop_desktop.services.events import OrderChanged
from microshop_desktop.services.left_orders import (
    ACCOUNT_REMOVED,
    ENDED,
    left_order,
    send_by_hand,
)
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.outbox import DONE, GIVEN_UP, IS_DUE, WAITING, tried
from microshop_desktop.services.parcel_lines import REFUSED, SHIP, TOLD, left_lines
from microshop_desktop.services.shop import Shop

_PACKED_HERE = "packed"
SHIPPABLE = frozenset({"to_ship", "part_shipped"})
NOT_ASKED_BACK = frozenset({"none", "part"})
"""Order and refund states in which a parcel may leave."""
_ORDER = (
    select(
        OrderRow.id,
        OrderRow.number,
        OrderRow.state,
        OrderRow.held,
        OrderRow.refund_state,
        OrderRow.external_id,
        OnlineOrderRow.account_id,
    )
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .where(OrderRow.id == bindparam("order"))
)
# One that waits by its platform's word is asked about: a parcel that is on its way is to be told.
_WAITS_BY_US = and_(OrderRow.held, OnlineOrderRow.hold == "")
_DUE = (
    select(Outbox.id, Outbox.key, Outbox.payload, Outbox.subject_id, Outbox.tries)
    .join(OrderRow, OrderRow.id == Outbox.subject_id)
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .where(
        or_(not_(_WAITS_BY_US), bindparam("held_too", type_=OrderRow.held.type)),
        Outbox.kind == SHIP,
        IS_DUE,
    )
    .order_by(Outbox.id)
)
_STILL_WAITS = (
    select(Outbox.id)
    .join(OrderRow, OrderRow.id == Outbox.subject_id)
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .where(Outbox.id == bindparam("command"), Outbox.state == WAITING, not_(_WAITS_BY_US))
)
_INSERT_SHIPMENT, _INSERT_LINE = insert(Shipment), insert(ShipmentLine)
_INSERT_OUTBOX = insert(Outbox)
_UPDATE_OUTBOX = update(Outbox).where(Outbox.id == bindparam("row"))
_UPDATE_SHIPMENT = update(Shipment).where(Shipment.id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class Packing:
    """A parcel to make: `pieces` by the number of the line, None for all that is left."""

    order: UUID
    courier: str
    tracking: str
    pieces: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel that was made, and the number of its order."""

    shipment: UUID
    number: str


@dataclass(frozen=True, slots=True)
class ParcelCommand:
    """What is still to be told to a platform; `pieces` by its own id of the line."""

    id: UUID
    key: str
    order: UUID
    shipment: UUID
    external_id: str
    courier: str
    tracking: str
    pieces: Mapping[str, int]
    tries: int


class Shipping:
    """Packing parcels, and the commands that tell of them."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def pack(self, actor: Actor, packing: Packing) -> UUID:
        """Write a parcel and the command to tell of it; return the parcel.

        `not_found` for an order of no online shop, `order_not_shippable` where it must wait or is
        done, `bad_quantity` for more than is left, `tracking_missing` without a number. An order
        whose shop was removed is sold with its last parcel; nobody is told.
        """
        with self._shop.booking(actor) as booking:
            packed = pack_parcel(booking, packing)
        self._shop.events.send(OrderChanged(packing.order, packed.number))
        return packed.shipment

    @act(Right.SYNC)
    def due(
        self, actor: Actor, account: UUID, *, held_too: bool = False
    ) -> tuple[ParcelCommand, ...]:
        """Return the commands of an account whose time has come; of orders held here if wished."""
        with self._shop.database.read() as connection:
            rows = connection.execute(
                _DUE, {"account": account, "now": self._shop.clock.now(), "held_too": held_too}
            ).all()
        return tuple(
            ParcelCommand(
                id=row.id,
                key=row.key,
                order=row.subject_id,
                shipment=UUID(row.payload["shipment"]),
                external_id=row.payload["external_id"],
                courier=row.payload["courier"],
                tracking=row.payload["tracking"],
                pieces=row.payload["pieces"],
                tries=row.tries,
            )
            for row in rows
        )

    @act(Right.SYNC)
    def may_tell(self, actor: Actor, command: ParcelCommand) -> bool:
        """Tell whether a command still waits to be told, by an order that nobody here holds."""
        with self._shop.database.read() as connection:
            return connection.scalar(_STILL_WAITS, {"command": command.id}) is not None

    @act(Right.SYNC)
    def told(self, actor: Actor, command: ParcelCommand) -> None:
        """Note that the platform knows a parcel."""
        with self._shop.booking(actor) as booking:
            self._end(booking, command, DONE, TOLD)
            facts: dict[str, object] = {"tracking": command.tracking}
            write_event(booking, command.order, "shipped", facts)

    @act(Right.SYNC)
    def later(self, actor: Actor, command: ParcelCommand, error: str) -> None:
        """Try a command again, each time a little later."""
        values = tried(command.tries, self._shop.clock.now(), error)
        with self._shop.database.write() as connection:
            connection.execute(_UPDATE_OUTBOX, {"row": command.id, **values})

    @act(Right.SYNC)
    def refused(self, actor: Actor, account: UUID, command: ParcelCommand, why: str) -> None:
        """Give a parcel up that the platform will not take, and let a person see it."""
        with self._shop.booking(actor) as booking:
            self._end(booking, command, GIVEN_UP, REFUSED, why)
            facts = {"tracking": command.tracking, "why": why}
            raise_conflict(booking, account, ConflictKind.SHIP_REFUSED, command.order, facts)

    def _end(
        self, booking: Booking, command: ParcelCommand, state: str, parcel: str, error: str = ""
    ) -> None:
        booking.connection.execute(
            _UPDATE_OUTBOX, {"row": command.id, "state": state, "next_at": None, "error": error}
        )
        booking.connection.execute(
            _UPDATE_SHIPMENT,
            {"row": command.shipment, "state": parcel, "shipped_at": booking.at},
        )


def pack_parcel(booking: Booking, packing: Packing) -> Packed:
    """Write a parcel and the command to tell of it, inside an open act; raises as `pack` does."""
    tracking = packing.tracking.strip()
    if not tracking:
        raise ShopError(ErrorCode.TRACKING_MISSING)
    order = booking.connection.execute(_ORDER, {"order": packing.order}).one_or_none()
    if order is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(packing.order))
    if not _may_go(order):
        raise ShopError(ErrorCode.ORDER_NOT_SHIPPABLE, number=order.number)
    lines = _chosen(booking, packing)
    shipment = _write_parcel(booking, packing, tracking, lines)
    payload = {
        "shipment": str(shipment),
        "external_id": order.external_id,
        "courier": packing.courier.strip(),
        "tracking": tracking,
        "pieces": {line_id: count for _row, line_id, count in lines},
    }
    left = left_order(booking, packing.order)
    _write_command(booking, order, payload, is_told=left is None)
    facts: dict[str, object] = {"courier": packing.courier, "tracking": tracking}
    write_event(booking, packing.order, "packed", facts)
    if left is not None and not _anything_left(booking, packing.order):
        send_by_hand(booking, left)
    return Packed(shipment, order.number)


def _may_go(order: AnyRow) -> bool:
    return order.state in SHIPPABLE and not order.held and order.refund_state in NOT_ASKED_BACK


def _chosen(booking: Booking, packing: Packing) -> list[tuple[UUID, str, int]]:
    """Return row, platform's id and pieces of each line in the parcel."""
    lines = left_lines(booking.connection, [packing.order]).get(packing.order, [])
    chosen = []
    for line in lines:
        count = line.left if packing.pieces is None else packing.pieces.get(line.no, 0)
        if count < 0 or count > line.left:
            raise ShopError(ErrorCode.BAD_QUANTITY, text=str(count))
        if count:
            chosen.append((line.row, line.line_id, count))
    unknown = set(packing.pieces or ()) - {line.no for line in lines}
    if not chosen or unknown:
        raise ShopError(ErrorCode.BAD_QUANTITY, text="0")
    return chosen


def _write_parcel(
    booking: Booking, packing: Packing, tracking: str, lines: Sequence[tuple[UUID, str, int]]
) -> UUID:
    shipment = booking.ids.new()
    booking.connection.execute(
        _INSERT_SHIPMENT,
        {
            "id": shipment,
            "order_id": packing.order,
            "courier": packing.courier.strip(),
            "tracking": tracking,
            "state": _PACKED_HERE,
            "changed_at": booking.at,
            "changed_by_till": booking.till,
        },
    )
    booking.connection.execute(
        _INSERT_LINE,
        [
            {
                "id": booking.ids.new(),
                "shipment_id": shipment,
                "order_line_id": row,
                "quantity": count * ONE,
            }
            for row, _line_id, count in lines
        ],
    )
    return shipment


def _write_command(
    booking: Booking, order: AnyRow, payload: Mapping[str, object], *, is_told: bool
) -> None:
    """Write the command to tell of a parcel; of a shop that was removed, ended until it is back."""
    command = booking.ids.new()
    booking.connection.execute(
        _INSERT_OUTBOX,
        {
            "id": command,
            "kind": SHIP,
            "key": command.hex,
            "account_id": order.account_id,
            "subject_id": order.id,
            "payload": dict(payload),
            "state": WAITING if is_told else ENDED,
            "error": "" if is_told else ACCOUNT_REMOVED,
            "made_at": booking.at,
        },
    )


def _anything_left(booking: Booking, order: UUID) -> bool:
    """Tell whether pieces of an order are in no parcel yet."""
    lines = left_lines(booking.connection, [order]).get(order, [])
    return any(line.left for line in lines)
