"""A platform to choose: its sign, its name, and what it asks for."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from microshop_desktop.channels.needs import Platform
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.channel_badge import paint_channel
from microshop_desktop.ui.widgets.paint import elided, paint_box
from microshop_desktop.ui.widgets.pressable import Pressable

_HEIGHT, _SIDE, _BADGE, _GAP = 76, 14, 44, 12


class PlatformTile(Pressable):
    """Pressed, it chooses its platform."""

    def __init__(self, platform: Platform) -> None:
        super().__init__()
        self.kind = platform.kind
        self.setText(_(platform.title))
        way = platform.ways[0].key if platform.ways else ""
        asked = [_(need.title) for need in platform.of_way(way) if not need.optional]
        self._asked = _(", ").join(asked) or _("By files, without keys")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._asked)
        self.setToolTip(f"{self.text()}\n{self._asked}")

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(220), theme.px(_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect())
        fill = "pressed" if self.isDown() else "hover" if self.underMouse() else "surface"
        border = theme.colour("borderStrong")
        paint_box(painter, box, corner=radius("card"), fill=theme.colour(fill), border=border)
        side = theme.px(_BADGE)
        badge = QRectF(theme.px(_SIDE), (box.height() - side) / 2, side, side)
        paint_channel(painter, badge, self.kind)
        left = badge.right() + theme.px(_GAP)
        room = QRectF(left, 0, box.right() - left - theme.px(_SIDE), box.height())
        self._paint_texts(painter, room)

    def _paint_texts(self, painter: QPainter, room: QRectF) -> None:
        theme = current()
        name, line = theme.font("lead", bold=True), theme.font("micro")
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        half = room.height() / 2
        painter.setFont(name)
        painter.setPen(theme.colour("text"))
        above = QRectF(room.left(), half - theme.px(24), room.width(), theme.px(24))
        painter.drawText(above, flags, elided(self.text(), name, room.width()))
        painter.setFont(line)
        painter.setPen(theme.colour("textMuted"))
        under = QRectF(room.left(), half + theme.px(1), room.width(), theme.px(20))
        painter.drawText(under, flags, elided(self._asked, line, room.width()))
