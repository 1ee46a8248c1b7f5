"""Icons: glyphs of one small font, painted in any size and colour.

Names are those of `resources/icons/icons.json` (Phosphor's, `-fill` for the filled ones, and
`wechat-pay`, `alipay`). A colour is a name of the design (`text`, `accent` …) or a `QColor`.
"""

import json
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter

from microshop_desktop.infra.resources import resource_bytes, resource_text
from microshop_desktop.ui.theme import current

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QPixmap

_cache: "dict[tuple[str, int, int, float], QPixmap]" = {}


@cache
def icon_names() -> dict[str, str]:
    """Every icon's name and its character in the font."""
    points: dict[str, str] = json.loads(resource_text("icons/icons.json"))
    return {name: chr(int(point, 16)) for name, point in points.items()}


def icon(name: str, size: int = 20, colour: str | QColor = "text") -> "QIcon":
    """An icon for Qt's own widgets; make it anew when the theme changes."""
    from PySide6.QtGui import QIcon

    result = QIcon(pixmap(name, size, colour))
    result.addPixmap(pixmap(name, size, "textDisabled"), QIcon.Mode.Disabled)
    return result


def pixmap(name: str, size: int, colour: str | QColor = "text", ratio: float = 0.0) -> "QPixmap":
    """A picture of an icon, kept for the next time; `ratio` 0 is the screen's own.

    Raises `KeyError` for a name that the font does not have.
    """
    ratio = ratio or _screen_ratio()
    paint = _as_colour(colour)
    key = (name, size, paint.rgba(), ratio)
    if key not in _cache:
        if name not in icon_names():
            raise KeyError(name)
        _cache[key] = _draw(name, QSize(size, size), colour=paint, ratio=ratio)
    return _cache[key]


def paint_icon(painter: QPainter, name: str, box: QRectF, colour: str | QColor = "text") -> None:
    """Paint an icon into a box, as large as its shorter side and in its middle."""
    side = min(box.width(), box.height())
    painter.save()
    painter.setFont(_font(round(side)))
    painter.setPen(_as_colour(colour))
    left = box.center().x() - side / 2
    bottom = box.center().y() + side / 2
    painter.drawText(QPointF(left, bottom), icon_names()[name])
    painter.restore()


def _draw(name: str, size: QSize, *, colour: QColor, ratio: float) -> "QPixmap":
    from PySide6.QtGui import QPixmap

    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    paint_icon(painter, name, QRectF(0, 0, size.width(), size.height()), colour)
    painter.end()
    return picture


def _as_colour(colour: str | QColor) -> QColor:
    return current().colour(colour) if isinstance(colour, str) else colour


def _screen_ratio() -> float:
    from PySide6.QtGui import QGuiApplication

    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen is not None else 1.0


@cache
def load_icons() -> str:
    """Load the font into the application, once, and return its family.

    Qt forgets what it found out about all fonts then: done before the first text is painted, that
    costs nothing.
    """
    number = QFontDatabase.addApplicationFontFromData(resource_bytes("icons/icons.ttf"))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _font(size: int) -> QFont:
    font = QFont(load_icons())
    font.setPixelSize(size)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
