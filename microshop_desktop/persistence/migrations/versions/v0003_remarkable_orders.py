"""An index of the few orders somebody may have to see to, for the tabs above the list.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_REMARKABLE = sa.text(
    "(state IN ('pending_payment', 'to_ship', 'part_shipped')"
    " OR pay_state IN ('unknown', 'to_verify') OR refund_state <> 'none' OR held)"
)


def upgrade() -> None:
    """Add the index; sales that are paid and taken along are not in it."""
    op.create_index(
        "ix_orders_remarkable",
        "orders",
        ["shop_day", "till_id", "seq", "state", "pay_state", "refund_state", "held"],
        sqlite_where=_REMARKABLE,
        postgresql_where=_REMARKABLE,
    )
