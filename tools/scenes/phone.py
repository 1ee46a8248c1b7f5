"""Money by phone: every state of the payment pages, and the list of what is pending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from microshop_desktop.app.phone_payments import PhonePayments
from microshop_desktop.domain.payment import Doubt, NotSent, Outcome, Refusal, Refused, Unclear
from microshop_desktop.services.payment_accounts import AccountForm
from microshop_desktop.ui.pending.pending_card import PendingCard
from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.sell.phone_stage import Stage as Look

if TYPE_CHECKING:
    from tools.scenes.stage import Stage

_WECHAT_CODE, _ALIPAY_CODE = "134567890123456789", "281234567890123456"


def accounts(stage: Stage) -> None:
    """Open accounts of both platforms, and ring something up."""
    collecting, actor = stage.till.collecting, stage.till.open_services().actor
    for kind, name in (("wechat_pay", "mch_id"), ("alipay", "app_id")):
        form = AccountForm(kind, "", {name: "1900000001"})
        collecting.accounts.save(actor, stage.till.open_services().shop.ids.new(), form)
    _ring_up(stage)


def shown(stage: Stage) -> None:
    """The code, and a part of the money asked for."""
    _by(stage, Qt.Key.Key_F10, Look.WAITING)
    stage.take("60-pay-qr")
    _press(stage, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    stage.take("61-pay-qr-part")
    _press(stage, Qt.Key.Key_Escape)


def not_known(stage: Stage) -> None:
    """The network is lost while it waits: what is known, the reference asked for; put aside."""
    for _question in range(2):
        _answer(stage, Unclear(Doubt.NOT_REACHED))
        _press(stage, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        stage.wait_for(lambda: not stage.platform.next_answers)
        stage.settle()
    _until(stage, Look.UNKNOWN)
    stage.take("62-pay-unknown")
    _press(stage, Qt.Key.Key_F4)
    stage.take("63-pay-unknown-verify")
    _press(stage, Qt.Key.Key_Escape)
    _press(stage, Qt.Key.Key_F5)


def refused(stage: Stage) -> None:
    """The customer's code: waited for, charged, refused."""
    _ring_up(stage)
    _press(stage, Qt.Key.Key_F12)
    stage.take("64-pay-code-wanted")
    stage.scan(_ALIPAY_CODE)
    _until(stage, Look.PAYING)
    stage.take("65-pay-code-paying")
    _press(stage, Qt.Key.Key_F5)
    _ring_up(stage)
    _answer(stage, Refused(Refusal.NOT_ENOUGH_MONEY))
    stage.scan(_WECHAT_CODE)
    _until(stage, Look.REFUSED)
    stage.take("66-pay-code-refused")


def offline(stage: Stage) -> None:
    """No network: nothing was charged, and cash is free."""
    _answer(stage, *[NotSent()] * 3)
    _by(stage, Qt.Key.Key_F11, Look.NO_CODE)
    stage.take("67-pay-no-network")
    stage.platform.next_answers.clear()
    _press(stage, Qt.Key.Key_F9)
    stage.wait_for(lambda: not stage.page("sell", SellPage).has_open_attempt)
    _press(stage, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def pending(stage: Stage) -> None:
    """What is pending: each of them, then all of it paid."""
    phone = stage.till.findChild(PhonePayments)
    if not isinstance(phone, PhonePayments):
        message = "the till does not collect by phone"
        raise TypeError(message)
    stage.window.activateWindow()
    phone.show_list()
    stage.settle()
    (card,) = stage.window.findChildren(PendingCard)
    for number, entry in enumerate(card.model.entries):
        card.model.choose(entry.key)
        stage.take(f"68-pending-{number + 1}")
    for entry in card.model.entries:
        stage.platform.paid.add(entry.number)
        stage.till.collecting.thread.ask_now(entry.key)
    stage.wait_for(lambda: not phone.pending())
    card.refresh()
    stage.take("69-pending-none")
    card.close_layer()
    stage.settle()


def _ring_up(stage: Stage) -> None:
    sell = stage.page("sell", SellPage)
    for tile in [each for each in sell.vm.tiles if not each.by_weight][:3]:
        sell.vm.choose(tile.sku)
    stage.settle()


def _by(stage: Stage, key: Qt.Key, look: Look) -> None:
    _press(stage, key)
    _until(stage, look)


def _press(
    stage: Stage,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    stage.window.activateWindow()
    stage.settle()
    stage.key(key, modifier)


def _answer(stage: Stage, *answers: Outcome) -> None:
    stage.platform.next_answers.extend(answers)


def _until(stage: Stage, look: Look) -> None:
    sell = stage.page("sell", SellPage)
    stage.wait_for(lambda: sell.vm.phone is not None and sell.vm.phone.stage is look)
    stage.calm()


SCENES = (accounts, shown, not_known, refused, offline, pending)
