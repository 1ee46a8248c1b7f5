"""An Online page over a shop with two online shops, and syncs that only remember what was asked."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from microshop_desktop.channels.catching_up import CatchUp
from microshop_desktop.channels.sync_rounds import AccountState
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelView
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.online_stock import OnlineStock
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_log import SyncLog
from microshop_desktop.ui.online.desk import OnlineDesk
from microshop_desktop.ui.online.page import OnlinePage
from microshop_desktop.ui.online.view_model import OnlineModel
from tests.services.online_shop import OnlineShop, open_online_shop
from tests.services.shelf import Shelf
from tests.ui.fakes import FakeShell


@dataclass
class FakeSyncs:
    """Syncs whose states a test writes."""

    shop: Shop
    actor: Actor
    told: dict[UUID, AccountState] = field(default_factory=dict)
    asked: list[tuple[UUID | None, bool]] = field(default_factory=list)
    stopped: int = 0
    catching: CatchUp | None = None

    @property
    def accounts(self) -> tuple[ChannelView, ...]:
        return ChannelAccounts(self.shop).every(self.actor)

    def states(self) -> dict[UUID, AccountState]:
        return self.told

    def catch_up(self) -> CatchUp | None:
        return self.catching

    def ask(self, account: UUID | None = None, *, dry_run: bool = False) -> None:
        self.asked.append((account, dry_run))

    def stop(self) -> None:
        self.stopped += 1


@dataclass
class Desk:
    """The shop, its online shop and what the page knows of both."""

    shop: Shop
    actor: Actor
    clock: FixedClock
    online: OnlineShop
    tea: UUID
    syncs: FakeSyncs
    model: OnlineModel

    @property
    def account(self) -> UUID:
        return self.online.source.account

    def say(self, **state: object) -> None:
        """Let the account of the online shop stand so."""
        self.syncs.told[self.account] = AccountState(**state)  # type: ignore[arg-type]

    def note(self, minutes: int = 0, **facts: object) -> None:
        """Write a line of the log, so many minutes later."""
        self.clock.advance(timedelta(minutes=minutes))
        SyncLog(self.shop).note(self.actor, self.account, facts)

    def orders(self) -> list[UUID]:
        """Return the orders of the shop, the oldest first."""
        with self.shop.database.read() as connection:
            return list(connection.scalars(select(OrderRow.id).order_by(OrderRow.id)))

    def refuse(self, sku: UUID | None = None) -> UUID:
        """Let the platform refuse the number of a listing."""
        listing = self.online.list_goods("tea", sku or self.tea)
        OnlineStock(self.shop).refused(self.actor, self.account, listing, "E-7")
        return listing


@pytest.fixture
def desk(sqlite_database: Database, clock: FixedClock) -> Desk:
    shop = found_shop(sqlite_database, clock, name="Corner shop", currency_code="CNY", owner="Lin")
    actor = shop.owner()
    shelf = Shelf(shop, actor)
    tea = shelf.sku("Green tea", "6900001003199", 850)
    shelf.stock(tea, 9_000, 0)
    online = open_online_shop(shop, actor)
    syncs = FakeSyncs(shop, actor)
    model = OnlineModel(OnlineDesk(shop, actor, syncs))
    model.refresh()
    return Desk(shop, actor, clock, online, tea, syncs, model)


@pytest.fixture
def page(desk: Desk, shell: FakeShell, qtbot: QtBot) -> OnlinePage:
    made = OnlinePage(shell, desk.model)
    qtbot.addWidget(made)
    made.resize(1282, 712)
    made.show()
    return made
