"""A short list of two-line rows in a sheet: a bold name, a quiet line under it, an amount."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.paint import elided, paint_box, text_run

_ROW_HEIGHT = 52
_MOST_ROWS = 6
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with what it stands for."""

    title: str
    under: str
    right: str
    value: object


class TwoLineDelegate(QStyledItemDelegate):
    """Paints an entry; the current one on a soft ground."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, current().px(_ROW_HEIGHT))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry = index.data(_ENTRY)
        if not isinstance(entry, Entry):
            return
        theme, rect = current(), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._paint_ground(painter, option, rect, index.row())
        box = QRectF(rect).adjusted(12, theme.px(5), -12, -theme.px(5))
        right = text_run(entry.right, theme.font("strong"), theme.colour("text"))
        right.paint(
            painter, QRectF(box.right() - right.width, box.top(), right.width, box.height())
        )
        room = box.width() - right.width - 12
        half = box.height() / 2
        for text, kind, tone, top in (
            (entry.title, "strong", "text", box.top()),
            (entry.under, "micro", "textMuted", box.top() + half),
        ):
            font = theme.font("strong" if kind == "strong" else "micro")
            line = text_run(elided(text, font, room), font, theme.colour(tone))
            line.paint(painter, QRectF(box.left(), top, room, half))
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: int
    ) -> None:
        view = option.widget
        if isinstance(view, QListWidget) and view.currentRow() == row:
            fill = current().colour("selected")
            paint_box(painter, QRectF(rect), corner=radius("control"), fill=fill)


class TwoLineList(QListWidget):
    """Shows entries; as high as they need, up to a few rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(TwoLineDelegate())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setStyleSheet("background: transparent;")

    def show_entries(self, entries: list[Entry]) -> None:
        """Show entries with the first one current."""
        self.clear()
        for entry in entries:
            item = QListWidgetItem(f"{entry.title}, {entry.under}, {entry.right}")
            item.setData(_ENTRY, entry)
            self.addItem(item)
        self.setCurrentRow(0)
        rows = max(1, min(len(entries), _MOST_ROWS))
        self.setFixedHeight(rows * current().px(_ROW_HEIGHT))

    def current_entry(self) -> Entry | None:
        """Return the entry the arrows are on."""
        return entry_of(self.currentItem())

    def move_by(self, step: int) -> None:
        """Go to the next or previous row."""
        self.setCurrentRow(min(max(self.currentRow() + step, 0), self.count() - 1))


def entry_of(item: QListWidgetItem | None) -> Entry | None:
    """Return what a row shows, or None for no row."""
    entry = None if item is None else item.data(_ENTRY)
    return entry if isinstance(entry, Entry) else None
