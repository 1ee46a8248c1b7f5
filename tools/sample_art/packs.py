"""Bags, boxes, bars and tins, most of them with a label."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
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
    radial,
    round_body,
    rounded,
    shadow,
    stroke,
)

Paint = Callable[[QPainter, str], None]


def bag(tone: str, ornament: Paint | None = None) -> Paint:
    """A pillow bag of snacks in one colour, with a white label and a small picture under it."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 160, 200, 74)
        body = _bag_body()
        fill(painter, body, round_body(QRectF(88, 14, 144, 186), tone, shine=0.34))
        painter.save()
        painter.setClipPath(body)
        _wrinkles(painter)
        _crimps(painter, tone)
        painter.restore()
        plate = ellipse(QPointF(160, 96), 52, 38)
        fill(painter, ellipse(QPointF(161, 98.5), 53, 39), colour(darker(tone, 0.5), 70))
        fill(painter, plate, QColor("#fffdf8"))
        letters(painter, label, QRectF(114, 74, 92, 44), size=30)
        if ornament is not None:
            ornament(painter, label)

    return paint


def _bag_body() -> QPainterPath:
    path = QPainterPath(QPointF(94, 16))
    path.lineTo(226, 16)
    path.lineTo(227, 32)
    path.cubicTo(217, 78, 220, 140, 232, 182)
    path.lineTo(230, 200)
    path.lineTo(90, 200)
    path.lineTo(88, 182)
    path.cubicTo(100, 140, 103, 78, 93, 32)
    path.closeSubpath()
    return path


def _wrinkles(painter: QPainter) -> None:
    for x, bend, alpha in ((104, 10, 70), (116, -6, 44), (205, -9, 60), (216, 6, 40)):
        stroke(
            painter,
            curve((x, 34), (x + bend, 80, x + bend, 130, x - 4, 180)),
            colour("#ffffff", alpha),
            3,
        )
    for x in (128, 150, 186, 200):
        crease = curve((x, 33), (x + 3, 42, x - 2, 50, x + 1, 58))
        stroke(painter, crease, colour("#000000", 26), 2)
        stroke(
            painter,
            curve((x + 6, 181), (x + 3, 170, x + 9, 164, x + 5, 156)),
            colour("#000000", 26),
            2,
        )


def _crimps(painter: QPainter, tone: str) -> None:
    for top in (16, 185):
        band = QRectF(86, top, 150, 15)
        painter.fillRect(band, colour(lighter(tone, 0.45), 120))
        for y in range(3, 15, 4):
            line = curve((86, top + y), (140, top + y, 190, top + y, 236, top + y))
            stroke(painter, line, colour(darker(tone, 0.35), 90), 1.1)


def crisps(painter: QPainter, _label: str) -> None:
    """Golden crisps on the lower part of a bag."""
    for x, y, angle in ((132, 158, -24), (184, 160, 20), (158, 166, 2)):
        painter.save()
        painter.translate(x, y)
        painter.rotate(angle)
        chip = curve((-26, 2), (-22, -16, 18, -18, 26, -2), (20, 14, -18, 16, -26, 2))
        fill(
            painter,
            chip,
            down(
                chip.boundingRect(),
                (0, QColor("#ffe9a8")),
                (0.6, QColor("#f4bd4f")),
                (1, QColor("#c98a22")),
            ),
        )
        stroke(painter, curve((-20, 1), (-10, -8, 8, -9, 19, -3)), colour("#fff8df", 190), 2)
        for spot in (-11, 3, 13):
            fill(painter, ellipse(QPointF(spot, 3), 1.4), colour("#a8660f", 150))
        painter.restore()


def _dots(*places: tuple[float, float, float, str]) -> Paint:
    """Small round goods on the lower part of a bag."""

    def paint(painter: QPainter, _label: str) -> None:
        for x, y, radius, tone in places:
            light = radial(
                QPointF(x, y),
                radius,
                QPointF(x - radius * 0.4, y - radius * 0.4),
                (0, lighter(tone, 0.55)),
                (0.6, QColor(tone)),
                (1, darker(tone, 0.35)),
            )
            fill(painter, ellipse(QPointF(x, y), radius), light)

    return paint


