"""The lines of the basket as a Qt model: adapts, holds no rules."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from microshop_desktop.ui.sell.rows import LineRow

LINE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class LineModel(QAbstractListModel):
    """Rows that change one at a time keep their place, so that nothing flickers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[LineRow] = []

    def show_rows(self, rows: Sequence[LineRow]) -> None:
        """Show these lines: the common start stays, what follows is changed, added or removed."""
        wanted = list(rows)
        numbers = [row.no for row in wanted]
        for place in reversed(range(len(self._rows))):
            if self._rows[place].no not in numbers:
                self.beginRemoveRows(_TOP, place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(wanted):
            if place < len(self._rows) and self._rows[place].no == row.no:
                self._replace(place, row)
            else:
                self.beginInsertRows(_TOP, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()

    def row_at(self, index: _Index) -> LineRow:
        """Return the texts of a line."""
        return self._rows[index.row()]

    def place_of(self, no: int | None) -> int:
        """Return the row of a line by its number, −1 when there is none."""
        return next((place for place, row in enumerate(self._rows) if row.no == no), -1)

    @override
    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == LINE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row.spoken_more
        return None

    def _replace(self, place: int, row: LineRow) -> None:
        if self._rows[place] != row:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place))
