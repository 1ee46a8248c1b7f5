"""What all pictures are painted with: backdrop, light, shadow, round bodies, letters.

Pictures are 320 x 220; the painter is scaled, so that everything is painted finer than it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QRadialGradient,
)

WIDTH, HEIGHT = 320, 220
FLOOR = 196
"""Where things stand."""
Colour = str | QColor


def colour(value: Colour, alpha: int = 255) -> QColor:
    """A colour by its `#rrggbb`, with an opacity."""
    made = QColor(value)
    made.setAlpha(alpha)
    return made


def lighter(value: Colour, amount: float) -> QColor:
    """Mix a colour with white: 0 leaves it, 1 is white."""
    return mix(value, "#ffffff", amount)


def darker(value: Colour, amount: float) -> QColor:
    """Mix a colour with a warm black: 0 leaves it, 1 is black."""
    return mix(value, "#140a10", amount)


def mix(one: Colour, other: Colour, amount: float) -> QColor:
    """Mix two colours; `amount` is the share of the other."""
    a, b = QColor(one), QColor(other)
    parts = (
        round(x + (y - x) * amount)
        for x, y in zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*parts)


def linear(start: QPointF, end: QPointF, *stops: tuple[float, QColor]) -> QBrush:
    """A gradient along a line."""
    gradient = QLinearGradient(start, end)
    for place, tone in stops:
        gradient.setColorAt(place, tone)
    return QBrush(gradient)


def radial(centre: QPointF, radius: float, focus: QPointF, *stops: tuple[float, QColor]) -> QBrush:
    """A gradient around a point, its light at `focus`."""
    gradient = QRadialGradient(centre, radius, focus)
    for place, tone in stops:
        gradient.setColorAt(place, tone)
    return QBrush(gradient)


def across(box: QRectF, *stops: tuple[float, QColor]) -> QBrush:
    """A gradient from the left of a box to its right."""
    return linear(box.topLeft(), box.topRight(), *stops)


def down(box: QRectF, *stops: tuple[float, QColor]) -> QBrush:
    """A gradient from the top of a box to its bottom."""
    return linear(box.topLeft(), box.bottomLeft(), *stops)


def round_body(box: QRectF, tone: Colour, *, shine: float = 0.42) -> QBrush:
    """The light on a round body that stands: dark edges, a streak of light left of the middle."""
    return across(
        box,
        (0.0, darker(tone, 0.34)),
        (0.10, darker(tone, 0.08)),
        (0.30, lighter(tone, shine)),
        (0.46, QColor(tone)),
        (0.80, darker(tone, 0.20)),
        (0.94, darker(tone, 0.38)),
        (1.0, darker(tone, 0.24)),
    )


def fill(painter: QPainter, path: QPainterPath, brush: QBrush | QColor) -> None:
    """Fill a path without an outline."""
    painter.fillPath(path, brush if isinstance(brush, QBrush) else QBrush(brush))


def stroke(
    painter: QPainter, path: QPainterPath, tone: QColor, width: float, *, dashed: bool = False
) -> None:
    """Draw a line with round ends."""
    pen = QPen(tone, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashed:
        pen.setDashPattern([2.2, 2.2])
    painter.strokePath(path, pen)


def ellipse(centre: QPointF, rx: float, ry: float | None = None) -> QPainterPath:
    """An ellipse, or a circle without the second radius."""
    path = QPainterPath()
    path.addEllipse(centre, rx, rx if ry is None else ry)
    return path


def rounded(box: QRectF, radius: float) -> QPainterPath:
    """A box with round corners."""
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    return path


def outline(points: Sequence[tuple[float, float]]) -> QPainterPath:
    """A closed path through points."""
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))
    path.closeSubpath()
    return path


def curve(start: tuple[float, float], *bends: tuple[float, ...]) -> QPainterPath:
    """A path of cubic bends, six numbers each."""
    path = QPainterPath(QPointF(*start))
    for x1, y1, x2, y2, x, y in bends:
        path.cubicTo(QPointF(x1, y1), QPointF(x2, y2), QPointF(x, y))
    return path


def backdrop(painter: QPainter, tint: Colour) -> None:
    """A soft wall and table in one tint, with light from the upper left."""
    whole = QRectF(0, 0, WIDTH, HEIGHT)
    painter.fillRect(whole, down(whole, (0, lighter(tint, 0.30)), (1, QColor(tint))))
    table = QRectF(0, 158, WIDTH, HEIGHT - 158)
    painter.fillRect(
        table, down(table, (0, colour(darker(tint, 0.05), 0)), (1, colour(darker(tint, 0.10), 150)))
    )
    glow = radial(
        QPointF(125, 70),
        190,
        QPointF(125, 70),
        (0, colour("#ffffff", 150)),
        (1, colour("#ffffff", 0)),
    )
    painter.fillRect(whole, glow)


def shadow(
    painter: QPainter, x: float, y: float, rx: float, *, ry: float = 0, alpha: int = 105
) -> None:
    """The soft shadow that a thing throws on the table, a little to the right."""
    painter.save()
    painter.translate(x + rx * 0.06, y)
    painter.scale(1, (ry or rx * 0.17) / rx)
    centre = QPointF(0, 0)
    tone = "#3a2430"
    soft = radial(
        centre,
        rx * 1.16,
        centre,
        (0, colour(tone, alpha)),
        (0.62, colour(tone, round(alpha * 0.62))),
        (1, colour(tone, 0)),
    )
    fill(painter, ellipse(centre, rx * 1.16), soft)
    painter.restore()


def ball(
    painter: QPainter, centre: QPointF, radius: float, tone: Colour, *, gloss: int = 165
) -> None:
    """A round body with light from the upper left and a glimmer back from the table."""
    focus = centre + QPointF(-radius * 0.36, -radius * 0.42)
    brush = radial(
        centre,
        radius,
        focus,
        (0.0, lighter(tone, 0.50)),
        (0.30, lighter(tone, 0.14)),
        (0.62, QColor(tone)),
        (0.90, darker(tone, 0.34)),
        (1.0, darker(tone, 0.22)),
    )
    fill(painter, ellipse(centre, radius), brush)
    spot = centre + QPointF(-radius * 0.38, -radius * 0.46)
    glow(painter, spot, radius * 0.34, gloss)


def glow(
    painter: QPainter, centre: QPointF, radius: float, alpha: int, squash: float = 0.7
) -> None:
    """A soft white spot of light."""
    painter.save()
    painter.translate(centre)
    painter.scale(1, squash)
    origin = QPointF(0, 0)
    soft = radial(origin, radius, origin, (0, colour("#ffffff", alpha)), (1, colour("#ffffff", 0)))
    fill(painter, ellipse(origin, radius), soft)
    painter.restore()


def leaf(
    painter: QPainter, x: float, y: float, length: float, angle: float, tone: Colour = "#4d9a3a"
) -> None:
    """A leaf that grows from a point into a direction (degrees, 0 to the right)."""
    painter.save()
    painter.translate(x, y)
    painter.rotate(angle)
    wide = length * 0.27
    path = curve(
        (0, 0),
        (length * 0.25, -wide * 1.5, length * 0.75, -wide * 1.1, length, 0),
        (length * 0.75, wide * 1.1, length * 0.25, wide * 1.2, 0, 0),
    )
    box = path.boundingRect()
    fill(
        painter,
        path,
        down(box, (0, lighter(tone, 0.28)), (0.5, QColor(tone)), (1, darker(tone, 0.3))),
    )
    vein = curve((length * 0.08, 0), (length * 0.4, -1, length * 0.7, -1, length * 0.94, 0))
    stroke(painter, vein, colour(lighter(tone, 0.6), 150), length * 0.03)
    painter.restore()


def letters(
    painter: QPainter,
    text: str,
    box: QRectF,
    *,
    tone: Colour = "#2c2430",
    size: float = 24,
    bold: bool = True,
) -> None:
    """A short text in the middle of a box, made smaller until it fits."""
    face = QFont()
    face.setFamilies(["Noto Sans CJK SC", "Noto Sans", "DejaVu Sans"])
    face.setBold(bold)
    painter.setPen(QColor(tone))
    while True:
        face.setPixelSize(max(round(size), 6))
        painter.setFont(face)
        needed = painter.boundingRect(QRectF(0, 0, 900, 900), Qt.AlignmentFlag.AlignCenter, text)
        if size <= 8 or (needed.width() <= box.width() and needed.height() <= box.height() * 1.3):
            break
        size -= 1
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)
