"""What of an account's orders is not known: those that make no sense, and those of a lost time.

Whatever they took nobody knows. Until it does, numbers that they may concern are only lowered: less
to sell is never wrong, more may be sold already. Both are open questions, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import bindparam, select

from microshop_desktop.domain.decisions import ConflictKind
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.persistence.tables.channels import Conflict
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import OPEN, end_conflict, raise_conflict
from microshop_desktop.services.shop import Shop

_GAPS = (ConflictKind.ORDER_SENSELESS, ConflictKind.ORDERS_UNREAD)
_OPEN = (
    select(Conflict.kind, Conflict.facts)
    .where(
        Conflict.account_id == bindparam("account"),
        Conflict.kind.in_([kind.value for kind in _GAPS]),
        Conflict.state == OPEN,
    )
    .order_by(Conflict.id)
)


@dataclass(frozen=True, slots=True)
class Held:
    """Which online SKUs are offered in no larger numbers now; `all_of_them`: nobody knows which."""

    skus: frozenset[str] = frozenset()
    all_of_them: bool = False

    def covers(self, sku: str) -> bool:
        """Tell whether an online SKU is one of them."""
        return self.all_of_them or sku in self.skus


class OrderGaps:
    """Keeps what is not known of orders as questions to a person."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def senseless(self, actor: Actor, account: UUID, orders: Mapping[str, OnlineOrder]) -> int:
        """Note orders that make no sense by their id there; return how many are new."""
        with self._shop.booking(actor) as booking:
            return sum(
                raise_conflict(
                    booking,
                    account,
                    ConflictKind.ORDER_SENSELESS,
                    _subject(account, external),
                    _facts(external, order),
                )
                for external, order in orders.items()
            )

    @act(Right.SYNC)
    def to_read_again(self, actor: Actor, account: UUID) -> tuple[str, ...]:
        """Return the orders that made no sense by their id there: they may be cured by now."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_OPEN, {"account": account}).all()
        senseless = ConflictKind.ORDER_SENSELESS.value
        return tuple(row.facts["order"] for row in rows if row.kind == senseless)

    @act(Right.SYNC)
    def cured(self, actor: Actor, account: UUID, external: str) -> None:
        """End the question about an order that makes sense now, or is there no more."""
        subject = _subject(account, external)
        with self._shop.booking(actor) as booking:
            end_conflict(booking, account, ConflictKind.ORDER_SENSELESS, subject)

    @act(Right.SYNC)
    def unread(self, actor: Actor, account: UUID, start: datetime, end: datetime) -> bool:
        """Note that the changes of orders between two moments can be read no more; True if new.

        One question is open for an account: it grows to hold all that was lost.
        """
        with self._shop.booking(actor) as booking:
            start, end = _joined(booking, account, start, end)
            facts = {"from": start.isoformat(), "until": end.isoformat()}
            return raise_conflict(booking, account, ConflictKind.ORDERS_UNREAD, account, facts)

    @act(Right.SYNC)
    def held(self, actor: Actor, account: UUID) -> Held:
        """Return what must not be offered in larger numbers until a person or the shop cures it."""
        with self._shop.database.read() as connection:
            found = [row.facts for row in connection.execute(_OPEN, {"account": account})]
        skus = [facts.get("skus") for facts in found]
        known = frozenset(sku for some in skus if some for sku in some)
        return Held(known, all_of_them=not all(skus))


def _subject(account: UUID, external: str) -> UUID:
    """Return what a question about an order that is not in our books is about."""
    return uuid5(account, external)


def _facts(external: str, order: OnlineOrder) -> dict[str, object]:
    """Return what is known of such an order; `skus` only where each of its lines names one."""
    skus = sorted({line.sku for line in order.lines})
    named = skus if skus and "" not in skus else []
    return {"order": external, "number": order.number or external, "skus": named}


def _joined(
    booking: Booking, account: UUID, start: datetime, end: datetime
) -> tuple[datetime, datetime]:
    rows: list[Any] = [
        row.facts
        for row in booking.connection.execute(_OPEN, {"account": account})
        if row.kind == ConflictKind.ORDERS_UNREAD.value
    ]
    starts = [datetime.fromisoformat(facts["from"]) for facts in rows]
    ends = [datetime.fromisoformat(facts["until"]) for facts in rows]
    return min([start, *starts]), max([end, *ends])
