"""What is done with many products at once: prices, category, on and off sale, deleting."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from microshop_desktop.infra.translations import _
from microshop_desktop.services.bulk_edits import Before
from microshop_desktop.ui.products.categories_dialog import edit_categories
from microshop_desktop.ui.products.price_change_dialog import PriceChangeDialog
from microshop_desktop.ui.products.view_model import done_text
from microshop_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from microshop_desktop.ui.page import Shell
    from microshop_desktop.ui.products.page import ProductsPage


class ManyActs:
    """Acts on what is ticked on a page; every one of them can be taken back."""

    def __init__(self, page: "ProductsPage", shell: "Shell") -> None:
        self._page, self._shell = page, shell
        self._view_model = page.view_model
        bulk = page.bulk
        bulk.prices_asked.connect(self.change_prices)
        bulk.category_asked.connect(self.choose_category)
        bulk.on_sale_asked.connect(lambda: self.put_on_sale(on_sale=True))
        bulk.off_sale_asked.connect(lambda: self.put_on_sale(on_sale=False))
        bulk.delete_asked.connect(self.delete_ticked)

    def change_prices(self) -> None:
        """Ask by how much, show old → new, write."""
        dialog = PriceChangeDialog(self._page, self._view_model, runner=self._shell.runner)
        if dialog.ask() and dialog.model.preview is not None:
            preview = dialog.model.preview
            self.do(lambda: self._view_model.change_prices(preview))
        dialog.deleteLater()

    def put_on_sale(self, *, on_sale: bool) -> None:
        """Put what is ticked on or off sale."""
        self.do(lambda: self._view_model.put_on_sale(on_sale=on_sale))

    def choose_category(self) -> None:
        """Ask for the category and move what is ticked into it."""
        menu, bulk = QMenu(self._page), self._page.bulk
        for row in self._view_model.categories():
            menu.addAction(row.name).triggered.connect(self._mover(row.category, row.name))
        without = _("Without a category")
        menu.addAction(without).triggered.connect(self._mover(None, without))
        menu.addAction(_("Edit the categories…")).triggered.connect(self.edit_categories)
        menu.popup(bulk.mapToGlobal(QPoint(bulk.width() // 3, -menu.sizeHint().height())))

    def edit_categories(self) -> None:
        """Show the list of categories."""
        edit_categories(self._page, self._view_model.desk)
        self._page.reload(keep=True)

    def delete_ticked(self) -> None:
        """Delete the products that are ticked, after a question; a part of one stays."""
        products = self._view_model.whole_products()
        if products:
            self.delete(products)
        else:
            text = _("To take one variant away, open the product and press Variants…")
            self._shell.toast(Toast(text, icon="info"))

    def delete(self, products: Sequence[UUID]) -> None:
        """Delete products after a question."""
        if self._page.saver.delete(products, after=self._after_delete):
            self._after_delete()

    def do(self, act: Callable[[], Before], place: str = "") -> None:
        """Do something with what is ticked, off the main thread: it may be a whole catalogue."""

        def done(before: Before) -> None:
            self._page.reload(keep=True)
            self._shell.offer_undo(done_text(before, place), lambda: self._undo(before))

        self._shell.runner.run(self._page, lambda _job: act(), done=done, failed=self._refused)

    def _mover(self, category: UUID | None, name: str) -> Callable[[], None]:
        return lambda: self.do(lambda: self._view_model.change_category(category), name)

    def _after_delete(self) -> None:
        self._page.one.hide()
        self._page.drop_ticks()
        self._page.reload(keep=True)

    def _undo(self, before: Before) -> None:
        self._shell.runner.run(
            self._page,
            lambda _job: self._view_model.undo(before),
            done=lambda _nothing: self._page.reload(keep=True),
            failed=self._refused,
        )

    def _refused(self, problem: Exception) -> None:
        self._page.reload(keep=True)
        self._shell.report(problem)
