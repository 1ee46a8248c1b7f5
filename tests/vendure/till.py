"""Our own shop beside the real online one: goods on the shelf, sales at the counter, syncs."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from typing_extensions import override

from microshop_desktop.channels.channel import ShopChannel
from microshop_desktop.channels.pace import Pace
from microshop_desktop.channels.sync import AccountSync, SyncReport
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm, ChannelView
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.listings import Listings, ListingView
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from tests.services.shelf import Shelf

MOST_SYNCS = 5


class _NoPause(Pace):
    """Asks as fast as it gets answers: the shop stands on this machine."""

    @override
    def sleep(self, seconds: float) -> None:
        """Go on at once."""
        del seconds


@dataclass(frozen=True)
class Booked:
    """An order of the online shop as our books have it; money in cents, pieces by SKU."""

    number: str
    state: str
    total: int
    lines: dict[str, tuple[int, int]]


@dataclass
class Till:
    """Our shop with an account of the online one."""

    shop: Shop
    actor: Actor
    account: ChannelView
    shelf: Shelf
    skus: dict[str, UUID] = field(default_factory=dict)

    def put_on_shelf(self, pieces: Mapping[str, int]) -> None:
        """Put goods there whose code is that of the online shop."""
        for code, count in pieces.items():
            self.skus[code] = self.shelf.sku(code, f"BAR-{code}", 1000, merchant_code=code)
            self.shelf.stock(self.skus[code], count * 1000, 0)

    def sell(self, code: str, pieces: int) -> None:
        """Sell at the counter."""
        Selling(self.shop).finish(self.actor, self.shelf.basket(*[f"BAR-{code}"] * pieces))

    def sync(self, channel: ShopChannel) -> SyncReport:
        """Sync once, as a program just started."""
        pace = _NoPause(self.shop.clock, threading.Event())
        return AccountSync(self.shop, self.actor, self.account, channel, pace).run()

    def sync_until_quiet(self, channel: ShopChannel) -> None:
        """Sync until there is nothing left to do."""
        for _ in range(MOST_SYNCS):
            report = self.sync(channel)
            assert report.trouble is None, report.trouble
            if not (report.new or report.changed or report.stock.pushed):
                return
        raise AssertionError("the sync does not come to rest")

    def available(self, code: str) -> int:
        """Return the pieces that can be promised."""
        return self.shelf.level(self.skus[code]).available // 1000

    def on_shelf(self, code: str) -> tuple[int, int]:
        """Return the pieces that lie there, and those of them that are kept for customers."""
        level = self.shelf.level(self.skus[code])
        return level.on_hand // 1000, level.reserved // 1000

    def listings(self) -> dict[str, ListingView]:
        """Return what is listed online, by its code."""
        return {each.code: each for each in Listings(self.shop).every(self.actor, self.account.id)}

    def orders(self) -> dict[str, Booked]:
        """Return the orders of the online shop by their id there."""
        with self.shop.database.read() as connection:
            heads = connection.execute(
                select(OrderRow.__table__).where(OrderRow.account_id == self.account.id)
            ).all()
            return {
                row.external_id: Booked(
                    row.number,
                    row.state,
                    row.total,
                    {
                        line.code: (line.quantity // 1000, line.total)
                        for line in connection.execute(
                            select(OrderLine.__table__).where(OrderLine.order_id == row.id)
                        )
                    },
                )
                for row in heads
            }

    def assert_sound(self) -> None:
        """Fail where the books do not add up."""
        findings = Doctor(self.shop).check(self.actor)
        assert findings.ok, [check for check in findings.checks if not check.ok]


def new_till(database: Database) -> Till:
    """Found a shop that keeps its books in euros, on the clock of the machine."""
    shop = found_shop(database, SystemClock(), name="Corner", currency_code="EUR", owner="Lin")
    actor = shop.owner()
    account = ChannelAccounts(shop).add(actor, shop.ids.new(), ChannelForm("vendure", "Web"))
    return Till(shop, actor, account, Shelf(shop, actor))
