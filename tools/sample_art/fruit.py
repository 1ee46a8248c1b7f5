"""Fruit and goods by weight."""

from __future__ import annotations

import math
import random

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from tools.sample_art.brush import (
    ball,
    colour,
    curve,
    darker,
    down,
    ellipse,
    fill,
    glow,
    leaf,
    lighter,
    linear,
    outline,
    radial,
    rounded,
    shadow,
    stroke,
)


def strawberries(painter: QPainter, _label: str) -> None:
    """Three strawberries, the middle one in front."""
    shadow(painter, 160, 190, 104)
    for x, y, size, angle in ((104, 128, 0.88, -9), (217, 129, 0.86, 10), (160, 124, 1.06, 0)):
        painter.save()
        painter.translate(x, y)
        painter.rotate(angle)
        painter.scale(size, size)
        _strawberry(painter)
        painter.restore()


def _strawberry(painter: QPainter) -> None:
    body = curve(
        (0, -42),
        (24, -54, 54, -40, 50, -8),
        (46, 28, 18, 58, 0, 64),
        (-18, 58, -46, 28, -50, -8),
        (-54, -40, -24, -54, 0, -42),
    )
    light = radial(
        QPointF(2, 2),
        70,
        QPointF(-20, -22),
        (0, QColor("#ff7d72")),
        (0.35, QColor("#f0454a")),
        (0.7, QColor("#d5202f")),
        (1, QColor("#8e0d20")),
    )
    fill(painter, body, light)
    painter.save()
    painter.setClipPath(body)
    for row, y in enumerate(range(-24, 58, 15)):
        for x in range(-48, 49, 18):
            _seed(painter, x + (9 if row % 2 else 0), y)
    painter.restore()
    glow(painter, QPointF(-20, -18), 22, 150, 1.25)
    _calyx(painter)


def _seed(painter: QPainter, x: float, y: float) -> None:
    fill(painter, ellipse(QPointF(x, y + 0.9), 2.7, 3.7), colour("#7d0a18", 130))
    fill(painter, ellipse(QPointF(x, y), 1.9, 2.9), QColor("#ffdf8a"))


def _calyx(painter: QPainter) -> None:
    for angle in (180, 0, 150, 30, 118, 62):
        leaf(painter, 0, -44, 36 if angle in {0, 180} else 31, angle, "#4c9b3b")
    stem = curve((0, -44), (-1, -56, 3, -64, 11, -70))
    stroke(painter, stem, QColor("#3b7d31"), 5)
    stroke(painter, stem, colour("#9fd07a", 170), 1.6)


def oranges(painter: QPainter, _label: str) -> None:
    """Three oranges with their leaves."""
    shadow(painter, 162, 190, 112)
    for x, y, radius in ((110, 138, 50), (216, 142, 47), (161, 98, 52)):
        _orange(painter, QPointF(x, y), radius)
    leaf(painter, 166, 50, 36, -28)
    leaf(painter, 219, 97, 33, -22, "#5aa53f")


def _orange(painter: QPainter, centre: QPointF, radius: float) -> None:
    ball(painter, centre, radius, "#f58a16", gloss=120)
    painter.save()
    painter.setClipPath(ellipse(centre, radius - 1))
    grain = random.Random(radius)  # noqa: S311 (pores of a peel)
    for _ in range(260):
        spot = QPointF(grain.uniform(-radius, radius), grain.uniform(-radius, radius)) + centre
        fill(painter, ellipse(spot, 0.8), colour("#a94f00", 46))
        fill(painter, ellipse(spot - QPointF(0.7, 0.8), 0.6), colour("#ffe2b0", 60))
    painter.restore()
    fill(painter, ellipse(centre + QPointF(2, -radius * 0.86), 4.5, 2.4), QColor("#55702a"))


