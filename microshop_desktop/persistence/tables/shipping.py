"""Parcels and what of an order is in them."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import (
    Base,
    Id,
    Instant,
    Thousandths,
)
from microshop_desktop.persistence.tables.kinds import Editable, Keyed


class Shipment(Editable, Base):
    """A parcel of an order."""

    __tablename__ = "shipment"

    order_id: Mapped[Id] = mapped_column(ForeignKey("orders.id"), index=True)
    courier: Mapped[str]
    tracking: Mapped[str]
    state: Mapped[str]
    shipped_at: Mapped[Instant | None]


class ShipmentLine(Keyed, Base):
    """What of an order line is in a parcel."""

    __tablename__ = "shipment_line"

    shipment_id: Mapped[Id] = mapped_column(ForeignKey("shipment.id"), index=True)
    order_line_id: Mapped[Id] = mapped_column(ForeignKey("order_line.id"))
    quantity: Mapped[Thousandths]
