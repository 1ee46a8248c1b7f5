"""The shop's sign above the rail: one letter of its name on a dark square."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.paint import paint_box

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

SIDE = 40
TOP = 11
_LETTER = 20


def shop_mark(name: str) -> str:
    """The letter for a name: the second of 小满, since many shops are small, else the first."""
    letter = name[1] if name.startswith("小") and len(name) > 1 else name[:1]
    return letter.upper()


def paint_shop_mark(painter: QPainter, letter: str, *, wide: bool) -> None:
    """Paint the sign where the rail puts it."""
    _paint(painter, QRectF(18 if wide else 22, TOP, SIDE, SIDE), letter)


def mark_icon(name: str) -> "QIcon":
    """The sign as the window's icon, for the task bar."""
    from PySide6.QtGui import QIcon, QPixmap

    picture = QPixmap(4 * SIDE, 4 * SIDE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(4, 4)
    _paint(painter, QRectF(0, 0, SIDE, SIDE), shop_mark(name) or "M")
    painter.end()
    return QIcon(picture)


def _paint(painter: QPainter, box: QRectF, letter: str) -> None:
    theme = current()
    paint_box(painter, box, corner=radius("card"), fill=theme.colour("ink"))
    painter.setPen(theme.colour("onInk"))
    font = theme.font("title")
    font.setPixelSize(_LETTER)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