def mangoes(painter: QPainter, _label: str) -> None:
    """Two mangoes leaning on each other."""
    shadow(painter, 164, 190, 106)
    for x, y, angle, size in ((124, 118, -24, 1.12), (208, 132, 18, 0.96)):
        painter.save()
        painter.translate(x, y)
        painter.rotate(angle)
        painter.scale(size, size)
        _mango(painter)
        painter.restore()


def _mango(painter: QPainter) -> None:
    body = curve(
        (-58, 22),
        (-64, -22, -26, -56, 18, -50),
        (58, -44, 68, -6, 54, 22),
        (40, 50, 4, 62, -26, 54),
        (-44, 49, -56, 40, -58, 22),
    )
    light = radial(
        QPointF(0, 0),
        80,
        QPointF(-22, -24),
        (0, QColor("#ffe28a")),
        (0.4, QColor("#fdc03d")),
        (0.78, QColor("#f39a1d")),
        (1, QColor("#c2660d")),
    )
    fill(painter, body, light)
    blush = radial(
        QPointF(42, -24),
        56,
        QPointF(42, -24),
        (0, colour("#e8502f", 120)),
        (1, colour("#e8502f", 0)),
    )
    fill(painter, body, blush)
    glow(painter, QPointF(-18, -22), 26, 150, 0.75)
    stroke(painter, curve((22, -50), (23, -56, 26, -60, 31, -62)), QColor("#7a5427"), 4.5)


_BUNCH = (
    (108, 58), (150, 54), (192, 58), (222, 82), (86, 84), (128, 84), (172, 84),
    (108, 112), (150, 112), (194, 110), (128, 138), (170, 138), (148, 163),
)  # fmt: skip


def grapes(painter: QPainter, _label: str) -> None:
    """A bunch of green grapes."""
    shadow(painter, 158, 192, 62)
    stem = curve((156, 40), (154, 28, 158, 20, 168, 12))
    stroke(painter, stem, QColor("#6f4a2d"), 6)
    leaf(painter, 160, 34, 56, -18, "#5d9f3e")
    for x, y in _BUNCH:
        _grape(painter, QPointF(x + 4, y), 25)


def _grape(painter: QPainter, centre: QPointF, radius: float) -> None:
    ball(painter, centre, radius, "#9cc53f", gloss=190)
    inner = radial(
        centre + QPointF(radius * 0.3, radius * 0.42),
        radius * 0.62,
        centre + QPointF(radius * 0.3, radius * 0.42),
        (0, colour("#f2ffb0", 130)),
        (1, colour("#f2ffb0", 0)),
    )
    fill(painter, ellipse(centre, radius), inner)


def blueberries(painter: QPainter, _label: str) -> None:
    """Six blueberries heaped up, and a leaf."""
    shadow(painter, 164, 189, 104)
    leaf(painter, 232, 132, 44, -34, "#6fa653")
    places = ((104, 158), (162, 160), (220, 158), (133, 112), (192, 112), (162, 68))
    for x, y in places:
        _blueberry(painter, QPointF(x, y), 31)


def _blueberry(painter: QPainter, centre: QPointF, radius: float) -> None:
    ball(painter, centre, radius, "#3f4f9a", gloss=95)
    bloom = radial(
        centre - QPointF(8, 6),
        radius,
        centre - QPointF(10, 10),
        (0, colour("#b9c6f2", 95)),
        (1, colour("#b9c6f2", 0)),
    )
    fill(painter, ellipse(centre, radius), bloom)
    crown = QPainterPath()
    for step in range(10):
        reach = 10.5 if step % 2 == 0 else 6.5
        turn = math.radians(step * 36 - 90)
        point = centre + QPointF(math.cos(turn) * reach, math.sin(turn) * reach - 9)
        crown.moveTo(point) if step == 0 else crown.lineTo(point)
    fill(painter, crown, QColor("#1f2757"))
    fill(painter, ellipse(centre - QPointF(0, 9), 4.2), QColor("#10153a"))


