"""The grid of tiles: as many columns as fit, rows as high as the room allows."""

from uuid import UUID

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QScrollBar, QWidget
from typing_extensions import override

from microshop_desktop.domain.money import Currency
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.sell.room import columns_for, tile_height
from microshop_desktop.ui.sell.tile_delegate import TileDelegate
from microshop_desktop.ui.sell.tile_model import TileModel
from microshop_desktop.ui.sell.tile_paint import GAP, ROW_PHOTO
from microshop_desktop.ui.theme import control, current


class TileGrid(QListView):
    """Sends `chosen` with the SKU of a tile that was pressed."""

    chosen = Signal(object)

    def __init__(self, currency: Currency, photos: Photos) -> None:
        super().__init__()
        self._model = TileModel(currency, self)
        self._delegate = TileDelegate(photos)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setStyleSheet("background: transparent;")
        self.setAccessibleName(_("Goods"))
        self.clicked.connect(self._choose)
        photos.loaded.connect(self._delegate.forget)
        photos.loaded.connect(self.viewport().update)

    @property
    def tiles(self) -> TileModel:
        """The model behind it."""
        return self._model

    def lay_out(self) -> None:
        """Size the tiles to the room and the size of texts."""
        theme = current()
        width, height = self.width() - GAP, self.height() - GAP
        self._delegate.as_rows = theme.roomy
        if theme.roomy:
            cell = QSize(width + GAP, max(ROW_PHOTO, theme.px(28)) + 8 + GAP)
        else:
            columns = columns_for(width, theme.px(control("tileMinWidth")))
            tall = tile_height(height, theme.scale / 100)
            # One pixel less than the room, or the view would wrap the last column.
            cell = QSize((width + GAP - 1) // columns, tall + GAP)
        self._delegate.cell = cell
        self.verticalScrollBar().setSingleStep(max(1, cell.height() // 3))
        self.setGridSize(cell)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()
        super().resizeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            sku: UUID = self._model.tile_at(index).sku
            self.chosen.emit(sku)


class TileArea(QWidget):
    """The grid with a scroll bar of its own, which never moves the tiles when it comes."""

    def __init__(self, grid: TileGrid) -> None:
        super().__init__()
        self._bar = QScrollBar(Qt.Orientation.Vertical)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(16 - GAP // 2, 0, 0, 16 - GAP // 2)
        row.setSpacing(0)
        row.addWidget(grid, 1)
        row.addWidget(self._bar)
        own = grid.verticalScrollBar()
        own.rangeChanged.connect(self._on_range)
        own.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(own.setValue)
        self._grid = grid
        self._on_range(own.minimum(), own.maximum())

    def _on_range(self, low: int, high: int) -> None:
        own = self._grid.verticalScrollBar()
        self._bar.setRange(low, high)
        self._bar.setPageStep(own.pageStep())
        self._bar.setSingleStep(own.singleStep())
        self._bar.setVisible(high > low)
