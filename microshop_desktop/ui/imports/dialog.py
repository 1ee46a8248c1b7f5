"""The import dialog: a file, its columns, a preview with reasons, a run with a stop, a result."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.heads import Field
from microshop_desktop.exchange.import_desk import Progress, Watch
from microshop_desktop.exchange.import_messages import OpenedFile, Outcome
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.imports.column_list import ColumnList
from microshop_desktop.ui.imports.file_drop import FileDrop
from microshop_desktop.ui.imports.issue_table import IssueTable
from microshop_desktop.ui.imports.view_model import ImportModel, Stage
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.products.dialog import FormDialog
from microshop_desktop.ui.runner import Handle, Job
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner, BannerTone
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.choices import CheckBox
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.pill import Pill
from microshop_desktop.ui.widgets.toast import Toast

Result = TypeVar("Result")
_WIDTH, _HEIGHT = 1040, 460
_COLUMNS_WIDTH = 420
_AROUND = 280
"""Pixels of title, banner, buttons and margins above and below the middle."""


@dataclass(frozen=True, slots=True)
class _StopWatch:
    """Looks after a request for the dialog: its job, and whether a person pressed Stop."""

    job: Job
    is_stopped: Callable[[], bool]

    @property
    def progress(self) -> Progress:
        return self.job.progress

    @property
    def cancelled(self) -> bool:
        return self.job.cancelled or self.is_stopped()

    @property
    def abandoned(self) -> bool:
        return self.job.cancelled


class ImportDialog(FormDialog):
    """Built with the shell of a page; `show_file` begins with a file that was dropped elsewhere.

    While it imports it can be put away, and the till goes on selling; the end is told as news.
    """

    def __init__(self, parent: QWidget, shell: Shell, model: ImportModel) -> None:
        super().__init__(parent, _("Import products"), verb=_("Import"), width=_WIDTH)
        self._shell, self.model = shell, model
        self._handle: Handle | None = None
        self._stopping = False
        self.is_away = False
        self.go.clicked.disconnect()
        self.go.clicked.connect(self.go_on)
        self.drop = FileDrop()
        self.drop.chosen.connect(self.show_file)
        self.problem = Banner(tone="warning")
        self.problem.hide()
        self.pages = QStackedWidget()
        room = parent.window().size()
        self.pages.setFixedHeight(min(current().px(_HEIGHT), max(room.height() - _AROUND, 200)))
        self.setFixedWidth(min(current().px(_WIDTH), max(room.width() - 32, 600)))
        self.pages.addWidget(self.drop)
        self.pages.addWidget(self._preview())
        self.column.addWidget(self.problem)
        self.column.addWidget(self.pages)
        self.refresh()

    # ------------------------------------------------------------------ steps

    def show_file(self, path: Path) -> None:
        """Look into a file and preview it."""
        self.problem.hide()
        self.model.begin_file(path)
        self.refresh()
        self._start(lambda watch: self.model.load(path, watch), self._take_file, self._not_done)

    def go_on(self) -> None:
        """Import, stop or close, as the button says."""
        if self.model.stage is Stage.DONE:
            self.accept()
        elif self.model.stage is Stage.RUNNING:
            self._stopping = True
            self.go.setEnabled(False)
        elif self.model.ready:
            self._run()

    def undo(self) -> None:
        """Take back what was just imported."""
        self.undo_button.setEnabled(False)
        self._start(self.model.undo, self._take_undo, self._show_problem)

    def save_rejected(self) -> None:
        """Ask for a place and write the rows that were left out."""
        proposal = f"{Path(self.model.file_name).stem}-rejected.csv"
        name, _filter = QFileDialog.getSaveFileName(self, _("Save rejected rows"), proposal)
        if name:
            desk = self.model.desk
            self._start(
                lambda watch: desk.save_rejected(Path(name), watch),
                lambda _nothing: None,
                self._show_problem,
            )

    @override
    def reject(self) -> None:
        """Esc and the left button close the dialog; an import goes on without it."""
        self.is_away = self.model.stage is Stage.RUNNING
        super().reject()

    def let_go(self) -> None:
        """The dialog is over: nothing is read or written for it any more."""
        if self._handle is not None:
            self._handle.cancel()
        self.model.desk.close()
        self.deleteLater()

    # ------------------------------------------------------------------ work and its results

    def _start(
        self,
        work: Callable[[Watch], Result],
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do what takes long in the place of what was begun before."""
        if self._handle is not None:
            self._handle.cancel()
        self._stopping = False
        self._handle = self._shell.runner.run(
            self,
            lambda job: work(_StopWatch(job, lambda: self._stopping)),
            done=done,
            failed=failed,
            progress=self._show_progress,
        )

    def _take_file(self, opened: OpenedFile) -> None:
        self.model.take_file(opened)
        self._look()

    def _look(self) -> None:
        """Plan anew, as after another choice of columns."""
        self.problem.hide()
        self.model.begin_look()
        self.refresh()
        self._start(self.model.look, self._take_plan, self._no_plan)

    def _take_plan(self, plan: Outcome) -> None:
        self.model.take_plan(plan)
        self.refresh()

    def _no_plan(self, problem: Exception) -> None:
        self.model.take_plan(None)
        self._show_problem(problem)

    def _run(self) -> None:
        self.model.begin_run()
        self.problem.hide()
        self.refresh()
        self._start(self.model.run, self._take_result, self._not_done)

    def _show_progress(self, done: int, total: int) -> None:
        self.model.done, self.model.total = done, total
        # Of 0 in all Qt makes a bar that only says that something goes on.
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar_text.setText(self.model.progress_text())

    def _take_result(self, result: Outcome) -> None:
        self.model.take_result(result)
        self.refresh()
        self._say(self.model.done_text(), tone="success")

    def _not_done(self, problem: Exception) -> None:
        self.model.take_stop()
        self._show_problem(problem)

    def _take_undo(self, left: int) -> None:
        text = _("Taken back.")
        if left:
            text = _("Taken back, but {count} stay: they were sold or changed since.").format(
                count=left
            )
        self._say(text, tone="success" if not left else "warning")

    def _show_problem(self, problem: Exception) -> None:
        self.refresh()
        if not isinstance(problem, ShopError):
            self._shell.report(problem)
            return
        stopped = problem.code is ErrorCode.IMPORT_STOPPED
        self._say(sentence(problem.code, problem.params), tone="info" if stopped else "warning")

    def _say(self, text: str, *, tone: BannerTone) -> None:
        """Say what came of it here and, while the dialog is away, in the window as well."""
        self.problem.say(text, tone=tone)
        self.problem.show()
        if self.is_away:
            self._shell.toast(Toast(text, icon="download-simple"))

    # ------------------------------------------------------------------ what is seen

    def refresh(self) -> None:
        """Show the model as it is."""
        model = self.model
        running, done = model.stage is Stage.RUNNING, model.stage is Stage.DONE
        self._show_progress(model.done, model.total)
        self.title.setText(model.title())
        self.pages.setCurrentIndex(0 if model.stage is Stage.CHOOSE else 1)
        self.columns.show_columns(model.columns())
        self.columns.setEnabled(model.stage in {Stage.PREVIEW, Stage.READING})
        self.unused.setText(model.unused())
        self.issues.show_issues(model.issues())
        self._show_counts()
        self._show_choices(changeable=model.stage is Stage.PREVIEW)
        self.bar.setVisible(model.is_busy)
        self.bar_text.setVisible(model.is_busy)
        self.undo_button.setVisible(done)
        self.rejected_button.setVisible(model.has_rejected and not model.is_busy)
        self.stay.setVisible(not done)
        self.stay.set_label(_("Go on selling") if running else _("Cancel"))
        self.go.set_label(model.verb())
        self.go.setEnabled(running or done or model.ready)

    def _show_counts(self) -> None:
        counts = self.model.counts()
        for place, pill in enumerate(self.pills):
            pill.setVisible(place < len(counts))
            if place < len(counts):
                pill.show_state(counts[place].text, tone=counts[place].tone)

    def _show_choices(self, *, changeable: bool) -> None:
        zero = self.model.zero_prices()
        self.zero.setVisible(changeable and zero > 0)
        words = ngettext(
            "Leave out the {count} product without a price",
            "Leave out the {count} products without a price",
            zero,
        )
        self.zero.setText(words.format(count=zero))
        self.nothing.setVisible(changeable and self.model.has_rejected)

    def _preview(self) -> QWidget:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addLayout(self._left())
        row.addLayout(self._right(), 1)
        return body

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.columns = ColumnList()
        self.columns.setFixedWidth(current().px(_COLUMNS_WIDTH))
        self.columns.assigned.connect(self._assign)
        self.unused = ElidedLabel("", kind="micro", tone="muted")
        self.unused.setFixedWidth(current().px(_COLUMNS_WIDTH))
        column.addWidget(label(_("Columns of the file"), kind="strong"))
        column.addWidget(self.columns, 1)
        column.addWidget(self.unused)
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.pills = [Pill() for _place in range(5)]
        row = QHBoxLayout()
        row.setSpacing(8)
        for pill in self.pills:
            row.addWidget(pill)
        row.addStretch(1)
        self.issues = IssueTable()
        self.zero = CheckBox()
        self.zero.toggled.connect(self._choose_zero)
        self.nothing = CheckBox(_("Import nothing while a row is rejected"))
        self.nothing.toggled.connect(self._choose_nothing)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar_text = label(kind="micro", tone="muted")
        column.addLayout(row)
        for widget in (self.issues, self.zero, self.nothing, self.bar, self.bar_text):
            column.addWidget(widget, 1 if widget is self.issues else 0)
        column.addLayout(self._after())
        keep_room(self.zero, self.nothing, self.rejected_button)
        return column

    def _after(self) -> QHBoxLayout:
        """Buttons for what may follow an import."""
        row = QHBoxLayout()
        row.setSpacing(12)
        self.rejected_button = Button(_("Save rejected rows"), icon="download-simple")
        self.rejected_button.clicked.connect(self.save_rejected)
        self.undo_button = Button(_("Undo the import"), icon="arrow-u-up-left")
        self.undo_button.clicked.connect(self.undo)
        row.addWidget(self.undo_button)
        row.addWidget(self.rejected_button)
        row.addStretch(1)
        return row

    def _assign(self, place: int, field: object) -> None:
        self.model.assign(place, field if isinstance(field, Field) else None)
        self._look()

    def _choose_zero(self, leave: bool) -> None:
        self.model.leave_price_zero = leave
        self._look()

    def _choose_nothing(self, chosen: bool) -> None:
        self.model.all_or_nothing = chosen
        self.refresh()


def keep_room(*widgets: QWidget) -> None:
    """Let widgets keep their places while hidden, so that nothing moves under the mouse."""
    for widget in widgets:
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)
