"""Our shop and a real online one with one stock: nothing is lost, and nothing counts twice."""

from collections.abc import Iterator

import pytest

from microshop_desktop.channels.channel import ShopChannel, Trouble
from microshop_desktop.persistence.database import Database
from tests.vendure.conftest import Connect
from tests.vendure.real_shop import RealShop, Stock
from tests.vendure.till import Till, new_till
from tests.vendure.way import Way

WRITE = "updateProductVariants"
SHELF = {
    "COF-ESP-250": 40,
    "COF-ESP-500": 25,
    "COF-ESP-1000": 8,
    "TS-S-BLK": 12,
    "TS-S-WHT": 7,
    "TS-M-BLK": 0,
    "TS-M-WHT": 5,
    "MUG-01": 30,
    "GIFT-25": 3,
}
"""What lies there, as `shop/products.csv` says; the gift card is not counted online."""


@pytest.fixture
def till(sqlite_database: Database) -> Iterator[Till]:
    """Our shop; whatever a test did, its books add up in the end."""
    made = new_till(sqlite_database)
    yield made
    made.assert_sound()


def _both_have(shop: RealShop, till: Till, channel: ShopChannel, code: str, pieces: int) -> None:
    """Put the same goods into both shops, and let them know of each other."""
    shop.new_goods(code, pieces)
    till.put_on_shelf({code: pieces})
    till.sync_until_quiet(channel)


def test_nine_variants_are_linked_and_a_second_sync_writes_nothing(
    shop: RealShop, till: Till, far_channel: ShopChannel, way: Way
) -> None:
    till.put_on_shelf(SHELF)
    report = till.sync(far_channel)
    assert (report.trouble, report.linked) == (None, 9)
    listed = till.listings()
    assert {code: listed[code].own for code in SHELF} == till.skus
    assert (listed["TS-S-BLK"].name, listed["TS-S-BLK"].spec) == ("T-Shirt", "S / Black")
    assert listed["COF-ESP-500"].price == 1090
    way.questions.clear()
    till.sync_until_quiet(far_channel)
    assert way.asked(WRITE) == 0
    counted = {code: pieces for code, pieces in SHELF.items() if code != "GIFT-25"}
    assert {code: shop.stock(code) for code in counted} == {
        code: Stock(pieces, 0) for code, pieces in counted.items()
    }


def test_a_sale_of_two_lowers_the_online_number_by_two(
    shop: RealShop, till: Till, channel: ShopChannel
) -> None:
    _both_have(shop, till, channel, "SOLD", 10)
    till.sell("SOLD", 2)
    till.sync_until_quiet(channel)
    assert shop.stock("SOLD") == Stock(8, 0)
    assert shop.movements("SOLD")[1:] == [("ADJUSTMENT", -2)]


@pytest.mark.parametrize("lost", [WRITE, "stockLevels"])
def test_it_is_lowered_by_two_though_an_answer_was_lost(
    shop: RealShop, till: Till, far_channel: ShopChannel, way: Way, lost: str
) -> None:
    code = f"LOST-{lost[:5]}"
    _both_have(shop, till, far_channel, code, 10)
    till.sell(code, 2)
    way.lose_answer(lost)
    report = till.sync(far_channel)
    assert report.trouble is None or report.trouble.trouble is Trouble.NO_ANSWER
    till.sync_until_quiet(far_channel)
    assert shop.stock(code) == Stock(8, 0)
    assert shop.movements(code)[1:] == [("ADJUSTMENT", -2)]


def test_four_orders_of_one_second_arrive_once_with_money_to_the_cent(
    shop: RealShop, till: Till, channel: ShopChannel
) -> None:
    _both_have(shop, till, channel, "RUSH", 400)
    bought = {one.id: one for one in shop.buy_at_once({"RUSH": 1, "MUG-01": 1}, 4)}
    till.sync(channel)
    first = till.orders()
    assert till.sync(channel).new == 0
    assert till.orders() == first
    for order, one in bought.items():
        booked = first[order]
        assert (booked.number, booked.state) == (one.code, "to_ship")
        assert booked.total == shop.order(order)["totalWithTax"] == 2340
        assert booked.lines == {"RUSH": (1, 1000), "MUG-01": (1, 850)}


