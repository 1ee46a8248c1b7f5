"""Numbers that were sent to an online shop and never heard of again, once that lasts too long."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select, update

from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.channels import Conflict, Listing
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import (
    OPEN,
    ConflictKind,
    end_conflict,
    raise_conflict,
)
from microshop_desktop.services.shop import Shop

PATIENCE = timedelta(minutes=15)
"""Until then the next sync finds out by itself."""
_MOST_NAMES = 3
_UUID7_MOMENT = 80
_SENT = (
    select(Listing.sent_key, Listing.name, Listing.spec, Listing.external_sku)
    .where(Listing.account_id == bindparam("account"), Listing.sent_key.is_not(None))
    .order_by(Listing.sent_key, Listing.id)
)
_OPEN = select(Conflict.subject_id).where(
    Conflict.account_id == bindparam("account"),
    Conflict.kind == ConflictKind.WRITE_UNCLEAR.value,
    Conflict.state == OPEN,
)
_BY_KEY = update(Listing).where(Listing.sent_key == bindparam("written"))
_ASK = _BY_KEY.values(ask=True)
_FORGET = _BY_KEY.values(
    sent_pieces=None,
    sent_before=None,
    sent_key=None,
    sent_delta=False,
    expected=None,
    missing_since=None,
    ask=True,
)


class UnclearWrites:
    """Writes whose answers were lost."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def judge(self, actor: Actor, account: UUID) -> int:
        """Let a person see the writes of an account that stay unclear; return how many are new."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_SENT, {"account": account}).all()
            asked = set(connection.scalars(_OPEN, {"account": account}))
        writes: dict[UUID, list[AnyRow]] = {}
        for row in rows:
            writes.setdefault(UUID(row.sent_key), []).append(row)
        now = self._shop.clock.now()
        late = {key for key in writes if now - sent_at(key) >= PATIENCE}
        if not late and not asked:
            return 0
        with self._shop.booking(actor) as booking:
            for key in asked - writes.keys():
                end_conflict(booking, account, ConflictKind.WRITE_UNCLEAR, key)
            return sum(_raise(booking, account, key, writes[key]) for key in sorted(late))


def sent_at(key: UUID) -> datetime:
    """Return when a write was noted: its key holds the moment."""
    return datetime.fromtimestamp((key.int >> _UUID7_MOMENT) / 1000, UTC)


def ask_again(booking: Booking, key: UUID) -> None:
    """Have the platform asked what became of a write, inside an open act."""
    booking.connection.execute(_ASK, {"written": key.hex})


def write_ours(booking: Booking, key: UUID) -> None:
    """Forget a write: what is shown there now is taken as it is, and our number is written anew."""
    booking.connection.execute(_FORGET, {"written": key.hex})


def _raise(booking: Booking, account: UUID, key: UUID, rows: Sequence[AnyRow]) -> bool:
    names = [f"{row.name} {row.spec}".strip() or row.external_sku for row in rows[:_MOST_NAMES]]
    facts = {"count": len(rows), "names": names, "sent": sent_at(key).isoformat()}
    return raise_conflict(booking, account, ConflictKind.WRITE_UNCLEAR, key, facts)
