"""The tiles as a Qt model: adapts, holds no rules."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.tile import Tile
from microshop_desktop.ui.sell.tile_text import TileText, tile_text

TILE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class TileModel(QAbstractListModel):
    """Tiles with the count of each in the basket."""

    def __init__(self, currency: Currency, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self._tiles: Sequence[Tile] = ()
        self._counts: Mapping[UUID, int] = {}
        self._texts: dict[int, TileText] = {}

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show other tiles; when they are the same goods, only their texts change."""
        before, tiles = self._tiles, tuple(tiles)
        if [tile.sku for tile in tiles] == [tile.sku for tile in before]:
            self._tiles = tiles
            self._renew(row for row, tile in enumerate(tiles) if tile != before[row])
            return
        self.beginResetModel()
        self._tiles = tiles
        self._texts.clear()
        self.endResetModel()

    def show_counts(self, counts: Mapping[UUID, int]) -> None:
        """Show how many of each are in the basket."""
        before, self._counts = self._counts, dict(counts)
        either = before.keys() | counts.keys()
        touched = {sku for sku in either if before.get(sku) != counts.get(sku)}
        self._renew(row for row, tile in enumerate(self._tiles) if tile.sku in touched)

    def tile_at(self, index: _Index) -> TileText:
        """Return the texts of a tile."""
        row = index.row()
        if row not in self._texts:
            tile = self._tiles[row]
            self._texts[row] = tile_text(tile, self._counts.get(tile.sku, 0), self._currency)
        return self._texts[row]

    @override
    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._tiles)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._tiles):
            return None
        tile = self.tile_at(index)
        if role == TILE:
            return tile
        if role == Qt.ItemDataRole.DisplayRole:
            return tile.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tile.spoken
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return tile.spoken_more
        return None

    def _renew(self, rows: Iterable[int]) -> None:
        for row in rows:
            self._texts.pop(row, None)
            self.dataChanged.emit(self.index(row), self.index(row))
