"""Pictures of whole pages on their way to a printer of the system, or into a PDF."""

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from microshop_desktop.domain.errors import ErrorCode, ShopError


def print_pages(parent: QWidget, pages: Sequence[QImage], size: QSizeF, *, name: str) -> bool:
    """Ask for a printer and print pages of `size` millimetres; false where none was chosen.

    The dialogue prints into a PDF as well. `print_failed` where the printer does not begin.
    """
    printer = page_printer(size, name)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    _set_pages(printer, size)  # the dialogue sets the paper it thinks is usual
    paint_pages(printer, pages)
    return True


def page_printer(size: QSizeF, name: str) -> QPrinter:
    """Return a printer set to pages of a size, without margins of its own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    _set_pages(printer, size)
    return printer


def paint_pages(printer: QPrinter, pages: Sequence[QImage]) -> None:
    """Paint pictures, each as large as a page."""
    painter = QPainter()
    if not painter.begin(printer):
        raise ShopError(ErrorCode.PRINT_FAILED)
    for place, picture in enumerate(pages):
        if place:
            printer.newPage()
        paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        scale = min(paper.width() / picture.width(), paper.height() / picture.height())
        target = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
        painter.drawImage(target, picture)
    if not painter.end():
        raise ShopError(ErrorCode.PRINT_FAILED)


def _set_pages(printer: QPrinter, size: QSizeF) -> None:
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    page = QPageSize(size, QPageSize.Unit.Millimeter, "", exact)
    margins = QMarginsF(0, 0, 0, 0)
    printer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins))
    printer.setFullPage(True)
