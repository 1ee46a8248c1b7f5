"""Listing products by page and filter."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.persistence.database import Database
from microshop_desktop.services import product_list
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.bulk_edits import BulkEdits
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import (
    Counts,
    Cursor,
    ProductForm,
    ProductQuery,
    ProductSort,
    SkuForm,
    StockFilter,
)
from microshop_desktop.services.categories import Categories
from microshop_desktop.services.product_list import _KEYS, ProductList, _found, _heads, _ordered
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import Cause, Move, book_moves

NAMES = [f"Goods {number:02d}" for number in range(25)]


@pytest.fixture
def products(shop: Shop) -> ProductList:
    return ProductList(shop)


@pytest.fixture
def filled(shop: Shop, actor: Actor) -> ProductList:
    catalogue = Catalogue(shop)
    for number, name in enumerate(NAMES):
        catalogue.create(actor, ProductForm(name=name, skus=(SkuForm(price=(number * 7) % 25),)))
    return ProductList(shop)


def listed(products: ProductList, actor: Actor, query: ProductQuery) -> list[str]:
    names: list[str] = []
    after: Cursor | None = None
    while True:
        page = products.page(actor, query, after=after, limit=4)
        names += [row.name for row in page.rows]
        if page.after is None:
            return names
        after = page.after


@pytest.mark.parametrize("descending", [False, True])
def test_pages_give_every_product_once_in_order(
    filled: ProductList, actor: Actor, descending: bool
) -> None:
    found = listed(filled, actor, ProductQuery(descending=descending))
    assert found == sorted(NAMES, reverse=descending)


@pytest.mark.parametrize("sort", list(ProductSort))
def test_every_order_gives_every_product_once(
    filled: ProductList, actor: Actor, sort: ProductSort
) -> None:
    found = listed(filled, actor, ProductQuery(sort=sort, descending=True))
    assert sorted(found) == NAMES


def test_ids_are_in_the_order_of_the_pages(filled: ProductList, actor: Actor) -> None:
    query = ProductQuery(sort=ProductSort.PRICE, descending=True)
    rows = filled.rows(actor, filled.ids(actor, query))
    assert [row.name for row in rows] == listed(filled, actor, query)


def test_order_by_price_is_by_price(filled: ProductList, actor: Actor) -> None:
    page = filled.page(actor, ProductQuery(sort=ProductSort.PRICE))
    prices = [row.skus[0].price for row in page.rows]
    assert prices == sorted(prices)


def test_a_row_says_what_its_variants_are(products: ProductList, shop: Shop, actor: Actor) -> None:
    category = Categories(shop).add(actor, "美妆")
    skus = tuple(
        SkuForm(
            price=8900,
            values=(value,),
            codes=(value,),
            prices=(Price(PriceLevel.MEMBER, member),),
        )
        for value, member in (("1", 8500), ("2", 8200))
    )
    Catalogue(shop).create(actor, ProductForm(name="口红", skus=skus, category=category))
    (row,) = products.page(actor, ProductQuery()).rows
    assert (row.name, row.category, row.available) == ("口红", "美妆", 0)
    assert [(sku.spec, sku.code, sku.member) for sku in row.skus] == [
        ("1", "1", 8500),
        ("2", "2", 8200),
    ]
    assert products.count(actor, ProductQuery()) == Counts(products=1, skus=2)


def test_filters_leave_only_what_fits(products: ProductList, shop: Shop, actor: Actor) -> None:
    catalogue, categories = Catalogue(shop), Categories(shop)
    drinks = categories.add(actor, "Drinks")
    tea = catalogue.create(
        actor, ProductForm(name="Tea", skus=(SkuForm(price=1, codes=("11",)),), category=drinks)
    )
    catalogue.create(actor, ProductForm(name="Soap", skus=(SkuForm(price=1),), unfinished=True))
    BulkEdits(shop).put_on_sale(actor, products.skus_of(actor, [tea]), on_sale=False)
    for query, names in (
        (ProductQuery(category=drinks), ["Tea"]),
        (ProductQuery(without_category=True), ["Soap"]),
        (ProductQuery(on_sale=True), ["Soap"]),
        (ProductQuery(unfinished=True), ["Soap"]),
        (ProductQuery(text="te"), ["Tea"]),
        (ProductQuery(text="11", on_sale=True), []),
        (ProductQuery(text="nothing"), []),
    ):
        assert listed(products, actor, query) == names
        assert products.count(actor, query).products == len(names)
        assert len(products.selection(actor, query)) == len(names)
        assert len(products.ids(actor, query)) == len(names)


def test_a_search_says_when_it_lists_the_best_matches_only(
    products: ProductList, shop: Shop, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product_list, "MOST_FOUND", 2)
    for name in ("Tea one", "Tea two", "Tea three"):
        Catalogue(shop).create(actor, ProductForm(name=name, skus=(SkuForm(price=1),)))
    assert products.count(actor, ProductQuery(text="tea")) == Counts(2, 2, cut=True)
    assert not products.count(actor, ProductQuery(text="three")).cut
    assert products.count(actor, ProductQuery()) == Counts(3, 3)


def test_filters_reach_past_the_best_matches_of_a_search(
    products: ProductList, shop: Shop, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product_list, "MOST_FOUND", 2)
    catalogue, drinks = Catalogue(shop), Categories(shop).add(actor, "Drinks")
    for number in range(4):
        catalogue.create(actor, ProductForm(name=f"Tea {number}", skus=(SkuForm(price=1),)))
    last = ProductForm(name="Tea last", skus=(SkuForm(price=1),), category=drinks, unfinished=True)
    sku = products.skus_of(actor, [catalogue.create(actor, last)])
    BulkEdits(shop).put_on_sale(actor, sku, on_sale=False)
    for query in (
        ProductQuery(text="tea", category=drinks),
        ProductQuery(text="tea", on_sale=False),
        ProductQuery(text="tea", unfinished=True),
    ):
        assert listed(products, actor, query) == ["Tea last"]
        assert products.count(actor, query) == Counts(1, 1)
        assert tuple(products.selection(actor, query)) == sku


def test_a_list_of_exactly_the_most_that_is_found_is_whole(
    products: ProductList, shop: Shop, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product_list, "MOST_FOUND", 2)
    for name in ("Tea one", "Tea two"):
        Catalogue(shop).create(actor, ProductForm(name=name, skus=(SkuForm(price=1),)))
    assert products.count(actor, ProductQuery(text="tea")) == Counts(2, 2)


def test_low_and_empty_stock_are_found(products: ProductList, shop: Shop, actor: Actor) -> None:
    catalogue = Catalogue(shop)
    for name, low, on_hand in (("Enough", 2000, 3000), ("Low", 2000, 2000), ("Out", None, 0)):
        form = ProductForm(name=name, skus=(SkuForm(price=1, low_stock=low),))
        (sku,) = products.skus_of(actor, [catalogue.create(actor, form)])
        with shop.booking(actor) as booking:
            move = Move(sku, MovementKind.GAIN, on_hand, 0)
            book_moves(booking, [move], Cause("test", sku))
    assert listed(products, actor, ProductQuery(stock=StockFilter.LOW)) == ["Low", "Out"]
    assert listed(products, actor, ProductQuery(stock=StockFilter.NONE)) == ["Out"]
    lows = [row.skus[0].low for row in products.page(actor, ProductQuery()).rows]
    assert lows == [False, True, True]


def test_deleted_products_are_not_listed(filled: ProductList, shop: Shop, actor: Actor) -> None:
    first = filled.page(actor, ProductQuery()).rows[0]
    Catalogue(shop).delete(actor, [first.product])
    assert filled.count(actor, ProductQuery()).products == 24
    assert filled.rows(actor, [first.product]) == ()


def plan_of_search(database: Database, query: ProductQuery) -> list[str]:
    """Return how SQLite goes about a search, step by step."""
    asked: list[tuple[str, tuple[object, ...]]] = []
    with database.read() as connection:

        def note(*call: Any) -> None:
            asked.append((call[2], call[3]))

        event.listen(connection, "before_cursor_execute", note)
        _found(connection, query)
        event.remove(connection, "before_cursor_execute", note)
        statement, values = next(one for one in asked if "MATCH" in one[0])
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [str(row[-1]) for row in plan]


def test_a_search_with_filters_walks_the_matches_in_their_order(
    sqlite_database: Database,
) -> None:
    plan = plan_of_search(sqlite_database, ProductQuery(text="tea", category=uuid4(), on_sale=True))
    assert plan[0].startswith("SCAN sku_search VIRTUAL TABLE")
    assert plan[1].startswith("SEARCH search_row USING INTEGER PRIMARY KEY")
    assert "TEMP B-TREE" not in " ".join(plan)


def test_a_large_list_in_order_of_names_walks_the_index(sqlite_database: Database) -> None:
    query = ProductQuery(on_sale=True)
    key = _KEYS[query.sort]
    statement = _ordered(_heads(query, key), query, key, Cursor("x", uuid4())).limit(100)
    with sqlite_database.read() as connection:
        compiled = statement.compile(connection)
        values = tuple(b"" for _ in compiled.construct_params())
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values).all()
    details = " ".join(str(row[-1]) for row in plan)
    assert "USING INDEX ix_sku_name" in details
    assert "TEMP B-TREE" not in details
