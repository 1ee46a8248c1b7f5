"""News come, go, and can be taken back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.toast import Toast, ToastLayer


@pytest.fixture
def layer(qtbot: QtBot) -> Iterator[ToastLayer]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    yield ToastLayer(window)
    window.close()


def seen(layer: ToastLayer) -> list[QFrame]:
    """The toasts that are on the screen."""
    children = layer.findChildren(QFrame, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child for child in children if child.isVisible()]


def test_a_toast_can_be_read(layer: ToastLayer) -> None:
    layer.show_toast(Toast("Copied", icon="copy"))
    assert (layer.texts(), layer.isVisible()) == (["Copied"], True)


def test_only_the_newest_three_stay(layer: ToastLayer) -> None:
    for number in range(5):
        layer.show_toast(Toast(f"News {number}"))
    assert layer.texts() == ["News 2", "News 3", "News 4"]


def test_the_newest_is_seen_and_then_what_it_hid(layer: ToastLayer) -> None:
    layer.show_undo("Lip balm removed", lambda: None)
    layer.show_toast(Toast("Copied", action="Open", act=lambda: None))
    assert [frame.accessibleName() for frame in seen(layer)] == ["Copied"]
    button = seen(layer)[0].findChild(Button)
    assert button is not None
    button.click()
    assert [frame.accessibleName() for frame in seen(layer)] == ["Lip balm removed"]


def test_a_long_text_takes_lines_within_the_room(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    room = QRect(200, 0, 300, 56)
    layer = ToastLayer(window, lambda: room)
    layer.show_toast(Toast("Cold brew coffee 300ml goes to the next basket, " * 2))
    assert (layer.x(), layer.width()) == (200, 300)
    text = layer.findChild(QLabel, "news")
    assert text is not None
    assert text.height() >= text.heightForWidth(text.width())


def test_no_news_outlives_its_language(layer: ToastLayer) -> None:
    layer.show_undo("Lip balm removed", lambda: None)
    layer.clear()
    assert (layer.texts(), layer.undo_last(), layer.isVisible()) == ([], False, False)


def test_undo_is_done_once(layer: ToastLayer) -> None:
    done: list[str] = []
    layer.show_undo("Lip balm removed", lambda: done.append("undone"))
    assert layer.undo_last()
    assert not layer.undo_last()
    assert (done, layer.texts()) == (["undone"], [])


def test_an_action_acts_and_goes(layer: ToastLayer, qtbot: QtBot) -> None:
    done: list[str] = []
    layer.show_toast(Toast("Added", action="Go to the till", act=lambda: done.append("went")))
    button = layer.findChild(Button)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (done, layer.texts()) == (["went"], [])


def test_there_is_nothing_to_undo_after_other_news(layer: ToastLayer) -> None:
    layer.show_toast(Toast("Copied"))
    assert not layer.undo_last()
