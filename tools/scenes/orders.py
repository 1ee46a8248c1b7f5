"""Orders, one of them, giving back and exchanging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from microshop_desktop.ui.orders.page import OrdersPage
from tools.scenes.goods import COFFEE

if TYPE_CHECKING:
    from tools.scenes.stage import Stage


def listed(stage: Stage) -> None:
    """The list, and nothing found in it."""
    page = stage.page("orders", OrdersPage)
    stage.take("30-orders")
    stage.type(page.list.search.edit, "zzz")
    stage.take("31-orders-nothing")
    page.list.search.edit.clear()
    stage.settle()


def detail(stage: Stage) -> None:
    """One order beside the list."""
    page = stage.page("orders", OrdersPage)
    page.list.table.setFocus()
    page.list.table.go_to_row(0)
    stage.key(Qt.Key.Key_Return)
    stage.take("32-order")


def refund(stage: Stage) -> None:
    """Part of the order comes back."""
    page = stage.page("orders", OrdersPage)
    stage.press(page.detail.refund_button)
    stage.take("33-refund")
    stage.key(Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    stage.take("34-refund-all")
    page.escape()


def exchange(stage: Stage) -> None:
    """The customer takes something else."""
    page = stage.page("orders", OrdersPage)
    stage.press(page.detail.exchange_button)
    stage.take("35-exchange")
    stage.key(Qt.Key.Key_Plus)
    stage.scan(COFFEE)
    stage.take("36-exchange-chosen")
    page.escape()


def refunded(stage: Stage) -> None:
    """An order of which a part was given back."""
    page = stage.page("orders", OrdersPage)
    stage.press(page.detail.refund_button)
    stage.key(Qt.Key.Key_Plus)
    stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.take("37-order-refunded")


SCENES = (listed, detail, refund, exchange, refunded)
