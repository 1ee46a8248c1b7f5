"""The left part of the page: tabs, search, filters and the table."""

from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout
from typing_extensions import override

from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.order_search import OrderTab
from microshop_desktop.services.order_values import OrderRowView
from microshop_desktop.ui.orders.filter_bar import FilterBar
from microshop_desktop.ui.orders.order_table import OrderDelegate, order_columns
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.paged_model import PAGE, PagedModel
from microshop_desktop.ui.widgets.search_field import SearchField
from microshop_desktop.ui.widgets.segments import Segment, Segments
from microshop_desktop.ui.widgets.table_view import TableView

_TYPING_MS = 120


class ListPane(QFrame):
    """Shows the orders that fit; `opened` tells the row that is looked at."""

    opened = Signal(object)
    """An `OrderRowView`."""
    begun_anew = Signal()
    """Other orders are shown, as after a search."""
    print_asked = Signal()
    pick_asked = Signal()

    def __init__(self, model: OrdersViewModel) -> None:
        super().__init__()
        self.setProperty("surface", "surface")
        self._model = model
        self._tabs = Segments()
        self.search = SearchField(_("Number, customer, amount"))
        self._filters = FilterBar(model)
        self._print = Button(icon="printer")
        self.pick = Button(icon="truck")
        self.held_line = Banner(
            _(
                "Orders on hold are left out of printing, picking and shipping"
                " until the hold is lifted."
            ),
            tone="quiet",
        )
        self._rows: PagedModel[OrderRowView] = PagedModel(
            order_columns(model, self.width()), model.fetch
        )
        self._delegate = OrderDelegate(model, self._tick)
        self.table = TableView(self._delegate)
        self._empty = EmptyState("receipt", "")
        self._stack = QStackedWidget()
        self._typing = QTimer(self)
        self._build()
        self._connect()

    def show_rows(self) -> None:
        """Begin the list anew, as after other filters."""
        self._rows.show(self._model.count)
        self._show_around()
        self.begun_anew.emit()

    def refresh(self) -> None:
        """Show what changed in the same list, keeping the place in it."""
        self._rows.refresh(self._model.count)
        self._show_around()

    def show_text(self, text: str) -> None:
        """Search for a text at once."""
        self.search.edit.setText(text)
        self._search_now()

    def mark(self, order: UUID) -> None:
        """Make the row of an order the current one where it is among the first; else none."""
        self.table.clearSelection()
        for number in range(min(self._rows.rowCount(), PAGE)):
            row = self._rows.row(number)
            if row is not None and row.order == order:
                self.table.go_to_row(number)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys in the search field move in the table."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self._rows.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            self.table.go_to_row(max(0, self.table.current_row))
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Show the columns that find place and that the orders need."""
        columns = order_columns(self._model, self.width())
        if [column.key for column in columns] != [column.key for column in self._rows.columns]:
            self._rows.set_columns(columns)

    def _build(self) -> None:
        roomy = current().roomy
        top = QVBoxLayout() if roomy else QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._tabs)
        if not roomy:
            top.addStretch(1)
            self.search.setMaximumWidth(260)
        top.addWidget(self.search)
        for button in (self._print, self.pick):
            self._filters.row.addWidget(button)
            button.hide()
        self.table.show_model(self._rows)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        for part in (top, self._filters):
            frame = QHBoxLayout()
            frame.setContentsMargins(16, 0, 16, 0)
            frame.addWidget(part) if isinstance(part, FilterBar) else frame.addLayout(part)
            column.addLayout(frame)
        column.addWidget(self._stack, 1)
        column.addWidget(self.held_line)
        self.held_line.hide()

    def _connect(self) -> None:
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._search_now)
        self._tabs.chosen.connect(self._choose_tab)
        self.search.text_changed.connect(self._wait_for_typing)
        self.search.submitted.connect(self._open_first)
        self._filters.changed.connect(self.show_rows)
        self.table.opened.connect(self._open)
        self.table.clicked.connect(self._open_index)
        if not current().roomy:
            self.table.current_moved.connect(self._open)
        self.table.ticked.connect(self._tick)
        self._print.clicked.connect(self.print_asked)
        self.pick.clicked.connect(self.pick_asked)

    def _show_around(self) -> None:
        self._fit_columns()
        tabs = [Segment(tab.key, tab.text, count=tab.count) for tab in self._model.tabs()]
        self._tabs.set_segments(tabs)
        self._tabs.choose(self._model.filters.tab.value)
        self._filters.show_values()
        self._empty.say(self._model.empty_text())
        self._stack.setCurrentIndex(0 if self._model.count else 1)
        self.held_line.setVisible(bool(self._model.counts.get(OrderTab.HELD)))
        self._show_bulk()

    def _show_bulk(self) -> None:
        """Show what can be done with the ticked orders; all that wait can be picked any time."""
        copies = len(self._model.ticked - self._model.waiting)
        self._print.setVisible(bool(copies))
        self._print.set_label(_("Print {count} copies").format(count=number_text(copies)))
        count = len(self._model.to_pick())
        self.pick.setVisible(bool(count))
        self.pick.set_label(_("Pick and ship {count}").format(count=number_text(count)))

    def _choose_tab(self, key: str) -> None:
        self._model.choose_tab(key)
        self.show_rows()

    def _wait_for_typing(self) -> None:
        self._typing.start(_TYPING_MS)

    def _search_now(self) -> None:
        self._typing.stop()
        if self.search.text != self._model.filters.text:
            self._model.search(self.search.text)
            self.show_rows()

    def _open_first(self) -> None:
        self._search_now()
        self.table.go_to_row(0)
        self._open(0)

    def _open_index(self, index: QModelIndex) -> None:
        if self._rows.columns[index.column()].key != "tick":
            self._open(index.row())

    def _open(self, number: int) -> None:
        row = self._rows.row(number)
        if row is not None:
            self.opened.emit(row)

    def _tick(self, number: int) -> None:
        row = self._rows.row(number)
        if row is not None:
            self._model.tick(row)
            self.table.viewport().update()
            self._show_bulk()
