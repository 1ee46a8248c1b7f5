"""What is done with one product in the panel: open, make, save, leave, give it a photo."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.products.draft import ProductDraft
from microshop_desktop.ui.widgets.confirm_dialog import Question

if TYPE_CHECKING:
    from microshop_desktop.ui.page import Shell
    from microshop_desktop.ui.products.page import ProductsPage


class OneActs:
    """Acts on the panel of a page; nothing that was typed is dropped without a question."""

    def __init__(self, page: "ProductsPage", shell: "Shell") -> None:
        self._page, self._shell = page, shell
        self._panel, self._desk = page.panel, page.view_model.desk
        self._panel.closed.connect(self.close)
        self._panel.save_asked.connect(self.save)
        self._panel.photo_file_given.connect(self._take_photo)
        self._panel.photo_given.connect(self._take_picture)

    def open(self, product: UUID, *, sku: UUID | None = None) -> None:
        """Show a product in the panel."""
        if not self._may_leave():
            return
        try:
            detail = self._desk.catalogue.detail(self._desk.actor, product)
        except ShopError as problem:
            self._shell.report(problem)
            return
        self.show(ProductDraft(self._desk, detail, sku=sku))

    def new(self) -> None:
        """Show an empty form."""
        if self._may_leave():
            self.show(ProductDraft(self._desk, None))
            self._panel.name.setFocus()

    def close(self) -> None:
        """Hide the panel; what was edited is asked about first."""
        if self._may_leave():
            self.hide()
            self._page.table.setFocus()

    def save(self) -> None:
        """Save what is in the panel."""
        draft = self._panel.draft
        if draft is None or self._panel.isHidden() or self._panel.problems():
            return
        saved = self._page.saver.save(draft)
        if saved is not None:
            self.show(ProductDraft(self._desk, saved, sku=draft.sku.id))
            self._page.reload(keep=True)

    def hide(self) -> None:
        """Put the panel away without a question."""
        self._panel.draft = self._page.view_model.draft = None
        self._panel.hide()
        self._page.place_panel()

    def show(self, draft: ProductDraft) -> None:
        """Show what is edited."""
        self._page.view_model.draft = draft
        self._panel.show_draft(draft)
        self._panel.show()
        self._page.place_panel()

    def _may_leave(self) -> bool:
        draft = self._panel.draft
        if draft is None or self._panel.isHidden() or not draft.is_dirty:
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
        self._keep(lambda: self._desk.pictures.add_file(self._desk.actor, Path(path)))

    def _take_picture(self, data: bytes) -> None:
        self._keep(lambda: self._desk.pictures.add_bytes(self._desk.actor, data))

    def _keep(self, keep: Callable[[], str]) -> None:
        self._shell.runner.run(
            self._page, lambda _job: keep(), done=self._show_photo, failed=self._shell.report
        )

    def _show_photo(self, name: str) -> None:
        draft = self._panel.draft
        if draft is not None:
            draft.picture = name
            self._panel.show_photo(self._desk.pictures.path(name))
