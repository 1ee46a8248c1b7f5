"""A parcel that its platform refused: told once more with other words, or known there already."""

from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.channels import Outbox
from microshop_desktop.persistence.tables.shipping import Shipment
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.parcel_lines import REFUSED, SHIP, TOLD

_PACKED, _WAITING, _REPLACED = "packed", "waiting", "replaced"
_REFUSED = (
    select(Outbox)
    .where(Outbox.kind == SHIP, Outbox.subject_id == bindparam("order"), Outbox.state == REFUSED)
    .order_by(Outbox.id.desc())
    .limit(1)
)
_UPDATE = update(Outbox).where(Outbox.id == bindparam("row"))
_UPDATE_PARCEL = update(Shipment).where(Shipment.id == bindparam("row"))
_INSERT = insert(Outbox)


def tell_again(booking: Booking, order: UUID, courier: str, tracking: str) -> None:
    """Have the refused parcel of an order told once more; empty words leave what was said before.

    `not_found` where no parcel of it was refused.
    """
    row = _refused(booking, order)
    words = {
        "courier": courier.strip() or row.payload["courier"],
        "tracking": tracking.strip() or row.payload["tracking"],
    }
    parcel = UUID(row.payload["shipment"])
    booking.connection.execute(
        _UPDATE_PARCEL, {"row": parcel, "state": _PACKED, "shipped_at": None, **words}
    )
    booking.connection.execute(_UPDATE, {"row": row.id, "state": _REPLACED})
    command = booking.ids.new()
    booking.connection.execute(
        _INSERT,
        {
            "id": command,
            "kind": SHIP,
            "key": command.hex,
            "account_id": row.account_id,
            "subject_id": order,
            "payload": {**row.payload, **words},
            "state": _WAITING,
            "made_at": booking.at,
        },
    )
    write_event(booking, order, "packed", dict(words))


def shipped_there(booking: Booking, order: UUID) -> None:
    """Say that the platform knows the refused parcel of an order, by other hands than ours.

    What of it is sold the platform's own word decides, at the next reading of the order.
    """
    row = _refused(booking, order)
    parcel = UUID(row.payload["shipment"])
    booking.connection.execute(
        _UPDATE_PARCEL, {"row": parcel, "state": TOLD, "shipped_at": booking.at}
    )
    booking.connection.execute(_UPDATE, {"row": row.id, "state": _REPLACED})
    write_event(booking, order, "shipped", {"tracking": row.payload["tracking"]})


def _refused(booking: Booking, order: UUID) -> AnyRow:
    row = booking.connection.execute(_REFUSED, {"order": order}).one_or_none()
    if row is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="parcel", key=str(order))
    return row
