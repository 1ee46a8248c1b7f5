"""What syncing with online shops needs to remember.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

from microshop_desktop.persistence.migrations.first_schema.kinds import (
    AMOUNT,
    FLAG,
    ID,
    INSTANT,
    TEXT,
    WHOLE,
)

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let listings know what is to be shown, and orders what the platform calls them."""
    _listing()
    _online_order()
    _online_line()
    op.create_index(
        "uq_conflict_open",
        "conflict",
        ["account_id", "kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _listing() -> None:
    op.drop_column("listing", "confirmed_quantity")
    for name in ("spec", "barcode", "currency"):
        _add("listing", sa.Column(name, TEXT, nullable=False, server_default=""))
    _add("listing", sa.Column("extra", TEXT, nullable=False, server_default="{}"))
    for name in ("on_sale", "pushes"):
        _add("listing", sa.Column(name, FLAG, nullable=False, server_default=sa.true()))
    for name in ("target", "expected", "sent_pieces", "sent_before"):
        _add("listing", sa.Column(name, WHOLE))
    _add("listing", sa.Column("sent_key", TEXT))
    _add("listing", sa.Column("sent_delta", FLAG, nullable=False, server_default=sa.false()))
    _add("listing", sa.Column("ask", FLAG, nullable=False, server_default=sa.false()))
    _add("listing", sa.Column("missing_since", INSTANT))
    _add("listing", sa.Column("seen_at", INSTANT))


def _online_order() -> None:
    op.create_table(
        "online_order",
        _link("online_order", "order_id", "orders", primary_key=True),
        _link("online_order", "account_id", "channel_account", nullable=False),
        sa.Column("raw_status", TEXT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("hold", TEXT, nullable=False, server_default=""),
        sa.Column("paid", AMOUNT, nullable=False),
        sa.Column("refunded", AMOUNT, nullable=False),
        sa.Column("paid_at", INSTANT),
        sa.Column("ship_until", INSTANT),
    )
    op.create_index("ix_online_order_account_id", "online_order", ["account_id"])


def _online_line() -> None:
    op.create_table(
        "online_line",
        _link("online_line", "order_line_id", "order_line", primary_key=True),
        _link("online_line", "listing_id", "listing"),
        sa.Column("line_id", TEXT, nullable=False),
        sa.Column("sku", TEXT, nullable=False),
        sa.Column("pieces", WHOLE, nullable=False),
        sa.Column("taken", WHOLE, nullable=False),
        sa.Column("shipped", WHOLE, nullable=False),
    )
    op.create_index("ix_online_line_listing_id", "online_line", ["listing_id"])


def _add(table: str, column: "sa.Column[object]") -> None:
    op.add_column(table, column)


def _link(
    table: str, column: str, other: str, *, nullable: bool = True, primary_key: bool = False
) -> sa.Column[bytes]:
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{column}_{other}")
    if primary_key:
        return sa.Column(column, ID, key, primary_key=True)
    return sa.Column(column, ID, key, nullable=nullable)
