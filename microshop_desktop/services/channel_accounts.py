"""Accounts of online shops: one shop on a channel each. Their keys are kept elsewhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from microshop_desktop.domain.basket import MOST_QUANTITY
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_stock import WHOLE_SHARE
from microshop_desktop.persistence.tables.channels import ChannelAccount, Listing
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import AccountsChanged, StockChanged
from microshop_desktop.services.left_orders import LeftBehind, come_back, leave, left_behind
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import mark_dirty

DIRECT = "direct"
FILE = "file"
"""An account whose orders come as files, and whose numbers and parcels leave as files."""
_SHOP = ("base_url", "channel", "shop", "app_id", "app_key", "client_id", "shop_id", FILE)
"""The settings that name a shop; a kind of shop has some of them."""
_SHOP_IS_IN_TOKEN = frozenset({"taobao", "jd", "pinduoduo"})
"""Kinds whose app may speak for several shops: only the token, a secret, tells which."""
_MOST_OFFERED = {"percent": WHOLE_SHARE, "buffer": MOST_QUANTITY}
_EVERY = select(ChannelAccount).order_by(ChannelAccount.id)
_PRESENT = _EVERY.where(ChannelAccount.deleted_at.is_(None))
_ASK = update(Listing).where(Listing.account_id == bindparam("account")).values(ask=True)
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
        with self._shop.database.reading_session() as session:
            return tuple(_view(row) for row in session.scalars(_PRESENT))

    @act(Right.SYNC)
    def known(self, actor: Actor, kind: str, settings: Mapping[str, str]) -> UUID | None:
        """Return the account that this very shop has or once had, None where it is new.

        Its orders are known by the account: under another one they would come a second time.
        """
        wanted = _shop_of(settings)
        with self._shop.database.reading_session() as session:
            rows = session.scalars(_EVERY.where(ChannelAccount.kind == kind)).all()
        for row in rows:
            may_be_two = kind in _SHOP_IS_IN_TOKEN and row.deleted_at is None
            if _shop_of(row.settings) == wanted and not may_be_two:
                found: UUID = row.id
                return found
        return None

    @act(Right.CHANGE_SETTINGS)
    def add(self, actor: Actor, account: UUID, form: ChannelForm) -> ChannelView:
        """Add an account under this id, or change the one that has it; it is switched on.

        One that is there already may have been away: what its shop shows is asked for first.
        """
        settings = {**form.settings, **_offered(form.settings)}
        with self._changing(actor) as (booking, session):
            row = session.get(ChannelAccount, account)
            if row is None:
                row = ChannelAccount(id=account, kind=form.kind, version=0)
                session.add(row)
            elif row.deleted_at is not None:
                come_back(booking, account)
            row.name, row.transport = form.name.strip() or form.kind, form.transport
            row.settings, row.enabled, row.deleted_at = settings, True, None
            row.touch(self._shop.clock.now(), actor.till)
            booking.connection.execute(_ASK, {"account": account})
            _mark_linked(booking, account)
            session.flush()
            view = _view(row)
        self._shop.events.send(AccountsChanged(account))
        return view

    @act(Right.CHANGE_SETTINGS)
    def offer(self, actor: Actor, account: UUID, *, percent: int, buffer: int) -> ChannelView:
        """Say how much of the stock an account may offer: percent of it less thousandths."""
        offered = _offered({"percent": percent, "buffer": buffer})
        with self._changing(actor) as (booking, session):
            row = _found(session, account)
            row.settings = {**row.settings, **offered}
            row.touch(self._shop.clock.now(), actor.till)
            _mark_linked(booking, account)
            session.flush()
            return _view(row)

    @act(Right.CHANGE_SETTINGS)
    def switch(self, actor: Actor, account: UUID, *, on: bool) -> ChannelView:
        """Sync an account, or leave it alone for a while."""
        with self._shop.database.session() as session:
            row = _found(session, account)
            row.enabled = on
            row.touch(self._shop.clock.now(), actor.till)
            session.flush()
            view = _view(row)
        self._shop.events.send(AccountsChanged(account))
        return view

    @act(Right.CHANGE_SETTINGS)
    def remove(self, actor: Actor, account: UUID, *, drop_orders: bool = False) -> LeftBehind:
        """Remove an account; return what it leaves behind.

        Orders that wait stay as orders of this shop and keep their goods (`LeftOrders`);
        `drop_orders`: they are cancelled here. Parcels that were not told of are told to nobody.
        """
        with self._changing(actor) as (booking, session):
            row = _found(session, account)
            row.enabled, row.deleted_at = False, booking.at
            row.touch(booking.at, actor.till)
            session.flush()
            left = left_behind(booking.connection, account)
            freed = leave(booking, account, drop_orders=drop_orders)
            _mark_linked(booking, account)
        self._shop.events.send(AccountsChanged(account))
        if freed:
            self._shop.events.send(StockChanged(frozenset(freed)))
        return left

    @contextmanager
    def _changing(self, actor: Actor) -> Iterator[tuple[Booking, Session]]:
        with (
            self._shop.booking(actor) as booking,
            Session(booking.connection, expire_on_commit=False) as session,
        ):
            yield booking, session
            session.flush()


def _mark_linked(booking: Booking, account: UUID) -> None:
    linked = booking.connection.scalars(_LINKED, {"account": account}).all()
    mark_dirty(booking, [sku for sku in linked if sku is not None])


def _shop_of(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what tells one shop of a kind from another."""
    return tuple(str(settings.get(name, "")).strip().rstrip("/").casefold() for name in _SHOP)


def _offered(settings: Mapping[str, Any]) -> dict[str, int]:
    """Return share and buffer as numbers where they are set; `account_value_wrong`."""
    found = {}
    for name, most in _MOST_OFFERED.items():
        text = str(settings.get(name, "")).strip()
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and int(text) <= most):
            raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field=name)
        found[name] = int(text)
    return found


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
