"""A card: a framed region on the page."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.widgets.labels import label


class Card(QFrame):
    """A frame with a column inside it; add widgets to `column`."""

    def __init__(self, title: str = "", *, padding: int = 16, gap: int = 12) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding, padding, padding)
        self.column.setSpacing(gap)
        if title:
            self.column.addWidget(label(title, kind="strong"))

    def mark(self, *, chosen: bool) -> None:
        """Frame it as the chosen one of several."""
        set_look(self, surface="selected" if chosen else "card")
