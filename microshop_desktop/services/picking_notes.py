"""The round of picking as it is kept: a note an order, written with each tick, so none is lost."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from microshop_desktop.domain.picking import Want
from microshop_desktop.persistence.tables.channels import OnlineOrderRow
from microshop_desktop.persistence.tables.orders import OrderContact, OrderRow
from microshop_desktop.persistence.tables.shop import ShopSetting
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.parcel_lines import LeftLine, left_lines
from microshop_desktop.services.picking_values import Parcel, Round
from microshop_desktop.services.shipping import NOT_ASKED_BACK, SHIPPABLE
from microshop_desktop.services.shop_settings import PICK_NOTES
from microshop_desktop.services.shown_name import SHOWN_NAME

Note = dict[str, Any]
"""`crate`, `picked` (base units by line), `courier`, `tracking`, `trusted`, `in_part`."""
_NOTES = select(ShopSetting.key, ShopSetting.value).where(ShopSetting.key.like(f"{PICK_NOTES}%"))
_NOTE = select(ShopSetting.value).where(ShopSetting.key == bindparam("name"))
_UPDATE = update(ShopSetting).where(ShopSetting.key == bindparam("name"))
_DELETE = delete(ShopSetting).where(ShopSetting.key == bindparam("name"))
_ORDERS = (
    select(
        OrderRow.id,
        OrderRow.number,
        OrderRow.source,
        OrderRow.state,
        OrderRow.held,
        OrderRow.refund_state,
        OnlineOrderRow.account_id,
        OnlineOrderRow.ship_until,
        SHOWN_NAME.label("buyer"),
    )
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .outerjoin(OrderContact, OrderContact.order_id == OrderRow.id)
    .where(OrderRow.id.in_(bindparam("orders", expanding=True)))
)


def read_round(connection: Connection) -> Round:
    """Return the parcels of the round; those with nothing left to send are over."""
    notes = {
        UUID(row.key.removeprefix(PICK_NOTES)): row.value for row in connection.execute(_NOTES)
    }
    if not notes:
        return Round()
    lines = left_lines(connection, notes)
    parcels = [
        _parcel(row, notes[row.id], lines.get(row.id, []))
        for row in connection.execute(_ORDERS, {"orders": list(notes)})
    ]
    open_ones = [parcel for parcel in parcels if parcel.wants]
    return Round(tuple(sorted(open_ones, key=lambda parcel: (parcel.crate, parcel.number))))


def read_note(connection: Connection, order: UUID) -> Note | None:
    """Return the note of an order, None where it is in no round."""
    found: Note | None = connection.scalar(_NOTE, {"name": _key(order)})
    return found


def write_note(booking: Booking, order: UUID, note: Mapping[str, object]) -> None:
    """Keep the note of an order."""
    values = {"value": dict(note), "changed_at": booking.at}
    found = booking.connection.execute(_UPDATE, {"name": _key(order), **values})
    if not found.rowcount:
        booking.connection.execute(insert(ShopSetting), {"key": _key(order), **values})


def drop_notes(booking: Booking, *orders: UUID) -> None:
    """Let orders leave the round."""
    if orders:
        booking.connection.execute(_DELETE, [{"name": _key(order)} for order in orders])


def keep_notes(booking: Booking, orders: Collection[UUID]) -> None:
    """Let all other orders leave the round, those too of which nothing is left to be sent."""
    names = booking.connection.execute(_NOTES.with_only_columns(ShopSetting.key)).scalars()
    noted = [UUID(name.removeprefix(PICK_NOTES)) for name in names]
    drop_notes(booking, *(order for order in noted if order not in orders))


def new_note(crate: int, courier: str) -> Note:
    """Return the note of an order whose crate is empty."""
    return {
        "crate": crate,
        "picked": {},
        "courier": courier,
        "tracking": "",
        "trusted": "",
        "in_part": False,
    }


def _key(order: UUID) -> str:
    return f"{PICK_NOTES}{order}"


def _parcel(row: Any, note: Note, lines: list[LeftLine]) -> Parcel:  # noqa: ANN401 (a row)
    may_go = row.state in SHIPPABLE and row.refund_state in NOT_ASKED_BACK and not row.held
    wants = tuple(_want(row.number, note, line) for line in lines if line.left)
    return Parcel(
        order=row.id,
        number=row.number,
        source=row.source,
        account=row.account_id,
        buyer=row.buyer or "",
        crate=note["crate"],
        courier=note["courier"],
        tracking=note["tracking"],
        trusted=note["trusted"],
        in_part=note["in_part"],
        is_held=not may_go,
        ship_until=row.ship_until,
        wants=wants,
    )


def _want(number: str, note: Note, line: LeftLine) -> Want:
    needed = line.left * line.factor
    return Want(
        order=line.order,
        number=number,
        crate=note["crate"],
        line=line.row,
        sku=line.sku,
        code=line.code,
        name=line.name,
        shelf=line.shelf,
        pieces=line.left,
        factor=line.factor,
        by_weight=line.by_weight,
        picked=min(needed, note["picked"].get(str(line.row), 0)),
        picture=line.picture,
    )
