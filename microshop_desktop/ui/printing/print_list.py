"""The receipts that were not printed, as a card over the window."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.overlay import Overlay
from microshop_desktop.ui.printing.view_model import JobLine, PrintDesk, PrintListViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.card_head import card_head
from microshop_desktop.ui.widgets.labels import hairline, label, surface

Act = Callable[[UUID], None]
_WIDTH = 620
_MOST_HEIGHT = 380


class PrintList(Overlay):
    """Shows what waits with its reasons; closes by itself when nothing is left."""

    def __init__(self, window: QWidget, desk: PrintDesk) -> None:
        super().__init__(window, width=_WIDTH)
        self.model = PrintListViewModel(desk, self._show_lines)
        self._rows = QVBoxLayout()
        self._area = _scroll(self._rows)
        self.retry_all = Button(_("Print all again"), kind="primary", icon="printer", size="large")
        self.retry_all.clicked.connect(self.model.retry_all)
        self.card.column.addLayout(self._head())
        self.card.column.addWidget(self._area)
        self.card.column.addWidget(self.retry_all)
        self._show_lines()

    @Slot()
    def refresh(self) -> None:
        """Something was printed or failed: read the list anew."""
        self.model.refresh()
        self._show_lines()

    def _head(self) -> QHBoxLayout:
        note = _("The sales are done. Any receipt can be printed from its order later, too.")
        return card_head(_("Receipts not printed"), note, self.close_layer)

    def _show_lines(self) -> None:
        if self.model.is_empty:
            self.close_layer()
            return
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for line in self.model.lines:
            self._rows.addWidget(self._row(line))
        height = self._rows.sizeHint().height()
        self._area.setFixedHeight(min(height, current().px(_MOST_HEIGHT)))

    def _row(self, line: JobLine) -> QFrame:
        frame = surface("surface")
        column, row, words = QVBoxLayout(frame), QHBoxLayout(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(hairline())
        words.setSpacing(2)
        words.addWidget(label(line.title, kind="strong"))
        words.addWidget(label(line.reason, tone="muted", wrap=True))
        row.addLayout(words, 1)
        row.addWidget(self._button(_("Print again"), "printer", line, self.model.retry))
        row.addWidget(self._button(_("Drop"), "", line, self.model.drop))
        column.addLayout(row)
        return frame

    def _button(self, text: str, icon: str, line: JobLine, act: Act) -> Button:
        button = Button(text, icon=icon)
        button.setAccessibleDescription(line.title)
        button.clicked.connect(partial(act, line.job))
        return button


def _scroll(rows: QVBoxLayout) -> QScrollArea:
    area, inside = QScrollArea(), surface("surface")
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(8)
    inside.setLayout(rows)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
