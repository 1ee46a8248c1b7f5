"""The selling page: empty, with a basket, with everything that opens over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from microshop_desktop.infra.translations import current_language
from microshop_desktop.ui.sell.page import SellPage
from tools.scenes.goods import BERRIES, CRISPS, MASK, SODA, UNKNOWN, member

if TYPE_CHECKING:
    from tools.scenes.stage import Stage

_TYPED = {"zh": "bqt", "en": "mask", "es": "masc"}


def empty(stage: Stage) -> None:
    """The till in the morning."""
    stage.page("sell", SellPage)
    stage.take("01-sell-empty")


def basket(stage: Stage) -> None:
    """Four lines, one of them of two pieces."""
    stage.scan(CRISPS, CRISPS, BERRIES, SODA, MASK)
    stage.take("02-sell-basket")


def typing(stage: Stage) -> None:
    """What is found while a name is typed."""
    page = stage.page("sell", SellPage)
    stage.type(page.catalogue.field.edit, _TYPED[current_language()])
    stage.take("03-sell-typing")
    page.catalogue.field.edit.clear()


def unknown(stage: Stage) -> None:
    """A code that nobody knows."""
    stage.scan(UNKNOWN)
    stage.take("04-sell-unknown-code")
    stage.page("sell", SellPage).escape()


def line_discount(stage: Stage) -> None:
    """The discount of a line."""
    stage.key(Qt.Key.Key_F7)
    stage.take("05-sell-line-discount")
    stage.key(Qt.Key.Key_Escape)


def basket_discount(stage: Stage) -> None:
    """The discount of the basket, and the basket after it was given."""
    stage.key(Qt.Key.Key_F8)
    stage.take("06-sell-basket-discount")
    stage.key(Qt.Key.Key_5)
    stage.key(Qt.Key.Key_Return)
    stage.take("07-sell-discounted")


def note(stage: Stage) -> None:
    """A note on a line."""
    stage.key(Qt.Key.Key_F4)
    stage.take("08-sell-note")
    stage.key(Qt.Key.Key_Escape)


def customer(stage: Stage) -> None:
    """The customers, and one that is not known yet."""
    stage.key(Qt.Key.Key_F3)
    stage.take("09-sell-customers")
    for digit in "13900001234":
        stage.key(Qt.Key(ord(digit)))
    stage.take("10-sell-new-customer")
    stage.key(Qt.Key.Key_Escape)
    stage.key(Qt.Key.Key_F3)
    for digit in member().phone:
        stage.key(Qt.Key(ord(digit)))
    stage.take("11-sell-customer-found")
    stage.key(Qt.Key.Key_Return)
    stage.take("12-sell-member")


def hold(stage: Stage) -> None:
    """A basket is put aside and the next one is begun."""
    stage.key(Qt.Key.Key_F5)
    stage.take("13-sell-hold")
    stage.key(Qt.Key.Key_Return)
    stage.take("14-sell-held")
    stage.key(Qt.Key.Key_F6)
    stage.take("15-sell-recall")
    stage.key(Qt.Key.Key_Return)


def undo(stage: Stage) -> None:
    """A line was removed and can be brought back."""
    page = stage.page("sell", SellPage)
    page.vm.remove()
    stage.take("16-sell-undo")
    stage.window.undo_last()


SCENES = (
    empty,
    basket,
    typing,
    unknown,
    line_discount,
    basket_discount,
    note,
    customer,
    hold,
    undo,
)
