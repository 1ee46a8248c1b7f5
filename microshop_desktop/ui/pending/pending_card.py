"""The list of pending payments as a card over the window: entries left, the chosen one right."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _, mark
from microshop_desktop.services.pending_list import PendingEntry
from microshop_desktop.ui.overlay import Overlay
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.pending.desk import PendingDesk
from microshop_desktop.ui.pending.entry_row import EntryRow
from microshop_desktop.ui.pending.view_model import Fetched, PendingModel
from microshop_desktop.ui.pending.words import Deed, qr_of
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button, Kind
from microshop_desktop.ui.widgets.card_head import card_head
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.labels import label, surface
from microshop_desktop.ui.widgets.pill import Pill
from microshop_desktop.ui.widgets.qr_code import QrCode

_WIDTH, _HEIGHT, _LIST = 980, 500, 470
_BUTTONS: dict[Deed, tuple[str, str, Kind]] = {
    Deed.ASK: (mark("Ask now"), "arrows-clockwise", "primary"),
    Deed.SLIP: ("", "", "secondary"),
    Deed.CLOSE: (mark("Close this payment"), "x", "danger_quiet"),
    Deed.WECHAT: (mark("Collect by WeChat"), "wechat-pay", "wechat"),
    Deed.ALIPAY: (mark("Collect by Alipay"), "alipay", "alipay"),
    Deed.CASH: (mark("Taken in cash"), "money-fill", "ink"),
    Deed.CANCEL: (mark("Cancel the order"), "x", "danger_quiet"),
    Deed.GIVE_BACK: (mark("Give it back as it came"), "arrow-counter-clockwise", "primary"),
    Deed.BACK_IN_CASH: (mark("Give it back in cash"), "money", "secondary"),
    Deed.TRY_AGAIN: (mark("Try the refund again"), "arrows-clockwise", "primary"),
    Deed.ASK_AGAIN: (mark("Ask the platform again"), "arrows-clockwise", "primary"),
    Deed.REFUND_IN_CASH: (mark("Given back in cash"), "money", "secondary"),
    Deed.TAKE: (mark("Book the amount that came"), "check", "secondary"),
    Deed.PUT_ASIDE: (mark("End it without booking"), "x", "danger_quiet"),
}


class PendingCard(Overlay):
    """Shows what is not settled; `refresh` after anything changed."""

    def __init__(self, window: QWidget, desk: PendingDesk, shell: Shell) -> None:
        super().__init__(window, width=_WIDTH)
        self._shell = shell
        self._rows: list[EntryRow] = []
        self._list = QVBoxLayout()
        self.word = Pill()
        self.amount = label(kind="figure")
        self.facts = label(tone="muted", wrap=True)
        self.note = label(wrap=True)
        self.code = QrCode()
        self.problem = Banner(tone="danger")
        self.buttons: dict[Deed, Button] = {}
        self.empty = EmptyState("check-circle", _("Nothing is pending: all money is known"))
        self.more = Button(_("Show more"), kind="link")
        self._detail = QWidget()
        self._body = QWidget()
        self._build()
        self.model = PendingModel(desk, self)
        self.more.clicked.connect(self.model.show_more)
        self.show()

    @Slot()
    def refresh(self) -> None:
        """Something changed: read the list anew, off the main thread."""
        self._shell.runner.run(self, lambda _job: self.model.fetch(), done=self._take)

    def _take(self, fetched: Fetched) -> None:
        self.model.take(fetched)
        self._show_now()

    def show_order(self, order: UUID) -> None:
        """Look at the entry of an order."""
        self.model.choose_order(order)
        self._show_now()

    @override
    def show(self) -> None:
        """Show entries and the chosen one as they are now."""
        self._show_now()
        super().show()

    def ask(self, title: str, verb: str, text: str = "") -> bool:
        """Ask before money moves; true when the named verb was chosen."""
        stay = _("Leave it as it is")
        wanted = self._shell.ask(Question(title, verb=verb, text=text, stay=stay))
        self.setFocus()
        return wanted

    def _show_now(self) -> None:
        entries = self.model.entries
        self.empty.setVisible(not entries)
        self._body.setVisible(bool(entries))
        self._show_rows(entries)
        self.more.setVisible(self.model.has_more)
        if self.model.entry is not None:
            self._show_detail(self.model.entry)

    def _show_rows(self, entries: tuple[PendingEntry, ...]) -> None:
        while len(self._rows) > len(entries):
            row = self._rows.pop()
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(entries):
            row = EntryRow()
            row.picked.connect(self._choose)
            self._list.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for row, entry in zip(self._rows, entries, strict=True):
            chosen = entry.key == self.model.chosen
            row.show_entry(entry.key, self.model.look(entry), chosen=chosen)

    def _show_detail(self, entry: PendingEntry) -> None:
        look = self.model.look(entry)
        self.word.show_state(look.word, tone=look.tone, icon=look.icon)
        self.amount.setText(look.amount)
        self.facts.setText(look.facts)
        self.note.setText(look.note)
        self.note.setVisible(bool(look.note))
        qr = qr_of(entry)
        self.code.show_text(qr)
        self.code.setVisible(bool(qr))
        self.problem.say(self.model.problem, tone="danger")
        self.problem.setVisible(bool(self.model.problem))
        text, icon = self.model.slip_label()
        self.buttons[Deed.SLIP].set_label(text)
        self.buttons[Deed.SLIP].set_icon_name(icon)
        deeds = self.model.deeds()
        for deed, button in self.buttons.items():
            button.setVisible(deed in deeds)

    def _choose(self, key: object) -> None:
        if isinstance(key, UUID):
            self.model.choose(key)

    def _build(self) -> None:
        self.card.column.addLayout(self._head())
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(16)
        body.addWidget(self._list_area())
        body.addWidget(self._detail_column(), 1)
        theme, window = current(), self.window()
        self._body.setFixedHeight(min(theme.px(_HEIGHT), window.height() - theme.px(150)))
        self.card.column.addWidget(self._body)
        self.card.column.addWidget(self.empty)

    def _head(self) -> QHBoxLayout:
        note = _("They are followed by themselves; you are told what became of them.")
        return card_head(_("Pending payments"), note, self.close_layer)

    def _list_area(self) -> QScrollArea:
        area, inside = QScrollArea(), surface("surface")
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(6)
        self._list.addWidget(self.more)
        self._list.addStretch(1)
        inside.setLayout(self._list)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(min(current().px(_LIST), self.window().width() // 2 - 40))
        return area

    def _detail_column(self) -> QFrame:
        frame = surface("quiet")
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.word)
        for part in (self.amount, self.facts, self.note):
            column.addWidget(part)
        column.addWidget(self.code, 100)
        column.addStretch(1)
        column.addWidget(self.problem)
        for deed, (text, icon, kind) in _BUTTONS.items():
            button = Button(_(text) if text else "", icon=icon, kind=kind, size="default")
            button.clicked.connect(partial(self._do, deed))
            self.buttons[deed] = button
            column.addWidget(button)
        return frame

    def _do(self, deed: Deed) -> None:
        self.model.do(deed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        keys = [entry.key for entry in self.model.entries]
        if step is None or self.model.chosen not in keys:
            super().keyPressEvent(event)
            return
        place = keys.index(self.model.chosen) + step
        self.model.choose(keys[max(0, min(len(keys) - 1, place))])
