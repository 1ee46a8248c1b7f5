"""A section of the settings: what the list at the left says of it, and what it shows."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.rows import SettingsCard
from microshop_desktop.ui.settings.view_model import SettingsViewModel


class Section(QWidget):
    """Cards below one another. Subclasses add cards and say their state in one line."""

    key = ""
    icon = ""

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__()
        self.vm, self.shell = vm, shell
        self.cards: list[SettingsCard] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def title(self) -> str:
        """What the section is called."""
        raise NotImplementedError

    def subtitle(self) -> str:
        """A line beside the title, where one helps."""
        return ""

    def head_button(self) -> QWidget | None:
        """What stands at the right of the title, where a section has such a thing."""
        return None

    def state(self) -> tuple[str, str]:
        """Its state in one line and the tone of that line (`muted` or `warning`)."""
        raise NotImplementedError

    def add_card(self, title: str = "") -> SettingsCard:
        """Put a card under the others."""
        card = SettingsCard(title)
        self.cards.append(card)
        self.column.addWidget(card)
        return card

    def words(self) -> Sequence[str]:
        """The names of its rows, for who looks for a setting."""
        return [row.name for card in self.cards for row in card.rows]

    def refresh(self) -> None:
        """Show all values as they are now."""
        for card in self.cards:
            card.refresh()
