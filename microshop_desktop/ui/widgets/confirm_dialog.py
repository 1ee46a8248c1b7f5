"""The question before something that cannot be taken back."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current, tokens
from microshop_desktop.ui.widgets.button import Button, Kind
from microshop_desktop.ui.widgets.labels import label

_WIDTH = 440


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `verb` names what happens (“Refund ¥89.00”), never “OK”.

    `moot`: when it is sent there is nothing to ask any more, and the safe answer is taken.
    """

    title: str
    verb: str
    text: str = ""
    stay: str = ""
    kind: Kind = "danger"
    moot: SignalInstance | None = None


class Scrim(QWidget):
    """Darkens a window while a dialog is above it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        alpha = float(tokens()["color"][theme.scheme]["scrimAlpha"])
        QPainter(self).fillRect(self.rect(), theme.colour("scrim", alpha=alpha))


class ConfirmDialog(QDialog):
    """Asks a question; Enter and Esc both choose the safe answer."""

    def __init__(self, question: Question, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setModal(True)
        self.setWindowTitle(question.title)
        set_look(self, kind="raised")
        self.setFixedWidth(current().px(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(question.title, kind="title", wrap=True))
        if question.text:
            column.addWidget(label(question.text, wrap=True))
        column.addSpacing(8)
        column.addLayout(self._buttons(question))
        if question.moot is not None:
            question.moot.connect(self.reject)

    def _buttons(self, question: Question) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.stay = Button(question.stay or _("Cancel"), size="default")
        self.go = Button(question.verb, kind=question.kind, size="default")
        for button in (self.stay, self.go):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stay.clicked.connect(self.reject)
        self.go.clicked.connect(self.accept)
        row.addStretch(1)
        row.addWidget(self.stay)
        row.addWidget(self.go)
        self.stay.setFocus()
        return row


def place_in_middle(dialog: QDialog) -> None:
    """Move a dialog to the middle of its parent window."""
    window = dialog.parentWidget()
    dialog.adjustSize()
    if window is not None:
        middle = window.mapToGlobal(QPoint(0, 0)) + window.rect().center()
        dialog.move(middle - dialog.rect().center())


def confirm(parent: QWidget, question: Question) -> bool:
    """Ask and wait for the answer; true only when the named verb was chosen."""
    scrim = Scrim(parent.window())
    dialog = ConfirmDialog(question, parent)
    place_in_middle(dialog)
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        scrim.deleteLater()
        dialog.deleteLater()
