"""Letting an order wait: why is asked right in its panel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import label

MOST_WORDS = 200


class HoldBox(QWidget):
    """A field for why, and what to do with it; `given` is sent with what was typed."""

    given = Signal(str)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.why = QLineEdit()
        self.why.setMaxLength(MOST_WORDS)
        self.why.setPlaceholderText(_("Such as: address unclear"))
        self.hold_button = Button(_("Hold the order"), kind="primary", size="default")
        cancel = Button(_("Cancel"), size="default")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(cancel, 1)
        buttons.addWidget(self.hold_button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        title = label(_("Why does it wait?"), kind="strong")
        title.setBuddy(self.why)
        self.why.setAccessibleName(title.text())
        column.addWidget(title)
        column.addWidget(self.why)
        column.addLayout(buttons)
        self.why.textChanged.connect(self._judge)
        self.why.returnPressed.connect(self._give)
        self.hold_button.clicked.connect(self._give)
        cancel.clicked.connect(self.end)
        self.hide()

    def begin(self) -> None:
        """Ask why."""
        self.why.clear()
        self._judge("")
        self.show()
        self.why.setFocus()

    def end(self) -> None:
        """Ask no more."""
        self.hide()
        self.ended.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
            return
        super().keyPressEvent(event)

    def _judge(self, text: str) -> None:
        self.hold_button.setEnabled(bool(text.strip()))

    def _give(self) -> None:
        why = self.why.text().strip()
        if why:
            self.end()
            self.given.emit(why)
