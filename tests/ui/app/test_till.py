"""The program begins, sells, and ends in order."""

import gzip
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.app.start import build_app
from microshop_desktop.app.till import SWITCH_SECONDS, Overrides, Till
from microshop_desktop.app.trouble import TroubleWindow
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import LANGUAGE, SCANNER_GAP_MS, Settings
from microshop_desktop.infra.translations import current_language
from microshop_desktop.persistence.lock import WindowLock
from microshop_desktop.services.events import PrintJobsChanged
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop_settings import Settings as ShopSettingsService
from microshop_desktop.ui.first_picture import FirstPicture
from microshop_desktop.ui.first_run.view_model import Goods, Plan
from microshop_desktop.ui.first_run.window import FirstRunWindow
from microshop_desktop.ui.main_window import MainWindow
from microshop_desktop.ui.runner import ImmediateRunner
from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.widgets.sounds import SilentSounds
from tests.services.shelf import Shelf
from tests.ui.app.conftest import CODE

OLD_SHOP = Path(__file__).parents[2] / "migrations" / "samples" / "schema_0001.sqlite.gz"
PATIENCE_MS = 30_000
GOODS = QRect(84, 181, 800, 560)
"""Where tiles are in a window of 1366 × 768."""


def opened(till: Till, qtbot: QtBot) -> MainWindow:
    """Show the program and wait for its shop, until all that can wait is done too."""
    till.show()
    qtbot.waitUntil(lambda: till.caretaker is not None, timeout=PATIENCE_MS)
    assert till.window is not None
    return till.window


def selling(till: Till) -> SellPage:
    page = till.window.page("sell") if till.window is not None else None
    assert isinstance(page, SellPage)
    return page


def alone(till: Till, kind: type[QWidget]) -> QWidget:
    window = till.pages.window_alone
    assert isinstance(window, kind)
    return window


def ring_up_one(till: Till) -> None:
    """Sell one piece for exact cash, which opens the shift."""
    shop, actor = till.open_services().shop, till.open_services().actor
    Selling(shop).finish(actor, Shelf(shop, actor).basket(CODE))


def shown_in(part: QWidget) -> str:
    """All texts that stand in a part of the window."""
    return " ".join(label.text() for label in part.findChildren(QLabel) if not label.isHidden())


def test_the_first_picture_shows_the_goods_before_the_shop_is_open(
    till: Till, qtbot: QtBot
) -> None:
    till.show()
    assert till.window is not None
    picture = till.window.centralWidget()
    assert isinstance(picture, FirstPicture)
    assert (till.opened, till.window.page("sell")) == (None, None)
    qtbot.waitUntil(lambda: till.opened is not None, timeout=PATIENCE_MS)
    assert [tile.name for tile in selling(till).vm.tiles] == ["Sea salt crisps"]


def test_the_window_says_whose_shop_it_is(till: Till, qtbot: QtBot) -> None:
    window = opened(till, qtbot)
    assert window.windowTitle() == "Corner shop · Microshop"
    ShopSettingsService(till.open_services().shop).rename_shop(till.open_services().actor, "Tea")
    assert window.windowTitle() == "Tea · Microshop"


def test_a_shop_of_an_older_version_opens_with_its_goods_and_its_currency(
    folders: Folders, settings: Settings, clock: FixedClock, qtbot: QtBot, qapp: QApplication
) -> None:
    folders.shop_file.write_bytes(gzip.decompress(OLD_SHOP.read_bytes()))
    with closing(sqlite3.connect(folders.shop_file)) as file:
        file.execute("UPDATE shop SET currency = 'EUR'")
        file.commit()
    overrides = Overrides(clock=clock, runner=ImmediateRunner(), sounds=SilentSounds())
    made = build_app(folders, settings=settings, overrides=overrides)
    made.show()
    qtbot.waitUntil(lambda: made.opened is not None, timeout=PATIENCE_MS)
    assert len(selling(made).vm.tiles) > 0
    assert selling(made).vm.currency.code == "EUR"
    made.end()


def test_the_window_waits_little_for_what_computes_beside_it(till: Till, qtbot: QtBot) -> None:
    before = sys.getswitchinterval()
    try:
        opened(till, qtbot)
        assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
    finally:
        sys.setswitchinterval(before)


