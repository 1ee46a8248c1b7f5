"""Catching up after a time offline: a banner over all shops, and a small card for each."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.online.account_card import Bar
from microshop_desktop.ui.online.catch_up_words import CatchUpLook, ShopCatchUp
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import IconLabel, label, surface
from microshop_desktop.ui.widgets.pill import Pill

_MOST_FIGURES = 3
_PERMILLE = 1000
_CARD_WIDTH, _MOST_CARDS = 230, 5


class ShopCard(Card):
    """A shop while it catches up."""

    def __init__(self, account: UUID) -> None:
        super().__init__(padding=11, gap=6)
        self.account = account
        self._badge = ChannelBadge(side=22)
        self._name = ElidedLabel(kind="strong")
        self.state = Pill()
        self._bar = Bar()
        self.line = ElidedLabel(kind="micro", tone="muted")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._badge)
        head.addWidget(self._name, 1)
        head.addWidget(self.state)
        self.column.addLayout(head)
        self.column.addWidget(self._bar)
        self.column.addWidget(self.line)

    def show_look(self, look: ShopCatchUp) -> None:
        """Show how far it is now."""
        self._badge.show_source(look.source)
        self._name.setText(look.name)
        self.state.show_state(look.state.text, tone=look.state.tone, icon=look.state.icon)
        self._bar.show_share(round(look.share * _PERMILLE), _PERMILLE, done=look.is_done)
        self.line.setText(look.line)
        self.setAccessibleName(f"{look.name}, {look.state.text}. {look.line}")


class CatchUpPane(QWidget):
    """Banner and cards; `dismissed` once a person has seen that all is caught up."""

    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[ShopCard] = []
        self._icon = IconLabel("arrows-clockwise", 36, "accent")
        self.title = label(kind="title")
        self._hint = ElidedLabel(tone="muted")
        self._bar = Bar(trough="surface")
        self._folded = ElidedLabel(kind="micro", tone="muted")
        self.figures = [
            (label(kind="title"), label(kind="micro")) for _each in range(_MOST_FIGURES)
        ]
        self.close_button = icon_button("x", _("Close"))
        self._holders: list[QWidget] = []
        self._grid = QGridLayout()
        self._shops = QWidget()
        self._build()
        self.close_button.clicked.connect(self.dismissed)

    def show_look(self, look: CatchUpLook, *, low: bool) -> None:
        """Show how far it is; `low`: the shops have no place of their own but in the banner."""
        self._icon.show_icon("arrows-clockwise" if look.runs else "cloud-check")
        self.title.setText(look.title)
        self._hint.setText(look.hint)
        self._bar.show_share(round(look.share * _PERMILLE), _PERMILLE, done=not look.runs)
        for place, (value, name) in enumerate(self.figures):
            shown = place < len(look.figures)
            if shown:
                value.setText(look.figures[place][0])
                name.setText(look.figures[place][1])
            self._holders[place].setVisible(shown)
        self.close_button.setVisible(not look.runs)
        self._show_shops(look, low=low)
        said = ", ".join(f"{name} {value}" for value, name in look.figures)
        self.setAccessibleName(f"{look.title}. {said}")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _show_shops(self, look: CatchUpLook, *, low: bool) -> None:
        texts = [f"{shop.name} {shop.state.text} ({shop.line})" for shop in look.shops]
        self._folded.setText("  ·  ".join(texts))
        self._folded.setVisible(low)
        self._shops.setVisible(not low)
        if [card.account for card in self.cards] != [shop.account for shop in look.shops]:
            for card in self.cards:
                self._grid.removeWidget(card)
                card.setParent(None)
                card.deleteLater()
            self.cards = [ShopCard(shop.account) for shop in look.shops]
            self._place()
        for card, shop in zip(self.cards, look.shops, strict=True):
            card.show_look(shop)

    def _place(self) -> None:
        room = max(1, self.width() // current().px(_CARD_WIDTH))
        columns = max(1, min(room, _MOST_CARDS, len(self.cards)))
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for place in range(_MOST_CARDS):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._banner())
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._shops.setLayout(self._grid)
        column.addWidget(self._shops)

    def _banner(self) -> QWidget:
        banner = surface("info")
        row = QHBoxLayout(banner)
        row.setContentsMargins(20, 12, 16, 12)
        row.setSpacing(16)
        row.addWidget(self._icon)
        texts = QVBoxLayout()
        texts.setSpacing(6)
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self.title)
        first.addWidget(self._hint, 1)
        texts.addLayout(first)
        texts.addWidget(self._bar)
        texts.addWidget(self._folded)
        row.addLayout(texts, 1)
        for value, name in self.figures:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            for text in (value, name):
                text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                column.addWidget(text)
            self._holders.append(holder)
            row.addWidget(holder)
        row.addWidget(self.close_button)
        return banner
