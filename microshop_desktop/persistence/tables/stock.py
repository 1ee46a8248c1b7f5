"""Goods on the shelf: movements are the facts, levels are derived from them."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import (
    Base,
    CostValue,
    Id,
    Instant,
    Thousandths,
)
from microshop_desktop.persistence.tables.kinds import Fact, Keyed


class StockMovement(Fact, Base):
    """Goods that came or went: `quantity` and `cost_value` are signed, in together with out.

    `cause_kind` and `cause_id` say why (an order, a refund, a goods receipt, an import batch).
    """

    __tablename__ = "stock_movement"
    __table_args__ = (
        Index("ix_stock_movement_sku", "sku_id", "till_id", "seq"),
        Index("ix_stock_movement_cause", "cause_id"),
        Index("ix_stock_movement_day", "shop_day"),
    )

    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"))
    place_id: Mapped[Id] = mapped_column(ForeignKey("place.id"))
    lot_id: Mapped[Id | None] = mapped_column(ForeignKey("lot.id"))
    kind: Mapped[str]
    quantity: Mapped[Thousandths]
    cost_value: Mapped[CostValue]
    cause_kind: Mapped[str] = mapped_column(default="", server_default="")
    cause_id: Mapped[Id | None]
    note: Mapped[str] = mapped_column(default="", server_default="")
    import_batch_id: Mapped[Id | None]


class StockLevel(Keyed, Base):
    """Derived: what lies at a place of a SKU (and lot); `cost_value` sums the movements."""

    __tablename__ = "stock_level"
    __table_args__ = (
        Index(
            "uq_stock_level_no_lot",
            "sku_id",
            "place_id",
            unique=True,
            sqlite_where=text("lot_id IS NULL"),
        ),
        Index(
            "uq_stock_level_lot",
            "sku_id",
            "place_id",
            "lot_id",
            unique=True,
            sqlite_where=text("lot_id IS NOT NULL"),
        ),
    )

    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"))
    place_id: Mapped[Id] = mapped_column(ForeignKey("place.id"))
    lot_id: Mapped[Id | None] = mapped_column(ForeignKey("lot.id"))
    on_hand: Mapped[Thousandths] = mapped_column(default=0, server_default="0")
    reserved: Mapped[Thousandths] = mapped_column(default=0, server_default="0")
    cost_value: Mapped[CostValue] = mapped_column(default=0, server_default="0")


class Reservation(Keyed, Base):
    """Goods kept for somebody: a held basket, an unpaid order. Deleted when it ends."""

    __tablename__ = "reservation"

    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"), index=True)
    place_id: Mapped[Id] = mapped_column(ForeignKey("place.id"))
    quantity: Mapped[Thousandths]
    cause_kind: Mapped[str]
    cause_id: Mapped[Id] = mapped_column(index=True)
    made_at: Mapped[Instant]
    until: Mapped[Instant | None]
