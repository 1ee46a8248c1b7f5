"""F1: the keys that work here, in two columns over the page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.overlay import Overlay
from microshop_desktop.ui.page import Command
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.key_hint import KeyHint
from microshop_desktop.ui.widgets.labels import label

_WIDTH = 720
_ROWS = 12


class KeyHelp(Overlay):
    """Lists keys: those of the page first, then those of the whole window."""

    def __init__(
        self, window: QWidget, *, page: Sequence[Command], everywhere: Sequence[Command]
    ) -> None:
        super().__init__(window, width=_WIDTH)
        head = QHBoxLayout()
        head.addWidget(label(_("Keys"), kind="title"), 1)
        close = icon_button("x", _("Close"))
        close.clicked.connect(self.close_layer)
        head.addWidget(close)
        self.card.column.addLayout(head)
        columns = QHBoxLayout()
        columns.setSpacing(40)
        for title, commands in ((_("On this page"), page), (_("Everywhere"), everywhere)):
            keyed = [command for command in commands if command.key]
            if keyed:
                columns.addLayout(_column(title, keyed), 1)
        self.card.column.addLayout(columns)


def _column(title: str, commands: Sequence[Command]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    column.addWidget(label(title, kind="strong"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    for number, command in enumerate(commands):
        row, pair = number % _ROWS, number // _ROWS * 2
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(KeyHint(command.key, always=True), row, pair, align)
        grid.addWidget(label(command.text), row, pair + 1)
        grid.setColumnStretch(pair + 1, 1)
    column.addLayout(grid)
    column.addStretch(1)
    return column
