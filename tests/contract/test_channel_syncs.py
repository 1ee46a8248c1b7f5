"""A whole sync before the practice shop of each platform: what must hold whatever it is called."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from typing_extensions import override

from microshop_desktop.channels.channel import TellsAftersales
from microshop_desktop.channels.pace import Pace
from microshop_desktop.channels.sync import AccountSync, SyncReport
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.sandbox.shops.orders import RefundStage
from microshop_desktop.sandbox.shops.shop import Wish
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm, ChannelView
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shipping import Packing, Shipping
from microshop_desktop.services.shop import Shop
from tests.contract.shop_contenders import NUMBER, ShopContender, shop_contender
from tests.contract.shop_entries import ENTRIES
from tests.services.shelf import Shelf

CODES = {"APPLE-1": "6901234567892", "TS-S": "6901234567908", "TS-M": "6901234567915"}


class Hasty(Pace):
    """Waits for nothing."""

    @override
    def sleep(self, seconds: float) -> None:
        """Go on at once."""
        del seconds


@dataclass
class Both:
    """Our shop, with twenty of everything, and a practice shop."""

    shop: Shop
    actor: Actor
    shelf: Shelf
    account: ChannelView
    online: ShopContender
    skus: dict[str, UUID]

    def sync(self) -> SyncReport:
        """Let a quarter of an hour pass, so that all is told, and sync."""
        self.online.wait(900)
        pace = Hasty(self.shop.clock, threading.Event())
        channel = self.online.channel
        return AccountSync(self.shop, self.actor, self.account, channel, pace).run()

    def sell(self, code: str, pieces: int) -> None:
        """Sell at the counter."""
        basket = self.shelf.basket(*[CODES[code]] * pieces)
        Selling(self.shop).finish(self.actor, basket)

    def shown(self, code: str = "APPLE-1") -> int:
        """Return what the practice shop shows."""
        return next(sku.stock for sku in self.online.shop.skus() if sku.code == code)

    def level(self, code: str = "APPLE-1") -> tuple[int, int]:
        """Return whole pieces on hand and kept for customers."""
        level = self.shelf.level(self.skus[code])
        return level.on_hand // 1000, level.reserved // 1000

    def orders(self) -> dict[str, tuple[str, int, UUID]]:
        """Return state, total and id of the orders that came from there, by their id there."""
        with self.shop.database.read() as connection:
            rows = connection.execute(select(OrderRow).where(OrderRow.account_id.is_not(None)))
            return {row.external_id: (row.state, row.total, row.id) for row in rows}


@pytest.fixture(params=ENTRIES, ids=lambda entry: entry.name)
def both(request: pytest.FixtureRequest, sqlite_database: Database) -> Iterator[Both]:
    online = shop_contender(request.param)
    shop = found_shop(
        sqlite_database, online.clock, name="Corner", currency_code="CNY", owner="Lin"
    )
    actor = shop.owner()
    shelf = Shelf(shop, actor)
    skus = {}
    for code, barcode in CODES.items():
        skus[code] = shelf.sku(code, barcode, 1999, merchant_code=code)
        shelf.stock(skus[code], 20_000, 0)
    form = ChannelForm(request.param.kind, "Web")
    account = ChannelAccounts(shop).add(actor, shop.ids.new(), form)
    yield Both(shop, actor, shelf, account, online, skus)
    assert online.shop.complaints == []
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


def test_the_first_sync_shows_what_is_there_and_the_second_writes_nothing(both: Both) -> None:
    report = both.sync()
    assert (report.trouble, report.linked, report.stock.failed) == (None, 3, 0)
    assert [both.shown(code) for code in CODES] == [20, 20, 20]
    again = both.sync()
    assert (again.stock.pushed, again.stock.unchanged) == (0, 3)


def test_sales_and_orders_meet(both: Both) -> None:
    both.sync()
    both.online.bought(Wish(both.online.apple.sku_id, 3))
    both.sell("APPLE-1", 2)
    both.sync()
    both.sync()
    assert both.level() == (18, 3)
    assert both.shown() == 15
    assert [total for _state, total, _id in both.orders().values()] == [3 * 1999]


@pytest.mark.parametrize("fault", ["answer-lost:1", "no-answer:1", "cut:1", "too-fast:1"])
def test_whatever_gets_lost_the_numbers_end_right(both: Both, fault: str) -> None:
    both.sync()
    both.online.bought(Wish(both.online.apple.sku_id, 1))
    both.sell("APPLE-1", 2)
    both.online.fault(fault)
    both.sync()
    both.online.heal()
    both.sync()
    both.sync()
    assert both.sync().trouble is None
    assert both.level() == (18, 1)
    assert both.shown() == 17
    assert len(both.orders()) == 1


def test_a_packed_parcel_is_told_and_the_sale_is_booked(both: Both) -> None:
    both.sync()
    both.online.bought(Wish(both.online.apple.sku_id, 2))
    both.sync()
    ((_state, total, order),) = both.orders().values()
    courier = both.online.entry.courier
    Shipping(both.shop).pack(both.actor, Packing(order, courier, NUMBER))
    report = both.sync()
    assert (report.trouble, report.parcels.shipped, report.parcels.refused) == (None, 1, 0)
    both.sync()
    ((state, again, _),) = both.orders().values()
    assert state in {"shipped", "completed"}
    assert again == total
    assert both.level() == (18, 0)
    assert both.shown() == 18


def test_a_cancelled_order_frees_its_goods(both: Both) -> None:
    both.sync()
    order = both.online.bought(Wish(both.online.apple.sku_id, 2))
    both.sync()
    assert both.level() == (20, 2)
    both.online.wait(60)
    both.online.shop.cancel(order)
    both.sync()
    both.sync()
    both.sync()
    assert both.level() == (20, 0)
    assert both.shown() == 20


def test_many_orders_of_one_moment_all_come_once(both: Both) -> None:
    both.sync()
    for _ in range(12):
        both.online.bought(Wish(both.online.apple.sku_id, 1))
    both.sync()
    report = both.sync()
    assert report.new == 0
    assert len(both.orders()) == 12
    assert both.level() == (20, 12)
    assert both.shown() == 8


def test_a_month_without_a_sync_is_made_up_for(both: Both) -> None:
    both.sync()
    for _ in range(10):
        both.online.wait(timedelta(days=3).total_seconds())
        both.online.bought(Wish(both.online.apple.sku_id, 1))
        both.sell("APPLE-1", 1)
    report = both.sync()
    assert (report.trouble, report.new) == (None, 10)
    both.sync()
    assert both.level() == (10, 10)
    assert both.shown() == 0


TELL_UNPAID = [entry for entry in ENTRIES if entry.tells_unpaid]


@pytest.mark.parametrize("both", TELL_UNPAID, indirect=True, ids=lambda entry: entry.name)
def test_an_unpaid_order_keeps_its_pieces_until_it_is_paid(both: Both) -> None:
    both.sync()
    order = both.online.shop.place(Wish(both.online.apple.sku_id, 4))
    both.sync()
    both.sync()
    assert both.level() == (20, 4)
    both.online.shop.pay(order)
    both.sync()
    both.sync()
    assert (both.level(), both.shown()) == ((20, 4), 16)


def test_an_order_after_a_lost_answer_is_not_overwritten(both: Both) -> None:
    both.sync()
    both.sell("APPLE-1", 2)
    both.online.fault("answer-lost:1@stock.set")
    assert both.sync().trouble is not None
    both.online.bought(Wish(both.online.apple.sku_id, 3))
    for _ in range(3):
        both.sync()
    assert (both.level(), both.shown()) == ((18, 3), 15)


def test_a_token_that_is_refused_does_not_stop_a_sync(both: Both) -> None:
    both.sync()
    both.sell("APPLE-1", 1)
    if both.online.entry.wears_out:
        both.online.fault("token-ended:1")
    assert both.sync().trouble is None
    assert both.shown() == 19


def test_an_order_waits_while_its_customer_asks_it_back(both: Both) -> None:
    both.sync()
    order = both.online.bought(Wish(both.online.apple.sku_id, 2))
    both.sync()
    back = both.online.shop.ask_refund(order, 1999, {order.lines[0].line_id: 1})
    both.sync()
    ((_state, _total, found),) = both.orders().values()
    channel = both.online.channel
    if not isinstance(channel, TellsAftersales) or not both.online.entry.tells_wish:
        return
    assert held(both, found)
    with pytest.raises(ShopError) as caught:
        Shipping(both.shop).pack(both.actor, Packing(found, both.online.entry.courier, NUMBER))
    assert caught.value.code is ErrorCode.ORDER_NOT_SHIPPABLE
    both.online.shop.turn(order, back, RefundStage.WITHDRAWN)
    both.sync()
    assert not held(both, found)


def held(both: Both, order: UUID) -> bool:
    with both.shop.database.read() as connection:
        return bool(connection.scalar(select(OrderRow.held).where(OrderRow.id == order)))
