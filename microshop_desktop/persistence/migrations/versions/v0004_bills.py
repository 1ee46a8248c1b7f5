"""Bills of payment platforms and what was decided about them.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

from microshop_desktop.persistence.migrations.first_schema.kinds import (
    AMOUNT,
    ID,
    INSTANT,
    TEXT,
    WHOLE,
)

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the three tables and their indexes."""
    _bill()
    _bill_line()
    _bill_decision()


def _bill() -> None:
    op.create_table(
        "bill",
        _key(),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        _link("bill", "account_id", "payment_account"),
        sa.Column("first_day", TEXT),
        sa.Column("last_day", TEXT),
        sa.Column("file_name", TEXT, nullable=False),
        sa.Column("stored_name", TEXT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        _link("bill", "staff_id", "staff"),
        sa.Column("rows", WHOLE, nullable=False),
        sa.Column("notes", TEXT, nullable=False),
        sa.UniqueConstraint("fingerprint", name="uq_bill_fingerprint"),
    )


def _bill_line() -> None:
    op.create_table(
        "bill_line",
        _key(),
        _link("bill_line", "bill_id", "bill", nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("row", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("settled", AMOUNT, nullable=False),
        sa.Column("fee", AMOUNT, nullable=False),
        sa.Column("transaction_id", TEXT, nullable=False),
        sa.Column("out_trade_no", TEXT, nullable=False),
        sa.Column("refund_id", TEXT, nullable=False),
        sa.Column("out_refund_no", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        _link("bill_line", "payment_id", "payment"),
        _link("bill_line", "refund_payment_id", "refund_payment"),
        _link("bill_line", "attempt_id", "payment_attempt"),
        sa.UniqueConstraint("key", name="uq_bill_line_key"),
    )
    for column in ("bill_id", "payment_id", "at"):
        op.create_index(f"ix_bill_line_{column}", "bill_line", [column])


def _bill_decision() -> None:
    op.create_table(
        "bill_decision",
        _key(),
        _link("bill_decision", "till_id", "till", nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("shop_day", TEXT, nullable=False),
        _link("bill_decision", "staff_id", "staff"),
        _link("bill_decision", "bill_id", "bill", nullable=False),
        sa.Column("item_key", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        _link("bill_decision", "order_id", "orders"),
        _link("bill_decision", "payment_id", "payment"),
        _link("bill_decision", "attempt_id", "payment_attempt"),
        sa.Column("reason", TEXT, nullable=False, server_default=""),
    )
    op.create_index("ix_bill_decision_bill_id", "bill_decision", ["bill_id"])
    op.create_index("ix_bill_decision_order_id", "bill_decision", ["order_id"])
    op.create_index("ix_bill_decision_item", "bill_decision", ["item_key", "seq"])


def _key() -> sa.Column[bytes]:
    return sa.Column("id", ID, primary_key=True)


def _link(table: str, column: str, other: str, *, nullable: bool = True) -> sa.Column[bytes]:
    name = f"fk_{table}_{column}_{other}"
    return sa.Column(column, ID, sa.ForeignKey(f"{other}.id", name=name), nullable=nullable)
