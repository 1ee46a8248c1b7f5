"""Buttons print their key and are pressed by it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.theme import Theme
from microshop_desktop.ui.widgets.button import Button, Kind, icon_button, key_sequences

KINDS: tuple[Kind, ...] = (
    "primary",
    "secondary",
    "ink",
    "wechat",
    "alipay",
    "danger",
    "danger_quiet",
    "ghost",
    "link",
    "outline",
    "on_ink",
    "soft",
)


def shown(qtbot: QtBot, button: Button) -> QWidget:
    window = QWidget()
    QVBoxLayout(window).addWidget(button)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def test_a_key_presses_the_button(qtbot: QtBot) -> None:
    button = Button("Cash", key="F9")
    window = shown(qtbot, button)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(window, Qt.Key.Key_F9)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_means_both_enter_keys(qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Refund", key="Ctrl+Enter")
    window = shown(qtbot, button)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def test_a_button_that_cannot_be_used_takes_no_key(qtbot: QtBot) -> None:
    button = Button("Cash", key="F9")
    window = shown(qtbot, button)
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked, wait=20):
        QTest.keyClick(window, Qt.Key.Key_F9)


def test_a_printed_key_is_not_bound(qtbot: QtBot) -> None:
    button = Button("Go on")
    bare = button.sizeHint().width()
    button.print_key("Enter")
    window = shown(qtbot, button)
    assert button.sizeHint().width() > bare
    with qtbot.assertNotEmitted(button.clicked, wait=20):
        QTest.keyClick(window, Qt.Key.Key_Return)


def test_an_icon_alone_has_a_name_and_says_its_key(qtbot: QtBot) -> None:
    button = icon_button("x", "Close", key="Esc")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("Close", "Close  Esc")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_can_be_painted(qtbot: QtBot, kind: Kind, scheme: str) -> None:
    looks().apply(Theme("dark" if scheme == "dark" else "light"))
    button = Button("Save", kind=kind, icon="check", key="Ctrl+S")
    qtbot.addWidget(button)
    colours = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != colours


def test_targets_are_at_least_40_pixels_high(qtbot: QtBot) -> None:
    button = Button("Ok")
    qtbot.addWidget(button)
    assert button.sizeHint().height() >= 40


def test_large_texts_leave_the_key_away(qtbot: QtBot) -> None:
    button = Button("Cash", key="F9")
    qtbot.addWidget(button)
    looks().apply(Theme("light", 150))
    plain = Button("Cash")
    qtbot.addWidget(plain)
    assert button.sizeHint().width() == plain.sizeHint().width()


def test_a_tall_button_wraps_before_it_cuts(qtbot: QtBot) -> None:
    button = Button("Leer el código del cliente", size="pay")
    qtbot.addWidget(button)
    assert button.minimumSizeHint().width() < button.sizeHint().width() * 0.7


def test_what_qt_calls_a_key() -> None:
    assert [key.toString() for key in key_sequences("Ctrl+Enter")] == ["Ctrl+Return", "Ctrl+Enter"]
    assert [key.toString() for key in key_sequences("F9")] == ["F9"]
