"""The Online page: the shops above, what is to be decided below, the log at the right."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.file_uploads import Upload
from microshop_desktop.ui.online.account_card import AccountCard
from microshop_desktop.ui.online.catch_up import CatchUpPane
from microshop_desktop.ui.online.desk import Likely
from microshop_desktop.ui.online.entries import Entry
from microshop_desktop.ui.online.entry_list import EntryList
from microshop_desktop.ui.online.file_actions import FileActions
from microshop_desktop.ui.online.log_panel import LogPanel
from microshop_desktop.ui.online.page_head import PageHead
from microshop_desktop.ui.online.plan_pane import PlanPane
from microshop_desktop.ui.online.view_model import OnlineModel
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.labels import surface
from microshop_desktop.ui.widgets.toast import Toast

_LOG_WIDTH, _LOW = 372, 240
_LOW_PAGE = 664
"""In a window of less than 720 the small cards of shops that catch up fold into the banner."""
_CARD_WIDTH, _MOST_CARDS = 230, 5
_SOON_MS = 200
"""So long changes are gathered before the page is read anew."""
_PROGRESS_MS = 80


class OnlinePage(Page):
    """What is done here is the view-model's; the page lays out and forwards."""

    connect_asked = Signal()
    match_asked = Signal()

    def __init__(self, shell: Shell, model: OnlineModel) -> None:
        super().__init__()
        self._shell, self.model = shell, model
        self.head = PageHead(model)
        self.problem = Banner(tone="warning")
        self.cards: list[AccountCard] = []
        self.catching = CatchUpPane()
        self._grid, self._shops = QGridLayout(), QWidget()
        self.list, self.plan, self.log = EntryList(model), PlanPane(model), LogPanel()
        self._middle = QStackedWidget()
        self._soon, self._moving = QTimer(self), QTimer(self)
        self._was_running, self._looking = False, False
        self._files = FileActions(self, shell, self.reload)
        self._build()
        self._connect()
        self._read()

    # ------------------------------------------------------------------ what the shell asks

    @override
    def entered(self) -> None:
        self._read()
        self.focus_search()

    @override
    def focus_search(self) -> None:
        first = self.list.rows[0] if self.list.rows else self
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def escape(self) -> bool:
        if self.model.shows_plan:
            self._close_plan()
            return True
        return False

    @override
    def commands(self) -> Sequence[Command]:
        acts = [
            Command(_("What would be written"), self.look),
            Command(_("Sync now"), self.sync_now, "Ctrl+R"),
        ]
        if self.model.running:
            acts = [Command(_("Stop the sync"), self.stop)]
        return [*(acts if self.model.can_sync else []), *self._settle_command()]

    # ------------------------------------------------------------------ what changes by itself

    def sync_moved(self) -> None:
        """Show how far syncs are; what they changed is read once they rest."""
        if self.isVisible() and not self._moving.isActive():
            self._moving.start(_PROGRESS_MS)

    def reload(self) -> None:
        """Read anew what is shown, soon; behind another page that waits until this is shown."""
        if self.isVisible():
            self._soon.start(_SOON_MS)

    # ------------------------------------------------------------------ acts

    def sync_now(self) -> None:
        """Sync all shops that are not paused."""
        self.model.sync_now()
        self._show()

    def look(self) -> None:
        """Find out what would be written."""
        self.model.dry_run()
        self._show()

    def stop(self) -> None:
        """Break off what runs."""
        self.model.stop()
        self._show()

    def settle(self) -> None:
        """Carry out what was chosen."""

        def act() -> None:
            count = self.model.settle()
            done = ngettext("{count} thing is done", "{count} things are done", count)
            self._shell.toast(Toast(done.format(count=count), icon="check-circle"))

        self._try(act)
        self._read()

    def pause(self, account: UUID) -> None:
        """Let a shop rest, or sync it again."""
        self._try(lambda: self.model.pause(account))
        self._read()

    def take_in(self, account: UUID) -> None:
        """Take in an order file of a shop that works by files."""
        self._files.take_in(self.model.desk.files(account))

    def save_file(self, account: UUID, upload: Upload) -> None:
        """Save what a shop that works by files is to be told."""
        self._files.save(self.model.desk.files(account), upload)

    # ------------------------------------------------------------------ what is shown

    def _read(self) -> None:
        self._try(self.model.refresh)
        self._show()
        self._suggest_next()

    def _show(self) -> None:
        """Show the model as it is now."""
        self._moving.stop()
        self.head.refresh()
        self._show_cards()
        self._show_catching()
        problems = self.model.problems()
        self.problem.say("\n".join(problems), tone="warning")
        self.problem.setVisible(bool(problems))
        self.log.show_rows(self.model.log())
        if self.model.shows_plan:
            self.plan.refresh()
        else:
            self.list.refresh()
        self._middle.setCurrentWidget(self.plan if self.model.shows_plan else self.list)
        self._shell.set_badge("online", len(self.model.entries()))
        running, self._was_running = self._was_running, self.model.running
        if running and not self._was_running:
            self._soon.start(0)

    def _show_cards(self) -> None:
        looks = self.model.looks()
        if [card.account for card in self.cards] != [look.account for look in looks]:
            for card in self.cards:
                self._grid.removeWidget(card)
                card.deleteLater()
            may = self.model.desk.may_switch
            self.cards = [AccountCard(look.account, may_switch=may) for look in looks]
            for card in self.cards:
                card.paused.connect(self.pause)
                card.taking.connect(self.take_in)
                card.saving.connect(self.save_file)
            self._place_cards()
        for card, look in zip(self.cards, looks, strict=True):
            card.show_look(look)

    def _show_catching(self) -> None:
        """Show how catching up goes, in the place of the cards; where it is low, in one line."""
        look = self.model.catch_up()
        if look is not None:
            self.catching.show_look(look, low=self.height() < current().px(_LOW_PAGE))
        self.catching.setVisible(look is not None)
        self._shops.setVisible(look is None)

    def _dismiss(self) -> None:
        self.model.dismiss_catch_up()
        self._show()

    def _see_done(self) -> None:
        """Show all that syncs did."""
        self.log.only_bad.setChecked(False)
        self.log.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.log.show_rows(self.model.log())
        self.log.to_the_top()

    def _place_cards(self) -> None:
        """Lay the cards out in as many columns as have place."""
        room = max(1, (self.width() - 32) // current().px(_CARD_WIDTH))
        columns = max(1, min(room, _MOST_CARDS, len(self.cards)))
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for place in range(_MOST_CARDS):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cards()
        self._show_catching()

    # ------------------------------------------------------------------ goods alike

    def _suggest_next(self) -> None:
        """Look for goods that the next listing may be, one after the other."""
        listing = self.model.to_suggest()
        if listing is None or self._looking:
            return
        self._looking = True
        desk = self.model.desk
        self._shell.runner.run(
            self,
            lambda _job: desk.suggest(listing),
            done=partial(self._suggested, listing),
            failed=lambda _problem: self._suggested(listing, ()),
        )

    def _suggested(self, listing: UUID, likely: Sequence[Likely]) -> None:
        self._looking = False
        self.model.suggested(listing, likely)
        self.list.refresh()
        self._suggest_next()

    def _search(self, entry: Entry, text: str) -> None:
        def act() -> None:
            if not self.model.search(entry, text):
                words = _("Nothing found for “{text}”.").format(text=text)
                self._shell.toast(Toast(words, icon="magnifying-glass"))

        self._try(act)
        self.list.refresh()
        self.list.go_to(entry.key)

    # ------------------------------------------------------------------ inside

    def _build(self) -> None:
        column = self._column()
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.head)
        self._grid.setSpacing(12)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._shops.setLayout(self._grid)
        column.addWidget(self.catching)
        column.addWidget(self._shops)
        self.catching.hide()
        column.addWidget(self.problem)
        self._middle.addWidget(self.list)
        self._middle.addWidget(self.plan)
        column.addLayout(self._below(), 1)
        self.problem.hide()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _column(self) -> QVBoxLayout:
        """The column that all stands in; with large texts it scrolls as a whole."""
        if not current().roomy:
            return QVBoxLayout(self)
        inside, area = surface("canvas"), QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        return QVBoxLayout(inside)

    def _below(self) -> QBoxLayout:
        """The decisions with the log beside them, or under them where texts are large."""
        theme = current()
        both = QVBoxLayout() if theme.roomy else QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(_framed(self._middle), 1)
        both.addWidget(_framed(self.log))
        if theme.roomy:
            for part in (self._middle, self.log):
                part.setMinimumHeight(theme.px(_LOW))
        else:
            self.log.setFixedWidth(theme.px(_LOG_WIDTH))
        return both

    def _connect(self) -> None:
        for timer, act in ((self._soon, self._read), (self._moving, self._show)):
            timer.setSingleShot(True)
            timer.timeout.connect(act)
        self.head.sync.clicked.connect(self.sync_now)
        self.head.look.clicked.connect(self.look)
        self.head.stop.clicked.connect(self.stop)
        self.head.what_was_done.clicked.connect(self._see_done)
        self.catching.dismissed.connect(self._dismiss)
        self.head.match.clicked.connect(self.match_asked)
        self.head.connect_shop.clicked.connect(self.connect_asked)
        self.list.settled.connect(self.settle)
        self.list.searched.connect(self._search)
        self.list.copied.connect(self._copy_letters)
        self.list.order_asked.connect(lambda order: self._shell.go_to("orders", order))
        self.plan.closed.connect(self._close_plan)
        self.log.narrowed.connect(self._narrow)

    def _settle_command(self) -> list[Command]:
        if not self.model.chosen() or self.model.shows_plan:
            return []
        return [Command(_("Do what is chosen"), self.settle, "Ctrl+Enter")]

    def _copy_letters(self, entry: Entry) -> None:
        """Put what buyers may be told into the clipboard."""
        text = self.model.letters(entry)
        if text:
            QGuiApplication.clipboard().setText(text)
            self._shell.toast(Toast(_("The text for buyers is copied"), icon="copy"))

    def _close_plan(self) -> None:
        self.model.shows_plan = False
        self._show()

    def _narrow(self, only_bad: bool) -> None:
        self.model.only_bad = only_bad
        self.log.show_rows(self.model.log())

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ShopError as problem:
            self._shell.report(problem)


def _framed(inside: QWidget) -> QWidget:
    frame = surface("card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(inside)
    return frame
