"""Things for the face and for the home."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from tools.sample_art.brush import (
    across,
    colour,
    curve,
    darker,
    down,
    ellipse,
    fill,
    glow,
    letters,
    lighter,
    linear,
    outline,
    round_body,
    rounded,
    shadow,
    stroke,
)

Paint = Callable[[QPainter, str], None]


def lipstick(shade: str, case: str) -> Paint:
    """A lipstick turned out, its cap beside it."""

    def paint(painter: QPainter, _label: str) -> None:
        shadow(painter, 136, 201, 36)
        shadow(painter, 206, 201, 34)
        bullet = curve((119, 104), (119, 70, 122, 46, 136, 34), (150, 40, 153, 66, 153, 104))
        fill(painter, bullet, round_body(QRectF(119, 34, 34, 70), shade, shine=0.42))
        cut = curve(
            (122, 62),
            (124, 46, 130, 38, 136, 34),
            (146, 42, 150, 54, 151, 70),
            (142, 60, 132, 56, 122, 62),
        )
        fill(painter, cut, colour(lighter(shade, 0.42), 150))
        ring = QRectF(114, 100, 44, 26)
        painter.fillRect(ring, round_body(ring, "#d3a856", shine=0.65))
        for box, radius in ((QRectF(108, 124, 56, 76), 4), (QRectF(180, 84, 52, 116), 5)):
            fill(painter, rounded(box, radius), round_body(box, case, shine=0.55))
        band = QRectF(180, 110, 52, 7)
        painter.fillRect(band, round_body(band, "#d3a856", shine=0.65))
        painter.fillRect(QRectF(108, 124, 56, 3), colour("#ffffff", 70))

    return paint


def balm(painter: QPainter, label: str) -> None:
    """The rose lip balm: a lipstick in pink with a rose-coloured case."""
    lipstick("#d8737f", "#e6c3c8")(painter, label)


def sheet_mask(painter: QPainter, label: str) -> None:
    """Two sachets of face masks, one behind the other."""
    shadow(painter, 166, 201, 82)
    painter.save()
    painter.translate(186, 110)
    painter.rotate(8)
    back = QRectF(-58, -92, 116, 180)
    fill(
        painter,
        rounded(back, 6),
        linear(back.topLeft(), back.bottomRight(), (0, QColor("#4b9aa8")), (1, QColor("#256672"))),
    )
    painter.restore()
    front = QRectF(90, 20, 120, 180)
    fill(
        painter,
        rounded(front, 6),
        across(
            front,
            (0, QColor("#3f93a1")),
            (0.3, QColor("#7cc3cc")),
            (0.7, QColor("#4ba0ae")),
            (1, QColor("#2a7480")),
        ),
    )
    tear = curve((92, 36), (130, 36, 170, 36, 208, 36))
    stroke(painter, tear, colour("#ffffff", 180), 1.8, dashed=True)
    face = curve(
        (150, 54),
        (180, 54, 188, 72, 184, 98),
        (180, 126, 164, 142, 150, 142),
        (136, 142, 120, 126, 116, 98),
        (112, 72, 120, 54, 150, 54),
    )
    fill(painter, face, down(face.boundingRect(), (0, QColor("#ffffff")), (1, QColor("#dceff1"))))
    for x in (135, 165):
        fill(
            painter,
            curve(
                (x - 10, 88), (x - 4, 81, x + 4, 81, x + 10, 88), (x + 4, 93, x - 4, 93, x - 10, 88)
            ),
            QColor("#4ba0ae"),
        )
    fill(
        painter,
        curve((138, 117), (146, 113, 154, 113, 162, 117), (156, 127, 144, 127, 138, 117)),
        QColor("#4ba0ae"),
    )
    stroke(painter, curve((150, 92), (149, 98, 146, 104, 150, 106)), colour("#9fcfd6", 230), 2)
    letters(painter, label, QRectF(98, 152, 104, 36), tone="#ffffff", size=26)
    glow(painter, QPointF(108, 60), 20, 110, 2.4)


def toothbrushes(painter: QPainter, _label: str) -> None:
    """Two toothbrushes, crossed, in a glass."""
    shadow(painter, 160, 200, 62)
    for turn, tone in ((-17, "#4aa3a2"), (17, "#e98a7b")):
        painter.save()
        painter.translate(160, 186)
        painter.rotate(turn)
        _toothbrush(painter, tone)
        painter.restore()
    glass = outline(((116, 106), (204, 106), (196, 200), (124, 200)))
    fill(
        painter,
        glass,
        across(
            QRectF(116, 106, 88, 94),
            (0, colour("#b8d3de", 170)),
            (0.25, colour("#ffffff", 150)),
            (0.6, colour("#d3e6ee", 110)),
            (1, colour("#9bbccb", 180)),
        ),
    )
    stroke(painter, ellipse(QPointF(160, 106), 44, 8), colour("#ffffff", 220), 2.4)
    stroke(painter, curve((124, 199), (140, 205, 180, 205, 196, 199)), colour("#8fb2c2", 200), 3)


def _toothbrush(painter: QPainter, tone: str) -> None:
    stick = QRectF(-6, -168, 12, 166)
    fill(painter, rounded(stick, 6), round_body(stick, tone, shine=0.5))
    for row in range(7):
        box = QRectF(5, -164 + row * 6, 16, 5)
        fill(
            painter,
            rounded(box, 2),
            across(box, (0, QColor("#ffffff")), (0.7, QColor("#e4eef4")), (1, lighter(tone, 0.5))),
        )


def soap(painter: QPainter, label: str) -> None:
    """A bar of soap on a wooden dish, with foam."""
    shadow(painter, 160, 196, 112)
    dish = QRectF(60, 156, 200, 36)
    fill(painter, rounded(dish, 12), down(dish, (0, QColor("#d6a468")), (1, QColor("#8d5c2b"))))
    for x in range(84, 250, 26):
        fill(painter, rounded(QRectF(x, 162, 14, 5), 2.5), colour("#5e3a18", 120))
    bar = QRectF(80, 92, 160, 70)
    fill(painter, rounded(bar.translated(0, 6), 26), QColor("#a9b87a"))
    fill(
        painter,
        rounded(bar, 26),
        linear(
            bar.topLeft(),
            bar.bottomRight(),
            (0, QColor("#f5f6d8")),
            (0.5, QColor("#dde5ae")),
            (1, QColor("#b9c784")),
        ),
    )
    stroke(painter, rounded(bar.adjusted(15, 11, -15, -11), 17), colour("#8fa05a", 120), 2)
    letters(painter, label, QRectF(104, 106, 112, 42), tone="#6f8340", size=28)
    for x, y, radius in ((222, 92, 20), (246, 106, 14), (200, 82, 13), (236, 78, 9), (96, 88, 10)):
        _foam(painter, x, y, radius)


def _foam(painter: QPainter, x: float, y: float, radius: float) -> None:
    centre = QPointF(x, y)
    fill(painter, ellipse(centre, radius), colour("#ffffff", 130))
    stroke(painter, ellipse(centre, radius), colour("#ffffff", 220), 1.4)
    fill(
        painter,
        ellipse(centre - QPointF(radius * 0.35, radius * 0.35), radius * 0.2),
        colour("#ffffff", 250),
    )


def towels(painter: QPainter, _label: str) -> None:
    """Three folded towels in a pile."""
    shadow(painter, 160, 198, 112)
    for index, tone in enumerate(("#7d8fa8", "#d9c3a5", "#a8bfa6")):
        _folded(painter, 162 - index * 45, tone)


def _folded(painter: QPainter, top: float, tone: str) -> None:
    box = QRectF(64, top - 12, 192, 46)
    fill(
        painter,
        rounded(box, 21),
        linear(
            box.topLeft(),
            box.bottomRight(),
            (0, lighter(tone, 0.34)),
            (0.5, QColor(tone)),
            (1, darker(tone, 0.26)),
        ),
    )
    fold = curve(
        (250, top + 4),
        (180, top + 2, 110, top + 2, 84, top + 10),
        (78, top + 14, 82, top + 20, 90, top + 20),
    )
    stroke(painter, fold, colour(darker(tone, 0.4), 130), 2.4)
    for x in range(76, 250, 7):
        stroke(
            painter,
            curve((x, top - 6), (x + 1, top - 5, x + 1, top - 4, x, top - 2)),
            colour("#ffffff", 60),
            1.2,
        )
    stroke(
        painter,
        curve((92, top + 27), (130, top + 29, 190, top + 29, 236, top + 26)),
        colour("#ffffff", 90),
        3,
    )


def tote(tone: str, print_tone: str) -> Paint:
    """A canvas bag with a leaf printed on it."""

    def paint(painter: QPainter, _label: str) -> None:
        shadow(painter, 160, 201, 84)
        for inset, width, shade in ((0, 9, darker(tone, 0.26)), (6, 9, QColor(tone))):
            strap = curve((124, 88 - inset), (124, 4 + inset, 196, 4 + inset, 196, 88 - inset))
            stroke(painter, strap, shade, width)
        body = curve((86, 74), (120, 80, 200, 80, 234, 74))
        body.lineTo(242, 196)
        body.cubicTo(200, 204, 120, 204, 78, 196)
        body.closeSubpath()
        fill(painter, body, round_body(QRectF(78, 74, 164, 128), tone, shine=0.36))
        stroke(
            painter,
            curve((88, 82), (120, 88, 200, 88, 232, 82)),
            colour(darker(tone, 0.4), 110),
            1.6,
            dashed=True,
        )
        _sprig(painter, print_tone)

    return paint


def _sprig(painter: QPainter, tone: str) -> None:
    """A sprig with paired leaves, as if printed on cloth."""
    painter.save()
    painter.translate(160, 188)
    stroke(painter, curve((0, 0), (3, -28, -3, -56, 1, -88)), colour(tone, 230), 2.6)
    for step, reach in ((0, 30), (1, 27), (2, 22), (3, 16)):
        y = -16 - step * 20
        for side in (-1, 1):
            painter.save()
            painter.translate(0, y)
            painter.rotate(side * 52)
            half = reach * 0.34
            petal = curve(
                (0, 0),
                (half, -reach * 0.3, half, -reach * 0.8, 0, -reach),
                (-half, -reach * 0.8, -half, -reach * 0.3, 0, 0),
            )
            fill(painter, petal, colour(tone, 230))
            painter.restore()
    painter.restore()


def apron(tone: str) -> Paint:
    """A linen apron on a hook."""

    def paint(painter: QPainter, _label: str) -> None:
        shadow(painter, 160, 206, 70, alpha=60)
        neck = curve((132, 62), (132, 8, 188, 8, 188, 62))
        stroke(painter, neck, darker(tone, 0.24), 5)
        for side in (-1, 1):
            tie = curve(
                (160 + side * 58, 112),
                (160 + side * 86, 118, 160 + side * 84, 146, 160 + side * 96, 160),
            )
            stroke(painter, tie, darker(tone, 0.2), 4.5)
        body = curve((128, 58), (140, 62, 180, 62, 192, 58))
        body.cubicTo(194, 84, 204, 100, 220, 108)
        body.lineTo(226, 202)
        body.cubicTo(190, 208, 130, 208, 94, 202)
        body.lineTo(100, 108)
        body.cubicTo(116, 100, 126, 84, 128, 58)
        fill(painter, body, round_body(QRectF(94, 58, 132, 150), tone, shine=0.34))
        pocket = rounded(QRectF(118, 134, 84, 46), 6)
        fill(painter, pocket, colour(lighter(tone, 0.18), 210))
        stroke(painter, pocket, colour(darker(tone, 0.4), 130), 1.6, dashed=True)
        stroke(
            painter,
            curve((160, 136), (160, 150, 160, 166, 160, 178)),
            colour(darker(tone, 0.4), 110),
            1.6,
        )

    return paint
