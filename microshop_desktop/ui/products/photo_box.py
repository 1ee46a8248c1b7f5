"""The photo of a product: shown large, changed by a file, by a drop or by pasting."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QImageWriter,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.sell.photos import cropped
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.dropping import take_copy
from microshop_desktop.ui.widgets.paint import dashed_pen, paint_box, round_path

_HEIGHT = 118


class PhotoBox(QWidget):
    """Sends what it was given; whoever listens keeps it and shows the kept file."""

    file_given = Signal(str)
    picture_given = Signal(bytes)

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self._image = QImage()
        self._over = False
        self._editable = True
        self.setAcceptDrops(True)
        self.setFixedHeight(current().px(_HEIGHT))
        self.button = Button(_("Add a photo"), icon="camera")
        self.button.setParent(self)
        self.button.clicked.connect(self._choose)

    def show_picture(self, path: Path | None) -> None:
        """Show a file of the picture folder, or the place where one can be dropped."""
        self._path = path
        self.button.set_label(_("Change photo") if path else _("Add a photo"))
        self._read()
        self._place_button()

    def set_editable(self, *, editable: bool) -> None:
        """Let the photo be changed, or only looked at."""
        self._editable = editable
        self.setAcceptDrops(editable)
        self.button.setVisible(editable)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._read()
        self._place_button()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            self._over = True
            take_copy(event)
            self.update()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        data = event.mimeData()
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            take_copy(event)
            self.file_given.emit(files[0])
        elif data.hasImage():
            take_copy(event)
            self.picture_given.emit(png_bytes(QImage(data.imageData())))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if not self._image.isNull() and not self._over:
            painter.setClipPath(round_path(box, radius("card")))
            painter.drawImage(box, self._image)
            return
        colour = theme.colour("accent" if self._over else "borderControl")
        fill = theme.colour("selected" if self._over else "sunken")
        paint_box(painter, box, corner=radius("card"), fill=fill, border=dashed_pen(colour))
        side = theme.px(28)
        icon = QRectF(theme.px(16), (self.height() - side) / 2, side, side)
        paint_icon(painter, "image", icon, "textMuted")
        if self._editable:
            painter.setFont(theme.font("micro"))
            painter.setPen(theme.colour("textMuted"))
            text = box.adjusted(theme.px(56), 0, -self.button.width() - theme.px(20), 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(text, int(flags), _("Drop a photo here"))

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a photo"), "", f"{_('Photos')} (*.jpg *.jpeg *.png *.webp *.bmp *.gif)"
        )
        if name:
            self.file_given.emit(name)

    def _read(self) -> None:
        self._image = QImage()
        if self._path is not None and self.width() > 0:
            ratio = self.devicePixelRatioF()
            size = QSize(round(self.width() * ratio), round(self.height() * ratio))
            self._image = cropped(self._path, size)
        self.update()

    def _place_button(self) -> None:
        self.button.adjustSize()
        gap = current().px(10)
        self.button.move(
            self.width() - self.button.width() - gap, self.height() - self.button.height() - gap
        )


def png_bytes(image: QImage) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
