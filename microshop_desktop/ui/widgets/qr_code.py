"""A QR code of whole pixels: black on white in every theme, never smoothed, with its quiet zone."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.ui.theme import current

QUIET = 4
"""Modules of white around the code that scanners need."""
LEAST_CODE = 270
"""Pixels of the code itself that are read from half a metre."""
_SMALLEST = 3
"""Pixels of a module below which phones begin to fail."""

Matrix = Sequence[Sequence[bool]]


@lru_cache(maxsize=8)
def qr_matrix(text: str) -> Matrix:
    """Return the modules of a text's code, dark ones true, without the quiet zone.

    The lowest error correction gives the fewest and so the largest modules: a screen has no dirt.
    """
    from qrcode import constants
    from qrcode.main import QRCode

    code = QRCode(error_correction=constants.ERROR_CORRECT_L, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())


def module_pixels(modules: int, room: int) -> int:
    """Return how many whole pixels a module takes so that code and quiet zone fit into the room."""
    return max(_SMALLEST, room // (modules + 2 * QUIET))


class QrCode(QWidget):
    """Shows a text as a code, as large as whole pixels allow; empty shows white paper alone."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._matrix: Matrix = ()
        self._dimmed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def text(self) -> str:
        """What the code says."""
        return self._text

    def show_text(self, text: str, *, dimmed: bool = False) -> None:
        """Show another text; a `dimmed` code is one that must not be scanned any more."""
        if (text, dimmed) == (self._text, self._dimmed):
            return
        self._text, self._dimmed = text, dimmed
        self._matrix = qr_matrix(text) if text else ()
        self.updateGeometry()
        self.update()

    def code_rect(self) -> QRect:
        """Where the code is, its quiet zone left out, in device pixels of this widget."""
        modules = len(self._matrix)
        room = self._room()
        side = module_pixels(modules, min(room.width(), room.height())) * modules
        return QRect((room.width() - side) // 2, (room.height() - side) // 2, side, side)

    @override
    def sizeHint(self) -> QSize:
        modules = len(self._matrix) or 29
        side = -(-LEAST_CODE // modules) * (modules + 2 * QUIET)
        return QSize(side, side)

    @override
    def minimumSizeHint(self) -> QSize:
        side = _SMALLEST * ((len(self._matrix) or 29) + 2 * QUIET)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("qrPaper"))
        if not self._matrix:
            return
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        area, ink = self.code_rect(), theme.colour("qrInk", alpha=0.12 if self._dimmed else 1.0)
        side = area.width() // len(self._matrix)
        for row, line in enumerate(self._matrix):
            top = area.top() + row * side
            for start, length in _dark_runs(line):
                painter.fillRect(area.left() + start * side, top, length * side, side, ink)

    def _room(self) -> QSize:
        ratio = self.devicePixelRatioF()
        return QSize(int(self.width() * ratio), int(self.height() * ratio))


def _dark_runs(line: Sequence[bool]) -> list[tuple[int, int]]:
    """Return where dark modules begin in a row and how many stand together."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(line):
        if not dark:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs
