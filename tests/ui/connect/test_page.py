"""Connecting an online shop by the page: troubles are said in place, keys kept and never shown."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.pace import StoppedError
from microshop_desktop.channels.sync import Progress, Step
from microshop_desktop.channels.sync_rounds import AccountState
from microshop_desktop.infra.secrets import Masked
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.sandbox.shops.woocommerce import KEY, SECRET
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelView
from microshop_desktop.services.listings import Listings, Seen
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.connect.done_pane import DonePane
from microshop_desktop.ui.connect.keys_pane import KeysPane
from microshop_desktop.ui.connect.offer_pane import OfferPane
from microshop_desktop.ui.connect.page import ConnectPage
from microshop_desktop.ui.connect.platform_pane import PlatformPane
from microshop_desktop.ui.connect.view_model import ConnectModel
from microshop_desktop.ui.runner import Handle, ImmediateRunner, Job
from tests.ui.connect.conftest import FakeSyncs
from tests.ui.fakes import FakeShell


@dataclass
class LateRunner:
    """Does the work at once, and keeps its answer until a test lets it come."""

    late: list[Callable[[], None]]

    def run(
        self,
        owner: QObject,
        work: Callable[[Job], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Handle | None:
        ImmediateRunner().run(
            owner, work, done=lambda found: self.late.append(partial(done, found))
        )
        return None


def settle() -> None:
    for _round in range(3):
        QApplication.processEvents()


def choose(page: ConnectPage, kind: str) -> KeysPane:
    pane = page.pane
    assert isinstance(pane, PlatformPane)
    next(tile for tile in pane.tiles if tile.kind == kind).click()
    settle()
    return keys_pane(page)


def keys_pane(page: ConnectPage) -> KeysPane:
    assert isinstance(page.pane, KeysPane)
    return page.pane


def type_in(pane: KeysPane, **values: str) -> None:
    for name, text in values.items():
        edit = pane.fields[name].edit
        edit.clear()
        QTest.keyClicks(edit, text)


def connect(page: ConnectPage, address: str) -> OfferPane:
    pane = choose(page, "woocommerce")
    type_in(pane, base_url=address, consumer_key=KEY, consumer_secret=SECRET)
    pane.check.click()
    settle()
    assert isinstance(page.pane, OfferPane)
    return page.pane


def saved(shop: Shop) -> tuple[ChannelView, ...]:
    return ChannelAccounts(shop).every(shop.owner())


def test_a_shop_is_connected_step_by_step(
    page: ConnectPage, practice: str, shop: Shop, keys: AccountKeys, syncs: FakeSyncs
) -> None:
    offer = connect(page, practice)
    assert offer.name.text() == "Practice shop"
    offer.percent.setText("80")
    offer.buffer.setText("2")
    offer.percent.textEdited.emit("80")
    assert offer.example.text() == "With 10 pieces here, 6 are offered there."
    offer.save.click()
    settle()
    (view,) = saved(shop)
    assert (view.kind, view.name, view.transport) == ("woocommerce", "Practice shop", "direct")
    assert view.settings == {"base_url": practice, "percent": 80, "buffer": 2000}
    assert keys.read(view.id)["consumer_secret"] == SECRET
    assert syncs.asked == [view.id]
    assert isinstance(page.pane, DonePane)


def test_a_wrong_key_is_said_and_all_that_was_typed_stays(
    page: ConnectPage, practice: str, shop: Shop
) -> None:
    pane = choose(page, "woocommerce")
    type_in(pane, base_url=practice, consumer_key=KEY, consumer_secret="cs_wrong")
    pane.check.click()
    assert "does not take the keys" in pane.said.text
    assert pane.copy.isHidden()
    assert pane.fields["consumer_key"].edit.text() == KEY
    assert saved(shop) == ()
    type_in(pane, consumer_secret=SECRET)
    assert pane.said.isHidden()
    pane.check.click()
    settle()
    assert isinstance(page.pane, OfferPane)


def test_what_was_typed_is_there_after_a_look_at_another_platform(page: ConnectPage) -> None:
    type_in(choose(page, "woocommerce"), consumer_key="ck_1")
    page.escape()
    settle()
    choose(page, "taobao")
    page.escape()
    settle()
    assert choose(page, "woocommerce").fields["consumer_key"].edit.text() == "ck_1"


def test_an_address_in_plain_text_is_refused_at_its_field(page: ConnectPage) -> None:
    pane = choose(page, "woocommerce")
    type_in(
        pane,
        base_url="http://shop.example.com",
        consumer_key=KEY,
        consumer_secret=SECRET,
    )
    pane.check.click()
    assert "must begin with https" in pane.fields["base_url"].trouble.text()
    assert pane.said.isHidden()


def test_an_address_without_its_beginning_is_taken_as_encrypted(model: ConnectModel) -> None:
    model.choose("woocommerce")
    assert model.draft is not None
    model.draft.put(model.draft.needs[0], "shop.example.com")
    assert model.draft.settings["base_url"] == "https://shop.example.com"


def test_a_key_of_another_kind_is_said_at_its_field(page: ConnectPage, practice: str) -> None:
    pane = choose(page, "woocommerce")
    type_in(pane, base_url=practice, consumer_key=SECRET, consumer_secret=KEY)
    pane.check.click()
    assert "It begins with ck_" in pane.fields["consumer_key"].trouble.text()


def test_a_shop_that_is_not_there_is_said(page: ConnectPage) -> None:
    pane = choose(page, "woocommerce")
    type_in(pane, base_url="http://127.0.0.1:9", consumer_key=KEY, consumer_secret=SECRET)
    pane.check.click()
    assert "Look at the address" in pane.said.text


def test_an_address_to_enter_there_is_copied_by_a_button(
    page: ConnectPage, model: ConnectModel
) -> None:
    pane = choose(page, "wechat_shop")
    model.failed(ChannelError(Trouble.IP_BLOCKED, "61004", detail="203.0.113.7"))
    pane.refresh()
    assert "203.0.113.7" in pane.said.text
    pane.copy.click()
    assert QGuiApplication.clipboard().text() == "203.0.113.7"


def test_a_check_can_be_broken_off(page: ConnectPage, model: ConnectModel) -> None:
    pane = choose(page, "woocommerce")
    stop = model.begin_check()
    pane.refresh()
    assert pane.check.isHidden()
    assert not pane.stop.isHidden()
    pane.stop.click()
    assert stop.is_set()
    assert not pane.check.isHidden()


def test_an_answer_that_comes_after_all_is_not_taken_for_another_account(
    page: ConnectPage, practice: str, shop: Shop, keys: AccountKeys, shell: FakeShell
) -> None:
    connect(page, practice).save.click()
    settle()
    (view,) = saved(shop)
    page.model.begin()
    page.begin()
    pane = choose(page, "woocommerce")
    type_in(pane, base_url=practice, consumer_key=KEY, consumer_secret=SECRET)
    late: list[Callable[[], None]] = []
    before = shell.runner
    shell.runner = LateRunner(late)  # type: ignore[assignment]
    pane.check.click()
    shell.runner = before
    keys.write(view.id, Masked({"consumer_key": KEY, "consumer_secret": "cs_own"}))
    page.model.begin(view.id)
    page.begin()
    for come in late:
        come()
    settle()
    assert late
    assert keys.read(view.id)["consumer_secret"] == "cs_own"
    assert isinstance(page.pane, KeysPane)


def test_what_is_changed_while_the_platform_answers_is_not_kept_unchecked(
    page: ConnectPage, practice: str, shop: Shop, shell: FakeShell
) -> None:
    pane = choose(page, "woocommerce")
    type_in(pane, base_url=practice, consumer_key=KEY, consumer_secret=SECRET)
    late: list[Callable[[], None]] = []
    before = shell.runner
    shell.runner = LateRunner(late)  # type: ignore[assignment]
    pane.check.click()
    shell.runner = before
    type_in(pane, base_url="https://other.example.com")
    for come in late:
        come()
    settle()
    offer = page.pane
    assert isinstance(offer, OfferPane)
    offer.save.click()
    settle()
    assert [view.settings["base_url"] for view in saved(shop)] == [practice]


def test_nothing_secret_stays_in_the_window_once_it_is_kept(
    page: ConnectPage, practice: str
) -> None:
    connect(page, practice).save.click()
    settle()
    assert page.model.draft is not None
    assert page.model.draft.secrets == {}


def test_a_stopped_check_asks_the_platform_nothing(
    model: ConnectModel, practice: str, shop: Shop
) -> None:
    model.choose("woocommerce")
    assert model.draft is not None
    for need, text in zip(model.draft.needs, (practice, KEY, SECRET), strict=True):
        model.draft.put(need, text)
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        model.desk.check(model.draft.wish(), stop)
    assert saved(shop) == ()


def test_a_key_comes_out_of_a_file_or_the_clipboard(page: ConnectPage, tmp_path: Path) -> None:
    pane = choose(page, "woocommerce")
    file = tmp_path / "key.txt"
    file.write_text(f"  {SECRET}\n", encoding="utf-8")
    pane.fields["consumer_secret"].take_file(file)
    assert pane.fields["consumer_secret"].edit.text() == SECRET
    QGuiApplication.clipboard().setText(f"{KEY}\n")
    pane.fields["consumer_key"].paste.click()
    assert pane.fields["consumer_key"].edit.text() == KEY
    picture = tmp_path / "key.png"
    picture.write_bytes(b"\x89PNG\xff")
    pane.fields["consumer_key"].take_file(picture)
    assert "key.png" in pane.fields["consumer_key"].trouble.text()


def test_enter_leads_to_what_is_missing(page: ConnectPage, qtbot: QtBot) -> None:
    pane = choose(page, "woocommerce")
    page.activateWindow()
    qtbot.waitUntil(pane.fields["base_url"].edit.hasFocus, timeout=2000)
    QTest.keyClicks(pane.fields["base_url"].edit, "shop.example.com")
    QTest.keyClick(pane.fields["base_url"].edit, Qt.Key.Key_Return)
    assert pane.fields["consumer_key"].edit.hasFocus()


def test_secrets_are_hidden_and_never_shown_again(
    page: ConnectPage, practice: str, shop: Shop, keys: AccountKeys, shell: FakeShell
) -> None:
    connect(page, practice).save.click()
    settle()
    (view,) = saved(shop)
    page.model.begin(view.id)
    page.begin()
    pane = keys_pane(page)
    secret = pane.fields["consumer_secret"].edit
    assert secret.echoMode() == QLineEdit.EchoMode.Password
    assert secret.text() == ""
    assert "Kept" in secret.placeholderText()
    type_in(pane, consumer_secret="cs_wrong")
    pane.check.click()
    assert "does not take the keys" in pane.said.text
    assert keys.read(view.id)["consumer_secret"] == SECRET
    type_in(pane, consumer_secret=SECRET)
    pane.check.click()
    settle()
    assert isinstance(page.pane, DonePane)
    assert len(saved(shop)) == 1
    assert SECRET not in "".join((*shell.announced, *shell.toasts))


def test_a_shop_that_was_removed_is_recognised(
    page: ConnectPage, practice: str, shop: Shop
) -> None:
    connect(page, practice).save.click()
    settle()
    (before,) = saved(shop)
    ChannelAccounts(shop).remove(shop.owner(), before.id)
    page.model.begin()
    page.begin()
    offer = connect(page, practice)
    assert "connected before" in page.model.note
    offer.save.click()
    (after,) = saved(shop)
    assert after.id == before.id


def test_the_first_sync_says_what_it_found_and_what_is_left(
    page: ConnectPage, practice: str, shop: Shop, syncs: FakeSyncs, qtbot: QtBot
) -> None:
    connect(page, practice).save.click()
    settle()
    (view,) = saved(shop)
    pane = page.pane
    assert isinstance(pane, DonePane)
    syncs.told[view.id] = AccountState(doing=Progress(Step.LISTINGS, 1))
    page.sync_moved()
    assert not pane.progress.isHidden()
    assert not pane.progress.isTextVisible(), "there is no room for figures in so thin a bar"
    seen = [Seen("1", "1", "MUG-1", "", "Mug", "", 850, "CNY", {})]
    Listings(shop).see(shop.owner(), view.id, seen)
    syncs.told[view.id] = AccountState()
    page.sync_moved()
    assert pane.said.text == "1 product is listed there. 0 are matched already."
    assert pane.match.text() == "Match the 1 left"
    with qtbot.waitSignal(page.match_asked) as asked:
        pane.match.click()
    assert asked.args == [view.id]


def test_ways_and_transports_change_what_is_asked_for(page: ConnectPage) -> None:
    pane = choose(page, "shopify")
    assert "client_id" in pane.fields
    pane.ways.chosen.emit("token")
    settle()
    pane = keys_pane(page)
    assert "client_id" not in pane.fields
    assert "access_token" in pane.fields
    page.escape()
    settle()
    pane = choose(page, "taobao")
    assert pane.transports is not None
    pane.transports.pick(1)
    settle()
    assert "relay_url" in keys_pane(page).fields


def test_a_shop_that_works_by_files_needs_no_keys(
    page: ConnectPage, shop: Shop, keys: AccountKeys, syncs: FakeSyncs
) -> None:
    pane = choose(page, "weidian")
    assert not pane.fields
    assert pane.transports is None
    assert page.focusWidget() is pane.check
    pane.check.click()
    settle()
    assert isinstance(page.pane, OfferPane)
    page.pane.name.setText("Weidian of Lin")
    page.pane.percent.setText("50")
    page.pane.save.click()
    settle()
    (view,) = saved(shop)
    assert (view.kind, view.transport, view.name) == ("weidian", "file", "Weidian of Lin")
    assert view.settings["percent"] == 50
    assert not keys.read(view.id)
    assert syncs.asked == []
    assert isinstance(page.pane, DonePane)
    assert "order file" in page.pane.said.text


def test_a_platform_with_keys_can_work_by_files_too(page: ConnectPage) -> None:
    pane = choose(page, "taobao")
    assert pane.transports is not None
    pane.transports.pick(len(pane.transports.cards) - 1)
    settle()
    assert not keys_pane(page).fields
    assert keys_pane(page).check.text() == "Go on"


def test_a_share_that_cannot_be_read_is_said(page: ConnectPage, practice: str, shop: Shop) -> None:
    offer = connect(page, practice)
    offer.percent.setText("120")
    offer.percent.textEdited.emit("120")
    assert "up to 100" in offer.example.text()
    offer.save.click()
    assert not offer.said.isHidden()
    assert saved(shop) == ()
