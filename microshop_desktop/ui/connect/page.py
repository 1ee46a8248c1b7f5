"""Connecting an online shop: one panel whose steps follow each other, while selling goes on."""

import threading
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.connect.desk import Answer
from microshop_desktop.ui.connect.done_pane import DonePane
from microshop_desktop.ui.connect.keys_pane import KeysPane
from microshop_desktop.ui.connect.offer_pane import OfferPane
from microshop_desktop.ui.connect.platform_pane import PlatformPane
from microshop_desktop.ui.connect.steps import StepLine
from microshop_desktop.ui.connect.view_model import ConnectModel, Step
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.runner import Handle
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.labels import label, surface

_WIDTH = 880


class ConnectPage(Page):
    """What is done is the view-model's. `closed`: it is left; `match_asked`: goods are left."""

    closed = Signal()
    match_asked = Signal(object)
    """The id of the account."""

    def __init__(self, shell: Shell, model: ConnectModel) -> None:
        super().__init__()
        self._shell, self.model = shell, model
        self._handle: Handle | None = None
        self.back = icon_button("arrow-left", _("Back"))
        self._title = label(kind="title")
        self._badge = ChannelBadge(side=32)
        self.steps = StepLine()
        self._place = QVBoxLayout()
        self.pane: QWidget = QWidget()
        self._area = QScrollArea()
        self._build()
        self.back.clicked.connect(self._go_back)
        self.show_step()

    # ------------------------------------------------------------------ what the shell asks

    @override
    def entered(self) -> None:
        self._focus()

    @override
    def focus_search(self) -> None:
        self._focus()

    @override
    def escape(self) -> bool:
        self._go_back()
        return True

    @override
    def commands(self) -> Sequence[Command]:
        return [Command(_("Back"), self._go_back, "Esc")]

    # ------------------------------------------------------------------ what changes by itself

    def sync_moved(self) -> None:
        """Show how far the first sync is."""
        if isinstance(self.pane, DonePane) and self.isVisible():
            self.pane.refresh()

    # ------------------------------------------------------------------ acts

    def begin(self) -> None:
        """Show the step that the model stands at, from its beginning."""
        self.show_step()
        self._focus()

    def show_step(self) -> None:
        """Show the pane of the step."""
        model, draft = self.model, self.model.draft
        anew = model.enters_anew
        name = _("Enter the keys of {name} anew").format(name=model.name)
        self._title.setText(name if anew else _("Connect an online shop"))
        self._badge.setVisible(draft is not None)
        if draft is not None:
            self._badge.show_source(draft.platform.kind)
        self.steps.show_step(model.step, anew=anew)
        before, self.pane = self.pane, self._made()
        self._place.replaceWidget(before, self.pane)
        before.hide()
        before.deleteLater()
        self._area.verticalScrollBar().setValue(0)

    def check(self) -> None:
        """Ask the platform, beside the window."""
        draft = self.model.draft
        if draft is None or self.model.checking:
            return
        if self.model.by_files:
            self.model.go_by_files()
            self._later()
            return
        wish, stop, desk = draft.wish(), self.model.begin_check(), self.model.desk
        self._refresh_keys()
        self._handle = self._shell.runner.run(
            self,
            lambda _job: desk.check(wish, stop),
            done=partial(self._checked, stop),
            failed=partial(self._failed, stop),
        )

    def stop(self) -> None:
        """Wait for the platform no longer."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        self.model.cancel()
        self._refresh_keys()

    # ------------------------------------------------------------------ inside

    def _checked(self, stop: threading.Event, answer: Answer) -> None:
        """Take in an answer, unless another account was turned to while it was waited for."""
        if stop.is_set():
            return
        self._handle = None
        try:
            self.model.checked(answer)
        except ShopError as problem:
            self._shell.report(problem)
            return
        self._shell.announce(_("{name} takes the keys.").format(name=self.model.name))
        self.begin()

    def _failed(self, stop: threading.Event, problem: Exception) -> None:
        if stop.is_set():
            return
        self._handle = None
        self.model.failed(problem)
        self._refresh_keys()
        if self.model.problem is not None:
            self._shell.announce(self.model.problem.text, urgent=True)

    def _refresh_keys(self) -> None:
        if isinstance(self.pane, KeysPane):
            self.pane.refresh()

    def _choose(self, kind: str) -> None:
        self.model.choose(kind)
        self._later()

    def _later(self) -> None:
        """Build the next step once the press that asked for it is over."""
        QTimer.singleShot(0, self, self.begin)

    def _go_back(self) -> None:
        if self.model.checking:
            self.stop()
        elif self.model.back():
            self._later()
        else:
            self.closed.emit()

    def _focus(self) -> None:
        if isinstance(self.pane, KeysPane):
            self.pane.focus_first()
        elif isinstance(self.pane, PlatformPane):
            self.pane.tiles[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif isinstance(self.pane, OfferPane):
            self.pane.name.setFocus()
        elif isinstance(self.pane, DonePane):
            self.pane.close_button.setFocus()

    def _made(self) -> QWidget:
        """Return the pane of the step."""
        model = self.model
        if model.step is Step.KEYS:
            keys = KeysPane(model)
            keys.checked.connect(self.check)
            keys.stopped.connect(self.stop)
            keys.changed.connect(self._later)
            return keys
        if model.step is Step.OFFER:
            offer = OfferPane(model)
            offer.saved.connect(self._later)
            return offer
        if model.step is Step.DONE:
            done = DonePane(model)
            done.match_asked.connect(lambda: self.match_asked.emit(model.account))
            done.closed.connect(self.closed)
            return done
        platforms = PlatformPane()
        platforms.chosen.connect(self._choose)
        return platforms

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.back)
        head.addWidget(self._badge)
        head.addWidget(self._title)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._scrolling(), 1)

    def _scrolling(self) -> QScrollArea:
        card = surface("card")
        card.setMaximumWidth(current().px(_WIDTH))
        self._place = QVBoxLayout(card)
        self._place.setContentsMargins(20, 16, 20, 20)
        self._place.setSpacing(16)
        self._place.addWidget(self.steps)
        self._place.addWidget(self.pane)
        middle = surface("canvas")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(card, 100, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(middle)
        return self._area
