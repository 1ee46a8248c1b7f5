"""The window that says we have a bug, with the details to copy."""

from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import label

_WIDTH = 620


class CrashDialog(QDialog):
    """Says what happened and gives the details to whoever can help."""

    def __init__(self, details: str) -> None:
        super().__init__(QApplication.activeWindow())
        self.setWindowTitle("Microshop")
        set_look(self, kind="raised")
        self.setMinimumWidth(current().px(_WIDTH))
        self._details = details
        text = _("Everything you sold is saved. Go on; if it happens again, restart Microshop.")
        self.view = QPlainTextEdit(details)
        self.view.setReadOnly(True)
        self.view.setFont(current().mono_font("micro"))
        self.view.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(_("Something went wrong in Microshop"), kind="title", wrap=True))
        column.addWidget(label(text, wrap=True))
        column.addWidget(self.view)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.copy = Button(_("Copy the details"), icon="copy")
        self.more = Button(_("Details"), kind="ghost")
        self.go_on = Button(_("Go on"), kind="primary")
        self.copy.clicked.connect(self._copy)
        self.more.clicked.connect(self.view.show)
        self.go_on.clicked.connect(self.accept)
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.go_on)
        return row

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._details)
