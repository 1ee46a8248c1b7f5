"""The Stock page: figures of the whole, the list, and the drawer that says why."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.formats import number_text, quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.stock_records import Adjustment, StockRow
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.stock.adjust_dialog import AdjustDialog
from microshop_desktop.ui.stock.delegate import StockDelegate
from microshop_desktop.ui.stock.figures import FiguresRow
from microshop_desktop.ui.stock.texts import (
    available_text,
    days_text,
    figures_texts,
    full_name,
    on_hand_text,
    value_text,
)
from microshop_desktop.ui.stock.view_model import Loaded, StockViewModel
from microshop_desktop.ui.stock.why_panel import WhyPanel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.chip import Chip, FilterChip
from microshop_desktop.ui.widgets.delay import once_after
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.labels import label, surface
from microshop_desktop.ui.widgets.paged_model import Column, PagedModel
from microshop_desktop.ui.widgets.search_field import SearchField
from microshop_desktop.ui.widgets.side_panel import place_side_panel
from microshop_desktop.ui.widgets.table_view import TableView
from microshop_desktop.ui.widgets.toast import Toast

_TYPING_MS = 120
_OTHERS_MS = 200


class StockPage(Page):
    """What is done here is the view-model's; the page lays out and forwards."""

    def __init__(
        self,
        shell: Shell,
        view_model: StockViewModel,
        *,
        receive: Callable[[], None] | None = None,
        export: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        desk = view_model.desk
        self._shell, self._desk, self.view_model = shell, desk, view_model
        self._photos = Photos(str(desk.pictures.path("x").parent), shell.runner, self)
        self._loaded = False
        self.shelf, self.category = FilterChip(_("Shelf")), FilterChip(_("Category"))
        self.low = Chip(_("Low"), icon="warning")
        self.search = SearchField(_("Name, barcode"))
        self.search.edit.setText(view_model.query.text)
        self.figures = FiguresRow()
        self.best_only = label(_("The best matches only"), kind="micro", tone="muted")
        self.best_only.hide()
        self.list_model = PagedModel(_columns(view_model), view_model.fetch)
        self.table = TableView(StockDelegate(self._photos))
        self.table.show_model(self.list_model)
        self.empty = EmptyState("clipboard-text", "")
        self.panel = WhyPanel(zone=desk.zone)
        self._typing = once_after(self, _TYPING_MS)
        self._others = once_after(self, _OTHERS_MS)
        self._build(receive if desk.may_receive else None, export)
        self._connect()

    # ------------------------------------------------------------------ the page in the window

    @override
    def entered(self) -> None:
        self.reload(keep=self._loaded)
        self.search.setFocus()
        if self.view_model.shown is not None:
            self.show_why(self.view_model.shown)

    @override
    def asked_for(self, request: object) -> None:
        """Show why the figures of a SKU are what they are."""
        if isinstance(request, UUID):
            self.show_why(request)

    @override
    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.edit.selectAll()

    @override
    def escape(self) -> bool:
        if not self.panel.isHidden():
            self.close_panel()
        elif self.search.text:
            self.search.edit.clear()
        else:
            return False
        return True

    @override
    def commands(self) -> Sequence[Command]:
        why = Command(_("Why is the figure so?"), self.open_current, "Enter")
        if not self._desk.may_adjust:
            return (why,)
        return (why, Command(_("Change the quantity"), self.adjust_current, "F4"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_panel()

    # ------------------------------------------------------------------ the list

    def reload(self, *, keep: bool = False) -> None:
        """Read the list again; `keep` leaves the place where it is."""
        query = self.view_model.query
        figures = keep or not self._loaded
        first = None if keep else self.view_model.first(query)
        if first is not None:
            self._show(first)
            keep = True
        show = self._refresh if keep else self._show
        self._shell.runner.run(
            self,
            lambda _job: self.view_model.load(query, with_figures=figures),
            done=show,
            failed=self._shell.report,
        )

    def refresh_goods(self) -> None:
        """Goods came, went or were changed: show it in a moment, once for many changes."""
        self._others.start()

    def _reload_for_others(self) -> None:
        if not self.isVisible():
            return
        self.reload(keep=True)
        if not self.panel.isHidden() and self.view_model.shown is not None:
            self.show_why(self.view_model.shown)

    def _show(self, loaded: Loaded) -> None:
        if self.view_model.show(loaded):
            self.list_model.show(self.view_model.count)
            self.table.scrollToTop()
            self._say()
        self._say_figures()

    def _refresh(self, loaded: Loaded) -> None:
        if self.view_model.show(loaded):
            self.list_model.refresh(self.view_model.count)
            self._say()
        self._say_figures()

    def _say_figures(self) -> None:
        figures = self.view_model.figures
        if figures is not None:
            self.figures.say(figures_texts(figures, self._desk.currency))
            self.figures.warn(figures.unmoved > 0)
            self.low.set_count(number_text(figures.low))

    def _say(self) -> None:
        self._loaded = True
        self.best_only.setVisible(self.view_model.is_cut)
        self.table.horizontalHeader().viewport().update()
        if self.view_model.is_filtered:
            self.empty.say(_("No goods fit these filters."))
        else:
            self.empty.say(_("There are no goods yet. Make products first."))
        self._stack.setCurrentIndex(0 if self.view_model.count else 1)

    def _search(self) -> None:
        self.view_model.ask(text=self.search.text)
        self.reload()

    def _toggle_low(self, on: bool) -> None:
        self.view_model.ask(low=on)
        self.reload()

    def _sort(self, section: int) -> None:
        if self.view_model.sort_by(self.list_model.columns[section].key):
            self.reload()

    # ------------------------------------------------------------------ one SKU

    def open_current(self) -> None:
        """Say why the figures of the current row are what they are."""
        self._open_row(self.table.current_row)

    def show_why(self, sku: UUID) -> None:
        """Show the drawer of a SKU."""
        try:
            why = self.view_model.why(sku)
        except ShopError as problem:
            self._shell.report(problem)
            self.close_panel()
            return
        self.view_model.shown = sku
        self.panel.show_why(why, today=self._desk.today(), may_adjust=self._desk.may_adjust)
        self.panel.show()
        self._place_panel()

    def close_panel(self) -> None:
        """Hide the drawer."""
        self.view_model.shown = None
        self.panel.hide()
        self._place_panel()
        self.table.setFocus()

    def adjust_current(self) -> None:
        """Correct what is on hand of the SKU in the drawer, else of the current row."""
        sku = self.view_model.shown or self.view_model.sku_at(self.table.current_row)
        if sku is not None and self._desk.may_adjust:
            self._adjust(sku)

    def _adjust(self, sku: UUID) -> None:
        try:
            row = self.view_model.why(sku).row
        except ShopError as problem:
            self._shell.report(problem)
            return
        dialog = AdjustDialog(self, row)
        adjustment = dialog.model.adjustment() if dialog.ask() else None
        dialog.deleteLater()
        if adjustment is not None:
            self.book(row, adjustment)

    def book(self, row: StockRow, adjustment: Adjustment) -> None:
        """Book a correction that was agreed to and say what it did."""
        try:
            done = self.view_model.adjust(adjustment)
        except ShopError as problem:
            self._shell.report(problem)
            return
        text = _("{name}: now {on_hand} on hand").format(
            name=full_name(row), on_hand=quantity_text(done.on_hand, row.unit)
        )
        self._shell.toast(Toast(text, icon="check-circle"))
        self.reload(keep=True)
        self.show_why(row.sku)

    def _open_row(self, row: int) -> None:
        sku = self.view_model.sku_at(row)
        if sku is not None:
            self.show_why(sku)

    def _follow(self, row: int) -> None:
        """Let the open drawer follow the current row."""
        if not self.panel.isHidden():
            self._open_row(row)

    # ------------------------------------------------------------------ building

    def _build(self, receive: Callable[[], None] | None, export: Callable[[], None] | None) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        head = surface("surface")
        rows = QVBoxLayout(head)
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(12)
        rows.addLayout(self._head_row(receive, export))
        rows.addWidget(self.figures)
        rows.addWidget(self.best_only)
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(head)
        centre.addWidget(self._stack, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addLayout(centre, 1)
        self._row.addWidget(self.panel)
        self.panel.hide()

    def _head_row(
        self, receive: Callable[[], None] | None, export: Callable[[], None] | None
    ) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(_("Stock"), kind="title"))
        row.addStretch(1)
        for chip in (self.shelf, self.category, self.low):
            row.addWidget(chip)
        self.search.setMinimumWidth(current().px(100))
        self.search.setMaximumWidth(current().px(280))
        row.addWidget(self.search, 2)
        if export is not None:
            button = Button(_("Export"), icon="upload-simple")
            button.clicked.connect(export)
            row.addWidget(button)
        self.adjust = Button(_("Adjust"), icon="note-pencil")
        self.adjust.clicked.connect(self.adjust_current)
        self.adjust.setVisible(self._desk.may_adjust)
        row.addWidget(self.adjust)
        if receive is not None:
            button = Button(_("Receive goods"), icon="truck", kind="primary")
            button.clicked.connect(receive)
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self.search.text_changed.connect(lambda _text: self._typing.start())
        self.search.submitted.connect(lambda _text: self._into_table())
        self.search.left_down.connect(self._into_table)
        self._typing.timeout.connect(self._search)
        self._others.timeout.connect(self._reload_for_others)
        self.low.toggled.connect(self._toggle_low)
        self.shelf.clicked.connect(self._open_shelves)
        self.category.clicked.connect(self._open_categories)
        self.shelf.cleared.connect(lambda: self._choose_shelf(None))
        self.category.cleared.connect(lambda: self._choose_category(None, ""))
        self.table.opened.connect(self._open_row)
        self.table.current_moved.connect(self._follow)
        self.table.horizontalHeader().setSectionsClickable(True)
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.panel.closed.connect(self.close_panel)
        self.panel.adjust_asked.connect(self.adjust_current)
        self._photos.loaded.connect(self.table.viewport().update)
        QShortcut("F4", self).activated.connect(self.adjust_current)

    def _into_table(self) -> None:
        self.table.setFocus()
        self.table.go_to_row(max(0, self.table.current_row))

    def _open_shelves(self) -> None:
        menu = QMenu(self.shelf)
        menu.addAction(_("All")).triggered.connect(lambda: self._choose_shelf(None))
        for name in self._desk.levels.shelves(self._desk.actor):
            menu.addAction(name).triggered.connect(self._shelf_chooser(name))
        menu.popup(self.shelf.mapToGlobal(QPoint(0, self.shelf.height() + 4)))

    def _shelf_chooser(self, name: str) -> Callable[[], None]:
        return lambda: self._choose_shelf(name)

    def _choose_shelf(self, name: str | None) -> None:
        self.shelf.set_value(name or "")
        self.view_model.ask(shelf=name)
        self.reload()

    def _open_categories(self) -> None:
        menu = QMenu(self.category)
        menu.addAction(_("All")).triggered.connect(lambda: self._choose_category(None, ""))
        for row in self._desk.categories.all(self._desk.actor):
            menu.addAction(row.name).triggered.connect(
                self._category_chooser(row.category, row.name)
            )
        menu.popup(self.category.mapToGlobal(QPoint(0, self.category.height() + 4)))

    def _category_chooser(self, category: UUID, name: str) -> Callable[[], None]:
        return lambda: self._choose_category(category, name)

    def _choose_category(self, category: UUID | None, name: str) -> None:
        self.category.set_value(name)
        self.view_model.ask(category=category)
        self.reload()

    def _place_panel(self) -> None:
        # The drawer has a button of its own for it, and the room is needed.
        self.adjust.setVisible(self._desk.may_adjust and self.panel.isHidden())
        place_side_panel(self, self._row, self.panel)


def _columns(view_model: StockViewModel) -> list[Column[StockRow]]:
    currency = view_model.desk.currency
    return [
        Column("product", _("Product"), full_name),
        Column("shelf", _("Shelf"), lambda row: row.shelf, width=110, spare=True),
        Column("on_hand", _("On hand"), on_hand_text, width=90, right=True),
        Column("reserved", _("Reserved"), lambda row: quantity_text(row.reserved), 80, right=True),
        Column("available", _("Available"), available_text, width=104, right=True),
        Column("value", _("Value"), lambda row: value_text(row, currency), width=104, right=True),
        Column("days", _("Lasts"), days_text, width=96, right=True),
    ]
