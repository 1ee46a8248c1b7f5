"""The list of receipts that were not printed: reasons, print again, drop, and its end."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.receipt import PAPER_80, Paper
from microshop_desktop.domain.receipt_layout import Row
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.print_queue import PrintPlan, PrintQueue
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import PrintReceipts
from microshop_desktop.ui.printing.print_list import PrintList
from microshop_desktop.ui.printing.service_desk import QueueDesk
from microshop_desktop.ui.printing.view_model import PrintListViewModel
from microshop_desktop.ui.widgets.button import Button
from tests.services.order_samples import Taken, put_goods, sell


class NoPaper:
    """A printer without paper."""

    is_set_up = True
    paper: Paper = PAPER_80

    def print_rows(self, rows: Sequence[Row], *, open_drawer: bool = False) -> None:
        raise ShopError(ErrorCode.PRINTER_OUT_OF_PAPER)

    def open_drawer(self) -> None:
        raise ShopError(ErrorCode.PRINTER_OUT_OF_PAPER)


@pytest.fixture
def shop(sqlite_database: Database, clock: FixedClock) -> Shop:
    return found_shop(sqlite_database, clock, name="Corner", currency_code="CNY", owner="Lin")


@pytest.fixture
def queue(shop: Shop, actor: Actor) -> PrintQueue:
    """Two sales whose receipts did not come out."""
    queue = PrintQueue(shop, NoPaper, lambda: PrintPlan(PrintReceipts.ALWAYS))
    goods = put_goods(shop, actor, "Tea", price=850)
    for _sale in range(2):
        sell(shop, actor, Taken(goods))
    print_all(queue)
    return queue


@pytest.fixture
def desk(shop: Shop, actor: Actor, queue: PrintQueue) -> QueueDesk:
    return QueueDesk(shop, actor, queue)


@pytest.fixture
def overlay(qtbot: QtBot, desk: QueueDesk) -> Iterator[PrintList]:
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    overlay = PrintList(window, desk)
    window.show()
    overlay.open()
    yield overlay
    window.close()


def print_all(queue: PrintQueue) -> None:
    while queue.print_next():
        pass


def texts(overlay: PrintList) -> list[str]:
    return [found.text() for found in overlay.findChildren(QLabel)]


def button(overlay: PrintList, text: str) -> Button:
    return next(found for found in overlay.findChildren(Button) if found.text() == text)


def test_each_line_says_which_receipt_and_why(desk: QueueDesk) -> None:
    first, second = PrintListViewModel(desk).lines
    assert (first.title, second.title) == ("A-000001 · 12:00", "A-000002 · 12:00")
    assert first.reason == "The printer is out of paper. Put in a new roll."


def test_one_is_dropped_the_other_stays(desk: QueueDesk) -> None:
    model = PrintListViewModel(desk)
    model.drop(model.lines[0].job)
    assert [line.title for line in model.lines] == ["A-000002 · 12:00"]


def test_one_printed_again_waits_for_the_printer(desk: QueueDesk, queue: PrintQueue) -> None:
    model = PrintListViewModel(desk)
    model.retry(model.lines[1].job)
    assert len(model.lines) == 1
    print_all(queue)
    model.refresh()
    assert len(model.lines) == 2


def test_the_window_shows_the_lines(overlay: PrintList) -> None:
    assert "A-000001 · 12:00" in texts(overlay)
    assert texts(overlay).count("The printer is out of paper. Put in a new roll.") == 2


def test_it_closes_when_all_are_sent_again(qtbot: QtBot, overlay: PrintList) -> None:
    with qtbot.waitSignal(overlay.closed):
        overlay.retry_all.click()


def test_a_press_on_drop_takes_the_line_away(qtbot: QtBot, overlay: PrintList) -> None:
    button(overlay, "Drop").click()
    assert len(overlay.model.lines) == 1
    with qtbot.waitSignal(overlay.closed):
        overlay.model.drop(overlay.model.lines[0].job)


def test_news_of_the_printer_are_shown(overlay: PrintList, queue: PrintQueue) -> None:
    overlay.model.retry(overlay.model.lines[0].job)
    print_all(queue)
    overlay.refresh()
    assert len(overlay.model.lines) == 2
