"""The Orders page as a person uses it: keys, scans, presses."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from microshop_desktop.devices.receipt_printer import PrinterSettings, ReceiptPrinter
from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.drawing.receipt import rows_dots
from microshop_desktop.infra.translations import use_language
from microshop_desktop.persistence.tables.orders import Payment, PaymentAccount
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.print_queue import PrintQueue
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.orders.desk import OrdersDesk
from microshop_desktop.ui.orders.page import OrdersPage
from microshop_desktop.ui.orders.refund.view_model import MoneyWay
from microshop_desktop.ui.orders.refund.way_card import WayCard
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.widgets.button import Button
from tests.payments.scripted import make_account
from tests.services.order_samples import Taken, put_goods, sell
from tests.ui.fakes import FakeShell
from tests.ui.orders.conftest import MASK_CODE


def press(page: OrdersPage, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key where the focus is."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    target = QApplication.focusWidget() or page
    QTest.keyClick(target, key, held)


def is_refunding(page: OrdersPage) -> bool:
    return page.refund is not None


def test_the_table_obeys_qt(page: OrdersPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.list.table.model(), force_py=True)  # type: ignore[no-untyped-call]


def test_a_receipt_scan_anywhere_opens_its_order(page: OrdersPage) -> None:
    assert page.claims_scan("A-000001")
    assert page.detail.isVisible()
    assert page.detail.refund_button.isEnabled()


def test_the_row_of_a_scanned_receipt_is_marked(page: OrdersPage) -> None:
    assert page.claims_scan("A-000002")
    assert page.list.table.selected_rows() == [1]


def test_a_goods_scan_is_left_to_the_basket(page: OrdersPage) -> None:
    page.list.table.setFocus()
    assert not page.claims_scan(MASK_CODE)


def test_while_searching_a_scan_is_searched_for(page: OrdersPage, model: OrdersViewModel) -> None:
    page.focus_search()
    assert page.claims_scan(MASK_CODE)
    assert model.filters.text == MASK_CODE


def test_arrows_move_in_the_list_and_show_each_order(
    page: OrdersPage, model: OrdersViewModel
) -> None:
    page.focus_search()
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Down)
    assert model.current is not None
    assert model.current.number == "A-000002"
    assert page.detail.isVisible()


def test_escape_closes_one_layer_at_a_time(page: OrdersPage, model: OrdersViewModel) -> None:
    page.claims_scan("A-000001")
    page.list.show_text("aly")
    page.focus_search()
    assert page.escape()
    assert (model.filters.text, page.detail.isVisible()) == ("", True)
    assert page.escape()
    assert not page.detail.isVisible()
    assert not page.escape()


def test_no_order_is_refunded_that_the_search_does_not_list(
    page: OrdersPage, model: OrdersViewModel
) -> None:
    page.claims_scan("A-000002")
    page.list.show_text("A-000001")
    assert not page.detail.isVisible()
    page.open_refund()
    assert not is_refunding(page)
    page.focus_search()
    press(page, Qt.Key.Key_Return)
    assert model.current is not None
    assert (model.current.number, page.detail.isVisible()) == ("A-000001", True)


def test_closing_what_is_not_listed_leaves_the_typing_alone(page: OrdersPage) -> None:
    page.claims_scan("A-000002")
    page.focus_search()
    page.list.show_text("A-00000")
    page.list.show_text("A-000001")
    assert page.list.search.edit.hasFocus()
    assert not page.list.search.edit.hasSelectedText()


def test_a_refund_takes_three_keys_after_the_scan(
    page: OrdersPage, shell: FakeShell, model: OrdersViewModel
) -> None:
    page.claims_scan("A-000001")
    press(page, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert page.refund is not None
    press(page, Qt.Key.Key_Plus)
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not is_refunding(page)
    assert model.current is not None
    assert model.current.refunded == 4740
    assert shell.toasts == ["Refunded ¥47.40 · A-R000001"]


def test_pressing_twice_makes_one_refund(page: OrdersPage, model: OrdersViewModel) -> None:
    page.claims_scan("A-000001")
    page.open_refund()
    pane = page.refund
    assert pane is not None
    pane.take_all()
    pane.confirm()
    pane.confirm()
    assert len(model.desk.by_number("1").refunds) == 1


def test_scans_count_while_refunding(page: OrdersPage, shell: FakeShell) -> None:
    page.claims_scan("A-000001")
    page.open_refund()
    assert page.refund is not None
    assert page.claims_scan(MASK_CODE)
    assert page.claims_scan("4006381333931")
    assert page.refund.model.pieces == 1
    assert shell.toasts == ["4006381333931 is not on this order."]


def test_the_fate_of_goods_has_keys(page: OrdersPage) -> None:
    page.claims_scan("A-000001")
    page.open_refund()
    assert page.refund is not None
    press(page, Qt.Key.Key_Plus)
    press(page, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    assert not page.refund.model.rows()[0].restock
    press(page, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert page.refund.model.rows()[0].restock


def test_the_stepper_in_the_table_can_be_pressed(page: OrdersPage) -> None:
    page.claims_scan("A-000001")
    page.open_refund()
    pane = page.refund
    assert pane is not None
    columns = [column.key for column in pane.lines.columns]
    cell = pane.lines.visualRect(pane.lines.model().index(1, columns.index("now")))
    plus = cell.center()
    plus.setX(cell.right() - 20)
    QTest.mouseClick(pane.lines.viewport(), Qt.MouseButton.LeftButton, pos=plus)
    assert pane.model.rows()[1].now == 1000
    loss = pane.lines.visualRect(pane.lines.model().index(1, columns.index("fate"))).center()
    loss.setX(loss.x() + 40)
    QTest.mouseClick(pane.lines.viewport(), Qt.MouseButton.LeftButton, pos=loss)
    assert not pane.model.rows()[1].restock


def test_what_the_shop_refuses_is_said_and_can_be_done_again(
    page: OrdersPage, shell: FakeShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.claims_scan("A-000001")
    page.open_refund()
    pane = page.refund
    assert pane is not None
    pane.take_all()
    with monkeypatch.context() as refused:
        refused.setattr(pane.model, "book", _refuse)
        pane.confirm()
    assert [error.code for error in shell.problems if isinstance(error, ShopError)] == [
        ErrorCode.DATABASE_LOCKED
    ]
    pane.confirm()
    assert not is_refunding(page)


def test_a_refund_made_elsewhere_meanwhile_is_seen(
    page: OrdersPage, shell: FakeShell, shop: Shop, model: OrdersViewModel
) -> None:
    page.claims_scan("A-000001")
    page.open_refund()
    pane = page.refund
    assert pane is not None
    pane.take_all()
    order = pane.model.order.order
    Refunds(shop).refund(shop.owner(), RefundWish(shop.ids.new(), order, (Wanted(1, 2000),)))
    pane.confirm()
    assert shell.toasts[-1] == "This is more than what is left to refund."
    assert pane.model.rows()[0].now == 1000
    pane.confirm()
    assert model.desk.by_number("1").refunded == 18970


def test_leaving_a_refund_books_nothing(page: OrdersPage, model: OrdersViewModel) -> None:
    page.claims_scan("A-000001")
    page.open_refund()
    assert page.refund is not None
    page.refund.take_all()
    assert page.escape()
    assert not is_refunding(page)
    assert model.desk.by_number("1").refunded == 0


def test_a_change_of_language_keeps_a_refund_under_way(
    page: OrdersPage, shell: FakeShell, model: OrdersViewModel, qtbot: QtBot
) -> None:
    page.claims_scan("A-000001")
    page.open_refund()
    page.claims_scan(MASK_CODE)
    use_language("zh")
    again = OrdersPage(shell, model)
    qtbot.addWidget(again)
    assert again.refund is not None
    assert again.refund.model.pieces == 1
    assert again.refund.summary.button.text() == "退款 ¥47.40"


def test_the_receipt_is_copied_as_a_picture(page: OrdersPage) -> None:
    page.claims_scan("A-000001")
    page.copy_picture()
    assert QGuiApplication.clipboard().image().width() == 640


def test_without_a_printer_a_copy_is_refused_in_words(
    page: OrdersPage, shell: FakeShell, model: OrdersViewModel
) -> None:
    page.claims_scan("A-000001")
    press(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shell.toasts == ["No printer is set up yet. Choose one in the settings."]


def test_a_reprint_is_queued_as_a_copy(
    shell: FakeShell, shop: Shop, qtbot: QtBot, tmp_path: Path
) -> None:
    to_file = PrinterSettings(kind="file", address=str(tmp_path / "paper.bin"))
    queue = PrintQueue(shop, lambda: ReceiptPrinter(to_file, rows_dots))
    page = OrdersPage(shell, OrdersViewModel(OrdersDesk(shop, shop.owner(), queue)))
    qtbot.addWidget(page)
    page.claims_scan("A-000001")
    page.print_copies()
    assert [(job.number, job.copy) for job in queue.jobs(shop.owner())] == [("A-000001", True)]
    assert queue.print_next()
    assert (tmp_path / "paper.bin").stat().st_size > 0


def test_space_ticks_a_row(page: OrdersPage, model: OrdersViewModel) -> None:
    page.list.table.setFocus()
    page.list.table.go_to_row(1)
    press(page, Qt.Key.Key_Space)
    assert model.ticked == {model.fetch(1, 1)[0].order}
    press(page, Qt.Key.Key_Space)
    assert not model.ticked


def test_an_order_made_meanwhile_is_shown(page: OrdersPage, shop: Shop) -> None:
    tea = put_goods(shop, shop.owner(), "tea", price=100)
    sell(shop, shop.owner(), Taken(tea))
    page.orders_changed()
    assert page.list.table.model().rowCount() == 3


def test_another_page_can_ask_for_an_order(page: OrdersPage, model: OrdersViewModel) -> None:
    page.asked_for(model.desk.by_number("2").order)
    assert model.current is not None
    assert model.current.number == "A-000002"


def _refuse() -> None:
    raise ShopError(ErrorCode.DATABASE_LOCKED)


NUMBER = "4200002219202403148265194057"


@pytest.fixture
def by_phone(shop: Shop, actor: Actor) -> str:
    """The number of an order paid by phone, whose transaction number the customer can show."""
    sold = put_goods(shop, actor, "gum", price=300)
    return sell(shop, actor, Taken(sold), tenders=[Tender(Method.WECHAT, 300, NUMBER)]).number


def test_the_number_on_a_customers_phone_opens_its_order(by_phone: str, page: OrdersPage) -> None:
    assert page.claims_scan(NUMBER)
    assert page.detail.isVisible()
    assert page.list.table.selected_rows() == [0]


def test_a_transaction_number_is_copied_by_a_press(
    by_phone: str, page: OrdersPage, shell: FakeShell
) -> None:
    page.claims_scan(by_phone)
    (copy,) = page.detail.numbers.findChildren(Button)
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == NUMBER
    assert shell.toasts[-1] == "The number is copied"
    page.claims_scan("A-000002")
    assert not page.detail.numbers.isVisible()


def test_the_list_names_the_ways_of_a_split_payment(page: OrdersPage) -> None:
    page.list.show_text("A-000001")
    model = page.list.table.model()
    texts = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert "189.70 Collection code + Cash" in texts


@pytest.mark.parametrize(
    ("practice", "said", "opened"),
    [
        (True, "Practice: no real cash, the drawer stays closed", 0),
        (False, "The drawer opens; counted in this shift", 1),
    ],
)
def test_cash_for_practice_money_leaves_the_drawer_closed(
    by_phone: str,
    page: OrdersPage,
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
    *,
    practice: bool,
    said: str,
    opened: int,
) -> None:
    account = make_account(shop)
    with shop.database.write() as connection:
        connection.execute(update(PaymentAccount).values(practice=practice))
        connection.execute(
            update(Payment).where(Payment.reference == NUMBER).values(account_id=account)
        )
    opens: list[bool] = []
    monkeypatch.setattr(OrdersDesk, "open_drawer", lambda _desk: opens.append(True))
    page.claims_scan(by_phone)
    page.open_refund()
    assert page.refund is not None
    page.refund.model.take_all()
    page.refund.model.choose_way(MoneyWay.CASH)
    cards = page.refund.findChildren(WayCard)
    assert said in [card.accessibleDescription() for card in cards]
    page.refund.confirm()
    assert not is_refunding(page)
    assert len(opens) == opened