def freeze_dried(painter: QPainter, _label: str) -> None:
    """Slices of strawberry."""
    for x, y, angle in ((130, 160, -18), (162, 164, 6), (192, 159, 22)):
        painter.save()
        painter.translate(x, y)
        painter.rotate(angle)
        slice_ = curve(
            (0, -16),
            (12, -20, 20, -8, 14, 4),
            (9, 15, 3, 18, 0, 19),
            (-3, 18, -9, 15, -14, 4),
            (-20, -8, -12, -20, 0, -16),
        )
        fill(painter, slice_, QColor("#fdf3f0"))
        stroke(painter, slice_, QColor("#c81f38"), 3.4)
        stroke(painter, curve((0, -8), (0, 0, 0, 6, 0, 12)), colour("#e85a6b", 200), 4)
        painter.restore()


hawthorn = _dots((132, 160, 15, "#e0392f"), (186, 160, 15, "#d02a26"), (159, 166, 16, "#ef4b39"))


def almonds(painter: QPainter, _label: str) -> None:
    """Glazed almonds."""
    for x, y, angle in ((130, 158, -30), (188, 158, 34), (158, 166, 4)):
        painter.save()
        painter.translate(x, y)
        painter.rotate(angle)
        nut = curve((0, -18), (14, -8, 13, 14, 0, 18), (-13, 14, -14, -8, 0, -18))
        fill(painter, nut, down(nut.boundingRect(), (0, QColor("#d99b56")), (1, QColor("#9a5a20"))))
        for offset in (-5, 0, 5):
            stroke(
                painter,
                curve((offset, -10), (offset * 1.4, -2, offset * 1.4, 6, offset, 12)),
                colour("#6d3a10", 110),
                1,
            )
        glow(painter, QPointF(-4, -6), 6, 170, 1.2)
        painter.restore()


def seaweed(painter: QPainter, _label: str) -> None:
    """Sheets of roasted seaweed."""
    for x, y, angle in ((132, 158, -14), (188, 160, 12), (160, 164, 0)):
        painter.save()
        painter.translate(x, y)
        painter.rotate(angle)
        sheet = rounded(QRectF(-17, -17, 34, 34), 2)
        fill(
            painter,
            sheet,
            linear(
                QPointF(-17, -17),
                QPointF(17, 17),
                (0, QColor("#3f7a4b")),
                (0.5, QColor("#1f4a2e")),
                (1, QColor("#12301d")),
            ),
        )
        for step in range(-12, 14, 6):
            stroke(
                painter,
                curve((step, -15), (step + 3, -4, step - 3, 4, step + 1, 15)),
                colour("#9fd09a", 44),
                1.2,
            )
        painter.restore()


