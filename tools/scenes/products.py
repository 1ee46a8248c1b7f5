"""Products: the list, one product, its variants, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from microshop_desktop.ui.products.page import ProductsPage
from microshop_desktop.ui.products.price_change_dialog import PriceChangeDialog
from microshop_desktop.ui.products.table_model import PRICE
from tools.scenes.goods import CRISPS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from tools.scenes.stage import Stage


def listed(stage: Stage) -> None:
    """All products; one with several variants unfolded."""
    page = stage.page("products", ProductsPage)
    stage.take("40-products")
    page.table.setFocus()
    row = _row_with_variants(page)
    page.table.go_to_row(row)
    stage.key(Qt.Key.Key_Right)
    stage.take("41-products-variants")


def nothing(stage: Stage) -> None:
    """A search that finds nothing."""
    page = stage.page("products", ProductsPage)
    stage.type(page.search.edit, "zzz")
    stage.take("42-products-nothing")
    page.search.edit.clear()
    stage.settle()


def edit(stage: Stage) -> None:
    """A price in its cell: being typed, refused."""
    page = stage.page("products", ProductsPage)
    page.table.edit_cell(0, PRICE)
    stage.take("43-products-edit")
    if page.table.editor is not None:
        stage.type(page.table.editor, "abc")
        stage.take("44-products-refused")
    page.escape()


def panel(stage: Stage) -> None:
    """One product, and a new one."""
    page = stage.page("products", ProductsPage)
    stage.type(page.search.edit, CRISPS)
    page.table.setFocus()
    page.table.go_to_row(0)
    stage.key(Qt.Key.Key_Return)
    stage.take("45-product")
    area = page.panel.findChild(QScrollArea)
    if area is not None:
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    stage.take("46-product-more")
    page.search.edit.clear()
    stage.press(page.new)
    stage.take("47-product-new")
    page.one.close()


def variants(stage: Stage) -> None:
    """The grid of colours and sizes."""
    page = stage.page("products", ProductsPage)
    page.table.setFocus()
    page.table.go_to_row(_row_with_variants(page))
    stage.key(Qt.Key.Key_Return)
    stage.in_dialog(page.panel.variants.click, lambda _dialog: stage.take("48-product-variants"))
    page.one.close()


def many(stage: Stage) -> None:
    """What is done with many at once: the bar, new prices with their preview, a question."""
    page = stage.page("products", ProductsPage)
    page.view_model.tick_all()
    page.reload(keep=True)
    stage.take("49-products-ticked")
    stage.in_menu("50-products-category", page.many.choose_category)
    stage.in_dialog(page.many.change_prices, lambda dialog: _preview(stage, dialog))
    stage.in_dialog(page.many.delete_ticked, lambda _dialog: stage.take("52-products-delete"))
    page.drop_ticks()


def categories(stage: Stage) -> None:
    """The list of categories."""
    page = stage.page("products", ProductsPage)
    stage.in_dialog(
        page.filters.edit_asked.emit, lambda _dialog: stage.take("53-products-categories")
    )


def _preview(stage: Stage, dialog: QDialog) -> None:
    if isinstance(dialog, PriceChangeDialog):
        stage.type(dialog.amount, "10")
        stage.take("51-products-prices")


def _row_with_variants(page: ProductsPage) -> int:
    """The first row whose product has several variants."""
    model = page.view_model
    for row in range(model.count):
        line = page.table.line(row)
        if line is not None and len(line.row.skus) > 1:
            return row
    return 0


SCENES = (listed, nothing, edit, panel, variants, many, categories)
