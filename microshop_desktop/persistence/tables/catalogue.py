"""What is listed and sold: products, their SKUs, codes, units, prices and pictures."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import (
    Base,
    Id,
    Json,
    Minor,
    TaxRate,
    Thousandths,
)
from microshop_desktop.persistence.tables.kinds import Editable, Keyed


class Category(Editable, Base):
    """A group of products, shown as a chip at the till."""

    __tablename__ = "category"

    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    parent_id: Mapped[Id | None] = mapped_column(ForeignKey("category.id"))
    import_batch_id: Mapped[Id | None]


class TaxRateRow(Editable, Base):
    """A tax rate by name; `rate` in hundredths of a percent, contained in prices."""

    __tablename__ = "tax_rate"

    name: Mapped[str]
    rate: Mapped[TaxRate]


class Supplier(Editable, Base):
    """Who we buy from."""

    __tablename__ = "supplier"

    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")


class Product(Editable, Base):
    """What is listed. `options` names its variant axes, such as `["colour", "size"]`.

    `hidden_by_batch` keeps rows of an unfinished import out of sight.
    """

    __tablename__ = "product"

    name: Mapped[str]
    category_id: Mapped[Id | None] = mapped_column(ForeignKey("category.id"), index=True)
    brand: Mapped[str] = mapped_column(default="", server_default="")
    description: Mapped[str] = mapped_column(default="", server_default="")
    options: Mapped[Json]
    tax_rate: Mapped[TaxRate] = mapped_column(default=0, server_default="0")
    on_sale: Mapped[bool] = mapped_column(default=True)
    unfinished: Mapped[bool] = mapped_column(default=False)
    import_batch_id: Mapped[Id | None] = mapped_column(index=True)
    hidden_by_batch: Mapped[Id | None] = mapped_column(index=True)


class Sku(Editable, Base):
    """What is counted and sold. Every product has at least one.

    `name` repeats the product's, so that the till reads one row. `price` is the retail price and
    `cost` the last known unit cost, both in minor units of the shop's currency. `popularity` is
    the number of times it was sold, kept roughly, for the order of tiles and search results.
    """

    __tablename__ = "sku"
    __table_args__ = (
        Index("ix_sku_tiles", "on_sale", "popularity", "id"),
        Index("ix_sku_category_tiles", "category_id", "on_sale", "popularity"),
        Index("ix_sku_name", "name", "id"),
        Index("ix_sku_merchant_code", "merchant_code"),
        Index("ix_sku_plu", "plu"),
    )

    product_id: Mapped[Id] = mapped_column(ForeignKey("product.id"), index=True)
    category_id: Mapped[Id | None] = mapped_column(ForeignKey("category.id"))
    name: Mapped[str]
    spec: Mapped[str] = mapped_column(default="", server_default="")
    option_values: Mapped[Json]
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    merchant_code: Mapped[str] = mapped_column(default="", server_default="")
    main_code: Mapped[str] = mapped_column(default="", server_default="")
    plu: Mapped[str] = mapped_column(default="", server_default="")
    unit: Mapped[str] = mapped_column(default="", server_default="")
    by_weight: Mapped[bool] = mapped_column(default=False)
    price: Mapped[Minor]
    cost: Mapped[Minor | None]
    tax_rate: Mapped[TaxRate] = mapped_column(default=0, server_default="0")
    below_zero: Mapped[str] = mapped_column(default="warn", server_default="warn")
    low_stock: Mapped[Thousandths | None]
    shelf: Mapped[str] = mapped_column(default="", server_default="")
    picture: Mapped[str] = mapped_column(default="", server_default="")
    on_sale: Mapped[bool] = mapped_column(default=True)
    popularity: Mapped[int] = mapped_column(default=0, server_default="0")
    hidden_by_batch: Mapped[Id | None]
    import_batch_id: Mapped[Id | None] = mapped_column(index=True)


class SkuUnit(Editable, Base):
    """A pack of a SKU (a box of 12) with an own price; its barcodes point to it."""

    __tablename__ = "sku_unit"

    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"), index=True)
    name: Mapped[str]
    factor: Mapped[int]
    price: Mapped[Minor | None]


class SkuCode(Keyed, Base):
    """A barcode of a SKU or of one of its packs. Two SKUs may share a code: the till then asks."""

    __tablename__ = "sku_code"
    __table_args__ = (
        UniqueConstraint("code", "sku_id", "sku_unit_id"),
        Index(
            "uq_sku_code_base",
            "code",
            "sku_id",
            unique=True,
            sqlite_where=text("sku_unit_id IS NULL"),
        ),
    )

    code: Mapped[str]
    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"), index=True)
    sku_unit_id: Mapped[Id | None] = mapped_column(ForeignKey("sku_unit.id"))


class PriceRow(Keyed, Base):
    """A price beside the retail price: `level` is `member` or `wholesale`."""

    __tablename__ = "price"
    __table_args__ = (UniqueConstraint("sku_id", "level", "from_quantity"),)

    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"))
    level: Mapped[str]
    from_quantity: Mapped[Thousandths] = mapped_column(default=0, server_default="0")
    unit_price: Mapped[Minor]


class ProductImage(Keyed, Base):
    """A picture of a product, by the name of its file in the shop's picture folder."""

    __tablename__ = "product_image"

    product_id: Mapped[Id] = mapped_column(ForeignKey("product.id"), index=True)
    sku_id: Mapped[Id | None] = mapped_column(ForeignKey("sku.id"))
    file_name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0, server_default="0")
