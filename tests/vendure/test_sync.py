"""Our shop in step with a real one: goods, stock, orders; lost answers and a dead server."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from typing_extensions import override

from microshop_desktop.channels.channel import ShopChannel, Trouble
from microshop_desktop.channels.pace import Pace
from microshop_desktop.channels.sync import AccountSync, SyncReport
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.persistence.tables.channels import OnlineOrderRow
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm, ChannelView
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.listings import Listings
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from tests.services.shelf import Shelf
from tests.vendure.conftest import running
from tests.vendure.real_shop import RealShop, Stock
from tests.vendure.way import Way

WRITE = "updateProductVariants"
CODES = {
    "COF-ESP-250": 40,
    "COF-ESP-500": 25,
    "COF-ESP-1000": 8,
    "TS-S-BLK": 12,
    "TS-S-WHT": 7,
    "TS-M-BLK": 0,
    "TS-M-WHT": 5,
    "MUG-01": 30,
}
"""What the real shop begins with; the gift card, which it does not count, is the ninth."""


class Hasty(Pace):
    """Waits for nothing."""

    @override
    def sleep(self, seconds: float) -> None:
        """Go on at once."""
        del seconds


@dataclass
class OurShop:
    """Our shop with the goods of the real one on the shelf."""

    shop: Shop
    actor: Actor
    shelf: Shelf
    account: ChannelView
    skus: dict[str, UUID]

    def sync(self, channel: ShopChannel) -> SyncReport:
        """Sync once, as a program just started would."""
        pace = Hasty(self.shop.clock, threading.Event())
        return AccountSync(self.shop, self.actor, self.account, channel, pace).run()

    def sell(self, code: str, pieces: int) -> None:
        """Sell at the counter."""
        basket = self.shelf.basket(*[code] * pieces)
        Selling(self.shop).finish(self.actor, basket)

    def orders(self) -> list[tuple[str, int]]:
        """Return number and total of the orders that came from the real shop."""
        with self.shop.database.read() as connection:
            rows = connection.execute(
                select(OrderRow.number, OrderRow.total)
                .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
                .order_by(OrderRow.number)
            ).all()
        return [(row.number, row.total) for row in rows]

    def reserved(self, code: str) -> int:
        """Return the pieces that are kept for customers."""
        return self.shelf.level(self.skus[code]).reserved // 1000


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[OurShop]:
    """Our shop; whatever a test did, the books are right in the end."""
    clock = SystemClock()
    database = open_database(tmp_path / "shop.sqlite")
    shop = found_shop(database, clock, name="Corner", currency_code="EUR", owner="Lin")
    actor = shop.owner()
    shelf = Shelf(shop, actor)
    skus = {}
    for code, pieces in CODES.items():
        skus[code] = shelf.sku(code, code, 1000, merchant_code=code)
        if pieces:
            shelf.stock(skus[code], pieces * 1000, 0)
    account = ChannelAccounts(shop).add(actor, shop.ids.new(), ChannelForm("vendure", "Web"))
    yield OurShop(shop, actor, shelf, account, skus)
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]
    database.close()


@pytest.fixture
def shop(
    modules: Path, filled_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealShop]:
    """A real shop of its own for each test: all of them change the same goods."""
    with running(modules, filled_folder, tmp_path_factory.mktemp("own")) as found:
        yield found


def test_the_first_sync_finds_all_goods_and_the_second_changes_nothing(
    ours: OurShop, shop: RealShop, channel: ShopChannel
) -> None:
    report = ours.sync(channel)
    assert report.trouble is None
    assert report.linked == len(CODES)
    listed = Listings(ours.shop).every(ours.actor, ours.account.id)
    assert {view.code for view in listed} == {*CODES, "GIFT-25"}
    assert (report.stock.pushed, report.stock.failed) == (0, 0)
    again = ours.sync(channel)
    assert (again.new, again.stock.pushed, again.stock.failed) == (0, 0, 0)
    assert {code: shop.stock(code).on_hand for code in CODES} == CODES


def test_a_sale_of_two_lowers_the_shop_by_two_also_when_the_answer_is_lost(
    ours: OurShop, shop: RealShop, channel: ShopChannel, far_channel: ShopChannel, way: Way
) -> None:
    ours.sync(channel)
    ours.sell("MUG-01", 2)
    way.lose_answer(WRITE)
    report = ours.sync(far_channel)
    assert report.trouble is not None
    assert report.trouble.trouble is Trouble.NO_ANSWER
    for _ in range(2):
        ours.sync(far_channel)
    assert shop.stock("MUG-01") == Stock(28, 0)
    assert [each for each in shop.movements("MUG-01") if each[0] == "ADJUSTMENT"][-1:] == [
        ("ADJUSTMENT", -2)
    ]


def test_orders_of_one_second_arrive_once_with_their_money(
    ours: OurShop, shop: RealShop, channel: ShopChannel
) -> None:
    ours.sync(channel)
    bought = [shop.buy({"MUG-01": 1, "COF-ESP-250": number}) for number in (1, 2, 3, 4)]
    ours.sync(channel)
    ours.sync(channel)
    totals = {each.code: shop.order(each.id)["totalWithTax"] for each in bought}
    assert dict(ours.orders()) == totals
    assert (ours.reserved("MUG-01"), ours.reserved("COF-ESP-250")) == (4, 10)
    assert shop.stock("MUG-01") == Stock(30, 4)


def test_an_order_between_reading_and_writing_is_not_lost(
    ours: OurShop, shop: RealShop, far_channel: ShopChannel, way: Way
) -> None:
    ours.sync(far_channel)
    ours.sell("MUG-01", 2)
    way.first(WRITE, lambda: shop.buy({"MUG-01": 3}))
    ours.sync(far_channel)
    for _ in range(2):
        ours.sync(far_channel)
    stock = shop.stock("MUG-01")
    assert stock.on_hand - stock.allocated == 30 - 2 - 3
    assert ours.reserved("MUG-01") == 3


def test_goods_sent_from_the_shop_itself_leave_ours_too(
    ours: OurShop, shop: RealShop, channel: ShopChannel
) -> None:
    ours.sync(channel)
    order = shop.buy({"MUG-01": 2})
    ours.sync(channel)
    shop.move_parcel(shop.fulfil(order.id, {"MUG-01": 2}, tracking="JD0140"), "Shipped")
    ours.sync(channel)
    level = ours.shelf.level(ours.skus["MUG-01"])
    assert (level.on_hand, level.reserved) == (28_000, 0)
    assert shop.stock("MUG-01") == Stock(28, 0)


def test_a_cancelled_order_frees_its_goods_on_both_sides(
    ours: OurShop, shop: RealShop, channel: ShopChannel
) -> None:
    ours.sync(channel)
    order = shop.buy({"MUG-01": 2})
    ours.sync(channel)
    shop.cancel(order.id)
    for _ in range(2):
        ours.sync(channel)
    assert ours.reserved("MUG-01") == 0
    assert shop.stock("MUG-01") == Stock(30, 0)


def test_selling_goes_on_while_the_shop_is_dead_and_is_made_up_for(
    ours: OurShop, shop: RealShop, channel: ShopChannel
) -> None:
    ours.sync(channel)
    shop.process.stop()
    ours.sell("MUG-01", 2)
    report = ours.sync(channel)
    assert report.trouble is not None
    assert report.trouble.trouble is Trouble.NOT_REACHED
    ours.sell("MUG-01", 1)
    shop.process.start()
    report = ours.sync(channel)
    assert (report.trouble, report.stock.pushed) == (None, 1)
    again = ours.sync(channel)
    assert again.stock.pushed == 0
    with ours.shop.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(OrderRow)) == 2
