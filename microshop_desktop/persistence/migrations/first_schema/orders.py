"""Frozen tables of the first schema: orders."""

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
    "orders",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("number", TEXT, nullable=False),
    sa.Column("source", TEXT, nullable=False),
    sa.Column("account_id", ID, sa.ForeignKey("channel_account.id")),
    sa.Column("external_id", TEXT),
    sa.Column("basket_id", ID),
    sa.Column("shift_id", ID, sa.ForeignKey("shift.id")),
    sa.Column("place_id", ID, sa.ForeignKey("place.id"), nullable=False),
    sa.Column("customer_id", ID, sa.ForeignKey("customer.id")),
    sa.Column("currency", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("pay_state", TEXT, nullable=False),
    sa.Column("refund_state", TEXT, nullable=False, server_default="none"),
    sa.Column("held", FLAG, nullable=False),
    sa.Column("subtotal", AMOUNT, nullable=False),
    sa.Column("discount", AMOUNT, nullable=False),
    sa.Column("rounding", AMOUNT, nullable=False),
    sa.Column("shipping", AMOUNT, nullable=False, server_default="0"),
    sa.Column("tax", AMOUNT, nullable=False),
    sa.Column("total", AMOUNT, nullable=False),
    sa.Column("paid", AMOUNT, nullable=False),
    sa.Column("refunded", AMOUNT, nullable=False, server_default="0"),
    sa.Column("note", TEXT, nullable=False, server_default=""),
    sa.Column("exchange_of", ID, sa.ForeignKey("orders.id")),
    sa.Column("import_batch_id", ID),
    sa.UniqueConstraint("basket_id"),
    sa.Index("ix_orders_at", "at", "id"),
    sa.Index("ix_orders_customer", "customer_id", "at"),
    sa.Index("ix_orders_day", "shop_day", "till_id", "seq"),
    sa.Index("ix_orders_import_batch_id", "import_batch_id"),
    sa.Index("ix_orders_number", "number"),
    sa.Index("ix_orders_seq", "till_id", "seq", unique=True),
    sa.Index("ix_orders_shift_id", "shift_id"),
    sa.Index("ix_orders_state", "state", "at"),
    sa.Index("ix_orders_total", "total"),
    sa.Index(
        "uq_orders_account_external",
        "account_id",
        "external_id",
        unique=True,
        sqlite_where=sa.text("account_id IS NOT NULL"),
        postgresql_where=sa.text("account_id IS NOT NULL"),
    ),
    sa.Index(
        "uq_orders_counter_number",
        "number",
        unique=True,
        sqlite_where=sa.text("source = 'counter'"),
        postgresql_where=sa.text("source = 'counter'"),
    ),
    sa.Index(
        "uq_orders_source_external",
        "source",
        "external_id",
        unique=True,
        sqlite_where=sa.text("account_id IS NULL AND external_id IS NOT NULL"),
        postgresql_where=sa.text("account_id IS NULL AND external_id IS NOT NULL"),
    ),
)


