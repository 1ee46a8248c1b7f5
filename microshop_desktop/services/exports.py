"""Tables of what the shop has, to be written into files: open, whole, in a fixed order."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, select

from microshop_desktop.domain.export_table import ExportColumn, ExportTable, Kind
from microshop_desktop.infra.translations import _
from microshop_desktop.persistence.streaming import AnyRow, AnySelect, stream
from microshop_desktop.persistence.tables.catalogue import (
    Category,
    PriceRow,
    Product,
    Sku,
    SkuCode,
)
from microshop_desktop.persistence.tables.customers import Customer, CustomerTag, Tag
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow, Payment
from microshop_desktop.persistence.tables.stock import StockLevel, StockMovement
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.order_json import iso_text
from microshop_desktop.services.shop import Shop

_AT_ONCE = 400
Columns = list[ExportColumn]
Rows = Iterator[Sequence[object]]


class ExportKind(StrEnum):
    """What can be exported."""

    PRODUCTS = "products"
    STOCK = "stock"
    MOVEMENTS = "movements"
    ORDERS = "orders"
    PAYMENTS = "payments"
    CUSTOMERS = "customers"


class Exports:
    """Reads tables for files."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.EXPORT_DATA)
    def table(self, actor: Actor, kind: ExportKind) -> "OpenTable":
        """Return a table to be read inside `with`; all its rows are of one moment."""
        return OpenTable(self._shop, kind)


class OpenTable:
    """A table of one kind; `open()` reads it."""

    def __init__(self, shop: Shop, kind: ExportKind) -> None:
        """Remember what is to be read."""
        self._shop = shop
        self._kind = kind

    @contextmanager
    def open(self) -> Iterator[ExportTable]:
        """Give the table; its rows are read while they are asked for."""
        profile = self._shop.profile
        columns, rows = _TABLES[self._kind]
        with self._shop.database.read() as connection:
            yield ExportTable(
                columns=columns(),
                rows=rows(connection, profile.place, profile.zone),
                currency=profile.currency.code,
                exponent=profile.currency.exponent,
            )


def _product_columns() -> Columns:
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


def _product_rows(connection: Connection, place: UUID, _zone: str) -> Rows:
    for skus in _pieces(stream(connection, _PRODUCTS, {"place": place})):
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


def _stock_columns() -> Columns:
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


def _stock_rows(connection: Connection, place: UUID, _zone: str) -> Rows:
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


def _movement_columns() -> Columns:
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


def _movement_rows(connection: Connection, _place: UUID, zone: str) -> Rows:
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


def _order_columns() -> Columns:
    return [
        ExportColumn("number", _("Order")),
        ExportColumn("at", _("Time"), Kind.TIME),
        ExportColumn("day", _("Shop day"), Kind.TIME),
        ExportColumn("source", _("Source")),
        ExportColumn("state", _("State")),
        ExportColumn("pay_state", _("Payment state")),
        ExportColumn("order_currency", _("Currency")),
        ExportColumn("order_total", _("Order total"), Kind.MONEY),
        ExportColumn("order_refunded", _("Order refunded"), Kind.MONEY),
        ExportColumn("line", _("Line"), Kind.COUNT),
        ExportColumn("code", _("Barcode")),
        ExportColumn("name", _("Product name")),
        ExportColumn("spec", _("Spec")),
        ExportColumn("quantity", _("Quantity"), Kind.QUANTITY),
        ExportColumn("unit", _("Unit")),
        ExportColumn("unit_price", _("Unit price"), Kind.MONEY),
        ExportColumn("discount", _("Discount"), Kind.MONEY),
        ExportColumn("tax", _("Tax"), Kind.MONEY),
        ExportColumn("total", _("Line total"), Kind.MONEY),
        ExportColumn("refunded", _("Refunded"), Kind.MONEY),
    ]


def _order_rows(connection: Connection, _place: UUID, zone: str) -> Rows:
    for row in stream(connection, _ORDERS, {}):
        yield (
            row.number,
            iso_text(row.at, zone),
            row.shop_day.isoformat(),
            row.source,
            row.state,
            row.pay_state,
            row.currency,
            row.order_total,
            row.order_refunded,
            row.no,
            row.code,
            row.name,
            row.spec,
            row.quantity,
            row.unit,
            row.unit_price,
            row.discount,
            row.tax,
            row.total,
            row.refunded,
        )


