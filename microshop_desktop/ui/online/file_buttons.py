"""The buttons on the card of a shop that works by files."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.services.file_uploads import Upload
from microshop_desktop.ui.widgets.button import Button, icon_button


class FileButtons(QWidget):
    """`taking` asks to take in orders, `saving` to save a file for upload.

    The two small buttons stand where the card places them, beside its last line.
    """

    taking = Signal()
    saving = Signal(Upload)

    def __init__(self) -> None:
        super().__init__()
        self.take = Button(_("Take in orders…"), size="compact")
        self.tracking = icon_button("truck", _("Save tracking numbers…"))
        self.stock = icon_button("package", _("Save stock…"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.take)
        self.take.clicked.connect(self.taking)
        self.tracking.clicked.connect(lambda: self.saving.emit(Upload.TRACKING))
        self.stock.clicked.connect(lambda: self.saving.emit(Upload.STOCK))

    def show_them(self, *, shown: bool) -> None:
        """Show all three, or none where the shop is synced."""
        for part in (self, self.tracking, self.stock):
            part.setVisible(shown)
