"""Frozen tables of the first schema: customers."""

import sqlalchemy as sa

from microshop_desktop.persistence.migrations.first_schema.kinds import (
    AMOUNT,
    FLAG,
    ID,
    INSTANT,
    TEXT,
    WHOLE,
    metadata,
)

sa.Table(
    "customer",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("real_name", TEXT, nullable=False, server_default=""),
    sa.Column("phone", TEXT, nullable=False, server_default=""),
    sa.Column("code", TEXT, nullable=False, server_default=""),
    sa.Column("external_id", TEXT, nullable=False, server_default=""),
    sa.Column("search_key", TEXT, nullable=False, server_default=""),
    sa.Column("member", FLAG, nullable=False),
    sa.Column("points", WHOLE, nullable=False, server_default="0"),
    sa.Column("birthday", TEXT),
    sa.Column("addresses", TEXT),
    sa.Column("note", TEXT, nullable=False, server_default=""),
    sa.Column("import_batch_id", ID),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
    sa.Index("ix_customer_code", "code"),
    sa.Index("ix_customer_external_id", "external_id"),
    sa.Index("ix_customer_import_batch_id", "import_batch_id"),
    sa.Index("ix_customer_name", "name"),
    sa.Index("ix_customer_phone", "phone"),
)


sa.Table(
    "tag",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "customer_tag",
    metadata,
    sa.Column("customer_id", ID, sa.ForeignKey("customer.id"), primary_key=True),
    sa.Column("tag_id", ID, sa.ForeignKey("tag.id"), primary_key=True),
)


sa.Table(
    "points_entry",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("customer_id", ID, sa.ForeignKey("customer.id"), nullable=False),
    sa.Column("points", WHOLE, nullable=False),
    sa.Column("cause_id", ID),
    sa.Column("note", TEXT, nullable=False, server_default=""),
    sa.Index("ix_points_entry_customer_id", "customer_id"),
)


sa.Table(
    "wallet_entry",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("customer_id", ID, sa.ForeignKey("customer.id"), nullable=False),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("amount", AMOUNT, nullable=False),
    sa.Column("currency", TEXT, nullable=False),
    sa.Column("cause_id", ID),
    sa.Index("ix_wallet_entry_customer_id", "customer_id"),
)


sa.Table(
    "promotion",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("rule", TEXT, nullable=False),
    sa.Column("starts_at", INSTANT),
    sa.Column("ends_at", INSTANT),
    sa.Column("enabled", FLAG, nullable=False),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "coupon",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("code", TEXT, nullable=False),
    sa.Column("customer_id", ID, sa.ForeignKey("customer.id")),
    sa.Column("promotion_id", ID, sa.ForeignKey("promotion.id"), nullable=False),
    sa.Column("used_by_order", ID, sa.ForeignKey("orders.id")),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
    sa.Index("ix_coupon_code", "code"),
    sa.Index("ix_coupon_customer_id", "customer_id"),
)


sa.Table(
    "follow_up",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("customer_id", ID, sa.ForeignKey("customer.id"), nullable=False),
    sa.Column("due_on", TEXT),
    sa.Column("text", TEXT, nullable=False),
    sa.Column("done_at", INSTANT),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
    sa.Index("ix_follow_up_customer_id", "customer_id"),
)


sa.Table(
    "agent",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("customer_id", ID, sa.ForeignKey("customer.id"), nullable=False),
    sa.Column("level", TEXT, nullable=False),
    sa.Column("parent_id", ID, sa.ForeignKey("agent.id")),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
    sa.UniqueConstraint("customer_id"),
)


sa.Table(
    "commission_entry",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("agent_id", ID, sa.ForeignKey("agent.id"), nullable=False),
    sa.Column("order_id", ID, sa.ForeignKey("orders.id")),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("amount", AMOUNT, nullable=False),
    sa.Column("currency", TEXT, nullable=False),
    sa.Column("free_on", TEXT),
    sa.Index("ix_commission_entry_agent_id", "agent_id"),
)


sa.Table(
    "group_buy",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("text", TEXT, nullable=False, server_default=""),
    sa.Column("ends_at", INSTANT),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "group_buy_item",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("group_buy_id", ID, sa.ForeignKey("group_buy.id"), nullable=False),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id")),
    sa.Column("letter", TEXT, nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("price", AMOUNT, nullable=False),
    sa.Index("ix_group_buy_item_group_buy_id", "group_buy_id"),
)
