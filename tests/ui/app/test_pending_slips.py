"""Slips of the whole program: on paper where there is a printer, else on the screen."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from microshop_desktop.app.till import Till
from microshop_desktop.infra.settings import PRINTER_ADDRESS, PRINTER_KIND
from microshop_desktop.services.print_queue import JobKind
from microshop_desktop.services.shop_settings import PrintReceipts
from microshop_desktop.services.shop_settings import Settings as ShopSettings
from microshop_desktop.ui.printing.slip_card import SlipCard
from microshop_desktop.ui.printing.slips import Slips
from microshop_desktop.ui.sell.page import SellPage
from tests.payments.scripted import ScriptedGateway
from tests.ui.app.test_phone_payments import at_work, gateway, paying, wait_for_code

__all__ = ["gateway", "paying"]  # the fixtures


@pytest.fixture
def with_printer(tmp_path: Path) -> Callable[[Till], None]:
    """Give a till a printer that nobody prints with yet."""

    def give(till: Till) -> None:
        till.settings.put(PRINTER_KIND, "file")
        till.settings.put(PRINTER_ADDRESS, str(tmp_path / "missing" / "paper"))

    return give


def order_on_screen(till: Till, qtbot: QtBot) -> UUID:
    sell = at_work(till, qtbot)
    wait_for_code(sell, qtbot)
    assert sell.vm.slips is not None
    assert sell.order_in_hand is not None
    return sell.order_in_hand


def slips_waiting(till: Till) -> list[UUID | None]:
    services = till.open_services()
    jobs = services.queue.jobs(services.actor)
    return [job.record for job in jobs if job.kind is JobKind.SLIP]


def slips_of(till: Till) -> Slips:
    sell = sell_page(till)
    assert sell.vm.slips is not None
    return sell.vm.slips


def sell_page(till: Till) -> SellPage:
    page = till.window.page("sell") if till.window is not None else None
    assert isinstance(page, SellPage)
    return page


def codes_of(picture: QImage) -> list[str]:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    size = (grey.width(), grey.height())
    shown = Image.frombytes("L", size, bytes(grey.constBits()), "raw", "L", grey.bytesPerLine())
    return [code.text for code in zxingcpp.read_barcodes(shown)]


def test_without_a_printer_it_is_shown_and_can_be_copied(paying: Till, qtbot: QtBot) -> None:
    order = order_on_screen(paying, qtbot)
    slips_of(paying).hand_out(order)
    assert paying.window is not None
    (card,) = paying.window.findChildren(SlipCard)
    assert card.isVisible()
    card.copy.click()
    assert codes_of(QGuiApplication.clipboard().image()) == ["A-000001"]
    assert slips_waiting(paying) == []


def test_with_a_printer_it_goes_to_paper(
    paying: Till, qtbot: QtBot, with_printer: Callable[[Till], None]
) -> None:
    order = order_on_screen(paying, qtbot)
    with_printer(paying)
    slips_of(paying).hand_out(order)
    assert slips_waiting(paying) == [order]
    assert paying.window is not None
    assert paying.window.findChildren(SlipCard) == []


def test_it_prints_by_itself_once_where_receipts_do(
    paying: Till, qtbot: QtBot, with_printer: Callable[[Till], None]
) -> None:
    order = order_on_screen(paying, qtbot)
    with_printer(paying)
    services = paying.open_services()
    settings = ShopSettings(services.shop)
    settings.change(services.actor, print_receipts=PrintReceipts.ASK)
    slips_of(paying).put_aside(order)
    assert slips_waiting(paying) == []
    settings.change(services.actor, print_receipts=PrintReceipts.ALWAYS)
    slips_of(paying).put_aside(order)
    slips_of(paying).put_aside(order)
    assert slips_waiting(paying) == [order]


def test_a_settled_payment_needs_none(
    paying: Till,
    qtbot: QtBot,
    gateway: ScriptedGateway,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = order_on_screen(paying, qtbot)
    sell = sell_page(paying)
    assert sell.vm.phone is not None
    assert sell.vm.phone.record is not None
    gateway.customer_pays(sell.vm.phone.record.attempt.out_trade_no)
    sell.vm.ask_platform()
    qtbot.waitUntil(lambda: sell.vm.last_sale is not None)
    told: list[str] = []
    assert paying.window is not None
    monkeypatch.setattr(paying.window, "toast", lambda toast: told.append(toast.text))
    slips_of(paying).hand_out(order)
    assert told == ["This payment is settled by now, it needs no slip"]
