"""A dialog in the look of the pages: a title, a body, a way out and one named verb."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.confirm_dialog import Scrim, place_in_middle
from microshop_desktop.ui.widgets.labels import label


class FormDialog(QDialog):
    """Put widgets into `column`. `go` is the verb at the lower right, pressed by Ctrl+Enter."""

    def __init__(self, parent: QWidget, title: str, *, verb: str, width: int = 560) -> None:
        super().__init__(parent.window())
        self._window = parent.window()
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setModal(True)
        self.setWindowTitle(title)
        set_look(self, kind="raised")
        self.setFixedWidth(current().px(width))
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        self.title = label(title, kind="title", wrap=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(12)
        outer.addWidget(self.title)
        outer.addLayout(self.column, 1)
        outer.addLayout(self._buttons(verb))

    def ask(self) -> bool:
        """Show it in the middle of the window; true when the verb was chosen."""
        scrim = Scrim(self._window)
        place_in_middle(self)
        try:
            return self.exec() == QDialog.DialogCode.Accepted
        finally:
            scrim.deleteLater()

    def _buttons(self, verb: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.stay = Button(_("Cancel"), size="default")
        self.stay.clicked.connect(self.reject)
        self.go = Button(verb, kind="primary", size="default", key="Ctrl+Enter")
        self.go.clicked.connect(self.accept)
        row.addStretch(1)
        row.addWidget(self.stay)
        row.addWidget(self.go)
        return row
