"""Bringing goods to the values of a file, or back to those they had before it.

Works inside one short transaction of the caller.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, and_, delete, exists, insert, select, update

from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.tables.catalogue import (
    PriceRow,
    Product,
    Sku,
    SkuCode,
)
from microshop_desktop.services import search_index
from microshop_desktop.services.import_categories import Categories
from microshop_desktop.services.import_changes import CATEGORY_NAME, CODES, PRODUCT, SKU
from microshop_desktop.services.import_records import Change


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
