"""Tables of what the shop has, to be written into files: open, whole, in a fixed order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection

from microshop_desktop.domain.export_table import ExportTable
from microshop_desktop.services import export_goods, export_sales
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.export_pieces import Columns, Rows
from microshop_desktop.services.shop import Shop


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


_TABLES: dict[ExportKind, tuple[Callable[[], Columns], Callable[[Connection, UUID, str], Rows]]] = {
    ExportKind.PRODUCTS: (export_goods.product_columns, export_goods.product_rows),
    ExportKind.STOCK: (export_goods.stock_columns, export_goods.stock_rows),
    ExportKind.MOVEMENTS: (export_goods.movement_columns, export_goods.movement_rows),
    ExportKind.ORDERS: (export_sales.order_columns, export_sales.order_rows),
    ExportKind.PAYMENTS: (export_sales.payment_columns, export_sales.payment_rows),
    ExportKind.CUSTOMERS: (export_sales.customer_columns, export_sales.customer_rows),
}