def apples(painter: QPainter, _label: str) -> None:
    """Two red apples."""
    shadow(painter, 164, 190, 108)
    for x, y, size, angle in ((212, 128, 0.9, 8), (128, 122, 1.04, -6)):
        painter.save()
        painter.translate(x, y)
        painter.rotate(angle)
        painter.scale(size, size)
        _apple(painter)
        painter.restore()


def _apple(painter: QPainter) -> None:
    body = curve(
        (0, -44),
        (22, -62, 64, -50, 64, -4),
        (64, 36, 34, 66, 14, 64),
        (6, 63, -6, 63, -14, 64),
        (-34, 66, -64, 36, -64, -4),
        (-64, -50, -22, -62, 0, -44),
    )
    light = radial(
        QPointF(0, 6),
        78,
        QPointF(-22, -20),
        (0, QColor("#ff8a70")),
        (0.34, QColor("#e5383b")),
        (0.76, QColor("#bb1f2e")),
        (1, QColor("#6e0d1c")),
    )
    fill(painter, body, light)
    painter.save()
    painter.setClipPath(body)
    for x in range(-58, 60, 8):
        streak = curve((x * 0.25, -46), (x * 0.9, -30, x * 1.1, 10, x * 0.8, 52))
        stroke(painter, streak, colour("#ffc46b", 46), 2.4)
    painter.restore()
    fill(painter, ellipse(QPointF(0, -45), 15, 5), colour("#5e0f16", 110))
    stroke(painter, curve((0, -44), (0, -56, 4, -66, 11, -72)), QColor("#6b4526"), 5)
    leaf(painter, 5, -60, 38, -20)
    glow(painter, QPointF(-27, -22), 22, 170, 1.2)


def kiwis(painter: QPainter, _label: str) -> None:
    """A whole kiwi behind a half one."""
    shadow(painter, 164, 190, 104)
    whole = ellipse(QPointF(208, 122), 62, 54)
    light = radial(
        QPointF(208, 122),
        64,
        QPointF(186, 98),
        (0, QColor("#b58a55")),
        (0.6, QColor("#8d6535")),
        (1, QColor("#54381a")),
    )
    fill(painter, whole, light)
    _fuzz(painter, whole)
    _kiwi_half(painter, QPointF(124, 128), 61)


def _fuzz(painter: QPainter, body: QPainterPath) -> None:
    painter.save()
    painter.setClipPath(body)
    hairs = random.Random(5)  # noqa: S311 (hairs of a peel)
    box = body.boundingRect()
    for _ in range(420):
        x, y = hairs.uniform(box.left(), box.right()), hairs.uniform(box.top(), box.bottom())
        stroke(
            painter,
            curve((x, y), (x + 1, y, x + 3, y + 1, x + 4, y + 2)),
            colour("#e6c48f", 70),
            0.8,
        )
    painter.restore()


def _kiwi_half(painter: QPainter, centre: QPointF, radius: float) -> None:
    fill(painter, ellipse(centre, radius), QColor("#7c5a30"))
    flesh = radial(
        centre,
        radius - 4,
        centre,
        (0, QColor("#f7f6d8")),
        (0.24, QColor("#f1f2c4")),
        (0.36, QColor("#bcd562")),
        (0.8, QColor("#8cbf34")),
        (1, QColor("#6fa324")),
    )
    fill(painter, ellipse(centre, radius - 4), flesh)
    for ring, reach in ((0, 0.40), (1, 0.50)):
        for step in range(26):
            turn = math.radians(step * 360 / 26 + ring * 7)
            painter.save()
            painter.translate(
                centre + QPointF(math.cos(turn) * radius * reach, math.sin(turn) * radius * reach)
            )
            painter.rotate(math.degrees(turn))
            fill(painter, ellipse(QPointF(0, 0), 3.2, 1.6), QColor("#2a2416"))
            painter.restore()
    for step in range(30):
        turn = math.radians(step * 12)
        ray = curve(
            (
                centre.x() + math.cos(turn) * radius * 0.3,
                centre.y() + math.sin(turn) * radius * 0.3,
            ),
            (
                *(centre + QPointF(math.cos(turn), math.sin(turn)) * radius * 0.5).toTuple(),
                *(centre + QPointF(math.cos(turn), math.sin(turn)) * radius * 0.6).toTuple(),
                *(centre + QPointF(math.cos(turn), math.sin(turn)) * radius * 0.88).toTuple(),
            ),
        )
        stroke(painter, ray, colour("#e9f6b4", 70), 1.6)
    glow(painter, centre - QPointF(18, 24), 30, 90, 0.7)


