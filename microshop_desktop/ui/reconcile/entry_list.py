"""The list in the middle of the page: differences to decide, what was decided, what matched."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout

from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.reconcile.entry_row import EntryRow
from microshop_desktop.ui.reconcile.loaded import Row
from microshop_desktop.ui.reconcile.row_list import RowList
from microshop_desktop.ui.reconcile.view_model import ReconcileModel, Tab
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.labels import label, surface


class EntryList(QScrollArea):
    """`picked` tells a choice; `unfolded` wants each match shown; `choose_asked` wants a file."""

    picked = Signal(str, int)
    unfolded = Signal()
    choose_asked = Signal()

    def __init__(self, model: ReconcileModel) -> None:
        super().__init__()
        self._model = model
        self.entries: list[EntryRow] = []
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        inside = surface("surface")
        inside.setLayout(self._list)
        self.setWidget(inside)

    def refresh(self) -> None:
        """Show the part of the list that the model says."""
        _clear(self._list)
        self.entries = []
        tab = self._model.tab
        if not self._model.bills:
            self._list.addWidget(self._empty(), 1)
            return
        if tab in {Tab.ALL, Tab.OPEN}:
            self._add_entries()
        if tab is Tab.ALL:
            self._add_rows(self._model.decided_rows(), _("Decided"))
        rows = self._model.matched_rows() if tab is Tab.MATCHED else self._model.groups()
        if rows:
            count = self._model.counts()[Tab.MATCHED]
            title = ngettext("{count} matches", "{count} match", count).format(count=count)
            self._add_rows(rows, title, fold=tab is not Tab.MATCHED)
        self._list.addStretch(1)

    def _add_entries(self) -> None:
        may = self._model.desk.may_book
        for entry in self._model.entries():
            key = entry.key
            index = min(self._model.index(key), len(entry.cards) - 1)
            row = EntryRow(entry, index, self._model.reason(key), fixed=not may)
            row.picked.connect(self.picked)
            row.reasoned.connect(self._model.write_reason)
            row.moved.connect(lambda step, row=row: self._move(row, step))
            self.entries.append(row)
            self._list.addWidget(row)
        if self._model.hidden:
            text = ngettext(
                "{count} more comes when these are booked",
                "{count} more come when these are booked",
                self._model.hidden,
            )
            self._list.addWidget(Banner(text.format(count=self._model.hidden), tone="quiet"))
        if not self.entries and self._model.tab is Tab.OPEN:
            self._list.addWidget(Banner(_("Nothing is left to decide"), tone="success"))

    def _add_rows(self, rows: Sequence[Row], title: str, *, fold: bool = False) -> None:
        if not rows:
            return
        head = surface("canvas")
        line = QHBoxLayout(head)
        line.setContentsMargins(16, 2, 8, 2)
        line.addWidget(label(title, kind="strong"))
        if fold:
            line.addWidget(label(_("nothing to do"), tone="muted"))
        line.addStretch(1)
        if fold:
            unfold = Button(_("Show each"), kind="link", icon="caret-down")
            unfold.clicked.connect(self.unfolded)
            line.addWidget(unfold)
        self._list.addWidget(head)
        shown = RowList()
        shown.show_rows(rows)
        self._list.addWidget(shown)

    def _empty(self) -> EmptyState:
        button = Button(_("Choose a bill…"), kind="primary", icon="folder")
        button.clicked.connect(self.choose_asked)
        text = _("Drop the bill of this day here")
        if self._model.desk.methods():
            text = _("Fetch the bill of this day, or drop a file here")
        return EmptyState("receipt", text, button)

    def _move(self, row: EntryRow, step: int) -> None:
        place = self.entries.index(row) + step
        if 0 <= place < len(self.entries):
            self.entries[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self.entries[place])


def _clear(column: QVBoxLayout) -> None:
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
