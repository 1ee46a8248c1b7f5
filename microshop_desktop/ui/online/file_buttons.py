"""The buttons on the card of a shop that works by files."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.services.file_uploads import Upload
from microshop_desktop.ui.widgets.button import Button, icon_button


class FileButtons(QWidget):
    """`taking` asks to take in orders, `saving` to save a file for upload."""

    taking = Signal()
    saving = Signal(Upload)

    def __init__(self) -> None:
        super().__init__()
        self.take = Button(_("Take in orders…"), size="compact", icon="download-simple")
        self.tracking = icon_button("truck", _("Save tracking numbers…"))
        self.stock = icon_button("package", _("Save stock…"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.take, 1)
        row.addWidget(self.tracking)
        row.addWidget(self.stock)
        self.take.clicked.connect(self.taking)
        self.tracking.clicked.connect(lambda: self.saving.emit(Upload.TRACKING))
        self.stock.clicked.connect(lambda: self.saving.emit(Upload.STOCK))
