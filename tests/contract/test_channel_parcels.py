"""The contract of `ShopChannel` about parcels: told once, in parts, never against a hold."""

import pytest

from microshop_desktop.channels.channel import (
    ChannelError,
    Shipped,
    Trouble,
)
from microshop_desktop.domain.online_order import LEFT, Fulfilment
from microshop_desktop.sandbox.shops.shop import Wish
from tests.contract.channel_choices import DONE, those, ways
from tests.contract.shop_contenders import (
    NUMBER,
    ShopContender,
)


def test_a_parcel_is_told_of_once(shop: ShopContender) -> None:
    order = shop.bought(Wish(shop.apple.sku_id, 2), Wish(shop.shirt.skus[0].sku_id))
    parcel = shop.parcel(order)
    assert shop.channel.ship(parcel, "parcel-1") is Shipped.DONE
    told = shop.told(order)
    assert told.fulfilment in LEFT
    assert [sent.tracking for sent in told.parcels] == [NUMBER]
    assert all(line.shipped == line.quantity for line in told.lines)
    assert shop.channel.ship(parcel, "parcel-1") is Shipped.ALREADY
    assert [sent.tracking for sent in shop.told(order).parcels] == [NUMBER]


@those(lambda entry: ways(entry).parts)
def test_an_order_can_go_in_parts(shop: ShopContender) -> None:
    order = shop.bought(Wish(shop.apple.sku_id, 2), Wish(shop.shirt.skus[0].sku_id))
    assert shop.channel.ship(shop.parcel(order, {"APPLE-1": 2}), "parcel-1") is Shipped.DONE
    told = shop.told(order)
    assert told.fulfilment is Fulfilment.PART_SHIPPED
    assert {line.code: line.shipped for line in told.lines} == {"APPLE-1": 2, "TS-S": 0}
    rest = shop.parcel(order, {"TS-S": 1}, "SF999")
    assert shop.channel.ship(rest, "parcel-2") is Shipped.DONE
    told = shop.told(order)
    assert told.fulfilment in LEFT
    assert sorted(sent.tracking for sent in told.parcels) == [NUMBER, "SF999"]


def test_what_is_not_paid_or_ended_is_not_sent(shop: ShopContender) -> None:
    unpaid = shop.shop.place(Wish(shop.apple.sku_id))
    cancelled = shop.bought()
    shop.shop.cancel(cancelled)
    for order in (unpaid, cancelled):
        told = shop.entry.tells_unpaid or order is cancelled
        parcel = shop.parcel(order) if told else shop.unseen(order)
        with pytest.raises(ChannelError) as caught:
            shop.channel.ship(parcel, "parcel-1")
        assert caught.value.trouble is Trouble.REFUSED
        assert caught.value.detail
        assert not order.parcels


@pytest.mark.parametrize("fault", DONE)
def test_a_parcel_whose_answer_was_lost_is_known(shop: ShopContender, fault: str) -> None:
    order = shop.bought(Wish(shop.apple.sku_id, 2))
    parcel = shop.parcel(order)
    shop.fault(f"{fault}:1@orders.ship")
    with pytest.raises(ChannelError) as caught:
        shop.channel.ship(parcel, "parcel-1")
    assert caught.value.trouble in {Trouble.NO_ANSWER, Trouble.BUSY}
    assert shop.channel.ship(parcel, "parcel-1") is Shipped.ALREADY
    assert [sent.tracking for sent in shop.told(order).parcels] == [NUMBER]


def test_a_parcel_that_did_not_arrive_is_told_of_again(shop: ShopContender) -> None:
    parcel = shop.parcel(shop.bought())
    shop.fault("not-reached:1@orders.ship")
    with pytest.raises(ChannelError) as caught:
        shop.channel.ship(parcel, "parcel-1")
    assert caught.value.trouble is Trouble.NOT_REACHED
    assert shop.channel.ship(parcel, "parcel-1") is Shipped.DONE


def test_couriers_are_named(shop: ShopContender) -> None:
    couriers = shop.channel.couriers()
    assert not couriers or shop.entry.courier in {courier.code for courier in couriers}
