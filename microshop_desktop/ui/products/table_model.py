"""The rows of the table as Qt sees them: texts, and what a screen reader says of a row."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from typing_extensions import override

from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.ui.products.cells import (
    code_text,
    full_name,
    member_text,
    name_text,
    price_text,
    stock_text,
)
from microshop_desktop.ui.products.rows import Line
from microshop_desktop.ui.products.view_model import ProductsViewModel
from microshop_desktop.ui.widgets.paged_model import Column, Index, PagedModel

TICK, PRODUCT, CODE, PRICE, MEMBER, STOCK, MENU = range(7)
SORTED_BY = {PRODUCT: "name", PRICE: "price"}


class ProductTableModel(PagedModel[Line]):
    """Adapts the view-model's rows; holds no rule."""

    def __init__(self, view_model: ProductsViewModel) -> None:
        super().__init__(columns_of(view_model), view_model.fetch)

    def insert_below(self, row: int, count: int, change: Callable[[], bool]) -> None:
        """Show so many rows more below a row; `change` makes the view-model have them."""
        self.beginInsertRows(QModelIndex(), row + 1, row + count)
        self._forget()
        if change():
            self._count += count
        self.endInsertRows()

    def remove_below(self, row: int, count: int, change: Callable[[], bool]) -> None:
        """Take so many rows below a row away; `change` makes the view-model lose them."""
        self.beginRemoveRows(QModelIndex(), row + 1, row + count)
        self._forget()
        if change():
            self._count -= count
        self.endRemoveRows()

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.row(index.row())
            return "" if line is None else _spoken(line, self.columns[index.column()])
        return super().data(index, role)


def columns_of(view_model: ProductsViewModel) -> list[Column[Line]]:
    """The columns with their heads in the language in use."""
    currency = view_model.desk.currency
    return [
        Column("tick", "", lambda _line: "", width=48),
        Column("product", _("Product"), name_text),
        Column("code", _("Barcode"), code_text, width=152, spare=True),
        Column(
            "price",
            pgettext("price|short", "Retail"),
            lambda line: price_text(line, currency),
            width=96,
            right=True,
        ),
        Column(
            "member",
            pgettext("price|short", "Member"),
            lambda line: member_text(line, currency),
            width=100,
            right=True,
        ),
        Column("stock", _("Available"), stock_text, width=104, right=True),
        Column("menu", "", lambda _line: "", width=48),
    ]


def _spoken(line: Line, column: Column[Line]) -> str:
    text = column.text(line)
    return full_name(line) if column.key == "product" else f"{column.title} {text}".strip()