def test_a_scan_before_the_shop_is_open_has_its_line_at_once_and_is_kept(
    till: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as slow:
        slow.setattr(Till, "open_shop", lambda _till: None)
        till.show()
        qtbot.waitUntil(
            lambda: till.window is not None and till.window.is_complete, timeout=PATIENCE_MS
        )
        till.pages.take_scan(CODE)
        early = selling(till).vm
        assert not early.is_ready
        assert [row.name for row in early.rows] == ["Sea salt crisps"]
    till.open_shop()
    assert [(row.name, row.quantity) for row in early.rows] == [("Sea salt crisps", "1")]
    assert [line.quantity for line in early.desk.open_basket().lines] == [1000]


def test_a_scan_on_the_first_picture_is_rung_up_as_well(
    till: Till, qtbot: QtBot, qapp: QApplication
) -> None:
    till.listen_for_scans(qapp)
    till.show()
    assert till.window is not None
    assert not till.window.is_complete
    for number, sign in enumerate(f"{CODE}\r"):
        code = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign))
        key = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, sign)
        key.setTimestamp(10_000 + 6 * number)
        QApplication.sendEvent(till.window.windowHandle(), key)
    qtbot.waitUntil(lambda: till.opened is not None, timeout=PATIENCE_MS)
    assert till.scan is not None
    qapp.removeEventFilter(till.scan)
    assert [row.name for row in selling(till).vm.rows] == ["Sea salt crisps"]


def test_a_scan_on_another_page_goes_to_the_basket(till: Till, qtbot: QtBot) -> None:
    window = opened(till, qtbot)
    window.go_to("settings")
    till.pages.take_scan(CODE)
    assert not selling(till).vm.basket.is_empty
    assert window.current_key == "settings"


def test_the_basket_is_there_after_a_restart(
    till: Till, qtbot: QtBot, settings: Settings, clock: FixedClock
) -> None:
    opened(till, qtbot)
    till.pages.take_scan(CODE)
    till.end()
    overrides = Overrides(clock=clock, runner=ImmediateRunner(), sounds=SilentSounds())
    again = build_app(till.folders, settings=settings, overrides=overrides)
    opened(again, qtbot)
    assert [row.name for row in selling(again).vm.rows] == ["Sea salt crisps"]
    again.end()


def test_every_page_can_be_visited(till: Till, qtbot: QtBot) -> None:
    window = opened(till, qtbot)
    for spec in till.pages.specs():
        window.go_to(spec.key)
        assert window.current_key == spec.key
    assert len(till.pages.specs()) >= 4


def test_the_language_changes_everywhere_at_once(till: Till, qtbot: QtBot) -> None:
    window = opened(till, qtbot)
    till.settings.put(LANGUAGE, "zh")
    assert current_language() == "zh"
    assert window.rail.buttons()[0].text() == "收银"


def test_the_top_bar_speaks_the_language_too(till: Till, qtbot: QtBot) -> None:
    window = opened(till, qtbot)
    ring_up_one(till)
    assert "Shift since" in shown_in(window.top_bar)
    till.settings.put(LANGUAGE, "zh")
    assert "开班" in shown_in(window.top_bar)
    assert "Shift since" not in shown_in(window.top_bar)


def test_a_second_start_is_told_that_the_shop_is_open_here(till: Till, qtbot: QtBot) -> None:
    window = opened(till, qtbot)
    till.come_to_front()
    assert window.shown_toasts() == ["The shop is already open, in this window."]


def test_closing_backs_up_and_gives_the_shop_back(till: Till, qtbot: QtBot) -> None:
    window = opened(till, qtbot)
    window.close()
    assert till.opened is None
    assert len(list(till.folders.backups.glob("shop-*.sqlite.gz"))) == 1
    with WindowLock(till.folders.data) as lock:
        assert lock.ended_cleanly


def test_ending_twice_does_no_harm(till: Till, qtbot: QtBot) -> None:
    opened(till, qtbot)
    till.end()
    till.end()
    assert till.opened is None


def test_what_others_write_is_shown(till: Till, qtbot: QtBot, folders: Folders) -> None:
    opened(till, qtbot)
    qtbot.waitUntil(lambda: till.caretaker is not None, timeout=PATIENCE_MS)
    with closing(sqlite3.connect(folders.shop_file)) as other:
        other.execute("UPDATE sku SET price = 900")
        other.commit()
    assert till.caretaker is not None
    till.caretaker.watch.look()
    qtbot.waitUntil(lambda: selling(till).vm.tiles[0].price == 900, timeout=PATIENCE_MS)


