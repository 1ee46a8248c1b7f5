"""The import dialog without its widgets: file, columns, preview, run, result.

`load`, `look`, `run` and `undo` take long and are called by the runner; the `begin…` and `take_…`
methods say in the main thread what was begun and what came of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Literal

from microshop_desktop.domain.heads import MANY, Field
from microshop_desktop.domain.row_issues import RowIssue
from microshop_desktop.domain.table_cells import TableRow
from microshop_desktop.exchange.import_desk import Desk, Watch
from microshop_desktop.exchange.import_messages import OpenedFile, Outcome
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.row_texts import row_sentence
from microshop_desktop.infra.translations import _, ngettext

Tone = Literal["neutral", "accent", "success", "warning", "danger"]
_SAMPLE = 40


class Stage(StrEnum):
    """Where the dialog is."""

    CHOOSE = "choose"
    READING = "reading"
    PREVIEW = "preview"
    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ColumnText:
    """A column of the file: its head, a value from below it, and the field it holds."""

    place: int
    head: str
    sample: str
    field: StrEnum | None


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of the preview or the result; `tone` as pills have it."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class IssueText:
    """A line of the list of issues."""

    row: str
    reason: str
    rejected: bool


class ImportModel:
    """Holds what a person chose and what came of it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.stage = Stage.CHOOSE
        self.file_name = ""
        self.opened: OpenedFile | None = None
        self.leave_price_zero = False
        self.all_or_nothing = False
        self.plan: Outcome | None = None
        self.result: Outcome | None = None
        self.done = 0
        self.total = 0

    # ------------------------------------------------------------------ what takes long

    def load(self, path: Path, watch: Watch) -> OpenedFile:
        """Look into a file."""
        return self.desk.open(path, watch)

    def look(self, watch: Watch) -> Outcome:
        """Plan the import of the file as its columns are now."""
        fields = self._file().layout.fields
        return self.desk.look(fields, watch, take_price_zero=not self.leave_price_zero)

    def run(self, watch: Watch) -> Outcome:
        """Import what was planned."""
        return self.desk.run(watch)

    def undo(self, watch: Watch) -> int:
        """Take back what was imported; returns how many records stay."""
        if self.result is None or self.result.batch is None:
            raise ValueError("nothing was imported")
        return self.desk.undo(self.result.batch, watch)

    # ------------------------------------------------------------------ what begins and comes back

    def begin_file(self, path: Path) -> None:
        """A file is being looked into; what was known of the last one is forgotten."""
        self.opened = self.plan = self.result = None
        self.file_name = path.name
        self.begin_look()

    def begin_look(self) -> None:
        """The file is being read, its columns as they are now."""
        self.done = self.total = 0
        self.stage = Stage.READING

    def take_file(self, opened: OpenedFile) -> None:
        """Show the columns of a file."""
        self.opened = opened

    def take_plan(self, plan: Outcome | None) -> None:
        """Show a preview; None where the columns do not suffice for one."""
        self.plan = plan
        self.stage = Stage.PREVIEW

    def take_result(self, result: Outcome) -> None:
        """Show what was done."""
        self.result = result
        self.stage = Stage.DONE

    def take_stop(self) -> None:
        """Go back to the preview after a stop or a failure: nothing was kept."""
        self.stage = Stage.PREVIEW if self.opened is not None else Stage.CHOOSE

    def begin_run(self) -> None:
        """The import begins."""
        self.done, self.total = 0, self.plan.counts.rows if self.plan else 0
        self.stage = Stage.RUNNING

    # ------------------------------------------------------------------ what a person chooses

    def assign(self, place: int, field: Field | None) -> None:
        """Say what a column holds; most fields are in one column only."""
        opened = self._file()
        fields = list(opened.layout.fields)
        if field is not None and field not in MANY:
            fields = [None if held is field else held for held in fields]
        fields[place] = field
        self.opened = replace(opened, layout=replace(opened.layout, fields=tuple(fields)))

    # ------------------------------------------------------------------ what is shown

    @property
    def ready(self) -> bool:
        """Whether there is something to import."""
        plan = self.plan
        if plan is None or self.stage is not Stage.PREVIEW:
            return False
        if self.all_or_nothing and plan.counts.rejected:
            return False
        return self._rows_to_import > 0

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read or imported."""
        return self.stage in {Stage.READING, Stage.RUNNING}

    def verb(self) -> str:
        """What the button at the lower right does now."""
        if self.stage is Stage.DONE:
            return _("Close")
        if self.stage is Stage.RUNNING:
            return _("Stop")
        rows = self._rows_to_import
        if not rows:
            return _("Import")
        sentence = ngettext("Import {count} row", "Import {count} rows", rows)
        return sentence.format(count=number_text(rows))

    def title(self) -> str:
        """What the dialog is about now."""
        if self.stage is Stage.CHOOSE:
            return _("Import products")
        return _("Import {file}").format(file=self.file_name)

    def columns(self) -> list[ColumnText]:
        """The columns of the file, those with a head or a value."""
        opened = self.opened
        if opened is None:
            return []
        layout = opened.layout
        below = [row for row in opened.rows if row.number > layout.header_row]
        texts = [
            ColumnText(place, layout.heads[place], sample_below(below, place), layout.fields[place])
            for place in range(len(layout.heads))
        ]
        return [text for text in texts if text.head or text.sample]

    def counts(self) -> list[Count]:
        """The figures of the preview or, once it is done, of the result."""
        outcome = self.result or self.plan
        if outcome is None:
            return []
        counts = outcome.counts
        texts: list[tuple[str, int, Tone]] = [
            (_("{count} new"), counts.created, "success"),
            (_("{count} changed"), counts.updated, "accent"),
            (_("{count} as before"), counts.unchanged, "neutral"),
            (_("{count} rejected"), counts.rejected, "danger" if counts.rejected else "neutral"),
            (_("{count} remarks"), counts.remarks, "warning" if counts.remarks else "neutral"),
        ]
        return [Count(text.format(count=number_text(n)), tone) for text, n, tone in texts]

    def issues(self) -> list[IssueText]:
        """Rejected rows, then remarks, the rare kinds first; how many more there are comes last."""
        outcome = self.result or self.plan
        if outcome is None:
            return []
        lines = [_issue_text(issue, rejected=True) for issue in outcome.rejected]
        lines += [_issue_text(issue, rejected=False) for issue in outcome.remarks]
        more = outcome.counts.rejected + outcome.counts.remarks - len(lines)
        if more > 0:
            text = _("{count} more are not shown here").format(count=number_text(more))
            lines.append(IssueText("", text, rejected=False))
        return lines

    def zero_prices(self) -> int:
        """How many rows have no price, taken or left out."""
        outcome = self.result or self.plan
        return outcome.counts.without_price if outcome else 0

    @property
    def has_rejected(self) -> bool:
        """Whether the plan leaves rows out."""
        return self.plan is not None and self.plan.counts.rejected > 0

    def unused(self) -> str:
        """The heads of columns that nothing is taken from, as one sentence."""
        heads = self.opened.layout.unused if self.opened else ()
        return _("Not used: {heads}").format(heads=", ".join(heads)) if heads else ""

    def done_text(self) -> str:
        """What was done, as one sentence."""
        if self.result is None:
            return ""
        return _("Imported. {created} new, {updated} changed.").format(
            created=number_text(self.result.counts.created),
            updated=number_text(self.result.counts.updated),
        )

    def progress_text(self) -> str:
        """How far it is; of a file that is being read nobody knows how long it is."""
        if not self.total:
            return (
                _("Reading… {done} rows").format(done=number_text(self.done))
                if self.done
                else _("Reading the file…")
            )
        return _("{done} of {total} rows").format(
            done=number_text(self.done), total=number_text(self.total)
        )

    @property
    def _rows_to_import(self) -> int:
        return self.plan.counts.created + self.plan.counts.updated if self.plan else 0

    def _file(self) -> OpenedFile:
        if self.opened is None:
            raise ValueError("no file is open")
        return self.opened


def sample_below(rows: Sequence[TableRow], place: int) -> str:
    """Return the first value of a column in some rows."""
    for row in rows:
        text = row.cells[place].strip() if place < len(row.cells) else ""
        if text:
            return text[:_SAMPLE]
    return ""


def _issue_text(issue: RowIssue, *, rejected: bool) -> IssueText:
    return IssueText(
        number_text(issue.row), row_sentence(issue.code, issue.value), rejected=rejected
    )