def cube_box(tone: str) -> Paint:
    """A box seen at its edge, its label on the left side."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 166, 199, 92)
        front = outline(((86, 54), (194, 68), (194, 204), (86, 190)))
        side = outline(((194, 68), (244, 50), (244, 184), (194, 204)))
        top = outline(((86, 54), (140, 40), (244, 50), (194, 68)))
        fill(
            painter,
            front,
            linear(
                QPointF(86, 54), QPointF(194, 204), (0, lighter(tone, 0.18)), (1, darker(tone, 0.1))
            ),
        )
        fill(
            painter,
            side,
            linear(
                QPointF(194, 60),
                QPointF(244, 190),
                (0, darker(tone, 0.22)),
                (1, darker(tone, 0.45)),
            ),
        )
        fill(
            painter,
            top,
            linear(
                QPointF(86, 46),
                QPointF(230, 64),
                (0, lighter(tone, 0.55)),
                (1, lighter(tone, 0.32)),
            ),
        )
        stroke(
            painter, curve((194, 69), (194, 110, 194, 160, 194, 203)), colour("#ffffff", 60), 1.4
        )
        painter.save()
        painter.shear(0, 0.13)
        fill(painter, rounded(QRectF(102, 72, 76, 62), 8), QColor("#fff8ec"))
        letters(painter, label, QRectF(106, 78, 68, 50), tone=darker(tone, 0.35), size=30)
        for index, spot in enumerate(("#b9793a", "#e0b06c", "#8a4f22")):
            centre = QPointF(116 + index * 24, 152)
            fill(painter, ellipse(centre, 9, 7), QColor(spot))
            glow(painter, centre - QPointF(3, 3), 5, 150)
        painter.restore()

    return paint


def chocolate(painter: QPainter, label: str) -> None:
    """A bar of chocolate half out of its paper."""
    shadow(painter, 160, 192, 112)
    painter.save()
    painter.translate(160, 118)
    painter.rotate(-12)
    foil = outline(
        (
            (-104, -46),
            (-4, -46),
            (-10, -30),
            (-2, -14),
            (-11, 2),
            (-3, 18),
            (-10, 34),
            (-4, 46),
            (-104, 46),
        )
    )
    _squares(painter)
    fill(
        painter,
        foil,
        linear(
            QPointF(-104, -46),
            QPointF(0, 46),
            (0, QColor("#7d2f3a")),
            (0.45, QColor("#5a1822")),
            (1, QColor("#360d15")),
        ),
    )
    painter.fillRect(QRectF(-104, -46, 9, 92), QColor("#d8b46a"))
    stroke(painter, curve((-100, -43), (-70, -43, -40, -43, -6, -43)), colour("#ffffff", 70), 2)
    fill(painter, rounded(QRectF(-86, -26, 68, 52), 4), QColor("#f6e9d2"))
    letters(painter, label, QRectF(-83, -22, 62, 44), tone="#4a1520", size=26)
    painter.restore()


def _squares(painter: QPainter) -> None:
    for column in range(3):
        for row in range(3):
            box = QRectF(-14 + column * 38, -44 + row * 30, 37, 29)
            fill(painter, rounded(box, 3), QColor("#2d150b"))
            fill(
                painter,
                rounded(box.adjusted(1, 1, -1, -1), 3),
                linear(
                    box.topLeft(), box.bottomRight(), (0, QColor("#8a5232")), (1, QColor("#4a2412"))
                ),
            )
            fill(
                painter,
                rounded(box.adjusted(7, 6, -7, -6), 2),
                linear(
                    box.topLeft(), box.bottomRight(), (0, QColor("#5e3119")), (1, QColor("#7a4426"))
                ),
            )


def crackers(painter: QPainter, label: str) -> None:
    """A packet of crackers, three of them in front."""
    shadow(painter, 166, 198, 106)
    body = QRectF(76, 44, 116, 152)
    fill(
        painter,
        rounded(body, 8),
        across(
            body,
            (0, QColor("#2b63a8")),
            (0.25, QColor("#5b97dc")),
            (0.6, QColor("#3b78c2")),
            (1, QColor("#1c4781")),
        ),
    )
    painter.fillRect(QRectF(76, 78, 116, 62), QColor("#fff7e4"))
    letters(painter, label, QRectF(82, 86, 104, 46), tone="#1f4b86", size=32)
    painter.fillRect(QRectF(76, 44, 116, 9), colour("#ffffff", 90))
    painter.fillRect(QRectF(76, 187, 116, 9), colour("#ffffff", 90))
    for x, y, angle in ((206, 152, -14), (228, 160, 12), (190, 166, 4)):
        painter.save()
        painter.translate(x, y)
        painter.rotate(angle)
        _cracker(painter)
        painter.restore()


def _cracker(painter: QPainter) -> None:
    biscuit = rounded(QRectF(-27, -27, 54, 54), 7)
    fill(painter, rounded(QRectF(-25, -24, 54, 54), 7), colour("#7d4a14", 90))
    fill(
        painter,
        biscuit,
        linear(
            QPointF(-27, -27),
            QPointF(27, 27),
            (0, QColor("#fbe0a4")),
            (0.6, QColor("#ebbd6c")),
            (1, QColor("#c68c3a")),
        ),
    )
    for x in (-15, 0, 15):
        for y in (-15, 0, 15):
            fill(painter, ellipse(QPointF(x, y), 2.1), colour("#9c6420", 170))
    stroke(painter, rounded(QRectF(-24, -24, 48, 48), 6), colour("#fff6dd", 110), 1.6)


def tissues(painter: QPainter, label: str) -> None:
    """A pack of tissues with one pulled out."""
    shadow(painter, 160, 198, 112)
    tissue = curve(
        (120, 92),
        (112, 54, 132, 58, 138, 34),
        (150, 52, 168, 30, 178, 28),
        (176, 50, 204, 52, 200, 92),
    )
    fill(
        painter, tissue, down(tissue.boundingRect(), (0, QColor("#ffffff")), (1, QColor("#dfe6ea")))
    )
    for x, lean in ((138, 4), (156, -2), (176, -4)):
        stroke(
            painter,
            curve((x, 90), (x + lean, 76, x - lean, 62, x + lean, 48)),
            colour("#93a5b0", 110),
            1.6,
        )
    body = QRectF(60, 88, 200, 108)
    fill(painter, rounded(body, 22), round_body(body, "#8fc6a4", shine=0.5))
    fill(painter, ellipse(QPointF(160, 92), 46, 7), colour("#3f7357", 150))
    front = curve((120, 90), (140, 98, 180, 98, 200, 90), (188, 80, 132, 80, 120, 90))
    fill(painter, front, QColor("#f4f8f8"))
    for x in (84, 104, 218, 238):
        _bamboo(painter, x)
    fill(painter, rounded(QRectF(116, 122, 88, 48), 10), colour("#ffffff", 225))
    letters(painter, label, QRectF(120, 126, 80, 40), tone="#2f6f4c", size=28)


def _bamboo(painter: QPainter, x: float) -> None:
    for top in range(116, 190, 25):
        stalk = QRectF(x - 4, top, 8, 23)
        fill(
            painter,
            rounded(stalk, 3),
            across(stalk, (0, QColor("#5fa37c")), (0.4, QColor("#c9ecd6")), (1, QColor("#4b8a66"))),
        )


def carton(tone: str) -> Paint:
    """A carton of milk with a gable top."""

    def paint(painter: QPainter, label: str) -> None:
        shadow(painter, 168, 201, 74)
        front = outline(((104, 74), (182, 80), (182, 204), (104, 196)))
        side = outline(((182, 80), (218, 70), (218, 188), (182, 204)))
        fill(
            painter,
            front,
            linear(
                QPointF(104, 74), QPointF(182, 204), (0, QColor("#ffffff")), (1, QColor("#dfe7f0"))
            ),
        )
        fill(
            painter,
            side,
            linear(
                QPointF(182, 80), QPointF(218, 190), (0, QColor("#ccd8e4")), (1, QColor("#a3b4c4"))
            ),
        )
        roof = outline(((104, 74), (118, 36), (196, 40), (182, 80)))
        fill(
            painter,
            roof,
            linear(QPointF(104, 36), QPointF(190, 80), (0, lighter(tone, 0.3)), (1, QColor(tone))),
        )
        fill(painter, outline(((182, 80), (196, 40), (218, 70))), darker(tone, 0.25))
        fill(painter, outline(((118, 20), (196, 24), (196, 41), (118, 37))), lighter(tone, 0.45))
        painter.save()
        painter.shear(0, 0.08)
        wave = curve((104, 150), (126, 138, 146, 166, 182, 146))
        wave.lineTo(182, 190)
        wave.lineTo(104, 188)
        wave.closeSubpath()
        fill(
            painter,
            wave,
            linear(
                QPointF(104, 140),
                QPointF(182, 190),
                (0, lighter(tone, 0.2)),
                (1, darker(tone, 0.12)),
            ),
        )
        letters(painter, label, QRectF(108, 78, 70, 54), tone=darker(tone, 0.3), size=32)
        painter.restore()
        _splash(painter)

    return paint


def _splash(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for x, y, radius in ((136, 176, 5), (152, 168, 7), (162, 180, 4)):
        fill(painter, ellipse(QPointF(x, y), radius), colour("#ffffff", 220))
