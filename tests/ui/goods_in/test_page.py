"""The goods-in page, driven as a person drives it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from microshop_desktop.services.pictures import Pictures
from microshop_desktop.ui.goods_in.page import GoodsInPage
from microshop_desktop.ui.goods_in.view_model import GoodsInModel
from microshop_desktop.ui.stock.desk import stock_desk
from microshop_desktop.ui.stock.section import RECEIVE, StockSection
from microshop_desktop.ui.stock.view_model import StockViewModel
from tests.ui.fakes import FakeShell


def names(page: GoodsInPage) -> list[str]:
    return [line.goods.name for line in page.model.draft.lines]


def test_digits_then_a_scan_add_that_many(page: GoodsInPage) -> None:
    QTest.keyClicks(page.field.edit, "4")
    assert page.claims_scan("222222")
    assert page.model.draft.lines[0].quantity == 4000
    assert page.field.text == ""


def test_digits_and_enter_after_a_scan_count_it(page: GoodsInPage) -> None:
    page.claims_scan("222222")
    before = len(page.model.draft.lines)
    QTest.keyClicks(page.field.edit, "24")
    QTest.keyClick(page.field.edit, Qt.Key.Key_Return)
    lines = page.model.draft.lines
    assert (len(lines), lines[0].quantity, page.field.text) == (before, 24_000, "")


def test_a_scan_elsewhere_takes_no_number_from_a_field(page: GoodsInPage) -> None:
    page.claims_scan("111111")
    page.edit_cost()
    page.claims_scan("111111")
    assert page.model.draft.lines[0].quantity == 2000


def test_a_typed_cost_is_taken_and_the_price_is_raised_by_one_press(
    page: GoodsInPage, shell: FakeShell
) -> None:
    page.claims_scan("111111")
    line = page._widgets[1]
    page.edit_cost()
    line.cost.selectAll()
    QTest.keyClicks(line.cost, "3.40")
    QTest.keyClick(line.cost, Qt.Key.Key_Return)
    assert page.model.draft.lines[0].unit_cost == 340
    assert not line._change.isHidden()
    line._change._take.click()
    assert line._change.isHidden()
    assert shell.toasts == ["Water now ¥6.10"]
    shell.undos[0]()
    assert page.model.hits("water")[0].price == 550


def test_an_unknown_code_is_made_in_its_row(page: GoodsInPage) -> None:
    page.claims_scan("999999")
    row = page._rows["999999"]
    QTest.keyClick(row.name, Qt.Key.Key_Return)
    assert names(page) == []
    QTest.keyClicks(row.name, "Soda")
    QTest.keyClicks(row.cost, "3.60")
    QTest.keyClicks(row.price, "5.90")
    QTest.keyClick(row.price, Qt.Key.Key_Return)
    assert names(page) == ["Soda"]
    assert page._rows == {}


def test_words_find_goods(page: GoodsInPage) -> None:
    QTest.keyClicks(page.field.edit, "noug")
    QTest.keyClick(page.field.edit, Qt.Key.Key_Return)
    assert names(page) == ["Nougat"]


def test_a_delivery_is_booked_in(page: GoodsInPage, shell: FakeShell) -> None:
    page.claims_scan("222222")
    QTest.keyClicks(page.panel.freight, "4.80")
    QTest.keyClicks(page.panel.paid, "50")
    assert page.panel._owed.text() == "29.20"
    page.panel.book.click()
    assert shell.toasts == ["A-G000001 booked in, ¥79.20"]
    assert names(page) == []
    assert page.panel.freight.text() == ""
    assert not page.panel.book.isEnabled()


def test_ctrl_z_takes_the_last_scan_back(page: GoodsInPage) -> None:
    page.claims_scan("111111")
    page.claims_scan("222222")
    assert page.undo()
    assert names(page) == ["Water"]
    assert len(page._widgets) == 1


def test_the_section_shows_the_delivery_in_the_place_of_the_list(
    qtbot: QtBot, shell: FakeShell, model: GoodsInModel, tmp_path: Path
) -> None:
    desk = stock_desk(model.desk.shop, model.desk.actor, Pictures(tmp_path))
    section = StockSection(shell, stock=StockViewModel(desk), goods_in=model)
    qtbot.addWidget(section)
    section.show()
    section.entered()
    assert not section.claims_scan("111111")
    section.asked_for(RECEIVE)
    assert section.claims_scan("111111")
    assert section.undo()
    section.goods_in.back.click()
    assert section.shown is section.stock
