"""The Products page: heads and filters above, the table, the bulk bar, the detail panel."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import _
from microshop_desktop.services.bulk_edits import Before
from microshop_desktop.services.catalogue_records import ProductSort
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.products.bulk_bar import BulkBar
from microshop_desktop.ui.products.categories_dialog import edit_categories
from microshop_desktop.ui.products.delegate import ProductDelegate
from microshop_desktop.ui.products.detail_panel import DetailPanel
from microshop_desktop.ui.products.draft import ProductDraft
from microshop_desktop.ui.products.filters import ProductFilters
from microshop_desktop.ui.products.price_change_dialog import PriceChangeDialog
from microshop_desktop.ui.products.saving import Saver
from microshop_desktop.ui.products.table import ProductTable
from microshop_desktop.ui.products.table_model import PRICE
from microshop_desktop.ui.products.view_model import (
    Edited,
    Loaded,
    ProductsViewModel,
    done_text,
)
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button, key_sequences
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.delay import once_after
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.labels import label, surface
from microshop_desktop.ui.widgets.search_field import SearchField
from microshop_desktop.ui.widgets.side_panel import place_side_panel
from microshop_desktop.ui.widgets.toast import Toast

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
            self._show_draft(self.view_model.draft)

    @override
    def left(self) -> None:
        self.table.drop_edit()

    @override
    def asked_for(self, request: object) -> None:
        """Open a product by its id, or begin to import a file."""
        if isinstance(request, UUID):
            self.open_product(request)
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
            self.close_panel()
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
            Command(_("New product"), self.new_product, "Ctrl+N"),
            Command(_("Save the product"), self.save, "Ctrl+S"),
            Command(_("Edit the price in the row"), self.edit_current, "F4"),
            Command(_("Tick the row"), self.tick_current, "Space"),
        )

    def claims_scan(self, code: str) -> bool:
        """A scan goes into the barcode field where one waits; anywhere else to the till."""
        return not self.panel.isHidden() and self.panel.claims_scan(code)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place_panel()

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
        text = self.view_model.query.text.strip()
        if text:
            self.empty.say(_("Nothing found for “{text}”.").format(text=text))
        elif self.view_model.is_filtered:
            self.empty.say(_("No product fits these filters."))
        else:
            self.empty.say(_("There are no products yet. Make the first one."))
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
            self.open_product(line.row.product, sku=line.sku.sku if line.sku else None)

    def edit_current(self) -> None:
        """Edit the retail price of the current row."""
        self.table.edit_cell(self.table.current_row, PRICE)

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

    # ------------------------------------------------------------------ one product

    def open_product(self, product: UUID, *, sku: UUID | None = None) -> None:
        """Show a product in the panel."""
        if not self._may_leave_draft():
            return
        try:
            detail = self._desk.catalogue.detail(self._desk.actor, product)
        except ShopError as problem:
            self._shell.report(problem)
            return
        self._show_draft(ProductDraft(self._desk, detail, sku=sku))

    def new_product(self) -> None:
        """Show an empty form."""
        if self._may_leave_draft():
            self._show_draft(ProductDraft(self._desk, None))
            self.panel.name.setFocus()

    def close_panel(self) -> None:
        """Hide the panel; what was edited is asked about first."""
        if self._may_leave_draft():
            self._hide_panel()
            self.table.setFocus()
            self._place_panel()

    def save(self) -> None:
        """Save what is in the panel."""
        draft = self.panel.draft
        if draft is None or self.panel.isHidden() or self.panel.problems():
            return
        saved = self.saver.save(draft)
        if saved is not None:
            self._show_draft(ProductDraft(self._desk, saved, sku=draft.sku.id))
            self.reload(keep=True)

    def _hide_panel(self) -> None:
        self.panel.draft = self.view_model.draft = None
        self.panel.hide()

    def _show_draft(self, draft: ProductDraft) -> None:
        self.view_model.draft = draft
        self.panel.show_draft(draft)
        self.panel.show()
        self._place_panel()

    def _may_leave_draft(self) -> bool:
        draft = self.panel.draft
        if draft is None or self.panel.isHidden() or not draft.is_dirty:
            return True
        return self._shell.ask(
            Question(
                _("Drop what you changed?"),
                _("Drop the changes"),
                _("{name} is not saved yet.").format(name=draft.title()),
                stay=_("Keep editing"),
            )
        )

    def _take_photo(self, path: str) -> None:
        self._keep_photo(lambda: self._desk.pictures.add_file(self._desk.actor, Path(path)))

    def _take_picture(self, data: bytes) -> None:
        self._keep_photo(lambda: self._desk.pictures.add_bytes(self._desk.actor, data))

    def _keep_photo(self, keep: Callable[[], str]) -> None:
        self._shell.runner.run(
            self, lambda _job: keep(), done=self._show_photo, failed=self._shell.report
        )

    def _show_photo(self, name: str) -> None:
        draft = self.panel.draft
        if draft is not None:
            draft.picture = name
            self.panel.show_photo(self._desk.pictures.path(name))

    # ------------------------------------------------------------------ many products

    def change_prices(self) -> None:
        """Ask by how much, show old → new, write."""
        dialog = PriceChangeDialog(self, self.view_model, runner=self._shell.runner)
        if dialog.ask() and dialog.model.preview is not None:
            preview = dialog.model.preview
            self._do_many(lambda: self.view_model.change_prices(preview))
        dialog.deleteLater()

    def put_on_sale(self, *, on_sale: bool) -> None:
        """Put what is ticked on or off sale."""
        self._do_many(lambda: self.view_model.put_on_sale(on_sale=on_sale))

    def choose_category(self) -> None:
        """Ask for the category and move what is ticked into it."""
        menu = QMenu(self)
        for row in self.view_model.categories():
            menu.addAction(row.name).triggered.connect(self._mover(row.category, row.name))
        without = _("Without a category")
        menu.addAction(without).triggered.connect(self._mover(None, without))
        menu.addAction(_("Edit the categories…")).triggered.connect(self._edit_categories)
        menu.popup(self.bulk.mapToGlobal(QPoint(self.bulk.width() // 3, -menu.sizeHint().height())))

    def _edit_categories(self) -> None:
        edit_categories(self, self._desk)
        self.reload(keep=True)

    def _mover(self, category: UUID | None, name: str) -> Callable[[], None]:
        return lambda: self._do_many(lambda: self.view_model.change_category(category), name)

    def delete_ticked(self) -> None:
        """Delete the products that are ticked, after a question; a part of one stays."""
        products = self.view_model.whole_products()
        if products:
            self._delete(products)
        else:
            text = _("To take one variant away, open the product and press Variants…")
            self._shell.toast(Toast(text, icon="info"))

    def _delete(self, products: Sequence[UUID]) -> None:
        if self.saver.delete(products, after=self._after_delete):
            self._after_delete()

    def _after_delete(self) -> None:
        self._hide_panel()
        self.drop_ticks()
        self.reload(keep=True)

    def _do_many(self, act: Callable[[], Before], place: str = "") -> None:
        """Do something with what is ticked, off the main thread: it may be a whole catalogue."""

        def done(before: Before) -> None:
            self.reload(keep=True)
            self._shell.offer_undo(done_text(before, place), lambda: self._undo_many(before))

        self._shell.runner.run(self, lambda _job: act(), done=done, failed=self._refused)

    def _undo_many(self, before: Before) -> None:
        self._shell.runner.run(
            self,
            lambda _job: self.view_model.undo(before),
            done=lambda _nothing: self.reload(keep=True),
            failed=self._refused,
        )

    def _refused(self, problem: Exception) -> None:
        self.reload(keep=True)
        self._shell.report(problem)

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
        self.filters.edit_asked.connect(self._edit_categories)
        self.new.clicked.connect(self.new_product)
        if self.empty.button is not None:
            self.empty.button.clicked.connect(self.new_product)
        self.table.opened.connect(self._open_row)
        self.table.edited.connect(self._offer_undo)
        self.table.failed.connect(self._shell.report)
        self.table.ticks_changed.connect(self._say_ticks)
        self.table.sort_chosen.connect(self._sort)
        self.table.menu_asked.connect(self._open_menu)
        self._photos.loaded.connect(self.table.viewport().update)
        self.bulk.prices_asked.connect(self.change_prices)
        self.bulk.category_asked.connect(self.choose_category)
        self.bulk.on_sale_asked.connect(lambda: self.put_on_sale(on_sale=True))
        self.bulk.off_sale_asked.connect(lambda: self.put_on_sale(on_sale=False))
        self.bulk.delete_asked.connect(self.delete_ticked)
        self.bulk.dropped.connect(self.drop_ticks)
        self.panel.closed.connect(self.close_panel)
        self.panel.save_asked.connect(self.save)
        self.panel.photo_file_given.connect(self._take_photo)
        self.panel.photo_given.connect(self._take_picture)
        for sequence in key_sequences("Down"):
            shortcut = QShortcut(sequence, self.search)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._into_table)

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
            menu.addAction(_("Delete")).triggered.connect(lambda: self._delete(products))
        menu.popup(at)

    def _place_panel(self) -> None:
        place_side_panel(self, self._row, self.panel)
