"""Writing an import: hidden rows chunk by chunk, then showing them.

Every function works inside one short transaction of the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.product_groups import Variant
from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.tables.shop import ImportChange
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.import_categories import Categories
from microshop_desktop.services.import_matching import Decision
from microshop_desktop.services.import_records import Change, ImportOptions
from microshop_desktop.services.product_writer import (
    NewProduct,
    NewSku,
    Opening,
    Prepared,
    Stamp,
    book_openings,
    prepare,
    show,
)
from microshop_desktop.services.stock_book import Cause

OPENING = "opening"
"""Kind of a change that says what lies there of a new SKU."""
_INSERT_CHANGES = BulkInsert(table_of(ImportChange))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some decisions ready to be written."""

    prepared: Prepared
    changes: list[dict[str, object]]


def prepare_chunk(
    decisions: Sequence[Decision],
    ids: Ids,
    stamp: Stamp,
    categories: Categories,
    options: ImportOptions,
) -> Chunk:
    """Make the rows of some decisions; needs no database."""
    whole = [d for d in decisions if d.product is None and d.new]
    products = [_new_product(d, categories, options) for d in whole]
    prepared = prepare(ids, products, stamp)
    changes = [
        _opening(stamp, sku, variant)
        for decision, skus in zip(whole, prepared.sku_ids, strict=True)
        for sku, variant in zip(skus, decision.new, strict=True)
        if variant.row.stock
    ]
    for decision in decisions:
        if decision.product is not None and decision.new:
            shared = _new_product(decision, categories, options)
            for place, (variant, sku) in enumerate(zip(decision.new, shared.skus, strict=True)):
                made = prepared.add_sku(ids, decision.product, shared, sku, 100 + place, stamp)
                if variant.row.stock:
                    changes.append(_opening(stamp, made, variant))
    return Chunk(prepared, changes)


def change_row(batch: UUID | None, change: Change) -> dict[str, object]:
    """Return the row that remembers a change."""
    return {
        "batch_id": batch,
        "record_id": change.record,
        "kind": change.kind,
        "before": dict(change.before),
        "after": dict(change.after),
    }


def write_changes(connection: Connection, rows: list[dict[str, object]]) -> None:
    """Remember changes, to be applied when the import is shown and to be taken back by an undo."""
    _INSERT_CHANGES(connection, rows)


def show_chunk(
    booking: Booking, batch: UUID, products: Sequence[UUID], skus: Sequence[UUID]
) -> None:
    """Let some goods of an import be seen, and book what lies there of them."""
    show(booking.connection, products, skus)
    found = booking.connection.execute(
        select(ImportChange.record_id, ImportChange.after).where(
            ImportChange.batch_id == batch,
            ImportChange.record_id.in_(skus),
            ImportChange.kind == OPENING,
        )
    )
    openings = [
        Opening(row.record_id, row.after["quantity"], row.after["unit_cost"]) for row in found
    ]
    book_openings(booking, openings, Cause("import", batch))


def _new_product(decision: Decision, categories: Categories, options: ImportOptions) -> NewProduct:
    goods = decision.goods
    return NewProduct(
        name=goods.name or "",
        category=categories.id_of(goods.category),
        brand=goods.brand or "",
        description=goods.description or "",
        options=goods.options,
        tax_rate=goods.tax_rate or 0,
        unfinished=any(not variant.row.price for variant in decision.new),
        skus=tuple(_new_sku(variant, options) for variant in decision.new),
    )


def _new_sku(variant: Variant, options: ImportOptions) -> NewSku:
    row = variant.row
    prices = []
    if row.member_price is not None:
        prices.append(Price(PriceLevel.MEMBER, row.member_price))
    if row.wholesale_price is not None:
        prices.append(Price(PriceLevel.WHOLESALE, row.wholesale_price, options.wholesale_from))
    return NewSku(
        price=row.price or 0,
        values=variant.values,
        codes=row.codes,
        merchant_code=row.merchant_code or "",
        plu=row.plu,
        unit=row.unit or "",
        by_weight=bool(row.by_weight),
        cost=row.cost,
        prices=tuple(prices),
        low_stock=row.low_stock,
        shelf=row.shelf or "",
        on_sale=row.on_sale is not False,
    )


def _opening(stamp: Stamp, sku: UUID, variant: Variant) -> dict[str, object]:
    after = {"quantity": variant.row.stock, "unit_cost": variant.row.cost}
    return change_row(stamp.batch, Change(OPENING, sku, {}, after))


def change_of(row: Row[Any]) -> Change:
    """Return the change that a row remembers."""
    return Change(row.kind, row.record_id, row.before, row.after)
