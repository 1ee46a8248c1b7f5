"""Writing what the shop has into a file that a person names."""

from collections.abc import Callable
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
    """Ask for a file and write a table of the shop into it."""

    def write(path: Path) -> int:
        with Exports(shop).table(actor, kind).open() as table:
            return write_table(path, table)

    save_table(parent, shell, f"{kind.value}.xlsx", write)


def save_table(parent: QWidget, shell: Shell, name: str, write: Callable[[Path], int]) -> None:
    """Ask for a file, `name` proposed, and write it in the background; says what was written."""
    names = " ".join(f"*{ending}" for ending in ENDINGS)
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Export"), name, f"{_('Tables')} ({names})"
    )
    if not chosen:
        return
    path = Path(chosen)

    def tell(rows: int) -> None:
        text = _("{rows} rows written to {file}.")
        shell.toast(Toast(text.format(rows=number_text(rows), file=path.name), icon="check"))

    shell.runner.run(parent, lambda _job: write(path), done=tell, failed=shell.report)
