"""QR codes as squares of a painter."""

import qrcode
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

Modules = list[list[bool]]
QUIET = 4
"""Modules of white that must be left around a code."""


def qr_modules(text: str, most: int) -> Modules | None:
    """Return the modules of a QR code, without quiet zone, of at most `most` modules a side.

    The stronger correction is taken where it fits; None where even the weaker one does not.
    """
    for correction in (ERROR_CORRECT_M, ERROR_CORRECT_L):
        modules = _encode(text, correction)
        if modules is not None and len(modules) <= most:
            return modules
    return None


def paint_qr(painter: QPainter, modules: Modules, *, left: int, top: int, size: int) -> None:
    """Paint black modules of `size` dots each."""
    for y, row in enumerate(modules):
        for x, black in enumerate(row):
            if black:
                place = left + x * size, top + y * size
                painter.fillRect(*place, size, size, Qt.GlobalColor.black)


def _encode(text: str, correction: int) -> Modules | None:
    code = qrcode.QRCode(error_correction=correction, border=0)
    code.add_data(text)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        return None
    return [[bool(cell) for cell in row] for row in code.get_matrix()]
