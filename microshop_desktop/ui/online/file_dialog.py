"""The dialog that takes in an order file: drop it, see what it is, take it in, see what came."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.order_file import FileOrders, OrderField
from microshop_desktop.exchange.order_files import OpenedOrders
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _
from microshop_desktop.services.order_files import FilePreview, FileResult
from microshop_desktop.ui.imports.column_list import ColumnList
from microshop_desktop.ui.imports.file_drop import FileDrop
from microshop_desktop.ui.imports.issue_table import IssueTable
from microshop_desktop.ui.online.file_goods import FileGoodsTable
from microshop_desktop.ui.online.file_model import FIELD_NAMES, FileModel, Stage
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.products.dialog import FormDialog
from microshop_desktop.ui.runner import Handle, Job
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.confirm_dialog import place_in_middle
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.pill import Pill

Result = TypeVar("Result")
_WIDTH, _HEIGHT, _AROUND = 1040, 430, 340
_COUNTS = 4


class FileDialog(FormDialog):
    """Built with the shell of a page; `show_file` begins with a file that was dropped."""

    def __init__(self, parent: QWidget, shell: Shell, model: FileModel) -> None:
        super().__init__(parent, model.title(), verb=_("Take in"), width=_WIDTH)
        self._shell, self.model = shell, model
        self._handle: Handle | None = None
        self._stopping = False
        self.go.clicked.disconnect()
        self.go.clicked.connect(self.go_on)
        self.drop = FileDrop(
            _("Drop the order export of your shop here"),
            _("csv, xls or xlsx as the platform writes it. Nothing is changed yet."),
        )
        self.drop.chosen.connect(self.show_file)
        self.said, self.problem = Banner(tone="warning"), Banner(tone="warning")
        self.columns = ColumnList(FIELD_NAMES)
        self.columns.assigned.connect(self._assign)
        self.goods, self.issues = FileGoodsTable(), IssueTable()
        self._build(parent.window().size())
        self.refresh()

    # ------------------------------------------------------------------ steps

    def show_file(self, path: Path) -> None:
        """Look into a file and preview it."""
        self.problem.hide()
        self.model.begin_file(path)
        self.refresh()
        self._start(lambda _job: self.model.desk.open(path), self._take_opened)

    def go_on(self) -> None:
        """Take in, stop or close, as the button says."""
        stage = self.model.stage
        if stage is Stage.DONE:
            self.accept()
        elif stage is Stage.RUNNING:
            self._stopping = True
            self.go.setEnabled(False)
        elif stage is Stage.COLUMNS and self.model.ready:
            self._describe()
        elif stage is Stage.PREVIEW and self.model.ready:
            self._run()

    @override
    def reject(self) -> None:
        """Esc and the left button close the dialog; what is being taken in ends at its page."""
        if self._handle is not None:
            self._handle.cancel()
        super().reject()

    # ------------------------------------------------------------------ work and its results

    def _start(self, work: Callable[[Job], Result], done: Callable[[Result], None]) -> None:
        """Do what takes long in the place of what was begun before."""
        if self._handle is not None:
            self._handle.cancel()
        self._stopping = False
        self._handle = self._shell.runner.run(
            self, work, done=done, failed=self._fail, progress=self._show_progress
        )

    def _take_opened(self, opened: OpenedOrders) -> None:
        self.model.take_opened(opened)
        self.refresh()
        if opened.format is not None:
            self._start(lambda _job: self.model.desk.read(opened), self._take_file)

    def _describe(self) -> None:
        opened, fields = self.model.opened, self.model.described()
        if opened is not None:
            desk = self.model.desk
            self._start(lambda _job: desk.describe(opened, fields), self._take_opened)

    def _take_file(self, found: tuple[FileOrders, FilePreview]) -> None:
        self.model.take_file(*found)
        self.refresh()

    def _run(self) -> None:
        file, desk = self.model.file, self.model.desk
        if file is None:
            return
        self.model.begin_run()
        self.refresh()
        self._start(
            lambda job: desk.take(file, job.progress, lambda: job.cancelled or self._stopping),
            self._take_result,
        )

    def _take_result(self, result: FileResult) -> None:
        self.model.take_result(result)
        self.refresh()
        self.problem.say(self.model.done_text(), tone="info" if result.stopped else "success")
        self.problem.show()

    def _fail(self, problem: Exception) -> None:
        self.model.take_failure()
        self.refresh()
        if isinstance(problem, ShopError):
            self.problem.say(sentence(problem.code, problem.params), tone="warning")
            self.problem.show()
        else:
            self._shell.report(problem)

    def _show_progress(self, done: int, total: int) -> None:
        self.model.done, self.model.total = done, total
        # Of 0 in all Qt makes a bar that only says that something goes on.
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar_text.setText(self.model.progress_text())

    def _assign(self, place: int, held: object) -> None:
        self.model.assign(place, held if isinstance(held, OrderField) else None)
        self.refresh()

    # ------------------------------------------------------------------ what is seen

    def refresh(self) -> None:
        """Show the model as it is."""
        model = self.model
        self._show_progress(model.done, model.total)
        self.title.setText(model.title())
        self.pages.setCurrentIndex(0 if model.stage is Stage.CHOOSE else 1)
        is_mapping = model.stage is Stage.COLUMNS
        self.left.setCurrentIndex(1 if is_mapping else 0)
        if is_mapping:
            self.columns.show_columns(model.columns())
        self.goods_title.setText(model.goods_title())
        self.goods.show_goods(model.goods())
        self.issues.show_issues(model.issues())
        self._show_format()
        self._show_counts()
        self.bar.setVisible(model.is_busy)
        self.bar_text.setVisible(model.is_busy)
        self.stay.setVisible(model.stage is not Stage.DONE)
        self.go.set_label(model.verb())
        self.go.setEnabled(model.ready)
        if self.isVisible():
            place_in_middle(self)

    def _show_format(self) -> None:
        """Show whose orders they are, and what to be careful about."""
        text = self.model.format_text()
        self.format.setVisible(bool(text))
        if text:
            sure = self.model.is_confirmed
            self.format.show_state(text, tone="success" if sure else "warning")
        remarks = self.model.remarks() if self.model.stage is not Stage.DONE else []
        self.said.say("\n".join(remarks), tone="warning")
        self.said.setVisible(bool(remarks))

    def _show_counts(self) -> None:
        counts = self.model.counts()
        for place, pill in enumerate(self.pills):
            pill.setVisible(place < len(counts))
            if place < len(counts):
                pill.show_state(counts[place].text, tone=counts[place].tone)

    def _build(self, room: QSize) -> None:
        self.pages = QStackedWidget()
        self.pages.setFixedHeight(min(current().px(_HEIGHT), max(room.height() - _AROUND, 200)))
        self.setFixedWidth(min(current().px(_WIDTH), max(room.width() - 32, 600)))
        self.pages.addWidget(self.drop)
        self.pages.addWidget(self._preview())
        for widget in (self.said, self.problem, self.pages):
            self.column.addWidget(widget)
        self.said.hide()
        self.problem.hide()

    def _preview(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._figures())
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addWidget(self._left(), 1)
        both.addWidget(self._titled(label(_("Rows with a reason"), kind="strong"), self.issues), 1)
        column.addLayout(both, 1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar_text = label(kind="micro", tone="muted")
        column.addWidget(self.bar)
        column.addWidget(self.bar_text)
        return body

    def _figures(self) -> QHBoxLayout:
        """The format and the counts, in a row."""
        self.format = Pill()
        self.pills = [Pill() for _place in range(_COUNTS)]
        row = QHBoxLayout()
        row.setSpacing(8)
        for pill in (self.format, *self.pills):
            row.addWidget(pill)
        row.addStretch(1)
        return row

    def _left(self) -> QWidget:
        """The goods to be matched, or the columns of a file that nobody knows."""
        self.goods_title = label(kind="strong")
        self.left = QStackedWidget()
        self.left.addWidget(self._titled(self.goods_title, self.goods))
        heading = label(_("Columns of the file"), kind="strong")
        self.left.addWidget(self._titled(heading, self.columns))
        return self.left

    @staticmethod
    def _titled(title: QWidget, below: QWidget) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(below, 1)
        return body
