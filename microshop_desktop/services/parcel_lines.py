"""What is still to be sent of online orders, line by line, with where its goods lie."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, bindparam, case, func, select

from microshop_desktop.domain.quantity import ONE
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import OnlineLineRow
from microshop_desktop.persistence.tables.orders import OrderLine
from microshop_desktop.persistence.tables.shipping import Shipment, ShipmentLine

SHIP = "ship"
"""The kind of commands by which a platform is told of a parcel."""
TOLD, REFUSED = "shipped", "refused"
"""States of a parcel: the platform knows it, or will not take it."""
_OF_ORDERS: BindParameter[Any] = bindparam("orders", expanding=True)
_PACKED = (
    select(
        ShipmentLine.order_line_id,
        func.sum(case((Shipment.state == TOLD, ShipmentLine.quantity), else_=0)).label("told"),
        func.sum(case((Shipment.state != TOLD, ShipmentLine.quantity), else_=0)).label("waits"),
    )
    .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
    .where(Shipment.order_id.in_(_OF_ORDERS), Shipment.state != REFUSED)
    .group_by(ShipmentLine.order_line_id)
)
_LINES = (
    select(
        OrderLine.id,
        OrderLine.order_id,
        OrderLine.no,
        OrderLine.sku_id,
        OrderLine.code,
        OrderLine.name,
        OrderLine.spec,
        OrderLine.factor,
        OnlineLineRow.line_id,
        OnlineLineRow.pieces,
        OnlineLineRow.shipped,
        func.coalesce(Sku.shelf, "").label("shelf"),
        func.coalesce(Sku.picture, "").label("picture"),
        Sku.by_weight,
        Sku.name.label("own_name"),
        Sku.spec.label("own_spec"),
    )
    .join(OnlineLineRow, OnlineLineRow.order_line_id == OrderLine.id)
    .outerjoin(Sku, Sku.id == OrderLine.sku_id)
    .where(OrderLine.order_id.in_(_OF_ORDERS))
    .order_by(OrderLine.order_id, OrderLine.no)
)


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A line with the pieces that no parcel holds yet, of `factor` base units each.

    `line_id` is the platform's name of it; name, shelf and picture are of our goods where linked.
    """

    row: UUID
    order: UUID
    no: int
    line_id: str
    left: int
    factor: int
    sku: UUID | None
    code: str
    name: str
    shelf: str
    by_weight: bool
    picture: str


def left_lines(connection: Connection, orders: Collection[UUID]) -> dict[UUID, list[LeftLine]]:
    """Return the lines of online orders in their order, those with nothing left too."""
    if not orders:
        return {}
    chosen = {"orders": list(orders)}
    packed = {
        row.order_line_id: (int(row.told) // ONE, int(row.waits) // ONE)
        for row in connection.execute(_PACKED, chosen)
    }
    found: dict[UUID, list[LeftLine]] = defaultdict(list)
    for row in connection.execute(_LINES, chosen):
        told, waits = packed.get(row.id, (0, 0))
        own = row.own_name is not None
        found[row.order_id].append(
            LeftLine(
                row=row.id,
                order=row.order_id,
                no=row.no,
                line_id=row.line_id,
                # What the platform was told of is in its own count; other parcels may not be.
                left=max(0, row.pieces - max(row.shipped, told) - waits),
                factor=row.factor,
                sku=row.sku_id,
                code=row.code,
                name=_full(row.own_name, row.own_spec) if own else _full(row.name, row.spec),
                shelf=row.shelf.strip(),
                by_weight=bool(row.by_weight),
                picture=row.picture,
            )
        )
    return found


def _full(name: str, spec: str) -> str:
    return f"{name} {spec}".strip()
