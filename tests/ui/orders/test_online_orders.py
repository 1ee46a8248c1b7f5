"""Online orders on the Orders page: their platform, deadline, hold, and no refund of ours."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from microshop_desktop.domain.online_order import Fulfilment, OnlineOrder
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.order_search import OrderTab
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.orders.online_box import deadline_text
from microshop_desktop.ui.orders.order_table import order_columns
from microshop_desktop.ui.orders.page import OrdersPage
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from tests.services.online_shop import OnlineShop, line, open_online_shop, order
from tests.ui.fakes import FakeShell

ROOM = 1282


@pytest.fixture
def online(shop: Shop, actor: Actor) -> OnlineShop:
    return open_online_shop(shop, actor)


@pytest.fixture
def told(clock: FixedClock) -> OnlineOrder:
    """An order of today as the platform tells it."""
    now = clock.now()
    made = order("9", line(1, "mask", 1, 4990), ship_until=now + timedelta(hours=5, minutes=1))
    return replace(made, placed_at=now, paid_at=now, updated_at=now)


def take(online: OnlineShop, model: OrdersViewModel, told: OnlineOrder) -> UUID:
    """Take an order up and return it as the list has it."""
    online.take(told)
    model.refresh()
    [row] = [row for row in model.fetch(0, 10) if row.source == "vendure"]
    return row.order


def texts(model: OrdersViewModel, order: UUID) -> dict[str, str]:
    """What the list says of an order, by column."""
    row = next(row for row in model.fetch(0, 10) if row.order == order)
    return {column.key: column.text(row) for column in order_columns(model, ROOM)}


def test_it_is_listed_with_its_own_number_and_state(
    online: OnlineShop, model: OrdersViewModel, told: OnlineOrder
) -> None:
    shown = texts(model, take(online, model, told))
    assert shown["order"] == "W9 L**"
    assert shown["state"] == "To ship"
    assert "hold" not in shown


def test_what_must_wait_has_a_column_of_its_own(
    online: OnlineShop, model: OrdersViewModel, told: OnlineOrder
) -> None:
    held = replace(told, hold="locked", refund=RefundState.REQUESTED)
    shown = texts(model, take(online, model, held))
    assert (shown["state"], shown["refund"], shown["hold"]) == (
        "To ship",
        "Refund asked",
        "On hold",
    )
    assert model.counts[OrderTab.HELD] == 1


def test_money_that_went_back_before_the_sale_is_told_without_an_amount(
    online: OnlineShop, model: OrdersViewModel, told: OnlineOrder
) -> None:
    part = replace(told, refund=RefundState.PART, refunded=100)
    assert texts(model, take(online, model, part))["refund"] == "Part back"


def test_the_panel_says_until_when_and_leaves_the_refund_to_the_platform(
    online: OnlineShop, model: OrdersViewModel, told: OnlineOrder, page: OrdersPage
) -> None:
    page.asked_for(take(online, model, told))
    QApplication.processEvents()
    assert page.detail.online.deadline.isVisible()
    assert page.detail.online.deadline.text.startswith("Ship by ")
    assert page.detail.online.deadline.text.endswith(", 5 hours left")
    assert page.detail.online.refund.text.endswith("refund it at Vendure.")
    assert not page.list.held_line.isVisible()
    assert not page.detail.refund_button.isVisible()
    assert not page.detail.print_button.isVisible()
    page.open_refund()
    assert page.refund is None


def test_a_held_order_says_why_in_place_of_its_deadline(
    online: OnlineShop, model: OrdersViewModel, told: OnlineOrder, page: OrdersPage
) -> None:
    unknown = replace(told, fulfilment=Fulfilment.UNKNOWN, raw_status="ON_THE_MOON")
    page.asked_for(take(online, model, unknown))
    page.orders_changed()
    QApplication.processEvents()
    assert not page.detail.online.deadline.isVisible()
    assert page.list.held_line.isVisible()
    assert page.detail.online.rows.hold.more.text() == (
        "Vendure says “ON_THE_MOON”, which Microshop does not know."
    )


def test_a_sent_order_can_be_refunded_here(
    online: OnlineShop, model: OrdersViewModel, told: OnlineOrder, page: OrdersPage
) -> None:
    page.asked_for(take(online, model, replace(told, fulfilment=Fulfilment.SHIPPED)))
    QApplication.processEvents()
    assert not page.detail.online.refund.isVisible()
    assert not page.detail.hold_button.isVisible()
    assert page.detail.refund_button.isVisible()


def test_the_sources_are_those_of_the_shop(online: OnlineShop, model: OrdersViewModel) -> None:
    assert [choice.text for choice in model.sources()] == [
        "All sources",
        "Counter",
        "Imported",
        "Vendure",
    ]


def test_a_deadline_says_what_is_left_or_that_it_is_over(clock: FixedClock) -> None:
    now, zone = clock.now(), "Asia/Shanghai"
    assert deadline_text(now + timedelta(minutes=5), zone, now)[0].endswith(
        "less than an hour left"
    )
    assert deadline_text(now + timedelta(hours=1), zone, now)[0].endswith(", 1 hour left")
    text, late = deadline_text(now - timedelta(minutes=1), zone, now)
    assert late
    assert text.startswith("Should have left by")


def test_what_is_not_sent_has_no_receipt(
    online: OnlineShop,
    model: OrdersViewModel,
    told: OnlineOrder,
    page: OrdersPage,
    shell: FakeShell,
) -> None:
    page.asked_for(take(online, model, told))
    page.print_copies()
    assert shell.toasts == ["What is not sent yet has no receipt"]
