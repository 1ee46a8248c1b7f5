"""The Stock page, driven as a person drives it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.services.actor import EVERYTHING, Right
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.ui.stock import view_model
from microshop_desktop.ui.stock.adjust_dialog import AdjustDialog
from microshop_desktop.ui.stock.desk import StockDesk
from microshop_desktop.ui.stock.page import StockPage
from microshop_desktop.ui.stock.view_model import AdjustModel, StockViewModel
from microshop_desktop.ui.widgets.button import Button
from tests.ui.fakes import FakeShell


def cells(page: StockPage, row: int) -> list[str]:
    model = page.list_model
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def texts(page: StockPage) -> list[str]:
    QApplication.processEvents()  # new labels are shown by the event loop
    return [part.text() for part in page.panel.findChildren(QLabel) if not part.isHidden()]


def test_the_list_says_what_is_there(page: StockPage) -> None:
    assert cells(page, 0) == ["Chips", "A1", "10", "2", "8", "42.00", ""]
    assert cells(page, 1) == ["Tea", "", "0", "0", "0", "0.00", "sold out"]


def test_figures_stand_over_it(page: StockPage) -> None:
    assert [figure.value.text() for figure in page.figures.figures] == ["¥42.00", "10", "2", "0"]


def test_enter_says_why(page: StockPage) -> None:
    page.table.setFocus()
    page.table.go_to_row(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.isVisible()
    said = texts(page)
    assert "Why 8?" in said
    assert "Held basket" in said
    assert "Found: opening" in said
    assert "+10" in said
    assert page.escape()
    assert not page.panel.isVisible()


def test_down_leads_from_the_search_into_the_list(page: StockPage) -> None:
    page.search.setFocus()
    QTest.keyClick(page.search.edit, Qt.Key.Key_Down)
    assert (page.table.current_row, page.table.hasFocus()) == (0, True)


def test_figures_come_also_when_a_search_begins_before_they_are_there(
    page: StockPage, shell: FakeShell, qtbot: QtBot
) -> None:
    early = StockPage(shell, StockViewModel(page.view_model.desk))
    qtbot.addWidget(early)
    asked = early.view_model.query
    first = early.view_model.first(asked)
    assert first is not None
    early._show(first)
    late = early.view_model.load(asked, with_figures=True)
    early.view_model.ask(text="tea")
    early.reload()
    early._refresh(late)
    assert cells(early, 0)[0] == "Tea"
    assert [figure.value.text() for figure in early.figures.figures] == ["¥42.00", "10", "2", "0"]


def test_a_search_that_lists_its_best_only_says_so(
    page: StockPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_model, "MOST_FOUND", 1)
    page.view_model.ask(text="t")
    page.reload()
    assert not page.best_only.isVisible()
    Catalogue(page.view_model.desk.shop).create(
        page.view_model.desk.actor, ProductForm(name="Toast", skus=(SkuForm(price=300),))
    )
    page.reload()
    assert (page.list_model.rowCount(), page.best_only.isVisible()) == (1, True)
    assert page.best_only.text() == "The best matches only"


def test_the_list_can_be_exported_by_who_may(
    qtbot: QtBot, shell: FakeShell, desk: StockDesk, page: StockPage
) -> None:
    asked: list[str] = []
    other = StockPage(shell, StockViewModel(desk), export=lambda: asked.append("export"))
    qtbot.addWidget(other)
    button(other, "Export").click()
    assert asked == ["export"]
    assert "Export" not in [one.text() for one in page.findChildren(Button)]


def button(page: StockPage, text: str) -> Button:
    return next(one for one in page.findChildren(Button) if one.text() == text)


def test_the_drawer_follows_the_row(page: StockPage) -> None:
    page.table.go_to_row(0)
    page.open_current()
    page.table.go_to_row(1)
    assert "Why 0?" in texts(page)
    assert "Written off" in texts(page)


def test_a_correction_shows_what_it_does(page: StockPage) -> None:
    sku = page.view_model.sku_at(0)
    assert sku is not None
    dialog = AdjustDialog(page, page.view_model.why(sku).row)
    assert not dialog.go.isEnabled()
    QTest.keyClicks(dialog.quantity, "3")
    assert dialog.effect.text() == "On hand 10 → 7 bag"
    dialog.kinds.choose("count")
    dialog._look()
    assert dialog.effect.text() == "On hand 10 → 3 bag"
    assert dialog.go.isEnabled()
    dialog.deleteLater()


def test_a_correction_is_booked_and_said(page: StockPage, shell: FakeShell) -> None:
    sku = page.view_model.sku_at(0)
    assert sku is not None
    row = page.view_model.why(sku).row
    model = AdjustModel(row)
    model.text, model.reason = "3", "broken"
    adjustment = model.adjustment()
    assert adjustment is not None
    page.book(row, adjustment)
    assert cells(page, 0)[2:5] == ["7", "2", "5"]
    assert shell.toasts == ["Chips: now 7 bag on hand"]
    assert "Written off: broken" in texts(page)


@pytest.mark.parametrize(
    ("kind", "text", "ready", "warned"),
    [
        (MovementKind.LOSS, "11", True, True),
        (MovementKind.LOSS, "0", False, False),
        (MovementKind.COUNT, "0", True, False),
        (MovementKind.GAIN, "x", False, False),
        (MovementKind.GAIN, "", False, False),
    ],
)
def test_what_is_typed_is_looked_at(
    page: StockPage, kind: MovementKind, text: str, ready: bool, warned: bool
) -> None:
    sku = page.view_model.sku_at(0)
    assert sku is not None
    model = AdjustModel(page.view_model.why(sku).row)
    model.kind, model.text = kind, text
    assert (model.adjustment() is not None) is ready
    assert bool(model.warning()) is warned
    assert bool(model.problem()) is (not ready and bool(text))


def test_low_leaves_what_runs_out(page: StockPage) -> None:
    page.low.click()
    assert [cells(page, row)[0] for row in range(page.list_model.rowCount())] == ["Tea"]


def test_words_find_goods_and_nothing_is_said(page: StockPage) -> None:
    page.view_model.ask(text="nothing")
    page.reload()
    assert page.empty.isVisible()


def test_heads_sort(page: StockPage) -> None:
    page._sort(5)
    page._sort(5)
    assert cells(page, 0)[0] == "Chips"
    page._sort(5)
    assert cells(page, 0)[0] == "Tea"


def test_who_may_only_look_gets_no_actions(qtbot: QtBot, shell: FakeShell, desk: StockDesk) -> None:
    looker = replace(desk.actor, rights=EVERYTHING - {Right.ADJUST_STOCK, Right.RECEIVE_GOODS})
    page = StockPage(shell, StockViewModel(replace(desk, actor=looker)))
    qtbot.addWidget(page)
    page.show()
    page.entered()
    page.table.go_to_row(0)
    page.open_current()
    assert not page.adjust.isVisible()
    assert not page.panel.adjust.isVisible()
    assert len(page.commands()) == 1
