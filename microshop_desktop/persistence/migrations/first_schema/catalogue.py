"""Frozen tables of the first schema: catalogue."""

import sqlalchemy as sa

from microshop_desktop.persistence.migrations.first_schema.kinds import (
    AMOUNT,
    FLAG,
    ID,
    INSTANT,
    SMALL,
    TEXT,
    WHOLE,
    metadata,
)

sa.Table(
    "category",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("position", WHOLE, nullable=False, server_default="0"),
    sa.Column("parent_id", ID, sa.ForeignKey("category.id")),
    sa.Column("import_batch_id", ID),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "tax_rate",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("rate", SMALL, nullable=False),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "supplier",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("phone", TEXT, nullable=False, server_default=""),
    sa.Column("note", TEXT, nullable=False, server_default=""),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "product",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("category_id", ID, sa.ForeignKey("category.id")),
    sa.Column("brand", TEXT, nullable=False, server_default=""),
    sa.Column("description", TEXT, nullable=False, server_default=""),
    sa.Column("options", TEXT, nullable=False),
    sa.Column("tax_rate", SMALL, nullable=False, server_default="0"),
    sa.Column("on_sale", FLAG, nullable=False),
    sa.Column("unfinished", FLAG, nullable=False),
    sa.Column("import_batch_id", ID),
    sa.Column("hidden_by_batch", ID),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
    sa.Index("ix_product_category_id", "category_id"),
    sa.Index("ix_product_hidden_by_batch", "hidden_by_batch"),
    sa.Index("ix_product_import_batch_id", "import_batch_id"),
)


sa.Table(
    "sku",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("product_id", ID, sa.ForeignKey("product.id"), nullable=False),
    sa.Column("category_id", ID, sa.ForeignKey("category.id")),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("spec", TEXT, nullable=False, server_default=""),
    sa.Column("option_values", TEXT, nullable=False),
    sa.Column("position", WHOLE, nullable=False, server_default="0"),
    sa.Column("merchant_code", TEXT, nullable=False, server_default=""),
    sa.Column("main_code", TEXT, nullable=False, server_default=""),
    sa.Column("plu", TEXT, nullable=False, server_default=""),
    sa.Column("unit", TEXT, nullable=False, server_default=""),
    sa.Column("by_weight", FLAG, nullable=False),
    sa.Column("price", AMOUNT, nullable=False),
    sa.Column("cost", AMOUNT),
    sa.Column("tax_rate", SMALL, nullable=False, server_default="0"),
    sa.Column("below_zero", TEXT, nullable=False, server_default="warn"),
    sa.Column("low_stock", AMOUNT),
    sa.Column("shelf", TEXT, nullable=False, server_default=""),
    sa.Column("picture", TEXT, nullable=False, server_default=""),
    sa.Column("on_sale", FLAG, nullable=False),
    sa.Column("popularity", WHOLE, nullable=False, server_default="0"),
    sa.Column("hidden_by_batch", ID),
    sa.Column("import_batch_id", ID),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
    sa.Index("ix_sku_category_tiles", "category_id", "on_sale", "popularity"),
    sa.Index("ix_sku_import_batch_id", "import_batch_id"),
    sa.Index("ix_sku_merchant_code", "merchant_code"),
    sa.Index("ix_sku_name", "name", "id"),
    sa.Index("ix_sku_plu", "plu"),
    sa.Index("ix_sku_product_id", "product_id"),
    sa.Index("ix_sku_tiles", "on_sale", "popularity", "id"),
)


sa.Table(
    "sku_unit",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("factor", WHOLE, nullable=False),
    sa.Column("price", AMOUNT),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
    sa.Index("ix_sku_unit_sku_id", "sku_id"),
)


sa.Table(
    "sku_code",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("code", TEXT, nullable=False),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), nullable=False),
    sa.Column("sku_unit_id", ID, sa.ForeignKey("sku_unit.id")),
    sa.UniqueConstraint("code", "sku_id", "sku_unit_id"),
    sa.Index("ix_sku_code_sku_id", "sku_id"),
    sa.Index(
        "uq_sku_code_base",
        "code",
        "sku_id",
        unique=True,
        sqlite_where=sa.text("sku_unit_id IS NULL"),
        postgresql_where=sa.text("sku_unit_id IS NULL"),
    ),
)


sa.Table(
    "price",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), nullable=False),
    sa.Column("level", TEXT, nullable=False),
    sa.Column("from_quantity", AMOUNT, nullable=False, server_default="0"),
    sa.Column("unit_price", AMOUNT, nullable=False),
    sa.UniqueConstraint("sku_id", "level", "from_quantity"),
)


sa.Table(
    "product_image",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("product_id", ID, sa.ForeignKey("product.id"), nullable=False),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id")),
    sa.Column("file_name", TEXT, nullable=False),
    sa.Column("position", WHOLE, nullable=False, server_default="0"),
    sa.Index("ix_product_image_product_id", "product_id"),
)
