"""Between a product's form and its rows: reading forms, and writing what a form changed.

Everything here works inside the caller's transaction.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select, update

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.stock import BelowZero
from microshop_desktop.domain.variants import spec_of
from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.tables.catalogue import (
    PriceRow,
    Product,
    Sku,
    SkuCode,
    SkuUnit,
)
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm, UnitForm
from microshop_desktop.services.stock_book import mark_offered


@dataclass(frozen=True, slots=True)
class Writing:
    """The open transaction of a catalogue act, and what its rows are stamped with."""

    connection: Connection
    ids: Ids
    at: datetime
    till: UUID

    def stamp(self) -> dict[str, object]:
        """Return when and at which till a row was changed, by column."""
        return {"changed_at": self.at, "changed_by_till": self.till}


def read_product(connection: Connection, product: UUID) -> Row[Any]:
    """Return the row of a product that is there; `not_found` otherwise."""
    row = connection.execute(
        select(Product).where(
            Product.id == product, Product.deleted_at.is_(None), Product.hidden_by_batch.is_(None)
        )
    ).one_or_none()
    if row is None:
        raise ShopError(ErrorCode.NOT_FOUND, product=str(product))
    return row


def read_form(connection: Connection, row: Row[Any]) -> ProductForm:
    """Return the form of a product's row, its SKUs in their order."""
    skus = connection.execute(
        select(Sku)
        .where(Sku.product_id == row.id, Sku.deleted_at.is_(None))
        .order_by(Sku.position, Sku.id)
    ).all()
    ids = [sku.id for sku in skus]
    prices, codes, units = (
        _prices(connection, ids),
        _codes(connection, ids),
        _units(connection, ids),
    )
    return ProductForm(
        name=row.name,
        category=row.category_id,
        brand=row.brand,
        description=row.description,
        options=tuple(row.options or ()),
        tax_rate=row.tax_rate,
        unfinished=row.unfinished,
        skus=tuple(
            _sku_form(
                sku,
                prices=prices[sku.id],
                codes=codes[sku.id, None],
                units=tuple(
                    replace(unit, codes=tuple(codes[sku.id, unit.id])) for unit in units[sku.id]
                ),
            )
            for sku in skus
        ),
    )


def _sku_form(
    row: Row[Any], *, prices: list[Price], codes: list[str], units: tuple[UnitForm, ...]
) -> SkuForm:
    main_first = sorted(codes, key=lambda code: code != row.main_code)
    return SkuForm(
        id=row.id,
        version=row.version,
        values=tuple(row.option_values or ()),
        price=row.price,
        cost=row.cost,
        prices=tuple(prices),
        codes=tuple(main_first),
        units=units,
        merchant_code=row.merchant_code,
        plu=row.plu,
        unit=row.unit,
        by_weight=row.by_weight,
        below_zero=BelowZero(row.below_zero),
        low_stock=row.low_stock,
        shelf=row.shelf,
        on_sale=row.on_sale,
    )


def _prices(connection: Connection, skus: Sequence[UUID]) -> dict[UUID, list[Price]]:
    rows = connection.execute(
        select(PriceRow.sku_id, PriceRow.level, PriceRow.unit_price, PriceRow.from_quantity)
        .where(PriceRow.sku_id.in_(skus))
        .order_by(PriceRow.level, PriceRow.from_quantity)
    )
    found: dict[UUID, list[Price]] = defaultdict(list)
    for row in rows:
        found[row.sku_id].append(Price(PriceLevel(row.level), row.unit_price, row.from_quantity))
    return found


def _codes(
    connection: Connection, skus: Sequence[UUID]
) -> dict[tuple[UUID, UUID | None], list[str]]:
    rows = connection.execute(
        select(SkuCode.sku_id, SkuCode.sku_unit_id, SkuCode.code)
        .where(SkuCode.sku_id.in_(skus))
        .order_by(SkuCode.id)
    )
    found: dict[tuple[UUID, UUID | None], list[str]] = defaultdict(list)
    for row in rows:
        found[row.sku_id, row.sku_unit_id].append(row.code)
    return found


