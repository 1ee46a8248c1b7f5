"""Goods on the shelf: movements are the facts, levels are derived from them."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import (
    Base,
    CostValue,
    Id,
    Instant,
    Minor,
    ShopDay,
    Thousandths,
)
from microshop_desktop.persistence.tables.kinds import Editable, Fact, Keyed


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


class Lot(Keyed, Base):
    """A batch of goods with its own expiry."""

    __tablename__ = "lot"

    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"), index=True)
    code: Mapped[str]
    expires_on: Mapped[ShopDay | None]


class PurchaseOrder(Editable, Base):
    """What we ordered from a supplier."""

    __tablename__ = "purchase_order"

    supplier_id: Mapped[Id] = mapped_column(ForeignKey("supplier.id"))
    number: Mapped[str]
    state: Mapped[str]
    ordered_at: Mapped[Instant]
    note: Mapped[str] = mapped_column(default="", server_default="")


class PurchaseOrderLine(Keyed, Base):
    """One line of a purchase order; `unit_cost` in minor units."""

    __tablename__ = "purchase_order_line"

    purchase_order_id: Mapped[Id] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"))
    quantity: Mapped[Thousandths]
    unit_cost: Mapped[Minor]


class GoodsReceipt(Fact, Base):
    """A delivery booked in. `number` is of the till's own series."""

    __tablename__ = "goods_receipt"

    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[Id | None] = mapped_column(ForeignKey("supplier.id"))
    place_id: Mapped[Id] = mapped_column(ForeignKey("place.id"))
    currency: Mapped[str]
    goods_total: Mapped[Minor]
    freight: Mapped[Minor] = mapped_column(default=0, server_default="0")
    paid: Mapped[Minor] = mapped_column(default=0, server_default="0")
    note: Mapped[str] = mapped_column(default="", server_default="")


class GoodsReceiptLine(Keyed, Base):
    """One line of a delivery: in packs of `factor`, `unit_cost` of one pack in minor units."""

    __tablename__ = "goods_receipt_line"

    goods_receipt_id: Mapped[Id] = mapped_column(ForeignKey("goods_receipt.id"), index=True)
    no: Mapped[int]
    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"))
    unit: Mapped[str]
    factor: Mapped[int]
    quantity: Mapped[Thousandths]
    unit_cost: Mapped[Minor]
    total: Mapped[Minor]
    freight_share: Mapped[Minor] = mapped_column(default=0, server_default="0")


class Stocktake(Fact, Base):
    """A count of goods; `booked_at` is set once, when its differences were booked."""

    __tablename__ = "stocktake"

    place_id: Mapped[Id] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str]
    booked_at: Mapped[Instant | None]


class StocktakeLine(Keyed, Base):
    """What was counted of one SKU against what was expected then."""

    __tablename__ = "stocktake_line"

    stocktake_id: Mapped[Id] = mapped_column(ForeignKey("stocktake.id"), index=True)
    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"))
    counted: Mapped[Thousandths]
    expected: Mapped[Thousandths]
    counted_at: Mapped[Instant]
    reason: Mapped[str] = mapped_column(default="", server_default="")
