"""How questions come to a platform: a card each, explained in one sentence."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from microshop_desktop.channels.platforms import TRANSPORTS
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.widgets.choice_row import ChoiceRow
from microshop_desktop.ui.widgets.labels import label


class TransportRow(ChoiceRow):
    """`chosen` tells the key of a transport."""

    chosen = Signal(str)

    def __init__(self, keys: Sequence[str], current_key: str) -> None:
        self._keys = [key for key in keys if key in TRANSPORTS]
        cards = [(_(TRANSPORTS[key].title), _(TRANSPORTS[key].effect)) for key in self._keys]
        super().__init__(cards, self._keys.index(current_key), fixed=False)
        self.setProperty("surface", "surface")
        self.setAccessibleName(_("How the platform is asked"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(_("How the platform is asked"), kind="strong"))
        for card in self.cards:
            column.addWidget(card)
        self.mark()

    @override
    def pick(self, index: int) -> None:
        super().pick(index)
        self.chosen.emit(self._keys[self.index])
