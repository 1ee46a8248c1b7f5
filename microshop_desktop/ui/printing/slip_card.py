"""The slip of a pending payment on the screen, where there is no printer to print it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from microshop_desktop.drawing import clipboard
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.overlay import Overlay
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.card_head import card_head
from microshop_desktop.ui.widgets.paper_preview import PaperPreview

_WIDTH = 420
_AROUND = 240
"""Height that the head, the button and the edges take."""


class SlipCard(Overlay):
    """Shows the slip to the customer, who may photograph it; the picture can be copied."""

    copied = Signal()

    def __init__(self, window: QWidget, picture: QImage) -> None:
        super().__init__(window, width=_WIDTH)
        self._picture = picture
        self.paper = PaperPreview()
        self.paper.show_picture(picture, millimetres=80)
        self.copy = Button(_("Copy the picture"), icon="copy", kind="secondary", size="default")
        self.copy.clicked.connect(self._copy)
        self.card.column.addLayout(self._head())
        self.card.column.addWidget(self._area(window))
        self.card.column.addWidget(self.copy)

    def _head(self) -> QHBoxLayout:
        note = _("There is no printer: let the customer take a photo, or send the picture.")
        return card_head(_("Slip for the customer"), note, self.close_layer)

    def _area(self, window: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidget(self.paper)
        area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room = window.height() - current().px(_AROUND)
        area.setFixedHeight(min(self.paper.sizeHint().height() + 2, max(room, 120)))
        return area

    def _copy(self) -> None:
        clipboard.copy_picture(self._picture)
        self.copied.emit()
