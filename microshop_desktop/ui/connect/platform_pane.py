"""The first step: which platform the shop is on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from microshop_desktop.channels.platforms import FILE_PLATFORMS, PLATFORMS
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.connect.platform_tile import PlatformTile
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.labels import label

_COLUMNS = 3


class PlatformPane(QWidget):
    """`chosen` tells the kind."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tiles = [PlatformTile(platform) for platform in (*PLATFORMS, *FILE_PLATFORMS)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        text = _(
            "Where is your shop? Its stock will follow the counter, and its orders come in here."
        )
        column.addWidget(label(text, wrap=True))
        grid = QGridLayout()
        grid.setSpacing(12)
        columns = 1 if current().roomy else _COLUMNS
        for place, tile in enumerate(self.tiles):
            tile.clicked.connect(lambda _on=False, kind=tile.kind: self.chosen.emit(kind))
            grid.addWidget(tile, place // columns, place % columns)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        column.addStretch(1)