def _units(connection: Connection, skus: Sequence[UUID]) -> dict[UUID, list[UnitForm]]:
    rows = connection.execute(
        select(SkuUnit.sku_id, SkuUnit.id, SkuUnit.name, SkuUnit.factor, SkuUnit.price)
        .where(SkuUnit.sku_id.in_(skus), SkuUnit.deleted_at.is_(None))
        .order_by(SkuUnit.factor, SkuUnit.id)
    )
    found: dict[UUID, list[UnitForm]] = defaultdict(list)
    for row in rows:
        found[row.sku_id].append(UnitForm(row.name, row.factor, row.price, id=row.id))
    return found


def insert_product(writing: Writing, form: ProductForm) -> tuple[UUID, list[UUID]]:
    """Write a new product with its SKUs and return the ids of both."""
    product = writing.ids.new()
    writing.connection.execute(
        insert(Product), {"id": product, **_product_values(form), **writing.stamp()}
    )
    skus = [
        write_sku(writing, product, form, replace(sku, id=None), position=position, old=None)
        for position, sku in enumerate(form.skus)
    ]
    return product, skus


def update_product(writing: Writing, product: UUID, form: ProductForm, *, version: int) -> None:
    """Write a product's own values; `stale` when its version is another meanwhile."""
    result = writing.connection.execute(
        update(Product)
        .where(Product.id == product, Product.version == version)
        .values(**_product_values(form), **writing.stamp(), version=version + 1)
    )
    if result.rowcount != 1:
        raise ShopError(ErrorCode.STALE, product=str(product))


def write_sku(
    writing: Writing,
    product: UUID,
    form: ProductForm,
    sku: SkuForm,
    *,
    position: int,
    old: SkuForm | None,
) -> UUID:
    """Insert a SKU (`old` is None) or update what differs from `old`, and return its id."""
    values = _sku_values(product, form, sku, position)
    if old is None or old.id is None:
        sku_id = writing.ids.new()
        writing.connection.execute(
            insert(Sku), {"id": sku_id, "picture": "", **values, **writing.stamp()}
        )
    else:
        sku_id = old.id
        _update_sku(writing, sku_id, values, version=sku.version)
    before = old or SkuForm(price=0)
    if sku.prices != before.prices:
        _write_prices(writing, sku_id, sku.prices)
    if sku.codes != before.codes:
        write_codes(writing, sku_id, sku.codes, before.codes)
    if sku.units != before.units:
        _write_units(writing, sku_id, sku.units, before.units)
    return sku_id


def _update_sku(writing: Writing, sku: UUID, values: dict[str, object], *, version: int) -> None:
    result = writing.connection.execute(
        update(Sku)
        .where(Sku.id == sku, Sku.version == version)
        .values(**values, **writing.stamp(), version=version + 1)
    )
    if result.rowcount != 1:
        raise ShopError(ErrorCode.STALE, sku=str(sku))


def _product_values(form: ProductForm) -> dict[str, object]:
    return {
        "name": form.name,
        "category_id": form.category,
        "brand": form.brand,
        "description": form.description,
        "options": list(form.options),
        "tax_rate": form.tax_rate,
        "on_sale": any(sku.on_sale for sku in form.skus),
        "unfinished": form.unfinished,
    }


def _sku_values(product: UUID, form: ProductForm, sku: SkuForm, position: int) -> dict[str, object]:
    return {
        "product_id": product,
        "category_id": form.category,
        "name": form.name,
        "spec": spec_of(sku.values),
        "option_values": list(sku.values),
        "position": position,
        "merchant_code": sku.merchant_code,
        "main_code": sku.codes[0] if sku.codes else "",
        "plu": sku.plu,
        "unit": sku.unit,
        "by_weight": sku.by_weight,
        "price": sku.price,
        "cost": sku.cost,
        "tax_rate": form.tax_rate,
        "below_zero": sku.below_zero.value,
        "low_stock": sku.low_stock,
        "shelf": sku.shelf,
        "on_sale": sku.on_sale,
    }


