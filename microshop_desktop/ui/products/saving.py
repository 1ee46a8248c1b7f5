"""Saving and deleting from the panel: what is asked before, what is said after."""

from collections.abc import Callable, Sequence
from uuid import UUID

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.catalogue_records import ProductDetail
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.products.desk import ProductsDesk
from microshop_desktop.ui.products.draft import ProductDraft
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.toast import Toast


class Saver:
    """Writes drafts; knows no widget."""

    def __init__(self, shell: Shell, desk: ProductsDesk) -> None:
        self._shell, self._desk = shell, desk

    def save(self, draft: ProductDraft) -> ProductDetail | None:
        """Write a draft and say so; None where it was refused, which is said as well.

        A code that belongs to another product is asked about.
        """
        try:
            return self._saved(draft, allow_taken=False)
        except ShopError as problem:
            if problem.code is not ErrorCode.CODE_TAKEN or not problem.params.get("name"):
                self._shell.report(problem)
                return None
            if not self._shell.ask(_taken_question(problem)):
                return None
        try:
            return self._saved(draft, allow_taken=True)
        except ShopError as problem:
            self._shell.report(problem)
            return None

    def delete(self, products: Sequence[UUID], *, after: Callable[[], None]) -> bool:
        """Delete products after a question; `after` is called once they came back by undo."""
        count = len(products)
        if not count:
            return False
        title = ngettext("Delete {count} product?", "Delete {count} products?", count)
        verb = ngettext("Delete {count} product", "Delete {count} products", count)
        text = _("It goes from the till and the lists. Past sales keep it.")
        question = Question(title.format(count=count), verb.format(count=count), text)
        if not self._shell.ask(question):
            return False
        try:
            on_sale = self._desk.catalogue.delete(self._desk.actor, products)
        except ShopError as problem:
            self._shell.report(problem)
            return False
        said = ngettext("{count} product deleted", "{count} products deleted", count)
        self._shell.offer_undo(
            said.format(count=count), lambda: self._restore(products, on_sale, after)
        )
        return True

    def _restore(
        self, products: Sequence[UUID], on_sale: Sequence[UUID], after: Callable[[], None]
    ) -> None:
        try:
            self._desk.catalogue.restore(self._desk.actor, products, on_sale=on_sale)
        except ShopError as problem:
            self._shell.report(problem)
        after()

    def _saved(self, draft: ProductDraft, *, allow_taken: bool) -> ProductDetail:
        catalogue, actor = self._desk.catalogue, self._desk.actor
        if draft.detail is None:
            product = catalogue.create(actor, draft.form, allow_taken=allow_taken)
        else:
            product = draft.detail.product
            catalogue.save(
                actor,
                product,
                draft.form,
                version=draft.detail.version,
                allow_taken=allow_taken,
            )
        if draft.has_new_picture:
            catalogue.set_picture(actor, product, draft.picture)
        self._shell.toast(
            Toast(_("{name} saved").format(name=draft.form.name), icon="check-circle")
        )
        return catalogue.detail(actor, product)


def _taken_question(problem: ShopError) -> Question:
    return Question(
        _("Two products with one barcode?"),
        _("Use it for both"),
        _(
            "{code} belongs to {name} already. At the till you will be asked which one is meant."
        ).format(code=problem.params.get("code"), name=problem.params.get("name")),
        kind="primary",
    )
