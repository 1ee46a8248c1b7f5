"""How an import tells what it would do or did: to scripts, to people, and as a file of rejects."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from microshop_desktop.cli.context import note, print_json, say
from microshop_desktop.domain.row_issues import RowIssue
from microshop_desktop.exchange.rejects import write_rejects
from microshop_desktop.infra.row_texts import row_sentence
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.domain.columns import Layout
    from microshop_desktop.domain.table_cells import TableSource

SHOWN = 20
"""Rejected rows that are named on the screen; `--json` and the file give all."""


class Outcome(Protocol):
    """What plans and results have in common."""

    @property
    def rows(self) -> int:
        """Rows of the file with something in them."""
        ...

    @property
    def created(self) -> int:
        """Rows that make a record."""
        ...

    @property
    def updated(self) -> int:
        """Rows that change a record."""
        ...

    @property
    def unchanged(self) -> int:
        """Rows that say what is known."""
        ...

    @property
    def rejected(self) -> Sequence[RowIssue]:
        """Rows that cannot be taken."""
        ...

    @property
    def warnings(self) -> Sequence[RowIssue]:
        """Remarks on rows that can."""
        ...


def print_outcome(outcome: Outcome, batch: object | None) -> None:
    """Print an outcome as the one document that scripts get."""
    print_json(
        {
            "batch": None if batch is None else str(batch),
            "rows": outcome.rows,
            "created": outcome.created,
            "updated": outcome.updated,
            "unchanged": outcome.unchanged,
            "rejected": [_document(issue) for issue in outcome.rejected],
            "warnings": [_document(issue) for issue in outcome.warnings],
        }
    )


def say_outcome(outcome: Outcome, *, dry_run: bool) -> None:
    """Say an outcome in a few lines: counts, the first rejected rows, remarks by kind."""
    sentence = (
        _("{rows} rows: {created} new, {updated} changed, {unchanged} as before, {bad} rejected.")
        if dry_run
        else _("Done. {created} new, {updated} changed, {unchanged} as before, {bad} rejected.")
    )
    say(
        sentence.format(
            rows=outcome.rows,
            created=outcome.created,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            bad=len(outcome.rejected),
        )
    )
    for issue in outcome.rejected[:SHOWN]:
        say(_row_line(issue))
    for code, count in Counter(issue.code for issue in outcome.warnings).most_common():
        first = next(issue for issue in outcome.warnings if issue.code is code)
        say(_("{count} remarks such as: {line}").format(count=count, line=_row_line(first)))


def say_unused(layout: "Layout") -> None:
    """Name the columns that nothing is taken from, so that none is passed over silently."""
    if layout.unused:
        note(_("Columns not used: {heads}").format(heads=", ".join(layout.unused)))


def keep_rejected(
    source: "TableSource", layout: "Layout", rejected: Sequence[RowIssue], folder: Path
) -> None:
    """Write the rejected rows into the shop's folder of imports and say where they are."""
    if not rejected:
        return
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{Path(source.name).stem}-rejected.csv"
    reasons = {issue.row: row_sentence(issue.code, issue.value) for issue in rejected}
    write_rejects(source, reasons, path, header_row=layout.header_row)
    note(_("Rejected rows with reasons: {path}").format(path=path))


class ProgressLine:
    """Tells how far an import is: in place on a screen, a line each tenth in a log."""

    def __init__(self) -> None:
        """Begin a line."""
        self._on_screen = sys.stderr.isatty()
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` rows are through."""
        tenth = 10 * done // max(total, 1)
        if self._on_screen:
            text = _("{done} of {total} rows").format(done=done, total=total)
            note("\r" + text, end="\n" if done >= total else "")
        elif tenth > self._told:
            self._told = tenth
            note(_("{done} of {total} rows").format(done=done, total=total))


def _document(issue: RowIssue) -> dict[str, object]:
    return {
        "row": issue.row,
        "field": issue.field,
        "code": issue.code,
        "reason": row_sentence(issue.code, issue.value),
    }


def _row_line(issue: RowIssue) -> str:
    reason = row_sentence(issue.code, issue.value)
    return _("Row {row}: {reason}").format(row=issue.row, reason=reason)
