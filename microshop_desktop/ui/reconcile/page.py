"""The Reconcile page: bills above, differences with their choices below, the money at the right."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.exchange.bill_files import ReadBill
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.imports.export import save_table
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.reconcile.desk import Gathered
from microshop_desktop.ui.reconcile.entry_list import EntryList
from microshop_desktop.ui.reconcile.entry_row import EntryRow
from microshop_desktop.ui.reconcile.file_strip import FileStrip, bills_in
from microshop_desktop.ui.reconcile.loaded import Loaded
from microshop_desktop.ui.reconcile.money_panel import MoneyPanel
from microshop_desktop.ui.reconcile.page_head import PageHead
from microshop_desktop.ui.reconcile.page_words import (
    booked_news,
    left_news,
    question_about,
    segments,
)
from microshop_desktop.ui.reconcile.view_model import ReconcileModel, Tab
from microshop_desktop.ui.runner import Handle
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import key_sequences
from microshop_desktop.ui.widgets.dropping import take_copy
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import surface
from microshop_desktop.ui.widgets.segments import Segments
from microshop_desktop.ui.widgets.toast import Toast

_MOST_WARNINGS = 3


class ReconcilePage(Page):
    """What is done here is the view-model's; the page lays out and forwards."""

    def __init__(self, shell: Shell, model: ReconcileModel) -> None:
        super().__init__()
        self._shell, self.model = shell, model
        self._handle: Handle | None = None
        self._troubles: list[str] = []
        """Why what was asked for last could not be read or fetched, in sentences."""
        self.setAcceptDrops(True)
        self.files = FileStrip()
        self.tabs = Segments(segments(model))
        self.money = MoneyPanel(model)
        self.head = PageHead(model)
        self.warnings = Banner(tone="warning")
        self.list = EntryList(model)
        self._progress = QProgressBar()
        self._build()
        self._connect()
        self.refresh()

    @property
    def entries(self) -> list[EntryRow]:
        """The differences that are shown."""
        return self.list.entries

    # ------------------------------------------------------------------ what the shell asks

    @override
    def entered(self) -> None:
        self._try(self.model.refresh)
        self.refresh()
        self.focus_search()

    @override
    def focus_search(self) -> None:
        first = self.entries[0] if self.entries else self.tabs
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def commands(self) -> Sequence[Command]:
        fetch = Command(_("Fetch the bills of this day"), self.fetch_bills, "Ctrl+R")
        return [
            *([fetch] if self.model.desk.methods() else []),
            Command(_("Open a bill"), self.files.ask, "Ctrl+O"),
            Command(_("Export"), self.export),
            Command(_("The day before"), lambda: self.go(-1), "Ctrl+Left"),
            Command(_("The day after"), lambda: self.go(1), "Ctrl+Right"),
            Command(_("Book what is listed"), self.book, "Ctrl+Enter"),
        ]

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if bills_in(event.mimeData()):
            take_copy(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = bills_in(event.mimeData())
        if paths:
            take_copy(event)
            self.read_files(paths)

    # ------------------------------------------------------------------ acts

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read bills and hold them against the books, off the main thread."""
        desk = self.model.desk
        self._gather([partial(desk.read, path) for path in paths], fetched=False)

    def fetch_bills(self) -> None:
        """Fetch the bills of the shown day from all platforms that give some."""
        desk, day = self.model.desk, self.model.day
        wanted = [partial(desk.fetch, method, day) for method in desk.methods()]
        if wanted:
            self._gather(wanted, fetched=True)

    def go(self, days: int) -> None:
        """Show another day."""
        if self.model.go(days):
            self._arrive()

    def show_day(self, day: date) -> None:
        """Show a day that was chosen, in the calendar or by a toast."""
        if day != self.model.day:
            self.model.show(day)
            self._arrive()

    def export(self) -> None:
        """Write what was found into a file that a person names."""
        found, desk = self.model.findings(), self.model.desk
        if found and desk.may_export:
            name = f"reconcile-{self.model.day.isoformat()}.xlsx"
            save_table(self, self._shell, name, lambda path: desk.export(path, found))

    def _arrive(self) -> None:
        """Show the day as its books are now; what was said of another day is over."""
        self._troubles = []
        self._try(self.model.refresh)
        self.refresh()

    def book(self) -> None:
        """Book what is listed; a missing reason is asked for where it belongs."""
        if not self.money.button.isEnabled():
            return
        missing = self.model.missing_reason
        if missing:
            for row in self.entries:
                if row.entry.key == missing:
                    row.why.setFocus()
            self._shell.toast(Toast(_("Write why first"), icon="note-pencil"))
            return
        question = question_about(self.model.bills)
        if question is None or self._shell.ask(question):
            self._try(lambda: self._shell.toast(booked_news(*self.model.book())))
            self.refresh()
            self._focus_soon()

    # ------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Show the model as it is now."""
        self.head.refresh(running=self._handle is not None)
        self.files.show_bills(self.model.bills)
        self.tabs.set_segments(segments(self.model))
        self.tabs.choose(self.model.tab.value)
        self._show_warnings()
        self.list.refresh()
        self.money.refresh()

    def _show_warnings(self) -> None:
        own = [text for loaded in self.model.bills for text in loaded.warnings]
        texts = self._troubles + own
        more = len(texts) - _MOST_WARNINGS
        shown = texts[:_MOST_WARNINGS]
        if more > 0:
            left = ngettext("and {count} more", "and {count} more", more).format(count=more)
            shown.append(left)
        self.warnings.say("\n".join(shown), tone="warning")
        self.warnings.setToolTip("\n".join(texts[:60]))
        self.warnings.setVisible(bool(texts))

    def _focus_soon(self) -> None:
        """Give the keyboard to the list once its new rows can be seen."""
        QTimer.singleShot(0, self, self.focus_search)

    def _pick(self, key: str, index: int) -> None:
        self.model.pick(key, index)
        self.money.refresh()

    def _choose_tab(self, key: str) -> None:
        self.model.tab = Tab(key)
        self.list.refresh()
        self._focus_soon()

    def show_tab(self, tab: Tab) -> None:
        """Show another part of the list."""
        self.tabs.choose(tab.value)
        self._choose_tab(tab.value)

    def _drop(self, loaded: object) -> None:
        if isinstance(loaded, Loaded):
            self.model.remove(loaded)
            self.refresh()

    # ------------------------------------------------------------------ work in the background

    def _gather(self, sources: Sequence[Callable[[], ReadBill]], *, fetched: bool) -> None:
        if self._handle is not None:
            return

        def done(found: Gathered) -> None:
            self._handle = None
            self._show_running(running=False)
            self._say_troubles(found.problems)
            self._add(found, fetched=fetched)
            self.refresh()
            self._focus_soon()

        self._troubles = []
        self._show_running(running=True)
        handle = self._shell.runner.run(
            self,
            lambda job: self.model.desk.gather(sources, job),
            done=done,
            failed=self._fail,
            progress=self._show_progress,
        )
        if self.head.stop.isVisibleTo(self):
            self._handle = handle

    def _add(self, found: Gathered, *, fetched: bool) -> None:
        """Put bills on their days; say where those are that are no longer shown."""
        left = None
        for bill, seen in found.bills:
            before = self.model.day if self.model.bills else None
            self.model.add(bill, seen, fetched=fetched)
            if before is not None and before != self.model.day:
                left = before
        if left is not None and left != self.model.day:
            news = left_news(self.model, left, partial(self.show_day, left))
            self._shell.toast(news)
            self._shell.announce(news.text)

    def _fail(self, problem: Exception) -> None:
        self._handle = None
        self._show_running(running=False)
        self._shell.report(problem)

    def _stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        self._show_running(running=False)

    def _show_running(self, *, running: bool) -> None:
        self._progress.setVisible(running)
        self._progress.setRange(0, 0)
        self.head.show_running(running=running)

    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _say_troubles(self, problems: Sequence[ShopError]) -> None:
        """Say in place what could not be read or fetched."""
        found = [sentence(problem.code, problem.params) for problem in problems]
        self._troubles = list(dict.fromkeys(found))
        for text in self._troubles:
            self._shell.announce(text)

    # ------------------------------------------------------------------ inside

    def _build(self) -> None:
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        side = surface("surface")
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 12, 0, 0)
        left.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 12)
        top.setSpacing(12)
        top.addWidget(self.head)
        top.addWidget(self._progress)
        top.addWidget(self.files)
        top.addWidget(self.warnings)
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch(1)
        text = _("Nothing is booked before the button at the right")
        row.addWidget(ElidedLabel(text, tone="muted"))
        top.addLayout(row)
        left.addLayout(top)
        left.addWidget(self.list, 1)
        both.addWidget(side, 1)
        both.addWidget(self.money)
        self._progress.hide()

    def _connect(self) -> None:
        self.files.chosen.connect(self.read_files)
        self.files.dropped.connect(self._drop)
        self.tabs.chosen.connect(self._choose_tab)
        self.list.picked.connect(self._pick)
        self.list.unfolded.connect(lambda: self.show_tab(Tab.MATCHED))
        self.list.choose_asked.connect(self.files.ask)
        self.money.book_asked.connect(self.book)
        self.head.fetch.clicked.connect(self.fetch_bills)
        self.head.stop.clicked.connect(self._stop)
        self.head.export.clicked.connect(self.export)
        self.head.moved.connect(self.go)
        self.head.day_chosen.connect(self.show_day)
        acts: dict[str, Callable[[], None]] = {
            "Ctrl+Left": lambda: self.go(-1),
            "Ctrl+Right": lambda: self.go(1),
            "Ctrl+O": self.files.ask,
        }
        for key, act in acts.items():
            for sequence in key_sequences(key):
                QShortcut(sequence, self).activated.connect(act)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ShopError as problem:
            self._shell.report(problem)
