"""Cans, bottles, tubes and cups: round bodies with a label around them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

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


def can(tone: str) -> Paint:
    """A can with a white wave around it."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 160, 201, 58)
        body = outline(
            (
                (122, 30),
                (198, 30),
                (208, 46),
                (208, 184),
                (198, 200),
                (122, 200),
                (112, 184),
                (112, 46),
            )
        )
        box = QRectF(112, 30, 96, 170)
        fill(painter, body, round_body(box, tone, shine=0.5))
        painter.save()
        painter.setClipPath(body)
        _can_label(painter, box)
        painter.restore()
        for y, reach in ((24, 40), (194, 42)):
            rim = QRectF(160 - reach, y, 2 * reach, 9)
            fill(
                painter,
                rounded(rim, 4),
                across(
                    rim,
                    (0, QColor("#8d98a3")),
                    (0.3, QColor("#f7fafc")),
                    (0.6, QColor("#bcc5ce")),
                    (1, QColor("#7a858f")),
                ),
            )
        letters(painter, label, QRectF(116, 108, 88, 46), size=32)
        _bubbles(painter)

    return paint


def _can_label(painter: QPainter, box: QRectF) -> None:
    band = curve((108, 106), (130, 88, 190, 88, 212, 106))
    band.lineTo(212, 156)
    band.cubicTo(190, 174, 130, 174, 108, 156)
    band.closeSubpath()
    fill(
        painter,
        band,
        across(
            box,
            (0, QColor("#d9d4d2")),
            (0.28, QColor("#ffffff")),
            (0.7, QColor("#fbf6f3")),
            (1, QColor("#c5bcb9")),
        ),
    )


def _bubbles(painter: QPainter) -> None:
    for x, y, radius in ((136, 70, 5), (178, 60, 4), (188, 80, 6), (150, 54, 3), (134, 182, 4)):
        stroke(painter, ellipse(QPointF(x, y), radius), colour("#ffffff", 170), 1.4)
        fill(
            painter,
            ellipse(QPointF(x - radius * 0.3, y - radius * 0.3), radius * 0.25),
            colour("#ffffff", 220),
        )


def _bottle_path(shoulder: float, neck: float, wide: float) -> QPainterPath:
    """A bottle from the neck at 34 to the floor at 200; `neck` and `wide` are half widths."""
    path = QPainterPath(QPointF(160 - neck, 34))
    path.lineTo(160 - neck, shoulder - 26)
    path.cubicTo(160 - neck, shoulder - 8, 160 - wide, shoulder - 12, 160 - wide, shoulder + 14)
    path.lineTo(160 - wide, 192)
    path.cubicTo(160 - wide, 202, 160 + wide, 202, 160 + wide, 192)
    path.lineTo(160 + wide, shoulder + 14)
    path.cubicTo(160 + wide, shoulder - 12, 160 + neck, shoulder - 8, 160 + neck, shoulder - 26)
    path.lineTo(160 + neck, 34)
    path.closeSubpath()
    return path


def glass_bottle(tone: str, cap: str) -> Paint:
    """A dark bottle with a paper label, as cold coffee comes."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 160, 200, 54)
        path = _bottle_path(84, 17, 46)
        fill(painter, path, round_body(path.boundingRect(), tone, shine=0.30))
        lid = QRectF(141, 14, 38, 26)
        fill(painter, rounded(lid, 4), round_body(lid, cap, shine=0.55))
        paper = QRectF(114, 112, 92, 58)
        painter.fillRect(
            paper,
            across(
                paper,
                (0, QColor("#cfc7ba")),
                (0.3, QColor("#fffdf6")),
                (0.7, QColor("#f6f0e4")),
                (1, QColor("#bdb3a3")),
            ),
        )
        painter.fillRect(QRectF(114, 117, 92, 2), colour(darker(tone, 0.1), 190))
        painter.fillRect(QRectF(114, 163, 92, 2), colour(darker(tone, 0.1), 190))
        letters(painter, label, QRectF(118, 120, 84, 42), size=30)
        stroke(painter, curve((125, 102), (126, 94, 132, 88, 138, 84)), colour("#ffffff", 120), 4)

    return paint


def clear_bottle(drink: str, cap: str, *, ring: str) -> Paint:
    """A clear plastic bottle whose drink can be seen."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 160, 200, 52, alpha=80)
        path = _bottle_path(76, 15, 42)
        box = path.boundingRect()
        fill(
            painter,
            path,
            across(
                box,
                (0, darker(drink, 0.22)),
                (0.22, lighter(drink, 0.62)),
                (0.5, lighter(drink, 0.12)),
                (0.85, darker(drink, 0.12)),
                (1, darker(drink, 0.26)),
            ),
        )
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(QRectF(110, 34, 100, 26), colour("#ffffff", 120))
        for y in (182, 189):
            stroke(
                painter, curve((116, y), (140, y + 5, 180, y + 5, 204, y)), colour("#ffffff", 90), 2
            )
        painter.restore()
        lid = QRectF(142, 16, 36, 22)
        fill(painter, rounded(lid, 4), round_body(lid, cap, shine=0.5))
        for x in range(146, 178, 5):
            stroke(painter, curve((x, 20), (x, 25, x, 30, x, 35)), colour("#000000", 40), 1)
        band = QRectF(117, 98, 86, 66)
        painter.fillRect(band, round_body(band, ring, shine=0.55))
        letters(painter, label, QRectF(120, 106, 80, 50), tone="#ffffff", size=34)
        stroke(painter, curve((127, 92), (127, 86, 131, 78, 138, 72)), colour("#ffffff", 170), 4)

    return paint