def bananas(painter: QPainter, _label: str) -> None:
    """A hand of bananas."""
    shadow(painter, 160, 192, 112)
    for turn, size in ((-16, 0.92), (2, 0.96), (20, 0.98)):
        painter.save()
        painter.translate(228, 52)
        painter.rotate(turn)
        painter.scale(size, size)
        _banana(painter)
        painter.restore()
    knob = curve(
        (214, 66),
        (214, 46, 222, 34, 232, 30),
        (242, 32, 244, 50, 240, 66),
        (232, 70, 222, 70, 214, 66),
    )
    fill(
        painter,
        knob,
        linear(QPointF(214, 30), QPointF(244, 66), (0, QColor("#b99a3c")), (1, QColor("#6b5320"))),
    )


def _banana(painter: QPainter) -> None:
    body = curve(
        (-8, 2),
        (-18, 58, -70, 104, -138, 106),
        (-146, 107, -149, 114, -144, 119),
        (-92, 148, 2, 120, 12, 4),
        (8, -2, -2, -3, -8, 2),
    )
    box = body.boundingRect()
    fill(
        painter,
        body,
        linear(
            box.topLeft(),
            box.bottomRight(),
            (0, QColor("#fff3a0")),
            (0.42, QColor("#fbd83c")),
            (0.7, QColor("#eebb1e")),
            (1, QColor("#b98508")),
        ),
    )
    ridge = curve((2, 4), (-10, 76, -62, 118, -140, 113))
    stroke(painter, ridge, colour("#c89512", 150), 2.2)
    stroke(painter, curve((-9, 10), (-20, 60, -68, 102, -130, 107)), colour("#fffbe0", 150), 3)
    tip = outline(((-138, 106), (-146, 108), (-148, 114), (-143, 119), (-134, 115)))
    fill(painter, tip, QColor("#4d3a1a"))


