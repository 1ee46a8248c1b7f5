"""Texts of any language set into lines of a fixed height and width."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextLine, QTextOption

FAMILIES = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "Noto Sans",
    "DejaVu Sans",
]


def font(pixels: int, *, bold: bool = False) -> QFont:
    """Return the font of paper with letters of this size in dots."""
    chosen = QFont()
    chosen.setFamilies(FAMILIES)
    chosen.setPixelSize(pixels)
    chosen.setBold(bold)
    return chosen


def text_width(text: str, face: QFont) -> int:
    """Return how many dots a text takes on one line, rounded up."""
    return -int(-QFontMetricsF(face).horizontalAdvance(text) // 1)


class TextBlock:
    """A text wrapped to a width; long words and codes break where they must."""

    def __init__(
        self,
        text: str,
        face: QFont,
        *,
        width: int,
        line_height: int,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Set the text; its height is known then."""
        self._metrics = QFontMetricsF(face)
        self._line_height = line_height
        self._layout = QTextLayout(" ".join(text.split()), face)
        self._layout.setTextOption(_option(align))
        self._lines = self._break(max(width, 1))

    @property
    def height(self) -> int:
        """Dots from the top of the first line to the bottom of the last."""
        return len(self._lines) * self._line_height

    def paint(self, painter: QPainter, left: int, top: int) -> None:
        """Paint the text with its first line at `top`."""
        self._layout.draw(painter, QPointF(left, top))

    def _break(self, width: int) -> list[QTextLine]:
        lines: list[QTextLine] = []
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, self._line_top(len(lines), line)))
            lines.append(line)
        self._layout.endLayout()
        return lines

    def _line_top(self, index: int, line: QTextLine) -> float:
        """Place a line so that its letters stand in the middle of its height, in any font."""
        own = self._metrics.ascent() - self._metrics.descent()
        baseline = index * self._line_height + (self._line_height + own) / 2
        return round(baseline) - line.ascent()


def _option(align: Qt.AlignmentFlag) -> QTextOption:
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
