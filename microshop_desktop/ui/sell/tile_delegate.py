"""The delegate of the tiles: paints what `tile_paint` paints, with the frame of its state."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from microshop_desktop.ui.sell.tile_model import TILE
from microshop_desktop.ui.sell.tile_paint import GAP, PhotoSource, TilePainter
from microshop_desktop.ui.sell.tile_text import TileText
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.paint import paint_box


class TileDelegate(QStyledItemDelegate):
    """`as_rows` paints list rows instead of tiles, for very large texts."""

    def __init__(self, photos: PhotoSource) -> None:
        super().__init__()
        self._painter = TilePainter(photos)
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
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        half = GAP / 2
        box = QRectF(option.rect).adjusted(half, half, -half, -half)
        self._paint_frame(painter, option, box)
        if self.as_rows:
            self._painter.paint_row(painter, tile, box)
        else:
            self._painter.paint_tile(painter, tile, box)
        painter.restore()

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
