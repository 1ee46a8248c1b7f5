"""A shop with goods, and an online shop that is synced with it on a clock of the test."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update
from typing_extensions import override

from microshop_desktop.channels.pace import Pace
from microshop_desktop.channels.sync import AccountSync, SyncReport
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.channels import Conflict
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm, ChannelView
from microshop_desktop.services.conflicts import ConflictView
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from tests.channels.fake_shop import FakeShop
from tests.services.shelf import Shelf

CODES = {"tea": "6901234567892", "cup": "6901234567908", "jar": "6901234567915"}


class Hasty(Pace):
    """Waits for nothing."""

    @override
    def sleep(self, seconds: float) -> None:
        """Go on at once."""
        del seconds


@dataclass(slots=True)
class Both:
    """Our shop and an online one."""

    shop: Shop
    actor: Actor
    shelf: Shelf
    clock: FixedClock
    online: FakeShop
    account: ChannelView
    skus: dict[str, UUID]

    def sync(self, *, dry_run: bool = False, minutes: int = 5) -> SyncReport:
        """Let some minutes pass and sync."""
        self.clock.advance(timedelta(minutes=minutes))
        return self.syncing().run(dry_run=dry_run)

    def syncing(self) -> AccountSync:
        """Return a sync as a program just started would begin it."""
        pace = Hasty(self.clock, threading.Event())
        return AccountSync(self.shop, self.actor, self.account, self.online, pace)

    def sell(self, name: str, pieces: int) -> None:
        """Sell at the counter."""
        basket = self.shelf.basket(*[CODES[name]] * pieces)
        Selling(self.shop).finish(self.actor, basket)

    def available(self, name: str) -> int:
        """Return the whole pieces that can be promised."""
        return self.shelf.level(self.skus[name]).available // 1000


def make_both(shop: Shop, actor: Actor, clock: FixedClock, online: FakeShop) -> Both:
    """Put the goods of the online shop on our shelf, 20 of each, and add its account."""
    shelf = Shelf(shop, actor)
    skus = {}
    for name in online.stock_of:
        skus[name] = shelf.sku(name, CODES[name], 1000, merchant_code=name.upper())
        shelf.stock(skus[name], 20_000, 0)
    form = ChannelForm("vendure", "Web")
    account = ChannelAccounts(shop).add(actor, shop.ids.new(), form)
    return Both(shop, actor, shelf, clock, online, account, skus)


def settle(both: Both, conflict: ConflictView) -> None:
    """Say as a person that a question was seen to."""
    with both.shop.database.write() as connection:
        connection.execute(
            update(Conflict)
            .where(Conflict.id == conflict.id)
            .values(state="settled", decision={"choice": "leave"})
        )


@pytest.fixture
def both(shop: Shop, actor: Actor, clock: FixedClock) -> Iterator[Both]:
    """Both shops; whatever a test did, the books are right in the end."""
    made = make_both(shop, actor, clock, FakeShop(clock, stock_of={"tea": 3, "cup": 0}))
    yield made
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]
