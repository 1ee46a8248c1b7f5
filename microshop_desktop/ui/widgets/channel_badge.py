"""The badge of where an order or a shop is: a coloured square with one sign, never a trade mark."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import current_language
from microshop_desktop.infra.words import source_text
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.theme import current, tokens
from microshop_desktop.ui.widgets.paint import paint_box

_NAMES = {
    "wechat_shop": "wechatShop",
    "group_buy": "groupbuy",
}


def paint_channel(painter: QPainter, box: QRectF, source: str) -> None:
    """Paint the badge of where an order comes from, at the left of a box."""
    looks = tokens()["channel"]
    look = looks.get(_NAMES.get(source, source), looks["counter"])
    side = box.height()
    frame = QRectF(box.left(), box.top(), side, side)
    border = current().colour("borderStrong") if current().dark else None
    paint_box(painter, frame, corner=side * 0.22, fill=QColor(look["fill"]), border=border)
    if look is looks["counter"] and current_language() != "zh":
        inset = side * 0.2
        inner = frame.adjusted(inset, inset, -inset, -inset)
        paint_icon(painter, "storefront", inner, QColor(look["on"]))
        return
    font = current().font("micro", bold=True)
    font.setPixelSize(round(side * 0.6))
    painter.setFont(font)
    painter.setPen(QColor(look["on"]))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, look["glyph"])


class ChannelBadge(QWidget):
    """The badge as a widget."""

    def __init__(self, source: str = "counter", *, side: int = 40) -> None:
        super().__init__()
        self._source, self._side = source, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(source_text(source))

    def show_source(self, source: str) -> None:
        """Show another source."""
        self._source = source
        self.setAccessibleName(source_text(source))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = current().px(self._side)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        paint_channel(painter, QRectF(self.rect()), self._source)
