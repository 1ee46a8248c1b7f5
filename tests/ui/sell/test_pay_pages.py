"""The phone payment pages as a person uses them: keys, presses, what stands there, what is safe."""

from collections.abc import Iterator
from uuid import UUID

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.money import currency
from microshop_desktop.domain.payment import Doubt, NotSent, Refusal, Refused, Unclear, Waiting
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.settings import PAY_BUTTONS
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.persistence.tables.orders import OrderRow, Payment
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.events import AttemptChanged
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.sell.desk import Opening
from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.sell.room import pay_places
from microshop_desktop.ui.sell.service_desk import ServiceDesk
from microshop_desktop.ui.sell.service_phone_desk import ServicePhoneDesk
from tests.payments.scripted import ScriptedGateway, make_account
from tests.services.shelf import Shelf
from tests.ui.fakes import FakeShell
from tests.ui.sell.phones import WECHAT_CODE, AtOnce
from tests.ui.sell.view import CRISPS, TEA


class Counter:
    """The page at work with a scripted platform."""

    def __init__(self, page: SellPage, shop: Shop, actor: Actor, shell: FakeShell) -> None:
        self.page, self.shop, self.shell = page, shop, shell
        self.gateway = ScriptedGateway()
        self.collector = Collector(shop, actor, Gateways(lambda _facts: self.gateway))
        self.desk = ServicePhoneDesk(shop, actor, AtOnce(self.collector))
        page.attach_phones(self.desk)
        shop.events.listen(AttemptChanged, self.on_change)

    def on_change(self, event: AttemptChanged) -> None:
        self.page.attempt_changed(self.desk.look(event.attempt))

    def stage(self) -> Stage | None:
        phone = self.page.vm.phone
        return None if phone is None else phone.stage

    def key(self, code: Qt.Key, *, control: bool = False) -> None:
        focused: QWidget | None = self.page.focusWidget()
        modifier = (
            Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        )
        QTest.keyClick(self.page if focused is None else focused, code, modifier)

    def customer_pays(self) -> None:
        phone = self.page.vm.phone
        assert phone is not None
        assert phone.record is not None
        self.gateway.customer_pays(phone.record.attempt.out_trade_no)
        self.collector.ask_now(phone.record.attempt.id)


@pytest.fixture
def counter(
    qtbot: QtBot, shell: FakeShell, shop: Shop, actor: Actor, shelf: Shelf, clock: FixedClock
) -> Iterator[Counter]:
    make_account(shop, "wechat_pay")
    make_account(shop, "alipay")
    desk = ServiceDesk(shop, actor)
    page = SellPage(shell, Opening(currency("CNY"), tiles=tuple(desk.tiles(None))))
    qtbot.addWidget(page)
    page.resize(1282, 712)
    with qtbot.waitExposed(page):
        page.show()
    page.attach(desk)
    page.entered()
    yield Counter(page, shop, actor, shell)
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)


def orders(shop: Shop) -> list[str]:
    with shop.database.read() as connection:
        return list(connection.scalars(sa.select(OrderRow.state).order_by(OrderRow.seq)))


def payments(shop: Shop) -> list[tuple[str, int]]:
    with shop.database.read() as connection:
        rows = connection.execute(sa.select(Payment.method, Payment.amount).order_by(Payment.seq))
        return [(row.method, row.amount) for row in rows]


