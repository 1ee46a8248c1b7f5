"""What following payments and refunds through a platform needs to remember.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the index of what is to be asked next."""
    op.add_column(
        "payment_attempt",
        sa.Column("giving_up", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("payment_attempt", sa.Column("sent_at", sa.BigInteger(), nullable=True))
    op.add_column(
        "refund", sa.Column("money_only", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("refund_payment", sa.Column("next_at", sa.BigInteger(), nullable=True))
    op.add_column(
        "refund_payment", sa.Column("tries", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.add_column("refund_payment", sa.Column("answer", sa.Text(), nullable=True))
    op.create_index("ix_refund_payment_next", "refund_payment", ["state", "next_at"])
