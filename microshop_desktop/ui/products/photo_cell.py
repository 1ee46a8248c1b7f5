"""The photo of goods in a row: round corners, the first letters of the name where there is none."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.paint import paint_box, round_path


def paint_photo(painter: QPainter, box: QRectF, photos: Photos, *, name: str, picture: str) -> None:
    """Paint a photo with round corners; where there is none, the first letters of the name."""
    theme = current()
    size = QSize(round(box.width()), round(box.height()))
    pixmap = photos.photo(picture, size, painter.device().devicePixelRatio())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if pixmap is not None:
        painter.setClipPath(round_path(box, radius("tag")))
        painter.drawPixmap(box.topLeft(), pixmap)
    else:
        paint_box(painter, box, corner=radius("tag"), fill=theme.colour("sunken"))
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("textMuted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name[:2])
    painter.restore()
