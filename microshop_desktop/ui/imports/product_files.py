"""The Import and Export buttons of the Products page."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.page import Shell


class ProductFiles:
    """Opens the dialogs over `page`, which is set once the page is there."""

    def __init__(self, shell: Shell, shop: Shop, actor: Actor) -> None:
        self._shell, self._shop, self._actor = shell, shop, actor
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
        """Show the import dialog, with a file that was chosen elsewhere if there is one."""
        from microshop_desktop.ui.imports.desk import ImportDesk
        from microshop_desktop.ui.imports.dialog import show_import
        from microshop_desktop.ui.imports.view_model import ImportModel

        if self.page is not None:
            model = ImportModel(ImportDesk(self._shop, self._actor))
            show_import(self.page, self._shell, model, file=file)

    def begin_export(self) -> None:
        """Ask for a file and write all products into it."""
        from microshop_desktop.services.exports import ExportKind
        from microshop_desktop.ui.imports.export import export_table

        if self.page is not None:
            export_table(self.page, self._shell, self._shop, self._actor, kind=ExportKind.PRODUCTS)
