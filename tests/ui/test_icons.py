"""Every icon of the font can be painted, in any colour."""

import json

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from microshop_desktop.infra.resources import resource_text
from microshop_desktop.ui.icons import icon, icon_names, paint_icon, pixmap

NAMES = sorted(json.loads(resource_text("icons/icons.json")))


def painted(name: str, colour: str | QColor = "text") -> QImage:
    picture = QImage(32, 32, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    paint_icon(painter, name, QRectF(0, 0, 32, 32), colour)
    painter.end()
    return picture


def ink(picture: QImage) -> set[tuple[int, int]]:
    points = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return {(x, y) for x, y in points if picture.pixelColor(x, y).alpha() > 128}


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_leaves_ink_inside_its_box(name: str, qapp: QApplication) -> None:
    points = ink(painted(name))
    assert 4 < len(points) < 32 * 32 * 0.8


def test_icons_differ(qapp: QApplication) -> None:
    pictures = {bytes(painted(name).constBits()) for name in NAMES}
    assert len(pictures) == len(NAMES)


def test_an_icon_takes_the_colour_it_is_given(qapp: QApplication) -> None:
    picture = painted("check-circle-fill", QColor("#12AB34"))
    assert picture.pixelColor(8, 16).name().upper() == "#12AB34"


def test_a_picture_is_kept_for_the_next_time(qapp: QApplication) -> None:
    assert pixmap("gear", 20, "text", 1.0).cacheKey() == pixmap("gear", 20, "text", 1.0).cacheKey()


def test_an_icon_has_a_picture_for_what_cannot_be_used(qapp: QApplication) -> None:
    made = icon("gear", 20)
    assert not made.isNull()


def test_an_unknown_icon_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        pixmap("no-such-icon", 20)


@pytest.mark.parametrize(
    "name", ["calculator", "receipt", "package", "clipboard-text", "gear", "users", "chart-bar"]
)
def test_pages_of_the_rail_have_a_filled_icon(name: str) -> None:
    assert f"{name}-fill" in icon_names()
