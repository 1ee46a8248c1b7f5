"""How the online shops stand, as their page shows it: health, log, what waits for a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Executable, and_, bindparam, func, or_, select

from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import ChannelAccount, Listing, SyncEvent
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.conflicts import Conflicts, ConflictView
from microshop_desktop.services.online_stock import OnlineStock, Waiting
from microshop_desktop.services.shop import Shop

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_COUNTS = (
    select(Listing.account_id, func.count(Sku.id).label("linked"), func.count().label("listed"))
    .outerjoin(Sku, and_(Sku.id == Listing.sku_id, Sku.deleted_at.is_(None)))
    # What a person leaves alone is neither matched nor left to match.
    .where(Listing.deleted_at.is_(None), or_(Listing.pushes, Sku.id.is_not(None)))
    .group_by(Listing.account_id)
)
_TODAY = (
    select(OrderRow.account_id, func.count().label("many"))
    .where(OrderRow.account_id.is_not(None), OrderRow.shop_day == bindparam("today"))
    .group_by(OrderRow.account_id)
)
_SYNCED = (
    select(SyncEvent.at, SyncEvent.facts)
    .where(SyncEvent.account_id == bindparam("account"))
    .order_by(SyncEvent.at.desc(), SyncEvent.id.desc())
)
_LOG = select(SyncEvent).order_by(SyncEvent.at.desc(), SyncEvent.id.desc())
_ORDERS = select(OrderRow.id, OrderRow.number, OrderRow.currency).where(OrderRow.id.in_(_IDS))
_SKUS = select(Sku.id, Sku.name, Sku.spec).where(Sku.id.in_(_IDS))
_ACCOUNTS = select(ChannelAccount.id, ChannelAccount.name).where(ChannelAccount.id.in_(_IDS))
_LISTINGS = select(Listing.id, Listing.name, Listing.spec, Listing.external_sku).where(
    Listing.id.in_(_IDS)
)


@dataclass(frozen=True, slots=True)
class Glance:
    """How an account stands. `synced_at`: when its last sync went well, None before the first."""

    linked: int
    listed: int
    waiting: Waiting
    orders_today: int
    synced_at: datetime | None


@dataclass(frozen=True, slots=True)
class SyncLine:
    """What a sync of an account did, as counts and words; see `channels.sync`."""

    account: UUID
    at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToSettle:
    """A conflict, with what its subject is called; an order has a `currency`, goods have none."""

    conflict: ConflictView
    name: str
    currency: str

    @property
    def money(self) -> str:
        """The currency of its amounts, empty where it names none."""
        return self.currency or str(self.conflict.facts.get("currency", ""))

    @property
    def order(self) -> UUID | None:
        """The order it is about, None where it is about goods."""
        return self.conflict.subject if self.currency else None


class OnlineOverview:
    """Reads what the page of online shops shows."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def glance(self, actor: Actor, accounts: Iterable[UUID]) -> Mapping[UUID, Glance]:
        """Return how accounts stand."""
        waiting = OnlineStock(self._shop).waiting(actor)
        with self._shop.database.read() as connection:
            counts = {row.account_id: row for row in connection.execute(_COUNTS)}
            today = {"today": self._shop.today()}
            orders = {row.account_id: row.many for row in connection.execute(_TODAY, today)}
            return {
                account: Glance(
                    linked=counts[account].linked if account in counts else 0,
                    listed=counts[account].listed if account in counts else 0,
                    waiting=waiting.get(account, Waiting(0, None)),
                    orders_today=orders.get(account, 0),
                    synced_at=_synced_at(connection, account),
                )
                for account in accounts
            }

    @act(Right.SYNC)
    def log(self, actor: Actor, *, most: int = 100) -> tuple[SyncLine, ...]:
        """Return what the syncs of all accounts did, the newest first."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_LOG.limit(most)).all()
        return tuple(SyncLine(row.account_id, row.at, row.facts) for row in rows)

    @act(Right.SYNC)
    def to_settle(self, actor: Actor) -> tuple[ToSettle, ...]:
        """Return the open conflicts with the names of what they are about, the oldest first."""
        found = Conflicts(self._shop).open(actor)
        subjects = [conflict.subject for conflict in found]
        with self._shop.database.read() as connection:
            orders = {row.id: row for row in _rows(connection, _ORDERS, subjects)}
            names = {each: row.number for each, row in orders.items()}
            for row in _rows(connection, _SKUS, subjects):
                names[row.id] = f"{row.name} {row.spec}".strip()
            for row in _rows(connection, _LISTINGS, subjects):
                names[row.id] = f"{row.name} {row.spec}".strip() or row.external_sku
            names |= {row.id: row.name for row in _rows(connection, _ACCOUNTS, subjects)}
        return tuple(_to_settle(each, names, orders) for each in found)


def _to_settle(
    conflict: ConflictView, names: Mapping[UUID, str], orders: Mapping[UUID, AnyRow]
) -> ToSettle:
    order = orders.get(conflict.subject)
    name = names.get(conflict.subject) or str(conflict.facts.get("number", ""))
    return ToSettle(conflict, name, "" if order is None else order.currency)


def _synced_at(connection: Connection, account: UUID) -> datetime | None:
    """Return when the last sync went well to its end; one that only looked is none."""
    for row in connection.execute(_SYNCED, {"account": account}):
        facts = row.facts
        if not (facts.get("trouble") or facts.get("stopped") or facts.get("planned")):
            at: datetime = row.at
            return at
    return None


def _rows(connection: Connection, query: Executable, ids: Sequence[UUID]) -> Sequence[AnyRow]:
    return connection.execute(query, {"ids": ids}).all() if ids else ()
