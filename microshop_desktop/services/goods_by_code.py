"""Finding goods by a code for work in the back room: off sale ones too, packs by their own code."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, or_, select

from microshop_desktop.domain.codes import clean_code
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.columns import IdType
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode, SkuUnit

_COLUMNS = (
    Sku.id,
    Sku.name,
    Sku.spec,
    Sku.main_code,
    Sku.unit,
    Sku.price,
    Sku.cost,
    Sku.by_weight,
    Sku.picture,
)
_THERE = (Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None))
_BY_CODE = (
    select(
        *_COLUMNS,
        SkuUnit.id.label("unit_id"),
        SkuUnit.name.label("unit_name"),
        func.coalesce(SkuUnit.factor, 1).label("factor"),
    )
    .join(SkuCode, SkuCode.sku_id == Sku.id)
    .outerjoin(SkuUnit, SkuUnit.id == SkuCode.sku_unit_id)
    .where(SkuCode.code == bindparam("code"), *_THERE)
    .order_by(Sku.id)
)
_BY_OTHER = (
    select(*_COLUMNS)
    .where(or_(Sku.merchant_code == bindparam("code"), Sku.plu == bindparam("code")), *_THERE)
    .order_by(Sku.id)
)
_BY_ID = select(*_COLUMNS).where(Sku.id == bindparam("sku", type_=IdType()), *_THERE)


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods a code means: a SKU in its base unit (`pack` None, factor 1) or in one of its packs.

    `price` is the retail price and `cost` the last known cost of a base unit, in minor units.
    """

    sku: UUID
    name: str
    spec: str
    code: str
    unit: str
    price: int
    cost: int | None
    by_weight: bool
    picture: str
    pack: UUID | None = None
    pack_name: str = ""
    factor: int = 1


def goods_by_code(connection: Connection, code: str) -> tuple[Goods, ...]:
    """Return what a barcode, else a merchant code or scale number, else the id of a SKU means."""
    cleaned = clean_code(code)
    if not cleaned:
        return ()
    rows = connection.execute(_BY_CODE, {"code": cleaned}).all()
    if rows:
        return tuple(
            _goods(row, pack=row.unit_id, pack_name=row.unit_name or "", factor=int(row.factor))
            for row in rows
        )
    others = connection.execute(_BY_OTHER, {"code": cleaned}).all()
    return tuple(_goods(row) for row in others) or _by_id(connection, cleaned)


def one_by_code(connection: Connection, code: str) -> Goods:
    """Return the one SKU a code means; `code_unknown` and `code_ambiguous` otherwise."""
    found = goods_by_code(connection, code)
    if not found:
        raise ShopError(ErrorCode.CODE_UNKNOWN, code=code)
    if len(found) > 1:
        raise ShopError(ErrorCode.CODE_AMBIGUOUS, code=code)
    return found[0]


def goods_of(connection: Connection, sku: UUID) -> Goods:
    """Return a SKU in its base unit; `not_found` when it is gone."""
    row = connection.execute(_BY_ID, {"sku": sku}).one_or_none()
    if row is None:
        raise ShopError(ErrorCode.NOT_FOUND, sku=str(sku))
    return _goods(row)


def _by_id(connection: Connection, text: str) -> tuple[Goods, ...]:
    try:
        sku = UUID(text)
    except ValueError:
        return ()
    return tuple(_goods(row) for row in connection.execute(_BY_ID, {"sku": sku}))


def _goods(
    row: Row[*tuple[Any, ...]], *, pack: UUID | None = None, pack_name: str = "", factor: int = 1
) -> Goods:
    return Goods(
        sku=row.id,
        name=row.name,
        spec=row.spec,
        code=row.main_code,
        unit=row.unit,
        price=row.price,
        cost=row.cost,
        by_weight=row.by_weight,
        picture=row.picture,
        pack=pack,
        pack_name=pack_name,
        factor=factor,
    )
