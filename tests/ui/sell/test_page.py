"""The selling page as a person uses it: keys, presses, scans, on a real shop."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.collection_code import CodeScheme, CollectionCode
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.translations import use_language
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.sell.desk import Opening
from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.sell.room import basket_width, columns_for, tile_height
from microshop_desktop.ui.sell.service_desk import ServiceDesk
from microshop_desktop.ui.sell.sheets import CustomerSheet, DiscountSheet
from microshop_desktop.ui.theme import Theme, control
from tests.services.shelf import Shelf
from tests.ui.fakes import FakeShell
from tests.ui.sell.view import CRISPS, ORANGES, TEA


@pytest.fixture
def page(
    qtbot: QtBot, shell: FakeShell, shop: Shop, actor: Actor, shelf: Shelf
) -> Iterator[SellPage]:
    """The page at work; it goes, with its timers, before its shop is closed."""
    desk = ServiceDesk(shop, actor)
    page = SellPage(shell, Opening(currency("CNY"), tiles=tuple(desk.tiles(None))))
    qtbot.addWidget(page)
    page.resize(1282, 712)
    with qtbot.waitExposed(page):
        page.show()
    page.attach(desk)
    page.entered()
    yield page
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)


@pytest.fixture
def early(qtbot: QtBot, shell: FakeShell) -> Iterator[SellPage]:
    """A page whose shop is not open yet."""
    page = SellPage(shell, Opening(currency("CNY")))
    qtbot.addWidget(page)
    page.resize(1282, 712)
    with qtbot.waitExposed(page):
        page.show()
    page.entered()
    yield page
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)


def orders(shop: Shop) -> int:
    with shop.database.read() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(OrderRow)) or 0)


def key(widget: QWidget, code: Qt.Key, control: bool = False, shift: bool = False) -> None:
    modifiers = Qt.KeyboardModifier.NoModifier
    if control:
        modifiers |= Qt.KeyboardModifier.ControlModifier
    if shift:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(widget, code, modifiers)


def asked(page: SellPage) -> object:
    return page.vm.question


def field(page: SellPage) -> QLineEdit:
    return page.catalogue.field.edit


def test_ctrl_enter_after_a_scan_sells_for_exact_cash(page: SellPage, shop: Shop) -> None:
    page.take_scan(CRISPS)
    key(field(page), Qt.Key.Key_Return, control=True)
    assert orders(shop) == 1
    shown = page.basket.middle.currentWidget()
    assert shown is not None
    assert shown.isAncestorOf(page.basket.done)


def test_f9_and_enter_sell_too_and_more_enters_do_nothing(page: SellPage, shop: Shop) -> None:
    page.take_scan(CRISPS)
    key(field(page), Qt.Key.Key_F9)
    entry = page.pay().cash.entry
    for _press in range(50):
        focused = page.focusWidget()
        key(entry if focused is None else focused, Qt.Key.Key_Return)
    assert orders(shop) == 1


def test_typed_cash_shows_the_change_and_the_done_card_keeps_it(page: SellPage) -> None:
    page.take_scan(CRISPS)
    key(field(page), Qt.Key.Key_F9)
    QTest.keyClicks(page.pay().cash.entry, "10")
    assert page.vm.payment is not None
    assert page.vm.payment.change == 150
    key(page.pay().cash.entry, Qt.Key.Key_Return)
    assert page.basket.done.accessibleName() == "Change due ¥1.50"


def test_typing_a_code_and_enter_adds_it(page: SellPage) -> None:
    QTest.keyClicks(field(page), CRISPS)
    key(field(page), Qt.Key.Key_Return)
    assert [row.name for row in page.vm.rows] == ["Crisps 75g"]
    assert field(page).text() == ""


def test_plus_minus_and_arrows_work_in_the_empty_field(page: SellPage) -> None:
    page.take_scan(CRISPS)
    page.take_scan(TEA)
    key(field(page), Qt.Key.Key_Up)
    QTest.keyClicks(field(page), "+")
    QTest.keyClicks(field(page), "+")
    QTest.keyClicks(field(page), "-")
    assert [row.quantity for row in page.vm.rows] == ["2", "1"]
    assert field(page).text() == ""


def test_a_count_before_a_scan_is_used_up(page: SellPage) -> None:
    QTest.keyClicks(field(page), "3*")
    page.take_scan(CRISPS)
    assert [row.quantity for row in page.vm.rows] == ["3"]
    assert field(page).text() == ""


def test_a_scan_from_elsewhere_leaves_the_field_alone(page: SellPage) -> None:
    QTest.keyClicks(field(page), "te")
    page.take_scan(CRISPS, elsewhere=True)
    assert field(page).text() == "te"
    assert len(page.vm.rows) == 1


def test_an_unknown_scan_on_another_page_takes_no_focus(page: SellPage, qtbot: QtBot) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    page.hide()
    other.show()
    other.setFocus()
    page.take_scan("4006381333931", elsewhere=True)
    assert page.catalogue.unknown is not None
    assert page.focusWidget() is field(page)


def test_ctrl_del_removes_and_the_toast_takes_it_back(page: SellPage, shell: FakeShell) -> None:
    page.take_scan(CRISPS)
    key(field(page), Qt.Key.Key_Delete, control=True)
    assert page.vm.basket.is_empty
    shell.undos[-1]()
    assert len(page.vm.rows) == 1


def test_ctrl_z_takes_the_last_change_back_where_no_toast_offers_one(page: SellPage) -> None:
    page.take_scan(CRISPS)
    page.take_scan(TEA)
    assert page.undo()
    assert [row.name for row in page.vm.rows] == ["Crisps 75g"]
    assert page.undo()
    assert not page.undo()


def test_emptying_asks_first(page: SellPage, shell: FakeShell) -> None:
    page.take_scan(CRISPS)
    shell.answer = False
    key(field(page), Qt.Key.Key_Delete, control=True, shift=True)
    assert [question.verb for question in shell.questions] == ["Empty the basket"]
    assert len(page.vm.rows) == 1


def test_esc_closes_one_layer_at_a_time(page: SellPage) -> None:
    page.take_scan("4006381333931")
    QTest.keyClicks(field(page), "abc")
    assert page.escape()
    assert field(page).text() == ""
    assert asked(page) is not None
    assert page.escape()
    assert asked(page) is None
    assert not page.escape()


def test_esc_leaves_the_payment_and_empties_nothing(page: SellPage) -> None:
    page.take_scan(CRISPS)
    key(field(page), Qt.Key.Key_F9)
    assert page.escape()
    assert page.vm.payment is None
    assert len(page.vm.rows) == 1


def test_unknown_goods_are_on_the_ticket_by_name_price_and_enter(page: SellPage) -> None:
    page.take_scan("4006381333931")
    card = page.catalogue.unknown
    assert card is not None
    name, price = card.findChildren(QLineEdit)[1:3]
    QTest.keyClicks(name, "Pen")
    key(name, Qt.Key.Key_Return)
    QTest.keyClicks(price, "6.50")
    key(price, Qt.Key.Key_Return)
    assert [(row.name, row.total) for row in page.vm.rows] == [("Pen", "6.50")]
    assert card.isHidden()


def test_initials_find_goods_and_the_arrows_choose(
    page: SellPage, shop: Shop, actor: Actor
) -> None:
    for number, name in enumerate(("海盐薯片", "海盐饼干")):
        sku = SkuForm(price=100 + number, codes=(f"777{number}",))
        Catalogue(shop).create(actor, ProductForm(name=name, skus=(sku,)))
    QTest.keyClicks(field(page), "hy")
    hits = page.catalogue.hits
    assert hits is not None
    assert hits.isVisible()
    first = hits.picked
    key(field(page), Qt.Key.Key_Down)
    assert hits.picked not in {first, None}
    wanted = hits.picked
    key(field(page), Qt.Key.Key_Return)
    assert [line.goods.sku for line in page.vm.basket.lines] == [wanted]
    assert not hits.isVisible()


def test_a_name_nobody_has_offers_a_new_product(page: SellPage) -> None:
    QTest.keyClicks(field(page), "zzz")
    key(field(page), Qt.Key.Key_Return)
    card = page.catalogue.unknown
    assert card is not None
    assert card.isVisible()
    assert card.findChildren(QLineEdit)[1].text() == "zzz"


def test_the_scan_field_asks_for_a_weight(page: SellPage) -> None:
    page.take_scan(ORANGES)
    assert "Oranges" in field(page).placeholderText()
    QTest.keyClicks(field(page), "1.26")
    key(field(page), Qt.Key.Key_Return)
    assert [row.quantity for row in page.vm.rows] == ["1.26 kg"]
    assert "Oranges" not in field(page).placeholderText()


def test_a_press_on_a_tile_adds_it_and_its_badge_counts(page: SellPage) -> None:
    grid = page.catalogue.grid
    index = next(
        grid.tiles.index(row)
        for row in range(grid.tiles.rowCount())
        if grid.tiles.tile_at(grid.tiles.index(row)).name == "Green tea"
    )
    middle = grid.visualRect(index).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert [row.quantity for row in page.vm.rows] == ["2"]
    assert grid.tiles.tile_at(index).badge == "2"


def test_the_stepper_of_a_line_can_be_pressed(page: SellPage) -> None:
    page.take_scan(CRISPS)
    lines = page.basket.lines
    rect = lines.visualRect(lines.lines.index(0))
    plus = QPoint(rect.right() - 16 - 68 - 10 - 20, rect.top() + 29)
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=plus)
    assert [row.quantity for row in page.vm.rows] == ["2"]


def test_hand_confirmed_payments_need_ctrl_enter(page: SellPage, shop: Shop) -> None:
    page.take_scan(CRISPS)
    key(field(page), Qt.Key.Key_F10)
    entry = page.pay().hand.entry
    key(entry, Qt.Key.Key_Return)
    assert orders(shop) == 0
    key(entry, Qt.Key.Key_Return, control=True)
    assert orders(shop) == 1


def test_after_a_part_the_keyboard_is_back_at_the_amount(page: SellPage) -> None:
    page.take_scan(CRISPS)
    key(field(page), Qt.Key.Key_F10)
    QTest.keyClicks(page.focusWidget(), "5")
    key(page.focusWidget(), Qt.Key.Key_F4)
    QTest.keyClicks(page.focusWidget(), "7731")
    key(page.focusWidget(), Qt.Key.Key_Return, control=True)
    assert page.focusWidget() is page.pay().hand.entry
    QTest.keyClicks(page.focusWidget(), "1")
    assert page.vm.payment is not None
    assert (page.vm.payment.entry, page.vm.payment.reference) == ("1", "")


def test_a_note_is_written_by_f4(page: SellPage) -> None:
    page.take_scan(CRISPS)
    key(field(page), Qt.Key.Key_F4)
    note = page.focusWidget()
    assert isinstance(note, QLineEdit)
    QTest.keyClicks(note, "no bag")
    key(note, Qt.Key.Key_Return)
    assert page.vm.rows[0].note == "no bag"
    assert page.focusWidget() is field(page)


def test_hold_and_recall_by_keys_alone(page: SellPage) -> None:
    page.take_scan(CRISPS)
    key(field(page), Qt.Key.Key_F5)
    name = page.focusWidget()
    assert isinstance(name, QLineEdit)
    QTest.keyClicks(name, "table 3")
    key(name, Qt.Key.Key_Return)
    assert page.vm.basket.is_empty
    key(field(page), Qt.Key.Key_F6)
    held = page.focusWidget()
    assert held is not None
    key(held, Qt.Key.Key_Return)
    assert [row.name for row in page.vm.rows] == ["Crisps 75g"]


def test_a_customer_is_made_by_phone_and_name(page: SellPage) -> None:
    page.take_scan(TEA)
    key(field(page), Qt.Key.Key_F3)
    phone = page.focusWidget()
    assert isinstance(phone, QLineEdit)
    QTest.keyClicks(phone, "13800001234")
    key(phone, Qt.Key.Key_Return)
    name = page.focusWidget()
    assert isinstance(name, QLineEdit)
    assert name is not phone
    QTest.keyClicks(name, "Mei")
    key(name, Qt.Key.Key_Return)
    assert page.vm.basket.customer is not None
    assert page.vm.basket.customer.name == "Mei"
    assert page.vm.rows[0].total == "18.00"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (Qt.Key.Key_F5, "nothing to put aside"),
        (Qt.Key.Key_F7, "Choose a line first"),
        (Qt.Key.Key_F8, "nothing to take a discount off"),
        (Qt.Key.Key_F4, "Choose a line first"),
    ],
)
def test_a_key_that_changes_nothing_says_why(
    page: SellPage, shell: FakeShell, code: Qt.Key, word: str
) -> None:
    key(field(page), code)
    assert word in shell.toasts[-1]
    assert page.sheets.sheet is None


def test_keys_before_the_shop_is_open_are_done_once_it_is(
    early: SellPage, shop: Shop, actor: Actor, shelf: Shelf
) -> None:
    early.take_scan(CRISPS)
    key(field(early), Qt.Key.Key_D, control=True)
    key(field(early), Qt.Key.Key_D, control=True)
    early.attach(ServiceDesk(shop, actor))
    assert early.vm.is_locked
    assert early.vm.problem == "Type first how much of it is paid this way"


def test_a_sheet_asked_for_before_the_shop_is_open_comes_with_it(
    early: SellPage, shop: Shop, actor: Actor
) -> None:
    key(field(early), Qt.Key.Key_F3)
    assert early.sheets.sheet is None
    early.attach(ServiceDesk(shop, actor))
    assert isinstance(early.sheets.sheet, CustomerSheet)


def test_the_arrow_keys_reach_every_kind_of_discount(page: SellPage) -> None:
    page.take_scan(CRISPS)
    key(field(page), Qt.Key.Key_F8)
    sheet = page.sheets.sheet
    assert isinstance(sheet, DiscountSheet)
    QTest.keyClicks(page.focusWidget(), "5")
    key(page.focusWidget(), Qt.Key.Key_Tab, shift=True)
    for _step in range(2):
        key(page.focusWidget(), Qt.Key.Key_Right)
    key(page.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClicks(page.focusWidget(), "8")
    key(page.focusWidget(), Qt.Key.Key_Return)
    assert page.vm.priced.total == 800


def test_a_line_discount_by_f7(page: SellPage) -> None:
    page.take_scan(TEA)
    key(field(page), Qt.Key.Key_F7)
    value = page.focusWidget()
    assert isinstance(value, QLineEdit)
    QTest.keyClicks(value, "10")
    key(value, Qt.Key.Key_Return)
    assert page.vm.rows[0].tag == "−10%"


def test_the_page_speaks_another_language_with_its_basket(page: SellPage) -> None:
    page.take_scan(CRISPS)
    use_language("zh")
    page.retranslate()
    assert page.basket.title.text() == "当前单"
    assert page.basket.lines.lines.rowCount() == 1
    page.take_scan(CRISPS)
    assert page.vm.rows[0].quantity == "2"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scale", [100, 200])
def test_every_state_can_be_painted(page: SellPage, scheme: str, scale: int) -> None:
    looks().apply(Theme("dark" if scheme == "dark" else "light", scale))
    page.retranslate()
    page.take_scan(CRISPS)
    assert not page.grab().isNull()
    for method in (Method.CASH, Method.WECHAT, Method.OTHER):
        page.vm.pay(method)
        assert not page.grab().isNull()
    page.vm.take_exact()
    assert not page.grab().isNull()


def test_every_button_says_what_it_does(page: SellPage) -> None:
    page.take_scan(CRISPS)
    page.vm.pay(Method.CASH)
    nameless = [
        button
        for button in page.findChildren(QPushButton)
        if not (button.text() or button.accessibleName())
    ]
    assert nameless == []


@pytest.mark.parametrize(("width", "columns"), [(830, 5), (756, 5), (1180, 7), (100, 1)])
def test_columns_follow_the_design(width: int, columns: int) -> None:
    assert columns_for(width, control("tileMinWidth")) == columns


def test_tiles_fill_the_height_within_their_limits() -> None:
    assert tile_height(566, 1.0) == 180
    assert tile_height(120, 1.0) == 150


@pytest.mark.parametrize(("window", "width"), [(1280, 408), (1366, 420), (1500, 440), (1920, 500)])
def test_the_basket_is_as_wide_as_the_design_says(window: int, width: int) -> None:
    assert basket_width(window) == width


def test_without_a_collection_code_the_way_to_add_one_is_shown(
    page: SellPage, shell: FakeShell
) -> None:
    page.vm.scanned(CRISPS)
    page.vm.pay(Method.WECHAT)
    hand = page.pay().hand
    assert hand.add_code.isVisible()
    hand.add_code.click()
    assert shell.visits == [("settings", "payments")]
    page.vm.pay(Method.OTHER)
    assert not hand.add_code.isVisible()
    page.vm.code_for = lambda _method: CollectionCode("wxp://f2f0", CodeScheme.WECHAT, "Lin")
    page.vm.pay(Method.WECHAT)
    assert not hand.add_code.isVisible()


def test_f9_while_a_weight_is_asked_puts_the_keyboard_in_its_field(
    page: SellPage, shell: FakeShell
) -> None:
    page.take_scan(CRISPS)
    page.take_scan(ORANGES)
    page.basket.hold.setFocus()
    key(page.basket.hold, Qt.Key.Key_F9)
    assert page.vm.payment is None
    assert page.focusWidget() is field(page)
    assert shell.toasts == ["Enter the weight of Oranges first, or press Esc"]


def test_a_half_typed_weight_survives_another_scan(page: SellPage) -> None:
    page.take_scan(ORANGES)
    QTest.keyClicks(field(page), "1.2")
    page.take_scan(CRISPS)
    assert field(page).text() == "1.2"
    key(field(page), Qt.Key.Key_Return)
    assert [row.quantity for row in page.vm.rows] == ["1", "1.2 kg"]


def test_a_tile_pressed_while_a_weight_is_asked_joins_the_basket(page: SellPage) -> None:
    page.take_scan(TEA)
    tea = page.vm.basket.lines[0].goods.sku
    page.take_scan(ORANGES)
    QTest.keyClicks(field(page), "1.2")
    page.catalogue.grid.chosen.emit(tea)
    assert (field(page).text(), page.focusWidget()) == ("1.2", field(page))
    key(field(page), Qt.Key.Key_Return)
    assert [row.quantity for row in page.vm.rows] == ["2", "1.2 kg"]
