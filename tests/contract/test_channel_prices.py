"""The contract of `SetsPrices`: each channel that takes prices shows what was set, to the unit."""

import pytest

from microshop_desktop.channels.channel import Priced, SetsPrices, SkuRef
from tests.contract.shop_contenders import ShopContender, shop_contender
from tests.contract.shop_entries import ENTRIES

ABLE = [entry for entry in ENTRIES if isinstance(shop_contender(entry).channel, SetsPrices)]


@pytest.fixture(params=ABLE, ids=lambda entry: entry.name)
def shop(request: pytest.FixtureRequest) -> ShopContender:
    return shop_contender(request.param)


def setter(shop: ShopContender) -> SetsPrices:
    assert isinstance(shop.channel, SetsPrices)
    return shop.channel


def test_those_whose_call_is_known_take_prices() -> None:
    kinds = {entry.kind for entry in ABLE}
    assert kinds == {"vendure", "woocommerce", "shopify", "wechat_shop"}


@pytest.mark.parametrize("code", ["APPLE-1", "TS-M"])
def test_a_price_that_was_set_is_shown(shop: ShopContender, code: str) -> None:
    prices, ref = setter(shop), shop.online(code).ref
    assert prices.price(ref) == shop.online(code).price
    told = prices.set_price(ref, 4205, "CNY")
    assert told in set(Priced)
    assert prices.price(ref) == 4205
    assert shop.online(code).price == 4205
    prices.set_price(ref, 4205, "CNY")
    assert prices.price(ref) == 4205
    assert shop.shop.complaints == []


def test_other_goods_keep_their_prices_and_pieces(shop: ShopContender) -> None:
    before = {each.ref.sku: (each.price, each.shown) for each in shop.listed()}
    ref = shop.online("TS-M").ref
    setter(shop).set_price(ref, 1, "CNY")
    after = {each.ref.sku: (each.price, each.shown) for each in shop.listed()}
    assert after.pop(ref.sku) == (1, before.pop(ref.sku)[1])
    assert after == before


def test_goods_that_are_gone_have_no_price(shop: ShopContender) -> None:
    ref = shop.online("TS-M").ref
    gone = SkuRef(ref.product, ref.sku[:-3] + "999", ref.extra)
    assert setter(shop).price(gone) is None
