"""The payment buttons of the till: their order and which are shown."""

import pytest

from microshop_desktop.infra.settings import PAY_BUTTONS, PAY_WAYS
from microshop_desktop.ui.settings.page import SettingsPage
from microshop_desktop.ui.settings.pay_buttons_card import PayButtonsCard
from microshop_desktop.ui.settings.payments_section import PaymentsSection
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from tests.ui.fakes import FakeShell


@pytest.fixture
def card(page: SettingsPage, vm: SettingsViewModel) -> PayButtonsCard:
    made = PayButtonsCard(page, vm)
    made.open()
    return made


def order(shell: FakeShell) -> list[str]:
    return shell.settings.get(PAY_BUTTONS).split()


def test_the_section_opens_it(page: SettingsPage) -> None:
    page.show_section("payments")
    section = page.section("payments")
    assert isinstance(section, PaymentsSection)
    section.head_button().click()  # type: ignore[attr-defined]
    assert len(page.findChildren(PayButtonsCard)) == 1


def test_a_button_is_moved_and_put_back(card: PayButtonsCard, shell: FakeShell) -> None:
    assert order(shell) == list(PAY_WAYS)
    card.rows["wechat"].up.click()
    card.rows["wechat"].up.click()
    assert order(shell) == ["wechat", "cash", "code", "alipay"]
    assert not card.rows["wechat"].up.isEnabled()
    card.rows["wechat"].down.click()
    assert order(shell) == ["cash", "wechat", "code", "alipay"]
    shell.undos[-1]()
    assert order(shell) == ["wechat", "cash", "code", "alipay"]


def test_a_hidden_one_comes_back_as_the_last(card: PayButtonsCard, shell: FakeShell) -> None:
    card.rows["code"].switch.click()
    assert order(shell) == ["cash", "wechat", "alipay"]
    assert not card.rows["code"].up.isEnabled()
    assert not card.rows["alipay"].down.isEnabled()
    card.rows["code"].switch.click()
    assert order(shell) == ["cash", "wechat", "alipay", "code"]


def test_one_stays_in_any_case(card: PayButtonsCard, shell: FakeShell) -> None:
    for way in ("code", "wechat", "alipay"):
        card.rows[way].switch.click()
    assert order(shell) == ["cash"]
    assert not card.rows["cash"].switch.isEnabled()


@pytest.mark.parametrize("value", ["", "cash cash", "cash gold", 4])
def test_what_is_no_order_counts_as_unset(shell: FakeShell, value: object) -> None:
    assert not PAY_BUTTONS.accepts(value)
