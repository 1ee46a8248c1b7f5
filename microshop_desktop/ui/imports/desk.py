"""What the import dialog needs of the shop and of files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from microshop_desktop.domain.columns import LOOKED_AT, FileKind, Layout, guess_layout
from microshop_desktop.domain.row_issues import RowIssue
from microshop_desktop.domain.table_cells import TableRow, TableSource, first_rows
from microshop_desktop.exchange.rejects import write_rejects
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.infra.row_texts import row_sentence
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.import_records import (
    ImportOptions,
    ImportPlan,
    ImportResult,
    UndoResult,
)
from microshop_desktop.services.imports import Imports
from microshop_desktop.services.shop import Shop

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that was looked into: its first rows and what its columns seem to hold."""

    source: TableSource
    rows: tuple[TableRow, ...]
    layout: Layout


class ImportDesk:
    """Files and the import service, for one person."""

    def __init__(self, shop: Shop, actor: Actor) -> None:
        self._imports = Imports(shop)
        self._actor = actor

    def open(self, path: Path) -> OpenedFile:
        """Look into a file; raises the `file_…` errors."""
        source = open_table(path)
        rows = first_rows(source, LOOKED_AT)
        return OpenedFile(source, tuple(rows), guess_layout(rows, FileKind.PRODUCTS))

    def plan(
        self, source: TableSource, layout: Layout, options: ImportOptions, progress: Progress
    ) -> ImportPlan:
        """Say what an import would do; `heads_missing` while no column names the goods."""
        return self._imports.plan(self._actor, source, layout, options, progress)

    def run(
        self, plan: ImportPlan, progress: Progress, cancelled: Callable[[], bool]
    ) -> ImportResult:
        """Import; `import_stopped` leaves nothing."""
        return self._imports.run(self._actor, plan, progress=progress, cancelled=cancelled)

    def undo(self, batch: UUID) -> UndoResult:
        """Take an import back."""
        return self._imports.undo(self._actor, batch)

    @staticmethod
    def save_rejected(
        source: TableSource, layout: Layout, rejected: Sequence[RowIssue], path: Path
    ) -> None:
        """Write the rows that were left out, with their reasons."""
        reasons = {issue.row: row_sentence(issue.code, issue.value) for issue in rejected}
        write_rejects(source, reasons, path, header_row=layout.header_row)
