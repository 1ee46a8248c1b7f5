"""The page of picking: scans tick or are numbers by the focus, Tab between them, red and sounds."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.couriers import CourierChoice
from microshop_desktop.drawing.waybill import HEIGHT, WIDTH
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.services.courier_list import CourierList
from microshop_desktop.ui.orders.page import OrdersPage
from microshop_desktop.ui.pick import papers, printing
from microshop_desktop.ui.pick.page import PickPane
from microshop_desktop.ui.scan_input import ScanInput
from tests.services.online_shop import OnlineShop
from tests.ui.fakes import FakeShell
from tests.ui.pick.conftest import CAKE, CUP, TEA, id_of

CONTROL = Qt.KeyboardModifier.ControlModifier


def sounds(shell: FakeShell) -> list[str]:
    return list(shell.sounds.played)


def scan_all(pane: PickPane) -> None:
    for code in (CUP, TEA, TEA, TEA, CAKE):
        pane.scan(code)


def test_a_right_piece_ticks_and_sounds(pane: PickPane, shell: FakeShell) -> None:
    assert pane.claims_scan(CUP)
    assert sounds(shell) == ["tick"]
    assert not pane.goods.wrong.isVisible()
    assert pane.goods.list.goods.next_place() == 1


def test_a_wrong_piece_is_red_loud_and_read_aloud(pane: PickPane, shell: FakeShell) -> None:
    pane.scan(CUP)
    pane.scan(CUP)
    assert sounds(shell) == ["tick", "unknown"]
    assert pane.goods.wrong.isVisible()
    assert pane.goods.wrong.title.text() == "Enough of Cup"
    assert shell.announced == ["Enough of Cup. Wanted: Tea (W1). Put it back to B1."]
    pane.escape()
    assert not pane.goods.wrong.isVisible()


def test_in_a_low_window_what_is_wrong_is_one_line(pane: PickPane) -> None:
    pane.resize(1282, 580)
    pane.scan("4006381333931")
    assert pane.wrong_line.isVisible()
    assert not pane.goods.wrong.isVisible()
    assert pane.wrong_line.line.text() == ("Unknown code 4006381333931 · Wanted: Tea (W1).")
    pane.resize(1282, 712)
    assert pane.goods.wrong.isVisible()
    assert not pane.wrong_line.isVisible()


def test_a_scan_is_a_number_where_the_focus_is_in_one(
    pane: PickPane, web: OnlineShop, shell: FakeShell
) -> None:
    scan_all(pane)
    pane.activateWindow()
    QTest.keyClick(pane.goods.field.edit, Qt.Key.Key_Tab)
    first = pane.parcels.rows[id_of(web.shop, "3")].field
    assert pane.focusWidget() is first
    scanner = ScanInput()
    scanner.give("SF1234567890001")
    assert first.text() == "SF1234567890001"
    following = pane.parcels.rows[id_of(web.shop, "1")].field
    assert pane.focusWidget() is following
    scanner.give("SF1234567890002")
    assert pane.model.counts == (5, 5)
    QTest.keyClick(following, Qt.Key.Key_Tab)
    assert pane.goods.field.edit.hasFocus()
    assert pane.slip.ship_button.text() == "Ship 2 orders"


def test_a_bad_number_says_so_and_goes_nowhere(pane: PickPane, web: OnlineShop) -> None:
    scan_all(pane)
    parcel = pane.parcels.rows[id_of(web.shop, "3")]
    parcel.field.setFocus()
    QTest.keyClicks(parcel.field, "SF12345678")
    assert parcel._fault.text() == "5 signs missing, should be 15"
    assert parcel.trust.isVisible()
    assert pane.slip.ship_button.text() == "Ship 0 orders"
    assert not pane.slip.ship_button.isEnabled()
    QTest.mouseClick(parcel.trust, Qt.MouseButton.LeftButton)
    assert pane.slip.ship_button.text() == "Ship 1 order"


def test_a_column_is_pasted_by_the_key_and_by_the_button(
    pane: PickPane, web: OnlineShop, shell: FakeShell
) -> None:
    scan_all(pane)
    QGuiApplication.clipboard().setText("SF1234567890001\nSF1234567890002")
    field = pane.parcels.rows[id_of(web.shop, "1")].field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, CONTROL)
    assert [parcel.tracking for parcel in pane.model.parcels] == [
        "",
        "SF1234567890001",
        "SF1234567890002",
    ]
    QGuiApplication.clipboard().setText("SF1234567890003")
    pane.parcels.paste_button.click()
    QGuiApplication.clipboard().setText("a\tSF1234567890003\n")
    QTest.keyClick(pane.goods.field.edit, Qt.Key.Key_V, CONTROL)
    assert pane.goods.field.text == ""
    assert pane.model.parcels[0].tracking == "SF1234567890003"
    assert shell.toasts == ["2 numbers pasted", "1 number pasted", "1 number pasted"]


def test_one_number_is_pasted_as_any_text(pane: PickPane, web: OnlineShop) -> None:
    scan_all(pane)
    QGuiApplication.clipboard().setText("SF1234567890001")
    field = pane.parcels.rows[id_of(web.shop, "1")].field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, CONTROL)
    assert field.text() == "SF1234567890001"
    assert pane.model.parcels[0].tracking == ""


def test_the_good_ones_leave_by_ctrl_enter(
    pane: PickPane, web: OnlineShop, shell: FakeShell
) -> None:
    scan_all(pane)
    pane.paste(None, "SF1234567890001\nSF1234567890002")
    pane.ship()
    assert "2 orders packed" in shell.toasts[-1]
    assert "W2: no number yet" in shell.toasts[-1]
    assert [parcel.number for parcel in pane.model.parcels] == ["W2"]


def test_space_and_a_press_tick_by_hand(pane: PickPane) -> None:
    goods = pane.goods.list
    goods.setFocus()
    goods.setCurrentIndex(goods.goods.index(1))
    QTest.keyClick(goods, Qt.Key.Key_Space)
    assert pane.model.counts[0] == 1
    place = QPoint(20, goods.visualRect(goods.goods.index(1)).center().y())
    QTest.mouseClick(goods.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert pane.model.counts[0] == 2
    assert pane.undo()
    assert pane.model.counts[0] == 1


def test_couriers_of_a_platform_are_chosen_from_its_list_and_others_are_typed(
    pane: PickPane, web: OnlineShop
) -> None:
    parcel = pane.parcels.rows[id_of(web.shop, "3")]
    assert parcel.courier.isEditable()
    told = [CourierChoice("44", "顺丰快递"), CourierChoice("ZTO", "中通快递")]
    CourierList(web.shop).keep(web.actor, web.source.account, told, parts=True)
    pane.reload()
    assert not parcel.courier.isEditable()
    parcel.courier.setCurrentIndex(1)
    parcel.courier.activated.emit(1)
    assert pane.model.parcels[0].courier == "ZTO"


def test_the_slip_is_the_picture_that_is_printed(
    pane: PickPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[QImage] = []

    def keep(_parent: QWidget, pages: list[QImage], size: QSizeF, *, name: str) -> bool:
        assert (size, bool(name)) == (QSizeF(76, 130), True)
        printed.extend(pages)
        return True

    monkeypatch.setattr(papers, "print_pages", keep)
    scan_all(pane)
    pane.paste(None, "SF1234567890001")
    pane.model.current = pane.model.parcels[0].order
    pane.refresh()
    pane.print_slips()
    assert len(printed) == 1
    assert printed[0] == pane.slip.paper.picture
    assert (printed[0].width(), printed[0].height()) == (WIDTH, HEIGHT)


def test_pages_keep_their_size_whatever_paper_the_dialogue_thinks_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    class Dialogue:
        DialogCode = QPrintDialog.DialogCode

        def __init__(self, printer: QPrinter, _parent: QWidget) -> None:
            self._printer = printer

        def exec(self) -> QPrintDialog.DialogCode:
            self._printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            self._printer.setOutputFileName(str(tmp_path / "slips.pdf"))
            self._printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
            return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(printing, "QPrintDialog", Dialogue)
    window = QWidget()
    qtbot.addWidget(window)
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_Grayscale8)
    picture.fill(0)
    size = QSizeF(76, 130)
    assert printing.print_pages(window, [picture, picture], size, name="Slips")
    written = (tmp_path / "slips.pdf").read_bytes()
    assert written.startswith(b"%PDF")
    assert written.count(b"/Type /Page\n") == 2
    sides = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", written)
    assert {tuple(round(float(side) / 72 * 25.4) for side in one) for one in sides} == {(76, 130)}


def test_the_sheet_of_a_courier_is_written(
    pane: PickPane, shell: FakeShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = str(tmp_path / "parcels.xlsx")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (chosen, ""))
    pane.parcels.sheet_button.click()
    heads, *rows = [line.cells for line in open_table(Path(chosen)).rows()]
    assert heads[:3] == ["客户订单号", "收件人姓名", "收件人手机"]
    assert [cells[0] for cells in rows] == ["W3", "W1", "W2"]
    assert shell.toasts == ["Written: parcels.xlsx. Addresses are as the shop shows them."]


def test_an_order_is_taken_out_of_the_round_after_a_question(
    pane: PickPane, shell: FakeShell
) -> None:
    pane.scan(CUP)
    shell.answer = False
    pane.drop()
    assert len(pane.model.parcels) == 3
    shell.answer = True
    pane.drop()
    assert [parcel.number for parcel in pane.model.parcels] == ["W1", "W2"]


def test_the_list_of_orders_leads_here_and_esc_leads_back(
    orders_page: OrdersPage, web: OnlineShop
) -> None:
    assert orders_page.list.pick.text() == "Pick and ship 3"
    orders_page.list.pick.click()
    assert orders_page.pick is not None
    assert orders_page.claims_scan(CUP)
    assert orders_page.pick.model.counts == (1, 5)
    assert orders_page.undo()
    orders_page.escape()
    assert orders_page.pick is None


def test_ticked_orders_alone_are_picked(orders_page: OrdersPage) -> None:
    table = orders_page.list.table
    table.setFocus()
    table.go_to_row(0)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert orders_page.list.pick.text() == "Pick and ship 1"
    orders_page.open_picking()
    assert orders_page.pick is not None
    assert len(orders_page.pick.model.parcels) == 1


def test_an_open_order_is_shipped_by_its_number_alone(
    orders_page: OrdersPage, web: OnlineShop
) -> None:
    third = id_of(web.shop, "3")
    orders_page.asked_for(third)
    assert orders_page.detail.ship_button.isVisible()
    orders_page.activateWindow()
    orders_page.detail.ship_button.click()
    pane = orders_page.pick
    assert pane is not None
    field = pane.parcels.rows[third].field
    assert pane.focusWidget() is field
    QTest.keyClicks(field, "SF1234567890001")
    pane.ship()
    assert orders_page.pick is None
    assert not orders_page.detail.ship_button.isVisible()


def test_the_head_is_ticked_full_only_where_every_parcel_is(pane: PickPane) -> None:
    head, model = pane.parcels.all, pane.model
    pane.scan(CUP)
    assert not head.isChecked()
    assert head.accessibleDescription() == "Some are ticked"
    for code in (TEA, TEA, TEA, CAKE):
        pane.scan(code)
    assert head.isChecked()
    assert head.accessibleDescription() == ""
    head.click()
    assert not any(map(model.is_chosen, model.parcels))
    assert not head.isChecked()
    assert head.accessibleDescription() == ""


def test_the_half_ticked_head_lets_all_that_are_packed_stay_and_leave(pane: PickPane) -> None:
    head, model = pane.parcels.all, pane.model
    pane.scan(CUP)
    head.click()
    assert [model.is_chosen(parcel) for parcel in model.parcels] == [False, False, False]
    head.click()
    assert [model.is_chosen(parcel) for parcel in model.parcels] == [True, False, False]
    assert not head.isChecked()


def test_a_piece_brings_its_parcel_into_view(pane: PickPane, web: OnlineShop) -> None:
    area = pane.parcels.findChild(QScrollArea)
    assert area is not None
    area.setFixedHeight(100)
    last = pane.parcels.rows[id_of(web.shop, "2")]
    assert last.visibleRegion().boundingRect().height() < last.height()
    pane.scan(CAKE)
    assert last.visibleRegion().boundingRect().height() == last.height()
    pane.undo()
    pane.scan(CUP)
    first = pane.parcels.rows[id_of(web.shop, "3")]
    assert first.visibleRegion().boundingRect().height() == first.height()


def test_the_pointer_tells_who_gets_goods_where_the_line_is_too_short(pane: PickPane) -> None:
    goods = pane.goods.list.goods
    tips = [goods.data(goods.index(row), Qt.ItemDataRole.ToolTipRole) for row in range(4)]
    assert "Tea\nW1 × 2, W2" in tips
    assert None in tips
