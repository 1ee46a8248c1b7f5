"""The last step: the first sync goes, and what it could not match by itself is offered."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.connect.view_model import ConnectModel
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button

_WHOLE = 1000


class DonePane(QWidget):
    """`match_asked` leads to the goods that are left, `closed` to all online shops."""

    match_asked = Signal()
    closed = Signal()

    def __init__(self, model: ConnectModel) -> None:
        super().__init__()
        self._model = model
        self.said = Banner(tone="info")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, _WHOLE)
        self.match = Button(kind="primary", size="default", icon="link")
        self.close_button = Button(_("To the online shops"), size="default", icon="storefront")
        self._build()
        self.refresh()
        self.match.clicked.connect(self.match_asked)
        self.close_button.clicked.connect(self.closed)

    def refresh(self) -> None:
        """Show how far the first sync is."""
        progress = self._model.progress()
        if progress.share is not None:
            self.said.say(progress.text, tone="info", icon="arrows-clockwise")
            self.progress.setValue(round(progress.share * _WHOLE))
        elif progress.tone == "success":
            self.said.say(progress.text, tone="success")
        else:
            self.said.say(progress.text, tone="warning")
        self.progress.setVisible(progress.share is not None)
        words = ngettext("Match the {count} left", "Match the {count} left", progress.left)
        self.match.set_label(words.format(count=progress.left))
        self.match.setVisible(bool(progress.left))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.said)
        column.addWidget(self.progress)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.match)
        column.addLayout(row)
        column.addStretch(1)
