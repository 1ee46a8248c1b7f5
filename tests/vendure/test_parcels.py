"""Parcels told to a real shop: whole, in parts, again, and after an answer that was lost."""

from collections.abc import Mapping

import pytest

from microshop_desktop.channels.channel import (
    ChannelError,
    ParcelToShip,
    ShipLine,
    Shipped,
    ShopChannel,
    Trouble,
)
from microshop_desktop.domain.online_order import Fulfilment, Parcel
from tests.vendure.conftest import Connect
from tests.vendure.customer import Bought
from tests.vendure.real_shop import RealShop, Stock
from tests.vendure.way import Way

ADD, SEND = "addFulfillmentToOrder", "transitionFulfillmentToState"


def _parcel(
    shop: RealShop, order: Bought, pieces: Mapping[str, int], tracking: str
) -> ParcelToShip:
    lines = tuple(ShipLine(shop.line(order.id, sku), count) for sku, count in pieces.items())
    return ParcelToShip(order.id, "DHL", tracking, lines)


def _told(shop: RealShop, order: Bought) -> list[tuple[str, str, str]]:
    """Return courier, number and state of each parcel that the shop knows."""
    found = shop.order(order.id)["fulfillments"]
    return [(one["method"], one["trackingCode"], one["state"]) for one in found]


def test_an_order_leaves_in_two_parcels(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("PARTS", 10)
    shop.new_goods("WHOLE", 10)
    bought = shop.buy({"PARTS": 3, "WHOLE": 1})
    first = _parcel(shop, bought, {"PARTS": 2}, "JD-1")
    assert channel.ship(first, "key-1") is Shipped.DONE
    order = channel.order(bought.id)
    assert (order.fulfilment, order.parcels) == (
        Fulfilment.PART_SHIPPED,
        (Parcel("DHL", "JD-1"),),
    )
    assert {line.code: line.shipped for line in order.lines} == {"PARTS": 2, "WHOLE": 0}
    assert shop.stock("PARTS") == Stock(8, 1)
    second = _parcel(shop, bought, {"PARTS": 1, "WHOLE": 1}, "JD-2")
    assert channel.ship(second, "key-2") is Shipped.DONE
    order = channel.order(bought.id)
    assert (order.fulfilment, order.raw_status) == (Fulfilment.SHIPPED, "Shipped")
    assert {line.code: line.shipped for line in order.lines} == {"PARTS": 3, "WHOLE": 1}
    assert (shop.stock("PARTS"), shop.stock("WHOLE")) == (Stock(7, 0), Stock(9, 0))


def test_the_same_parcel_is_told_once(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("AGAIN", 10)
    bought = shop.buy({"AGAIN": 2})
    parcel = _parcel(shop, bought, {"AGAIN": 1}, "JD-AGAIN")
    assert channel.ship(parcel, "key") is Shipped.DONE
    assert channel.ship(parcel, "key") is Shipped.ALREADY
    assert _told(shop, bought) == [("DHL", "JD-AGAIN", "Shipped")]
    assert shop.stock("AGAIN") == Stock(9, 1), "the shop itself would have taken it a second time"


def test_a_parcel_that_names_no_lines_takes_all_that_is_left(
    shop: RealShop, channel: ShopChannel
) -> None:
    shop.new_goods("REST", 10)
    bought = shop.buy({"REST": 3})
    channel.ship(_parcel(shop, bought, {"REST": 1}, "JD-A"), "key-a")
    rest = ParcelToShip(bought.id, "DHL", "JD-B", ())
    assert channel.ship(rest, "key-b") is Shipped.DONE
    assert channel.ship(rest, "key-b") is Shipped.ALREADY
    assert shop.stock("REST") == Stock(7, 0)


@pytest.mark.parametrize("lost", [ADD, SEND])
def test_a_parcel_is_told_once_though_an_answer_was_lost(
    shop: RealShop, far_channel: ShopChannel, way: Way, lost: str
) -> None:
    sku = f"LOST-{lost[:3]}"
    shop.new_goods(sku, 10)
    bought = shop.buy({sku: 2})
    parcel = _parcel(shop, bought, {sku: 1}, "JD-LOST")
    way.lose_answer(lost)
    with pytest.raises(ChannelError) as caught:
        far_channel.ship(parcel, "key")
    assert caught.value.trouble is Trouble.NO_ANSWER
    assert far_channel.ship(parcel, "key") is Shipped.ALREADY
    assert _told(shop, bought) == [("DHL", "JD-LOST", "Shipped")]
    assert shop.stock(sku) == Stock(9, 1)


def test_what_was_collected_is_known_again_by_its_key(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("PICKUP", 10)
    bought = shop.buy({"PICKUP": 3})
    lines = (ShipLine(shop.line(bought.id, "PICKUP"), 1),)
    collected = ParcelToShip(bought.id, "Pickup", "", lines)
    told = [channel.ship(collected, key) for key in ("morning", "morning", "evening")]
    assert told == [Shipped.DONE, Shipped.ALREADY, Shipped.DONE]
    assert [one[:2] for one in _told(shop, bought)] == [
        ("Pickup", "morning"),
        ("Pickup", "evening"),
    ]


def test_a_parcel_that_the_owner_sent_is_known(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("OWNER", 10)
    bought = shop.buy({"OWNER": 1})
    made = shop.fulfil(bought.id, {"OWNER": 1}, tracking="JD-OWNER")
    shop.move_parcel(made, "Shipped")
    parcel = _parcel(shop, bought, {"OWNER": 1}, "JD-OWNER")
    assert channel.ship(parcel, "key") is Shipped.ALREADY
    shop.move_parcel(made, "Delivered")
    assert channel.order(bought.id).fulfilment is Fulfilment.COMPLETED


def test_more_than_is_left_is_refused_with_the_shops_own_words(
    shop: RealShop, channel: ShopChannel
) -> None:
    shop.new_goods("MORE", 10)
    bought = shop.buy({"MORE": 2})
    channel.ship(_parcel(shop, bought, {"MORE": 2}, "JD-ALL"), "key")
    with pytest.raises(ChannelError) as caught:
        channel.ship(_parcel(shop, bought, {"MORE": 1}, "JD-MORE"), "other")
    refusal = caught.value
    assert (refusal.trouble, refusal.code) == (Trouble.REFUSED, "ITEMS_ALREADY_FULFILLED_ERROR")
    assert refusal.detail == "One or more OrderItems are already part of a Fulfillment"


def test_a_cancelled_order_is_not_shipped(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("CALLED-OFF", 10)
    bought = shop.buy({"CALLED-OFF": 1})
    parcel = _parcel(shop, bought, {"CALLED-OFF": 1}, "JD-OFF")
    shop.cancel(bought.id)
    with pytest.raises(ChannelError) as caught:
        channel.ship(parcel, "key")
    assert caught.value.trouble is Trouble.REFUSED
    assert shop.stock("CALLED-OFF") == Stock(10, 0)


def test_a_key_ships(shop: RealShop, connect: Connect) -> None:
    shop.new_goods("BY-KEY", 10)
    bought = shop.buy({"BY-KEY": 1})
    channel = connect(api_key=shop.api_key)
    assert channel.couriers() == ()
    assert channel.ship(_parcel(shop, bought, {"BY-KEY": 1}, "JD-KEY"), "key") is Shipped.DONE
