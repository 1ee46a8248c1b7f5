"""The delegate of the tiles: paints what `tile_paint` paints, with the frame of its state.

A tile that was painted is kept as a picture: scrolling paints all of them sixty times a second, and
beside a sync each of the dozen strokes of a tile may have to wait for the interpreter.
"""

import math
from collections import OrderedDict

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from microshop_desktop.ui.sell.tile_model import TILE
from microshop_desktop.ui.sell.tile_paint import GAP, PhotoSource, TilePainter
from microshop_desktop.ui.sell.tile_text import TileText
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.paint import paint_box

MOST_KEPT = 40
"""About what is in sight at once, and a row more."""
_STATES = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver
_Key = tuple[TileText, QSize, QStyle.StateFlag, float, bool]


class TileDelegate(QStyledItemDelegate):
    """`as_rows` paints list rows instead of tiles, for very large texts."""

    def __init__(self, photos: PhotoSource) -> None:
        super().__init__()
        self._painter = TilePainter(photos)
        self._kept: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._theme = current()
        self.cell = QSize(160, 176)
        self.as_rows = False

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return self.cell

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tile = index.data(TILE)
        if not isinstance(tile, TileText):
            return
        rect: QRect = option.rect
        painter.drawPixmap(rect.topLeft(), self._picture(tile, option, painter))

    def forget(self) -> None:
        """Paint all anew: what a tile looks like may be another though its texts are the same."""
        self._kept.clear()

    def _picture(self, tile: TileText, option: QStyleOptionViewItem, painter: QPainter) -> QPixmap:
        """Return a tile as it looks now, painted at most once as long as it looks so."""
        if self._theme is not current():
            self._theme = current()
            self.forget()
        ratio = painter.device().devicePixelRatioF()
        key = (tile, option.rect.size(), option.state & _STATES, ratio, self.as_rows)
        picture = self._kept.get(key)
        if picture is None:
            picture = self._kept[key] = self._painted(tile, option, ratio)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return picture

    def _painted(self, tile: TileText, option: QStyleOptionViewItem, ratio: float) -> QPixmap:
        size: QSize = option.rect.size()
        picture = QPixmap(QSize(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio)))
        picture.setDevicePixelRatio(ratio)
        # Opaque, so that texts are smoothed as they are on the page itself.
        picture.fill(self._theme.colour("canvas"))
        painter = QPainter(picture)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        half = GAP / 2
        box = QRectF(QPoint(0, 0), size).adjusted(half, half, -half, -half)
        self._paint_frame(painter, option, box)
        if self.as_rows:
            self._painter.paint_row(painter, tile, box)
        else:
            self._painter.paint_tile(painter, tile, box)
        painter.end()
        return picture

    def _paint_frame(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        theme = current()
        state = option.state
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        paint_box(
            painter,
            box,
            corner=radius("card"),
            fill=theme.colour("hover" if hovered else "surface"),
            border=QPen(theme.colour("focusRing" if focused else "border"), 2 if focused else 1),
        )
