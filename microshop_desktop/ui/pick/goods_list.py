"""What is to be taken, shelf by shelf: painted rows, ticked by a scan, a press or Space."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtCore import QPersistentModelIndex as Persistent
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from microshop_desktop.domain.picking import PickRow, Shelf
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.pick.words import row_orders, shelf_count, shelf_title
from microshop_desktop.ui.products.photo_cell import paint_photo
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paint import elided, text_run

Index = QModelIndex | Persistent
_ENTRY = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()
_HEAD, _ROW, _SIDE, _MARK, _PHOTO, _GAP = 32, 52, 14, 24, 36, 12
_COUNT_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: the head of a stretch of shelves, or goods on them."""

    shelf: Shelf | None = None
    row: PickRow | None = None
    is_next: bool = False


class GoodsModel(QAbstractListModel):
    """The lines of the list, as texts for those who do not see them painted."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show_shelves(self, shelves: tuple[Shelf, ...], wanted: PickRow | None) -> None:
        """Show other goods; where only counts changed, the place in the list stays."""
        entries = []
        for shelf in shelves:
            entries.append(Entry(shelf=shelf))
            entries += [Entry(row=row, is_next=row is wanted) for row in shelf.rows]
        if len(entries) == len(self.entries):
            self.entries = entries
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def next_place(self) -> int:
        """The place of what is to be taken next, −1 where all is there."""
        return next((place for place, one in enumerate(self.entries) if one.is_next), -1)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == _ENTRY:
            return entry
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return _said(entry)
        if role == Qt.ItemDataRole.ToolTipRole and entry.row is not None:
            return f"{entry.row.first.name}\n{row_orders(entry.row)}"
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.entries[index.row()].row is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class GoodsDelegate(QStyledItemDelegate):
    """Paints a line: mark, photo, name over who gets it, how many of how many."""

    def __init__(self, photos: Photos) -> None:
        super().__init__()
        self._photos = photos

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(_ENTRY)
        return QSize(200, current().px(_HEAD if entry.row is None else _ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(_ENTRY)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.TextAntialiasing | QPainter.RenderHint.Antialiasing
        )
        box = QRectF(option.rect)
        if entry.shelf is not None:
            self._paint_head(painter, box, entry.shelf)
        elif entry.row is not None:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_row(painter, box, entry.row, is_next=entry.is_next, chosen=chosen)
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRectF, shelf: Shelf) -> None:
        theme = current()
        painter.fillRect(box, theme.colour("canvas"))
        inner = box.adjusted(_SIDE, 0, -_SIDE, 0)
        count = text_run(shelf_count(shelf), theme.font("micro"), theme.colour("textMuted"))
        count.paint(
            painter,
            QRectF(inner.right() - count.width, inner.top(), count.width, inner.height()),
        )
        bold = theme.font("micro", bold=True)
        name = elided(shelf_title(shelf), bold, inner.width() - count.width - _GAP)
        text_run(name, bold, theme.colour("text")).paint(painter, inner)
        _hairline(painter, box)

    def _paint_row(
        self, painter: QPainter, box: QRectF, row: PickRow, *, is_next: bool, chosen: bool
    ) -> None:
        theme = current()
        if is_next or chosen:
            painter.fillRect(box, theme.colour("selected"))
        if is_next:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        side, photo = theme.px(_MARK), theme.px(_PHOTO)
        inner = box.adjusted(_SIDE, 0, -_SIDE, 0)
        middle = inner.center().y()
        mark = QRectF(inner.left(), middle - side / 2, side, side)
        _paint_mark(painter, mark, row)
        picture = QRectF(mark.right() + _GAP, middle - photo / 2, photo, photo)
        first = row.first
        paint_photo(painter, picture, self._photos, name=first.name, picture=first.picture)
        count = _paint_count(painter, inner, row)
        texts = QRectF(
            picture.right() + _GAP,
            inner.top(),
            inner.right() - count - _GAP - picture.right() - _GAP,
            inner.height(),
        )
        _paint_texts(painter, texts, first.name, row_orders(row))
        _hairline(painter, box)


class GoodsList(QListView):
    """The list itself; `ticked` tells goods whose mark was pressed, or that got a Space."""

    ticked = Signal(object)
    """A `PickRow`."""

    def __init__(self, photos: Photos) -> None:
        super().__init__()
        self.goods = GoodsModel()
        self._delegate = GoodsDelegate(photos)
        self.setModel(self.goods)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Goods to pick"))
        photos.loaded.connect(self.viewport().update)

    def show_shelves(self, shelves: tuple[Shelf, ...], wanted: PickRow | None) -> None:
        """Show what is to be taken, and scroll to what is next."""
        self.goods.show_shelves(shelves, wanted)
        place = self.goods.next_place()
        if place >= 0:
            self.scrollTo(self.goods.index(place))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the row."""
        if event.key() == Qt.Key.Key_Space:
            self._tell(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the mark ticks the row."""
        super().mousePressEvent(event)
        edge = _SIDE + current().px(_MARK) + _GAP / 2
        if event.button() is Qt.MouseButton.LeftButton and event.position().x() <= edge:
            self._tell(self.indexAt(event.position().toPoint()))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self.scheduleDelayedItemsLayout()
        super().changeEvent(event)

    def _tell(self, index: Index) -> None:
        entry = index.data(_ENTRY) if index.isValid() else None
        if isinstance(entry, Entry) and entry.row is not None:
            self.ticked.emit(entry.row)


def _said(entry: Entry) -> str:
    if entry.shelf is not None:
        return f"{shelf_title(entry.shelf)}, {shelf_count(entry.shelf)}"
    row = entry.row
    if row is None:
        return ""
    done, count = row.counts
    of = _("{picked} of {count} picked").format(picked=number_text(done), count=number_text(count))
    return f"{row.first.name}, {row_orders(row)}, {of}"


def _paint_mark(painter: QPainter, box: QRectF, row: PickRow) -> None:
    """Paint a green tick for what is there, a circle for what is not, in accent once begun."""
    theme = current()
    if row.is_done:
        paint_icon(painter, "check-circle-fill", box, "success")
        return
    begun = row.counts[0] > 0
    painter.setPen(QPen(theme.colour("accent" if begun else "borderControl"), 2 if begun else 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = box.width() * 0.12
    painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))


def _paint_count(painter: QPainter, box: QRectF, row: PickRow) -> float:
    """Paint `2 / 4` at the right end; return how wide it is."""
    theme = current()
    done, count = row.counts
    ink = "success" if row.is_done else "text"
    bold = text_run(number_text(done), theme.font("lead", bold=True), theme.colour(ink))
    rest = text_run(f" / {number_text(count)}", theme.font("body"), theme.colour("textMuted"))
    width = bold.width + rest.width
    left = box.right() - width
    bold.paint(painter, QRectF(left, box.top(), bold.width, box.height()))
    rest.paint(painter, QRectF(left + bold.width, box.top(), rest.width, box.height()))
    return max(width, theme.px(_COUNT_WIDTH) - _GAP)


def _paint_texts(painter: QPainter, box: QRectF, first: str, second: str) -> None:
    theme = current()
    middle = box.center().y()
    bold, quiet = theme.font("strong"), theme.font("micro")
    top = QRectF(box.left(), middle - theme.px(20), box.width(), theme.px(22))
    low = QRectF(box.left(), middle + theme.px(1), box.width(), theme.px(19))
    text_run(elided(first, bold, box.width()), bold, theme.colour("text")).paint(painter, top)
    ink = theme.colour("textMuted")
    text_run(elided(second, quiet, box.width()), quiet, ink).paint(painter, low)


def _hairline(painter: QPainter, box: QRectF) -> None:
    painter.fillRect(
        QRectF(box.left(), box.bottom() - 1, box.width(), 1), current().colour("border")
    )
