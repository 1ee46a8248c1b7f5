"""What is dropped on the photo of a product."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.products.photo_box import PhotoBox

BOTH = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
MOVED = Qt.KeyboardModifier.ShiftModifier
"""Held down, it asks for the file to be moved."""


@pytest.fixture
def box(qtbot: QtBot) -> PhotoBox:
    made = PhotoBox()
    qtbot.addWidget(made)
    return made


def offered(data: QMimeData) -> QDropEvent:
    """A drop by a file manager that would rather move than copy."""
    return QDropEvent(QPointF(5, 5), BOTH, data, LEFT, MOVED)


def test_a_dropped_file_is_taken_and_stays_where_it_is(qtbot: QtBot, box: PhotoBox) -> None:
    data = QMimeData()
    photo = Path("/pictures/tea.jpg")
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    event = offered(data)
    with qtbot.waitSignal(box.file_given) as given:
        box.dropEvent(event)
    assert given.args is not None
    assert Path(given.args[0]) == photo
    assert (event.isAccepted(), event.dropAction()) == (True, Qt.DropAction.CopyAction)


def test_a_dropped_picture_is_taken(qtbot: QtBot, box: PhotoBox) -> None:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    data = QMimeData()
    data.setImageData(image)
    with qtbot.waitSignal(box.picture_given) as given:
        box.dropEvent(offered(data))
    assert given.args is not None
    assert QImage.fromData(given.args[0]).size() == image.size()


@pytest.mark.parametrize(("url", "taken"), [("file:///tea.jpg", True), ("https://a.test", False)])
def test_only_files_of_this_computer_are_let_in(box: PhotoBox, url: str, taken: bool) -> None:
    data = QMimeData()
    data.setUrls([QUrl(url)])
    event = QDragEnterEvent(QPoint(5, 5), BOTH, data, LEFT, MOVED)
    event.ignore()
    box.dragEnterEvent(event)
    assert event.isAccepted() is taken
    assert not taken or event.dropAction() == Qt.DropAction.CopyAction
