"""The list in the middle of the page: what is to be decided, with the button that does it."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.online.entries import Entry
from microshop_desktop.ui.online.entry_row import EntryRow
from microshop_desktop.ui.online.short_row import ShortRow
from microshop_desktop.ui.online.shortages import ShortLook
from microshop_desktop.ui.online.view_model import OnlineModel
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.labels import hairline, label, surface
from microshop_desktop.ui.widgets.pill import Pill


class EntryList(QWidget):
    """`settled` wants what is chosen done; the other signals come from its rows."""

    settled = Signal()
    searched = Signal(object, str)
    order_asked = Signal(object)
    copied = Signal(object)

    def __init__(self, model: OnlineModel) -> None:
        super().__init__()
        self._model = model
        self._shown: list[tuple[Entry, int]] = []
        self._hidden = 0
        self.rows: list[EntryRow] = []
        self._count = Pill(tone="warning")
        self.settle = Button(kind="primary", key="Ctrl+Enter")
        self._area = QScrollArea()
        self._list = QVBoxLayout()
        self._empty = EmptyState("check-circle", _("Nothing is left to decide"))
        self._more = Banner(tone="quiet")
        self._build()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.settle.clicked.connect(self.settled)

    def refresh(self) -> None:
        """Show what is to be decided; rows stay as they are where nothing changed."""
        entries = self._model.entries()
        shown = [(entry, self._model.index(entry)) for entry in entries]
        hidden = self._model.hidden()
        if (shown, hidden) != (self._shown, self._hidden):
            self._fill(shown)
            self._shown, self._hidden = shown, hidden
            self._show_rest()
        self.show_chosen()

    def show_chosen(self) -> None:
        """Say how much would be done by the button."""
        count = len(self._model.chosen())
        words = ngettext("Handle {count} as chosen", "Handle {count} as chosen", count)
        self.settle.set_label(words.format(count=count))
        self.settle.setVisible(bool(self._shown))
        self.settle.setEnabled(bool(count))
        self._count.show_state(str(len(self._shown) + self._model.hidden()), tone="warning")
        self._count.setVisible(bool(self._shown))

    def go_to(self, key: UUID) -> None:
        """Bring an entry into view and give it the keyboard."""
        for row in self.rows:
            if row.entry.key == key:
                row.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self._area.ensureWidgetVisible(row)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 8, 6)
        head.setSpacing(8)
        head.addWidget(label(_("For you to decide"), kind="lead"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(ElidedLabel(_("Selling goes on meanwhile"), kind="micro", tone="muted"))
        head.addWidget(self.settle)
        column.addLayout(head)
        column.addWidget(hairline())
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        inside = surface("surface")
        inside.setLayout(self._list)
        self._list.addWidget(self._more)
        self._list.addWidget(self._empty, 1)
        self._list.addStretch()
        self._more.hide()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        column.addWidget(self._area, 1)

    def _fill(self, shown: list[tuple[Entry, int]]) -> None:
        """Put a row for each entry, taking those that show it already."""
        kept = {row.entry.key: row for row in self.rows if (row.entry, row.index) in shown}
        had = self._keyboard()
        for row in self.rows:
            if row.entry.key not in kept:
                self._list.removeWidget(row)
                row.setParent(None)
                row.deleteLater()
        self.rows = [kept.get(entry.key) or self._row(entry, index) for entry, index in shown]
        for place, row in enumerate(self.rows):
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
                row.show()  # at once: what is not shown yet cannot take the keyboard
        if had is not None and had[0] not in kept:
            self._hand_on(had)

    def _keyboard(self) -> tuple[UUID, int] | None:
        """The entry that has the keyboard, and its place; None where it is elsewhere."""
        focus = QApplication.focusWidget()
        for place, row in enumerate(self.rows):
            if focus is not None and (row is focus or row.isAncestorOf(focus)):
                return row.entry.key, place
        return None

    def _hand_on(self, had: tuple[UUID, int]) -> None:
        """Give the keyboard of a row that went to the one in its stead, never to another page."""
        key, place = had
        same = (row for row in self.rows if row.entry.key == key)
        near = self.rows[min(place, len(self.rows) - 1)] if self.rows else self
        next(same, near).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _row(self, entry: Entry, index: int) -> EntryRow:
        if entry.short is not None:
            row: EntryRow = self._short_row(entry, index, entry.short)
        else:
            row = EntryRow(entry, index, self._model.parcel_words(entry))
        row.picked.connect(self._pick)
        row.said.connect(self._model.say_parcel)
        row.searched.connect(self.searched)
        row.order_asked.connect(self.order_asked)
        row.moved.connect(lambda step, row=row: self._move(row, step))
        return row

    def _short_row(self, entry: Entry, index: int, short: ShortLook) -> ShortRow:
        row = ShortRow(entry, index, short, self._model.moment)
        row.given.connect(self._give)
        row.copied.connect(self.copied)
        return row

    def _give(self, entry: Entry, line: UUID, pieces: int) -> None:
        """Give an order other pieces; the row is made anew, for the others may have less now."""
        lines = [claim.line for claim in entry.short.claims] if entry.short else []
        self._model.give(entry, line, pieces)
        self.refresh()
        for row in self.rows:
            if row.entry.key == entry.key and isinstance(row, ShortRow) and row.claims:
                row.claims[lines.index(line)].stepper.setFocus()

    def _show_rest(self) -> None:
        """Say below the rows that there are none, or that more will come."""
        text = ngettext(
            "{count} more comes when these are matched",
            "{count} more come when these are matched",
            self._hidden,
        )
        self._more.say(text.format(count=self._hidden), tone="quiet")
        self._more.setVisible(bool(self._hidden))
        self._empty.setVisible(not self.rows)

    def _pick(self, entry: Entry, index: int) -> None:
        self._model.pick(entry, index)
        self._shown = [
            (shown, index if shown.key == entry.key else before) for shown, before in self._shown
        ]
        self.show_chosen()

    def _move(self, row: EntryRow, step: int) -> None:
        place = self.rows.index(row) + step
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(self.rows[place])
