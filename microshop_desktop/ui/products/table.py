"""The table of products: its keys, presses on its parts, editing in its cells."""

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.services.catalogue_records import ProductSort
from microshop_desktop.ui.products.cell_editor import CellEditor
from microshop_desktop.ui.products.delegate import ProductDelegate
from microshop_desktop.ui.products.rows import Line
from microshop_desktop.ui.products.table_model import (
    MEMBER,
    MENU,
    PRICE,
    PRODUCT,
    SORTED_BY,
    TICK,
    ProductTableModel,
)
from microshop_desktop.ui.products.view_model import Edited, ProductsViewModel
from microshop_desktop.ui.theme import control, current
from microshop_desktop.ui.widgets.choices import paint_tick
from microshop_desktop.ui.widgets.paint import icon_run, line_width, paint_line, text_run
from microshop_desktop.ui.widgets.table_view import CELL_PADDING, TableView

_EDITED = (PRICE, MEMBER)


class ProductHeader(QHeaderView):
    """The heads, with a tick for everything listed and the arrow of the order."""

    def __init__(self, view_model: ProductsViewModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._view_model = view_model
        self.setSectionsClickable(True)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex == TICK:
            state = self._view_model.all_ticked
            box = QRectF(rect).adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
            paint_tick(painter, box, checked=state is True, some=state is None)
        elif SORTED_BY.get(logicalIndex) == self._view_model.query.sort.value:
            self._paint_arrow(painter, QRectF(rect), logicalIndex)

    def _paint_arrow(self, painter: QPainter, box: QRectF, section: int) -> None:
        theme = current()
        ink = theme.colour("textMuted")
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        name = "arrow-down" if self._view_model.query.descending else "arrow-up"
        arrow = icon_run(name, theme.px(14), ink)
        text = text_run(title, theme.font("micro"), ink)
        if section == PRODUCT:
            left = box.left() + CELL_PADDING + text.width + 4
        else:
            left = box.right() - CELL_PADDING - line_width([text, arrow], 4)
        paint_line(painter, QRectF(left, box.top(), arrow.width, box.height()), [arrow], gap=0)


class ProductTable(TableView):
    """Tells of what a person does; the page does it."""

    edited = Signal(object)
    """An `Edited` that was written."""
    failed = Signal(Exception)
    ticks_changed = Signal()
    sort_chosen = Signal(str)
    menu_asked = Signal(int, QPoint)

    def __init__(self, view_model: ProductsViewModel, delegate: ProductDelegate) -> None:
        super().__init__(delegate)
        self._view_model = view_model
        self._editor: CellEditor | None = None
        self._small: list[int] = []
        header = ProductHeader(view_model)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setFixedHeight(current().px(control("compact")))
        header.sectionClicked.connect(self._press_head)
        self.list_model = ProductTableModel(view_model)
        self.show_model(self.list_model)
        self.ticked.connect(self.toggle_tick)

    # ------------------------------------------------------------------ what is shown

    def reload(self) -> None:
        """Show another list from its top."""
        self.drop_edit()
        self._small = []
        self.list_model.show(self._view_model.count)
        self.scrollToTop()

    def reload_in_place(self) -> None:
        """Show a list that was read again without moving it."""
        self.drop_edit()
        self.list_model.refresh(self._view_model.count)
        self._size_variants()

    def refresh(self) -> None:
        """Read again what is shown, in its place."""
        self.list_model.refresh(self._view_model.count)

    def line(self, row: int) -> Line | None:
        """What a row shows."""
        return self.list_model.row(row)

    def fold(self, row: int, *, unfold: bool) -> None:
        """Show or hide the variants of the product at a row."""
        line = self.line(row)
        if line is None or not self._view_model.can_fold(row, line, unfold=unfold):
            return
        self.drop_edit()
        head = self._view_model.product_row(row)
        change = self.list_model.insert_below if unfold else self.list_model.remove_below
        change(
            head,
            self._view_model.variants_at(row, line),
            lambda: self._view_model.fold(row, line, unfold=unfold),
        )
        self._size_variants()
        if not unfold:
            self.go_to_row(head)
        self.viewport().update()

    def toggle_fold(self, row: int) -> None:
        """Show the variants of a product, or hide them."""
        line = self.line(row)
        if line is not None:
            self.fold(row, unfold=not getattr(line, "unfolded", True))

    def toggle_tick(self, row: int) -> None:
        """Tick a row, or take its tick away."""
        line = self.line(row)
        if line is not None and self._view_model.desk.may_edit:
            self._view_model.tick(line)
            self._tell_ticks()

    # ------------------------------------------------------------------ editing

    @property
    def editor(self) -> CellEditor | None:
        """The field over a cell while one is edited."""
        return self._editor

    def edit_cell(self, row: int, column: int) -> bool:
        """Edit a cell; false where it cannot be edited."""
        line = self.line(row)
        key = self.list_model.columns[column].key
        if line is None or not self._view_model.editable(line, key):
            return False
        self.drop_edit()
        self.setCurrentIndex(self.list_model.index(row, column))
        box = self.visualRect(self.list_model.index(row, column))
        editor = CellEditor(
            self.viewport(),
            box,
            text=self._view_model.edit_text(line, key),
            check=lambda text: self._view_model.problem(key, text),
        )
        editor.setAccessibleName(self.list_model.columns[column].title)
        editor.saved.connect(lambda text: self._save(line, key, text))
        editor.left.connect(lambda ended: self._after_edit(row, column, Qt.Key(ended)))
        self._editor = editor
        return True

    def edit_row(self, row: int) -> None:
        """Edit the price in the current column of a row, else its retail price.

        Where a product has several variants it has no price of its own: they are unfolded, and the
        first one's is edited.
        """
        line = self.line(row)
        if line is not None and line.sku is None and self._view_model.desk.may_edit:
            self.fold(row, unfold=True)
            row += 1
        column = self.currentIndex().column()
        self.edit_cell(row, column if column in _EDITED else PRICE)

    def drop_edit(self) -> None:
        """Stop editing without saving."""
        editor, self._editor = self._editor, None
        if editor is not None:
            if editor.hasFocus():
                self.setFocus()
            editor.drop()

    def _save(self, line: Line, key: str, text: str) -> None:
        self._editor = None
        try:
            done: Edited | None = self._view_model.set_price(line, key, text)
        except ShopError as problem:
            self.refresh()
            self.failed.emit(problem)
            return
        self.refresh()
        if done is not None:
            self.edited.emit(done)

    def _after_edit(self, row: int, column: int, key: Qt.Key) -> None:
        self._editor = None
        self.setFocus()
        if key == Qt.Key.Key_Escape:
            return
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._edit_beside(row, column, forward=key == Qt.Key.Key_Tab)
            return
        for below in range(row + 1, min(row + 50, self.list_model.rowCount())):
            if self.edit_cell(below, column):
                return

    def _edit_beside(self, row: int, column: int, *, forward: bool) -> None:
        place = _EDITED.index(column) + (1 if forward else -1)
        if 0 <= place < len(_EDITED):
            self.edit_cell(row, _EDITED[place])
            return
        step = 1 if forward else -1
        below = row + step
        while 0 <= below < self.list_model.rowCount():
            if self.edit_cell(below, _EDITED[0 if forward else -1]):
                return
            below += step

    # ------------------------------------------------------------------ Qt

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = Qt.Key(event.key()), self.current_row
        if row >= 0 and key == Qt.Key.Key_F4:
            self.edit_row(row)
        elif row >= 0 and key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.fold(row, unfold=key == Qt.Key.Key_Right)
        elif row >= 0 and key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and _shift(event):
            self._tick_range(row, 1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self._press(index, event.position().toPoint()):
            return
        super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.column() in _EDITED and self.edit_cell(index.row(), index.column()):
            return
        super().mouseDoubleClickEvent(event)

    def _press(self, index: QModelIndex, at: QPoint) -> bool:
        """Do what a press on a tick, a caret or the menu means; false elsewhere."""
        if not index.isValid():
            return False
        if index.column() == TICK:
            self.setFocus()
            self.toggle_tick(index.row())
            return True
        if index.column() == MENU:
            self.go_to_row(index.row())
            self.menu_asked.emit(index.row(), self.viewport().mapToGlobal(at))
            return True
        if index.column() == PRODUCT and self._on_caret(index, at):
            self.toggle_fold(index.row())
            return True
        return False

    def _on_caret(self, index: QModelIndex, at: QPoint) -> bool:
        line = self.line(index.row())
        return (
            line is not None
            and self._view_model.can_unfold(line)
            and at.x() > self.visualRect(index).right() - current().px(40)
        )

    def _press_head(self, section: int) -> None:
        if section == TICK:
            self._view_model.tick_all()
            self._tell_ticks()
        elif section in SORTED_BY:
            self.sort_chosen.emit(ProductSort(SORTED_BY[section]).value)

    def _tick_range(self, row: int, step: int) -> None:
        beside = row + step
        lines = [line for line in (self.line(row), self.line(beside)) if line is not None]
        if self._view_model.desk.may_edit:
            self._view_model.tick_also(lines)
            self.go_to_row(beside)
            self._tell_ticks()

    def _tell_ticks(self) -> None:
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        self.ticks_changed.emit()

    def _size_variants(self) -> None:
        """Give the rows of variants their lower height, and others theirs back."""
        theme = current()
        wanted = self._view_model.variant_rows()
        for row in set(self._small) - set(wanted):
            if row < self.list_model.rowCount():
                self.setRowHeight(row, theme.px(control("row")))
        for row in wanted:
            self.setRowHeight(row, theme.px(control("rowVariant")))
        self._small = wanted


def _shift(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