sa.Table(
    "order_line",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("order_id", ID, sa.ForeignKey("orders.id"), nullable=False),
    sa.Column("no", WHOLE, nullable=False),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id")),
    sa.Column("sku_unit_id", ID, sa.ForeignKey("sku_unit.id")),
    sa.Column("code", TEXT, nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("spec", TEXT, nullable=False),
    sa.Column("unit", TEXT, nullable=False),
    sa.Column("factor", WHOLE, nullable=False, server_default="1"),
    sa.Column("quantity", AMOUNT, nullable=False),
    sa.Column("unit_price", AMOUNT, nullable=False),
    sa.Column("gross", AMOUNT, nullable=False),
    sa.Column("discount", AMOUNT, nullable=False),
    sa.Column("tax_rate", SMALL, nullable=False),
    sa.Column("tax", AMOUNT, nullable=False),
    sa.Column("total", AMOUNT, nullable=False),
    sa.Column("cost_value", AMOUNT, nullable=False),
    sa.Column("refunded_quantity", AMOUNT, nullable=False, server_default="0"),
    sa.Column("refunded", AMOUNT, nullable=False, server_default="0"),
    sa.Column("note", TEXT, nullable=False, server_default=""),
    sa.UniqueConstraint("order_id", "no"),
    sa.Index("ix_order_line_sku", "sku_id"),
)


sa.Table(
    "order_adjustment",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("order_id", ID, sa.ForeignKey("orders.id"), nullable=False),
    sa.Column("line_id", ID, sa.ForeignKey("order_line.id")),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("value", WHOLE, nullable=False),
    sa.Column("amount", AMOUNT, nullable=False),
    sa.Column("reason", TEXT, nullable=False),
    sa.Index("ix_order_adjustment_order_id", "order_id"),
)


sa.Table(
    "order_contact",
    metadata,
    sa.Column("order_id", ID, sa.ForeignKey("orders.id"), primary_key=True),
    sa.Column("name", TEXT, nullable=False, server_default=""),
    sa.Column("phone", TEXT, nullable=False, server_default=""),
    sa.Column("address", TEXT, nullable=False, server_default=""),
)


sa.Table(
    "order_event",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("order_id", ID, sa.ForeignKey("orders.id"), nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("staff_id", ID),
    sa.Column("facts", TEXT, nullable=False),
    sa.Index("ix_order_event_order_id", "order_id"),
)


sa.Table(
    "payment_account",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("practice", FLAG, nullable=False),
    sa.Column("settings", TEXT, nullable=False),
    sa.Column("enabled", FLAG, nullable=False),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "payment_attempt",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("order_id", ID, sa.ForeignKey("orders.id"), nullable=False),
    sa.Column("account_id", ID, sa.ForeignKey("payment_account.id"), nullable=False),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("out_trade_no", TEXT, nullable=False),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("method", TEXT, nullable=False),
    sa.Column("amount", AMOUNT, nullable=False),
    sa.Column("currency", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("goods_handed_over", FLAG, nullable=False),
    sa.Column("transaction_id", TEXT),
    sa.Column("made_at", INSTANT, nullable=False),
    sa.Column("ended_at", INSTANT),
    sa.Column("next_at", INSTANT),
    sa.Column("tries", WHOLE, nullable=False, server_default="0"),
    sa.Column("answer", TEXT),
    sa.UniqueConstraint("out_trade_no"),
    sa.Index("ix_payment_attempt_next", "state", "next_at"),
    sa.Index("ix_payment_attempt_order_id", "order_id"),
    sa.Index(
        "uq_payment_attempt_open",
        "order_id",
        unique=True,
        sqlite_where=sa.text("state IN ('created','sent','waiting','unknown')"),
        postgresql_where=sa.text("state IN ('created','sent','waiting','unknown')"),
    ),
)


sa.Table(
    "payment",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("order_id", ID, sa.ForeignKey("orders.id"), nullable=False),
    sa.Column("shift_id", ID, sa.ForeignKey("shift.id")),
    sa.Column("attempt_id", ID, sa.ForeignKey("payment_attempt.id")),
    sa.Column("account_id", ID, sa.ForeignKey("payment_account.id")),
    sa.Column("method", TEXT, nullable=False),
    sa.Column("amount", AMOUNT, nullable=False),
    sa.Column("tendered", AMOUNT, nullable=False),
    sa.Column("currency", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("reference", TEXT, nullable=False, server_default=""),
    sa.Index("ix_payment_day", "shop_day", "method"),
    sa.Index("ix_payment_order_id", "order_id"),
    sa.Index("ix_payment_reference", "reference"),
    sa.Index("ix_payment_shift_id", "shift_id"),
)


sa.Table(
    "refund",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("number", TEXT, nullable=False),
    sa.Column("order_id", ID, sa.ForeignKey("orders.id")),
    sa.Column("source", TEXT, nullable=False, server_default="counter"),
    sa.Column("external_id", TEXT),
    sa.Column("shift_id", ID, sa.ForeignKey("shift.id")),
    sa.Column("place_id", ID, sa.ForeignKey("place.id"), nullable=False),
    sa.Column("customer_id", ID, sa.ForeignKey("customer.id")),
    sa.Column("currency", TEXT, nullable=False),
    sa.Column("amount", AMOUNT, nullable=False),
    sa.Column("tax", AMOUNT, nullable=False, server_default="0"),
    sa.Column("method", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("reason", TEXT, nullable=False, server_default=""),
    sa.Column("import_batch_id", ID),
    sa.Index("ix_refund_day", "shop_day"),
    sa.Index("ix_refund_import_batch_id", "import_batch_id"),
    sa.Index("ix_refund_number", "number"),
    sa.Index("ix_refund_order_id", "order_id"),
    sa.Index("ix_refund_shift_id", "shift_id"),
)


sa.Table(
    "refund_line",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("refund_id", ID, sa.ForeignKey("refund.id"), nullable=False),
    sa.Column("no", WHOLE, nullable=False),
    sa.Column("order_line_id", ID, sa.ForeignKey("order_line.id")),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id")),
    sa.Column("code", TEXT, nullable=False, server_default=""),
    sa.Column("name", TEXT, nullable=False, server_default=""),
    sa.Column("quantity", AMOUNT, nullable=False),
    sa.Column("amount", AMOUNT, nullable=False),
    sa.Column("tax", AMOUNT, nullable=False),
    sa.Column("restocked", FLAG, nullable=False),
    sa.Column("cost_value", AMOUNT, nullable=False),
    sa.UniqueConstraint("refund_id", "no"),
    sa.Index("ix_refund_line_order_line_id", "order_line_id"),
)


sa.Table(
    "refund_payment",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("refund_id", ID, sa.ForeignKey("refund.id"), nullable=False),
    sa.Column("no", WHOLE, nullable=False),
    sa.Column("payment_id", ID, sa.ForeignKey("payment.id")),
    sa.Column("method", TEXT, nullable=False),
    sa.Column("amount", AMOUNT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("out_refund_no", TEXT),
    sa.Column("reference", TEXT, nullable=False, server_default=""),
    sa.UniqueConstraint("out_refund_no"),
    sa.UniqueConstraint("refund_id", "no"),
    sa.Index("ix_refund_payment_payment_id", "payment_id"),
)


sa.Table(
    "shipment",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("order_id", ID, sa.ForeignKey("orders.id"), nullable=False),
    sa.Column("courier", TEXT, nullable=False),
    sa.Column("tracking", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("shipped_at", INSTANT),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
    sa.Index("ix_shipment_order_id", "order_id"),
)


sa.Table(
    "shipment_line",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("shipment_id", ID, sa.ForeignKey("shipment.id"), nullable=False),
    sa.Column("order_line_id", ID, sa.ForeignKey("order_line.id"), nullable=False),
    sa.Column("quantity", AMOUNT, nullable=False),
    sa.Index("ix_shipment_line_shipment_id", "shipment_id"),
)


sa.Table(
    "held_basket",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("name", TEXT, nullable=False, server_default=""),
    sa.Column("content", TEXT, nullable=False),
    sa.Column("total", AMOUNT, nullable=False),
    sa.Column("made_at", INSTANT, nullable=False),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Index(
        "uq_held_basket_open",
        "till_id",
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    ),
)


sa.Table(
    "sales_by_day",
    metadata,
    sa.Column("shop_day", TEXT, primary_key=True),
    sa.Column("currency", TEXT, primary_key=True),
    sa.Column("source", TEXT, primary_key=True),
    sa.Column("orders", WHOLE, nullable=False, server_default="0"),
    sa.Column("refunds", WHOLE, nullable=False, server_default="0"),
    sa.Column("gross", AMOUNT, nullable=False, server_default="0"),
    sa.Column("discount", AMOUNT, nullable=False, server_default="0"),
    sa.Column("refunded", AMOUNT, nullable=False, server_default="0"),
    sa.Column("tax", AMOUNT, nullable=False, server_default="0"),
    sa.Column("cost_value", AMOUNT, nullable=False, server_default="0"),
)


sa.Table(
    "sales_by_sku_day",
    metadata,
    sa.Column("shop_day", TEXT, primary_key=True),
    sa.Column("sku_id", ID, primary_key=True),
    sa.Column("currency", TEXT, primary_key=True),
    sa.Column("quantity", AMOUNT, nullable=False, server_default="0"),
    sa.Column("net", AMOUNT, nullable=False, server_default="0"),
    sa.Column("cost_value", AMOUNT, nullable=False, server_default="0"),
    sa.Index("ix_sales_by_sku_day_sku", "sku_id", "shop_day"),
)
