"""Stock: the list, why a figure is so, correcting it, and goods that arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from microshop_desktop.ui.stock.section import StockSection
from tools.scenes.goods import ALMONDS, CRISPS, SODA, UNKNOWN

if TYPE_CHECKING:
    from tools.scenes.stage import Stage


def listed(stage: Stage) -> None:
    """All goods, then what is low."""
    page = stage.page("stock", StockSection).stock
    stage.take("60-stock")
    page.low.click()
    stage.take("61-stock-low")
    page.low.click()
    stage.settle()


def why(stage: Stage) -> None:
    """Why the figures are so, and correcting one."""
    page = stage.page("stock", StockSection).stock
    page.table.setFocus()
    page.table.go_to_row(1)
    stage.key(Qt.Key.Key_Return)
    stage.take("62-stock-why")
    stage.in_dialog(page.adjust_current, lambda _dialog: stage.take("63-stock-adjust"))
    page.close_panel()


def arriving(stage: Stage) -> None:
    """A delivery: nothing yet, several lines, a code that nobody knows."""
    section = stage.page("stock", StockSection)
    section.show_goods_in()
    stage.take("64-goods-in-empty")
    stage.scan(CRISPS, SODA, SODA, ALMONDS)
    section.goods_in.edit_cost()
    stage.key(Qt.Key.Key_9)
    stage.key(Qt.Key.Key_Return)
    stage.take("65-goods-in")
    stage.scan(UNKNOWN)
    stage.take("66-goods-in-unknown-code")
    section.goods_in.model.drop_unknown(UNKNOWN)
    section.goods_in.show_draft()
    section.goods_in.book()
    stage.take("67-goods-in-booked")
    section.show_stock()


SCENES = (listed, why, arriving)
