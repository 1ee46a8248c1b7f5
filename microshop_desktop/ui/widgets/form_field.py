"""A field of a form: its name above, what is wrong with it under it."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import label, set_tone


class FormField(QWidget):
    """Wraps any input. `problem` shows a sentence under it and its border in red."""

    def __init__(self, name: str, field: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self._hint = hint
        self._name = ElidedLabel(name, kind="micro", tone="muted")
        self._name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        self._under = label(hint, kind="micro", tone="muted", wrap=True)
        if not hint:
            self._under.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._name)
        column.addWidget(field)
        column.addWidget(self._under)

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong; empty when nothing is."""
        self._under.setText(sentence or self._hint)
        self._under.setVisible(bool(sentence or self._hint))
        set_tone(self._under, "danger" if sentence else "muted")
        self.field.setAccessibleDescription(sentence)
        if isinstance(self.field, QLineEdit):
            set_look(self.field, problem=bool(sentence))
