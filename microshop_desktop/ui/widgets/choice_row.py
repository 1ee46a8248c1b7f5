"""A row of a list with something to decide: its choices as radio cards."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from microshop_desktop.ui.widgets.radio_card import RadioCard


class ChoiceRow(QFrame):
    """← and → choose a card, ↑ and ↓ ask for another row by `moved`. Subclasses lay it out."""

    moved = Signal(int)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        index: int,
        *,
        fixed: bool,
        optional: bool = False,
    ) -> None:
        """Make a card of each text with its effect; `fixed` lets nobody choose another.

        `optional`: none need be chosen, which is −1; the chosen one pressed again is let go.
        """
        super().__init__()
        self._index, self._fixed, self._least = index, fixed, -1 if optional else 0
        self.setProperty("surface", "head")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.cards = [RadioCard(text, effect) for text, effect in choices]
        for place, card in enumerate(self.cards):
            card.setEnabled(not fixed)
            card.clicked.connect(lambda _on=False, place=place: self._press(place))

    @property
    def index(self) -> int:
        """Which card is chosen; −1 where none is."""
        return self._index

    def pick(self, index: int) -> None:
        """Choose a card, the nearest there is."""
        self._index = max(self._least, min(index, len(self.cards) - 1))
        self.mark()

    def _press(self, place: int) -> None:
        self.pick(self._least if place == self._index and self._least < 0 else place)

    def mark(self) -> None:
        """Show which card is chosen."""
        for place, card in enumerate(self.cards):
            card.setChecked(place == self._index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if plain and key in steps and not self._fixed:
            self.pick(self._index + steps[key])
        elif plain and key in moves:
            self.moved.emit(moves[key])
        else:
            super().keyPressEvent(event)
