"""What an account remembers of its syncs: how far it was read, what each did, what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select

from microshop_desktop.persistence.tables.channels import SyncEvent
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_cursors import (
    NEVER,
    ORDERS,
    first_read_at,
    read_cursor,
    write_cursor,
)

LISTINGS, OPEN_ORDERS = "listings", "open_orders"
"""Readings that are done once a day."""
MOST_EVENTS = 500
_SYNC = "sync"
_INSERT = insert(SyncEvent)
_LAST = (
    select(SyncEvent.at, SyncEvent.kind, SyncEvent.facts)
    .where(SyncEvent.account_id == bindparam("account"))
    .order_by(SyncEvent.at.desc(), SyncEvent.id.desc())
)
_OLD = (
    select(SyncEvent.id)
    .where(SyncEvent.account_id == bindparam("account"))
    .order_by(SyncEvent.at.desc(), SyncEvent.id.desc())
    .offset(MOST_EVENTS)
)


@dataclass(frozen=True, slots=True)
class LogLine:
    """What a sync did, as words and counts."""

    at: datetime
    kind: str
    facts: Mapping[str, Any]


class SyncLog:
    """The memory of accounts."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def note(self, actor: Actor, account: UUID, facts: Mapping[str, object]) -> None:
        """Keep a line; the oldest of many are forgotten."""
        row = {
            "id": self._shop.ids.new(),
            "account_id": account,
            "at": self._shop.clock.now(),
            "kind": _SYNC,
            "facts": dict(facts),
        }
        with self._shop.database.write() as connection:
            connection.execute(_INSERT, row)
            old = connection.scalars(_OLD, {"account": account}).all()
            if old:
                connection.execute(delete(SyncEvent).where(SyncEvent.id.in_(old)))

    @act(Right.SYNC)
    def last(self, actor: Actor, account: UUID, *, most: int = 20) -> tuple[LogLine, ...]:
        """Return the newest lines."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_LAST.limit(most), {"account": account}).all()
        return tuple(LogLine(row.at, row.kind, row.facts) for row in rows)

    @act(Right.SYNC)
    def orders_known_until(self, actor: Actor, account: UUID) -> datetime | None:
        """Return until when all changes of orders are known, None before the first reading."""
        with self._shop.database.read() as connection:
            cursor = read_cursor(connection, account, ORDERS)
        return None if cursor is None else datetime.fromisoformat(cursor["until"])

    @act(Right.SYNC)
    def connected_at(self, actor: Actor, account: UUID) -> datetime | None:
        """Return when orders were read first, None where that was never noted."""
        with self._shop.database.read() as connection:
            found = first_read_at(connection, account)
        return None if found == NEVER else found

    @act(Right.SYNC)
    def last_done(self, actor: Actor, account: UUID, what: str) -> datetime:
        """Return when a reading that is not done each time was done last."""
        with self._shop.database.read() as connection:
            cursor = read_cursor(connection, account, what)
        return NEVER if cursor is None else datetime.fromisoformat(cursor["at"])

    @act(Right.SYNC)
    def done(self, actor: Actor, account: UUID, what: str) -> None:
        """Note that such a reading was done."""
        with self._shop.booking(actor) as booking:
            write_cursor(booking, account, what, {"at": booking.at.isoformat()})
