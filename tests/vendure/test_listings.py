"""What a real shop lists."""

from functools import partial

import pytest

from microshop_desktop.channels import vendure
from microshop_desktop.channels.channel import OnlineSku, ShopChannel
from tests.vendure.conftest import Connect
from tests.vendure.real_shop import RealShop
from tests.vendure.way import Way

LISTED = [
    ("COF-ESP-250", "Espresso Beans", "250 g", 590, 40),
    ("COF-ESP-500", "Espresso Beans", "500 g", 1090, 25),
    ("COF-ESP-1000", "Espresso Beans", "1 kg", 1990, 8),
    ("TS-S-BLK", "T-Shirt", "S / Black", 1490, 12),
    ("TS-S-WHT", "T-Shirt", "S / White", 1490, 7),
    ("TS-M-BLK", "T-Shirt", "M / Black", 1490, 0),
    ("TS-M-WHT", "T-Shirt", "M / White", 1490, 5),
    ("MUG-01", "Ceramic Mug", "", 850, 30),
    ("GIFT-25", "Gift Card", "", 2500, None),
]
"""Code, title, spec, price in cents with tax, pieces to sell: `shop/products.csv`."""


def _all(channel: ShopChannel) -> list[OnlineSku]:
    page = channel.listings()
    found = [*page.values]
    while page.cursor:
        page = channel.listings(page.cursor)
        found += page.values
    return found


def test_nine_variants_with_options_prices_and_stock(channel: ShopChannel) -> None:
    listed = _all(channel)
    assert [(one.code, one.title, one.spec, one.price, one.shown) for one in listed] == LISTED
    assert {(one.currency, one.barcode, one.on_sale) for one in listed} == {("EUR", "", True)}
    assert len({one.ref.sku for one in listed}) == len(LISTED)
    assert len({one.ref.product for one in listed}) == 4


def test_a_second_reading_says_the_same(channel: ShopChannel) -> None:
    assert _all(channel) == _all(channel)


def test_a_key_reads_what_the_owner_reads(
    connect: Connect, shop: RealShop, channel: ShopChannel
) -> None:
    assert _all(connect(api_key=shop.api_key)) == _all(channel)


def test_pages_leave_nothing_out_and_bring_nothing_twice(
    channel: ShopChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _all(channel)
    monkeypatch.setattr(vendure, "SKUS_A_PAGE", 4)
    assert _all(channel) == whole


def test_what_is_taken_away_while_the_list_is_read_hides_nothing_else(
    shop: RealShop, far_channel: ShopChannel, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = [shop.new_goods(f"GOING-{each}", 1).product for each in range(3)]
    for each in range(9):
        shop.new_goods(f"STAYS-{each}", 1)
    monkeypatch.setattr(vendure, "SKUS_A_PAGE", 15)
    for product in going:
        way.first('"skip": 15', partial(shop.remove_product, product))
    codes = {one.code for one in _all(far_channel)}
    assert {f"STAYS-{each}" for each in range(9)} <= codes


def test_a_page_is_one_question(connect: Connect, shop: RealShop, way: Way) -> None:
    connect(api_key=shop.api_key, base_url=way.address).listings()
    assert way.asked("productVariants") == 1
    assert len(way.questions) == 2, "besides, one for the shop's settings"


def test_both_of_two_variants_with_one_code_are_listed(
    shop: RealShop, channel: ShopChannel
) -> None:
    variants = {shop.new_goods("TWICE", 3).sku, shop.new_goods("TWICE-2", 4).sku}
    shop.change("TWICE-2", sku="TWICE")
    twice = [one for one in _all(channel) if one.code == "TWICE"]
    assert {one.ref.sku for one in twice} == variants


@pytest.mark.parametrize(("counts", "shown"), [(True, 3), (False, None)])
def test_a_variant_that_says_nothing_counts_as_the_shop_does(
    shop: RealShop, connect: Connect, counts: bool, shown: int | None
) -> None:
    sku = f"INHERITS-{counts}"
    shop.new_goods(sku, 3)
    shop.change(sku, trackInventory="INHERIT")
    shop.count_stock(counts)
    (listed,) = [one for one in _all(connect()) if one.code == sku]
    shop.count_stock(True)
    assert listed.shown == shown


def test_what_is_switched_off_is_not_on_sale(shop: RealShop, channel: ShopChannel) -> None:
    shop.new_goods("OFF", 3)
    shop.change("OFF", enabled=False)
    (listed,) = [one for one in _all(channel) if one.code == "OFF"]
    assert not listed.on_sale
