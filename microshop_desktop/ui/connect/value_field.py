"""A value of an account as a seller enters it: typed, pasted or from a file, with where it is."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from microshop_desktop.channels.needs import Form, Need
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.dropping import take_files
from microshop_desktop.ui.widgets.labels import IconLabel, label

_MOST_BYTES = 16_384
"""A key has some hundred."""


class ValueField(QWidget):
    """Title, field and two lines under it; `typed` tells every change, `submitted` Enter."""

    typed = Signal(object, str)
    submitted = Signal()

    def __init__(self, need: Need, text: str, *, kept: bool) -> None:
        super().__init__()
        self.need = need
        title = _(need.title)
        if need.optional:
            title = _("{name} (if there is one)").format(name=title)
        self._title = label(title, kind="strong", wrap=True)
        self.edit = QLineEdit(text)
        self.edit.setAccessibleName(title)
        self.edit.setAccessibleDescription(_(need.help))
        self._title.setBuddy(self.edit)
        self.trouble = label(kind="micro", tone="danger", wrap=True)
        self.paste = icon_button("clipboard-text", _("Paste"))
        self.file = icon_button("folder", _("From a file"))
        if need.secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
            if kept:
                self.edit.setPlaceholderText(_("Kept; type another one to replace it"))
        self._build()
        self.edit.textEdited.connect(self._take)
        self.edit.returnPressed.connect(self.submitted)
        self.paste.clicked.connect(self._paste)
        self.file.clicked.connect(self._choose)
        if need.form is Form.LONG:
            take_files(self, self.take_file)

    def say(self, trouble: str) -> None:
        """Say what is wrong with the value; empty where nothing is."""
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        set_look(self.edit, problem=bool(trouble))
        self.edit.setAccessibleDescription(trouble or _(self.need.help))

    def take_file(self, path: Path) -> None:
        """Take the value out of a file."""
        try:
            with path.open("rb") as file:
                text = file.read(_MOST_BYTES).decode("utf-8-sig").strip()
        except (OSError, UnicodeDecodeError):
            self.say(_("{name} could not be read as text.").format(name=path.name))
            return
        self._put(text)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._title)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.edit, 1)
        if self.need.form is Form.LONG:
            row.addWidget(self.paste)
            row.addWidget(self.file)
        column.addLayout(row)
        column.addWidget(self.trouble)
        self.trouble.hide()
        column.addWidget(label(_(self.need.help), kind="micro", tone="muted", wrap=True))
        if self.need.where:
            column.addLayout(self._where())
        column.addStretch(1)

    def _where(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(IconLabel("arrow-elbow-down-right", 16, "textMuted"))
        row.addWidget(label(_(self.need.where), kind="micro", tone="muted", wrap=True), 1)
        return row

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text().strip()
        if text:
            self._put(text)

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _(self.need.title))
        if name:
            self.take_file(Path(name))

    def _put(self, text: str) -> None:
        """Take a text that was not typed; a key has no line breaks."""
        whole = "".join(text.split())
        self.edit.setText(whole)
        self._take(whole)

    def _take(self, text: str) -> None:
        self.say("")
        self.typed.emit(self.need, text)
