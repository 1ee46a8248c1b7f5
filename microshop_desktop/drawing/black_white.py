"""Pictures of pure black and white: no printer of receipts knows grey."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from microshop_desktop.domain.dots import Dots

# Thin strokes of antialiased letters come out dark grey; a limit above the middle keeps them whole.
_LIMIT = 168
_PURE = bytes(0 if grey < _LIMIT else 255 for grey in range(256))


def blank(width: int, height: int) -> QImage:
    """Make a white sheet of grey scale to paint on."""
    sheet = QImage(width, height, QImage.Format.Format_Grayscale8)
    sheet.fill(Qt.GlobalColor.white)
    return sheet


def purify(picture: QImage) -> QImage:
    """Turn every dot of a picture into black or white, by one limit."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    pure = bytes(grey.constBits()).translate(_PURE)
    line = grey.bytesPerLine()
    # copy() gives the new picture its own memory: `pure` is freed when this function ends.
    return QImage(pure, grey.width(), grey.height(), line, QImage.Format.Format_Grayscale8).copy()


def dither(picture: QImage) -> QImage:
    """Turn a photo or logo into black dots on white whose density stands for its greys."""
    paper = QImage(picture.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(paper)
    painter.drawImage(0, 0, picture)
    painter.end()
    return paper.convertToFormat(
        QImage.Format.Format_Mono,
        Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.DiffuseDither,
    )


def dots_of(picture: QImage) -> Dots:
    """Give the dots of a picture of pure black and white, black as 1."""
    mono = purify(picture).convertToFormat(
        QImage.Format.Format_Mono,
        [0xFFFFFFFF, 0xFF000000],
        Qt.ImageConversionFlag.ThresholdDither,
    )
    row_bytes = (mono.width() + 7) // 8
    raw, line = bytes(mono.constBits()), mono.bytesPerLine()
    rows = (raw[line * y : line * y + row_bytes] for y in range(mono.height()))
    return Dots(mono.width(), mono.height(), _without_padding(b"".join(rows), mono.width()))


def _without_padding(data: bytes, width: int) -> bytes:
    """Clear the bits to the right of the picture."""
    spare = -width % 8
    if not spare:
        return data
    row_bytes = (width + 7) // 8
    cleared = bytearray(data)
    for last in range(row_bytes - 1, len(cleared), row_bytes):
        cleared[last] &= 0xFF << spare & 0xFF
    return bytes(cleared)
