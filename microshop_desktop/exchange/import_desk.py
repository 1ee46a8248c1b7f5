"""One file of products on its way in: looked into, planned, imported, taken back.

`ImportDesk` does it in this process. A window uses `exchange/import_child.py` instead, which has
the very same done by another process, so that selling never waits for the interpreter.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol
from uuid import UUID

from microshop_desktop.domain.columns import LOOKED_AT, FileKind, Layout, guess_layout
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.heads import Field
from microshop_desktop.domain.row_issues import IssueCode, RowIssue
from microshop_desktop.domain.table_cells import TableSource, first_rows
from microshop_desktop.exchange.import_messages import Counts, OpenedFile, Outcome
from microshop_desktop.exchange.rejects import write_rejects
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.infra.row_texts import row_sentence
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.import_records import ImportOptions, ImportPlan, ImportResult
from microshop_desktop.services.imports import Imports
from microshop_desktop.services.shop import Shop

MOST_SHOWN = 500
"""Rejected rows and remarks that are shown; all rejected rows go into a file on demand."""
_WITHOUT_PRICE = frozenset(
    {IssueCode.PRICE_ZERO, IssueCode.PRICE_MISSING, IssueCode.PRICE_ZERO_LEFT_OUT}
)
Progress = Callable[[int, int], None]
"""Told how many rows of how many are through; 0 in all where nobody knows."""


class Watch(Protocol):
    """Looks after one request: hears how far it is, and says when to stop."""

    def progress(self, done: int, total: int, /) -> None:
        """`done` of `total` rows are through; total 0 where nobody knows."""
        ...

    @property
    def cancelled(self) -> bool:
        """Whether it should stop at the next good place: `import_stopped`, nothing is kept."""
        ...

    @property
    def abandoned(self) -> bool:
        """Whether nobody waits for the answer any more; then it is cancelled as well."""
        ...


class Desk(Protocol):
    """Takes one file after another; a request at a time, from any thread."""

    def open(self, path: Path, watch: Watch) -> OpenedFile:
        """Look into a file; raises the `file_…` errors."""
        ...

    def look(
        self, fields: Sequence[Field | None], watch: Watch, *, take_price_zero: bool
    ) -> Outcome:
        """Say what an import of the open file would do, with these columns.

        `heads_missing` while no column names the goods.
        """
        ...

    def run(self, watch: Watch) -> Outcome:
        """Import what was planned last."""
        ...

    def undo(self, batch: UUID, watch: Watch) -> int:
        """Take an import back; returns how many records stay because they were used since."""
        ...

    def save_rejected(self, path: Path, watch: Watch) -> None:
        """Write the rows that the last plan or import left out, with their reasons."""
        ...

    def close(self) -> None:
        """Let go of the file; an import that still runs is stopped."""
        ...


class ImportDesk:
    """Files and the import service in this process, for one person."""

    def __init__(self, shop: Shop, actor: Actor) -> None:
        """Begin without a file."""
        self._imports = Imports(shop)
        self._actor = actor
        self._source: TableSource | None = None
        self._layout: Layout | None = None
        self._plan: ImportPlan | None = None
        self._rejected: Sequence[RowIssue] = ()

    def open(self, path: Path, watch: Watch) -> OpenedFile:
        """Look into a file; raises the `file_…` errors."""
        del watch
        source = open_table(path)
        rows = first_rows(source, LOOKED_AT)
        layout = guess_layout(rows, FileKind.PRODUCTS)
        self._source, self._layout, self._plan = source, layout, None
        return OpenedFile(source.name, tuple(rows), layout)

    def look(
        self, fields: Sequence[Field | None], watch: Watch, *, take_price_zero: bool
    ) -> Outcome:
        """Say what an import of the open file would do, with these columns."""
        source, layout = self._file()
        self._layout = Layout(layout.kind, layout.header_row, layout.heads, tuple(fields))
        self._plan = None
        options = ImportOptions(take_price_zero=take_price_zero)

        def tell(done: int, _total: int) -> None:
            if watch.cancelled:
                raise ShopError(ErrorCode.IMPORT_STOPPED)
            watch.progress(done, 0)

        self._plan = self._imports.plan(self._actor, source, self._layout, options, tell)
        return self._outcome(self._plan)

    def run(self, watch: Watch) -> Outcome:
        """Import what was planned last; `import_stopped` leaves nothing."""
        if self._plan is None:
            raise ValueError("nothing is planned")
        result = self._imports.run(
            self._actor,
            self._plan,
            progress=watch.progress,
            cancelled=lambda: watch.cancelled,
        )
        return self._outcome(result, result.batch)

    def undo(self, batch: UUID, watch: Watch) -> int:
        """Take an import back; returns how many records stay because they were used since."""
        del watch
        return len(self._imports.undo(self._actor, batch).kept)

    def save_rejected(self, path: Path, watch: Watch) -> None:
        """Write the rows that the last plan or import left out, with their reasons."""
        del watch
        source, layout = self._file()
        reasons = {issue.row: row_sentence(issue.code, issue.value) for issue in self._rejected}
        write_rejects(source, reasons, path, header_row=layout.header_row)

    def close(self) -> None:
        """Forget the file and its plan."""
        self._source = self._layout = self._plan = None

    def _file(self) -> tuple[TableSource, Layout]:
        if self._source is None or self._layout is None:
            raise ValueError("no file is open")
        return self._source, self._layout

    def _outcome(self, done: ImportPlan | ImportResult, batch: UUID | None = None) -> Outcome:
        self._rejected = done.rejected
        counts = Counts(
            rows=done.rows,
            created=done.created,
            updated=done.updated,
            unchanged=done.unchanged,
            rejected=len(done.rejected),
            remarks=len(done.warnings),
            without_price=sum(
                issue.code in _WITHOUT_PRICE for issue in (*done.rejected, *done.warnings)
            ),
        )
        remarks = tuple(_rare_first(done.warnings)[:MOST_SHOWN])
        return Outcome(counts, done.rejected[:MOST_SHOWN], remarks, batch)


def _rare_first(issues: Sequence[RowIssue]) -> list[RowIssue]:
    """Order remarks so that a thousand of one kind do not hide the only one of another."""
    kinds = Counter(issue.code for issue in issues)
    return sorted(issues, key=lambda issue: (kinds[issue.code], issue.row))
