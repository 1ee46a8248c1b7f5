"""Matching online listings with goods of ours: the list, and a panel for what is not plain."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.matching import MatchRow, MatchState
from microshop_desktop.ui.online.match_desk import Candidate
from microshop_desktop.ui.online.match_head import MatchHead
from microshop_desktop.ui.online.match_list import MatchList
from microshop_desktop.ui.online.match_model import MatchModel, Undo
from microshop_desktop.ui.online.match_panel import MatchPanel
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.widgets.delay import once_after
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.labels import hairline, label, surface
from microshop_desktop.ui.widgets.side_panel import place_side_panel
from microshop_desktop.ui.widgets.toast import Toast

_TYPING_MS, _SOON_MS = 150, 300


class MatchPage(Page):
    """What is done here is the view-model's. `closed` leads back to all online shops."""

    closed = Signal()

    def __init__(self, shell: Shell, model: MatchModel) -> None:
        super().__init__()
        self._shell, self.model = shell, model
        self._looking = False
        self.head = MatchHead(model)
        self.list = MatchList(model)
        self.panel = MatchPanel(model)
        self.empty = EmptyState("check-circle", "")
        self._stack = QStackedWidget()
        self._row = QHBoxLayout()
        self._typing, self._soon = once_after(self, _TYPING_MS), once_after(self, _SOON_MS)
        self._build()
        self._connect()

    # ------------------------------------------------------------------ what the shell asks

    @override
    def entered(self) -> None:
        self._read()
        self.list.begin()
        self._show()
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def focus_search(self) -> None:
        self.head.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def escape(self) -> bool:
        if self.head.search.edit.text():
            self.head.search.edit.clear()
        elif self.panel.isVisible():
            self._close_panel()
        else:
            self.closed.emit()
        return True

    @override
    def commands(self) -> Sequence[Command]:
        found = [Command(_("Back"), self.closed.emit, "Esc")]
        if self.model.ticked():
            found.append(Command(_("Link what is ticked"), self.link_ticked, "Ctrl+Enter"))
        return [*found, Command(_("Tick or untick"), self._tick_current, "Space")]

    def claims_scan(self, code: str) -> bool:
        """A scan finds goods for the listing whose panel is open."""
        if self.model.current is None or not self.panel.isVisible():
            return False
        self._search(code)
        return True

    # ------------------------------------------------------------------ what changes by itself

    def reload(self) -> None:
        """Read anew what is shown, soon; behind another page that waits until this is shown."""
        if self.isVisible():
            self._soon.start()

    # ------------------------------------------------------------------ acts

    def show_account(self, account: UUID | None) -> None:
        """Show what is to be matched of one account, or of all."""
        self.model.ask(account=account, text="")
        self.model.show_state(MatchState.OPEN)

    def link_ticked(self) -> None:
        """Link all that is ticked."""

        def act() -> None:
            count, undo = self.model.link_ticked()
            words = ngettext("{count} product is matched", "{count} products are matched", count)
            self._offer(words.format(count=count), undo)

        if self.model.ticked():
            self._try(act)

    def link(self) -> None:
        """Link the listing of the panel to what is chosen."""
        row = self.model.current
        if row is not None:
            self._do(row, _("{name} is linked"), lambda: self.model.link(row))

    def unlink(self) -> None:
        """Say that the listing of the panel is none of our goods."""
        row = self.model.current
        if row is not None:
            text = _("{name} is unlinked; its number there stays as it is")
            self._do(row, text, lambda: self.model.unlink(row))

    def leave_alone(self) -> None:
        """Write the number of the panel's listing no more, or write it again."""
        row = self.model.current
        if row is None:
            return
        if row.state is MatchState.ALONE:
            self._do(row, _("{name} is synced again"), lambda: self._take_up(row))
        else:
            self._do(row, _("{name} is left alone"), lambda: self.model.leave_alone(row))

    def make_new(self) -> None:
        """Make new goods from the panel's listing."""
        row = self.model.current
        if row is not None:
            self._do(row, _("{name} is a product here now"), lambda: self.model.create(row))

    # ------------------------------------------------------------------ what is shown

    def _read(self) -> None:
        self._try(self.model.refresh)

    def _show(self) -> None:
        """Show the model as it is now."""
        model = self.model
        self.head.refresh()
        self.empty.say(self._nothing())
        some = bool(model.counts.get(model.state, 0))
        self._stack.setCurrentWidget(self.list if some else self.empty)
        self._show_panel()
        self._look_next()

    def _refresh(self) -> None:
        """Read anew after something was done; the place in the list stays."""
        number = self.list.currentIndex().row()
        self._read()
        self.list.refresh()
        if number >= 0:
            self.list.go_to_row(number)
        if self.model.current is not None:
            self.model.current = self.list.row
        self._show()

    def _nothing(self) -> str:
        if self.model.asked.text:
            return _("Nothing found for “{text}”.").format(text=self.model.asked.text)
        return {
            MatchState.OPEN: _("Everything that is listed is matched"),
            MatchState.LINKED: _("Nothing is matched yet"),
            MatchState.ALONE: _("Nothing is left alone"),
        }[self.model.state]

    def _show_panel(self) -> None:
        row = self.model.current
        if row is None:
            self.panel.hide()
            return
        place_side_panel(self, self._row, self.panel)
        self.panel.show_row(row)
        self.panel.show()

    def _close_panel(self) -> None:
        self.model.current = None
        self._show_panel()
        self.list.setFocus()

    # ------------------------------------------------------------------ what it may be

    def _look_next(self) -> None:
        """Work out what the listings in sight may be, some at a time."""
        for row in self.list.seen():
            self.model.want(row.id)
        if self._looking:
            return
        some = self.model.next_wanted()
        if not some:
            return
        self._looking = True
        desk = self.model.desk
        self._shell.runner.run(
            self,
            lambda _job: desk.propose(some),
            done=self._proposed,
            failed=self._not_proposed,
        )

    def _proposed(self, found: Mapping[UUID, tuple[Candidate, ...]]) -> None:
        self._looking = False
        self.model.proposed(found)
        self.list.viewport().update()
        self.head.refresh()
        if self.model.current is not None and self.model.current.id in found:
            self._show_panel()
        self._look_next()

    def _not_proposed(self, problem: Exception) -> None:
        self._looking = False
        self._shell.report(problem)

    # ------------------------------------------------------------------ inside

    def _chosen(self, row: MatchRow | None) -> None:
        self.model.current = row
        self.panel.search.edit.clear()
        if row is not None:
            self.model.want(row.id)
        self._show_panel()
        self._look_next()

    def _tick(self, row: MatchRow) -> None:
        """Tick a listing; where only a person can say what it is, the panel asks."""
        if not self.model.tick(row.id):
            self._chosen(row)
            self.panel.search.edit.setFocus()
        self.list.viewport().update()
        self.head.refresh()

    def _tick_current(self) -> None:
        if self.list.row is not None:
            self._tick(self.list.row)

    def _search(self, text: str) -> None:
        row = self.model.current
        if row is None:
            return

        def act() -> None:
            if not self.model.find(row.id, text):
                words = _("Nothing found for “{text}”.").format(text=text)
                self._shell.toast(Toast(words, icon="magnifying-glass"))

        self._try(act)
        self._choice_changed()

    def _choice_changed(self) -> None:
        self.list.viewport().update()
        self.head.refresh()
        self._show_panel()

    def _narrow(self) -> None:
        """Show the listings that account and text ask for."""
        self._try(lambda: self.model.ask(account=self.head.account, text=self.head.search.text))
        self.list.begin()
        self._show()

    def _show_state(self, key: str) -> None:
        self.model.show_state(MatchState(key))
        self._narrow()

    def _take_up(self, row: MatchRow) -> Undo:
        self.model.take_up(row)
        return lambda: _forget(self.model.leave_alone(row))

    def _do(self, row: MatchRow, text: str, act: Callable[[], Undo | None]) -> None:
        def done() -> None:
            undo = act()
            if undo is not None:
                self._offer(text.format(name=row.name), undo)

        self._try(done)

    def _offer(self, text: str, undo: Undo) -> None:
        def back() -> None:
            self._try(undo)
            self._refresh()

        self._shell.offer_undo(text, back)
        self._refresh()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ShopError as problem:
            self._shell.report(problem)
            self.list.refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.panel.isVisible():
            place_side_panel(self, self._row, self.panel)
        self._look_next()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.head)
        frame = surface("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        inside.addWidget(self._stack, 1)
        inside.addWidget(hairline())
        note = label(
            _("What is not ticked stays as it is; what was matched wrongly can be unlinked."),
            kind="micro",
            tone="muted",
            wrap=True,
        )
        note.setContentsMargins(16, 8, 16, 8)
        inside.addWidget(note)
        self._row.setSpacing(12)
        self._row.addWidget(frame, 1)
        column.addLayout(self._row, 1)
        self.panel.setParent(self)
        self.panel.hide()

    def _connect(self) -> None:
        self._typing.timeout.connect(self._narrow)
        self._soon.timeout.connect(self._refresh)
        self.head.back.clicked.connect(self.closed)
        self.head.link.clicked.connect(self.link_ticked)
        self.head.states.chosen.connect(self._show_state)
        self.head.search.text_changed.connect(lambda _text: self._typing.start())
        self.head.search.left_down.connect(self.list.setFocus)
        self.head.accounts.activated.connect(lambda _index: self._narrow())
        self.list.chosen.connect(self._chosen)
        self.list.ticked.connect(self._tick)
        self.list.opened.connect(self.panel.search.edit.setFocus)
        self.list.verticalScrollBar().valueChanged.connect(lambda _at: self._look_next())
        self.panel.closed.connect(self._close_panel)
        self.panel.link_asked.connect(self.link)
        self.panel.unlink_asked.connect(self.unlink)
        self.panel.alone_asked.connect(self.leave_alone)
        self.panel.new_asked.connect(self.make_new)
        self.panel.searched.connect(self._search)
        self.panel.changed.connect(self._choice_changed)


def _forget(_result: object) -> None:
    """Leave what an act returned."""
