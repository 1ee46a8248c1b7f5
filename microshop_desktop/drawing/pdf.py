"""A receipt as a PDF of one page, as long as it needs to be."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.receipt import PAPER_80, Paper, Receipt
from microshop_desktop.domain.receipt_layout import ReceiptWords, lay_out
from microshop_desktop.drawing.application import ensure_application
from microshop_desktop.drawing.receipt import DOTS_PER_INCH, Sheet, set_rows

_MILLIMETRES_PER_INCH = 25.4


def write_receipt_pdf(
    receipt: Receipt, words: ReceiptWords, path: Path, *, paper: Paper = PAPER_80
) -> None:
    """Write a receipt as letters and lines, not as a picture; `file_not_written` if that fails."""
    _check_writable(path)
    ensure_application()
    sheet = set_rows(lay_out(receipt, words, paper), paper)
    writer = _writer(path, sheet, paper)
    painter = QPainter()
    if not painter.begin(writer):
        raise ShopError(ErrorCode.FILE_NOT_WRITTEN, path=str(path))
    painter.translate(_side(paper), 0)
    sheet.paint(painter)
    if not painter.end():
        raise ShopError(ErrorCode.FILE_NOT_WRITTEN, path=str(path))


def _check_writable(path: Path) -> None:
    """Try to open the file first: Qt would only say that it could not."""
    try:
        path.open("ab").close()
    except OSError as error:
        raise ShopError(ErrorCode.FILE_NOT_WRITTEN, path=str(path)) from error


def _writer(path: Path, sheet: Sheet, paper: Paper) -> QPdfWriter:
    writer = QPdfWriter(str(path))
    writer.setResolution(DOTS_PER_INCH)
    height = sheet.height / DOTS_PER_INCH * _MILLIMETRES_PER_INCH
    size = QSizeF(paper.millimetres, height + 1)
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "", exact))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setCreator("Microshop")
    return writer


def _side(paper: Paper) -> float:
    """Dots between the edge of the paper and what the printer's head reaches."""
    whole = paper.millimetres / _MILLIMETRES_PER_INCH * DOTS_PER_INCH
    return max((whole - paper.dots) / 2, 0)
