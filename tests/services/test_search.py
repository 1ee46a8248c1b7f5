"""Type-ahead search in a shop: on each kind of database, best sellers first."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import insert, update

from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.orders import SalesBySkuDay
from microshop_desktop.services import search_index
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.popularity import Popularity
from microshop_desktop.services.product_writer import (
    NewProduct,
    NewSku,
    Stamp,
    prepare,
    write_products,
)
from microshop_desktop.services.search import Search
from microshop_desktop.services.shop import Shop


def _write(shop: Shop, *products: NewProduct, hidden: bool = False) -> list[UUID]:
    ids: Ids = shop.ids
    batch = ids.new() if hidden else None
    stamp = Stamp(shop.clock.now(), shop.profile.till, batch, hidden=hidden)
    prepared = prepare(ids, products, stamp)
    with shop.database.write() as connection:
        write_products(connection, prepared)
    return [sku for skus in prepared.sku_ids for sku in skus]


def _product(name: str, *codes: str, popularity: int = 0, on_sale: bool = True) -> NewProduct:
    sku = NewSku(1000, codes=codes, popularity=popularity, on_sale=on_sale, values=("500g",))
    return NewProduct(name, (sku,))


def _names(shop: Shop, actor: Actor, query: str) -> Sequence[str]:
    return [hit.name for hit in Search(shop).find(actor, query)]


@pytest.mark.parametrize(
    "query", ["牛肉", "hsnr", "niurou", "4567", "面 hong", "ｎｉｕｒｏｕ", "hsnrm500"]
)
def test_a_product_is_found_by_what_people_type(shop: Shop, actor: Actor, query: str) -> None:
    _write(shop, _product("红烧牛肉面", "6901234567892"), _product("酸奶", "6900000000001"))
    assert _names(shop, actor, query) == ["红烧牛肉面"]


@pytest.mark.parametrize("query", ["", "   ", "%", "_", '"', "'; DROP TABLE sku", "q*", "NEAR(q)"])
def test_signs_of_query_languages_mean_nothing(shop: Shop, actor: Actor, query: str) -> None:
    _write(shop, _product("酸奶", "6900000000001"))
    assert _names(shop, actor, query) == []


def test_best_sellers_come_first_and_goods_off_sale_last(shop: Shop, actor: Actor) -> None:
    _write(
        shop,
        _product("奶一", popularity=1),
        _product("奶二", popularity=50, on_sale=False),
        _product("奶三", popularity=500),
        _product("奶四"),
    )
    hits = Search(shop).find(actor, "奶")
    assert [hit.name for hit in hits] == ["奶三", "奶一", "奶四", "奶二"]
    assert [hit.on_sale for hit in hits] == [True, True, True, False]


def test_a_whole_code_comes_before_all_others(shop: Shop, actor: Actor) -> None:
    _write(shop, _product("茶", "1101", popularity=900), _product("奶", "101"))
    assert _names(shop, actor, "101") == ["奶", "茶"]


def test_words_are_taken_apart_only_where_they_find_nothing(shop: Shop, actor: Actor) -> None:
    _write(shop, _product("牛肉红烧面"), _product("红烧牛肉"))
    assert _names(shop, actor, "红烧牛肉") == ["红烧牛肉"]
    assert set(_names(shop, actor, "烧红肉牛")) == {"牛肉红烧面", "红烧牛肉"}


def test_a_limit_is_kept_and_nothing_hidden_is_found(shop: Shop, actor: Actor) -> None:
    _write(shop, *[_product(f"奶{number}") for number in range(8)])
    _write(shop, _product("奶油"), hidden=True)
    assert len(Search(shop).find(actor, "奶", limit=5)) == 5
    assert _names(shop, actor, "奶油") == []


def test_a_changed_name_is_found_and_the_old_one_is_not(shop: Shop, actor: Actor) -> None:
    (sku,) = _write(shop, _product("酸奶", "6900000000001"))
    with shop.database.write() as connection:
        connection.execute(update(Sku).where(Sku.id == sku).values(name="豆浆"))
        search_index.refresh(connection, [sku])
    assert (_names(shop, actor, "酸奶"), _names(shop, actor, "doujiang")) == ([], ["豆浆"])
    with shop.database.write() as connection:
        search_index.remove(connection, [sku])
    assert _names(shop, actor, "doujiang") == []


def test_the_index_can_be_made_anew(shop: Shop, actor: Actor) -> None:
    skus = _write(shop, _product("酸奶"), _product("豆浆"))
    with shop.database.write() as connection:
        search_index.clear(connection)
    assert _names(shop, actor, "酸奶") == []
    with shop.database.write() as connection:
        search_index.refresh(connection, skus)
    assert _names(shop, actor, "suannai") == ["酸奶"]


def test_popularity_follows_what_was_sold_lately(shop: Shop, actor: Actor) -> None:
    first, second = _write(shop, _product("奶一"), _product("奶二"))
    assert _names(shop, actor, "奶") == ["奶一", "奶二"]
    with shop.database.write() as connection:
        connection.execute(
            insert(SalesBySkuDay).values(
                shop_day=shop.today(),
                sku_id=second,
                currency="CNY",
                quantity=9000,
                net=1,
                cost_value=0,
            )
        )
    assert Popularity(shop).refresh() == 1
    assert _names(shop, actor, "奶") == ["奶二", "奶一"]
    assert Popularity(shop).refresh() == 0
    assert first != second
