"""The section of online shops: which page is shown, and what leads from one to the other."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.infra.secrets import SecretStore
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.services.channel_accounts import ChannelAccounts
from microshop_desktop.ui.connect.desk import ConnectDesk
from microshop_desktop.ui.connect.request import Connect, MatchGoods
from microshop_desktop.ui.connect.view_model import ConnectModel, Step
from microshop_desktop.ui.online.match_desk import MatchDesk
from microshop_desktop.ui.online.match_model import MatchModel
from microshop_desktop.ui.online.section import OnlineSection
from microshop_desktop.ui.page import Page
from tests.ui.fakes import FakeShell
from tests.ui.online.conftest import Desk


@pytest.fixture
def section(desk: Desk, shell: FakeShell, tmp_path: Path, qtbot: QtBot) -> OnlineSection:
    keys = AccountKeys(SecretStore(tmp_path / "secrets", None))
    connect = ConnectModel(ConnectDesk(desk.shop, desk.actor, desk.syncs, lambda: keys))
    match = MatchModel(MatchDesk(desk.shop, desk.actor))
    made = OnlineSection(shell, online=desk.model, connect=connect, match=match)
    qtbot.addWidget(made)
    made.resize(1282, 712)
    made.show()
    return made


def shows(section: OnlineSection, page: Page) -> bool:
    return section.shown is page


def test_the_overview_leads_to_connecting_and_back(section: OnlineSection) -> None:
    section.entered()
    assert shows(section, section.overview)
    section.overview.head.connect_shop.click()
    assert shows(section, section.connecting)
    assert section.connecting.model.step is Step.PLATFORM
    section.escape()
    assert shows(section, section.overview)


def test_without_a_shop_it_offers_to_connect_one(
    section: OnlineSection, desk: Desk, shell: FakeShell
) -> None:
    shell.badges["online"] = 5
    ChannelAccounts(desk.shop).remove(desk.actor, desk.account)
    section.reload()
    assert shell.badges["online"] == 0
    assert shows(section, section.nothing)
    assert section.nothing.connect_shop is not None
    section.nothing.connect_shop.click()
    assert shows(section, section.connecting)
    section.escape()
    assert shows(section, section.nothing)


def test_settings_lead_to_new_keys_of_an_account(section: OnlineSection, desk: Desk) -> None:
    section.asked_for(Connect(desk.account))
    assert shows(section, section.connecting)
    assert section.connecting.model.step is Step.KEYS
    assert section.connecting.model.enters_anew
    section.escape()
    assert shows(section, section.overview)


def test_goods_of_one_shop_are_matched_and_scans_go_there(
    section: OnlineSection, desk: Desk
) -> None:
    desk.online.list_goods("cup", None)
    assert not section.claims_scan("6900001003199")
    section.asked_for(MatchGoods(desk.account))
    assert shows(section, section.matching)
    assert section.matching.model.asked.account == desk.account
    section.matching.list.go_to_row(0)
    assert section.claims_scan("6900001003199")
    section.asked_for(None)
    assert shows(section, section.overview)


def test_the_button_of_the_overview_leads_to_all_goods(section: OnlineSection, desk: Desk) -> None:
    desk.online.list_goods("cup", None)
    section.entered()
    section.overview.head.match.click()
    assert shows(section, section.matching)
    assert section.matching.model.asked.account is None
