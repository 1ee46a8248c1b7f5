"""The window builds pages when they are visited, keeps them, and answers its keys everywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.settings import TEXT_SCALE, THEME, WINDOW, Settings
from microshop_desktop.infra.translations import _, use_language
from microshop_desktop.ui.command_palette import CommandPalette
from microshop_desktop.ui.key_help import KeyHelp
from microshop_desktop.ui.looks import apply_looks, looks
from microshop_desktop.ui.main_window import MainWindow
from microshop_desktop.ui.page import Command, Page, PageSpec, Shell
from microshop_desktop.ui.runner import ImmediateRunner
from microshop_desktop.ui.theme import Theme, current
from microshop_desktop.ui.widgets import confirm_dialog
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.sounds import SilentSounds
from microshop_desktop.ui.window_parts import Equipment

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Sheet(Page):
    """A page that notes what happens to it."""

    built = 0

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        type(self).built += 1
        self.shell = shell
        self.notes: list[object] = []
        self.layers = 0
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)

    @override
    def entered(self) -> None:
        self.notes.append("entered")

    @override
    def left(self) -> None:
        self.notes.append("left")

    @override
    def asked_for(self, request: object) -> None:
        self.notes.append(request)

    @override
    def focus_search(self) -> None:
        self.notes.append("search")
        self.field.setFocus()

    @override
    def escape(self) -> bool:
        self.layers -= 1
        return self.layers >= 0

    @override
    def commands(self) -> list[Command]:
        return [Command(_("Print"), lambda: self.notes.append("printed"), "Ctrl+P")]


class LivingSheet(Sheet):
    """A page that can change its language in place."""

    built = 0

    def retranslate(self) -> None:
        self.notes.append("retranslated")


SPECS = [
    PageSpec("sell", "calculator", lambda: _("Sell"), LivingSheet),
    PageSpec("orders", "receipt", lambda: _("Orders"), Sheet),
    PageSpec("settings", "gear", lambda: _("Settings"), Sheet, foot=True),
]


def whole(settings: Settings) -> MainWindow:
    made = MainWindow(settings)
    made.complete(SPECS, Equipment(ImmediateRunner(), SilentSounds()))
    return made


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    Sheet.built = LivingSheet.built = 0
    settings = Settings(tmp_path / "settings.json")
    settings.put(THEME, "light")
    settings.on_change(lambda _key: apply_looks(settings))
    made = whole(settings)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.go_to("sell")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
    looks().scaled.disconnect(made.rebuild)
    looks().changed.disconnect(made.parts._restyle)


def sheet(window: MainWindow) -> Sheet:
    page = window.current_page
    assert isinstance(page, Sheet)
    return page


def test_a_page_is_built_at_its_first_visit_and_kept(window: MainWindow) -> None:
    assert (LivingSheet.built, Sheet.built) == (1, 0)
    window.go_to("orders")
    window.go_to("sell")
    window.go_to("orders")
    assert (LivingSheet.built, Sheet.built) == (1, 1)
    assert sheet(window).notes == ["entered", "left", "entered"]


def test_a_request_reaches_its_page(window: MainWindow) -> None:
    window.go_to("orders", "A-000123")
    window.go_to("orders", "A-000124")
    assert sheet(window).notes == ["entered", "A-000123", "A-000124"]


def test_a_page_that_does_not_exist_changes_nothing(window: MainWindow) -> None:
    window.go_to("customers")
    assert window.current_key == "sell"


@pytest.mark.parametrize(("key", "page"), [(Qt.Key.Key_2, "orders"), (Qt.Key.Key_3, "settings")])
def test_ctrl_and_a_number_go_to_a_page(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, page: str
) -> None:
    QTest.keyClick(window, key, CTRL)
    assert window.current_key == page


@pytest.mark.parametrize(
    ("key", "modifier", "page"),
    [
        (Qt.Key.Key_2, CTRL, "orders"),
        (Qt.Key.Key_2, CTRL | Qt.KeyboardModifier.KeypadModifier, "orders"),
        (Qt.Key.Key_Comma, CTRL, "settings"),
        (Qt.Key.Key_9, CTRL, "sell"),
    ],
)
def test_a_chord_pressed_on_the_first_picture_is_done_by_the_page(
    qtbot: QtBot,
    tmp_path: Path,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    page: str,
) -> None:
    early = MainWindow(Settings(tmp_path / "settings.json"), QWidget())
    qtbot.addWidget(early)
    with qtbot.waitActive(early):
        early.show()
        early.activateWindow()
    QTest.keyClick(early, key, modifier)
    early.complete(SPECS, Equipment(ImmediateRunner(), SilentSounds()))
    early.go_to("sell")
    early.replay_early_keys()
    assert early.current_key == page
    early.close()


def test_after_a_question_the_keyboard_is_back_in_the_window(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_the_keyboard(_parent: QWidget, _question: Question) -> bool:
        other = QWidget()
        qtbot.addWidget(other)
        with qtbot.waitActive(other):
            other.show()
            other.activateWindow()
        return True

    monkeypatch.setattr(confirm_dialog, "confirm", take_the_keyboard)
    assert window.ask(Question("Empty the basket?", verb="Empty it"))
    qtbot.waitUntil(window.isActiveWindow)


def test_ctrl_comma_opens_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    assert window.current_key == "settings"


def test_esc_closes_one_layer_then_goes_to_the_field(window: MainWindow, qtbot: QtBot) -> None:
    sheet(window).layers = 1
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert "search" not in sheet(window).notes
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert "search" in sheet(window).notes


def test_f2_goes_to_the_field(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert sheet(window).field.hasFocus()


def test_the_theme_flips_and_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_D, CTRL | SHIFT)
    assert (current().dark, window.settings.get(THEME)) == (True, "dark")
    QTest.keyClick(window, Qt.Key.Key_D, CTRL | SHIFT)
    assert not current().dark


def test_text_grows_shrinks_and_returns(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_Equal, CTRL)
    QTest.keyClick(window, Qt.Key.Key_Equal, CTRL)
    assert current().scale == 150
    QTest.keyClick(window, Qt.Key.Key_Minus, CTRL)
    assert current().scale == 125
    QTest.keyClick(window, Qt.Key.Key_0, CTRL)
    assert (current().scale, window.settings.get(TEXT_SCALE)) == (100, 100)


def test_another_size_builds_pages_anew_or_retranslates_them(window: MainWindow) -> None:
    window.go_to("orders")
    before = sheet(window)
    looks().apply(Theme("light", 125))
    living = window.page("sell")
    assert isinstance(living, LivingSheet)
    assert "retranslated" in living.notes
    assert sheet(window) is not before
    assert window.current_key == "orders"


def test_the_language_changes_without_restart(window: MainWindow) -> None:
    window.go_to("orders")
    use_language("zh")
    texts = [button.text() for button in window.rail.buttons()]
    assert texts == ["收银", "订单", "设置"]
    assert (LivingSheet.built, Sheet.built) == (1, 2)


def test_a_wide_window_shows_labels_beside_the_icons(window: MainWindow) -> None:
    narrow = window.rail.width()
    window.resize(1920, 1080)
    assert (narrow, window.rail.width()) == (84, 208)


def test_a_badge_is_shown_on_the_rail(window: MainWindow) -> None:
    window.set_badge("orders", 7)
    window.set_badge("customers", 3)
    assert [button.badge for button in window.rail.buttons()] == [0, 7, 0]


def test_an_undo_is_taken_back_by_its_key(window: MainWindow, qtbot: QtBot) -> None:
    undone: list[str] = []
    window.offer_undo("Lip balm removed", lambda: undone.append("undone"))
    assert window.shown_toasts() == ["Lip balm removed"]
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert (undone, window.shown_toasts()) == (["undone"], [])


def test_a_refusal_is_said_by_its_code(window: MainWindow) -> None:
    window.report(ShopError(ErrorCode.BASKET_EMPTY))
    assert window.shown_toasts() == ["There is nothing in the basket yet. Scan the first item."]


def test_what_nobody_foresaw_is_said_plainly_and_logged(
    window: MainWindow, caplog: pytest.LogCaptureFixture
) -> None:
    window.report(RuntimeError("a bug"))
    assert "Traceback" not in window.shown_toasts()[0]
    assert "a bug" in caplog.text


def test_f1_lists_the_keys_of_page_and_window(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    shown = window.findChild(KeyHelp)
    assert shown is not None
    assert shown.isVisible()
    with qtbot.waitSignal(shown.closed):
        QTest.keyClick(shown, Qt.Key.Key_Escape)


def test_the_palette_finds_and_does(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.findChild(CommandPalette)
    assert palette is not None
    QTest.keyClicks(palette.field.edit, "prin")
    assert [palette.results.item(row).text() for row in range(palette.results.count())] == [
        "Print    Ctrl+P"
    ]
    QTest.keyClick(palette.field.edit, Qt.Key.Key_Return)
    assert "printed" in sheet(window).notes


def test_the_first_picture_is_told_once(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    made = MainWindow(settings)
    qtbot.addWidget(made)
    told: list[bool] = []
    made.first_painted.connect(lambda: told.append(True))
    made.show()
    qtbot.waitUntil(lambda: bool(told))
    made.repaint()
    qtbot.wait(10)
    assert told == [True]


def test_place_and_size_are_kept(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    made = MainWindow(settings)
    qtbot.addWidget(made)
    made.show()
    made.close()
    assert made.restoreGeometry(bytes.fromhex(settings.get(WINDOW)))


def test_a_place_that_cannot_be_read_is_no_obstacle(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.put(WINDOW, "not a place")
    made = MainWindow(settings)
    qtbot.addWidget(made)
    assert made.width() >= made.minimumWidth()


def test_esc_leaves_the_palette_alone_first(window: MainWindow, qtbot: QtBot) -> None:
    window.show_palette()
    palette = window.findChild(CommandPalette)
    assert palette is not None
    with qtbot.waitSignal(palette.closed):
        QTest.keyClick(palette.field.edit, Qt.Key.Key_Escape)
    assert "search" not in sheet(window).notes