def eggs(painter: QPainter, _label: str) -> None:
    """Four eggs in a basket of straw."""
    shadow(painter, 160, 192, 110)
    for x, y, angle, tone in (
        (106, 112, -16, "#e3b58c"),
        (214, 112, 16, "#dba878"),
        (160, 94, 4, "#f0c9a2"),
    ):
        _egg(painter, x, y, angle, tone)
    basket = curve((62, 132), (66, 196, 104, 196, 160, 196), (216, 196, 254, 196, 258, 132))
    basket.cubicTo(QPointF(220, 152), QPointF(100, 152), QPointF(62, 132))
    fill(
        painter, basket, down(basket.boundingRect(), (0, QColor("#d9a65f")), (1, QColor("#8c5a26")))
    )
    painter.save()
    painter.setClipPath(basket)
    for y in range(138, 200, 11):
        for step, x in enumerate(range(52, 270, 22)):
            weave = rounded(QRectF(x + (11 if (y // 11) % 2 else 0), y + step % 2, 20, 8), 4)
            fill(painter, weave, colour("#f6d49a" if step % 2 else "#a9702f", 120))
    painter.restore()
    stroke(painter, curve((62, 133), (100, 154, 220, 154, 258, 133)), QColor("#b67c38"), 7)
    stroke(painter, curve((62, 131), (100, 152, 220, 152, 258, 131)), colour("#ffe3ad", 150), 2)


def _egg(painter: QPainter, x: float, y: float, angle: float, tone: str) -> None:
    painter.save()
    painter.translate(x, y)
    painter.rotate(angle)
    body = curve(
        (0, -54),
        (28, -54, 42, -14, 42, 10),
        (42, 66, -42, 66, -42, 10),
        (-42, -14, -28, -54, 0, -54),
    )
    light = radial(
        QPointF(0, 4),
        62,
        QPointF(-14, -22),
        (0, lighter(tone, 0.6)),
        (0.5, QColor(tone)),
        (1, darker(tone, 0.34)),
    )
    fill(painter, body, light)
    glow(painter, QPointF(-14, -24), 16, 130, 1.3)
    painter.restore()


def chestnuts(painter: QPainter, _label: str) -> None:
    """Roasted chestnuts in a paper bag's worth of a heap."""
    shadow(painter, 160, 192, 112)
    places = (
        (84, 158, -20), (136, 164, 8), (188, 164, -6), (238, 156, 18),
        (110, 118, 12), (164, 116, -10), (214, 116, 14), (160, 72, 4),
    )  # fmt: skip
    for x, y, angle in places:
        painter.save()
        painter.translate(x, y)
        painter.rotate(angle)
        _chestnut(painter)
        painter.restore()


def _chestnut(painter: QPainter) -> None:
    body = curve(
        (0, -34), (12, -26, 36, -18, 36, 8), (34, 32, -34, 32, -36, 8), (-36, -18, -12, -26, 0, -34)
    )
    light = radial(
        QPointF(0, 2),
        44,
        QPointF(-12, -12),
        (0, QColor("#c9743b")),
        (0.45, QColor("#8c4218")),
        (1, QColor("#421a08")),
    )
    fill(painter, body, light)
    base = curve((-33, 14), (-18, 6, 18, 6, 33, 14), (26, 30, -26, 30, -33, 14))
    fill(painter, base, down(base.boundingRect(), (0, QColor("#e2bf8e")), (1, QColor("#a87b47"))))
    glow(painter, QPointF(-12, -10), 11, 190, 1.1)


def seeds(painter: QPainter, _label: str) -> None:
    """Sunflower seeds heaped in a bowl."""
    shadow(painter, 160, 192, 104)
    heap = random.Random(8)  # noqa: S311 (where seeds fell)
    for layer in range(9):
        y = 132 - layer * 9
        reach = 92 - layer * 9
        for _ in range(26 - layer * 2):
            x = 160 + heap.uniform(-reach, reach)
            _sunflower_seed(painter, x, y + heap.uniform(-6, 8), heap.uniform(-70, 70))
    bowl = curve((56, 126), (60, 178, 104, 196, 160, 196), (216, 196, 260, 178, 264, 126))
    bowl.cubicTo(QPointF(226, 148), QPointF(94, 148), QPointF(56, 126))
    light = linear(
        QPointF(56, 130),
        QPointF(264, 190),
        (0, QColor("#f7f3ea")),
        (0.4, QColor("#e5ddcb")),
        (1, QColor("#a99b80")),
    )
    fill(painter, bowl, light)
    stroke(painter, curve((70, 152), (96, 172, 224, 172, 250, 152)), colour("#3d6a8f", 190), 5)
    stroke(painter, curve((56, 127), (94, 149, 226, 149, 264, 127)), QColor("#fffdf6"), 4)


def _sunflower_seed(painter: QPainter, x: float, y: float, angle: float) -> None:
    painter.save()
    painter.translate(x, y)
    painter.rotate(angle)
    body = curve((0, -14), (7, -6, 8, 6, 0, 13), (-8, 6, -7, -6, 0, -14))
    fill(
        painter,
        body,
        linear(
            QPointF(-7, 0),
            QPointF(7, 0),
            (0, QColor("#6a6460")),
            (0.5, QColor("#3a3532")),
            (1, QColor("#1d1918")),
        ),
    )
    for offset in (-3.4, 0, 3.4):
        stripe = curve((offset * 0.3, -11), (offset, -4, offset, 4, offset * 0.3, 10))
        stroke(painter, stripe, colour("#efe8dc", 210), 1.3)
    painter.restore()
