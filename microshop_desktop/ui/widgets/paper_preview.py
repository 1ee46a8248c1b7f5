"""A picture of what a printer prints, as large as it is told."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.theme import current

_WIDTH = 300


class PaperPreview(QWidget):
    """The very paper as it comes out of the printer, black on white in both themes."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: QImage, *, millimetres: int) -> None:
        """Show a picture of a roll so wide, in proportion to the 80 mm one."""
        width = current().px(_WIDTH) * millimetres // 80
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        self._picture = picture.scaledToWidth(round(width * ratio), smooth)
        self._picture.setDevicePixelRatio(ratio)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        size = self._picture.deviceIndependentSize()
        return QSize(round(size.width()) + 2, round(size.height()) + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().colour("border"))
        painter.drawImage(1, 1, self._picture)
