"""A pill keeps within its box, whatever it says."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from microshop_desktop.ui.widgets.pill import paint_pill, pill_size

TEXT, ICON = "Devuelto en parte", "arrow-u-up-left"


@pytest.mark.parametrize("width", [40, 80, 130])
def test_a_text_without_room_is_cut_within_the_box(qapp: QApplication, width: int) -> None:
    assert pill_size(TEXT, icon=ICON).width() > width
    image = QImage(300, 60, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    frame = paint_pill(painter, QRectF(0, 0, width, 60), TEXT, tone="danger", icon=ICON)
    painter.end()
    assert frame.right() <= width
    ground = image.pixel(299, 0)
    assert any(image.pixel(x, 30) != ground for x in range(width))
    assert all(image.pixel(x, y) == ground for x in range(width + 1, 300) for y in range(60))


def test_a_text_with_room_is_whole(qapp: QApplication) -> None:
    image = QImage(300, 60, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    frame = paint_pill(painter, QRectF(0, 0, 300, 60), TEXT, tone="danger", icon=ICON)
    painter.end()
    assert frame.width() == pill_size(TEXT, icon=ICON).width()
