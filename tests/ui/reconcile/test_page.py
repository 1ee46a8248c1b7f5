"""The Reconcile page, driven as a person drives it."""

import csv
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.bill_choices import ChoiceKind
from microshop_desktop.payments.gateway import BillFile
from microshop_desktop.services.actor import Right
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.orders import Orders
from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.reconcile.page import ReconcilePage
from microshop_desktop.ui.reconcile.row_list import RowList
from microshop_desktop.ui.reconcile.view_model import ReconcileModel, Tab
from microshop_desktop.ui.runner import ThreadRunner
from microshop_desktop.ui.theme import Theme, current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.toast import Toast
from tests.payments.bill_samples import paid_row, refund_row, trade_bill
from tests.ui.fakes import FakeShell
from tests.ui.reconcile.conftest import Day


def drop(page: ReconcilePage, *paths: Path) -> None:
    """Drop files on the page as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    move, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(QDropEvent(QPointF(300, 300), move, data, left, none))
    QApplication.processEvents()


def key(page: ReconcilePage, wanted: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or page, wanted)


def planned(page: ReconcilePage) -> list[tuple[str, str]]:
    return [(row.text, row.amount) for row in page.model.to_book()]


def test_a_bill_that_is_dropped_is_held_against_the_books(page: ReconcilePage, day: Day) -> None:
    drop(page, day.bill)
    assert [row.entry.pill for row in page.entries] == [
        "Money without a sale",
        "Amounts differ",
        "Sale without money",
    ]
    late, rounded, missing = page.entries
    assert late.entry.cards[0].text == f"Count as {day.late}"
    assert (rounded.entry.bill, rounded.entry.shop, rounded.entry.difference) == (
        "7.70",
        "8.50",
        "−0.80",
    )
    assert missing.entry.title.startswith(f"WeChat {day.missing}")
    assert planned(page) == [
        (f"{day.late} becomes received", "8.50"),
        (f"Given away, {day.rounded}", "0.80"),
        (f"{day.missing} waits", "8.50"),
        ("Payment fees", "0.15"),
    ]


def test_arrows_choose_and_ctrl_enter_books(page: ReconcilePage, day: Day) -> None:
    drop(page, day.bill)
    page.entries[1].setFocus()
    key(page, Qt.Key.Key_Down)
    assert page.entries[2].hasFocus()
    key(page, Qt.Key.Key_Right)
    assert page.entries[2].cards[1].isChecked()
    page.money.button.click()
    orders = Orders(day.shop)
    states = {
        number: orders.by_number(day.actor, number).pay_state
        for number in (day.late, day.rounded, day.missing)
    }
    assert states == {day.late: "paid", day.rounded: "paid", day.missing: "unpaid"}
    assert page.entries == []
    assert not page.money.button.isEnabled()
    assert Doctor(day.shop, bills=day.bill.parent / "bills").check(day.actor).ok


def test_a_loss_asks_for_its_reason_where_it_belongs(
    page: ReconcilePage, day: Day, shell: FakeShell
) -> None:
    drop(page, day.bill)
    row = page.entries[2]
    row.cards[2].click()
    assert row.why.isVisible()
    page.money.button.click()
    assert shell.toasts == ["Write why first"]
    assert row.why.hasFocus()
    QTest.keyClicks(row.why, "ran off")
    page.money.button.click()
    payment = Orders(day.shop).by_number(day.actor, day.missing).payments[0]
    assert payment.state == "not_received"


def test_bills_are_fetched_by_a_press(page: ReconcilePage, day: Day) -> None:
    page.head.fetch.click()
    assert page.warnings.isVisible()
    assert "is not ready yet" in page.warnings.text
    day.gateway.found = BillFile("wechat-trade.csv", day.bill.read_bytes())
    page.head.fetch.click()
    assert [loaded.fetched for loaded in page.model.bills] == [True]
    assert not page.warnings.isVisible()
    assert len(page.entries) == 3


def test_the_same_file_again_takes_its_own_place(page: ReconcilePage, day: Day) -> None:
    drop(page, day.bill, day.bill)
    assert len(page.model.bills) == 1


def cut(day: Day) -> None:
    """Leave the bill with a closing line that speaks of more rows than it has."""
    text = day.bill.read_text("utf-8") + "\r\n总交易单数,应结订单总金额\r\n`48,`5.76"
    day.bill.write_bytes(text.encode())


def test_a_bill_that_lost_rows_says_so_plainly(page: ReconcilePage, day: Day) -> None:
    cut(day)
    drop(page, day.bill)
    assert page.warnings.isVisible()
    first, *rest = page.warnings.text.splitlines()
    assert first == "wechat.csv is not whole. Please download it again."
    assert "The bill says 48 rows, it has 3" in rest


def test_a_bill_that_lost_rows_is_booked_only_after_a_question(
    page: ReconcilePage, day: Day, shell: FakeShell
) -> None:
    cut(day)
    drop(page, day.bill)
    shell.answer = False
    page.money.button.click()
    (question,) = shell.questions
    assert "wechat.csv is not whole" in question.text
    assert (len(page.entries), shell.toasts) == (3, [])
    shell.answer = True
    page.money.button.click()
    assert shell.toasts == ["Booked: 2 decided, 1 proved"]


def test_a_bill_in_which_nothing_is_open_is_kept(
    page: ReconcilePage, day: Day, shell: FakeShell
) -> None:
    drop(page, day.bill)
    head, first, *_rest = day.bill.read_text("utf-8").splitlines()
    page.money.button.click()
    shell.toasts.clear()
    page.model.remove(page.model.bills[0])
    day.bill.write_text("\r\n".join((head, first)), "utf-8")
    drop(page, day.bill)
    page.money.button.click()
    assert shell.toasts == ["The bill is kept with the books"]


def test_what_is_put_off_alone_is_not_booked_and_says_why(
    page: ReconcilePage, day: Day, shell: FakeShell
) -> None:
    drop(page, day.bill)
    page.money.button.click()
    assert [row.entry.key for row in page.entries] != []
    assert not page.money.button.isEnabled()
    assert page.model.idle_reason().startswith("Everything is put off")
    shell.toasts.clear()
    page.book()
    assert shell.toasts == []
    page.entries[0].cards[1].click()
    assert (page.money.button.isEnabled(), page.model.idle_reason()) == (True, "")


def test_without_merchant_accounts_nothing_speaks_of_fetching(
    page: ReconcilePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> set[str]:
        page.refresh()
        QApplication.processEvents()
        return {one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)}

    assert "Fetch the bill of this day, or drop a file here" in shown()
    monkeypatch.setattr(page.model.desk, "methods", list)
    assert "Drop the bill of this day here" in shown()
    assert not [text for text in shown() if "etch" in text]
    assert "Ctrl+R" not in [command.key for command in page.commands()]


def test_only_a_second_bill_is_another_one(page: ReconcilePage, day: Day) -> None:
    def asks() -> list[str]:
        texts = [one.text() for one in page.files.findChildren(QLabel)]
        return [text for text in texts if text.startswith("Drop")]

    assert asks() == ["Drop a bill here"]
    drop(page, day.bill)
    assert asks() == ["Drop another bill here"]


def test_money_that_went_back_has_words_of_its_own(page: ReconcilePage, day: Day) -> None:
    at = page.model.desk.now() - timedelta(days=1)
    day.bill.write_bytes(trade_bill(refund_row(at, "x", 300, back="y")).content)
    drop(page, day.bill)
    assert "Refund not recorded" in [row.entry.pill for row in page.entries]
    assert "Money without a sale" not in [row.entry.pill for row in page.entries]


def test_tabs_show_what_matched(page: ReconcilePage, day: Day) -> None:
    drop(page, day.bill)
    assert page.model.counts() == {Tab.ALL: 4, Tab.OPEN: 3, Tab.MATCHED: 1}
    page.show_tab(Tab.MATCHED)
    (rows,) = [one for one in page.findChildren(RowList) if one is not page.money.plan]
    assert [row.amount for row in rows.rows] == ["8.50"]


def test_a_press_unfolds_what_matched(page: ReconcilePage, day: Day) -> None:
    drop(page, day.bill)
    (unfold,) = [one for one in page.list.findChildren(Button) if one.text() == "Show each"]
    unfold.click()
    assert (page.model.tab, page.tabs.current_key) == (Tab.MATCHED, "matched")


def test_days_lead_back_and_never_beyond_yesterday(page: ReconcilePage, day: Day) -> None:
    drop(page, day.bill)
    page.go(-1)
    assert (page.model.bills, page.head.later.isEnabled()) == ([], True)
    page.go(1)
    assert len(page.model.bills) == 1
    assert not page.head.later.isEnabled()
    page.go(1)
    assert page.model.day == page.model.desk.yesterday()


def test_a_bill_of_another_day_keeps_the_first_one_and_leads_back_to_it(
    page: ReconcilePage, day: Day, shell: FakeShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Toast] = []
    monkeypatch.setattr(shell, "toast", said.append)
    first = page.model.day
    drop(page, day.bill)
    assert said == []
    older = tmp_path / "older.csv"
    older.write_bytes(
        day.bill.read_bytes().replace(str(first).encode(), str(first - timedelta(9)).encode())
    )
    drop(page, older)
    assert page.model.day == first - timedelta(9)
    (news,) = said
    assert news.text.endswith(f"What is open of {page.model.day_text(first)} is kept there.")
    assert news.act is not None
    news.act()
    assert page.model.day == first
    assert [loaded.source.name for loaded in page.model.bills] == ["wechat.csv"]
    assert len(page.entries) == 3


@pytest.fixture
def large_text() -> Iterator[None]:
    """Texts at 150 %."""
    before = current()
    looks().apply(Theme("light", 150))
    yield
    looks().apply(before)


def test_large_texts_leave_each_row_of_the_money_its_height(
    large_text: None, page: ReconcilePage, day: Day
) -> None:
    page.resize(1282, 560)
    drop(page, day.bill)
    QApplication.processEvents()
    for one in page.money.findChildren(QLabel):
        needed = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
        assert one.height() >= needed, one.text()
    assert page.money.button.height() >= page.money.button.sizeHint().height()
    assert page.money.area.verticalScrollBar().maximum() > 0


def test_large_texts_leave_the_page_as_wide_as_the_screen(
    large_text: None, page: ReconcilePage, day: Day
) -> None:
    drop(page, day.bill)
    QApplication.processEvents()
    assert page.minimumSizeHint().width() <= 1366 - current().px(84)


def test_who_may_not_book_sees_and_changes_nothing(
    qtbot: QtBot, shell: FakeShell, day: Day
) -> None:
    viewer = replace(day.actor, rights=frozenset({Right.SEE_REPORTS, Right.SELL}))
    page = ReconcilePage(shell, ReconcileModel(day.desk(viewer)))
    qtbot.addWidget(page)
    page.show()
    drop(page, day.bill)
    assert not page.money.button.isEnabled()
    assert not any(card.isEnabled() for row in page.entries for card in row.cards)


def test_what_is_no_bill_is_said_and_keeps_no_bill_away(
    page: ReconcilePage, day: Day, tmp_path: Path
) -> None:
    other = tmp_path / "soap.csv"
    other.write_text("name,price\nsoap,5\n")
    drop(page, other, day.bill)
    assert page.warnings.isVisible()
    assert page.warnings.text.startswith("soap.csv is no bill this program knows")
    assert [loaded.source.name for loaded in page.model.bills] == ["wechat.csv"]


def test_fetching_can_be_stopped(
    qtbot: QtBot, shell: FakeShell, page: ReconcilePage, day: Day
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def wait() -> BillFile:
        asked.set()
        go_on.wait(10)
        return BillFile("late.csv", day.bill.read_bytes())

    day.gateway.answer = wait
    runner = shell.runner = ThreadRunner()  # type: ignore[assignment]
    page.head.fetch.click()
    assert (page.head.stop.isVisible(), page.head.fetch.isVisible()) == (True, False)
    qtbot.waitUntil(asked.is_set)
    page.head.stop.click()
    go_on.set()
    assert runner.stop(wait_ms=10_000)
    QApplication.processEvents()
    assert (page.head.stop.isVisible(), page.head.fetch.isVisible()) == (False, True)
    assert page.model.bills == []


@pytest.mark.parametrize("count", [400])
def test_a_long_bill_shows_the_first_differences_and_counts_the_rest(
    page: ReconcilePage, day: Day, count: int
) -> None:
    head, first, *_rest = day.bill.read_text("utf-8").splitlines()
    rows = [first.replace("4200001", f"9{n:06d}").replace(",`", ",`", 1) for n in range(count)]
    strange = [row.replace(row.split(",`")[6], f"n{n}") for n, row in enumerate(rows)]
    day.bill.write_bytes("\r\n".join((head, *strange)).encode())
    drop(page, day.bill)
    assert len(page.entries) == 60
    assert page.model.hidden > count - 60


def test_a_new_bill_with_everything_put_off_can_be_kept(
    page: ReconcilePage, day: Day, shell: FakeShell
) -> None:
    at = page.model.desk.now() - timedelta(days=1)
    day.bill.write_bytes(trade_bill(paid_row(at, "x", 50, transaction="T9")).content)
    drop(page, day.bill)
    assert page.model.bills[0].seen.figures.fees == 0
    for row in page.entries:
        place = [card.choice.kind for card in row.entry.cards].index(ChoiceKind.LATER)
        row.cards[place].click()
    assert page.money.button.isEnabled()
    page.money.button.click()
    assert shell.toasts == ["The bill is kept with the books"]
    assert page.model.bills[0].seen.known
    assert not page.money.button.isEnabled()
    assert page.model.idle_reason().startswith("Everything is put off")


def test_any_day_is_reached_by_the_calendar(page: ReconcilePage, day: Day) -> None:
    drop(page, day.bill)
    last = page.model.day
    field = page.head.day
    assert field.date().toPython() == last
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(field, "20260103")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (page.model.day.isoformat(), page.model.bills) == ("2026-01-03", [])
    field.setDate(QDate(last.year, last.month, last.day))
    assert (page.model.day, len(page.model.bills)) == (last, 1)
    field.setDate(QDate(2099, 1, 1))
    assert page.model.day == page.model.desk.yesterday(), "no bill of a day to come"


def test_the_findings_are_exported(
    page: ReconcilePage, day: Day, shell: FakeShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not page.head.export.isEnabled()
    drop(page, day.bill)
    target = tmp_path / "found.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.head.export.click()
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    assert shell.toasts == ["4 rows written to found.csv."]
    assert [row["Finding"] for row in rows] == [
        "Matched",
        "Money without a sale",
        "Amounts differ",
        "Sale without money",
    ]
    late = rows[1]
    assert late["Transaction number"].lstrip("'") == "4200419"
    assert (late["In the bill"], late["In the shop"], late["Difference"]) == (
        "8.50",
        "0.00",
        "8.50",
    )
    day_after = page.model.day + timedelta(days=1)
    assert [row["Expected at the bank"] for row in rows] == [day_after.isoformat()] * 3 + [""]


def test_who_may_not_take_data_away_sees_no_export(
    qtbot: QtBot, shell: FakeShell, day: Day
) -> None:
    actor = replace(day.actor, rights=day.actor.rights - {Right.EXPORT_DATA})
    page = ReconcilePage(shell, ReconcileModel(day.desk(actor)))
    qtbot.addWidget(page)
    page.show()
    drop(page, day.bill)
    assert not page.head.export.isVisible()


def test_the_day_of_the_payout_is_told(page: ReconcilePage, day: Day) -> None:
    assert page.model.payout_text() == ""
    drop(page, day.bill)
    due = page.model.day_text(page.model.day + timedelta(days=1))
    assert page.model.payout_text() == f"At the bank about {due}"
