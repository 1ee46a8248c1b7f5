"""Each platform's channel in a sync with our shop, before its practice shop: one stock, no more."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from microshop_desktop.channels.pace import Pace
from microshop_desktop.channels.sync import AccountSync, SyncReport
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.sandbox.shops.shop import Wish
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm, ChannelView
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from tests.channels.conftest import Hasty
from tests.contract.shop_contenders import START, Entry, ShopContender, shop_contender
from tests.contract.shop_entries import ENTRIES
from tests.services.shelf import Shelf

CODES = ("APPLE-1", "TS-S", "TS-M")
HAD = 20
PLATFORMS = tuple({entry.kind: entry for entry in reversed(ENTRIES)}.values())
TELL_UNPAID = [entry for entry in PLATFORMS if entry.tells_unpaid]
LOST = ("answer-lost", "late-answer", "server-error", "not-reached", "too-fast")


@dataclass
class Together:
    """Our shop and a practice shop, on one clock."""

    shop: Shop
    actor: Actor
    shelf: Shelf
    clock: FixedClock
    online: ShopContender
    account: ChannelView

    def sync(self) -> SyncReport:
        self.clock.advance(timedelta(minutes=5))
        now = self.clock.now() - self.online.clock.now()
        self.online.clock.advance(now)
        pace: Pace = Hasty(self.clock, threading.Event())
        return AccountSync(self.shop, self.actor, self.account, self.online.channel, pace).run()

    def settle(self) -> None:
        """Sync until nothing is written any more."""
        for _ in range(6):
            report = self.sync()
            assert report.trouble is None, (report.trouble, report.trouble.detail)
            if not (report.new or report.changed or report.stock.pushed):
                return
        raise AssertionError("the sync does not come to rest")

    def sell(self, code: str, pieces: int) -> None:
        basket = self.shelf.basket(*[f"BAR-{code}"] * pieces)
        Selling(self.shop).finish(self.actor, basket)

    def shown(self) -> dict[str, int]:
        return {sku.code: sku.stock for sku in self.online.shop.skus()}


@pytest.fixture(params=PLATFORMS, ids=lambda entry: entry.name)
def both(
    request: pytest.FixtureRequest, shop: Shop, actor: Actor, clock: FixedClock
) -> Iterator[Together]:
    entry: Entry = request.param
    clock.set(START)
    shelf = Shelf(shop, actor)
    for code in CODES:
        sku = shelf.sku(code, f"BAR-{code}", 1000, merchant_code=code)
        shelf.stock(sku, HAD * 1000, 0)
    form = ChannelForm(entry.kind, entry.name)
    account = ChannelAccounts(shop).add(actor, shop.ids.new(), form)
    made = Together(shop, actor, shelf, clock, shop_contender(entry), account)
    made.settle()
    yield made
    assert made.online.shop.complaints == []
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


def test_all_numbers_are_brought_to_what_is_there(both: Together) -> None:
    assert both.shown() == dict.fromkeys(CODES, HAD)


def test_a_sync_without_news_writes_nothing(both: Together) -> None:
    both.online.front.counts.clear()
    both.settle()
    assert both.online.front.counts["stock.set"] == 0


def test_orders_and_sales_at_the_counter_share_one_stock(both: Together) -> None:
    apple, shirt = both.online.apple, both.online.shirt.skus[0]
    both.online.bought(Wish(apple.sku_id, 3), Wish(shirt.sku_id), shipping=600)
    both.sell("APPLE-1", 2)
    both.settle()
    assert both.shown() == {"APPLE-1": 15, "TS-S": 19, "TS-M": 20}
    both.online.bought(Wish(apple.sku_id, 15))
    both.settle()
    assert both.shown()["APPLE-1"] == 0


def test_a_cancelled_order_frees_its_pieces(both: Together) -> None:
    order = both.online.bought(Wish(both.online.apple.sku_id, 4))
    both.settle()
    both.online.shop.cancel(order)
    both.settle()
    assert both.shown()["APPLE-1"] == HAD


def test_an_order_that_was_sent_and_done_stays_sold(both: Together) -> None:
    order = both.online.bought(Wish(both.online.apple.sku_id, 4))
    both.settle()
    both.online.shop.send(order, both.online.entry.courier, "SF1", {})
    both.settle()
    both.clock.advance(timedelta(days=2))
    both.online.clock.advance(timedelta(days=2))
    both.online.shop.complete(order)
    both.settle()
    assert both.shown()["APPLE-1"] == HAD - 4


@pytest.mark.parametrize("both", TELL_UNPAID, indirect=True, ids=lambda entry: entry.name)
def test_an_unpaid_order_keeps_its_pieces_until_it_ends(both: Together) -> None:
    order = both.online.shop.place(Wish(both.online.apple.sku_id, 4))
    both.settle()
    assert both.shown()["APPLE-1"] <= HAD
    both.online.shop.pay(order)
    both.settle()
    assert both.shown()["APPLE-1"] == HAD - 4


@pytest.mark.parametrize("fault", LOST)
def test_a_write_in_trouble_is_neither_lost_nor_done_twice(both: Together, fault: str) -> None:
    both.sell("APPLE-1", 2)
    both.online.fault(f"{fault}:1@stock.set")
    assert both.sync().trouble is not None
    both.settle()
    assert both.shown()["APPLE-1"] == HAD - 2
    if both.online.channel.differences.way is StockWay.DELTA:
        assert both.online.front.counts["stock.set"] <= len(CODES) + 2


def test_an_order_between_reading_and_writing_is_not_overwritten(both: Together) -> None:
    both.sell("APPLE-1", 2)
    both.online.fault("answer-lost:1@stock.set")
    both.sync()
    both.online.bought(Wish(both.online.apple.sku_id, 3))
    both.settle()
    assert both.shown()["APPLE-1"] == HAD - 5


def test_tokens_that_end_meanwhile_do_not_stop_a_sync(both: Together) -> None:
    both.sell("APPLE-1", 1)
    if both.online.entry.wears_out:
        both.online.fault("token-ended:1")
    both.settle()
    assert both.shown()["APPLE-1"] == HAD - 1
