"""An index of the few orders that have more money than they cost, for the list of what is pending.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OVERPAID = sa.text("(paid > total OR (state = 'cancelled' AND paid > 0))")


def upgrade() -> None:
    """Add the index; orders that were paid as they cost are not in it."""
    op.create_index(
        "ix_orders_overpaid",
        "orders",
        ["at", "id"],
        sqlite_where=_OVERPAID,
        postgresql_where=_OVERPAID,
    )