def test_f10_shows_the_code_with_amount_life_and_steps(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    qr = counter.page.pay().qr
    QCoreApplication.processEvents()
    assert qr.isVisible()
    assert qr.card.code.text.startswith("weixin://")
    assert qr.card.amount.text() == "¥8.50"
    assert qr.card.code.code_rect().width() >= 270
    assert qr.progress.title.text() == "Waiting for the customer to scan"
    assert [step.mark.value for step in qr.progress.steps.steps] == ["done", "now", "next", "next"]
    assert qr.cancel.text() == "Cancel this WeChat payment"


def test_paid_takes_the_page_away_and_says_so(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    counter.customer_pays()
    assert counter.page.basket.done.accessibleName() == "WeChat ¥8.50 received ¥8.50"
    assert counter.page.catalogue.isVisible()
    assert counter.shell.announced[-1] == "WeChat ¥8.50 received"


@pytest.mark.parametrize("control", [False, True])
def test_no_enter_takes_money_while_a_platform_is_asked(counter: Counter, control: bool) -> None:
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    for _press in range(10):
        counter.key(Qt.Key.Key_Return, control=control)
        counter.key(Qt.Key.Key_Space)
    assert payments(counter.shop) == []
    assert counter.stage() is Stage.WAITING


def test_a_quick_amount_takes_cash_once_the_code_is_closed(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    button = counter.page.pay().qr.quick[1]
    assert button.accessibleName() == "¥9, change ¥0.50"
    button.click()
    assert payments(counter.shop) == [("cash", 850)]
    assert counter.page.basket.done.accessibleName() == "Change due ¥0.50"


def test_escape_brings_the_basket_back(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    assert counter.page.escape()
    assert counter.page.vm.payment is None
    assert orders(counter.shop) == ["cancelled"]
    assert not counter.page.vm.is_locked


def test_ctrl_w_asks_while_the_customer_pays(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.page.take_scan(WECHAT_CODE)
    counter.shell.answer = False
    counter.key(Qt.Key.Key_W, control=True)
    assert counter.shell.questions[-1].verb == "Cancel the payment"
    assert counter.stage() is Stage.PAYING


def test_the_question_is_moot_once_the_payment_ended(counter: Counter, qtbot: QtBot) -> None:
    counter.page.take_scan(CRISPS)
    counter.page.take_scan(WECHAT_CODE)
    counter.shell.answer = False
    counter.key(Qt.Key.Key_W, control=True)
    moot = counter.shell.questions[-1].moot
    assert moot is not None
    with qtbot.waitSignal(moot, timeout=500):
        counter.customer_pays()
    assert counter.page.vm.last_sale is not None


def test_ctrl_w_closes_a_waiting_code_without_a_question(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    counter.key(Qt.Key.Key_W, control=True)
    assert not counter.shell.questions
    assert orders(counter.shop) == ["cancelled"]


def test_ctrl_d_asks_for_a_part_and_escape_closes_only_that(counter: Counter) -> None:
    counter.page.take_scan(TEA)
    counter.key(Qt.Key.Key_F11)
    counter.key(Qt.Key.Key_D, control=True)
    split = counter.page.pay().qr.split
    assert split.amount.isVisible()
    assert counter.page.escape()
    assert counter.stage() is Stage.WAITING
    counter.key(Qt.Key.Key_D, control=True)
    QTest.keyClicks(split.amount, "15")
    QTest.keyClick(split.amount, Qt.Key.Key_Return)
    assert counter.page.pay().qr.card.amount.text() == "¥15.00"
    counter.customer_pays()
    assert counter.page.pay().cash.isVisible()
    assert counter.page.pay().received.text == "Received 15.00, the basket is locked"


def test_a_refusal_is_said_and_enter_leads_on(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.gateway.instead.append(Refused(Refusal.CODE_EXPIRED))
    counter.page.take_scan(WECHAT_CODE)
    qr = counter.page.pay().qr
    assert qr.progress.title.text() == "The customer's code had run out"
    assert qr.card.renew.hasFocus()
    counter.key(Qt.Key.Key_Return)
    assert counter.page.pay().code.ready.isVisible()


def test_without_network_it_says_so_and_cash_is_free(counter: Counter) -> None:
    counter.gateway.instead += [NotSent()] * 5
    counter.gateway.deaf = True
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    qr = counter.page.pay().qr
    assert qr.progress.title.text() == "WeChat cannot be reached"
    assert qr.quick[0].isEnabled()
    qr.quick[0].click()
    assert payments(counter.shop) == [("cash", 850)]


def test_paying_locks_the_way_back_and_says_why(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    counter.gateway.instead.append(Waiting(paying=True))
    counter.key(Qt.Key.Key_R, control=True)
    pane = counter.page.pay()
    assert not pane.back.isVisible()
    assert pane.received.text == "Being paid, the basket is locked"
    assert not pane.qr.other.isEnabled()


def unknown(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.gateway.instead.append(Unclear(Doubt.NO_ANSWER))
    counter.page.take_scan(WECHAT_CODE)
    assert counter.page.pay().unknown.isVisible()


def test_unknown_names_what_is_known_and_offers_what_is_safe(counter: Counter) -> None:
    unknown(counter)
    page = counter.page.pay().unknown
    assert page.title.text() == "We don't know yet if this payment arrived"
    assert page.wait.hasFocus()
    assert page.verify.isEnabled()
    assert not counter.page.pay().methods.isVisible()
    assert [step.text for step in page.facts.steps][:3] == [
        "Code scanned",
        "Sent to WeChat",
        "The platform did not answer in time",
    ]


def test_enter_on_unknown_only_asks_again(counter: Counter) -> None:
    unknown(counter)
    counter.gateway.instead.append(Unclear(Doubt.NO_ANSWER))
    counter.key(Qt.Key.Key_Return)
    assert counter.page.pay().unknown.isVisible()
    assert payments(counter.shop) == []
    assert len(counter.gateway.asked) == 2


def test_f5_parks_and_the_next_customer_is_served(counter: Counter) -> None:
    unknown(counter)
    counter.key(Qt.Key.Key_F5)
    assert counter.page.catalogue.isVisible()
    assert orders(counter.shop) == ["pending_payment"]


def test_a_waiting_code_is_put_aside_by_its_button(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    park = counter.page.pay().qr.park
    assert park.isVisible()
    assert park.accessibleName().startswith("Put it aside")
    QTest.mouseClick(park, Qt.MouseButton.LeftButton)
    assert counter.page.catalogue.isVisible()
    assert orders(counter.shop) == ["pending_payment"]


def test_f4_asks_for_the_number_and_lets_the_goods_go(counter: Counter) -> None:
    unknown(counter)
    counter.key(Qt.Key.Key_F4)
    page = counter.page.pay().unknown
    assert page.reference.hasFocus()
    QTest.keyClicks(page.reference, "0042")
    QTest.keyClick(page.reference, Qt.Key.Key_Return)
    assert orders(counter.shop) == ["completed"]
    assert counter.page.basket.done.accessibleName().startswith("To verify")


def test_f6_during_a_payment_asks_for_the_pending_list(counter: Counter, qtbot: QtBot) -> None:
    unknown(counter)
    with qtbot.waitSignal(counter.page.pending_asked, timeout=500):
        counter.key(Qt.Key.Key_F6)
    assert counter.page.pay().unknown.isVisible()


def test_other_payments_are_named_on_the_unknown_page(counter: Counter) -> None:
    unknown(counter)
    counter.page.show_pending(2)
    assert counter.page.pay().unknown.others.isVisible()
    counter.page.show_pending(0)
    assert not counter.page.pay().unknown.others.isVisible()


@pytest.mark.parametrize(("width", "height"), [(1282, 584), (1080, 584), (1000, 520)])
def test_nothing_of_the_right_column_is_cut_where_room_is_short(
    counter: Counter, width: int, height: int
) -> None:
    counter.page.resize(width, height)
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    QCoreApplication.processEvents()
    qr = counter.page.pay().qr
    assert qr.right.content.width() <= qr.right.viewport().width()
    steps = qr.progress.steps
    assert steps.height() >= steps.heightForWidth(steps.width())


def test_the_headline_is_in_sight_when_the_payment_changes(counter: Counter) -> None:
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    counter.page.pay().qr.right.setMaximumHeight(120)
    QCoreApplication.processEvents()
    bar = counter.page.pay().qr.right.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    counter.gateway.instead.append(Waiting(paying=True))
    counter.page.vm.ask_platform()
    assert counter.stage() is Stage.PAYING
    assert bar.value() == 0


@pytest.mark.parametrize("height", [712, 634, 584])
def test_the_code_stays_large_where_the_window_is_low(counter: Counter, height: int) -> None:
    counter.page.resize(1282, height)
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    QCoreApplication.processEvents()
    code = counter.page.pay().qr.card.code
    assert code.code_rect().width() >= (270 if height >= 630 else 200)
    assert code.rect().contains(code.code_rect())


class Given:
    """Slips as the application gives them out; it remembers which."""

    def __init__(self, *, on_paper: bool) -> None:
        self.on_paper = on_paper
        self.asked: list[UUID] = []
        self.aside: list[UUID] = []

    def hand_out(self, order: UUID) -> None:
        self.asked.append(order)

    def put_aside(self, order: UUID) -> None:
        self.aside.append(order)


@pytest.mark.parametrize(
    ("on_paper", "text"),
    [(True, "Print a slip for the customer"), (False, "Show a slip to the customer")],
)
def test_a_slip_is_offered_while_nothing_is_known(
    counter: Counter, *, on_paper: bool, text: str
) -> None:
    slips = counter.page.vm.slips = Given(on_paper=on_paper)
    unknown(counter)
    order = counter.page.order_in_hand
    page = counter.page.pay().unknown
    assert page.slip.isVisible()
    assert page.slip.text() == text
    page.slip.click()
    assert slips.asked == [order]
    counter.key(Qt.Key.Key_F5)
    assert slips.aside == [order]


def test_an_order_put_aside_while_its_code_waits_needs_no_slip(counter: Counter) -> None:
    slips = counter.page.vm.slips = Given(on_paper=True)
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    counter.key(Qt.Key.Key_F5)
    assert counter.page.vm.phone is None
    assert slips.aside == []


def test_the_buttons_stand_in_the_order_of_the_settings(counter: Counter) -> None:
    basket = counter.page.basket
    counter.shell.settings.put(PAY_BUTTONS, "alipay cash wechat")
    counter.page.order_pay_buttons()
    QCoreApplication.processEvents()
    assert not basket.code.isVisible()
    assert basket.alipay.y() == basket.cash.y()
    assert basket.alipay.x() < basket.cash.x()
    assert basket.wechat.y() > basket.cash.y()
    assert basket.wechat.width() > basket.cash.width() * 1.8
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F12)
    assert counter.page.pay().code.isVisible()


@pytest.mark.parametrize(
    ("count", "places"),
    [
        (1, [(0, 0, 2)]),
        (2, [(0, 0, 1), (0, 1, 1)]),
        (3, [(0, 0, 1), (0, 1, 1), (1, 0, 2)]),
        (4, [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)]),
    ],
)
def test_buttons_fill_whole_rows(count: int, places: list[tuple[int, int, int]]) -> None:
    assert pay_places(count) == places


def test_without_network_what_needs_it_stays_outlined(counter: Counter) -> None:
    counter.gateway.deaf = True
    counter.gateway.instead += [NotSent()] * 9
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    basket = counter.page.basket
    counter.page.vm.cancel_payment()
    assert counter.page.vm.payment is None
    assert (basket.wechat.kind, basket.alipay.kind, basket.cash.kind) == (
        "outline",
        "outline",
        "ink",
    )
    assert basket.wechat.isEnabled()
    assert basket.wechat.accessibleDescription() == "when online"
    counter.gateway.deaf = False
    counter.gateway.instead.clear()
    counter.collector.look_for_network()
    counter.page.refresh()
    assert (basket.wechat.kind, basket.alipay.kind) == ("wechat", "alipay")
