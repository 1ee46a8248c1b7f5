"""Small pieces of painting that widgets and delegates share.

A *run* is one piece of a painted line (an icon, a text, a key hint) that knows its width; a line of
runs is laid out and painted in one go, so that a button, a pill and a cell look alike.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.theme import current

HINT_PADDING = 5
HINT_CORNER = 5


class Run(NamedTuple):
    """One piece of a line: how wide it is and how it is painted into a box of that width."""

    width: float
    paint: Callable[[QPainter, QRectF], None]


def text_run(text: str, font: QFont, colour: QColor) -> Run:
    """A text on one line."""
    return Run(QFontMetricsF(font).horizontalAdvance(text), _text_painter(text, font, colour))


def icon_run(name: str, size: int, colour: QColor) -> Run:
    """An icon, in the middle of the line's height."""

    def paint(painter: QPainter, box: QRectF) -> None:
        top = box.center().y() - size / 2
        paint_icon(painter, name, QRectF(box.left(), top, size, size), colour)

    return Run(size, paint)


def hint_run(key: str, colour: QColor) -> Run:
    """A key in a small frame, as it is printed on buttons."""
    font = current().font("micro")
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(key) + 2 * HINT_PADDING
    height = metrics.height() + 1

    def paint(painter: QPainter, box: QRectF) -> None:
        frame = QRectF(box.left(), box.center().y() - height / 2, width, height)
        edge = QColor(colour)
        edge.setAlphaF(0.55 * colour.alphaF())
        paint_box(painter, frame, corner=HINT_CORNER, border=edge)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, key)

    return Run(width, paint)


def line_width(runs: Sequence[Run], gap: float) -> float:
    """Width of a line of runs with a gap between them."""
    return sum(run.width for run in runs) + gap * max(0, len(runs) - 1)


def paint_line(painter: QPainter, box: QRectF, runs: Sequence[Run], *, gap: float) -> None:
    """Paint runs from the left edge of the box."""
    left = box.left()
    for run in runs:
        run.paint(painter, QRectF(left, box.top(), run.width, box.height()))
        left += run.width + gap


def paint_centred(painter: QPainter, box: QRectF, runs: Sequence[Run], *, gap: float) -> None:
    """Paint runs in the middle of the box."""
    width = line_width(runs, gap)
    left = box.left() + max(0.0, (box.width() - width) / 2)
    paint_line(painter, QRectF(left, box.top(), width, box.height()), runs, gap=gap)


def paint_box(
    painter: QPainter,
    box: QRectF,
    *,
    corner: float,
    fill: QColor | None = None,
    border: QColor | QPen | None = None,
) -> None:
    """Paint a rectangle with round corners, its border inside the box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(Qt.PenStyle.NoPen)
    if border is not None:
        pen = border if isinstance(border, QPen) else QPen(border, 1.0)
        inset = pen.widthF() / 2
        box = box.adjusted(inset, inset, -inset, -inset)
        corner = max(0.0, corner - inset)
    painter.setPen(pen)
    if fill is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(fill)
    corner = min(corner, box.height() / 2)
    painter.drawRoundedRect(box, corner, corner)
    painter.restore()


def dashed_pen(colour: QColor, width: float = 1.0) -> QPen:
    """A pen for the border of what cannot be used now, or where something can be dropped."""
    pen = QPen(colour, width)
    pen.setDashPattern([4, 3])
    return pen


def paint_badge(painter: QPainter, middle: QPointF, text: str, *, tone: str = "danger") -> None:
    """Paint a round count such as the one on the rail: `danger` red or `accent` indigo."""
    theme = current()
    font = theme.font("micro", bold=True)
    side = theme.px(20)
    width = max(side, QFontMetricsF(font).horizontalAdvance(text) + theme.px(9))
    box = QRectF(middle.x() - width / 2, middle.y() - side / 2, width, side)
    fill, ink = ("dangerFill", "onDanger") if tone == "danger" else ("accentFill", "onAccent")
    paint_box(painter, box, corner=side / 2, fill=theme.colour(fill))
    painter.setFont(font)
    painter.setPen(theme.colour(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def round_path(box: QRectF, corner: float) -> QPainterPath:
    """A path with round corners, to clip to."""
    path = QPainterPath()
    path.addRoundedRect(box, corner, corner)
    return path


def elided(text: str, font: QFont, width: float) -> str:
    """The text, cut with … where it is wider than that."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))


def elided_number(text: str, font: QFont, width: float) -> str:
    """A number, cut in its middle: those of one day begin alike and differ at their ends."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideMiddle, max(0.0, width))


def _text_painter(text: str, font: QFont, colour: QColor) -> Callable[[QPainter, QRectF], None]:
    def paint(painter: QPainter, box: QRectF) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box.adjusted(0, 0, 2, 0), flags, text)

    return paint
