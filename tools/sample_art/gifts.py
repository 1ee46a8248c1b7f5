"""Gift boxes with ribbon, and a tin of tea."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from tools.sample_art.brush import (
    across,
    colour,
    curve,
    darker,
    ellipse,
    fill,
    letters,
    lighter,
    linear,
    mix,
    round_body,
    rounded,
    shadow,
    stroke,
)

Paint = Callable[[QPainter, str], None]


def gift_box(tone: str, ribbon: str) -> Paint:
    """A gift box with ribbon and bow, its label on a tag."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 162, 200, 106)
        body = QRectF(70, 98, 180, 100)
        fill(
            painter,
            rounded(body, 4),
            linear(
                body.topLeft(),
                body.bottomRight(),
                (0, lighter(tone, 0.16)),
                (0.55, QColor(tone)),
                (1, darker(tone, 0.32)),
            ),
        )
        lid = QRectF(60, 70, 200, 34)
        painter.fillRect(QRectF(70, 102, 180, 10), colour(darker(tone, 0.6), 90))
        fill(
            painter,
            rounded(lid, 5),
            linear(
                lid.topLeft(),
                lid.bottomRight(),
                (0, lighter(tone, 0.38)),
                (0.5, lighter(tone, 0.08)),
                (1, darker(tone, 0.2)),
            ),
        )
        band = QRectF(146, 70, 28, 128)
        painter.fillRect(
            band,
            across(
                band,
                (0, darker(ribbon, 0.15)),
                (0.35, lighter(ribbon, 0.4)),
                (1, darker(ribbon, 0.25)),
            ),
        )
        painter.fillRect(QRectF(60, 101, 200, 3), colour(darker(tone, 0.6), 70))
        _bow(painter, ribbon)
        _tag(painter, label, tone)

    return paint


def _bow(painter: QPainter, ribbon: str) -> None:
    for side in (-1, 1):
        painter.save()
        painter.translate(160, 66)
        painter.scale(side, 1)
        tail = curve(
            (4, 2), (18, 16, 28, 22, 44, 26), (36, 32, 34, 36, 36, 42), (20, 36, 8, 22, 0, 8)
        )
        fill(painter, tail, darker(ribbon, 0.18))
        loop = curve((2, 2), (16, -44, 62, -52, 66, -22), (66, 2, 26, 8, 2, 4))
        fill(
            painter,
            loop,
            linear(
                QPointF(0, -30),
                QPointF(60, 8),
                (0, lighter(ribbon, 0.45)),
                (0.5, QColor(ribbon)),
                (1, darker(ribbon, 0.35)),
            ),
        )
        hole = curve((10, -2), (20, -28, 46, -34, 50, -20), (50, -6, 26, 0, 10, -2))
        fill(painter, hole, darker(ribbon, 0.42))
        painter.restore()
    knot = QRectF(147, 54, 26, 24)
    fill(
        painter,
        rounded(knot, 9),
        linear(
            knot.topLeft(), knot.bottomRight(), (0, lighter(ribbon, 0.5)), (1, darker(ribbon, 0.22))
        ),
    )


def _tag(painter: QPainter, label: str, tone: str) -> None:
    painter.save()
    painter.translate(206, 134)
    painter.rotate(-5)
    fill(painter, rounded(QRectF(-26, -14, 64, 42), 6), colour(darker(tone, 0.7), 80))
    fill(painter, rounded(QRectF(-28, -17, 64, 42), 6), QColor("#fffaf0"))
    letters(painter, label, QRectF(-24, -14, 56, 36), tone=darker(tone, 0.4), size=24)
    painter.restore()


def tin(tone: str) -> Paint:
    """A round tin of tea with a lid."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 160, 200, 70)
        body = QRectF(98, 62, 124, 136)
        path = QPainterPath(QPointF(98, 62))
        path.lineTo(98, 188)
        path.cubicTo(98, 206, 222, 206, 222, 188)
        path.lineTo(222, 62)
        path.closeSubpath()
        fill(painter, path, round_body(body, tone))
        lid = QPainterPath(QPointF(94, 36))
        lid.lineTo(94, 66)
        lid.cubicTo(94, 82, 226, 82, 226, 66)
        lid.lineTo(226, 36)
        lid.closeSubpath()
        fill(painter, lid, round_body(QRectF(94, 36, 132, 40), "#d8b56a", shine=0.6))
        fill(
            painter,
            ellipse(QPointF(160, 36), 66, 13),
            linear(
                QPointF(94, 24), QPointF(226, 48), (0, QColor("#fbe9bd")), (1, QColor("#b98f3e"))
            ),
        )
        stroke(painter, ellipse(QPointF(160, 36), 52, 8.5), colour("#8a6520", 120), 1.5)
        plate = QRectF(122, 98, 76, 78)
        fill(painter, rounded(plate, 6), mix(tone, "#fffbe8", 0.9))
        stroke(painter, rounded(plate.adjusted(4, 4, -4, -4), 4), QColor("#b98f3e"), 1.4)
        letters(painter, label, plate.adjusted(8, 8, -8, -8), tone=darker(tone, 0.35), size=36)

    return paint
