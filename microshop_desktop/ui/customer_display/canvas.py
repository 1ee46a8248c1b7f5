"""Painting in the units of the design (1280 × 800), on a screen of any size."""

from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import elided, paint_box

Align = Literal["left", "right", "middle"]
_FLAGS = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "middle": Qt.AlignmentFlag.AlignHCenter,
}
WIDTH, HEIGHT = 1280, 800


def scale_for(width: int, height: int) -> float:
    """Pixels of one unit of the design, so that all of it fits."""
    return max(0.4, min(width / WIDTH, height / HEIGHT))


class Canvas:
    """A painter with the texts, icons and boxes of the design. All numbers in its units."""

    def __init__(self, painter: QPainter, scale: float) -> None:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        self.painter, self.scale = painter, scale

    def box(self, left: float, top: float, width: float, height: float) -> QRectF:
        """A rectangle in pixels."""
        unit = self.scale
        return QRectF(left * unit, top * unit, width * unit, height * unit)

    def font(self, size: float, *, bold: bool = False) -> QFont:
        """A font of this size."""
        font = current().font("body", bold=bold)
        font.setPixelSize(max(8, round(size * self.scale)))
        return font

    def width_of(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a text is, in units of the design."""
        return QFontMetricsF(self.font(size, bold=bold)).horizontalAdvance(text) / self.scale

    def text(
        self,
        place: QRectF,
        text: str,
        size: float,
        *,
        colour: str | QColor = "text",
        bold: bool = False,
        align: Align = "left",
    ) -> None:
        """Paint one line in the middle of the place's height; it is cut where it is too long."""
        font = self.font(size, bold=bold)
        self.painter.setFont(font)
        self.painter.setPen(_colour(colour))
        shown = elided(text, font, place.width())
        self.painter.drawText(place, _FLAGS[align] | Qt.AlignmentFlag.AlignVCenter, shown)

    def words(
        self, place: QRectF, text: str, size: float, *, colour: str | QColor = "text"
    ) -> None:
        """Paint a sentence in the middle, on as many lines as it takes."""
        self.painter.setFont(self.font(size))
        self.painter.setPen(_colour(colour))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        self.painter.drawText(place, int(flags | Qt.TextFlag.TextWordWrap), text)

    def fitting(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """The size at which a text fits into a width: an amount is never cut."""
        wide = self.width_of(text, size, bold=bold)
        return size if wide <= width else size * width / wide

    def icon(self, name: str, place: QRectF, colour: str | QColor = "text") -> None:
        """Paint an icon."""
        paint_icon(self.painter, name, place, _colour(colour))

    def fill(self, place: QRectF, colour: str | QColor, *, corner: float = 0) -> None:
        """Fill a rectangle, with round corners where they are given."""
        paint_box(self.painter, place, corner=corner * self.scale, fill=_colour(colour))


def _colour(colour: str | QColor) -> QColor:
    return current().colour(colour) if isinstance(colour, str) else colour
