"""Accounts of online shops: one shop on a channel each. Their keys are kept elsewhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.tables.channels import ChannelAccount, Listing
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.events import AccountsChanged
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import mark_dirty

DIRECT = "direct"
_PRESENT = (
    select(ChannelAccount).where(ChannelAccount.deleted_at.is_(None)).order_by(ChannelAccount.id)
)
_LINKED = select(Listing.sku_id).where(
    Listing.account_id == bindparam("account"), Listing.sku_id.is_not(None)
)


@dataclass(frozen=True, slots=True)
class ChannelForm:
    """What an account is made of; `settings` are public values by name, never keys."""

    kind: str
    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    transport: str = DIRECT


@dataclass(frozen=True, slots=True)
class ChannelView:
    """An account of an online shop."""

    id: UUID
    kind: str
    name: str
    transport: str
    enabled: bool
    settings: Mapping[str, Any]
    version: int


class ChannelAccounts:
    """Keeping the accounts of online shops."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def every(self, actor: Actor) -> tuple[ChannelView, ...]:
        """Return all accounts, the oldest first."""
        with self._reading() as session:
            return tuple(_view(row) for row in session.scalars(_PRESENT))

    @act(Right.SYNC)
    def known(self, actor: Actor, kind: str, shop_values: Mapping[str, str]) -> UUID | None:
        """Return the account that this very shop has or once had, None where it is new.

        Its orders are known by the account: under another one they would come a second time.
        """
        rows = select(ChannelAccount).where(ChannelAccount.kind == kind).order_by(ChannelAccount.id)
        with self._reading() as session:
            for row in session.scalars(rows):
                if all(row.settings.get(name) == value for name, value in shop_values.items()):
                    found: UUID = row.id
                    return found
        return None

    @act(Right.CHANGE_SETTINGS)
    def add(self, actor: Actor, account: UUID, form: ChannelForm) -> ChannelView:
        """Add an account under this id, or change the one that has it; it is switched on."""
        with self._shop.database.session() as session:
            row = session.get(ChannelAccount, account)
            if row is None:
                row = ChannelAccount(id=account, kind=form.kind, version=0)
                session.add(row)
            row.name, row.transport = form.name.strip() or form.kind, form.transport
            row.settings, row.enabled, row.deleted_at = dict(form.settings), True, None
            self._mark(row, actor)
            session.flush()
            view = _view(row)
        self._shop.events.send(AccountsChanged(account))
        return view

    @act(Right.CHANGE_SETTINGS)
    def offer(self, actor: Actor, account: UUID, *, percent: int, buffer: int) -> ChannelView:
        """Say how much of the stock an account may offer: percent of it less thousandths."""
        if not 0 <= percent <= 100 or buffer < 0:
            raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field="percent")
        with self._shop.database.session() as session:
            row = _found(session, account)
            row.settings = {**row.settings, "percent": percent, "buffer": buffer}
            self._mark(row, actor)
            session.flush()
            view = _view(row)
        with self._shop.booking(actor) as booking:
            linked = booking.connection.scalars(_LINKED, {"account": account}).all()
            mark_dirty(booking, [sku for sku in linked if sku is not None])
        return view

    @act(Right.CHANGE_SETTINGS)
    def switch(self, actor: Actor, account: UUID, *, on: bool) -> ChannelView:
        """Sync an account, or leave it alone for a while."""
        with self._shop.database.session() as session:
            row = _found(session, account)
            row.enabled = on
            self._mark(row, actor)
            session.flush()
            view = _view(row)
        self._shop.events.send(AccountsChanged(account))
        return view

    @act(Right.CHANGE_SETTINGS)
    def remove(self, actor: Actor, account: UUID) -> None:
        """Remove an account; its orders stay."""
        with self._shop.database.session() as session:
            row = _found(session, account)
            row.enabled, row.deleted_at = False, self._shop.clock.now()
            self._mark(row, actor)
        self._shop.events.send(AccountsChanged(account))

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._shop.database.read() as connection, Session(connection) as session:
            yield session

    def _mark(self, row: ChannelAccount, actor: Actor) -> None:
        row.changed_at = self._shop.clock.now()
        row.changed_by_till = actor.till
        row.version += 1


def _found(session: Session, account: UUID) -> ChannelAccount:
    row = session.get(ChannelAccount, account)
    if row is None or row.deleted_at is not None:
        raise ShopError(ErrorCode.ACCOUNT_MISSING, account=str(account))
    return row


def _view(row: ChannelAccount) -> ChannelView:
    return ChannelView(
        id=row.id,
        kind=row.kind,
        name=row.name,
        transport=row.transport,
        enabled=row.enabled,
        settings=row.settings,
        version=row.version,
    )
