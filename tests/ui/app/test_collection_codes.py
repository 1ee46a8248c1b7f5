"""A collection code of the settings is what cashier and customer see, each with the amount."""

from pytestqt.qtbot import QtBot

from microshop_desktop.app.till import Till
from microshop_desktop.domain.basket import Method
from microshop_desktop.services.payment_accounts import AccountForm, PaymentAccounts
from microshop_desktop.ui.customer_display.view_model import Scene
from microshop_desktop.ui.sell.page import SellPage
from tests.ui.app.conftest import CODE

WXP = "wxp://f2f0AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"


def add_code(till: Till, text: str) -> None:
    opened = till.open_services()
    accounts, form = (
        PaymentAccounts(opened.shop),
        AccountForm("collection_code", "Lin", {"text": text}),
    )
    accounts.save(opened.actor, accounts.check(opened.actor, form), form)


def paying(till: Till, qtbot: QtBot, method: Method) -> SellPage:
    till.show()
    till.begin()
    qtbot.waitUntil(lambda: till.pages.customer_screen is not None, timeout=5000)
    page = till.window.page("sell") if till.window is not None else None
    assert isinstance(page, SellPage)
    till.pages.take_scan(CODE)
    page.vm.pay(method)
    return page


def test_cashier_and_customer_see_the_code(till: Till, qtbot: QtBot) -> None:
    page = paying(till, qtbot, Method.WECHAT)
    assert page.pay().hand.code is None
    add_code(till, WXP)
    qtbot.waitUntil(lambda: page.pay().hand.code is not None)
    card = page.pay().hand.code
    assert card is not None
    assert card.code.text == WXP
    screen = till.pages.customer_screen
    assert screen is not None
    screen.toggle()
    assert screen.window is not None
    assert screen.window.sight.scene is Scene.CODE
    assert (screen.window.sight.pane.qr, screen.window.sight.pane.amount) == (WXP, "¥8.50")


def test_another_way_to_pay_shows_no_code_of_wechat(till: Till, qtbot: QtBot) -> None:
    page = paying(till, qtbot, Method.WECHAT)
    add_code(till, WXP)
    page.vm.pay(Method.ALIPAY)
    qtbot.wait(20)
    card = page.pay().hand.code
    assert card is None or card.isHidden()
