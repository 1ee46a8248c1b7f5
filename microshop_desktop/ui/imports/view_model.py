"""The import dialog without its widgets: file, columns, preview, run, result.

`load`, `look` and `run` take long and are called by the runner; the `take_…` methods bring their
results back in the main thread.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Literal

from microshop_desktop.domain.heads import MANY, Field
from microshop_desktop.domain.row_issues import RowIssue
from microshop_desktop.domain.table_cells import TableRow
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.row_texts import row_sentence
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.import_records import ImportOptions, ImportPlan, ImportResult
from microshop_desktop.ui.imports.desk import ImportDesk, OpenedFile, Progress

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
    field: Field | None


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

    def __init__(self, desk: ImportDesk) -> None:
        self.desk = desk
        self.stage = Stage.CHOOSE
        self.opened: OpenedFile | None = None
        self.options = ImportOptions()
        self.all_or_nothing = False
        self.plan: ImportPlan | None = None
        self.result: ImportResult | None = None
        self.done = 0
        self.total = 0

    # ------------------------------------------------------------------ what takes long

    def load(self, path: Path) -> OpenedFile:
        """Look into a file."""
        return self.desk.open(path)

    def look(self, progress: Progress) -> ImportPlan:
        """Plan the import of the file as its columns are now."""
        opened = self._file()
        return self.desk.plan(opened.source, opened.layout, self.options, progress)

    def run(self, progress: Progress, cancelled: Callable[[], bool]) -> ImportResult:
        """Import what was planned."""
        if self.plan is None:
            raise ValueError("nothing is planned")
        return self.desk.run(self.plan, progress, cancelled)

    # ------------------------------------------------------------------ what comes back

    def take_file(self, opened: OpenedFile) -> None:
        """Show another file; what was known of the last one is forgotten."""
        self.opened = opened
        self.plan = self.result = None
        self.stage = Stage.READING

    def take_plan(self, plan: ImportPlan | None) -> None:
        """Show a preview; None where the columns do not suffice for one."""
        self.plan = plan
        self.stage = Stage.PREVIEW

    def take_result(self, result: ImportResult) -> None:
        """Show what was done."""
        self.result = result
        self.stage = Stage.DONE

    def take_stop(self) -> None:
        """Go back to the preview after a stop or a failure: nothing was kept."""
        self.stage = Stage.PREVIEW if self.opened is not None else Stage.CHOOSE

    def start(self) -> None:
        """The import begins."""
        self.done, self.total = 0, self.plan.rows if self.plan else 0
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
        self.stage = Stage.READING

    def take_price_zero(self, *, take: bool) -> None:
        """Decide over goods without a price."""
        self.options = replace(self.options, take_price_zero=take)
        self.stage = Stage.READING

    # ------------------------------------------------------------------ what is shown

    @property
    def ready(self) -> bool:
        """Whether there is something to import."""
        plan = self.plan
        if plan is None or self.stage is not Stage.PREVIEW:
            return False
        if self.all_or_nothing and plan.rejected:
            return False
        return bool(plan.created or plan.updated)

    def verb(self) -> str:
        """What the button at the lower right does now."""
        if self.stage is Stage.DONE:
            return _("Close")
        if self.stage is Stage.RUNNING:
            return _("Stop")
        rows = self.plan.created + self.plan.updated if self.plan else 0
        if not rows:
            return _("Import")
        sentence = ngettext("Import {count} row", "Import {count} rows", rows)
        return sentence.format(count=number_text(rows))

    def title(self) -> str:
        """What the dialog is about now."""
        if self.opened is None:
            return _("Import products")
        return _("Import {file}").format(file=self.opened.source.name)

    def columns(self) -> list[ColumnText]:
        """The columns of the file, those with a head or a value."""
        opened = self.opened
        if opened is None:
            return []
        layout = opened.layout
        below = [row for row in opened.rows if row.number > layout.header_row]
        texts = [
            ColumnText(place, layout.heads[place], _sample(below, place), layout.fields[place])
            for place in range(len(layout.heads))
        ]
        return [text for text in texts if text.head or text.sample]

    def counts(self) -> list[Count]:
        """The figures of the preview or, once it is done, of the result."""
        outcome = self.result or self.plan
        if outcome is None:
            return []
        return [
            Count(_("{count} new").format(count=number_text(outcome.created)), "success"),
            Count(_("{count} changed").format(count=number_text(outcome.updated)), "accent"),
            Count(_("{count} as before").format(count=number_text(outcome.unchanged)), "neutral"),
            Count(
                _("{count} rejected").format(count=number_text(len(outcome.rejected))),
                "danger" if outcome.rejected else "neutral",
            ),
            Count(
                _("{count} remarks").format(count=number_text(len(outcome.warnings))),
                "warning" if outcome.warnings else "neutral",
            ),
        ]

    def issues(self) -> list[IssueText]:
        """Rejected rows one by one, then the remarks, the rare kinds first."""
        outcome = self.result or self.plan
        if outcome is None:
            return []
        lines = [_issue_text(issue, rejected=True) for issue in outcome.rejected]
        kinds = Counter(issue.code for issue in outcome.warnings)
        rare_first = sorted(outcome.warnings, key=lambda issue: (kinds[issue.code], issue.row))
        return lines + [_issue_text(issue, rejected=False) for issue in rare_first]

    def zero_prices(self) -> int:
        """How many rows have no price, taken or left out."""
        codes = {"price_zero", "price_missing", "price_zero_left_out"}
        return sum(1 for issue in self._all_issues() if issue.code in codes)

    def unused(self) -> str:
        """The heads of columns that nothing is taken from, as one sentence."""
        heads = self.opened.layout.unused if self.opened else ()
        return _("Not used: {heads}").format(heads=", ".join(heads)) if heads else ""

    def done_text(self) -> str:
        """What was done, as one sentence."""
        if self.result is None:
            return ""
        return _("Imported. {created} new, {updated} changed.").format(
            created=number_text(self.result.created), updated=number_text(self.result.updated)
        )

    def progress_text(self) -> str:
        """How far it is."""
        return _("{done} of {total} rows").format(
            done=number_text(self.done), total=number_text(self.total)
        )

    def _all_issues(self) -> Iterator[RowIssue]:
        outcome = self.result or self.plan
        if outcome is not None:
            yield from outcome.rejected
            yield from outcome.warnings

    def _file(self) -> OpenedFile:
        if self.opened is None:
            raise ValueError("no file is open")
        return self.opened


def _sample(rows: Sequence[TableRow], place: int) -> str:
    for row in rows:
        text = row.cells[place].strip() if place < len(row.cells) else ""
        if text:
            return text[:_SAMPLE]
    return ""


def _issue_text(issue: RowIssue, *, rejected: bool) -> IssueText:
    return IssueText(
        number_text(issue.row), row_sentence(issue.code, issue.value), rejected=rejected
    )
