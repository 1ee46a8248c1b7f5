"""The Products page, driven as a person drives it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.domain.variants import Axis
from microshop_desktop.services.actor import EVERYTHING, Right
from microshop_desktop.services.catalogue_records import ProductQuery
from microshop_desktop.ui.products.categories_dialog import CategoriesDialog
from microshop_desktop.ui.products.cells import (
    code_text,
    detail_text,
    member_text,
    name_text,
    price_text,
)
from microshop_desktop.ui.products.desk import ProductsDesk
from microshop_desktop.ui.products.page import ProductsPage
from microshop_desktop.ui.products.price_change_dialog import PriceChangeDialog
from microshop_desktop.ui.products.table_model import MEMBER, PRICE, PRODUCT
from microshop_desktop.ui.products.variants_dialog import VariantsDialog
from microshop_desktop.ui.products.view_model import ProductsViewModel
from microshop_desktop.ui.widgets.confirm_dialog import Question
from tests.ui.fakes import FakeShell


def names(page: ProductsPage) -> list[str]:
    lines = [page.table.line(row) for row in range(page.table.list_model.rowCount())]
    return [name_text(line) for line in lines if line is not None]


def prices(page: ProductsPage) -> list[int]:
    desk = page._desk
    rows = desk.products.page(desk.actor, ProductQuery()).rows
    return [sku.price for row in rows for sku in row.skus]


def type_price(qtbot: QtBot, page: ProductsPage, text: str, key: Qt.Key) -> None:
    editor = page.table.editor
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, key)


def test_the_list_is_shown_in_order(page: ProductsPage) -> None:
    assert names(page) == ["Chips", "Lipstick", "Tea"]
    assert page.filters.counts.text() == "3 products · 4 variants"


def test_the_model_is_sound(page: ProductsPage) -> None:
    tester = QAbstractItemModelTester(page.table.list_model)
    page.table.fold(1, unfold=True)
    page.table.fold(1, unfold=False)
    tester.deleteLater()


def test_cells_say_what_a_row_is(page: ProductsPage) -> None:
    chips, lipstick = page.table.line(0), page.table.line(1)
    assert chips is not None
    assert lipstick is not None
    currency = page._desk.currency
    assert (detail_text(chips), code_text(chips)) == ("Snacks", "6900001003199")
    assert (price_text(chips, currency), member_text(chips, currency)) == ("8.50", "7.90")
    assert (detail_text(lipstick), code_text(lipstick)) == ("2 variants", "2 barcodes")
    assert price_text(lipstick, currency) == "89.00"


def test_arrows_fold_variants(qtbot: QtBot, page: ProductsPage) -> None:
    page.table.go_to_row(1)
    QTest.keyClick(page.table, Qt.Key.Key_Right)
    assert names(page) == ["Chips", "Lipstick", "#01", "#03", "Tea"]
    assert page.table.rowHeight(2) < page.table.rowHeight(1)
    page.table.go_to_row(3)
    QTest.keyClick(page.table, Qt.Key.Key_Left)
    assert names(page) == ["Chips", "Lipstick", "Tea"]
    assert page.table.current_row == 1
    assert page.table.rowHeight(2) == page.table.rowHeight(1)


def test_what_is_unfolded_stays_so_when_goods_change(qtbot: QtBot, page: ProductsPage) -> None:
    page.table.fold(1, unfold=True)
    page.refresh_goods()
    qtbot.waitUntil(lambda: not page._others.isActive())
    assert names(page) == ["Chips", "Lipstick", "#01", "#03", "Tea"]


def test_a_price_is_edited_in_its_cell(qtbot: QtBot, page: ProductsPage, shell: FakeShell) -> None:
    page.table.go_to_row(0)
    QTest.keyClick(page.table, Qt.Key.Key_F4)
    type_price(qtbot, page, "9.50", Qt.Key.Key_Return)
    assert prices(page) == [950, 8900, 8900, 300]
    assert shell.toasts == ["Chips now 9.50"]
    shell.undos[0]()
    assert prices(page) == [850, 8900, 8900, 300]


def test_an_empty_list_says_what_keeps_it_empty(page: ProductsPage) -> None:
    model = page.view_model
    said = []
    for text, on_sale in (("zzz", True), ("zzz", None), ("", False)):
        model.ask(text=text)
        model.choose_state(on_sale=on_sale)
        page.reload()
        said += [part.text() for part in page.empty.findChildren(QLabel) if part.text()]
    assert said == [
        "Nothing found for “zzz” among what these filters show.",
        "Nothing found for “zzz”.",
        "No product fits these filters.",
    ]


@pytest.mark.parametrize("column", [PRODUCT, MEMBER])
def test_a_product_of_several_variants_is_edited_in_its_first(
    qtbot: QtBot, page: ProductsPage, column: int
) -> None:
    page.table.setCurrentIndex(page.table.list_model.index(1, column))
    QTest.keyClick(page.table, Qt.Key.Key_F4)
    assert names(page) == ["Chips", "Lipstick", "#01", "#03", "Tea"]
    edited = page.table.currentIndex()
    assert (edited.row(), edited.column()) == (2, MEMBER if column == MEMBER else PRICE)
    assert page.table.editor is not None


def test_the_command_edits_the_first_variant_too(qtbot: QtBot, page: ProductsPage) -> None:
    page.table.go_to_row(1)
    page.edit_current()
    type_price(qtbot, page, "85", Qt.Key.Key_Return)
    assert prices(page) == [850, 8500, 8900, 300]


def test_enter_goes_down_past_what_cannot_be_edited(qtbot: QtBot, page: ProductsPage) -> None:
    page.table.edit_cell(0, PRICE)
    type_price(qtbot, page, "9", Qt.Key.Key_Return)
    assert page.table.current_row == 2
    type_price(qtbot, page, "4", Qt.Key.Key_Return)
    assert prices(page) == [900, 8900, 8900, 400]
    assert page.table.editor is None


def test_tab_goes_to_the_member_price(qtbot: QtBot, page: ProductsPage) -> None:
    page.table.edit_cell(0, PRICE)
    type_price(qtbot, page, "9", Qt.Key.Key_Tab)
    assert page.table.currentIndex().column() == MEMBER
    type_price(qtbot, page, "", Qt.Key.Key_Return)


@pytest.mark.parametrize("typed", ["abc", "-1", "", "1.234"])
def test_a_wrong_price_stays_with_what_is_wrong(
    qtbot: QtBot, page: ProductsPage, typed: str
) -> None:
    page.table.edit_cell(0, PRICE)
    editor = page.table.editor
    assert editor is not None
    editor.clear()
    QTest.keyClicks(editor, typed)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert page.table.editor is editor
    assert editor.problem
    assert editor.text() == typed
    assert page.escape()
    assert prices(page)[0] == 850


def test_a_price_that_another_changed_is_said(
    qtbot: QtBot, page: ProductsPage, shell: FakeShell
) -> None:
    page.table.edit_cell(0, PRICE)
    desk = page._desk
    (holder,) = desk.catalogue.holders(desk.actor, "6900001003199")
    desk.catalogue.set_price(desk.actor, holder.sku, PriceLevel.RETAIL, price=100, version=1)
    type_price(qtbot, page, "9", Qt.Key.Key_Return)
    assert len(shell.problems) == 1
    assert prices(page)[0] == 100


def test_ticks_bring_the_bar_and_esc_takes_them_away(qtbot: QtBot, page: ProductsPage) -> None:
    page.table.go_to_row(1)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.view_model.ticked_text() == "3 selected"
    assert page.bulk.isVisible()
    assert page.escape()
    assert not page.bulk.isVisible()


def test_all_that_is_listed_is_ticked_and_put_off_sale(
    page: ProductsPage, shell: FakeShell
) -> None:
    page.view_model.tick_all()
    page.many.put_on_sale(on_sale=False)
    assert names(page) == []
    assert shell.toasts == ["4 taken off sale"]
    shell.undos[0]()
    assert names(page) == ["Chips", "Lipstick", "Tea"]


def test_prices_are_changed_with_a_preview(
    qtbot: QtBot, page: ProductsPage, shell: FakeShell
) -> None:
    page.view_model.tick_all()
    dialog = PriceChangeDialog(page, page.view_model, runner=shell.runner)
    assert not dialog.go.isEnabled()
    QTest.keyClicks(dialog.amount, "60")
    dialog.way.choose("down")
    dialog._look()
    assert [(row.name, row.old, row.new, row.warning) for row in dialog.model.rows()] == [
        ("Chips", "8.50", "3.40", "cost 4.20"),
        ("Lipstick #01", "89.00", "35.60", ""),
        ("Lipstick #03", "89.00", "35.60", ""),
        ("Tea", "3.00", "1.20", ""),
    ]
    assert dialog.model.warning() == "1 price would be below its cost."
    assert dialog.go.text() == "Change 4 prices"
    preview = dialog.model.preview
    assert preview is not None
    page.many.do(lambda: page.view_model.change_prices(preview))
    assert prices(page) == [340, 3560, 3560, 120]
    shell.undos[0]()
    assert prices(page) == [850, 8900, 8900, 300]
    dialog.deleteLater()


def test_the_panel_saves_what_was_edited(
    qtbot: QtBot, page: ProductsPage, shell: FakeShell
) -> None:
    page.table.opened.emit(0)
    page.panel.name.selectAll()
    QTest.keyClicks(page.panel.name, "Crisps")
    page.panel.prices.retail.selectAll()
    QTest.keyClicks(page.panel.prices.retail, "9.90")
    assert page.panel.save.isEnabled()
    page.one.save()
    assert names(page) == ["Crisps", "Lipstick", "Tea"]
    assert prices(page)[0] == 990
    assert shell.toasts == ["Crisps saved"]
    assert not page.panel.save.isEnabled()


def test_a_new_product_is_made(qtbot: QtBot, page: ProductsPage, shell: FakeShell) -> None:
    page.one.new()
    page.one.save()
    assert not page.panel.name_field.isHidden()
    assert shell.toasts == []
    QTest.keyClicks(page.panel.name, "Soap")
    QTest.keyClicks(page.panel.prices.retail, "3")
    page.one.save()
    assert "Soap" in names(page)


def test_a_scan_goes_into_the_barcode_field_only_while_it_waits(page: ProductsPage) -> None:
    page.table.opened.emit(2)
    assert not page.claims_scan("6901234567892")
    page.panel.codes.begin()
    assert page.claims_scan("6901234567892")
    page.one.save()
    desk = page._desk
    assert len(desk.catalogue.holders(desk.actor, "6901234567892")) == 1


@pytest.mark.parametrize("agreed", [True, False])
def test_a_code_of_another_product_is_asked_about(
    page: ProductsPage, shell: FakeShell, agreed: bool
) -> None:
    shell.answer = agreed
    page.table.opened.emit(2)
    page.panel.codes.begin()
    page.claims_scan("6900001003199")
    page.one.save()
    assert "Chips" in shell.questions[0].text
    desk = page._desk
    assert len(desk.catalogue.holders(desk.actor, "6900001003199")) == (2 if agreed else 1)


def test_edits_are_not_dropped_without_asking(
    qtbot: QtBot, page: ProductsPage, shell: FakeShell
) -> None:
    page.table.opened.emit(0)
    QTest.keyClicks(page.panel.name, "x")
    shell.answer = False
    page.escape()
    assert page.panel.isVisible()
    shell.answer = True
    page.escape()
    assert not page.panel.isVisible()
    assert names(page)[0] == "Chips"


def test_a_product_is_deleted_after_a_question_and_comes_back(
    page: ProductsPage, shell: FakeShell
) -> None:
    line = page.table.line(0)
    assert line is not None
    page.many.delete([line.row.product])
    assert names(page) == ["Lipstick", "Tea"]
    shell.undos[0]()
    assert names(page) == ["Chips", "Lipstick", "Tea"]


def test_a_dropped_photo_is_kept_and_saved(page: ProductsPage, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.new("RGB", (50, 40), "red").save(photo)
    page.table.opened.emit(0)
    page.panel.photo.file_given.emit(str(photo))
    page.one.save()
    row = page.table.line(0)
    assert row is not None
    assert page._desk.pictures.path(row.row.picture).exists()


def test_filters_and_words_narrow_the_list(page: ProductsPage) -> None:
    page.view_model.choose_state(on_sale=None, unfinished=True)
    page.reload()
    assert names(page) == []
    assert page.empty.isVisible()
    page.view_model.choose_state(on_sale=None)
    page.view_model.ask(text="lip")
    page.reload()
    assert names(page) == ["Lipstick"]


def test_the_grid_says_how_many_variants_it_makes(qtbot: QtBot, page: ProductsPage) -> None:
    dialog = VariantsDialog(page, (Axis("Colour", ("red", "blue")),))
    assert dialog.count.text() == "makes 2 variants"
    QTest.keyClicks(dialog.lines[1][0], "Size")
    QTest.keyClicks(dialog.lines[1][1], "S, M, L")
    assert dialog.count.text() == "makes 6 variants"
    assert len(dialog.axes) == 2
    dialog.deleteLater()


def test_who_may_only_look_gets_texts_and_no_actions(
    qtbot: QtBot, shell: FakeShell, desk: ProductsDesk
) -> None:
    looker = replace(desk.actor, rights=EVERYTHING - {Right.EDIT_PRODUCTS})
    page = ProductsPage(shell, ProductsViewModel(replace(desk, actor=looker)))
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.entered()
    page.table.opened.emit(0)
    assert page.panel.name.isReadOnly()
    assert not page.panel.save.isVisible()
    assert not page.new.isVisible()
    assert not page.table.edit_cell(0, PRICE)
    assert page.commands() == ()


def test_a_page_built_anew_keeps_filters_and_draft(
    qtbot: QtBot, page: ProductsPage, shell: FakeShell
) -> None:
    page.view_model.choose_state(on_sale=False)
    page.view_model.ask(text="tea")
    page.one.new()
    QTest.keyClicks(page.panel.name, "Half a na")
    again = ProductsPage(shell, page.view_model)
    qtbot.addWidget(again)
    again.show()
    again.entered()
    assert again.panel.name.text() == "Half a na"
    assert (again.search.text, again.filters.state.value) == ("tea", "Off sale")


def test_a_long_list_is_shown_from_its_beginning_first(
    page: ProductsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("microshop_desktop.ui.products.listing.FIRST", 2)
    first = page.view_model.first(page.view_model.query)
    assert first is not None
    assert (len(first.ids), first.whole) == (2, False)
    page.reload()
    assert names(page) == ["Chips", "Lipstick", "Tea"]
    assert page.filters.counts.text() == "3 products · 4 variants"


def test_a_ticked_variant_alone_deletes_no_product(page: ProductsPage, shell: FakeShell) -> None:
    page.table.fold(1, unfold=True)
    page.table.toggle_tick(2)
    page.many.delete_ticked()
    assert shell.questions == []
    page.table.toggle_tick(3)
    page.many.delete_ticked()
    assert shell.questions[0].verb == "Delete 1 product"
    assert names(page) == ["Chips", "Tea"]


def test_categories_are_made_named_ordered_and_taken_away(
    page: ProductsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def agree(_parent: QWidget, question: Question) -> bool:
        asked.append(question.verb)
        return True

    monkeypatch.setattr("microshop_desktop.ui.products.categories_dialog.confirm", agree)
    dialog = CategoriesDialog(page, page._desk)
    QTest.keyClicks(dialog.new, "Drinks")
    QTest.keyClick(dialog.new, Qt.Key.Key_Return)
    assert [name.text() for name in dialog.names] == ["Snacks", "Drinks"]
    dialog._move(1, -1)
    dialog.names[0].setText("Beverages")
    dialog.names[0].editingFinished.emit()
    assert [row.name for row in page.view_model.categories()] == ["Beverages", "Snacks"]
    dialog.names[0].setText(" ")
    dialog.names[0].editingFinished.emit()
    assert dialog.problem.text()
    dialog._delete(dialog._rows[1])
    assert [row.name for row in page.view_model.categories()] == ["Beverages"]
    assert asked == ["Delete Snacks"]
    dialog.deleteLater()
