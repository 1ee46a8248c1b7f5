"""What customers of online shops ask back, own prices there, own holds, and contacts that expire.

Revision ID: 0007
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

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the after-sales; what was there keeps its meaning: no own price, no own hold."""
    _aftersale()
    op.add_column(
        "listing", sa.Column("own_price", FLAG, nullable=False, server_default=sa.false())
    )
    op.add_column("online_order", sa.Column("own_hold", TEXT, nullable=False, server_default=""))
    op.add_column("online_order", sa.Column("own_hold_by", ID))
    op.add_column("order_contact", sa.Column("forget_at", INSTANT))
    op.create_index("ix_order_contact_forget_at", "order_contact", ["forget_at"])


def _aftersale() -> None:
    op.create_table(
        "aftersale",
        sa.Column("id", ID, primary_key=True),
        _link("account_id", "channel_account", nullable=False),
        _link("order_id", "orders", nullable=True),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("external_order", TEXT, nullable=False),
        sa.Column("line_id", TEXT, nullable=False, server_default=""),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("raw_status", TEXT, nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("pieces", WHOLE),
        sa.Column("reason", TEXT, nullable=False, server_default=""),
        sa.Column("revision", TEXT, nullable=False, server_default=""),
        sa.Column("deadline", INSTANT),
        sa.Column("asked_at", INSTANT),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", WHOLE, nullable=False, server_default="1"),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by_till", ID),
        sa.Column("deleted_at", INSTANT),
        sa.UniqueConstraint(
            "account_id", "external_id", name="uq_aftersale_account_id_external_id"
        ),
    )
    op.create_index("ix_aftersale_order_id", "aftersale", ["order_id"])
    op.create_index("ix_aftersale_state", "aftersale", ["state"])


def _link(column: str, other: str, *, nullable: bool) -> sa.Column[bytes]:
    key = sa.ForeignKey(f"{other}.id", name=f"fk_aftersale_{column}_{other}")
    return sa.Column(column, ID, key, nullable=nullable)
