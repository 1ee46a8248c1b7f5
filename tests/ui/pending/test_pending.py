"""The list of pending payments: what is said, what can be done, what is told at the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import Doubt, Paid, Unclear, Verb
from microshop_desktop.domain.payment_refund import RefundRefused
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.pending.desk import PendingDesk
from microshop_desktop.ui.pending.pending_card import PendingCard
from microshop_desktop.ui.pending.view_model import PendingModel
from microshop_desktop.ui.pending.watch import PendingWatch
from microshop_desktop.ui.pending.words import Deed, qr_of
from tests.payments.scripted import MERCHANT
from tests.services.shelf import Shelf
from tests.ui.fakes import FakeShell
from tests.ui.sell.conftest import shelf as shelf  # noqa: PLC0414 (the fixture)
from tests.ui.sell.conftest import shop as shop  # noqa: PLC0414 (the fixture)
from tests.ui.sell.phones import WECHAT_CODE, PhoneTill, phone_till
from tests.ui.sell.view import CRISPS, TEA


@dataclass
class Looking:
    """A view that answers every question and remembers it."""

    answer: bool = True
    asked: list[str] = field(default_factory=list)
    shown: int = 0

    def show(self) -> None:
        self.shown += 1

    def ask(self, title: str, verb: str, text: str = "") -> bool:
        self.asked.append(verb)
        return self.answer


@pytest.fixture
def till(shop: Shop, actor: Actor, clock: FixedClock, shelf: Shelf) -> PhoneTill:
    return phone_till(shop, actor, clock)


@pytest.fixture
def desk(till: PhoneTill, shop: Shop, actor: Actor) -> PendingDesk:
    return PendingDesk(shop, actor, till.desk)


@pytest.fixture
def looking() -> Looking:
    return Looking()


@pytest.fixture
def model(desk: PendingDesk, looking: Looking) -> PendingModel:
    return PendingModel(desk, looking)


def park_qr(till: PhoneTill, code: str = CRISPS) -> None:
    till.vm.scanned(code)
    till.vm.pay(Method.WECHAT)
    till.vm.park()


def park_unknown(till: PhoneTill) -> None:
    till.vm.scanned(CRISPS)
    till.answer(Unclear(Doubt.NO_ANSWER))
    till.vm.scanned(WECHAT_CODE)
    till.vm.park()


def words(model: PendingModel) -> list[str]:
    model.refresh()
    return [model.look(entry).word for entry in model.entries]


def test_a_parked_code_can_be_shown_again(till: PhoneTill, model: PendingModel) -> None:
    park_qr(till)
    assert words(model) == ["Waits for the customer"]
    assert model.entry is not None
    assert qr_of(model.entry).startswith("weixin://")
    assert model.look(model.entry).amount == "¥8.50"
    assert model.deeds() == (Deed.ASK, Deed.CLOSE)


def test_asking_now_finds_it_paid_and_it_goes(till: PhoneTill, model: PendingModel) -> None:
    park_unknown(till)
    assert words(model) == ["Not known yet"]
    assert model.entry is not None
    till.gateway.customer_pays(model.entry.number)
    model.do(Deed.ASK)
    assert not model.entries


def test_closing_cancels_the_order_once_the_platform_said_so(
    till: PhoneTill, model: PendingModel, shop: Shop, actor: Actor
) -> None:
    park_qr(till)
    model.refresh()
    assert model.entry is not None
    order = model.entry.order
    model.do(Deed.CLOSE)
    model.refresh()
    assert not model.entries
    assert Orders(shop).detail(actor, order).state == "cancelled"
    assert till.verbs == [Verb.SHOW_QR, Verb.CLOSE]


def unpaid(till: PhoneTill) -> None:
    park_qr(till)
    till.pass_time(301)


def test_an_unpaid_order_is_collected_again_by_either_platform(
    till: PhoneTill, model: PendingModel
) -> None:
    unpaid(till)
    assert words(model) == ["Waits for money"]
    assert model.deeds() == (Deed.WECHAT, Deed.ALIPAY, Deed.CASH, Deed.CANCEL)
    model.do(Deed.ALIPAY)
    assert words(model) == ["Waits for the customer"]
    assert model.entry is not None
    assert model.entry.method is Method.ALIPAY


def test_an_unpaid_order_is_paid_in_cash_after_a_question(
    till: PhoneTill, model: PendingModel, looking: Looking
) -> None:
    unpaid(till)
    model.refresh()
    looking.answer = False
    model.do(Deed.CASH)
    assert looking.asked == ["¥8.50 taken"]
    assert len(model.entries) == 1
    looking.answer = True
    model.do(Deed.CASH)
    assert not model.entries


def test_cancelling_names_the_money_that_goes_back(
    till: PhoneTill, model: PendingModel, looking: Looking
) -> None:
    till.vm.scanned(TEA)
    till.vm.pay(Method.WECHAT)
    till.vm.ask_part(1500)
    till.customer_pays()
    till.vm.park()
    model.refresh()
    model.do(Deed.CANCEL)
    assert looking.asked == ["Give ¥15.00 back"]
    till.pass_time(1)
    assert sum(till.gateway.refunds.values()) == 1500
    assert words(model) == []


def test_late_money_goes_back_by_one_press_and_a_refusal_is_given_in_cash(
    till: PhoneTill, model: PendingModel, looking: Looking, actor: Actor
) -> None:
    park_qr(till)
    model.refresh()
    assert model.entry is not None
    attempt = model.entry.key
    model.do(Deed.CLOSE)
    late = Paid("T1", 850, "CNY", MERCHANT)
    AttemptBook(till.shop).record(actor, attempt, Verb.QUERY, late, lambda _after: None)
    assert words(model) == ["Too much came"]
    till.gateway.refund_instead.append(RefundRefused("NOTENOUGH"))
    model.do(Deed.GIVE_BACK)
    assert looking.asked == ["Give ¥8.50 back"]
    assert words(model) == ["Refund refused"]
    model.do(Deed.REFUND_IN_CASH)
    assert words(model) == []


def test_a_refund_that_is_stuck_at_the_platform_warns_of_cash(
    till: PhoneTill, model: PendingModel, actor: Actor
) -> None:
    park_qr(till)
    model.refresh()
    assert model.entry is not None
    attempt = model.entry.key
    model.do(Deed.CLOSE)
    late = Paid("T1", 850, "CNY", MERCHANT)
    AttemptBook(till.shop).record(actor, attempt, Verb.QUERY, late, lambda _after: None)
    model.refresh()
    till.gateway.refund_instead.append(RefundRefused("ABNORMAL"))
    model.do(Deed.GIVE_BACK)
    assert words(model) == ["Refund is stuck"]
    assert model.entry is not None
    note = model.look(model.entry).note
    assert "give no cash" in note
    assert "merchant platform" in note
    assert model.deeds() == (Deed.ASK_AGAIN,)
    model.do(Deed.ASK_AGAIN)
    assert words(model) == [], "the platform gave it back meanwhile"


def test_money_that_does_not_fit_is_booked_or_put_aside_by_a_person(
    till: PhoneTill, model: PendingModel
) -> None:
    park_qr(till)
    till.answer(Paid("T1", 800, "CNY", MERCHANT))
    till.pass_time(4)
    assert words(model) == ["Does not fit"]
    assert model.deeds() == (Deed.ASK, Deed.TAKE, Deed.PUT_ASIDE)
    model.do(Deed.TAKE)
    assert words(model) == ["Waits for money"]
    assert model.entry is not None
    assert (model.entry.amount, model.entry.paid) == (50, 800)


def test_what_the_shop_refuses_is_said_in_place(till: PhoneTill, model: PendingModel) -> None:
    unpaid(till)
    model.refresh()
    entry = model.entry
    assert entry is not None
    till.desk.cancel(entry.order)
    model.do(Deed.WECHAT)
    assert model.problem


def test_the_end_of_a_parked_payment_is_told_once(till: PhoneTill, desk: PendingDesk) -> None:
    watch = PendingWatch()
    park_qr(till)
    watch.begin(desk.open_attempts())
    record = desk.open_attempts()[0]
    till.gateway.customer_pays(record.attempt.out_trade_no)
    till.pass_time(4)
    found = watch.changed(desk.attempt(record.attempt.id), on_screen=False)
    assert found is not None
    assert found.paid
    assert found.text == f"WeChat ¥8.50 received · {record.order_number}"
    assert watch.changed(desk.attempt(record.attempt.id), on_screen=False) is None


def test_a_parked_payment_that_did_not_come_is_told(till: PhoneTill, desk: PendingDesk) -> None:
    watch = PendingWatch()
    park_qr(till)
    record = desk.open_attempts()[0]
    watch.changed(desk.attempt(record.attempt.id), on_screen=False)
    till.pass_time(301)
    found = watch.changed(desk.attempt(record.attempt.id), on_screen=False)
    assert found is not None
    assert not found.paid
    assert found.order == record.order


def test_what_is_on_the_screen_is_not_told_twice(till: PhoneTill, desk: PendingDesk) -> None:
    watch = PendingWatch()
    till.vm.scanned(CRISPS)
    till.vm.pay(Method.WECHAT)
    attempt = till.record.attempt.id
    watch.changed(desk.attempt(attempt), on_screen=True)
    till.customer_pays()
    assert watch.changed(desk.attempt(attempt), on_screen=True) is None


@pytest.fixture
def card(
    qtbot: QtBot, till: PhoneTill, desk: PendingDesk, shell: FakeShell
) -> Iterator[PendingCard]:
    park_unknown(till)
    park_qr(till)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    card = PendingCard(window, desk, shell)
    card.open()
    yield card
    QCoreApplication.sendPostedEvents(card, QEvent.Type.DeferredDelete)


def test_the_card_shows_the_code_of_the_chosen_entry(card: PendingCard) -> None:
    assert card.word.text == "Waits for the customer"
    assert card.code.isVisible()
    QTest.keyClick(card, Qt.Key.Key_Down)
    assert card.word.text == "Not known yet"
    assert not card.code.isVisible()
    assert card.note.text() == "The platform did not answer in time"


def test_the_card_offers_only_what_can_be_done(card: PendingCard, till: PhoneTill) -> None:
    shown = {deed for deed, button in card.buttons.items() if not button.isHidden()}
    assert shown == {Deed.ASK, Deed.CLOSE}
    card.buttons[Deed.CLOSE].click()
    assert len(card.model.entries) == 1
    card.refresh()
    assert card.word.text == "Not known yet"


def test_the_card_says_when_nothing_is_left(card: PendingCard, till: PhoneTill) -> None:
    for entry in card.model.entries:
        till.gateway.customer_pays(entry.number)
    till.pass_time(10)
    card.refresh()
    assert card.empty.isVisible()


class Given:
    """Slips that are remembered, on paper or not."""

    on_paper = True

    def __init__(self) -> None:
        self.asked: list[UUID] = []

    def hand_out(self, order: UUID) -> None:
        self.asked.append(order)

    def put_aside(self, order: UUID) -> None:
        raise AssertionError


def test_a_slip_is_given_for_what_is_being_confirmed(
    till: PhoneTill, desk: PendingDesk, looking: Looking
) -> None:
    park_unknown(till)
    assert Deed.SLIP not in PendingModel(desk, looking).deeds()
    slips = desk.slips = Given()
    model = PendingModel(desk, looking)
    assert model.deeds() == (Deed.ASK, Deed.SLIP, Deed.CLOSE)
    assert model.slip_label() == ("Print a slip for the customer", "printer")
    assert model.entry is not None
    model.do(Deed.SLIP)
    assert slips.asked == [model.entry.order]
