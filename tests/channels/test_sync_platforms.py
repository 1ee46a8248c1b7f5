"""The engine over every channel and a practice shop of its platform, through days full of trouble.

What a story does comes from a number, so that it can be told again. Once it is quiet, the online
shop shows what can be promised, every order is here once, and the books are right.
"""

import os
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import func, select

from microshop_desktop.channels.sync import AccountSync, SyncReport
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.persistence.tables.channels import OnlineOrderRow
from microshop_desktop.sandbox.shops.orders import OPEN, Order, Stage
from microshop_desktop.sandbox.shops.shop import ShopRefusalError, Wish
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm, ChannelView
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from tests.channels.conftest import Hasty
from tests.contract.shop_contenders import NUMBER, Entry, ShopContender, shop_contender
from tests.contract.shop_entries import ENTRIES
from tests.services.shelf import Shelf

STORIES = 40 if os.environ.get("MICROSHOP_FULL") else 2
STEPS = 30
ON_SHELF = 20
BARCODES = {"APPLE-1": "6901234567892", "TS-S": "6901234567908", "TS-M": "6901234567915"}
FAULTS = (
    "not-reached",
    "no-answer",
    "answer-lost",
    "late-answer",
    "cut",
    "server-error",
    "server-error-applied",
    "system-error",
    "too-fast",
    "rows-twice",
    "rows-shuffled",
)
PLACES = ("*", "goods.list", "stock.set", "orders.list", "orders.get")


@dataclass
class Story:
    """Our shop, an online one, and the chance that decides what happens."""

    contender: ShopContender
    shop: Shop
    account: ChannelView
    shelf: Shelf
    skus: dict[str, UUID]
    chance: random.Random
    sold: dict[str, int]

    def sync(self) -> SyncReport:
        pace = Hasty(self.contender.clock, threading.Event())
        channel = self.contender.channel
        return AccountSync(self.shop, self.shop.owner(), self.account, channel, pace).run()

    def step(self) -> None:
        """Let one thing happen."""
        acts = (self.sell, self.order, self.order, self.pay, self.cancel, self.send, self.give_back)
        self.chance.choice((*acts, self.troubled_sync, self.troubled_sync, self.troubled_sync))()
        self.contender.wait(self.chance.choice((0, 0.4, 1, 7, 200)))

    def sell(self) -> None:
        code = self.chance.choice(sorted(BARCODES))
        pieces = self.chance.randint(1, 3)
        basket = self.shelf.basket(*[BARCODES[code]] * pieces)
        Selling(self.shop).finish(self.shop.owner(), basket)
        self.sold[code] += pieces

    def order(self) -> None:
        skus = self.chance.sample(list(self.contender.shop.skus()), self.chance.randint(1, 2))
        wishes = [Wish(sku.sku_id, self.chance.randint(1, 3)) for sku in skus]
        try:
            order = self.contender.shop.place(*wishes, shipping=self.chance.choice((0, 800)))
            if self.chance.random() < 0.7:
                self.contender.shop.pay(order)
        except ShopRefusalError:
            return

    def pay(self) -> None:
        for order in self._some(Stage.PLACED):
            try:
                self.contender.shop.pay(order)
            except ShopRefusalError:
                self.contender.shop.cancel(order)

    def cancel(self) -> None:
        """End an order; where its pieces do not come back, it must have been told of before."""
        if not self.contender.entry.gives_back:
            self.catch_up()
        for order in self._some(Stage.PLACED, Stage.PAID):
            self.contender.shop.cancel(order)

    def send(self) -> None:
        for order in self._some(Stage.PAID):
            self.contender.shop.send(order, self.contender.entry.courier, NUMBER, {})

    def give_back(self) -> None:
        """A piece of an order that was not sent is wanted no more, where a platform says so.

        Not within one second of its parcel: by their times nobody could tell which was first.
        """
        entry = self.contender.entry
        if not (entry.tells_pieces and entry.tells_part):
            return
        self.catch_up()
        for order in self._some(Stage.PAID):
            line = order.lines[0]
            if line.unshipped > 1 and not order.refunds:
                self.contender.shop.refund(order, line.price, {line.line_id: 1})
                self.contender.wait(1)

    def catch_up(self) -> None:
        """Read all there is: what a platform keeps of an order never seen whole is not known."""
        self.contender.wait(self.contender.channel.differences.lag.total_seconds() + 1)
        self.sync()

    def _some(self, *stages: Stage) -> list[Order]:
        found = [order for order in self.contender.shop.orders.values() if order.stage in stages]
        return self.chance.sample(found, 1) if found else []

    def troubled_sync(self) -> None:
        for _ in range(self.chance.randint(0, 2)):
            fault, place = self.chance.choice(FAULTS), self.chance.choice(PLACES)
            self.contender.fault(f"{fault}:{self.chance.randint(1, 2)}@{place}")
        self.sync()
        self.contender.heal()

    def quieten(self) -> None:
        """Nothing is left open, and nothing goes wrong any more."""
        for _ in list(self.contender.shop.orders):
            self.pay()
        for _ in range(4):
            self.contender.wait(600)
            assert self.sync().trouble is None

    def told(self) -> int:
        """How many orders the platform has told of, now that all are paid or cancelled."""
        orders = self.contender.shop.orders.values()
        return sum(bool(order.paid_at) or self.contender.entry.tells_unpaid for order in orders)

    def booked(self) -> int:
        with self.shop.database.read() as connection:
            return connection.scalar(select(func.count()).select_from(OnlineOrderRow)) or 0


@pytest.fixture(params=ENTRIES, ids=lambda entry: entry.name)
def entry(request: pytest.FixtureRequest) -> Entry:
    chosen: Entry = request.param
    return chosen


@pytest.fixture
def story(entry: Entry, number: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    contender = shop_contender(entry)
    database = open_database(tmp_path_factory.mktemp("shop") / "shop.sqlite")
    shop = found_shop(database, contender.clock, name="店", currency_code="CNY", owner="Lin")
    shelf = Shelf(shop, shop.owner())
    skus = {}
    for code, barcode in BARCODES.items():
        skus[code] = shelf.sku(code, barcode, 1000, merchant_code=code)
        shelf.stock(skus[code], ON_SHELF * 1000, 0)
    form = ChannelForm(entry.kind, "Web")
    account = ChannelAccounts(shop).add(shop.owner(), shop.ids.new(), form)
    chance = random.Random(number)
    yield Story(contender, shop, account, shelf, skus, chance, dict.fromkeys(BARCODES, 0))
    database.close()


@pytest.mark.parametrize("number", range(STORIES))
def test_a_story_of_troubles_ends_well(story: Story) -> None:
    story.sync()
    for _ in range(STEPS):
        story.step()
    story.quieten()
    report = story.sync()
    assert (report.new, report.stock.pushed, report.stock.failed) == (0, 0, 0)
    orders = story.contender.shop.orders.values()
    assert story.booked() == story.told()
    for sku in story.contender.shop.skus():
        lines = [(order, line) for order in orders for line in order.lines if line.sku is sku]
        sent = sum(line.shipped for _, line in lines)
        waiting = sum(line.unshipped for order, line in lines if order.stage in OPEN)
        level = story.shelf.level(story.skus[sku.code])
        assert level.on_hand == 1000 * (ON_SHELF - story.sold[sku.code] - sent)
        assert level.reserved == 1000 * waiting
        assert sku.stock == max(0, level.available // 1000)
    findings = Doctor(story.shop).check(story.shop.owner())
    assert findings.ok, [check for check in findings.checks if not check.ok]
    assert story.contender.shop.complaints == []
