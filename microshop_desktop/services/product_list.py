"""Listing products: pages by key, filters and counts, all in SQL.

A page is found by the product's first SKU (`position` 0, whose `name` is the product's), so that
the list in order of names walks an index however many products there are.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, Select, exists, func, not_, or_, select, tuple_
from sqlalchemy.orm import aliased
from sqlalchemy.sql import ColumnElement

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.domain.stock import is_low
from microshop_desktop.persistence.tables.catalogue import (
    Category,
    PriceRow,
    Product,
    Sku,
    SkuCode,
)
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.catalogue_records import (
    Counts,
    Cursor,
    ProductPage,
    ProductQuery,
    ProductRow,
    ProductSort,
    SkuRow,
    Stock,
    StockFilter,
)
from microshop_desktop.services.search import matching
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_sums import available, every_sum, low, sums_of

PAGE = 100
MOST_FOUND = 500
"""A text finds at most so many SKUs: whoever sees more types another letter."""

_KEYS: dict[ProductSort, ColumnElement[Any]] = {
    ProductSort.NAME: Sku.__table__.c.name,
    ProductSort.PRICE: Sku.__table__.c.price,
    ProductSort.CHANGED: Sku.__table__.c.changed_at,
    ProductSort.BEST_SELLERS: Sku.__table__.c.popularity,
}
_VISIBLE = (Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None))
_Variant = aliased(Sku)


class _Found(NamedTuple):
    """What a text found: products, best matches first; `cut` says that there are more."""

    products: tuple[UUID, ...]
    cut: bool


class ProductList:
    """The list of the Products page."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_STOCK)
    def page(
        self,
        actor: Actor,
        query: ProductQuery,
        *,
        after: Cursor | None = None,
        limit: int = PAGE,
    ) -> ProductPage:
        """Return the next products of a list, from the beginning where `after` is None."""
        with self._shop.database.read() as connection:
            if query.text.strip():
                return ProductPage(_rows(connection, _found(connection, query).products), None)
            key = _KEYS[query.sort]
            heads = connection.execute(
                _ordered(_heads(query, key), query, key, after).limit(limit)
            ).all()
            last = Cursor(heads[-1].key, heads[-1].id) if len(heads) == limit else None
            return ProductPage(_rows(connection, [head.product_id for head in heads]), last)

    @act(Right.SEE_STOCK)
    def rows(self, actor: Actor, products: Sequence[UUID]) -> tuple[ProductRow, ...]:
        """Return the rows of these products as they are now; those that are gone are left out."""
        with self._shop.database.read() as connection:
            return _rows(connection, products)

    @act(Right.SEE_STOCK)
    def count(self, actor: Actor, query: ProductQuery) -> Counts:
        """Return how many products and SKUs the whole list has."""
        with self._shop.database.read() as connection:
            if query.text.strip():
                found = _found(connection, query)
                listed = _count(connection, _skus_of(found.products))
                return Counts(len(found.products), listed, cut=found.cut)
            skus = select(Sku.id).where(*_conditions(query))
            heads = skus.where(Sku.position == 0)
            return Counts(products=_count(connection, heads), skus=_count(connection, skus))

    @act(Right.SEE_STOCK)
    def ids(self, actor: Actor, query: ProductQuery) -> tuple[UUID, ...]:
        """Return the products of a whole list in its order, for scrolling to any place of it."""
        with self._shop.database.read() as connection:
            if query.text.strip():
                return tuple(_found(connection, query).products)
            key = _KEYS[query.sort]
            heads = _ordered(_heads(query, key), query, key, None)
            products = heads.with_only_columns(Sku.product_id)
            return tuple(connection.execute(products).scalars())

    @act(Right.SEE_STOCK)
    def selection(self, actor: Actor, query: ProductQuery) -> dict[UUID, UUID]:
        """Return every SKU of the whole list with its product, for changing all of them."""
        with self._shop.database.read() as connection:
            if query.text.strip():
                skus = _skus_of(_found(connection, query).products)
            else:
                skus = select(Sku.id).where(*_conditions(query))
            rows = connection.execute(skus.add_columns(Sku.product_id))
            return {row[0]: row[1] for row in rows}

    @act(Right.SEE_STOCK)
    def skus_of(self, actor: Actor, products: Sequence[UUID]) -> tuple[UUID, ...]:
        """Return the SKUs of these products in their order."""
        with self._shop.database.read() as connection:
            rows = connection.execute(
                select(Sku.id)
                .where(Sku.product_id.in_(products), Sku.deleted_at.is_(None))
                .order_by(Sku.name, Sku.product_id, Sku.position)
            )
            return tuple(rows.scalars())


def read_stock(connection: Connection, skus: Sequence[UUID]) -> dict[UUID, Stock]:
    """Return what lies there of each SKU, all places and lots together."""
    rows = connection.execute(sums_of(skus))
    found = {row.sku_id: Stock(int(row.on_hand), int(row.reserved), kept=True) for row in rows}
    return {sku: found.get(sku, Stock()) for sku in skus}


def _heads(query: ProductQuery, key: ColumnElement[Any]) -> Select[Any]:
    return select(Sku.product_id, Sku.id, key.label("key")).where(
        Sku.position == 0, *_conditions(query)
    )


def _ordered(
    heads: Select[Any], query: ProductQuery, key: ColumnElement[Any], after: Cursor | None
) -> Select[Any]:
    place = tuple_(key, Sku.id)
    if after is not None:
        past = tuple_(after.key, after.sku, types=[key.type, Sku.id.type])
        heads = heads.where(place < past if query.descending else place > past)
    if query.descending:
        return heads.order_by(key.desc(), Sku.id.desc())
    return heads.order_by(key, Sku.id)


