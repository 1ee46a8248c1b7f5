"""What a page shows while it has nothing: an icon, one sentence, one button."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import IconLabel, label


class EmptyState(QWidget):
    """Stands in the middle of the room it gets. `button` is None where nothing is to be done."""

    def __init__(self, icon: str, sentence: str, button: Button | None = None) -> None:
        super().__init__()
        self.button = button
        self._icon = IconLabel(icon, 24 if current().roomy else 48, "textMuted")
        self._sentence = label(sentence, kind="lead", tone="muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setSpacing(4 if current().roomy else 16)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._sentence)
        if button is not None:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)

    def say(self, sentence: str, *, icon: str = "") -> None:
        """Say something else."""
        self._sentence.setText(sentence)
        if icon:
            self._icon.show_icon(icon)