def _payment_columns() -> Columns:
    return [
        ExportColumn("order", _("Order")),
        ExportColumn("at", _("Time"), Kind.TIME),
        ExportColumn("day", _("Shop day"), Kind.TIME),
        ExportColumn("method", _("Method")),
        ExportColumn("amount", _("Amount"), Kind.MONEY),
        ExportColumn("payment_currency", _("Currency")),
        ExportColumn("state", _("State")),
        ExportColumn("reference", _("Reference")),
    ]


def _payment_rows(connection: Connection, _place: UUID, zone: str) -> Rows:
    for row in stream(connection, _PAYMENTS, {}):
        yield (
            row.number,
            iso_text(row.at, zone),
            row.shop_day.isoformat(),
            row.method,
            row.amount,
            row.currency,
            row.state,
            row.reference,
        )


def _customer_columns() -> Columns:
    return [
        ExportColumn("name", _("Nickname")),
        ExportColumn("real_name", _("Real name")),
        ExportColumn("phone", _("Phone")),
        ExportColumn("code", _("Card number")),
        ExportColumn("tags", _("Tags")),
        ExportColumn("points", _("Points"), Kind.COUNT),
        ExportColumn("note", _("Note")),
    ]


def _customer_rows(connection: Connection, _place: UUID, _zone: str) -> Rows:
    for customers in _pieces(stream(connection, _CUSTOMERS, {})):
        tags: dict[UUID, list[str]] = defaultdict(list)
        for tag in connection.execute(_TAGS, {"customers": [one.id for one in customers]}):
            tags[tag.customer_id].append(tag.name)
        for one in customers:
            yield (
                one.name,
                one.real_name,
                one.phone,
                one.code,
                tags[one.id],
                one.points,
                one.note,
            )


def _pieces(rows: Iterator[AnyRow]) -> Iterator[list[AnyRow]]:
    piece: list[AnyRow] = []
    for row in rows:
        piece.append(row)
        if len(piece) == _AT_ONCE:
            yield piece
            piece = []
    if piece:
        yield piece


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
_ORDERS: AnySelect = (
    select(
        OrderRow.number,
        OrderRow.at,
        OrderRow.shop_day,
        OrderRow.source,
        OrderRow.state,
        OrderRow.pay_state,
        OrderRow.currency,
        OrderRow.total.label("order_total"),
        OrderRow.refunded.label("order_refunded"),
        OrderLine.no,
        OrderLine.code,
        OrderLine.name,
        OrderLine.spec,
        OrderLine.quantity,
        OrderLine.unit,
        OrderLine.unit_price,
        OrderLine.discount,
        OrderLine.tax,
        OrderLine.total,
        OrderLine.refunded,
    )
    .join(OrderLine, OrderLine.order_id == OrderRow.id)
    .order_by(OrderRow.till_id, OrderRow.seq, OrderLine.no)
)
_PAYMENTS: AnySelect = (
    select(
        OrderRow.number,
        Payment.at,
        Payment.shop_day,
        Payment.method,
        Payment.amount,
        Payment.currency,
        Payment.state,
        Payment.reference,
    )
    .join(OrderRow, OrderRow.id == Payment.order_id)
    .order_by(Payment.till_id, Payment.seq)
)
_CUSTOMERS: AnySelect = (
    select(
        Customer.id,
        Customer.name,
        Customer.real_name,
        Customer.phone,
        Customer.code,
        Customer.points,
        Customer.note,
    )
    .where(Customer.deleted_at.is_(None))
    .order_by(Customer.id)
)
_TAGS = (
    select(CustomerTag.customer_id, Tag.name)
    .join(Tag, Tag.id == CustomerTag.tag_id)
    .where(CustomerTag.customer_id.in_(bindparam("customers", expanding=True)))
    .order_by(Tag.name)
)

_TABLES: dict[ExportKind, tuple[Callable[[], Columns], Callable[[Connection, UUID, str], Rows]]] = {
    ExportKind.PRODUCTS: (_product_columns, _product_rows),
    ExportKind.STOCK: (_stock_columns, _stock_rows),
    ExportKind.MOVEMENTS: (_movement_columns, _movement_rows),
    ExportKind.ORDERS: (_order_columns, _order_rows),
    ExportKind.PAYMENTS: (_payment_columns, _payment_rows),
    ExportKind.CUSTOMERS: (_customer_columns, _customer_rows),
}
