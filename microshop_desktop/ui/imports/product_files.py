"""The Import and Export buttons of the Products page."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import current_language
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.events import CatalogueChanged
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.page import Shell

if TYPE_CHECKING:
    from microshop_desktop.exchange.import_desk import Desk
    from microshop_desktop.ui.imports.dialog import ImportDialog


class ProductFiles:
    """Opens the dialogs over `page`, which is set once the page is there."""

    def __init__(self, shell: Shell, shop: Shop, actor: Actor) -> None:
        self._shell, self._shop, self._actor = shell, shop, actor
        self._dialog: ImportDialog | None = None
        self.page: QWidget | None = None

    @property
    def may_import(self) -> bool:
        """Whether this person may import."""
        return Right.IMPORT_DATA in self._actor.rights

    @property
    def may_export(self) -> bool:
        """Whether this person may export."""
        return Right.EXPORT_DATA in self._actor.rights

    def begin_import(self, file: Path | None = None) -> None:
        """Show the import dialog, with a file that was chosen elsewhere if there is one.

        An import that was put away while it runs comes back instead.
        """
        from microshop_desktop.ui.imports.dialog import ImportDialog
        from microshop_desktop.ui.imports.view_model import ImportModel

        if self.page is None:
            return
        dialog = self._dialog
        if dialog is None:
            try:
                desk = self._desk()
            except ShopError as problem:
                self._shell.report(problem)
                return
            dialog = ImportDialog(self.page, self._shell, ImportModel(desk))
            if file is not None:
                QTimer.singleShot(0, dialog, lambda: dialog.show_file(file))
        dialog.is_away = False
        dialog.ask()
        self._dialog = dialog if dialog.is_away else None
        if not dialog.is_away:
            dialog.let_go()

    def begin_export(self) -> None:
        """Ask for a file and write all products into it."""
        from microshop_desktop.services.exports import ExportKind
        from microshop_desktop.ui.imports.export import export_table

        if self.page is not None:
            export_table(self.page, self._shell, self._shop, self._actor, kind=ExportKind.PRODUCTS)

    def _desk(self) -> "Desk":
        """A process of its own, for a shop in a file; a server's database is reached from here."""
        from microshop_desktop.exchange.import_child import ChildDesk
        from microshop_desktop.exchange.import_desk import ImportDesk

        path = self._shop.database.path
        if path is None:
            return ImportDesk(self._shop, self._actor)
        return ChildDesk(path, current_language(), self._tell_changed)

    def _tell_changed(self) -> None:
        self._shop.events.send(CatalogueChanged())
