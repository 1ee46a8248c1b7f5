"""The figures over the list of stock."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.ui.widgets.labels import label, set_tone, surface

_COUNT = 4


class FiguresRow(QWidget):
    """Four figures beside each other, with lines between them."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = [Figure() for _each in range(_COUNT)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for place, figure in enumerate(self.figures):
            if place:
                line = surface("line")
                line.setFixedWidth(1)
                row.addWidget(line)
            row.addWidget(figure, 1)

    def say(self, texts: Sequence[tuple[str, str, str]]) -> None:
        """Show head, value and detail of each figure."""
        for figure, (head, value, detail) in zip(self.figures, texts, strict=True):
            figure.say(head, value, detail)

    def warn(self, warns: bool) -> None:
        """Mark the last figure where it is one to look after."""
        set_tone(self.figures[-1].value, "warning" if warns else "")


class Figure(QFrame):
    """A figure over the list: a quiet head, the figure, what belongs to it."""

    def __init__(self) -> None:
        super().__init__()
        self._head = label(kind="micro", tone="muted")
        self.value = label(kind="title")
        self._detail = label(kind="micro", tone="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._head)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.value)
        row.addWidget(self._detail, 1)
        column.addLayout(row)

    def say(self, head: str, value: str, detail: str) -> None:
        """Show a figure."""
        self._head.setText(head)
        self.value.setText(value)
        self._detail.setText(detail)
