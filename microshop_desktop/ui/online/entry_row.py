"""Something to decide in the list: what it is, and the choices as cards."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.online.entries import ChoiceKind, Entry
from microshop_desktop.ui.reconcile.radio_card import RadioCard
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.elided_label import ElidedLabel

_CARDS_A_ROW = 3


class EntryRow(QFrame):
    """`picked` tells the card; `searched` a typed text; `order_asked` an order; `moved` a step."""

    picked = Signal(object, int)
    searched = Signal(object, str)
    order_asked = Signal(object)
    moved = Signal(int)

    def __init__(self, entry: Entry, index: int) -> None:
        super().__init__()
        self.entry = entry
        self._index = index
        self.setProperty("surface", "head")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{entry.title}. {entry.line}")
        self.cards = [RadioCard(card.text, card.effect) for card in entry.cards]
        self.look_for = QLineEdit()
        self.look_for.setPlaceholderText(_("Name or code of the goods"))
        self.look_for.returnPressed.connect(self._search)
        self._build()
        for place, card in enumerate(self.cards):
            card.clicked.connect(lambda _on=False, place=place: self.pick(place))
        self._mark()

    @property
    def index(self) -> int:
        """Which card is chosen."""
        return self._index

    def pick(self, index: int) -> None:
        """Choose a card."""
        self._index = max(0, min(index, len(self.cards) - 1))
        self._mark()
        self.picked.emit(self.entry, self._index)
        if self.look_for.isVisibleTo(self):
            self.look_for.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if plain and key in steps:
            self.pick(self._index + steps[key])
        elif plain and key in moves:
            self.moved.emit(moves[key])
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 11, 16, 11)
        column.setSpacing(theme.px(8))
        column.addLayout(self._head())
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        columns = min(len(self.cards), 1 if theme.roomy else _CARDS_A_ROW)
        for place, card in enumerate(self.cards):
            grid.addWidget(card, place // columns, place % columns)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        column.addWidget(self.look_for)

    def _head(self) -> QHBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(1)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(ElidedLabel(self.entry.title, kind="strong"))
        first.addWidget(ChannelBadge(self.entry.source, side=22))
        first.addStretch(1)
        texts.addLayout(first)
        texts.addWidget(ElidedLabel(self.entry.line, kind="micro", tone="muted"))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(texts, 1)
        if self.entry.order is not None:
            show = Button(_("Open the order"), kind="link", icon="receipt")
            show.clicked.connect(lambda: self.order_asked.emit(self.entry.order))
            head.addWidget(show)
        return head

    def _mark(self) -> None:
        for place, card in enumerate(self.cards):
            card.setChecked(place == self._index)
        chosen = self.entry.cards[self._index].kind
        self.look_for.setVisible(chosen is ChoiceKind.OTHER)

    def _search(self) -> None:
        if self.look_for.text().strip():
            self.searched.emit(self.entry, self.look_for.text())
