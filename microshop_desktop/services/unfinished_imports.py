"""A cheap look, at each start, for imports that were cut off."""

from sqlalchemy import literal, select

from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.shop import ImportBatch

_ANY = select(literal(1)).where(ImportBatch.state.in_(["running", "showing"])).limit(1)


def has_unfinished(database: Database) -> bool:
    """Tell whether some import began and did not end; one may be running just now."""
    with database.read() as connection:
        return connection.execute(_ANY).first() is not None
