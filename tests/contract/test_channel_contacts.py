"""The contract of `RevealsAddress`: told when somebody asks, counted once, and never in a sync."""

import pytest

from microshop_desktop.channels.channel import (
    AnswersAftersales,
    ChannelError,
    RevealsAddress,
    Trouble,
)
from microshop_desktop.domain.online_order import Contact
from microshop_desktop.sandbox.shops.wechat_shop import WechatShopFront
from microshop_desktop.services.contacts import OPENLY, REVEALING
from microshop_desktop.services.platform_refunds import ANSWERING
from tests.contract.channel_choices import those
from tests.contract.shop_contenders import Entry, ShopContender, shop_contender
from tests.contract.shop_entries import ENTRIES

PLAIN = Contact("王小明", "13800138000", "浙江省 杭州市 文三路 1 号")


def reveals(entry: Entry) -> bool:
    return isinstance(shop_contender(entry).channel, RevealsAddress)


def revealing(shop: ShopContender) -> RevealsAddress:
    assert isinstance(shop.channel, RevealsAddress)
    return shop.channel


def test_what_the_window_offers_is_what_channels_can() -> None:
    assert {entry.kind for entry in ENTRIES if reveals(entry)} == REVEALING
    able = {x.kind for x in ENTRIES if isinstance(shop_contender(x).channel, AnswersAftersales)}
    assert able == ANSWERING


@those(lambda entry: entry.kind in OPENLY)
def test_where_it_is_told_openly_there_is_nothing_to_reveal(shop: ShopContender) -> None:
    assert shop.told(shop.bought()).contact.name == "王小明"
    assert not isinstance(shop.channel, RevealsAddress)


@those(reveals)
def test_an_order_is_masked_until_somebody_asks(shop: ShopContender) -> None:
    order = shop.bought()
    told = shop.told(order)
    assert told.contact.name == "王**"
    assert "*" in told.contact.phone
    assert revealing(shop).reveal_address(told.external_id).contact == PLAIN
    assert shop.told(order).contact == told.contact


@those(reveals)
def test_reading_orders_reveals_nobody(shop: ShopContender) -> None:
    shop.told(shop.bought())
    assert shop.front.counts["orders.reveal"] == 0


@those(lambda entry: entry.kind == "wechat_shop")
def test_how_often_more_may_be_asked_is_said(shop: ShopContender) -> None:
    first, second = shop.bought(), shop.bought()
    ask = revealing(shop).reveal_address
    assert [ask(first.order_id).left, ask(first.order_id).left] == [29, 29]
    assert ask(second.order_id).left == 28
    assert isinstance(shop.front, WechatShopFront)
    shop.front.revealed |= {str(number) for number in range(28)}
    with pytest.raises(ChannelError) as caught:
        ask(shop.bought().order_id)
    assert caught.value.trouble is Trouble.LIMITED


@those(lambda entry: entry.kind == "wechat_shop")
def test_an_address_counts_though_nobody_says_what_is_left(shop: ShopContender) -> None:
    order = shop.bought()
    shop.fault("no-right:1@quota")
    told = revealing(shop).reveal_address(order.order_id)
    assert (told.contact, told.left) == (PLAIN, None)


@those(reveals)
def test_nobody_is_revealed_of_an_order_that_is_not_there(shop: ShopContender) -> None:
    with pytest.raises(ChannelError) as caught:
        revealing(shop).reveal_address("404404404")
    assert caught.value.trouble is Trouble.REFUSED
