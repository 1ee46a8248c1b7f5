"""Giving money back at a platform from the Orders page, in two steps; and whom an order goes to."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.devices.receipt_printer import PrinterSettings, ReceiptPrinter
from microshop_desktop.domain.online_order import Contact
from microshop_desktop.drawing.receipt import rows_dots
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.contacts import Contacts
from microshop_desktop.services.platform_refunds import BackCommand, PlatformRefunds
from microshop_desktop.services.print_queue import PrintQueue
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.orders.desk import OrdersDesk
from microshop_desktop.ui.orders.page import OrdersPage
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from tests.services.online_shop import OnlineShop, line, open_online_shop, order
from tests.ui.fakes import FakeShell


class AskingDesk(OrdersDesk):
    """A desk before a platform that answers so."""

    def __init__(self, online: OnlineShop, answer: Callable[[UUID], int]) -> None:
        queue = PrintQueue(online.shop, lambda: ReceiptPrinter(PrinterSettings(), rows_dots))
        super().__init__(online.shop, online.actor, queue)
        self._answer = answer

    @override
    def reveal(self, order: UUID) -> int:
        """Answer as the platform does."""
        return self._answer(order)


@pytest.fixture
def online(shop: Shop, actor: Actor) -> OnlineShop:
    return open_online_shop(shop, actor)


@pytest.fixture
def opened(
    online: OnlineShop, model: OrdersViewModel, page: OrdersPage, clock: FixedClock
) -> OrdersPage:
    """The page with an order of two masks open, 99.80 paid."""
    now = clock.now()
    told = order("9", line(1, "mask", 2, 9980))
    online.take(replace(told, placed_at=now, paid_at=now, updated_at=now))
    page.orders_changed()
    [row] = [row for row in model.fetch(0, 10) if row.source == "vendure"]
    page.asked_for(row.order)
    QApplication.processEvents()
    return page


def wishes(online: OnlineShop) -> tuple[BackCommand, ...]:
    return PlatformRefunds(online.shop).due(online.actor, online.source.account)


def test_an_amount_is_typed_reviewed_and_then_meant(
    online: OnlineShop, opened: OrdersPage, shell: FakeShell
) -> None:
    box = opened.detail.give_back
    assert opened.detail.give_back_button.isVisible()
    opened.acts.ask_back()
    box.amount.setText("49.90")
    box.steppers[1].set_value(1000)
    box.takes_out.setChecked(True)
    box.review()
    assert box.sure.text == ("¥49.90 of order W9 go back at Vendure. It cannot be fetched back.")
    assert wishes(online) == ()
    box.confirm.click()
    (wish,) = wishes(online)
    assert (wish.amount, wish.pieces, wish.takes_out) == (4990, {"1": 1}, True)
    assert shell.toasts == ["Noted: the next sync gives it back and says whether it worked"]
    assert not box.isVisible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("99.81", "At most ¥99.80 can go back."),
        ("", "Type what goes back."),
        (".", "Type an amount such as 19.90."),
    ],
)
def test_what_cannot_go_back_is_said_before(
    online: OnlineShop, opened: OrdersPage, typed: str, said: str
) -> None:
    opened.acts.ask_back()
    box = opened.detail.give_back
    box.amount.setText(typed)
    box.review()
    assert box.problem == said
    assert wishes(online) == ()


def test_escape_gives_nothing_back(online: OnlineShop, opened: OrdersPage) -> None:
    opened.acts.ask_back()
    opened.detail.give_back.amount.setText("1")
    opened.detail.give_back.review()
    assert opened.escape()
    assert not opened.detail.give_back.isVisible()
    assert wishes(online) == ()


def test_a_second_wish_waits_for_the_first(
    online: OnlineShop, opened: OrdersPage, shell: FakeShell
) -> None:
    for _ in range(2):
        opened.acts.ask_back()
        opened.detail.give_back.amount.setText("1")
        opened.detail.give_back.review()
        opened.detail.give_back.confirm.click()
    assert len(wishes(online)) == 1
    assert shell.toasts[-1] == "This order cannot be refunded."


def test_where_a_platform_tells_openly_the_address_stands_there(opened: OrdersPage) -> None:
    box = opened.detail.contact
    assert box.whom.text() == "L** · 138****0000 · Hangzhou"
    assert not box.button.isVisible()
    assert not box.more.isVisible()


@pytest.fixture
def masked(
    shop: Shop, actor: Actor, model: OrdersViewModel, page: OrdersPage, clock: FixedClock
) -> tuple[OrdersPage, UUID]:
    """The page with an order open whose platform masks its customers."""
    online = open_online_shop(shop, actor)
    source = replace(online.source, kind="wechat_shop")
    now = clock.now()
    told = order("9", line(1, "mask", 2, 9980))
    replace(online, source=source).take(replace(told, placed_at=now, paid_at=now, updated_at=now))
    page.orders_changed()
    [row] = [row for row in model.fetch(0, 10) if row.source == "wechat_shop"]
    page.asked_for(row.order)
    QApplication.processEvents()
    return page, row.order


def test_an_address_is_shown_when_somebody_asks(
    masked: tuple[OrdersPage, UUID], online: OnlineShop, model: OrdersViewModel
) -> None:
    page, _found = masked
    box = page.detail.contact
    assert box.button.isVisible()
    assert box.more.text() == "WeChat Shop counts each address that is shown."

    def reveal(order_id: UUID) -> int:
        plain = Contact("Wang", "13800138000", "Wensan Road 1")
        Contacts(online.shop).keep_revealed(online.actor, order_id, plain)
        return 29

    model.desk = AskingDesk(online, reveal)
    box.button.click()
    assert box.whom.text() == "Wang · 13800138000 · Wensan Road 1"
    assert not box.button.isVisible()
    page.orders_changed()
    assert box.more.text().endswith("29 more can be shown today.")


def test_an_address_that_is_not_told_is_said_why(
    masked: tuple[OrdersPage, UUID], online: OnlineShop, model: OrdersViewModel, shell: FakeShell
) -> None:
    page, _found = masked

    def reveal(_order: UUID) -> int:
        raise ChannelError(Trouble.LIMITED, "45009")

    model.desk = AskingDesk(online, reveal)
    page.detail.contact.button.click()
    assert "45009" in shell.toasts[-1]
    assert shell.toasts[-1].startswith("Web shop ")
    assert page.detail.contact.button.isEnabled()


def test_without_keys_on_this_computer_that_is_said(
    masked: tuple[OrdersPage, UUID], shell: FakeShell
) -> None:
    page, _found = masked
    page.detail.contact.button.click()
    assert len(shell.problems) == 1
