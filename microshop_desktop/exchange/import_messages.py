"""What a window and the process that imports for it tell each other, and its form as JSON.

A message is an object in a line of its own. The window numbers its requests (`no`, from 1) and
names the act; the other side answers with the same number, any number of times with `done` and
`total`, once with `end`, `error` (a refusal of the shop) or `fault` (a bug, with its details).
`{"stop": no}` ends a request early; when the window's side of the pipe is closed, everything ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from uuid import UUID

from microshop_desktop.domain.columns import FileKind, Layout
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.heads import Field
from microshop_desktop.domain.row_issues import IssueCode, RowIssue
from microshop_desktop.domain.table_cells import TableRow

Plain = dict[str, Any]
"""A message, or a part of one: plain values of JSON."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that was looked into: its first rows and what its columns seem to hold."""

    name: str
    rows: tuple[TableRow, ...]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import would do or did, in rows.

    `without_price` are those that the file names no price of, whether they are taken or left out.
    """

    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    remarks: int
    without_price: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan or a result as a person sees it.

    `rejected` and `remarks` are only the first ones, the rare kinds of remarks before the frequent
    ones; `counts` knows how many there are. `batch` is None for a plan.
    """

    counts: Counts
    rejected: tuple[RowIssue, ...]
    remarks: tuple[RowIssue, ...]
    batch: UUID | None = None


def opened_to_plain(opened: OpenedFile) -> Plain:
    """Write what a look into a file found."""
    layout = opened.layout
    return {
        "name": opened.name,
        "rows": [[row.number, row.cells] for row in opened.rows],
        "header_row": layout.header_row,
        "heads": layout.heads,
        "fields": layout.fields,
    }


def opened_from_plain(plain: Mapping[str, Any]) -> OpenedFile:
    """Read what a look into a file found."""
    layout = Layout(
        FileKind.PRODUCTS,
        plain["header_row"],
        tuple(plain["heads"]),
        fields_from_plain(plain["fields"]),
    )
    rows = tuple(TableRow(number, cells) for number, cells in plain["rows"])
    return OpenedFile(plain["name"], rows, layout)


def fields_from_plain(names: Sequence[str | None]) -> tuple[Field | None, ...]:
    """Read what the columns of a file hold."""
    return tuple(None if name is None else Field(name) for name in names)


def outcome_to_plain(outcome: Outcome) -> Plain:
    """Write a plan or a result."""
    counts = outcome.counts
    return {
        "counts": {part.name: getattr(counts, part.name) for part in fields(counts)},
        "rejected": [_issue_to_plain(issue) for issue in outcome.rejected],
        "remarks": [_issue_to_plain(issue) for issue in outcome.remarks],
        "batch": None if outcome.batch is None else str(outcome.batch),
    }


def outcome_from_plain(plain: Mapping[str, Any]) -> Outcome:
    """Read a plan or a result."""
    return Outcome(
        Counts(**plain["counts"]),
        tuple(_issue_from_plain(parts) for parts in plain["rejected"]),
        tuple(_issue_from_plain(parts) for parts in plain["remarks"]),
        None if plain["batch"] is None else UUID(plain["batch"]),
    )


def error_to_plain(error: ShopError) -> Plain:
    """Write a refusal; what JSON has no form for becomes text."""
    params = {
        name: value if isinstance(value, int | str) else str(value)
        for name, value in error.params.items()
    }
    return {"code": error.code, "params": params}


def error_from_plain(plain: Mapping[str, Any]) -> ShopError:
    """Read a refusal."""
    return ShopError(ErrorCode(plain["code"]), **plain["params"])


def path_to_plain(path: Path) -> str:
    """Write a path so that the other process finds the file, wherever it was started."""
    return str(path.absolute())


def _issue_to_plain(issue: RowIssue) -> list[object]:
    return [issue.row, issue.field, issue.code, issue.value]


def _issue_from_plain(parts: Sequence[Any]) -> RowIssue:
    row, field, code, value = parts
    return RowIssue(row, field, IssueCode(code), value)
