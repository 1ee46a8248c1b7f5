"""How lists of the page of online shops are laid out: a head with a button, then what scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from microshop_desktop.ui.widgets.labels import hairline, label


def list_head(title: str, button: QWidget) -> QHBoxLayout:
    """Return the head of a list."""
    head = QHBoxLayout()
    head.setContentsMargins(16, 6, 8, 6)
    head.addWidget(label(title, kind="lead"))
    head.addStretch(1)
    head.addWidget(button)
    return head


def scrolling(inside: QWidget) -> QScrollArea:
    """Return what scrolls up and down alone; its rows are reached by keys of their own."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def stacked(owner: QWidget, head: QHBoxLayout, body: QWidget) -> None:
    """Put a head over a body, with a line between."""
    column = QVBoxLayout(owner)
    column.setContentsMargins(1, 1, 1, 1)
    column.setSpacing(0)
    column.addLayout(head)
    column.addWidget(hairline())
    column.addWidget(body, 1)