def test_a_shop_in_use_says_so_and_can_be_tried_again(till: Till, qtbot: QtBot) -> None:
    with WindowLock(till.folders.data):
        till.show()
        qtbot.waitUntil(lambda: till.pages.window_alone is not None, timeout=PATIENCE_MS)
        trouble = alone(till, TroubleWindow)
        assert trouble.isVisible()
    assert isinstance(trouble, TroubleWindow)
    trouble.retry.click()
    qtbot.waitUntil(lambda: till.opened is not None, timeout=PATIENCE_MS)
    assert till.pages.window_alone is None


def test_a_damaged_shop_is_offered_its_backup(
    till: Till, qtbot: QtBot, settings: Settings, clock: FixedClock
) -> None:
    opened(till, qtbot).close()
    till.folders.shop_file.write_bytes(b"not a database" * 500)
    overrides = Overrides(clock=clock, runner=ImmediateRunner(), sounds=SilentSounds())
    again = build_app(till.folders, settings=settings, overrides=overrides)
    again.show()
    qtbot.waitUntil(lambda: again.pages.window_alone is not None, timeout=PATIENCE_MS)
    trouble = alone(again, TroubleWindow)
    assert isinstance(trouble, TroubleWindow)
    trouble.restore.click()
    qtbot.waitUntil(lambda: again.opened is not None, timeout=PATIENCE_MS)
    assert again.window is not None
    assert again.window.shown_toasts() == ["The shop is back to 0 orders"]
    again.end()


def new_till(folders: Folders, settings: Settings, clock: FixedClock) -> Till:
    overrides = Overrides(clock=clock, runner=ImmediateRunner(), sounds=SilentSounds())
    return build_app(folders, settings=settings, overrides=overrides)


def test_without_a_shop_the_first_run_opens_one(
    folders: Folders, settings: Settings, clock: FixedClock, qtbot: QtBot
) -> None:
    till = new_till(folders, settings, clock)
    till.show()
    window = alone(till, FirstRunWindow)
    assert isinstance(window, FirstRunWindow)
    window.open_sample()
    qtbot.waitUntil(lambda: till.opened is not None, timeout=PATIENCE_MS)
    assert till.open_services().shop.profile.name == "Sample shop"
    assert len(selling(till).vm.tiles) > 10
    till.end()


@pytest.mark.parametrize("fails", ["found_shop", "SampleShop"])
def test_a_shop_that_cannot_be_founded_leaves_nothing(
    folders: Folders, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    from microshop_desktop.app import founding

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(founding, fails, refuse)
    founder = founding.ShopFounder(folders, clock)
    plan = Plan("Corner shop", "", "CNY", Goods.SAMPLE)
    with pytest.raises(OSError, match="No space"):
        founder.found(plan, lambda _done, _total: None)
    assert [path.name for path in folders.data.iterdir() if path.is_file()] == []


def test_a_scanners_speed_is_taken_at_once(till: Till, qtbot: QtBot) -> None:
    opened(till, qtbot)
    till.settings.put(SCANNER_GAP_MS, 60)
    assert till.scan is not None
    assert till.scan._filter.gap_ms == 60


def test_the_first_picture_is_what_the_page_looks_like(till: Till, qtbot: QtBot) -> None:
    till.show()
    assert till.window is not None
    till.window.resize(1366, 768)
    picture = till.window.centralWidget()
    assert picture is not None
    picture.resize(1366, 768)
    first = picture.grab(GOODS).toImage()
    qtbot.waitUntil(lambda: till.opened is not None, timeout=PATIENCE_MS)
    till.window.resize(1366, 768)
    qtbot.waitUntil(lambda: selling(till).catalogue.grid.width() > 800, timeout=PATIENCE_MS)
    qtbot.wait(50)
    page = till.window.grab(GOODS).toImage()
    points = [(x, y) for x in range(0, GOODS.width(), 7) for y in range(0, GOODS.height(), 7)]
    alike = sum(first.pixelColor(x, y) == page.pixelColor(x, y) for x, y in points)
    assert alike / len(points) > 0.97


def test_events_of_other_threads_come_to_the_main_thread(till: Till, qtbot: QtBot) -> None:
    opened(till, qtbot)
    services = till.open_services()
    threads: list[int] = []
    services.bridge.print_jobs_changed.connect(lambda: threads.append(threading.get_ident()))
    worker = threading.Thread(target=lambda: services.shop.events.send(PrintJobsChanged()))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(threads), timeout=PATIENCE_MS)
    assert threads == [threading.get_ident()]


def test_what_others_write_leaves_the_focus_alone(till: Till, qtbot: QtBot) -> None:
    window = opened(till, qtbot)
    window.go_to("orders")
    window.rail.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.rail.setFocus()
    till.pages.refresh_all()
    assert window.focusWidget() is window.rail
