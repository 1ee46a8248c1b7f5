"""The customer's screen is switched in the top bar, follows the till, and is remembered."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from microshop_desktop.app.customer_screen import CustomerScreen
from microshop_desktop.app.till import Till
from microshop_desktop.infra.settings import CUSTOMER_DISPLAY
from microshop_desktop.ui.customer_display.view_model import Scene
from microshop_desktop.ui.customer_display.window import CustomerWindow
from microshop_desktop.ui.sell.news import News
from microshop_desktop.ui.sell.page import SellPage
from tests.ui.app.conftest import CODE


def opened(till: Till, qtbot: QtBot) -> CustomerScreen:
    till.show()
    till.begin()
    qtbot.waitUntil(lambda: till.pages.customer_screen is not None, timeout=5000)
    assert till.pages.customer_screen is not None
    return till.pages.customer_screen


def window_of(screen: CustomerScreen) -> CustomerWindow | None:
    """The customer's window at this moment."""
    return screen.window


def press(till: Till) -> None:
    assert till.window is not None
    till.window.top_bar.display.click()


def test_it_is_off_at_first(till: Till, qtbot: QtBot) -> None:
    assert opened(till, qtbot).window is None


def test_the_button_switches_it_on_and_off(till: Till, qtbot: QtBot) -> None:
    screen = opened(till, qtbot)
    press(till)
    assert window_of(screen) is not None
    assert till.settings.get(CUSTOMER_DISPLAY)
    press(till)
    assert window_of(screen) is None
    assert not till.settings.get(CUSTOMER_DISPLAY)


def test_on_the_only_screen_it_lies_behind_the_till_and_says_so(
    till: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lowered: list[CustomerWindow] = []

    def lower(window: CustomerWindow) -> None:
        lowered.append(window)

    monkeypatch.setattr(CustomerWindow, "lower", lower)
    told: list[News] = []
    screen = opened(till, qtbot)
    monkeypatch.setattr(SellPage, "tell", lambda _page, news: told.append(news))
    press(till)
    window = window_of(screen)
    assert lowered == [window]
    assert window is not None
    assert not window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert ["behind this one" in news.text for news in told] == [True]


def test_it_follows_the_basket(till: Till, qtbot: QtBot) -> None:
    screen = opened(till, qtbot)
    press(till)
    till.pages.take_scan(CODE)
    qtbot.waitUntil(lambda: screen.window is not None and bool(screen.window.sight.lines))
    assert screen.window is not None
    assert screen.window.sight.scene is Scene.BASKET
    assert screen.window.sight.shop == "Corner shop"


def test_it_comes_back_with_the_till(till: Till, qtbot: QtBot) -> None:
    till.settings.put(CUSTOMER_DISPLAY, True)
    screen = opened(till, qtbot)
    qtbot.waitUntil(lambda: screen.window is not None)
    till.pages.stop()
    assert till.settings.get(CUSTOMER_DISPLAY)


def test_a_person_closes_it(till: Till, qtbot: QtBot) -> None:
    screen = opened(till, qtbot)
    press(till)
    window = window_of(screen)
    assert window is not None
    window.close()
    assert window_of(screen) is None
    assert not till.settings.get(CUSTOMER_DISPLAY)
