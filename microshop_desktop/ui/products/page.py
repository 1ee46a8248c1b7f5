"""The Products page: heads and filters above, the table, the bulk bar, the detail panel."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import _
from microshop_desktop.services.catalogue_records import ProductSort
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.products.bulk_bar import BulkBar
from microshop_desktop.ui.products.delegate import ProductDelegate
from microshop_desktop.ui.products.detail_panel import DetailPanel
from microshop_desktop.ui.products.filters import ProductFilters
from microshop_desktop.ui.products.listing import Loaded
from microshop_desktop.ui.products.many_acts import ManyActs
from microshop_desktop.ui.products.one_acts import OneActs
from microshop_desktop.ui.products.saving import Saver
from microshop_desktop.ui.products.table import ProductTable
from microshop_desktop.ui.products.table_model import PRICE
from microshop_desktop.ui.products.view_model import Edited, ProductsViewModel
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.delay import once_after
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.labels import label, surface
from microshop_desktop.ui.widgets.search_field import SearchField
from microshop_desktop.ui.widgets.side_panel import place_side_panel

_TYPING_MS = 120
_OTHERS_MS = 200


class ProductsPage(Page):
    """What is done here is the view-model's; the page lays out and forwards."""

    def __init__(
        self,
        shell: Shell,
        view_model: ProductsViewModel,
        *,
        import_files: Callable[[Path | None], None] | None = None,
        export_files: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._import_files = import_files
        desk = view_model.desk
        self._shell, self._desk, self.view_model = shell, desk, view_model
        self.saver = Saver(shell, desk)
        self._photos = Photos(str(desk.pictures.path("x").parent), shell.runner, self)
        self.search = SearchField(_("Name, barcode, pinyin"))
        self.search.edit.setText(view_model.query.text)
        self.new = Button(_("New product"), kind="primary", icon="plus", key="Ctrl+N")
        self.filters = ProductFilters(self.view_model)
        self.table = ProductTable(
            self.view_model, ProductDelegate(self._photos, lambda: self.view_model.ticked)
        )
        self.empty = EmptyState("package", "", Button(_("New product"), icon="plus"))
        self.bulk = BulkBar()
        self.panel = DetailPanel(desk)
        self._typing = once_after(self, _TYPING_MS)
        self._others = once_after(self, _OTHERS_MS)
        self._build(self.ask_for_import if import_files else None, export_files)
        self.one = OneActs(self, shell)
        self.many = ManyActs(self, shell)
        self._connect()

    # ------------------------------------------------------------------ the page in the window

    @override
    def entered(self) -> None:
        if self.view_model.is_loaded:
            self.reload(keep=True)
        else:
            self.reload()
        self.search.setFocus()
        if self.view_model.draft is not None and self.panel.draft is None:
            self.one.show(self.view_model.draft)

    @override
    def left(self) -> None:
        self.table.drop_edit()

    @override
    def asked_for(self, request: object) -> None:
        """Open a product by its id, or begin to import a file."""
        if isinstance(request, UUID):
            self.one.open(request)
        elif isinstance(request, Path) and self._import_files is not None:
            self._import_files(request)

    @override
    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.edit.selectAll()

    @override
    def escape(self) -> bool:
        if self.table.editor is not None:
            self.table.drop_edit()
        elif self.panel.codes.is_waiting and not self.panel.isHidden():
            self.panel.codes.stop()
        elif not self.panel.isHidden():
            self.one.close()
        elif self.view_model.ticked.skus:
            self.drop_ticks()
        elif self.search.text:
            self.search.edit.clear()
        else:
            return False
        return True

    @override
    def commands(self) -> Sequence[Command]:
        if not self._desk.may_edit:
            return ()
        return (
            Command(_("New product"), self.one.new, "Ctrl+N"),
            Command(_("Save the product"), self.one.save, "Ctrl+S"),
            Command(_("Edit the price in the row"), self.edit_current, "F4"),
            Command(_("Tick the row"), self.tick_current, "Space"),
        )

    def claims_scan(self, code: str) -> bool:
        """A scan goes into the barcode field where one waits; anywhere else to the till."""
        return not self.panel.isHidden() and self.panel.claims_scan(code)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.place_panel()

    # ------------------------------------------------------------------ the list

    def reload(self, *, keep: bool = False) -> None:
        """Read the list again; `keep` leaves the place where it is."""
        query = self.view_model.query
        first = None if keep else self.view_model.first(query)
        if first is not None:
            self._show(first)
            if first.whole:
                return
        self._shell.runner.run(
            self,
            lambda _job: self.view_model.load(query),
            done=self._refresh if keep or first is not None else self._show,
            failed=self._shell.report,
        )

    def refresh_goods(self) -> None:
        """Goods were changed somewhere: show it in a moment, once for many changes."""
        self._others.start()

    def _reload_for_others(self) -> None:
        if self.isVisible() and self.view_model.is_loaded and self.table.editor is None:
            self.reload(keep=True)

    def _show(self, loaded: Loaded) -> None:
        if self.view_model.show(loaded):
            self.table.reload()
            self._say_counts()

    def _refresh(self, loaded: Loaded) -> None:
        row = self.table.current_row
        if self.view_model.show(loaded, fresh=False):
            self.table.reload_in_place()
            self.table.go_to_row(row)
            self._say_counts()

    def _say_counts(self) -> None:
        self.filters.counts.setText(self.view_model.counts_text())
        self.empty.say(self.view_model.nothing_text())
        self._stack.setCurrentIndex(0 if self.view_model.count else 1)
        self._say_ticks()

    def _say_ticks(self) -> None:
        ticked = self.view_model.ticked.skus
        self.bulk.say(self.view_model.ticked_text())
        self._foot.setVisible(bool(ticked))
        self.table.viewport().update()

    def _search(self) -> None:
        self.view_model.ask(text=self.search.text)
        self.reload()

    def _sort(self, sort: str) -> None:
        self.view_model.sort_by(ProductSort(sort))
        self.reload()

    def _open_row(self, row: int) -> None:
        line = self.table.line(row)
        if line is not None:
            self.one.open(line.row.product, sku=line.sku.sku if line.sku else None)

    def edit_current(self) -> None:
        """Edit the price of the current row."""
        self.table.edit_row(self.table.current_row)

    def tick_current(self) -> None:
        """Tick the current row, or take its tick away."""
        self.table.toggle_tick(self.table.current_row)

    def drop_ticks(self) -> None:
        """Take all ticks away."""
        self.view_model.tick_none()
        self._say_ticks()

    def _offer_undo(self, edited: Edited) -> None:
        self._shell.offer_undo(edited.text, lambda: self._take_back(edited))

    def _take_back(self, edited: Edited) -> None:
        try:
            edited.undo()
        except ShopError as problem:
            self._shell.report(problem)
        self.reload(keep=True)

    def ask_for_import(self) -> None:
        """Begin to import a table that is chosen then."""
        if self._import_files is not None:
            self._import_files(None)

    # ------------------------------------------------------------------ building

    def _build(
        self,
        import_files: Callable[[], None] | None,
        export_files: Callable[[], None] | None,
    ) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        head = surface("surface")
        rows = QVBoxLayout(head)
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(12)
        rows.addLayout(self._head_row(import_files, export_files))
        rows.addWidget(self.filters)
        centre.addWidget(head)
        centre.addWidget(self._stack, 1)
        self._foot = surface("foot")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(16, 10, 16, 14)
        foot.addWidget(self.bulk)
        self._foot.hide()
        centre.addWidget(self._foot)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addLayout(centre, 1)
        self._row.addWidget(self.panel)
        self.panel.hide()

    def _head_row(
        self,
        import_files: Callable[[], None] | None,
        export_files: Callable[[], None] | None,
    ) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label(_("Products"), kind="title"))
        row.addStretch(1)
        self.search.setMaximumWidth(current().px(340))
        row.addWidget(self.search, 3)
        for text, icon, act in (
            (_("Import"), "download-simple", import_files),
            (_("Export"), "upload-simple", export_files),
        ):
            if act is not None:
                button = Button(text, icon=icon)
                button.clicked.connect(act)
                row.addWidget(button)
        row.addWidget(self.new)
        self.new.setVisible(self._desk.may_edit)
        return row

    def _connect(self) -> None:
        self.search.text_changed.connect(lambda _text: self._typing.start())
        self.search.submitted.connect(lambda _text: self.table.setFocus())
        self._typing.timeout.connect(self._search)
        self._others.timeout.connect(self._reload_for_others)
        self.filters.changed.connect(self.reload)
        self.filters.edit_asked.connect(self.many.edit_categories)
        self.new.clicked.connect(self.one.new)
        if self.empty.button is not None:
            self.empty.button.clicked.connect(self.one.new)
        self.table.opened.connect(self._open_row)
        self.table.edited.connect(self._offer_undo)
        self.table.failed.connect(self._shell.report)
        self.table.ticks_changed.connect(self._say_ticks)
        self.table.sort_chosen.connect(self._sort)
        self.table.menu_asked.connect(self._open_menu)
        self._photos.loaded.connect(self.table.viewport().update)
        self.bulk.dropped.connect(self.drop_ticks)
        self.search.left_down.connect(self._into_table)

    def _into_table(self) -> None:
        self.table.setFocus()
        self.table.go_to_row(max(0, self.table.current_row))

    def _open_menu(self, row: int, at: QPoint) -> None:
        line = self.table.line(row)
        if line is None:
            return
        menu = QMenu(self)
        menu.addAction(_("Open")).triggered.connect(lambda: self._open_row(row))
        if self._desk.may_edit:
            if line.sku is not None:
                edit = menu.addAction(_("Edit the price"))
                edit.triggered.connect(lambda: self.table.edit_cell(row, PRICE))
            products = [line.row.product]
            menu.addAction(_("Delete")).triggered.connect(lambda: self.many.delete(products))
        menu.popup(at)

    def place_panel(self) -> None:
        """Put the panel beside the list, or over it, as the room is."""
        place_side_panel(self, self._row, self.panel)