def pump_bottle(tone: str) -> Paint:
    """A bottle of washing-up liquid with its spout."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 160, 200, 62)
        path = QPainterPath(QPointF(138, 62))
        path.cubicTo(136, 82, 112, 84, 110, 116)
        path.lineTo(112, 188)
        path.cubicTo(114, 203, 206, 203, 208, 188)
        path.lineTo(210, 116)
        path.cubicTo(208, 84, 184, 82, 182, 62)
        path.closeSubpath()
        fill(painter, path, round_body(path.boundingRect(), tone, shine=0.6))
        neck = QRectF(137, 46, 46, 18)
        fill(painter, rounded(neck, 4), round_body(neck, "#3f8f5a"))
        spout = outline(((150, 46), (153, 22), (167, 22), (170, 46)))
        fill(painter, spout, round_body(QRectF(150, 22, 20, 24), "#ffffff", shine=0.2))
        plate = ellipse(QPointF(160, 144), 40, 34)
        fill(painter, plate, colour("#ffffff", 235))
        letters(painter, label, QRectF(126, 124, 68, 40), tone="#2b6d41", size=28)
        _lemon(painter, 184, 100)

    return paint


def _lemon(painter: QPainter, x: float, y: float) -> None:
    fill(painter, ellipse(QPointF(x, y), 17), QColor("#f7c52b"))
    fill(painter, ellipse(QPointF(x, y), 14.5), QColor("#fffbe0"))
    painter.save()
    painter.translate(x, y)
    for turn in range(0, 360, 45):
        painter.save()
        painter.rotate(turn)
        fill(
            painter,
            curve((0, -1.5), (4.5, -5, 5, -11, 0, -13), (-5, -11, -4.5, -5, 0, -1.5)),
            QColor("#fadf5f"),
        )
        painter.restore()
    painter.restore()


def cup(tone: str) -> Paint:
    """A cup of yoghurt with its foil lid."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 160, 200, 68)
        path = QPainterPath(QPointF(94, 66))
        path.lineTo(110, 188)
        path.cubicTo(112, 203, 208, 203, 210, 188)
        path.lineTo(226, 66)
        path.closeSubpath()
        fill(painter, path, round_body(path.boundingRect(), "#fbfaf7", shine=0.4))
        painter.save()
        painter.setClipPath(path)
        wave = curve((90, 140), (120, 118, 150, 160, 184, 136), (200, 126, 216, 128, 230, 138))
        wave.lineTo(230, 210)
        wave.lineTo(90, 210)
        wave.closeSubpath()
        fill(painter, wave, round_body(QRectF(100, 120, 120, 80), tone))
        painter.restore()
        lid = ellipse(QPointF(160, 62), 70, 15)
        fill(painter, ellipse(QPointF(160, 66), 70, 15), darker(tone, 0.25))
        fill(
            painter,
            lid,
            linear(
                QPointF(90, 50),
                QPointF(230, 74),
                (0, lighter(tone, 0.6)),
                (0.5, lighter(tone, 0.25)),
                (1, QColor(tone)),
            ),
        )
        tab = curve((222, 66), (238, 62, 246, 70, 242, 76), (236, 80, 226, 76, 218, 72))
        fill(painter, tab, lighter(tone, 0.3))
        letters(painter, label, QRectF(112, 84, 96, 42), tone=darker(tone, 0.45), size=32)

    return paint


