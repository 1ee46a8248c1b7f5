"""Taking money: cash, an exact sum, WeChat by hand, in parts, and what is seen when it is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from microshop_desktop.ui.sell.page import SellPage

if TYPE_CHECKING:
    from tools.scenes.stage import Stage


def cash(stage: Stage) -> None:
    """Cash: the quick amounts, and the change for a typed one."""
    stage.key(Qt.Key.Key_F9)
    stage.take("20-pay-cash")
    for digit in "200":
        stage.key(Qt.Key(ord(digit)))
    stage.take("21-pay-cash-typed")


def by_hand(stage: Stage) -> None:
    """WeChat without a contract: the cashier looks at the phone."""
    stage.key(Qt.Key.Key_F10)
    stage.take("22-pay-wechat")
    stage.key(Qt.Key.Key_F11)
    stage.take("23-pay-alipay")
    stage.key(Qt.Key.Key_F12)
    stage.take("24-pay-code")
    stage.key(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    stage.take("25-pay-other")


def parts(stage: Stage) -> None:
    """A first part in cash; the question before it is given back."""
    stage.key(Qt.Key.Key_F9)
    for digit in "20":
        stage.key(Qt.Key(ord(digit)))
    stage.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    stage.take("26-pay-parts")
    pane = stage.page("sell", SellPage).pay()
    stage.in_dialog(pane.give_back.click, lambda _dialog: stage.take("27-pay-give-back"))


def paid(stage: Stage) -> None:
    """The rest is paid: what is seen until the next scan."""
    stage.key(Qt.Key.Key_F9)
    stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.take("28-paid")


SCENES = (cash, by_hand, parts, paid)
