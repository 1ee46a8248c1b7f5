"""Frozen tables of the first schema: shop."""

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
    "shop",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("currency", TEXT, nullable=False),
    sa.Column("zone", TEXT, nullable=False),
    sa.Column("day_starts_at", WHOLE, nullable=False, server_default="0"),
    sa.Column("founded_at", INSTANT, nullable=False),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "shop_setting",
    metadata,
    sa.Column("key", TEXT, primary_key=True),
    sa.Column("value", TEXT, nullable=False),
    sa.Column("changed_at", INSTANT, nullable=False),
)


sa.Table(
    "till",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("shop_id", ID, sa.ForeignKey("shop.id"), nullable=False),
    sa.Column("letter", TEXT, nullable=False),
    sa.Column("place_id", ID, sa.ForeignKey("place.id"), nullable=False),
    sa.Column("last_seq", WHOLE, nullable=False, server_default="0"),
    sa.Column("last_order", WHOLE, nullable=False, server_default="0"),
    sa.Column("last_refund", WHOLE, nullable=False, server_default="0"),
    sa.Column("last_receipt", WHOLE, nullable=False, server_default="0"),
    sa.Column("audit_head", TEXT, nullable=False, server_default=""),
    sa.UniqueConstraint("shop_id", "letter"),
)


sa.Table(
    "place",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("shop_id", ID, sa.ForeignKey("shop.id"), nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "staff",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("shop_id", ID, sa.ForeignKey("shop.id"), nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("rights", TEXT, nullable=False),
    sa.Column("pin_hash", TEXT),
    sa.Column("version", WHOLE, nullable=False, server_default="1"),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by_till", ID),
    sa.Column("deleted_at", INSTANT),
)


sa.Table(
    "shift",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("float_amount", AMOUNT, nullable=False),
    sa.Column("closed_at", INSTANT),
    sa.Column("counted", AMOUNT),
    sa.Column("note", TEXT, nullable=False, server_default=""),
    sa.Index(
        "uq_shift_open",
        "till_id",
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    ),
)


sa.Table(
    "cash_movement",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("shift_id", ID, sa.ForeignKey("shift.id"), nullable=False),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("amount", AMOUNT, nullable=False),
    sa.Column("currency", TEXT, nullable=False),
    sa.Column("reason", TEXT, nullable=False),
    sa.Index("ix_cash_movement_shift_id", "shift_id"),
)


sa.Table(
    "expense",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), nullable=False),
    sa.Column("seq", WHOLE, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID, sa.ForeignKey("staff.id")),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("amount", AMOUNT, nullable=False),
    sa.Column("currency", TEXT, nullable=False),
    sa.Column("note", TEXT, nullable=False),
    sa.Column("cash_movement_id", ID, sa.ForeignKey("cash_movement.id")),
)


sa.Table(
    "lease",
    metadata,
    sa.Column("job", TEXT, primary_key=True),
    sa.Column("till_id", ID, nullable=False),
    sa.Column("holder", TEXT, nullable=False),
    sa.Column("until", INSTANT, nullable=False),
)


sa.Table(
    "import_batch",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("file_name", TEXT, nullable=False),
    sa.Column("fingerprint", TEXT, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("started_at", INSTANT, nullable=False),
    sa.Column("ended_at", INSTANT),
    sa.Column("rows", WHOLE, nullable=False, server_default="0"),
    sa.Column("created", WHOLE, nullable=False, server_default="0"),
    sa.Column("updated", WHOLE, nullable=False, server_default="0"),
    sa.Column("unchanged", WHOLE, nullable=False, server_default="0"),
    sa.Column("rejected", WHOLE, nullable=False, server_default="0"),
    sa.Index("ix_import_batch_state", "state"),
)


sa.Table(
    "import_change",
    metadata,
    sa.Column("batch_id", ID, sa.ForeignKey("import_batch.id"), primary_key=True),
    sa.Column("record_id", ID, primary_key=True),
    sa.Column("kind", TEXT, primary_key=True),
    sa.Column("before", TEXT, nullable=False),
    sa.Column("after", TEXT, nullable=False),
)


sa.Table(
    "audit_entry",
    metadata,
    sa.Column("till_id", ID, sa.ForeignKey("till.id"), primary_key=True),
    sa.Column("seq", WHOLE, primary_key=True),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("shop_day", TEXT, nullable=False),
    sa.Column("staff_id", ID),
    sa.Column("act", TEXT, nullable=False),
    sa.Column("fact_id", ID, nullable=False),
    sa.Column("digest", TEXT, nullable=False),
    sa.Column("hash", TEXT, nullable=False),
    sa.Index("ix_audit_entry_fact", "fact_id"),
)


sa.Table(
    "print_job",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("record_id", ID),
    sa.Column("copy", FLAG, nullable=False),
    sa.Column("open_drawer", FLAG, nullable=False),
    sa.Column("state", TEXT, nullable=False),
    sa.Column("made_at", INSTANT, nullable=False),
    sa.Column("tries", WHOLE, nullable=False, server_default="0"),
    sa.Column("error", TEXT, nullable=False, server_default=""),
    sa.Index("ix_print_job_state", "state"),
)
