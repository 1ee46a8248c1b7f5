"""While an account of practice is offered, every page says so."""

from pytestqt.qtbot import QtBot

from microshop_desktop.app.practice_mark import PracticeMark
from microshop_desktop.app.till import Till
from microshop_desktop.infra.settings import LANGUAGE
from microshop_desktop.services.payment_accounts import AccountForm, PaymentAccounts
from microshop_desktop.ui.widgets.practice_bar import PracticeBar

SETTINGS = {"app_id": "2021000000000001", "base_url": "http://127.0.0.1:8790/gateway.do"}


def test_the_mark_comes_and_goes_with_the_account(till: Till, qtbot: QtBot) -> None:
    till.show()
    till.begin()
    qtbot.waitUntil(lambda: till.pages.customer_screen is not None, timeout=5000)
    assert till.window is not None
    assert till.opened is not None
    assert till.window.findChild(PracticeMark) is not None
    parts, accounts = till.window.parts, PaymentAccounts(till.opened.shop)
    assert not parts.findChildren(PracticeBar)
    form = AccountForm("alipay", "Alipay", SETTINGS)
    actor = till.opened.actor
    account = accounts.save(actor, accounts.check(actor, form), form)
    qtbot.waitUntil(lambda: parts.practice is not None and not parts.practice.isHidden())
    bar = parts.practice
    assert bar is not None
    assert bar.text == "Practice, no real money"
    till.settings.put(LANGUAGE, "zh")
    assert bar.text == "练习中，不收真钱"
    accounts.switch(actor, account.id, on=False)
    qtbot.waitUntil(bar.isHidden)
