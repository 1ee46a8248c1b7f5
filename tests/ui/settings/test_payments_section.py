"""Accounts are entered, checked at a sandbox before they are kept, switched and removed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import qrcode
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.collection_code import CodeScheme
from microshop_desktop.domain.merchant_accounts import ALIPAY, COLLECTION_CODE, WECHAT_PAY
from microshop_desktop.payments.gateway import Checked, CheckState
from microshop_desktop.sandbox.accounts import Mode
from microshop_desktop.sandbox.credentials import Credentials
from microshop_desktop.sandbox.sandbox import Sandbox
from microshop_desktop.ui.settings.page import SettingsPage
from microshop_desktop.ui.settings.payments_section import PaymentsSection
from microshop_desktop.ui.settings.payments_section_card import AccountCard, InvitingCard
from microshop_desktop.ui.settings.payments_section_code import CodesCard, PracticeCard
from microshop_desktop.ui.settings.payments_section_desk import AccountsDesk
from microshop_desktop.ui.settings.payments_section_fields import BY_CERTIFICATE, BY_KEY
from microshop_desktop.ui.settings.payments_section_form import AccountFormCard
from microshop_desktop.ui.settings.payments_section_model import PaymentsModel, code_scheme
from tests.contract.contenders import practice_keys
from tests.ui.fakes import FakeShell

W = TypeVar("W", bound=QWidget)
OPTIONS = {
    "key-file": "private_key",
    "public-key-file": "public_key",
    "alipay-public-key-file": "alipay_public_key",
    "app-cert": "app_certificate",
    "alipay-cert": "alipay_certificate",
    "root-cert": "root_certificate",
}
WXP = "wxp://f2f0AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"
ALI = "https://qr.alipay.com/fkx12345abcdefghijk67"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(practice_keys())
    made.start(phone_host="127.0.0.1")
    yield made
    made.stop()


@pytest.fixture
def files(sandbox: Sandbox, tmp_path: Path) -> list[Credentials]:
    return sandbox.write_credentials(tmp_path / "files")


@pytest.fixture
def section(page: SettingsPage) -> PaymentsSection:
    page.show_section("payments")
    found = page.section("payments")
    assert isinstance(found, PaymentsSection)
    return found


def of(files: list[Credentials], kind: str, mode: Mode) -> Credentials:
    return next(each for each in files if (each.kind, each.mode) == (kind, mode))


def cards(section: PaymentsSection, kind: type[W]) -> list[W]:
    for _ in range(3):  # what was pressed, what it builds, what it shows
        QApplication.processEvents()
    QApplication.sendPostedEvents(None, 52)  # what was replaced is deleted
    found: list[W] = section.findChildren(kind)
    return [card for card in found if card.isVisibleTo(section)]


def begin(section: PaymentsSection, number: int) -> AccountFormCard:
    cards(section, InvitingCard)[number].begin.click()
    [form] = cards(section, AccountFormCard)
    return form


def fill(form: AccountFormCard, credentials: Credentials) -> None:
    """Type numbers and drop files as a seller would."""
    for option, value in credentials.options.items():
        name = OPTIONS.get(option, option.replace("-", "_"))
        if name in form.tiles:
            form.tiles[name].chosen.emit(Path(value))
        elif option == "apiv3-key-file":
            form.edits["apiv3_key"].textEdited.emit(Path(value).read_text(encoding="ascii"))
        else:
            form.edits[name].setText(value)
            form.edits[name].textEdited.emit(value)


def test_a_wechat_account_is_checked_and_then_kept(
    section: PaymentsSection, files: list[Credentials], payments: AccountsDesk
) -> None:
    form = begin(section, 0)
    assert not form.check.isEnabled()
    assert any("confirms by hand" in part.text() for part in form.findChildren(QLabel))
    fill(form, of(files, "wechat-pay", Mode.PUBLIC_KEY))
    assert form.check.isEnabled()
    form.check.click()
    [account] = payments.accounts()
    assert (account.kind, account.practice, account.enabled) == (WECHAT_PAY, True, True)
    [card] = cards(section, AccountCard)
    assert card.pill.text == "Connected"
    assert section.state() == ("Practice, no real money", "warning")


@pytest.mark.parametrize("mode", [Mode.PUBLIC_KEY, Mode.CERTIFICATES])
def test_an_alipay_account_in_both_ways_of_signing(
    section: PaymentsSection, files: list[Credentials], payments: AccountsDesk, mode: Mode
) -> None:
    form = begin(section, 1)
    form._set_mode(BY_KEY if mode is Mode.PUBLIC_KEY else BY_CERTIFICATE)
    [form] = cards(section, AccountFormCard)
    fill(form, of(files, "alipay", mode))
    form.check.click()
    assert [account.kind for account in payments.accounts()] == [ALIPAY]
    [card] = cards(section, AccountCard)
    assert card.account.merchant == of(files, "alipay", mode).options["app-id"]


def test_keys_are_never_shown_again(section: PaymentsSection, files: list[Credentials]) -> None:
    form = begin(section, 0)
    fill(form, of(files, "wechat-pay", Mode.PUBLIC_KEY))
    form.check.click()
    cards(section, AccountCard)[0].keys.click()
    [again] = cards(section, AccountFormCard)
    assert again.edits["apiv3_key"].text() == ""
    assert again.tiles["private_key"].is_filled
    assert "PRIVATE" not in repr(again.draft.wish())
    assert again.check.isEnabled()  # what is not replaced stays
    assert not any("by hand" in part.text() for part in again.findChildren(QLabel))


def test_a_wrong_key_is_said_and_nothing_is_kept(
    section: PaymentsSection, files: list[Credentials], payments: AccountsDesk
) -> None:
    form = begin(section, 0)
    credentials = of(files, "wechat-pay", Mode.PUBLIC_KEY)
    other = of(files, "alipay", Mode.PUBLIC_KEY)
    fill(form, credentials)
    form.tiles["private_key"].chosen.emit(Path(other.options["key-file"]))
    form.check.click()
    assert payments.accounts() == ()
    assert form.said.isVisible()
    assert "Nothing was saved" in form.said.text
    assert "refuses our key" in form.said.text


def test_a_public_key_in_the_place_of_the_private_one(
    section: PaymentsSection, files: list[Credentials]
) -> None:
    form = begin(section, 0)
    credentials = of(files, "wechat-pay", Mode.PUBLIC_KEY)
    form.tiles["private_key"].chosen.emit(Path(credentials.options["public-key-file"]))
    trouble = form.troubles["private_key"]
    assert trouble.text().startswith("pub_key.pem: This is the wrong key")
    assert trouble.isVisible()
    assert not form.troubles["public_key"].isVisible()
    assert not form.tiles["private_key"].is_filled
    form.tiles["private_key"].chosen.emit(Path(credentials.options["key-file"]))
    assert not trouble.isVisible()


def test_what_was_wrong_is_gone_after_leaving(
    section: PaymentsSection, page: SettingsPage, files: list[Credentials]
) -> None:
    form = begin(section, 0)
    credentials = of(files, "wechat-pay", Mode.PUBLIC_KEY)
    form.tiles["private_key"].chosen.emit(Path(credentials.options["public-key-file"]))
    page.show_section("shop")
    page.show_section("payments")
    assert form.isVisible()
    assert not form.troubles["private_key"].isVisible()


@pytest.mark.parametrize(
    ("number", "name", "wrong", "right"),
    [
        (0, "mch_id", "19000a0001", "1900000001"),
        (0, "app_id", "1900000001", "wx8888888888888888"),
        (1, "app_id", "wx8888888888888888", "2021001161683774"),
    ],
)
def test_a_number_that_cannot_be_right_is_said(
    section: PaymentsSection, number: int, name: str, wrong: str, right: str
) -> None:
    form = begin(section, number)
    edit = form.edits[name]
    for text, is_missing in ((wrong, True), (right, False)):
        edit.setText(text)
        edit.textEdited.emit(text)
        edit.editingFinished.emit()
        assert bool(edit.accessibleDescription()) is is_missing
        assert (name in {field.name for field in form.draft.missing_values()}) is is_missing


def test_a_shop_with_a_real_account_is_not_asked_for_an_address(
    section: PaymentsSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "base_url" in begin(section, 0).edits
    monkeypatch.setattr(PaymentsModel, "takes_real_money", property(lambda _self: True))
    cards(section, InvitingCard)[0].begin.click()
    _wechat, alipay = cards(section, AccountFormCard)
    assert "base_url" not in alipay.edits


def test_the_certificate_tells_its_number_and_last_day(
    section: PaymentsSection, files: list[Credentials]
) -> None:
    form = begin(section, 0)
    credentials = of(files, "wechat-pay", Mode.PUBLIC_KEY)
    folder = Path(credentials.options["key-file"]).parent
    form.tiles["certificate"].chosen.emit(folder / "apiclient_cert.pem")
    assert len(form.edits["serial"].text()) == 40
    assert "good until" in form.tiles["certificate"].line


def test_a_key_is_pasted(section: PaymentsSection, files: list[Credentials]) -> None:
    form = begin(section, 1)
    key = Path(of(files, "alipay", Mode.PUBLIC_KEY).options["key-file"])
    QApplication.clipboard().setText(key.read_text(encoding="ascii"))
    form.tiles["private_key"].paste()
    assert form.tiles["private_key"].line.startswith("pasted")


def test_switching_off_can_be_taken_back(
    section: PaymentsSection, files: list[Credentials], payments: AccountsDesk, shell: FakeShell
) -> None:
    form = begin(section, 0)
    fill(form, of(files, "wechat-pay", Mode.PUBLIC_KEY))
    form.check.click()
    cards(section, AccountCard)[0].switch.click()
    assert not payments.accounts()[0].enabled
    assert cards(section, AccountCard)[0].pill.text == "Switched off"
    shell.undos[-1]()
    assert payments.accounts()[0].enabled


def test_a_saved_account_is_checked_again_and_removed(
    section: PaymentsSection,
    files: list[Credentials],
    payments: AccountsDesk,
    shell: FakeShell,
    sandbox: Sandbox,
) -> None:
    form = begin(section, 1)
    form._set_mode(BY_KEY)
    [form] = cards(section, AccountFormCard)
    fill(form, of(files, "alipay", Mode.PUBLIC_KEY))
    form.check.click()
    [card] = cards(section, AccountCard)
    card.check.click()
    assert card.said.text == "Alipay answers, and the keys are right."
    card.remove.click()
    assert shell.questions[-1].verb == "Remove the account"
    assert payments.accounts() == ()
    assert len(cards(section, InvitingCard)) == 2


def test_a_code_is_read_from_a_dropped_picture(
    section: PaymentsSection, payments: AccountsDesk, tmp_path: Path
) -> None:
    qrcode.make(WXP).save(tmp_path / "code.png")
    cards(section, CodesCard)[0].take(tmp_path / "code.png")
    [account] = payments.accounts()
    assert (account.kind, account.settings["text"]) == (COLLECTION_CODE, WXP)
    assert code_scheme(account) is CodeScheme.WECHAT
    assert account.name == "Corner shop"


def test_a_new_picture_takes_the_place_of_the_old_one(
    section: PaymentsSection, payments: AccountsDesk, tmp_path: Path
) -> None:
    for text in (WXP, ALI, WXP + "x"):
        qrcode.make(text).save(tmp_path / "code.png")
        cards(section, CodesCard)[0].take(tmp_path / "code.png")
    texts = {account.settings["text"] for account in payments.accounts()}
    assert texts == {ALI, WXP + "x"}


def test_the_name_of_a_code_is_changed(
    section: PaymentsSection, payments: AccountsDesk, tmp_path: Path
) -> None:
    qrcode.make(ALI).save(tmp_path / "code.png")
    cards(section, CodesCard)[0].take(tmp_path / "code.png")
    [edit] = cards(section, CodesCard)[0].edits
    edit.setText("Xiao Man")
    edit.editingFinished.emit()
    [account] = payments.accounts()
    assert (account.name, account.settings["text"]) == ("Xiao Man", ALI)


def test_a_picture_without_a_code(
    section: PaymentsSection, payments: AccountsDesk, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("no picture", encoding="utf-8")
    card = cards(section, CodesCard)[0]
    card.take(tmp_path / "notes.txt")
    assert "cannot be read" in card.said.text
    assert payments.accounts() == ()


def test_practice_is_switched_for_all_its_accounts(
    section: PaymentsSection, files: list[Credentials], payments: AccountsDesk
) -> None:
    assert not cards(section, PracticeCard)[0].switch.isEnabled()
    form = begin(section, 0)
    fill(form, of(files, "wechat-pay", Mode.PUBLIC_KEY))
    form.check.click()
    practice = cards(section, PracticeCard)[0]
    assert practice.switch.isChecked()
    practice.switch.click()
    assert [account.enabled for account in payments.accounts()] == [False]
    assert section.state() == ("Cash only", "muted")


def test_an_entry_goes_on_in_another_language(
    section: PaymentsSection, page: SettingsPage, shell: FakeShell, qtbot: QtBot
) -> None:
    form = begin(section, 0)
    form.edits["mch_id"].textEdited.emit("1900000001")
    other = SettingsPage(shell, page._vm)
    qtbot.addWidget(other)
    again = other.section("payments").findChild(AccountFormCard)
    assert isinstance(again, AccountFormCard)
    assert again.edits["mch_id"].text() == "1900000001"
    assert other.section("payments").state()[1] == "warning"


@pytest.mark.parametrize("state", list(CheckState))
def test_every_state_of_a_check_has_its_sentence(state: CheckState) -> None:
    from microshop_desktop.payments.check_words import check_sentence

    said = check_sentence(Checked(state, skew=timedelta(minutes=7)), "Alipay")
    assert "Alipay" in said or "7 min" in said
    assert "{" not in said
