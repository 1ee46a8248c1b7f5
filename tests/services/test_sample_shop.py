"""The sample shop is whole: its books are right, its goods are as its file says."""

from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from microshop_desktop.domain.codes import check_digit, has_valid_check
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import currencies, currency
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.resources import resource_root
from microshop_desktop.infra.translations import LANGUAGES, Language
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.persistence.tables.stock import StockLevel
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.sample_data import picture_bytes, sample_data
from microshop_desktop.services.sample_shop import SampleLoaded, SampleShop
from microshop_desktop.services.search import Search
from microshop_desktop.services.shop import Shop

MOST_BYTES = 20_000
IN_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def sample(shop: Shop, tmp_path: Path) -> SampleShop:
    return SampleShop(shop, Pictures(tmp_path / "pictures"))


@pytest.fixture
def loaded(sample: SampleShop, shop: Shop) -> SampleLoaded:
    return sample.load(shop.owner(), "zh", days=3)


def test_there_is_enough_to_look_at(loaded: SampleLoaded) -> None:
    assert loaded.products >= 40
    assert loaded.skus > loaded.products
    assert loaded.orders > 40


def test_the_books_are_right(shop: Shop, loaded: SampleLoaded) -> None:
    assert Doctor(shop).check(shop.owner()).ok


def test_the_shelves_hold_what_the_file_says(shop: Shop, loaded: SampleLoaded) -> None:
    with shop.database.read() as connection:
        rows = connection.execute(
            select(Sku.merchant_code, StockLevel.on_hand).join(
                StockLevel, StockLevel.sku_id == Sku.id
            )
        ).all()
    there = {row.merchant_code: row.on_hand for row in rows}
    for product in sample_data("zh", shop.profile.currency).products:
        for sku in product.skus:
            assert there[sku.form.merchant_code] == sku.stock


def test_no_sale_lies_in_the_future_and_the_first_days_ago(
    shop: Shop, clock: FixedClock, loaded: SampleLoaded
) -> None:
    with shop.database.read() as connection:
        first, last = connection.execute(select(func.min(OrderRow.at), func.max(OrderRow.at))).one()
    assert last < clock.now()
    assert (clock.now() - first).days >= 2


def test_goods_are_found_by_code_pinyin_and_scale_label(shop: Shop, loaded: SampleLoaded) -> None:
    owner = shop.owner()
    label = "210002101260" + check_digit("210002101260")
    assert Lookup(shop).scan(owner, "6900001003199")[0].goods.name == "海盐薯片 75g"
    assert Lookup(shop).scan(owner, "6900001903192")[0].unit.factor == 24
    assert Lookup(shop).scan(owner, label)[0].quantity == 1260
    assert Search(shop).find(owner, "hysp")[0].name == "海盐薯片 75g"


def test_the_best_seller_leads_the_tiles_with_its_picture(
    shop: Shop, tmp_path: Path, loaded: SampleLoaded
) -> None:
    tile = Lookup(shop).tiles(shop.owner(), limit=1)[0]
    assert tile.name == "丹东草莓 500g"
    with Image.open(tmp_path / "pictures" / tile.picture) as picture:
        assert picture.size == (320, 220)


def test_it_is_not_poured_over_goods_that_are_there(
    shop: Shop, sample: SampleShop, loaded: SampleLoaded
) -> None:
    with pytest.raises(ShopError) as refused:
        sample.load(shop.owner(), "zh")
    assert refused.value.code is ErrorCode.SHOP_EXISTS


def test_progress_is_told(shop: Shop, sample: SampleShop) -> None:
    steps: list[tuple[int, int]] = []
    sample.load(shop.owner(), "en", days=1, progress=lambda done, all_: steps.append((done, all_)))
    assert steps[-1][0] == steps[-1][1] == len(steps)


@IN_LANGUAGES
def test_every_language_has_all_names_codes_and_small_pictures(language: Language) -> None:
    data = sample_data(language, currency("CNY"))
    for product in data.products:
        assert product.name
        for sku in product.skus:
            assert len(picture_bytes(sku.picture)) <= MOST_BYTES
            assert all(has_valid_check(code) for code in sku.form.codes)
            assert sku.form.codes or sku.form.plu


@pytest.mark.parametrize("code", [money.code for money in currencies()])
def test_prices_fit_every_currency(code: str) -> None:
    for product in sample_data("en", currency(code)).products:
        for sku in product.skus:
            member = sku.form.prices[0].unit_price
            assert 0 < (sku.form.cost or 0) < member <= sku.form.price


def test_euros_end_as_prices_do(sqlite_database: Database, clock: FixedClock) -> None:
    shop = found_shop(sqlite_database, clock, name="Tienda", currency_code="EUR")
    strawberries = sample_data("es", shop.profile.currency).products[0]
    assert strawberries.skus[0].form.price == 545
    assert strawberries.tax_rate == 1000


def test_every_picture_is_used() -> None:
    used = {
        sku.picture
        for language in LANGUAGES
        for product in sample_data(language, currency("CNY")).products
        for sku in product.skus
    }
    folder = resource_root() / "sample_shop" / "pictures"
    assert {path.stem for path in folder.iterdir()} == used