def _conditions(query: ProductQuery) -> list[ColumnElement[bool]]:
    """Return the conditions on a SKU, of its product where the product is meant.

    The product's own row is looked at only where nothing of the SKU says the same: a list of a
    hundred thousand names would look up as many of them.
    """
    conditions: list[ColumnElement[bool]] = [*_VISIBLE]
    if query.category is not None:
        conditions.append(Sku.category_id == query.category)
    if query.without_category:
        conditions.append(Sku.category_id.is_(None))
    if query.on_sale is not None:
        on_sale = or_(Sku.on_sale.is_(True), _has_variant(_Variant.on_sale.is_(True)))
        conditions.append(on_sale if query.on_sale else not_(on_sale))
    if query.unfinished is not None:
        unfinished = Product.unfinished.is_(query.unfinished)
        conditions.append(exists().where(Product.id == Sku.product_id, unfinished))
    if query.stock is not None:
        conditions.append(Sku.product_id.in_(_with_stock(query.stock)))
    return conditions


def _has_variant(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        _Variant.product_id == Sku.product_id, _Variant.deleted_at.is_(None), condition
    )


def _with_stock(wanted: StockFilter) -> Select[Any]:
    """Select the products that have a variant which is low, or out."""
    sums = every_sum()
    runs_out = low(_Variant.low_stock.expression, sums)
    return (
        select(_Variant.product_id)
        .outerjoin(sums, sums.c.sku_id == _Variant.id)
        .where(
            _Variant.deleted_at.is_(None),
            runs_out if wanted is StockFilter.LOW else available(sums) <= 0,
        )
    )


def _found(connection: Connection, query: ProductQuery) -> _Found:
    """Find products by the text of a query among those that pass its filters."""
    among = select(Sku.id, Sku.product_id).where(*_conditions(query))
    rows = matching(connection, query.text, among, limit=MOST_FOUND + 1)
    products = dict.fromkeys(row.product_id for row in rows[:MOST_FOUND])
    return _Found(tuple(products), cut=len(rows) > MOST_FOUND)


def _skus_of(products: Sequence[UUID]) -> Select[Any]:
    """Select the SKUs of products that passed the filters, which are on a product as a whole."""
    return select(Sku.id).where(Sku.product_id.in_(products), *_VISIBLE)


def _count(connection: Connection, statement: Select[Any]) -> int:
    return connection.execute(select(func.count()).select_from(statement.subquery())).scalar_one()


def _rows(connection: Connection, products: Sequence[UUID]) -> tuple[ProductRow, ...]:
    """Return the rows of products in the order they are named."""
    heads = {
        row.id: row
        for row in connection.execute(
            select(
                Product.id,
                Product.name,
                Product.unfinished,
                Product.on_sale,
                func.coalesce(Category.name, "").label("category"),
            )
            .outerjoin(Category, Category.id == Product.category_id)
            .where(Product.id.in_(products), Product.deleted_at.is_(None))
        )
    }
    skus = _sku_rows(connection, list(heads))
    return tuple(
        ProductRow(
            product=product,
            name=heads[product].name,
            category=heads[product].category,
            unfinished=heads[product].unfinished,
            on_sale=heads[product].on_sale,
            picture=next((sku.picture for sku in skus[product] if sku.picture), ""),
            skus=tuple(skus[product]),
        )
        for product in products
        if product in heads and skus[product]
    )


def _sku_rows(connection: Connection, products: Sequence[UUID]) -> dict[UUID, list[SkuRow]]:
    rows = connection.execute(
        select(Sku)
        .where(Sku.product_id.in_(products), Sku.deleted_at.is_(None))
        .order_by(Sku.product_id, Sku.position, Sku.id)
    ).all()
    ids = [row.id for row in rows]
    stock = read_stock(connection, ids)
    members = _member_prices(connection, ids)
    codes = _code_counts(connection, ids)
    found: dict[UUID, list[SkuRow]] = defaultdict(list)
    for row in rows:
        found[row.product_id].append(
            _sku_row(row, stock[row.id], member=members.get(row.id), codes=codes.get(row.id, 0))
        )
    return found


def _sku_row(row: Row[Any], stock: Stock, *, member: int | None, codes: int) -> SkuRow:
    return SkuRow(
        sku=row.id,
        version=row.version,
        spec=row.spec,
        code=row.main_code,
        codes=codes,
        merchant_code=row.merchant_code,
        plu=row.plu,
        price=row.price,
        member=member,
        cost=row.cost,
        available=stock.available,
        low=is_low(stock.available, row.low_stock, kept=stock.kept),
        unit=row.unit,
        by_weight=row.by_weight,
        on_sale=row.on_sale,
        picture=row.picture,
    )


def _member_prices(connection: Connection, skus: Sequence[UUID]) -> dict[UUID, int]:
    rows = connection.execute(
        select(PriceRow.sku_id, func.min(PriceRow.unit_price).label("price"))
        .where(PriceRow.sku_id.in_(skus), PriceRow.level == PriceLevel.MEMBER.value)
        .group_by(PriceRow.sku_id)
    )
    return {row.sku_id: int(row.price) for row in rows}


def _code_counts(connection: Connection, skus: Sequence[UUID]) -> dict[UUID, int]:
    rows = connection.execute(
        select(SkuCode.sku_id, func.count().label("codes"))
        .where(SkuCode.sku_id.in_(skus))
        .group_by(SkuCode.sku_id)
    )
    return {row.sku_id: row.codes for row in rows}
