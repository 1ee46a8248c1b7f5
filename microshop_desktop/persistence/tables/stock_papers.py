"""The papers about stock: lots, orders to suppliers, deliveries and counts."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import (
    Base,
    Id,
    Instant,
    Minor,
    ShopDay,
    Thousandths,
)
from microshop_desktop.persistence.tables.kinds import Editable, Fact, Keyed


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
