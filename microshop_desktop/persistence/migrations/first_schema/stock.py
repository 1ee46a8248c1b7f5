"""Frozen tables of the first schema: stock."""

import sqlalchemy as sa

from microshop_desktop.persistence.migrations.first_schema.kinds import (
    AMOUNT,
    ID,
    INSTANT,
    TEXT,
    WHOLE,
    metadata,
)

sa.Table(
    "stock_movement",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), nullable=False),
    sa.Column("place_id", ID, sa.ForeignKey("place.id"), nullable=False),
    sa.Column("lot_id", ID, sa.ForeignKey("lot.id")),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("quantity", AMOUNT, nullable=False),
    sa.Column("cost_value", AMOUNT, nullable=False),
    sa.Column("cause_kind", TEXT, nullable=False, server_default=""),
    sa.Column("cause_id", ID),
    sa.Column("note", TEXT, nullable=False, server_default=""),
    sa.Column("import_batch_id", ID),
    sa.Index("ix_stock_movement_cause", "cause_id"),
    sa.Index("ix_stock_movement_day", "shop_day"),
    sa.Index("ix_stock_movement_sku", "sku_id", "till_id", "seq"),
)


sa.Table(
    "stock_level",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), nullable=False),
    sa.Column("place_id", ID, sa.ForeignKey("place.id"), nullable=False),
    sa.Column("lot_id", ID, sa.ForeignKey("lot.id")),
    sa.Column("on_hand", AMOUNT, nullable=False, server_default="0"),
    sa.Column("reserved", AMOUNT, nullable=False, server_default="0"),
    sa.Column("cost_value", AMOUNT, nullable=False, server_default="0"),
    sa.Index(
        "uq_stock_level_lot",
        "sku_id",
        "place_id",
        "lot_id",
        unique=True,
        sqlite_where=sa.text("lot_id IS NOT NULL"),
        postgresql_where=sa.text("lot_id IS NOT NULL"),
    ),
    sa.Index(
        "uq_stock_level_no_lot",
        "sku_id",
        "place_id",
        unique=True,
        sqlite_where=sa.text("lot_id IS NULL"),
        postgresql_where=sa.text("lot_id IS NULL"),
    ),
)


sa.Table(
    "reservation",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), nullable=False),
    sa.Column("place_id", ID, sa.ForeignKey("place.id"), nullable=False),
    sa.Column("quantity", AMOUNT, nullable=False),
    sa.Column("cause_kind", TEXT, nullable=False),
    sa.Column("cause_id", ID, nullable=False),
    sa.Column("made_at", INSTANT, nullable=False),
    sa.Column("until", INSTANT),
    sa.Index("ix_reservation_cause_id", "cause_id"),
    sa.Index("ix_reservation_sku_id", "sku_id"),
)


sa.Table(
    "lot",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), nullable=False),
    sa.Column("code", TEXT, nullable=False),
    sa.Column("expires_on", TEXT),
    sa.Index("ix_lot_sku_id", "sku_id"),
)


sa.Table(
    "purchase_order",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("supplier_id", ID, sa.ForeignKey("supplier.id"), nullable=False),
    sa.Column("number", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("ordered_at", INSTANT, nullable=False),
    sa.Column("note", TEXT, nullable=False, server_default=""),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "purchase_order_line",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("purchase_order_id", ID, sa.ForeignKey("purchase_order.id"), nullable=False),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), nullable=False),
    sa.Column("quantity", AMOUNT, nullable=False),
    sa.Column("unit_cost", AMOUNT, nullable=False),
    sa.Index("ix_purchase_order_line_purchase_order_id", "purchase_order_id"),
)


sa.Table(
    "goods_receipt",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("number", TEXT, nullable=False),
    sa.Column("supplier_id", ID, sa.ForeignKey("supplier.id")),
    sa.Column("place_id", ID, sa.ForeignKey("place.id"), nullable=False),
    sa.Column("currency", TEXT, nullable=False),
    sa.Column("goods_total", AMOUNT, nullable=False),
    sa.Column("freight", AMOUNT, nullable=False, server_default="0"),
    sa.Column("paid", AMOUNT, nullable=False, server_default="0"),
    sa.Column("note", TEXT, nullable=False, server_default=""),
    sa.UniqueConstraint("number"),
)


sa.Table(
    "goods_receipt_line",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("goods_receipt_id", ID, sa.ForeignKey("goods_receipt.id"), nullable=False),
    sa.Column("no", WHOLE, nullable=False),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), nullable=False),
    sa.Column("unit", TEXT, nullable=False),
    sa.Column("factor", WHOLE, nullable=False),
    sa.Column("quantity", AMOUNT, nullable=False),
    sa.Column("unit_cost", AMOUNT, nullable=False),
    sa.Column("total", AMOUNT, nullable=False),
    sa.Column("freight_share", AMOUNT, nullable=False, server_default="0"),
    sa.Index("ix_goods_receipt_line_goods_receipt_id", "goods_receipt_id"),
)


sa.Table(
    "stocktake",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("place_id", ID, sa.ForeignKey("place.id"), nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("booked_at", INSTANT),
)


sa.Table(
    "stocktake_line",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("stocktake_id", ID, sa.ForeignKey("stocktake.id"), nullable=False),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), nullable=False),
    sa.Column("counted", AMOUNT, nullable=False),
    sa.Column("expected", AMOUNT, nullable=False),
    sa.Column("counted_at", INSTANT, nullable=False),
    sa.Column("reason", TEXT, nullable=False, server_default=""),
    sa.Index("ix_stocktake_line_stocktake_id", "stocktake_id"),
)
