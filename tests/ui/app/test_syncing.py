"""Online shops synced beside the window, and their page that comes with the first of them."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from microshop_desktop.app.start import build_app
from microshop_desktop.app.till import Overrides, Till
from microshop_desktop.channels.channel import ChannelError, OrderChange, Page, Trouble
from microshop_desktop.channels.sync_thread import NAME
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import Settings
from microshop_desktop.services.channel_accounts import FILE, ChannelAccounts, ChannelForm
from microshop_desktop.services.events import OrderChanged
from microshop_desktop.services.orders import Orders
from microshop_desktop.ui.main_window import MainWindow
from microshop_desktop.ui.online.section import OnlineSection
from microshop_desktop.ui.runner import ImmediateRunner
from microshop_desktop.ui.widgets.sounds import SilentSounds
from tests.channels.fake_shop import FakeShop
from tests.ui.app.test_till import opened

PATIENCE_MS = 20_000


def _told_times(told: list[int], times: int) -> bool:
    return len(told) == times


class TroubledShop(FakeShop):
    """An online shop that answers nothing while it has trouble, and later while it is shut."""

    trouble: ChannelError | None = None
    open: threading.Event | None = None

    @override
    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        if self.trouble is not None:
            raise self.trouble
        if self.open is not None:
            self.open.wait(PATIENCE_MS / 1000)
        return super().order_changes(start, end, cursor)


@pytest.fixture
def web(clock: FixedClock) -> TroubledShop:
    return TroubledShop(clock, stock_of={"tea": 3})


@pytest.fixture
def selling(
    stocked: Folders,
    settings: Settings,
    clock: FixedClock,
    qapp: QApplication,
    web: TroubledShop,
) -> Iterator[Till]:
    """A program whose online shops are made up."""
    overrides = Overrides(
        clock=clock,
        runner=ImmediateRunner(),
        sounds=SilentSounds(),
        channels=lambda _view, _pace: web,
    )
    made = build_app(stocked, settings=settings, overrides=overrides)
    yield made
    made.end()


def sync_runs() -> bool:
    return any(thread.name == NAME for thread in threading.enumerate())


def on_the_rail(window: MainWindow) -> list[str]:
    return [spec.key for spec in window.specs()]


def add_shop(till: Till) -> None:
    """Add an account as a command does: by another connection, which the window only notices."""
    services = till.open_services()
    ChannelAccounts(services.shop).add(
        services.actor, services.shop.ids.new(), ChannelForm("vendure", "Web shop")
    )
    till.look_at_shops()


def test_a_shop_without_online_shops_syncs_nothing(selling: Till, qtbot: QtBot) -> None:
    window = opened(selling, qtbot)
    assert not sync_runs()
    assert "online" in on_the_rail(window)
    window.go_to("online")
    assert not sync_runs()
    section = window.current_page
    assert isinstance(section, OnlineSection)
    assert section.shown is section.nothing


def test_the_first_account_fills_the_page_and_begins_the_thread(
    selling: Till, qtbot: QtBot, web: TroubledShop
) -> None:
    window = opened(selling, qtbot)
    add_shop(selling)
    assert sync_runs()
    QTest.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.current_page, OnlineSection)
    page = window.current_page.overview
    qtbot.waitUntil(lambda: page.cards[0].state.text == "In order", timeout=PATIENCE_MS)


def test_orders_of_online_shops_come_by_themselves(
    selling: Till, qtbot: QtBot, web: TroubledShop, clock: FixedClock
) -> None:
    opened(selling, qtbot)
    web.buy("tea", 1)
    clock.advance(timedelta(minutes=1))
    add_shop(selling)
    services = selling.open_services()
    threads = []
    services.bridge.orders_changed.connect(lambda: threads.append(QThread.currentThread()))
    qtbot.waitUntil(
        lambda: bool(Orders(services.shop).page(services.actor).rows), timeout=PATIENCE_MS
    )
    qtbot.waitUntil(lambda: bool(threads), timeout=PATIENCE_MS)
    assert set(threads) == {selling.thread()}


def test_trouble_is_said_at_the_top_and_leads_to_the_page(
    selling: Till, qtbot: QtBot, web: TroubledShop
) -> None:
    window = opened(selling, qtbot)
    web.trouble = ChannelError(Trouble.LOGIN)
    add_shop(selling)
    chip = window.top_bar.chip("sync")
    qtbot.waitUntil(lambda: chip.text() == "1 online shop not synced", timeout=PATIENCE_MS)
    chip.click()
    assert window.current_key == "online"
    web.trouble = None
    selling.online.syncing.ask()
    qtbot.waitUntil(chip.isHidden, timeout=PATIENCE_MS)


def test_nothing_says_synced_beside_a_sync_that_runs(
    selling: Till, qtbot: QtBot, web: TroubledShop
) -> None:
    window = opened(selling, qtbot)
    chip = window.top_bar.chip("sync")
    said: list[bool] = []
    add_shop(selling)
    selling.online.chip.in_step.connect(said.append)
    qtbot.waitUntil(lambda: said[-1:] == [True], timeout=PATIENCE_MS)
    web.open = threading.Event()
    try:
        selling.online.syncing.ask()
        qtbot.waitUntil(lambda: not chip.isHidden(), timeout=PATIENCE_MS)
        assert said[-1] is False
    finally:
        web.open.set()
    qtbot.waitUntil(lambda: said[-1] and chip.isHidden(), timeout=PATIENCE_MS)


def test_a_shop_that_works_by_files_leaves_the_others_in_step(
    selling: Till, qtbot: QtBot, web: TroubledShop
) -> None:
    opened(selling, qtbot)
    said: list[bool] = []
    add_shop(selling)
    selling.online.chip.in_step.connect(said.append)
    qtbot.waitUntil(lambda: said[-1:] == [True], timeout=PATIENCE_MS)
    services = selling.open_services()
    ChannelAccounts(services.shop).add(
        services.actor,
        services.shop.ids.new(),
        ChannelForm("weidian", "Files", {FILE: "Files"}, FILE),
    )
    selling.look_at_shops()
    selling.online.chip.look()
    assert said[-1]


def test_without_its_last_account_the_page_offers_one(selling: Till, qtbot: QtBot) -> None:
    window = opened(selling, qtbot)
    add_shop(selling)
    window.go_to("online")
    services = selling.open_services()
    accounts = ChannelAccounts(services.shop)
    accounts.remove(services.actor, accounts.every(services.actor)[0].id)
    section = window.current_page
    assert isinstance(section, OnlineSection)
    qtbot.waitUntil(lambda: section.shown is section.nothing, timeout=PATIENCE_MS)


def test_the_thread_ends_with_the_window(selling: Till, qtbot: QtBot) -> None:
    opened(selling, qtbot)
    add_shop(selling)
    assert sync_runs()
    selling.end()
    assert not sync_runs()


def test_nothing_of_online_shops_is_loaded_with_the_window() -> None:
    code = (
        "import sys\n"
        "from microshop_desktop.app import till, pages, opened, caretaker\n"
        "assert not [name for name in sys.modules if 'microshop_desktop.channels' in name]\n"
        "assert 'microshop_desktop.app.syncing' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_burst_from_another_thread_is_told_once(selling: Till, qtbot: QtBot) -> None:
    opened(selling, qtbot)
    services = selling.open_services()
    told: list[int] = []
    services.bridge.orders_changed.connect(lambda: told.append(1))
    event = OrderChanged(services.shop.ids.new(), "A-000001")

    def burst() -> None:
        for _ in range(50):
            services.shop.events.send(event)

    for times in (1, 2):
        sender = threading.Thread(target=burst)
        sender.start()
        sender.join()
        qtbot.waitUntil(partial(_told_times, told, times))
    burst()
    assert len(told) == 52
