"""Frozen tables of the first schema: channels."""

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
    "channel_account",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("transport", TEXT, nullable=False),
    sa.Column("settings", TEXT, nullable=False),
    sa.Column("enabled", FLAG, nullable=False),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "listing",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("account_id", ID, sa.ForeignKey("channel_account.id"), nullable=False),
    sa.Column("external_sku", TEXT, nullable=False),
    sa.Column("external_product", TEXT, nullable=False),
    sa.Column("merchant_code", TEXT, nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("price", AMOUNT),
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id")),
    sa.Column("factor", WHOLE, nullable=False, server_default="1"),
    sa.Column("confirmed_quantity", AMOUNT),
    sa.Column("confirmed_at", INSTANT),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
    sa.UniqueConstraint("account_id", "external_sku"),
    sa.Index("ix_listing_sku_id", "sku_id"),
)


sa.Table(
    "stock_dirty",
    metadata,
    sa.Column("sku_id", ID, sa.ForeignKey("sku.id"), primary_key=True),
    sa.Column("since", INSTANT, nullable=False),
)


sa.Table(
    "outbox",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("key", TEXT, nullable=False),
    sa.Column("account_id", ID),
    sa.Column("subject_id", ID, nullable=False),
    sa.Column("payload_version", WHOLE, nullable=False, server_default="1"),
    sa.Column("payload", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("tries", WHOLE, nullable=False, server_default="0"),
    sa.Column("made_at", INSTANT, nullable=False),
    sa.Column("next_at", INSTANT),
    sa.Column("error", TEXT, nullable=False, server_default=""),
    sa.UniqueConstraint("key"),
    sa.Index("ix_outbox_due", "state", "next_at"),
    sa.Index("ix_outbox_subject_id", "subject_id"),
)


sa.Table(
    "sync_cursor",
    metadata,
    sa.Column("account_id", ID, sa.ForeignKey("channel_account.id"), primary_key=True),
    sa.Column("stream", TEXT, primary_key=True),
    sa.Column("value", TEXT, nullable=False),
    sa.Column("changed_at", INSTANT, nullable=False),
)


sa.Table(
    "sync_event",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("account_id", ID, sa.ForeignKey("channel_account.id"), nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("facts", TEXT, nullable=False),
    sa.Index("ix_sync_event_account", "account_id", "at"),
)


sa.Table(
    "conflict",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("account_id", ID, sa.ForeignKey("channel_account.id")),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("subject_id", ID, nullable=False),
    sa.Column("facts", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("decision", TEXT),
    sa.Column("settled_at", INSTANT),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
    sa.Index("ix_conflict_state", "state"),
    sa.Index("ix_conflict_subject_id", "subject_id"),
)
