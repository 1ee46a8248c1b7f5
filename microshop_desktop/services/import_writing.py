"""Writing an import: hidden rows chunk by chunk, then showing them; and applying changes.

Every function works inside one short transaction of the caller.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, delete, exists, insert, or_, select, update

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.product_groups import Variant
from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.tables.catalogue import (
    Category,
    PriceRow,
    Product,
    Sku,
    SkuCode,
)
from microshop_desktop.persistence.tables.shop import ImportChange
from microshop_desktop.services import search_index
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.import_changes import CATEGORY_NAME, CODES, PRODUCT, SKU
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


class Categories:
    """Categories by name; missing ones are made out of sight until the import is shown."""

    def __init__(self, ids: Ids, stamp: Stamp) -> None:
        """Begin without knowing any."""
        self._ids = ids
        self._stamp = stamp
        self._known: dict[str, UUID] | None = None

    def make(self, connection: Connection, names: Iterable[str | None]) -> None:
        """Make sure that there is a category of each name."""
        known = self._read(connection)
        missing = [name for name in dict.fromkeys(names) if name and name not in known]
        for name in missing:
            known[name] = self._ids.new()
            connection.execute(
                insert(Category).values(
                    id=known[name],
                    name=name,
                    changed_at=self._stamp.at,
                    changed_by_till=self._stamp.till,
                    import_batch_id=self._stamp.batch,
                    deleted_at=self._stamp.at,
                )
            )

    def id_of(self, name: str | None) -> UUID | None:
        """Return the category of a name that was made or was there."""
        return (self._known or {}).get(name or "")

    def missing(self, names: Iterable[str | None]) -> bool:
        """Tell whether some name has no category yet that this object knows of."""
        known = self._known
        return any(name and (known is None or name not in known) for name in names)

    def _read(self, connection: Connection) -> dict[str, UUID]:
        if self._known is None:
            rows = connection.execute(
                select(Category.name, Category.id).where(
                    or_(
                        Category.deleted_at.is_(None),
                        Category.import_batch_id == self._stamp.batch,
                    )
                )
            )
            self._known = {row.name: row.id for row in rows}
        return self._known


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


def show_categories(connection: Connection, batch: UUID) -> None:
    """Let the categories of an import be seen that have products."""
    has_products = exists().where(Product.category_id == Category.id, Product.deleted_at.is_(None))
    connection.execute(
        update(Category)
        .where(Category.import_batch_id == batch, has_products)
        .values(deleted_at=None)
    )


def apply_changes(
    connection: Connection,
    changes: Sequence[Change],
    categories: Categories,
    *,
    ids: Ids,
    at: datetime,
) -> None:
    """Bring records to the values of `after`, and what they are found by with them."""
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.kind.partition(":")[0]].append(change)
    touched = _apply_products(connection, by_kind[PRODUCT], categories, at)
    touched |= _apply_skus(connection, by_kind[SKU], at)
    touched |= _add_codes(connection, by_kind[CODES], ids)
    for change in by_kind["price"]:
        _apply_price(connection, change, ids)
    search_index.refresh(connection, touched)


def _apply_products(
    connection: Connection, changes: Sequence[Change], categories: Categories, at: datetime
) -> set[UUID]:
    categories.make(connection, (_name(change.after) for change in changes))
    for change in changes:
        values = {name: value for name, value in change.after.items() if name != CATEGORY_NAME}
        if CATEGORY_NAME in change.after:
            values["category_id"] = categories.id_of(_name(change.after))
        shared = {
            name: value
            for name, value in values.items()
            if name in {"name", "category_id", "tax_rate"}
        }
        connection.execute(
            update(Product)
            .where(Product.id == change.record)
            .values(**values, version=Product.version + 1, changed_at=at)
        )
        if shared:
            connection.execute(
                update(Sku)
                .where(Sku.product_id == change.record)
                .values(**shared, version=Sku.version + 1, changed_at=at)
            )
    products = [change.record for change in changes]
    return _skus_of(connection, products)


def _name(values: Mapping[str, object]) -> str | None:
    name = values.get(CATEGORY_NAME)
    return str(name) if name else None


def _skus_of(connection: Connection, products: Sequence[UUID]) -> set[UUID]:
    if not products:
        return set()
    return set(connection.execute(select(Sku.id).where(Sku.product_id.in_(products))).scalars())


def _apply_skus(connection: Connection, changes: Sequence[Change], at: datetime) -> set[UUID]:
    for change in changes:
        connection.execute(
            update(Sku)
            .where(Sku.id == change.record)
            .values(**change.after, version=Sku.version + 1, changed_at=at)
        )
        if "on_sale" in change.after:
            _follow_on_sale(connection, change.record)
    return {change.record for change in changes}


def _follow_on_sale(connection: Connection, sku: UUID) -> None:
    """A product is on sale while some SKU of it is."""
    product = select(Sku.product_id).where(Sku.id == sku).scalar_subquery()
    some = exists().where(
        and_(Sku.product_id == Product.id, Sku.on_sale.is_(True), Sku.deleted_at.is_(None))
    )
    connection.execute(update(Product).where(Product.id == product).values(on_sale=some))


def _add_codes(connection: Connection, changes: Sequence[Change], ids: Ids) -> set[UUID]:
    """Add the codes of `after`, and take away those of `before`."""
    for change in changes:
        wanted, unwanted = _texts(change.after), _texts(change.before)
        if unwanted:
            connection.execute(
                delete(SkuCode).where(SkuCode.sku_id == change.record, SkuCode.code.in_(unwanted))
            )
        there = set(
            connection.execute(
                select(SkuCode.code).where(SkuCode.sku_id == change.record)
            ).scalars()
        )
        for code in wanted:
            if code not in there:
                connection.execute(
                    insert(SkuCode).values(
                        id=ids.new(), code=code, sku_id=change.record, sku_unit_id=None
                    )
                )
        _follow_main_code(connection, change.record, there - set(unwanted), wanted)
    return {change.record for change in changes}


def _follow_main_code(
    connection: Connection, sku: UUID, there: set[str], wanted: Sequence[str]
) -> None:
    """Give a SKU without a main code its first one; take away one that is gone."""
    main = connection.execute(select(Sku.main_code).where(Sku.id == sku)).scalar() or ""
    codes = [*sorted(there), *wanted]
    if main not in codes:
        chosen = codes[0] if codes else ""
        connection.execute(update(Sku).where(Sku.id == sku).values(main_code=chosen))


def _texts(values: Mapping[str, object]) -> list[str]:
    codes = values.get("codes")
    return [str(code) for code in codes] if isinstance(codes, list) else []


def _apply_price(connection: Connection, change: Change, ids: Ids) -> None:
    level = change.kind.partition(":")[2]
    quantity, amount = change.after["from_quantity"], change.after["unit_price"]
    place = and_(
        PriceRow.sku_id == change.record,
        PriceRow.level == level,
        PriceRow.from_quantity == quantity,
    )
    if amount is None:
        connection.execute(delete(PriceRow).where(place))
        return
    done = connection.execute(update(PriceRow).where(place).values(unit_price=amount))
    if done.rowcount == 0:
        connection.execute(
            insert(PriceRow).values(
                id=ids.new(),
                sku_id=change.record,
                level=level,
                from_quantity=quantity,
                unit_price=amount,
            )
        )


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