def tube(tone: str) -> Paint:
    """A tube of cream standing on its cap."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 160, 202, 44)
        path = outline(((118, 24), (202, 24), (191, 164), (129, 164)))
        box = QRectF(118, 24, 84, 140)
        fill(painter, path, round_body(box, tone, shine=0.52))
        crimp = QRectF(116, 14, 88, 14)
        painter.fillRect(
            crimp,
            across(
                crimp, (0, darker(tone, 0.15)), (0.4, lighter(tone, 0.35)), (1, darker(tone, 0.2))
            ),
        )
        for x in range(120, 204, 6):
            stroke(painter, curve((x, 16), (x, 19, x, 23, x, 26)), colour("#ffffff", 80), 1.2)
        cap = QRectF(131, 164, 58, 37)
        fill(painter, rounded(cap, 5), round_body(cap, lighter(tone, 0.68), shine=0.5))
        letters(painter, label, QRectF(130, 62, 60, 40), tone="#ffffff", size=30)
        for y, reach in ((110, 20), (119, 13)):
            stroke(
                painter,
                curve((160 - reach, y), (155, y, 165, y, 160 + reach, y)),
                colour("#ffffff", 210),
                2.4,
            )
        _blossom(painter, 160, 142, 11)

    return paint


def _blossom(painter: QPainter, x: float, y: float, size: float) -> None:
    painter.save()
    painter.translate(x, y)
    for turn in range(0, 360, 72):
        painter.save()
        painter.rotate(turn)
        fill(
            painter,
            curve(
                (0, 0),
                (size * 0.7, -size * 0.4, size * 0.5, -size * 1.1, 0, -size),
                (-size * 0.5, -size * 1.1, -size * 0.7, -size * 0.4, 0, 0),
            ),
            colour("#ffffff", 215),
        )
        painter.restore()
    fill(painter, ellipse(QPointF(0, 0), size * 0.22), QColor("#f3c24b"))
    painter.restore()


def perfume(painter: QPainter, label: str) -> None:
    """A square bottle of scent with a golden cap."""
    shadow(painter, 160, 201, 72)
    body = QRectF(98, 88, 124, 112)
    fill(
        painter,
        rounded(body, 14),
        linear(
            body.topLeft(),
            body.bottomRight(),
            (0, QColor("#fff4f4")),
            (0.5, QColor("#f6d3d6")),
            (1, QColor("#d99fa8")),
        ),
    )
    inside = QRectF(110, 118, 100, 72)
    fill(
        painter,
        rounded(inside, 9),
        linear(
            inside.topLeft(),
            inside.bottomRight(),
            (0, QColor("#ffdcc4")),
            (0.5, QColor("#f7b08f")),
            (1, QColor("#dc8064")),
        ),
    )
    stroke(painter, rounded(body.adjusted(2, 2, -2, -2), 13), colour("#ffffff", 190), 2.4)
    neck = QRectF(144, 72, 32, 18)
    painter.fillRect(neck, round_body(neck, "#cfa24e", shine=0.6))
    cap = QRectF(132, 26, 56, 48)
    fill(painter, rounded(cap, 6), round_body(cap, "#d9ae5a", shine=0.7))
    fill(painter, rounded(QRectF(122, 132, 76, 44), 4), colour("#fffaf5", 235))
    letters(painter, label, QRectF(126, 136, 68, 36), tone="#8a4a4e", size=26)
    glow(painter, QPointF(120, 106), 16, 200, 1.4)


def mug(tone: str) -> Paint:
    """A mug with steam."""

    def paint(painter: QPainter, _label: str) -> None:
        shadow(painter, 164, 198, 82)
        handle = curve((206, 96), (254, 88, 258, 158, 200, 158))
        stroke(painter, handle, darker(tone, 0.28), 15)
        stroke(painter, curve((206, 94), (250, 88, 252, 152, 202, 155)), lighter(tone, 0.3), 6)
        path = QPainterPath(QPointF(92, 78))
        path.lineTo(98, 182)
        path.cubicTo(102, 204, 202, 204, 206, 182)
        path.lineTo(212, 78)
        path.closeSubpath()
        fill(painter, path, round_body(path.boundingRect(), tone, shine=0.45))
        fill(painter, ellipse(QPointF(152, 78), 60, 15), lighter(tone, 0.35))
        fill(
            painter,
            ellipse(QPointF(152, 80), 53, 11),
            down(QRectF(99, 69, 106, 22), (0, QColor("#4a2a18")), (1, QColor("#84512f"))),
        )
        stroke(painter, ellipse(QPointF(152, 81), 30, 5), colour("#e0b184", 120), 2)
        for x, bend in ((136, 9), (158, -9), (178, 8)):
            steam = curve((x, 60), (x + bend, 48, x - bend, 38, x + bend * 0.6, 22))
            stroke(painter, steam, colour("#ffffff", 170), 4.5)

    return paint
