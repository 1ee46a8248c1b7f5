"""The Online page: shops, decisions, log, a dry run."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from microshop_desktop.channels.catching_up import AccountCatchUp, CatchUp, Reached
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.sync import Progress, Step
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.services.listings import Listings
from microshop_desktop.services.online_stock import OnlineStock
from microshop_desktop.services.shipping import Packing, Shipping
from microshop_desktop.ui.online.page import OnlinePage
from microshop_desktop.ui.online.short_row import ShortRow
from tests.services.online_shop import line, order
from tests.ui.fakes import FakeShell
from tests.ui.online.conftest import Desk


def test_it_shows_a_card_a_shop_and_the_empty_list(page: OnlinePage, shell: FakeShell) -> None:
    assert [card.state.text for card in page.cards] == ["Not synced yet"]
    assert not page.list.rows
    assert not page.list.settle.isVisible()
    assert shell.badges["online"] == 0
    assert not page.problem.isVisible()


def test_ctrl_r_syncs_and_then_offers_to_stop(page: OnlinePage, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert desk.syncs.asked == [(None, False)]
    desk.say(doing=Progress(Step.ORDERS, 0.0))
    page.sync_moved()
    qtbot.waitUntil(page.head.stop.isVisible)
    assert not page.head.sync.isVisible()
    page.head.stop.click()
    assert desk.syncs.stopped == 1


def test_once_a_sync_rests_what_it_changed_is_read(
    page: OnlinePage, desk: Desk, qtbot: QtBot
) -> None:
    desk.say(doing=Progress(Step.ORDERS, 0.0))
    page.sync_moved()
    qtbot.waitUntil(page.head.stop.isVisible)
    desk.note(trouble=None)
    desk.say()
    page.sync_moved()
    qtbot.waitUntil(lambda: page.cards[0].state.text == "In order")
    assert len(page.log.list.rows) == 1


def test_trouble_is_said_in_a_sentence(page: OnlinePage, desk: Desk, qtbot: QtBot) -> None:
    desk.say(problem=ChannelError(Trouble.LOGIN), again_at=desk.clock.now())
    page.sync_moved()
    qtbot.waitUntil(page.problem.isVisible)
    assert "the keys" in page.problem.text


def test_a_pause_is_pressed_on_the_card(page: OnlinePage) -> None:
    page.cards[0].pause.click()
    assert page.cards[0].state.text == "Paused"
    assert not page.head.sync.isVisible()
    assert not page.head.look.isVisible()
    page.cards[0].pause.click()
    assert page.cards[0].state.text == "Not synced yet"


def test_what_is_chosen_is_done_by_one_key(
    page: OnlinePage, desk: Desk, shell: FakeShell, qtbot: QtBot
) -> None:
    desk.refuse()
    page.entered()
    [row] = page.list.rows
    assert page.list.settle.isEnabled()
    row.cards[0].click()
    assert not page.list.settle.isEnabled(), "the chosen card pressed again is let go"
    row.cards[1].click()
    assert page.list.settle.isEnabled()
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shell.toasts == ["1 thing is done"]
    assert not page.list.rows


def test_arrow_keys_choose_a_card(page: OnlinePage, desk: Desk, qtbot: QtBot) -> None:
    desk.refuse()
    page.entered()
    [row] = page.list.rows
    for key, checked in (
        (Qt.Key.Key_Right, [False, True]),
        (Qt.Key.Key_Left, [True, False]),
        (Qt.Key.Key_Left, [False, False]),
    ):
        QTest.keyClick(row, key)
        assert [card.isChecked() for card in row.cards] == checked


def test_an_order_is_opened_from_its_conflict(
    page: OnlinePage, desk: Desk, shell: FakeShell
) -> None:
    desk.online.list_goods("tea", desk.tea)
    told = order("7", line(1, "tea", 1, 850), fulfilment=Fulfilment.SHIPPED, refunded=100)
    desk.online.take(told)
    page.entered()
    [row] = page.list.rows
    row.order_asked.emit(row.entry.order)
    assert shell.visits == [("orders", row.entry.order)]


def test_a_listing_gets_its_suggestions_and_is_linked(page: OnlinePage, desk: Desk) -> None:
    desk.online.list_goods("Green tea", None)
    page.entered()
    [row] = page.list.rows
    assert row.cards[0].text() == "Green tea"
    row.cards[0].click()
    page.settle()
    assert Listings(desk.shop).counts(desk.actor, desk.account) == (1, 1)


def test_other_goods_are_typed(page: OnlinePage, desk: Desk, shell: FakeShell) -> None:
    desk.online.list_goods("zz", None)
    page.entered()
    [row] = page.list.rows
    other = next(card for card in row.cards if card.text() == "Other goods…")
    assert not row.look_for.isVisibleTo(row)
    other.click()
    assert row.look_for.isVisibleTo(row)
    row.look_for.setText("unheard of")
    row.look_for.returnPressed.emit()
    assert shell.toasts == ["Nothing found for “unheard of”."]
    row.look_for.setText("green")
    row.look_for.returnPressed.emit()
    [row] = page.list.rows
    assert (row.cards[0].text(), row.cards[0].isChecked()) == ("Green tea", True)


def test_rows_that_stay_the_same_stay(page: OnlinePage, desk: Desk) -> None:
    desk.refuse()
    page.entered()
    [first] = page.list.rows
    desk.online.list_goods("mug", None)
    page.entered()
    assert page.list.rows[0] is first
    assert len(page.list.rows) == 2


def test_the_keyboard_stays_with_the_decisions(page: OnlinePage, desk: Desk, qtbot: QtBot) -> None:
    desk.refuse()
    with qtbot.waitActive(page):
        page.activateWindow()
    page.entered()
    [row] = page.list.rows
    assert QApplication.focusWidget() is row, "the first decision has it from the start"
    row.cards[1].click()
    page.settle()
    assert not page.list.rows
    assert QApplication.focusWidget() is page.list, "not a button that Enter would press"


def test_a_row_that_is_made_anew_keeps_the_keyboard(
    page: OnlinePage, desk: Desk, qtbot: QtBot
) -> None:
    desk.refuse()
    desk.online.list_goods("mug", None)
    with qtbot.waitActive(page):
        page.activateWindow()
    page.entered()
    [first, second] = page.list.rows
    first.setFocus()
    page.model.pick(first.entry, 1)
    page.list.refresh()
    assert page.list.rows[0] is not first
    assert page.list.rows[1] is second
    assert QApplication.focusWidget() is page.list.rows[0]


def test_a_dry_run_takes_the_place_of_the_list_until_esc(page: OnlinePage, desk: Desk) -> None:
    page.head.look.click()
    assert desk.syncs.asked == [(None, True)]
    assert page.plan.isVisible()
    assert page.escape()
    assert page.list.isVisible()
    assert not page.escape()


def test_the_log_is_narrowed_to_failures(page: OnlinePage, desk: Desk) -> None:
    desk.note(trouble="busy", code="")
    desk.note(5, orders=[1, 0, 0])
    page.entered()
    assert len(page.log.list.rows) == 2
    page.log.only_bad.click()
    assert [row.title for row in page.log.list.rows] == ["Busy there"]


def test_its_commands_are_those_that_can_be_done(page: OnlinePage, desk: Desk) -> None:
    assert [command.text for command in page.commands()] == ["What would be written", "Sync now"]
    desk.say(asked=True)
    assert [command.text for command in page.commands()] == ["Stop the sync"]


def test_pieces_are_stepped_in_the_card_of_goods_that_are_short(
    page: OnlinePage, desk: Desk, shell: FakeShell
) -> None:
    desk.online.list_goods("tea", desk.tea)
    desk.online.take(order("8", line(1, "tea", 8, 6800)), order("9", line(1, "tea", 4, 3400)))
    OnlineStock(desk.shop).retarget(desk.actor)
    page.entered()
    [row] = page.list.rows
    assert isinstance(row, ShortRow)
    assert [claim.stepper.value for claim in row.claims] == [8, 1]
    row.claims[0].stepper.setFocus()
    QTest.keyClick(row.claims[0].stepper, Qt.Key.Key_Minus)
    [row] = page.list.rows
    assert isinstance(row, ShortRow)
    assert [claim.stepper.value for claim in row.claims] == [7, 1]
    QTest.keyClick(row, Qt.Key.Key_Plus)
    row.copy.click()
    assert shell.toasts == ["The text for buyers is copied"]
    assert "W9" in QGuiApplication.clipboard().text()
    page.settle()
    assert not page.list.rows


def test_a_refused_parcel_is_told_with_another_number(page: OnlinePage, desk: Desk) -> None:
    desk.online.list_goods("tea", desk.tea)
    desk.online.take(order("7", line(1, "tea", 2, 1700)))
    shipping, account = Shipping(desk.shop), desk.account
    found = desk.orders()
    shipping.pack(desk.actor, Packing(found[0], "sf", "SF1"))
    [command] = shipping.due(desk.actor, account)
    shipping.refused(desk.actor, account, command, "bad number")
    page.entered()
    [row] = page.list.rows
    assert not row.tracking.isVisibleTo(row)
    row.cards[0].click()
    assert row.tracking.isVisibleTo(row)
    row.tracking.setText("SF2")
    page.settle()
    assert [each.tracking for each in shipping.due(desk.actor, account)] == ["SF2"]


def catching(desk: Desk, *, ended: bool = False, reached: Reached = Reached.RUNS) -> CatchUp:
    now = desk.clock.now()
    shop = AccountCatchUp(desk.account, reached, orders=4, done=90, total=121)
    return CatchUp(now - timedelta(hours=26), now, (shop,), now if ended else None)


def test_after_a_time_offline_a_banner_says_how_far_it_is(page: OnlinePage, desk: Desk) -> None:
    desk.syncs.catching = catching(desk)
    page.entered()
    assert page.catching.title.text() == "1 day 2 hours offline, catching up"
    [card] = page.catching.cards
    assert (card.state.text, card.line.text()) == ("Catching up", "4 orders · stock 90 / 121")
    assert [value.text() for value, _name in page.catching.figures][:2] == ["4", "90 / 121"]
    assert not page.cards[0].isVisible()
    assert page.head.what_was_done.isVisible()
    page.resize(1282, 560)
    assert not card.isVisible(), "in a low window the shops fold into the banner"


def test_what_is_caught_up_is_seen_and_goes(page: OnlinePage, desk: Desk) -> None:
    desk.syncs.catching = catching(desk, ended=True, reached=Reached.DONE)
    page.entered()
    assert page.catching.title.text() == "Caught up after 1 day 2 hours offline"
    page.head.what_was_done.click()
    page.catching.close_button.click()
    assert not page.catching.isVisible()
    assert page.cards[0].isVisible()


def test_a_shop_that_fails_says_when_it_is_tried_again(page: OnlinePage, desk: Desk) -> None:
    desk.syncs.catching = catching(desk, reached=Reached.FAILED)
    desk.say(problem=ChannelError(Trouble.NOT_REACHED), again_at=desk.clock.now())
    page.entered()
    [card] = page.catching.cards
    assert card.state.text == "Cannot be reached"
    assert card.line.text().startswith("Tried again ")
