"""The first schema: every family of records.

Revision ID: 0001
"""

from alembic import op

from microshop_desktop.persistence.migrations.first_schema import metadata, search

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables and indexes."""
    connection = op.get_bind()
    metadata.create_all(connection, checkfirst=False)
    for statement in search.STATEMENTS[connection.dialect.name]:
        op.execute(statement)