def test_an_order_between_reading_and_writing_is_not_sold_again(
    shop: RealShop, till: Till, far_channel: ShopChannel, way: Way
) -> None:
    _both_have(shop, till, far_channel, "BETWEEN", 10)
    till.sell("BETWEEN", 2)
    way.first(WRITE, lambda: shop.buy({"BETWEEN": 3}))
    till.sync(far_channel)
    on_hand, allocated = shop.stock("BETWEEN")
    assert on_hand - allocated <= 5
    till.sync_until_quiet(far_channel)
    assert shop.stock("BETWEEN") == Stock(8, 3)
    assert till.available("BETWEEN") == 5


def test_a_parcel_between_reading_and_writing_is_put_right(
    shop: RealShop, till: Till, far_channel: ShopChannel, way: Way
) -> None:
    _both_have(shop, till, far_channel, "PACKED", 10)
    order = shop.buy({"PACKED": 3})
    till.sync_until_quiet(far_channel)
    till.sell("PACKED", 1)
    way.first(WRITE, lambda: shop.fulfil(order.id, {"PACKED": 3}, tracking="JD-P"))
    till.sync(far_channel)
    till.sync_until_quiet(far_channel)
    on_hand, allocated = shop.stock("PACKED")
    assert on_hand - allocated == till.available("PACKED") == 6


def test_goods_that_the_owner_sends_leave_our_shelf_too(
    shop: RealShop, till: Till, channel: ShopChannel
) -> None:
    _both_have(shop, till, channel, "SENT", 10)
    order = shop.buy({"SENT": 2})
    till.sync_until_quiet(channel)
    assert till.on_shelf("SENT") == (10, 2)
    shop.move_parcel(shop.fulfil(order.id, {"SENT": 2}, tracking="JD-SENT"), "Shipped")
    till.sync_until_quiet(channel)
    assert till.on_shelf("SENT") == (8, 0)
    assert shop.stock("SENT") == Stock(8, 0)


def test_an_order_and_a_sale_and_a_cancellation_end_with_equal_numbers(
    shop: RealShop, till: Till, channel: ShopChannel
) -> None:
    _both_have(shop, till, channel, "MIXED", 20)
    kept, dropped = shop.buy({"MIXED": 4}), shop.buy({"MIXED": 5})
    till.sell("MIXED", 3)
    till.sync_until_quiet(channel)
    assert till.available("MIXED") == 8
    shop.cancel(dropped.id)
    shop.cancel(kept.id, {"MIXED": 1})
    till.sync_until_quiet(channel)
    assert shop.stock("MIXED") == Stock(17, 3)
    assert till.available("MIXED") == 14


def test_a_shop_that_is_killed_in_the_middle_costs_nothing(
    shop: RealShop, till: Till, connect: Connect, way: Way
) -> None:
    channel = connect(base_url=way.address)
    _both_have(shop, till, channel, "KILLED", 20)
    shop.buy({"KILLED": 2})
    till.sell("KILLED", 1)
    way.first(WRITE, shop.process.kill)
    report = till.sync(channel)
    assert report.trouble is not None
    assert report.new == 1, "the order was kept before the shop went down"
    for _ in range(3):
        till.sell("KILLED", 1)
        down = till.sync(connect())
        assert down.trouble is not None
        assert down.trouble.trouble is Trouble.NOT_REACHED
    shop.process.start()
    shop.log_in()
    till.sync_until_quiet(channel)
    assert len([one for one in till.orders().values() if "KILLED" in one.lines]) == 1
    assert till.available("KILLED") == 14
    assert shop.stock("KILLED") == Stock(16, 2)
