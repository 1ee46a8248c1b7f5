"""Certificates that end soon are told of in time, and no oftener than once a day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from microshop_desktop.app.certificate_reminder import CertificateReminder
from microshop_desktop.app.phone_payments import PhonePayments
from microshop_desktop.app.till import Till
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import LANGUAGE, Settings
from microshop_desktop.services.payment_accounts import AccountForm
from microshop_desktop.ui.widgets.toast import Toast
from tests.payments.alipay_chain import issued, pem
from tests.payments.scripted import MERCHANT, ScriptedGateway
from tests.ui.app.test_phone_payments import program
from tests.ui.app.test_till import opened

REAL = AccountForm("wechat_pay", "WeChat Pay", {"mch_id": MERCHANT})


class Shown:
    """A window on a shop with one account, and the news it told."""

    def __init__(self, till: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.till = till
        self.told: list[Toast] = []
        window = opened(till, qtbot)
        qtbot.waitUntil(lambda: till.findChild(PhonePayments) is not None)
        monkeypatch.setattr(window, "toast", self.told.append)
        found = till.findChild(CertificateReminder)
        assert found is not None
        self.reminder = found

    def account(self, until: datetime, form: AccountForm = REAL) -> UUID:
        """Keep an account whose certificate ends then."""
        collecting, actor = self.till.collecting, self.till.open_services().actor
        number = collecting.accounts.check(actor, form)
        collecting.keys.write(number, {"certificate": pem(issued("merchant", until=until))})
        collecting.accounts.save(actor, number, form)
        return number

    @property
    def chip(self) -> str:
        assert self.till.window is not None
        chip = self.till.window.top_bar.chip("certificate")
        return "" if chip.isHidden() else chip.accessibleName()

    @property
    def texts(self) -> list[str]:
        return [toast.text for toast in self.told]


@pytest.fixture
def shown(
    stocked: Folders,
    settings: Settings,
    clock: FixedClock,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Shown]:
    till = program(stocked, settings, clock, ScriptedGateway())
    yield Shown(till, qtbot, monkeypatch)
    till.end()


def test_one_that_is_good_for_long_is_not_told(shown: Shown, clock: FixedClock) -> None:
    shown.account(clock.now() + timedelta(days=31))
    shown.reminder.look()
    assert (shown.texts, shown.chip) == ([], "")


def test_a_month_before_it_is_told_once_a_day(shown: Shown, clock: FixedClock) -> None:
    until = clock.now() + timedelta(days=20)
    shown.account(until)
    shown.reminder.look()
    shown.reminder.look()
    (text,) = shown.texts
    assert text.startswith("The certificate of WeChat Pay ends on ")
    assert str(until.year) in text
    assert shown.chip == ""
    clock.advance(timedelta(days=1))
    shown.reminder.look()
    assert len(shown.texts) == 2


def test_in_the_last_week_it_stands_in_the_bar(shown: Shown, clock: FixedClock) -> None:
    shown.account(clock.now() + timedelta(days=6))
    shown.reminder.look()
    assert shown.chip.startswith("Certificate ends ")
    shown.till.settings.put(LANGUAGE, "es")
    assert shown.chip.startswith("El certificado caduca el ")


def test_one_that_ended_says_so_and_leads_to_its_settings(shown: Shown, clock: FixedClock) -> None:
    shown.account(clock.now() - timedelta(days=1))
    shown.reminder.look()
    assert "ended on" in shown.texts[0]
    assert shown.chip == "Certificate ended"
    (toast,) = shown.told
    assert toast.act is not None
    toast.act()
    assert shown.till.window is not None
    assert shown.till.window.current_page is shown.till.window.page("settings")


def test_a_replaced_one_is_told_no_more(shown: Shown, clock: FixedClock) -> None:
    shown.account(clock.now() + timedelta(days=3))
    shown.reminder.look()
    assert shown.chip != ""
    shown.account(clock.now() + timedelta(days=400))
    assert shown.chip == ""


def test_practice_and_accounts_that_are_off_are_left_alone(shown: Shown, clock: FixedClock) -> None:
    settings = {"mch_id": MERCHANT, "base_url": "http://127.0.0.1:1"}
    shown.account(clock.now(), AccountForm("wechat_pay", "Practice", settings))
    shown.reminder.look()
    number = shown.account(clock.now())
    collecting, actor = shown.till.collecting, shown.till.open_services().actor
    collecting.accounts.switch(actor, number, on=False)
    shown.told.clear()
    shown.reminder.look()
    assert (shown.texts, shown.chip) == ([], "")
