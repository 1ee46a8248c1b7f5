"""Photos of tiles: cropped to what is painted, and never in the way when they are missing."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.runner import ImmediateRunner
from microshop_desktop.ui.sell.photos import Photos, cropped


@pytest.fixture
def wide_photo(tmp_path: Path) -> Path:
    """A picture that is red at its sides and green in its middle."""
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    for x in range(100, 200):
        for y in range(100):
            image.setPixelColor(x, y, QColor(Qt.GlobalColor.green))
    path = tmp_path / "wide.png"
    assert image.save(str(path))
    return path


def test_a_photo_covers_its_box_and_keeps_its_middle(wide_photo: Path, qtbot: QtBot) -> None:
    image = cropped(wide_photo, QSize(50, 50))
    assert image.size() == QSize(50, 50)
    assert image.pixelColor(25, 25).green() > 200


def test_a_photo_is_there_at_the_second_look(wide_photo: Path, qtbot: QtBot) -> None:
    photos = Photos(str(wide_photo.parent), ImmediateRunner())
    with qtbot.waitSignal(photos.loaded):
        photos.photo("wide.png", QSize(40, 30), 1.0)
    found = photos.photo("wide.png", QSize(40, 30), 1.0)
    assert found is not None
    assert found.size() == QSize(40, 30)


def test_a_sharp_screen_gets_more_pixels(wide_photo: Path, qtbot: QtBot) -> None:
    photos = Photos(str(wide_photo.parent), ImmediateRunner())
    photos.photo("wide.png", QSize(40, 30), 2.0)
    found = photos.photo("wide.png", QSize(40, 30), 2.0)
    assert found is not None
    assert (found.size(), found.devicePixelRatio()) == (QSize(80, 60), 2.0)


@pytest.mark.parametrize("name", ["", "missing.jpg", "../../etc/passwd"])
def test_what_is_no_photo_is_left_out(wide_photo: Path, name: str, qtbot: QtBot) -> None:
    photos = Photos(str(wide_photo.parent), ImmediateRunner())
    for _look in range(2):
        assert photos.photo(name, QSize(40, 30), 1.0) is None
