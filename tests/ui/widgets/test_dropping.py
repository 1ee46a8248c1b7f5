"""Files dropped on a widget are taken as copies; whatever else is dragged is left alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.widgets.dropping import take_files

BOTH = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def taken() -> list[Path]:
    return []


@pytest.fixture
def widget(qtbot: QtBot, taken: list[Path]) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    take_files(made, taken.append)
    return made


def test_the_first_file_is_taken_as_a_copy(
    widget: QWidget, taken: list[Path], tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.pem", "b.pem")])
    enter = QDragEnterEvent(QPoint(5, 5), BOTH, data, LEFT, NONE)
    QApplication.sendEvent(widget, enter)
    assert (enter.isAccepted(), taken) == (True, [])
    drop = QDropEvent(QPointF(5, 5), BOTH, data, LEFT, NONE)
    QApplication.sendEvent(widget, drop)
    assert taken == [tmp_path / "a.pem"]
    assert drop.dropAction() is Qt.DropAction.CopyAction


def test_what_is_no_file_is_left_alone(widget: QWidget, taken: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.com/key.pem")])
    data.setText("key")
    enter = QDragEnterEvent(QPoint(5, 5), BOTH, data, LEFT, NONE)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), BOTH, data, LEFT, NONE))
    assert (enter.isAccepted(), taken) == (False, [])
