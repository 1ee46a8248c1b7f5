"""What a scan means to the till."""

from uuid import UUID

import pytest

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.domain.codes import check_digit
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings
from tests.services.shelf import Shelf

CRISPS = "6900001003199"


def _label(digits: str) -> str:
    return digits + check_digit(digits)


def test_a_barcode_finds_its_goods_with_all_prices(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    sku = shelf.sku("海盐薯片 75g", CRISPS, 850, unit="袋")
    shelf.price(sku, "member", 790)
    shelf.price(sku, "wholesale", 700, 10_000)
    shelf.stock(sku, 36_000, 0)
    (found,) = Lookup(shop).scan(actor, f" {CRISPS}\r")
    assert (found.goods.sku, found.quantity, found.available) == (sku, 1000, 36_000)
    assert {price.level for price in found.goods.prices} == set(PriceLevel)


def test_a_pack_is_found_by_its_own_barcode(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    sku = shelf.sku("sparkling water", "6900004002267", 550)
    pack = shelf.pack(sku, "6900004902260", 24, 12_000)
    (found,) = Lookup(shop).scan(actor, "6900004902260")
    assert (found.unit.id, found.unit.factor, found.unit.unit_price) == (pack, 24, 12_000)
    assert Lookup(shop).units(actor, sku) == (found.unit,)


def test_a_shared_barcode_finds_all_who_carry_it(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    both = {shelf.sku("red", CRISPS, 100), shelf.sku("blue", CRISPS, 100)}
    assert {found.goods.sku for found in Lookup(shop).scan(actor, CRISPS)} == both


def test_the_sellers_own_code_works_as_well(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    sku = shelf.sku("crisps", CRISPS, 850, merchant_code="YX-1003")
    assert Lookup(shop).scan(actor, "YX-1003")[0].goods.sku == sku


def test_nobody_carries_an_unknown_code(shop: Shop, actor: Actor) -> None:
    assert Lookup(shop).scan(actor, "6900009999999") == ()
    assert Lookup(shop).scan(actor, "") == ()


def test_goods_off_sale_are_named(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    shelf.sku("old crisps", CRISPS, 850, on_sale=False)
    with pytest.raises(ShopError) as caught:
        Lookup(shop).scan(actor, CRISPS)
    assert caught.value.code is ErrorCode.SKU_OFF_SALE
    assert caught.value.params["name"] == "old crisps"


@pytest.fixture
def oranges(shelf: Shelf) -> UUID:
    return shelf.sku("赣南脐橙", "00021", 1160, plu="00021", by_weight=True, unit="kg")


def test_a_scale_label_brings_weight_or_price(shop: Shop, actor: Actor, oranges: UUID) -> None:
    (weighed,) = Lookup(shop).scan(actor, _label("210002101260"))
    assert (weighed.goods.sku, weighed.quantity, weighed.label_total) == (oranges, 1260, None)
    Settings(shop).change(actor, scale_value="price")
    (priced,) = Lookup(shop).scan(actor, _label("210002101462"))
    assert (priced.quantity, priced.label_total) == (1260, 1462)


@pytest.mark.usefixtures("oranges")
def test_a_barcode_of_the_catalogue_comes_before_a_label(
    shop: Shop, actor: Actor, shelf: Shelf
) -> None:
    other = shelf.sku("looks like a label", _label("210002101260"), 100)
    assert Lookup(shop).scan(actor, _label("210002101260"))[0].goods.sku == other


def test_tiles_show_best_sellers_first(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    slow = shelf.sku("slow", "1", 100, popularity=1)
    fast = shelf.sku("fast", "2", 100, popularity=9, low_stock=5000)
    shelf.sku("gone", "3", 100, popularity=99, on_sale=False)
    shelf.stock(fast, 4000, 0)
    tiles = Lookup(shop).tiles(actor)
    assert [tile.sku for tile in tiles] == [fast, slow]
    assert (tiles[0].available, tiles[0].low) == (4000, True)
    assert [tile.sku for tile in Lookup(shop).tiles(actor, offset=1)] == [slow]


def test_one_sku_is_found_by_its_id(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    sku = shelf.sku("crisps", CRISPS, 850)
    assert Lookup(shop).sku(actor, sku).goods.code == CRISPS
    with pytest.raises(ShopError):
        Lookup(shop).sku(actor, UUID(int=1))


def test_a_price_on_a_label_of_goods_without_one_is_no_weight(
    shop: Shop, actor: Actor, shelf: Shelf
) -> None:
    shelf.sku("loose tea", CRISPS, 0, plu="00077", by_weight=True)
    Settings(shop).change(actor, scale_value="price")
    with pytest.raises(ShopError) as caught:
        Lookup(shop).scan(actor, _label("210007701462"))
    assert caught.value.code is ErrorCode.SKU_WITHOUT_PRICE


@pytest.mark.parametrize(
    "code", ["\u202d6900001003199\u202c", "6900001\u200b003199", "６９00001003199\0"]
)
def test_signs_nobody_sees_are_no_part_of_a_code(
    shop: Shop, actor: Actor, shelf: Shelf, code: str
) -> None:
    sku = shelf.sku("crisps", CRISPS, 850)
    assert [found.goods.sku for found in Lookup(shop).scan(actor, code)] == [sku]
