"""The head of a card over the page: what it is, what it is for, and the button that closes it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.labels import label


def card_head(title: str, note: str, close: Callable[[], object]) -> QHBoxLayout:
    """Return the head of a card."""
    row, words = QHBoxLayout(), QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(label(title, kind="title"))
    words.addWidget(label(note, kind="micro", tone="muted", wrap=True))
    row.addLayout(words, 1)
    button = icon_button("x", _("Close"))
    button.clicked.connect(close)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row
