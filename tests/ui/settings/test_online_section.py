"""Online shops in the settings: on or off, share and buffer of each, all with undo."""

from uuid import UUID

import pytest
from PySide6.QtWidgets import QWidget

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm, ChannelView
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.connect.request import Connect
from microshop_desktop.ui.settings.online_section import OnlineSection
from microshop_desktop.ui.settings.page import SettingsPage
from microshop_desktop.ui.settings.rows import SettingRow
from microshop_desktop.ui.widgets.button import Button
from tests.services.online_shop import OnlineShop, line, order
from tests.ui.fakes import FakeShell


@pytest.fixture
def account(shop: Shop) -> UUID:
    form = ChannelForm("shopify", "Web shop")
    return ChannelAccounts(shop).add(shop.owner(), shop.ids.new(), form).id


@pytest.fixture
def section(account: UUID, page: SettingsPage) -> OnlineSection:
    page.show_section("online")
    page.entered()
    found = page.section("online")
    assert isinstance(found, OnlineSection)
    return found


def saved(shop: Shop) -> ChannelView:
    return ChannelAccounts(shop).every(shop.owner())[0]


def row(section: OnlineSection, name: str) -> SettingRow:
    return next(row for card in section.cards for row in card.rows if row.name == name)


def type_into(section: OnlineSection, name: str, text: str) -> str:
    """Type into a line, press Enter, and return what it shows then."""
    edit = row(section, name).control
    edit.setText(text)  # type: ignore[attr-defined]
    edit.editingFinished.emit()  # type: ignore[attr-defined]
    shown: str = row(section, name).control.text()  # type: ignore[attr-defined]
    return shown


def button(section: QWidget, text: str) -> Button:
    return next(each for each in section.findChildren(Button) if each.text() == text)


def test_without_shops_it_offers_to_connect_one(page: SettingsPage, shell: FakeShell) -> None:
    section = page.section("online")
    assert section.state() == ("None yet", "muted")
    assert not section.cards
    button(section, "Connect an online shop").click()
    assert shell.visits == [("online", Connect())]


def test_keys_that_are_not_here_are_said_and_entered_anew(
    section: OnlineSection, account: UUID, keys: AccountKeys, shell: FakeShell
) -> None:
    assert "not on this computer" in section.shops[0].trouble.text
    button(section, "Enter keys anew").click()
    assert shell.visits == [("online", Connect(account))]
    keys.write(account, {"access_token": "shpat_1"})
    section.refresh()
    assert section.shops[0].trouble.isHidden()


def test_a_shop_is_removed_with_its_keys_once_that_was_meant(
    section: OnlineSection, account: UUID, keys: AccountKeys, shell: FakeShell
) -> None:
    keys.write(account, {"access_token": "shpat_1"})
    shell.answer = False
    button(section, "Remove").click()
    assert len(section.cards) == 1
    assert "Its orders and its matched goods stay" in shell.questions[0].text
    shell.answer = True
    button(section, "Remove").click()
    assert not section.cards
    assert not keys.read(account)
    assert section.state() == ("None yet", "muted")


def test_before_it_is_removed_its_waiting_orders_are_counted(
    section: OnlineSection, account: UUID, shop: Shop, shell: FakeShell
) -> None:
    online = OnlineShop(shop, shop.owner(), Source(account, "shopify"))
    online.take(order("1", line(1, "tea", 1, 850)), order("2", line(1, "tea", 1, 850)))
    shell.answer = False
    button(section, "Remove").click()
    assert "2 orders still wait" in shell.questions[0].text


def test_an_added_shop_is_there_when_the_page_is_entered(section: OnlineSection) -> None:
    assert section.state() == ("1 online shop", "muted")
    assert [row.name for row in section.cards[0].rows] == [
        "Sync this shop",
        "Share of the stock, in percent",
        "Kept for the counter",
    ]


def test_a_shop_is_switched_off_and_on_by_undo(
    section: OnlineSection, shop: Shop, shell: FakeShell
) -> None:
    row(section, "Sync this shop").control.click()  # type: ignore[attr-defined]
    assert not saved(shop).enabled
    shell.undos[-1]()
    assert saved(shop).enabled


def test_share_and_buffer_are_typed_and_taken_back(
    section: OnlineSection, shop: Shop, shell: FakeShell
) -> None:
    assert type_into(section, "Share of the stock, in percent", "80") == "80"
    assert type_into(section, "Kept for the counter", "1.5") == "1.5"
    assert saved(shop).settings == {"percent": 80, "buffer": 1500}
    shell.undos[-1]()
    assert saved(shop).settings == {"percent": 80, "buffer": 0}


@pytest.mark.parametrize("typed", ["all", "", "100"])
def test_what_says_nothing_new_changes_nothing(
    section: OnlineSection, shop: Shop, shell: FakeShell, typed: str
) -> None:
    assert type_into(section, "Share of the stock, in percent", typed) == "100"
    assert not shell.undos
    assert saved(shop).version == 1


def test_more_than_all_is_refused_in_words(section: OnlineSection, shell: FakeShell) -> None:
    assert type_into(section, "Share of the stock, in percent", "120") == "100"
    [problem] = shell.problems
    assert isinstance(problem, ShopError)
    assert problem.code is ErrorCode.ACCOUNT_VALUE_WRONG
