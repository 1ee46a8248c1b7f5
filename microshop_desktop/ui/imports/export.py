"""Writing what the shop has into a file that a person names."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from microshop_desktop.exchange.writers import ENDINGS, write_table
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.exports import ExportKind, Exports
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.widgets.toast import Toast


def export_table(
    parent: QWidget, shell: Shell, shop: Shop, actor: Actor, *, kind: ExportKind
) -> None:
    """Ask for a file and write it in the background; says what was written."""
    names = " ".join(f"*{ending}" for ending in ENDINGS)
    name, _filter = QFileDialog.getSaveFileName(
        parent, _("Export"), f"{kind.value}.xlsx", f"{_('Tables')} ({names})"
    )
    if not name:
        return
    path = Path(name)

    def work(_job: object) -> int:
        with Exports(shop).table(actor, kind).open() as table:
            return write_table(path, table)

    def tell(rows: int) -> None:
        text = _("{rows} rows written to {file}.")
        shell.toast(Toast(text.format(rows=number_text(rows), file=path.name), icon="check"))

    shell.runner.run(parent, work, done=tell, failed=shell.report)
