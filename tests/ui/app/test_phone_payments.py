"""Money by phone in the whole window: followed beside it, told of, counted, taken up again."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from microshop_desktop.app.phone_payments import PhonePayments
from microshop_desktop.app.start import build_app
from microshop_desktop.app.till import Overrides, Till
from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import Settings
from microshop_desktop.services.payment_accounts import PaymentAccounts
from microshop_desktop.services.pending_list import PendingList
from microshop_desktop.ui.pending.pending_card import PendingCard
from microshop_desktop.ui.runner import ImmediateRunner
from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.widgets.sounds import SilentSounds
from tests.payments.scripted import ScriptedGateway
from tests.ui.app.conftest import CODE
from tests.ui.app.test_collecting import PRACTICE
from tests.ui.app.test_till import opened


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway()


def program(
    folders: Folders, settings: Settings, clock: FixedClock, gateway: ScriptedGateway
) -> Till:
    overrides = Overrides(
        clock=clock,
        runner=ImmediateRunner(),
        sounds=SilentSounds(),
        gateways=lambda _facts: gateway,
    )
    return build_app(folders, settings=settings, overrides=overrides)


@pytest.fixture
def paying(
    stocked: Folders,
    settings: Settings,
    clock: FixedClock,
    qapp: QApplication,
    gateway: ScriptedGateway,
) -> Iterator[Till]:
    made = program(stocked, settings, clock, gateway)
    yield made
    made.end()


def at_work(till: Till, qtbot: QtBot) -> SellPage:
    """Open the window with an account, and ring one thing up."""
    window = opened(till, qtbot)
    qtbot.waitUntil(lambda: till.findChild(PhonePayments) is not None)
    services = till.open_services()
    if not PaymentAccounts(services.shop).every(services.actor):
        number = services.shop.ids.new()
        PaymentAccounts(services.shop).save(services.actor, number, PRACTICE)
    sell = window.page("sell")
    assert isinstance(sell, SellPage)
    return sell


def wait_for_code(sell: SellPage, qtbot: QtBot) -> str:
    sell.vm.scanned(CODE)
    sell.vm.pay(Method.WECHAT)
    qtbot.waitUntil(lambda: sell.vm.phone is not None and sell.vm.phone.stage is Stage.WAITING)
    assert sell.vm.phone is not None
    assert sell.vm.phone.record is not None
    return sell.vm.phone.record.attempt.out_trade_no


def chip(till: Till) -> str:
    assert till.window is not None
    shown = till.window.top_bar.chip("payments")
    return "" if shown.isHidden() else shown.accessibleName()


def test_the_collectors_thread_closes_the_sale_on_the_screen(
    paying: Till, qtbot: QtBot, gateway: ScriptedGateway
) -> None:
    sell = at_work(paying, qtbot)
    gateway.customer_pays(wait_for_code(sell, qtbot))
    assert chip(paying) == ""
    sell.vm.ask_platform()
    qtbot.waitUntil(lambda: sell.vm.last_sale is not None)
    assert chip(paying) == ""


def test_a_parked_payment_is_counted_listed_and_told_when_it_is_paid(
    paying: Till, qtbot: QtBot, gateway: ScriptedGateway
) -> None:
    sell = at_work(paying, qtbot)
    number = wait_for_code(sell, qtbot)
    assert sell.vm.phone is not None
    assert sell.vm.phone.record is not None
    attempt = sell.vm.phone.record.attempt.id
    sell.vm.park()
    qtbot.waitUntil(lambda: chip(paying) == "Pending payments 1")
    assert paying.window is not None
    paying.window.top_bar.chip("payments").click()
    (card,) = paying.window.findChildren(PendingCard)
    assert card.code.text.startswith("weixin://")
    gateway.customer_pays(number)
    paying.collecting.thread.ask_now(attempt)
    qtbot.waitUntil(lambda: chip(paying) == "")
    qtbot.waitUntil(lambda: not card.model.entries)
    assert sell.vm.last_sale is None


def test_the_order_in_hand_is_not_counted_while_it_is_paid_another_way(
    paying: Till, qtbot: QtBot
) -> None:
    sell = at_work(paying, qtbot)
    wait_for_code(sell, qtbot)
    sell.vm.park()
    qtbot.waitUntil(lambda: chip(paying) == "Pending payments 1")
    wait_for_code(sell, qtbot)
    sell.vm.pay(Method.CASH)
    qtbot.waitUntil(lambda: sell.vm.phone is not None and sell.vm.phone.record is None)
    qtbot.wait(400)
    assert chip(paying) == "Pending payments 1"
    assert sell.vm.pending_count == 1
    sell.vm.park()
    qtbot.waitUntil(lambda: chip(paying) == "Pending payments 2")


def test_what_a_former_run_left_open_is_taken_up_and_told(
    paying: Till,
    clock: FixedClock,
    qtbot: QtBot,
    gateway: ScriptedGateway,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    number = wait_for_code(at_work(paying, qtbot), qtbot)
    paying.end()
    gateway.customer_pays(number)
    second = program(paying.folders, paying.settings, clock, gateway)
    try:
        window = opened(second, qtbot)
        monkeypatch.setattr(window, "toast", lambda toast: told.append(toast.text))
        services = second.open_services()
        qtbot.waitUntil(lambda: PendingList(services.shop).count(services.actor) == 0)
        qtbot.waitUntil(lambda: chip(second) == "")
        qtbot.waitUntil(lambda: bool(told))
        assert told[0].startswith("WeChat ¥8.50 received · ")
    finally:
        second.end()
