"""What an import is asked, plans and answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from microshop_desktop.domain.columns import Layout
from microshop_desktop.domain.product_rows import Checked
from microshop_desktop.domain.row_issues import RowIssue
from microshop_desktop.domain.table_cells import TableSource

Cancelled = Callable[[], bool]
"""Asked between chunks; once it says True, nothing of the import is kept."""


class BatchState(StrEnum):
    """Where an import is: its rows are written hidden, are being shown, stay or were taken back."""

    RUNNING = "running"
    SHOWING = "showing"
    DONE = "done"
    UNDONE = "undone"


class Progress(Protocol):
    """Told how far an import is."""

    def __call__(self, done: int, total: int, /) -> None:
        """`done` of `total` rows are through; called a few times a second at most."""
        ...


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person decided before an import.

    `take_price_zero`: goods whose price is 0 or missing are taken, marked as unfinished, instead of
    left out. `wholesale_from`: thousandths from which an imported wholesale price counts.
    """

    take_price_zero: bool = True
    wholesale_from: int = 10_000


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import of a file would do now. `products` counts new products, the others rows."""

    source: TableSource
    layout: Layout
    options: ImportOptions
    rows: int
    created: int
    updated: int
    unchanged: int
    products: int
    rejected: tuple[RowIssue, ...]
    warnings: tuple[RowIssue, ...]
    checked: Sequence[Checked] | None = None
    """The rows as they were checked, of files that are not very long: what was seen is imported."""


@dataclass(slots=True)
class Tally:
    """Counts while rows go by."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    products: int = 0
    rejected: list[RowIssue] = field(default_factory=list)
    warnings: list[RowIssue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did."""

    batch: UUID
    rows: int
    created: int
    updated: int
    unchanged: int
    products: int
    rejected: tuple[RowIssue, ...]
    warnings: tuple[RowIssue, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that an undo leaves as it is, because it was used or changed since."""

    record: UUID
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo took back: records made and records changed; and what it left."""

    batch: UUID
    removed: int
    restored: int
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An import of the past, for the list of imports."""

    batch: UUID
    kind: str
    file_name: str
    state: str
    started_at: datetime
    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Change:
    """The values of one record before and after; `kind` names the table, or the level of a price.

    `before` holds only the columns that change.
    """

    kind: str
    record: UUID
    before: Mapping[str, object]
    after: Mapping[str, object]


def in_order(issues: Sequence[RowIssue]) -> tuple[RowIssue, ...]:
    """Return issues as their rows come in the file."""
    return tuple(sorted(issues, key=lambda issue: issue.row))
