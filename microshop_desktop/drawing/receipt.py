"""A receipt as a picture of pure black on white, 576 or 384 dots wide."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from microshop_desktop.domain.dots import Dots
from microshop_desktop.domain.receipt import PAPER_80, Paper, Receipt
from microshop_desktop.domain.receipt_layout import ReceiptWords, Row, lay_out
from microshop_desktop.drawing.application import ensure_application
from microshop_desktop.drawing.black_white import blank, dots_of, purify
from microshop_desktop.drawing.receipt_blocks import Block, block_maker

DOTS_PER_INCH = 203
PICTURE_MARGIN = 32
"""White around a receipt that is no longer on paper: 4 mm, as the paper has at its sides."""
_END = 8


def draw_receipt(receipt: Receipt, words: ReceiptWords, paper: Paper = PAPER_80) -> QImage:
    """Draw a receipt as wide as the printer's head."""
    return draw_rows(lay_out(receipt, words, paper), paper)


def receipt_picture(receipt: Receipt, words: ReceiptWords) -> QImage:
    """Draw a receipt to be looked at or sent in a chat: wide paper with a margin, 640 dots."""
    return with_margin(draw_receipt(receipt, words, PAPER_80))


def rows_dots(rows: Sequence[Row], paper: Paper) -> Dots:
    """Draw rows that are set out already as the dots of a printer."""
    return dots_of(draw_rows(rows, paper))


def draw_rows(rows: Sequence[Row], paper: Paper) -> QImage:
    """Draw rows that are set out already, such as a test page."""
    ensure_application()
    sheet = set_rows(rows, paper)
    picture = blank(paper.dots, sheet.height)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    sheet.paint(painter)
    painter.end()
    return purify(picture)


def with_margin(picture: QImage) -> QImage:
    """Put white around a picture."""
    framed = blank(
        picture.width() + 2 * PICTURE_MARGIN,
        picture.height() + 2 * PICTURE_MARGIN,
    )
    painter = QPainter(framed)
    painter.drawImage(PICTURE_MARGIN, PICTURE_MARGIN, picture)
    painter.end()
    return framed


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blocks one under the other, ready to be painted in dots."""

    width: int
    blocks: tuple[Block, ...]

    @property
    def height(self) -> int:
        """Dots from the top to the bottom, with a little white at both ends."""
        return sum(block.height for block in self.blocks) + 2 * _END

    def paint(self, painter: QPainter) -> None:
        """Paint all blocks from the top."""
        painter.setPen(Qt.GlobalColor.black)
        top = _END
        for block in self.blocks:
            block.paint(painter, top)
            top += block.height


def set_rows(rows: Sequence[Row], paper: Paper) -> Sheet:
    """Turn rows into blocks that know their height; needs a running application."""
    make = block_maker(rows, paper)
    return Sheet(paper.dots, tuple(make(row) for row in rows))