def _write_prices(writing: Writing, sku: UUID, prices: Sequence[Price]) -> None:
    writing.connection.execute(delete(PriceRow).where(PriceRow.sku_id == sku))
    if prices:
        writing.connection.execute(
            insert(PriceRow), [price_values(writing, sku, price) for price in prices]
        )


def price_values(writing: Writing, sku: UUID, price: Price) -> dict[str, object]:
    """Return the row of a price beside the retail price."""
    return {
        "id": writing.ids.new(),
        "sku_id": sku,
        "level": price.level.value,
        "from_quantity": price.from_quantity,
        "unit_price": price.unit_price,
    }


def write_codes(
    writing: Writing,
    sku: UUID,
    codes: Sequence[str],
    before: Sequence[str],
    *,
    unit: UUID | None = None,
) -> None:
    """Bring the codes of a SKU, or of one of its packs, from `before` to `codes`."""
    gone = [code for code in before if code not in codes]
    if gone:
        of_unit = SkuCode.sku_unit_id.is_(None) if unit is None else SkuCode.sku_unit_id == unit
        writing.connection.execute(
            delete(SkuCode).where(SkuCode.sku_id == sku, SkuCode.code.in_(gone), of_unit)
        )
    new = [code for code in codes if code not in before]
    if new:
        writing.connection.execute(
            insert(SkuCode),
            [
                {"id": writing.ids.new(), "code": code, "sku_id": sku, "sku_unit_id": unit}
                for code in new
            ],
        )


def _write_units(
    writing: Writing, sku: UUID, units: Sequence[UnitForm], before: Sequence[UnitForm]
) -> None:
    old = {unit.id: unit for unit in before}
    for unit in units:
        known = old.pop(unit.id, None) if unit.id is not None else None
        if unit != known:
            _write_unit(writing, sku, unit, known)
    for gone in old.values():
        _drop_unit(writing, sku, gone)


def _write_unit(writing: Writing, sku: UUID, unit: UnitForm, known: UnitForm | None) -> None:
    values = {"name": unit.name, "factor": unit.factor, "price": unit.price, **writing.stamp()}
    unit_id = known.id if known is not None and known.id is not None else writing.ids.new()
    if known is None:
        writing.connection.execute(insert(SkuUnit), {"id": unit_id, "sku_id": sku, **values})
    else:
        writing.connection.execute(
            update(SkuUnit)
            .where(SkuUnit.id == unit_id)
            .values(**values, version=SkuUnit.version + 1)
        )
    write_codes(writing, sku, unit.codes, known.codes if known else (), unit=unit_id)


def _drop_unit(writing: Writing, sku: UUID, unit: UnitForm) -> None:
    """Take a pack out of use; its row stays, because sales may point to it."""
    write_codes(writing, sku, (), unit.codes, unit=unit.id)
    writing.connection.execute(
        update(SkuUnit).where(SkuUnit.id == unit.id).values(deleted_at=writing.at)
    )


def bury_skus(writing: Writing, skus: Sequence[UUID]) -> None:
    """Give SKUs a tombstone and take them off sale.

    Rows are never erased: sales, movements and baskets of this and other tills may point to them.
    Online shops that list them offer none from now on.
    """
    writing.connection.execute(
        update(Sku)
        .where(Sku.id.in_(skus))
        .values(deleted_at=writing.at, on_sale=False, version=Sku.version + 1)
        .values(**writing.stamp())
    )
    mark_offered(writing.connection, writing.at, skus)


def bury_products(writing: Writing, products: Sequence[UUID]) -> None:
    """Give products a tombstone and take them off sale; their SKUs are the caller's."""
    writing.connection.execute(
        update(Product)
        .where(Product.id.in_(products))
        .values(deleted_at=writing.at, on_sale=False, version=Product.version + 1)
        .values(**writing.stamp())
    )
