"""Something to decide in the list: what it is, and the choices as cards."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.decisions import Choice
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.online.entries import NOTHING_CHOSEN, Card, CardKind, Entry
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.choice_row import ChoiceRow
from microshop_desktop.ui.widgets.elided_label import ElidedLabel

_CARDS_A_ROW = 3


class EntryRow(ChoiceRow):
    """`picked` tells the card, `searched` a typed text, `order_asked` an order.

    `said` tells courier and number of a parcel.
    """

    picked = Signal(object, int)
    searched = Signal(object, str)
    order_asked = Signal(object)
    said = Signal(object, str, str)

    def __init__(self, entry: Entry, index: int, words: tuple[str, str] = ("", "")) -> None:
        super().__init__(
            [(card.text, card.effect) for card in entry.cards],
            index,
            fixed=False,
            optional=any(card.kind is CardKind.DECIDE for card in entry.cards),
        )
        self.entry = entry
        self.setAccessibleName(f"{entry.title}. {entry.line}")
        self.look_for = QLineEdit()
        self.look_for.setPlaceholderText(_("Name or code of the goods"))
        self.look_for.returnPressed.connect(self._search)
        self.courier, self.tracking = QLineEdit(words[0]), QLineEdit(words[1])
        self._parcel = QWidget()
        self._build()
        self.mark()

    @override
    def pick(self, index: int) -> None:
        super().pick(index)
        self.picked.emit(self.entry, self.index)
        if self.look_for.isVisibleTo(self):
            self.look_for.setFocus()
        elif self._parcel.isVisibleTo(self):
            self.tracking.setFocus()

    @override
    def mark(self) -> None:
        super().mark()
        chosen = self._chosen()
        self.look_for.setVisible(chosen is not None and chosen.kind is CardKind.OTHER)
        again = chosen is not None and chosen.choice is Choice.AGAIN
        self._parcel.setVisible(self.entry.is_parcel and again)

    def middle(self) -> Sequence[QWidget]:
        """Return what stands between the head and the choices."""
        return ()

    def foot(self) -> Sequence[QWidget]:
        """Return what stands below the choices."""
        return ()

    def build_cards(self) -> QGridLayout:
        """Return the choices side by side, or below each other where texts are large."""
        theme = current()
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        columns = max(1, min(len(self.cards), 1 if theme.roomy else _CARDS_A_ROW))
        for place, card in enumerate(self.cards):
            grid.addWidget(card, place // columns, place % columns)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        return grid

    def head(self) -> QHBoxLayout:
        """Return title and line, with a way to the order."""
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

    def _build(self) -> None:
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 11, 16, 11)
        column.setSpacing(theme.px(8))
        column.addLayout(self.head())
        for part in self.middle():
            column.addWidget(part)
        column.addLayout(self.build_cards())
        column.addWidget(self.look_for)
        self._build_parcel()
        column.addWidget(self._parcel)
        for part in self.foot():
            column.addWidget(part)

    def _build_parcel(self) -> None:
        fields = QHBoxLayout(self._parcel)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(8)
        self.courier.setPlaceholderText(_("Courier, empty as before"))
        self.tracking.setPlaceholderText(_("Number, empty as before"))
        for field in (self.courier, self.tracking):
            fields.addWidget(field, 1)
            field.textChanged.connect(self._say)

    def _chosen(self) -> Card | None:
        return None if self.index == NOTHING_CHOSEN else self.entry.cards[self.index]

    def _say(self) -> None:
        self.said.emit(self.entry, self.courier.text(), self.tracking.text())

    def _search(self) -> None:
        if self.look_for.text().strip():
            self.searched.emit(self.entry, self.look_for.text())
