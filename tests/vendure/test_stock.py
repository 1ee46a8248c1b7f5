"""The stock of a real shop: read, set, and set while others are at it."""

from collections.abc import Iterable, Iterator

import pytest

from microshop_desktop.channels.channel import (
    ChannelError,
    ShopChannel,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
    Written,
)
from tests.vendure.conftest import Connect
from tests.vendure.real_shop import RealShop, Stock
from tests.vendure.way import Way

READ, WRITE = "stockLevels", "updateProductVariants"


def _set(
    channel: ShopChannel, ref: SkuRef, pieces: int, expected: int | None = None
) -> StockResult:
    (result,) = channel.set_stock([StockChange(ref, pieces, expected=expected)], "key")
    return result


def _shown(channel: ShopChannel, ref: SkuRef) -> int:
    return channel.stock([ref])[ref.sku]


def _gone(refs: Iterable[SkuRef]) -> list[SkuRef]:
    return [*refs, SkuRef("1", "999999")]


def test_what_customers_bought_stays_theirs(shop: RealShop, channel: ShopChannel) -> None:
    ref = shop.new_goods("KEEPS", 10)
    shop.buy({"KEEPS": 2})
    assert shop.stock("KEEPS") == Stock(10, 2)
    assert _shown(channel, ref) == 8
    result = _set(channel, ref, 5, expected=8)
    assert (result.written, result.shown) == (Written.DONE, 5)
    assert shop.stock("KEEPS") == Stock(7, 2)
    assert shop.movements("KEEPS")[-1] == ("ADJUSTMENT", -3)


def test_a_customer_gets_no_more_than_was_set(shop: RealShop, channel: ShopChannel) -> None:
    ref = shop.new_goods("LAST", 10)
    shop.buy({"LAST": 4})
    _set(channel, ref, 1)
    with pytest.raises(AssertionError, match="INSUFFICIENT_STOCK_ERROR"):
        shop.buy({"LAST": 2})
    shop.buy({"LAST": 1})
    assert _shown(channel, ref) == 0


def test_many_skus_are_read_at_once_and_written_at_once(
    shop: RealShop, connect: Connect, way: Way
) -> None:
    channel = connect(base_url=way.address, api_key=shop.api_key)
    refs = [shop.new_goods(f"MANY-{each}", each) for each in range(10)]
    results = channel.set_stock([StockChange(ref, 50) for ref in refs], "key")
    assert {(result.written, result.shown) for result in results} == {(Written.DONE, 50)}
    assert [result.sku for result in results] == [ref.sku for ref in refs]
    assert (way.asked(READ), way.asked(WRITE)) == (2, 1)
    assert len(way.questions) == 3, "besides, one for the shop's settings"


def test_what_is_stale_gone_or_not_counted_is_not_written(
    shop: RealShop, channel: ShopChannel
) -> None:
    good, stale, free = (shop.new_goods(f"MIXED-{each}", 5) for each in range(3))
    shop.change("MIXED-2", trackInventory="FALSE")
    refs = _gone([good, stale, free])
    expected = [5, 4, None, None]
    changes = [StockChange(ref, 9, expected=each) for ref, each in zip(refs, expected, strict=True)]
    results = channel.set_stock(changes, "key")
    assert [(result.written, result.shown, result.code) for result in results] == [
        (Written.DONE, 9, ""),
        (Written.STALE, 5, ""),
        (Written.REFUSED, None, "NOT_TRACKED"),
        (Written.REFUSED, None, "ENTITY_NOT_FOUND"),
    ]
    assert shop.stock("MIXED-1") == Stock(5, 0)


def test_only_counted_skus_are_told(shop: RealShop, channel: ShopChannel) -> None:
    counted, free = shop.new_goods("COUNTED", 6), shop.new_goods("FREE", 6)
    shop.change("FREE", trackInventory="FALSE")
    assert channel.stock(_gone([counted, free])) == {counted.sku: 6}
    assert channel.stock([]) == {}


def test_a_sale_at_the_counter_counts_once_though_the_answer_was_lost(
    shop: RealShop, far_channel: ShopChannel, way: Way
) -> None:
    ref = shop.new_goods("LOST", 10)
    way.lose_answer(WRITE)
    with pytest.raises(ChannelError) as caught:
        _set(far_channel, ref, 8, expected=10)
    assert caught.value.trouble is Trouble.NO_ANSWER
    assert way.asked(WRITE) == 1, "a channel repeats no write by itself"
    assert _shown(far_channel, ref) == 8
    assert _set(far_channel, ref, 8, expected=10).written is Written.STALE
    assert shop.stock("LOST") == Stock(8, 0)


def test_an_order_between_reading_and_writing_is_not_lost(
    shop: RealShop, far_channel: ShopChannel, way: Way
) -> None:
    ref = shop.new_goods("BETWEEN", 10)
    way.first(WRITE, lambda: shop.buy({"BETWEEN": 3}))
    result = _set(far_channel, ref, 8, expected=10)
    assert (result.written, result.shown) == (Written.DONE, 5)
    assert shop.stock("BETWEEN") == Stock(8, 3)


def test_a_parcel_between_reading_and_writing_makes_the_write_stale(
    shop: RealShop, far_channel: ShopChannel, way: Way
) -> None:
    ref = shop.new_goods("PACKED", 10)
    order = shop.buy({"PACKED": 3})
    way.first(WRITE, lambda: shop.fulfil(order.id, {"PACKED": 3}, tracking="JD-PACKED"))
    result = _set(far_channel, ref, 5, expected=7)
    assert (result.written, result.shown) == (Written.STALE, 8)
    assert _shown(far_channel, ref) == 8


@pytest.fixture
def warehouse(shop: RealShop) -> Iterator[str]:
    location = shop.new_location("Warehouse")
    yield location
    shop.close_location(location)


def test_a_sku_that_lies_in_two_places_is_set_in_the_one_that_was_chosen(
    shop: RealShop, connect: Connect, warehouse: str
) -> None:
    ref = shop.new_goods("PLACES", 10)
    shop.put_at("PLACES", warehouse, 4)
    chosen = connect(stock_location=warehouse)
    assert chosen.stock([ref]) == {ref.sku: 4}
    assert _set(chosen, ref, 6, expected=4).shown == 6
    assert shop.levels("PLACES") == {"1": 10, warehouse: 6}
    chosen.check()


def test_without_a_choice_nothing_is_set_in_either_place(
    shop: RealShop, channel: ShopChannel, warehouse: str
) -> None:
    ref = shop.new_goods("UNDECIDED", 10)
    shop.put_at("UNDECIDED", warehouse, 4)
    assert channel.stock([ref]) == {}
    assert _set(channel, ref, 7).code == "STOCK_LOCATION"
    with pytest.raises(ChannelError, match="refused STOCK_LOCATION") as caught:
        channel.check()
    assert f"{warehouse} Warehouse" in caught.value.detail
