"""A table of any length: holds a count and fetches the rows that are looked at, by the page."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The row itself (a frozen dataclass of a service), or None while it is being fetched."""

PAGE = 32
_KEPT_PAGES = 24


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: key, head, text of a row, and how it is laid out (width 0 takes what is left).

    A `spare` column goes where large texts leave too little room for what takes the rest.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    width: int = 0
    right: bool = False
    sortable: bool = False
    spare: bool = False


class PagedModel(QAbstractTableModel, Generic[Row]):
    """Asks `fetch(first, count)` for rows when they are needed and keeps the latest pages.

    Without `later` a page is fetched at once (a local read takes milliseconds). With it the page is
    asked for by `later(first, count, deliver)`, its rows are skeletons until `deliver` is called in
    the main thread.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Callable[[int, int], Sequence[Row]],
        *,
        later: Callable[[int, int, Callable[[Sequence[Row]], None]], None] | None = None,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._fetch, self._later = fetch, later
        self._count = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: set[int] = set()
        self._generation = 0

    def show(self, count: int) -> None:
        """Begin anew with so many rows, as after another filter or order."""
        self.beginResetModel()
        self._forget()
        self._count = count
        self.endResetModel()

    def refresh(self, count: int | None = None) -> None:
        """Fetch again what is shown, keeping selection and place; the count may have changed."""
        self._forget()
        self._resize(self._count if count is None else count)
        if self._count:
            last = self.index(self._count - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns, or the same in another language."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """The row with this number, fetched where it is not held; None while it is on its way."""
        if not 0 <= number < self._count:
            return None
        page = number // PAGE
        rows = self._page(page)
        place = number - page * PAGE
        return rows[place] if rows is not None and place < len(rows) else None

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if role == ROW_ROLE:
            return row
        column = self.columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return "" if row is None else column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(right=column.right)
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(right=self.columns[section].right)
        return None

    def _page(self, page: int) -> Sequence[Row] | None:
        if page in self._pages:
            self._pages.move_to_end(page)
            return self._pages[page]
        first, count = page * PAGE, min(PAGE, self._count - page * PAGE)
        if self._later is None:
            rows = self._fetch(first, count)
            self._keep(page, rows)
            return rows
        if page not in self._asked:
            self._asked.add(page)
            self._later(first, count, self._deliverer(page))
        return self._pages.get(page)

    def _deliverer(self, page: int) -> Callable[[Sequence[Row]], None]:
        generation = self._generation

        def deliver(rows: Sequence[Row]) -> None:
            if generation != self._generation:
                return
            self._asked.discard(page)
            self._keep(page, rows)
            first = self.index(page * PAGE, 0)
            last = self.index(min(self._count, (page + 1) * PAGE) - 1, len(self.columns) - 1)
            self.dataChanged.emit(first, last)

        return deliver

    def _keep(self, page: int, rows: Sequence[Row]) -> None:
        self._pages[page] = rows
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)

    def _forget(self) -> None:
        self._pages.clear()
        self._asked.clear()
        self._generation += 1

    def _resize(self, count: int) -> None:
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()


def _align(*, right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
