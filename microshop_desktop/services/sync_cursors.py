"""How far each account was read, per stream; written with the data it covers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from microshop_desktop.persistence.tables.channels import SyncCursor
from microshop_desktop.services.booking import Booking

_READ = select(SyncCursor.value).where(
    SyncCursor.account_id == bindparam("account"), SyncCursor.stream == bindparam("name")
)
_UPDATE = update(SyncCursor).where(
    SyncCursor.account_id == bindparam("account"), SyncCursor.stream == bindparam("name")
)
_INSERT = insert(SyncCursor)
ORDERS = "orders"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a reading was done that never was."""


def read_cursor(connection: Connection, account: UUID, stream: str) -> dict[str, Any] | None:
    """Return how far a stream was read, None where it never was."""
    value: dict[str, Any] | None = connection.scalar(_READ, {"account": account, "name": stream})
    return value


def first_read_at(connection: Connection, account: UUID) -> datetime:
    """Return when the orders of an account were read first, `NEVER` where that was not noted."""
    value = read_cursor(connection, account, ORDERS) or {}
    return datetime.fromisoformat(value["since"]) if "since" in value else NEVER


def write_cursor(booking: Booking, account: UUID, stream: str, value: Mapping[str, object]) -> None:
    """Note how far a stream was read, inside the act that took up what was read."""
    values = {"value": dict(value), "changed_at": booking.at}
    found = booking.connection.execute(_UPDATE, {"account": account, "name": stream, **values})
    if not found.rowcount:
        booking.connection.execute(_INSERT, {"account_id": account, "stream": stream, **values})
