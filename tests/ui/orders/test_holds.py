"""Holds and what is asked back on the Orders page: three axes, none hides another."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import EVERYTHING, Actor, Right
from microshop_desktop.services.aftersales import Aftersales
from microshop_desktop.services.order_search import OrderTab
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.orders.desk import OrdersDesk
from microshop_desktop.ui.orders.order_table import order_columns
from microshop_desktop.ui.orders.page import OrdersPage
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.orders.words import history
from tests.services.online_shop import OnlineShop, line, open_online_shop, order
from tests.ui.fakes import FakeShell

ROOM = 1282


@pytest.fixture
def online(shop: Shop, actor: Actor) -> OnlineShop:
    return open_online_shop(shop, actor)


@pytest.fixture
def waiting(online: OnlineShop, model: OrdersViewModel, clock: FixedClock) -> UUID:
    """An order of today with two masks that waits to be sent."""
    now = clock.now()
    told = order("9", line(1, "mask", 2, 9980), ship_until=now + timedelta(hours=5))
    online.take(replace(told, placed_at=now, paid_at=now, updated_at=now))
    model.refresh()
    [row] = [row for row in model.fetch(0, 10) if row.source == "vendure"]
    return row.order


@pytest.fixture
def asked(clock: FixedClock) -> Aftersale:
    now = clock.now()
    return Aftersale(
        external_id="back-1",
        external_order="9",
        kind=AftersaleKind.REFUND_ONLY,
        state=AftersaleState.OPEN,
        raw_status="ASKED",
        amount=4990,
        updated_at=now,
        line_id="1",
        pieces=1,
        reason="ordered one too many, please refund one",
        deadline=now + timedelta(days=1),
        asked_at=now,
    )


def ask(online: OnlineShop, told: Aftersale) -> None:
    Aftersales(online.shop).take(online.actor, online.source.account, [told])


def shown(page: OrdersPage, order_id: UUID) -> OrdersPage:
    page.orders_changed()
    page.asked_for(order_id)
    QApplication.processEvents()
    return page


def columns(model: OrdersViewModel, order_id: UUID) -> dict[str, str]:
    model.refresh()
    row = next(row for row in model.fetch(0, 10) if row.order == order_id)
    return {column.key: column.text(row) for column in order_columns(model, ROOM)}


def test_the_list_says_what_is_asked_and_that_it_waits(
    online: OnlineShop, waiting: UUID, model: OrdersViewModel, asked: Aftersale
) -> None:
    ask(online, asked)
    texts = columns(model, waiting)
    assert (texts["state"], texts["refund"], texts["hold"]) == (
        "To ship",
        "Asked ¥49.90",
        "On hold",
    )
    assert (model.counts[OrderTab.REFUNDS], model.counts[OrderTab.HELD]) == (1, 1)


def test_the_panel_says_how_much_until_when_and_where_to_answer(
    online: OnlineShop, waiting: UUID, page: OrdersPage, asked: Aftersale
) -> None:
    ask(online, asked)
    box = shown(page, waiting).detail.online
    assert box.rows.refund.more.text().startswith("1 piece · by ")
    assert box.rows.hold.more.text() == "By rule: something of it is asked back."
    assert box.refund.text.startswith("The money is on its way back.")
    assert box.words.isVisible()
    assert box.words.text == "Customer: ordered one too many, please refund one"
    assert not box.deadline.isVisible()
    assert box.rows.state.more.text().startswith("by ")


def test_other_platforms_are_answered_in_their_own_pages(
    online: OnlineShop,
    model: OrdersViewModel,
    page: OrdersPage,
    asked: Aftersale,
    clock: FixedClock,
) -> None:
    taobao = replace(online, source=replace(online.source, kind="taobao"))
    now = clock.now()
    told = order("9", line(1, "mask", 2, 9980))
    taobao.take(replace(told, placed_at=now, paid_at=now, updated_at=now))
    ask(online, asked)
    page.orders_changed()
    [row] = [row for row in model.fetch(0, 10) if row.source == "taobao"]
    box = shown(page, row.order).detail.online
    assert "Answer it at Taobao by " in box.refund.text
    assert box.refund.text.endswith("or the platform decides.")
    assert not page.detail.give_back_button.isVisible()


def test_what_waits_stands_above_what_happened(
    online: OnlineShop, waiting: UUID, model: OrdersViewModel, asked: Aftersale
) -> None:
    ask(online, asked)
    steps = history(model.open(waiting), model.desk.zone, model.desk.today())
    assert [step.title for step in steps] == [
        "Waits for an answer",
        "Put on hold by rule",
        "The customer asks for money back",
        "Ordered online",
    ]
    assert steps[2].detail == "1 piece · ¥49.90"
    assert steps[0].detail.endswith("Vendure decides")


def test_a_person_holds_by_key_and_says_why(
    waiting: UUID, page: OrdersPage, shell: FakeShell
) -> None:
    box = shown(page, waiting).detail.hold_box
    assert not box.isVisible()
    page.acts.turn_hold()
    assert box.isVisible()
    assert not box.hold_button.isEnabled()
    box.why.setText("address unclear")
    box.why.returnPressed.emit()
    assert not box.isVisible()
    assert page.detail.online.rows.hold.more.text() == "Lin: address unclear"
    assert page.detail.hold_button.text() == "Lift hold"
    assert not page.detail.ship_button.isVisible()
    page.acts.turn_hold()
    assert page.detail.online.rows.hold.more.text() == ""
    assert shell.toasts == ["The order waits now", "The order may go on"]


def test_what_the_rule_holds_still_waits_when_ours_is_lifted(
    online: OnlineShop, waiting: UUID, page: OrdersPage, shell: FakeShell, asked: Aftersale
) -> None:
    shown(page, waiting).detail.hold_given.emit("the customer called")
    ask(online, asked)
    box = shown(page, waiting).detail.online
    assert box.rows.hold.more.text() == (
        "Lin: the customer called · By rule: something of it is asked back."
    )
    page.acts.turn_hold()
    assert shell.toasts[-1] == "It still waits, by another hold"


def test_escape_asks_no_more_and_keeps_the_order_open(waiting: UUID, page: OrdersPage) -> None:
    shown(page, waiting)
    page.acts.turn_hold()
    assert page.escape()
    assert not page.detail.hold_box.isVisible()
    assert page.detail.isVisible()


def test_what_was_asked_of_one_order_is_not_meant_for_the_next(
    waiting: UUID, page: OrdersPage, model: OrdersViewModel
) -> None:
    shown(page, waiting)
    page.acts.turn_hold()
    page.acts.ask_back()
    page.orders_changed()
    assert page.detail.hold_box.isVisible(), "news of a sync must not take it away"
    other = next(row for row in model.fetch(0, 10) if row.order != waiting)
    shown(page, other.order)
    shown(page, waiting)
    assert not page.detail.hold_box.isVisible()
    assert not page.detail.give_back.isVisible()


def test_without_the_right_there_is_no_hold(shop: Shop, waiting: UUID, page: OrdersPage) -> None:
    assert shown(page, waiting).detail.hold_button.isVisible()
    seller = replace(shop.owner(), rights=EVERYTHING - {Right.SYNC})
    desk = OrdersDesk(shop, seller, page._model.desk._queue)
    assert not desk.may_hold


def test_what_has_left_or_was_sold_here_cannot_wait(
    online: OnlineShop, waiting: UUID, page: OrdersPage, model: OrdersViewModel, clock: FixedClock
) -> None:
    counter = next(row for row in model.fetch(0, 10) if row.source == "counter")
    assert not shown(page, counter.order).detail.hold_button.isVisible()
    now = clock.now()
    sent = order("9", line(1, "mask", 2, 9980), fulfilment=Fulfilment.SHIPPED)
    online.take(replace(sent, placed_at=now, paid_at=now, updated_at=now))
    assert not shown(page, waiting).detail.hold_button.isVisible()
    page.acts.turn_hold()
    assert not page.detail.hold_box.isVisible()
