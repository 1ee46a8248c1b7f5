"""Something to decide in the list: what it is, and the choices as cards."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.online.entries import ChoiceKind, Entry
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.choice_row import ChoiceRow
from microshop_desktop.ui.widgets.elided_label import ElidedLabel

_CARDS_A_ROW = 3


class EntryRow(ChoiceRow):
    """`picked` tells the card, `searched` a typed text, `order_asked` an order."""

    picked = Signal(object, int)
    searched = Signal(object, str)
    order_asked = Signal(object)

    def __init__(self, entry: Entry, index: int) -> None:
        super().__init__([(card.text, card.effect) for card in entry.cards], index, fixed=False)
        self.entry = entry
        self.setAccessibleName(f"{entry.title}. {entry.line}")
        self.look_for = QLineEdit()
        self.look_for.setPlaceholderText(_("Name or code of the goods"))
        self.look_for.returnPressed.connect(self._search)
        self._build()
        self.mark()

    @override
    def pick(self, index: int) -> None:
        super().pick(index)
        self.picked.emit(self.entry, self.index)
        if self.look_for.isVisibleTo(self):
            self.look_for.setFocus()

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

    @override
    def mark(self) -> None:
        super().mark()
        chosen = self.entry.cards[self.index].kind
        self.look_for.setVisible(chosen is ChoiceKind.OTHER)

    def _search(self) -> None:
        if self.look_for.text().strip():
            self.searched.emit(self.entry, self.look_for.text())
