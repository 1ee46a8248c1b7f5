"""Printers that were found are offered, and a press chooses one."""

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.devices.find_printers import FoundPrinter
from microshop_desktop.ui.settings.found_printers import FoundPrinters

COUNTER = FoundPrinter("system", "Counter_80mm", "Counter_80mm")
PORT = FoundPrinter("file", "/dev/usb/lp0", "")


@pytest.fixture
def chosen() -> list[FoundPrinter]:
    return []


@pytest.fixture
def offered(qtbot: QtBot, chosen: list[FoundPrinter]) -> FoundPrinters:
    widget = FoundPrinters(chosen.append)
    qtbot.addWidget(widget)
    return widget


def test_each_says_its_name_or_address_and_its_way(offered: FoundPrinters) -> None:
    offered.show_printers([COUNTER, PORT])
    assert [button.text() for button in offered.buttons] == [
        "Counter_80mm · Printer of the system",
        "/dev/usb/lp0 · File or device",
    ]
    assert not offered.isHidden()


def test_a_press_chooses_and_puts_the_others_away(
    offered: FoundPrinters, chosen: list[FoundPrinter]
) -> None:
    offered.show_printers([COUNTER, PORT])
    offered.buttons[1].click()
    assert chosen == [PORT]
    assert offered.isHidden()


def test_with_none_there_is_nothing_to_see(offered: FoundPrinters) -> None:
    offered.show_printers([COUNTER])
    offered.show_printers([])
    assert offered.isHidden()
    assert offered.buttons == []
