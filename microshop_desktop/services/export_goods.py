"""Tables of an export about goods: the goods themselves, what lies in stock, how it moved."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, select

from microshop_desktop.domain.export_table import ExportColumn, Kind
from microshop_desktop.infra.translations import _
from microshop_desktop.persistence.streaming import AnySelect, stream
from microshop_desktop.persistence.tables.catalogue import (
    Category,
    PriceRow,
    Product,
    Sku,
    SkuCode,
)
from microshop_desktop.persistence.tables.stock import StockLevel, StockMovement
from microshop_desktop.services.export_pieces import Columns, Rows, pieces
from microshop_desktop.services.order_json import iso_text

_THERE = (Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None))
_PRODUCTS: AnySelect = (
    select(
        Sku.id,
        Sku.name,
        Sku.spec,
        Sku.main_code,
        Sku.merchant_code,
        Sku.unit,
        Sku.price,
        Sku.cost,
        Sku.by_weight,
        Sku.on_sale,
        Sku.low_stock,
        Sku.shelf,
        Product.brand,
        Category.name.label("category"),
        StockLevel.on_hand,
        StockLevel.reserved,
    )
    .join(Product, Product.id == Sku.product_id)
    .outerjoin(Category, Category.id == Sku.category_id)
    .outerjoin(
        StockLevel,
        and_(
            StockLevel.sku_id == Sku.id,
            StockLevel.place_id == bindparam("place"),
            StockLevel.lot_id.is_(None),
        ),
    )
    .where(*_THERE)
    .order_by(Sku.product_id, Sku.position, Sku.id)
)
_CODES = (
    select(SkuCode.sku_id, SkuCode.code)
    .where(SkuCode.sku_id.in_(bindparam("skus", expanding=True)), SkuCode.sku_unit_id.is_(None))
    .order_by(SkuCode.id)
)
_PRICES = (
    select(PriceRow.sku_id, PriceRow.level, PriceRow.unit_price)
    .where(PriceRow.sku_id.in_(bindparam("skus", expanding=True)))
    .order_by(PriceRow.from_quantity.desc())
)
_MOVEMENTS: AnySelect = (
    select(
        StockMovement.at,
        StockMovement.shop_day,
        StockMovement.kind,
        StockMovement.quantity,
        StockMovement.cause_kind,
        StockMovement.note,
        Sku.main_code,
        Sku.merchant_code,
        Sku.name,
        Sku.spec,
        Sku.unit,
    )
    .join(Sku, Sku.id == StockMovement.sku_id)
    .order_by(StockMovement.till_id, StockMovement.seq)
)


def product_columns() -> Columns:
    """Return the columns of goods and their prices."""
    return [
        ExportColumn("name", _("Product name")),
        ExportColumn("spec", _("Spec")),
        ExportColumn("code", _("Barcode")),
        ExportColumn("merchant_code", _("Merchant code")),
        ExportColumn("category", _("Category")),
        ExportColumn("brand", _("Brand")),
        ExportColumn("unit", _("Unit")),
        ExportColumn("price", _("Retail price"), Kind.MONEY),
        ExportColumn("member_price", _("Member price"), Kind.MONEY),
        ExportColumn("wholesale_price", _("Wholesale price"), Kind.MONEY),
        ExportColumn("cost", _("Cost price"), Kind.MONEY),
        ExportColumn("stock", _("Stock"), Kind.QUANTITY),
        ExportColumn("by_weight", _("By weight"), Kind.FLAG),
        ExportColumn("on_sale", _("On sale"), Kind.FLAG),
        ExportColumn("low_stock", _("Low stock"), Kind.QUANTITY),
        ExportColumn("shelf", _("Shelf")),
    ]


def product_rows(connection: Connection, place: UUID, _zone: str) -> Rows:
    """Give the goods, with the codes and prices of a few hundred at a time."""
    for skus in pieces(stream(connection, _PRODUCTS, {"place": place})):
        ids = {"skus": [sku.id for sku in skus]}
        codes: dict[UUID, list[str]] = defaultdict(list)
        for code in connection.execute(_CODES, ids):
            codes[code.sku_id].append(code.code)
        prices = {(p.sku_id, p.level): p.unit_price for p in connection.execute(_PRICES, ids)}
        for sku in skus:
            yield (
                sku.name,
                sku.spec,
                sorted(codes[sku.id], key=lambda code: (code != sku.main_code, code)),
                sku.merchant_code,
                sku.category or "",
                sku.brand,
                sku.unit,
                sku.price,
                prices.get((sku.id, "member")),
                prices.get((sku.id, "wholesale")),
                sku.cost,
                sku.on_hand,
                sku.by_weight,
                sku.on_sale,
                sku.low_stock,
                sku.shelf,
            )


def stock_columns() -> Columns:
    """Return the columns of what lies in stock."""
    return [
        ExportColumn("code", _("Barcode")),
        ExportColumn("name", _("Product name")),
        ExportColumn("spec", _("Spec")),
        ExportColumn("unit", _("Unit")),
        ExportColumn("stock", _("Stock"), Kind.QUANTITY),
        ExportColumn("reserved", _("Reserved"), Kind.QUANTITY),
        ExportColumn("available", _("Available"), Kind.QUANTITY),
        ExportColumn("cost", _("Cost price"), Kind.MONEY),
    ]


def stock_rows(connection: Connection, place: UUID, _zone: str) -> Rows:
    """Give what lies there of each SKU."""
    for sku in stream(connection, _PRODUCTS, {"place": place}):
        on_hand, reserved = sku.on_hand or 0, sku.reserved or 0
        code = sku.main_code or sku.merchant_code
        yield (
            code,
            sku.name,
            sku.spec,
            sku.unit,
            on_hand,
            reserved,
            on_hand - reserved,
            sku.cost,
        )


def movement_columns() -> Columns:
    """Return the columns of stock movements."""
    return [
        ExportColumn("at", _("Time"), Kind.TIME),
        ExportColumn("day", _("Shop day"), Kind.TIME),
        ExportColumn("code", _("Barcode")),
        ExportColumn("name", _("Product name")),
        ExportColumn("spec", _("Spec")),
        ExportColumn("kind", _("Kind")),
        ExportColumn("quantity", _("Quantity"), Kind.QUANTITY),
        ExportColumn("unit", _("Unit")),
        ExportColumn("cause", _("Cause")),
        ExportColumn("note", _("Note")),
    ]


def movement_rows(connection: Connection, _place: UUID, zone: str) -> Rows:
    """Give all movements, till by till in their order."""
    for row in stream(connection, _MOVEMENTS, {}):
        yield (
            iso_text(row.at, zone),
            row.shop_day.isoformat(),
            row.main_code or row.merchant_code,
            row.name,
            row.spec,
            row.kind,
            row.quantity,
            row.unit,
            row.cause_kind,
            row.note,
        )
