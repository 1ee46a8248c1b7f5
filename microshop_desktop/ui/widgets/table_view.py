"""The table of the pages: rows of 52 px, hairlines instead of a grid, the keyboard moves in it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from microshop_desktop.ui.theme import control, current
from microshop_desktop.ui.widgets.paged_model import ROW_ROLE, Column, PagedModel
from microshop_desktop.ui.widgets.paint import elided, paint_box

Index = QModelIndex | QPersistentModelIndex
CELL_PADDING = 8
_HEAD_PADDING = 8
_BAR = 3
_FEWEST_PIXELS = 120
_READABLE = 150
"""What a name needs at least, in texts of normal size, before spare columns go."""


class CellDelegate(QStyledItemDelegate):
    """Paints the row under a cell, then the cell by `paint_cell`, which others override."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._paint_row(painter, box, option, index)
        row = index.data(ROW_ROLE)
        inner = box.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        if row is None:
            self._paint_skeleton(painter, inner)
        else:
            self.paint_cell(painter, inner, index, row)
        painter.restore()

    def paint_cell(self, painter: QPainter, box: QRectF, index: Index, row: object) -> None:
        """Paint the content of a cell; here its text, cut where room is short."""
        del row
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        font = current().font("body")
        painter.setFont(font)
        painter.setPen(current().colour("text"))
        text = elided(str(index.data() or ""), font, box.width())
        painter.drawText(box, int(align), text)

    def paint_two_lines(self, painter: QPainter, box: QRectF, *, first: str, second: str) -> None:
        """Paint a bold line over a quiet one, as in the first column of most tables."""
        theme = current()
        bold, quiet = theme.font("strong"), theme.font("micro")
        middle = box.center().y()
        top = QRectF(box.left(), middle - theme.px(20), box.width(), theme.px(22))
        low = QRectF(box.left(), middle + theme.px(1), box.width(), theme.px(19))
        if not second:
            top = box
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(bold)
        painter.setPen(theme.colour("text"))
        painter.drawText(top, flags, elided(first, bold, box.width()))
        painter.setFont(quiet)
        painter.setPen(theme.colour("textMuted"))
        painter.drawText(low, flags, elided(second, quiet, box.width()))

    @staticmethod
    def is_selected(option: QStyleOptionViewItem) -> bool:
        """Whether the row is chosen: soft pills are painted on `raised` there."""
        return bool(option.state & QStyle.StateFlag.State_Selected)

    def _paint_row(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme = current()
        if self.is_selected(option):
            painter.fillRect(box, theme.colour("selected"))
            if index.column() == 0:
                bar = QRectF(box.left(), box.top(), _BAR, box.height())
                painter.fillRect(bar, theme.colour("accent"))
        line = QRectF(box.left(), box.bottom() - 1, box.width(), 1)
        painter.fillRect(line, theme.colour("border"))

    def _paint_skeleton(self, painter: QPainter, box: QRectF) -> None:
        height = current().px(14)
        bar = QRectF(box.left(), box.center().y() - height / 2, box.width() * 0.6, height)
        paint_box(painter, bar, corner=5, fill=current().colour("sunken"))


class TableView(QTableView):
    """A table over a `PagedModel`.

    `opened` tells the row's number for Enter and double click, `current_moved` for each move.
    """

    opened = Signal(int)
    current_moved = Signal(int)
    ticked = Signal(int)
    """Space was pressed on a row."""

    def __init__(self, delegate: CellDelegate | None = None) -> None:
        super().__init__()
        self._delegate = delegate or CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._open_index)
        self._size_rows()

    def show_model(self, model: PagedModel[Any]) -> None:
        """Show a model and lay out its columns."""
        self.setModel(model)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        model.modelReset.connect(self.lay_out)
        self.lay_out()

    def lay_out(self) -> None:
        """Give each column its width; those of width 0 share what is left."""
        model = self.model()
        if not isinstance(model, PagedModel):
            return
        widths = [self._width_of(column) for column in model.columns]
        left = self.viewport().width() - sum(widths)
        takers = max(1, widths.count(0))
        for place, column in enumerate(model.columns):
            gone = column.spare and left // takers < current().px(_READABLE)
            self.setColumnHidden(place, gone)
            left += widths[place] if gone else 0
        share = max(_FEWEST_PIXELS, left // takers)
        for place, width in enumerate(widths):
            if not self.isColumnHidden(place):
                self.setColumnWidth(place, width or share)

    def _width_of(self, column: Column[Any]) -> int:
        """The design's width of a column, or more where its head needs it; 0 for one that grows."""
        if not column.width:
            return 0
        heads = self.horizontalHeader()
        heads.ensurePolished()
        head = heads.fontMetrics().horizontalAdvance(column.title) + 2 * current().px(_HEAD_PADDING)
        return max(current().px(column.width), head)

    @property
    def current_row(self) -> int:
        """Number of the current row, or -1."""
        return self.currentIndex().row()

    def go_to_row(self, number: int) -> None:
        """Make a row the current one and bring it into view."""
        model = self.model()
        if model is not None and 0 <= number < model.rowCount():
            self.setCurrentIndex(model.index(number, 0))

    def selected_rows(self) -> Sequence[int]:
        """Numbers of the chosen rows, upmost first."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_rows()
            self.lay_out()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if plain and self.current_row >= 0:
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.opened.emit(self.current_row)
                return
            if key == Qt.Key.Key_Space:
                self.ticked.emit(self.current_row)
                return
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            last = self.model().rowCount() - 1 if self.model() is not None else -1
            self.go_to_row(0 if key == Qt.Key.Key_Home else last)
            return
        super().keyPressEvent(event)

    def _size_rows(self) -> None:
        theme = current()
        self.verticalHeader().setDefaultSectionSize(theme.px(control("row")))
        self.verticalHeader().setMinimumSectionSize(theme.px(control("rowVariant")))
        self.horizontalHeader().setFixedHeight(theme.px(control("compact")))

    def _open_index(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def _tell_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.current_moved.emit(now.row())
