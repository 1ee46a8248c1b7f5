"""The few commands of ESC/POS that a receipt needs, as bytes."""

from collections.abc import Iterator

from microshop_desktop.domain.dots import Dots

RESET = b"\x1b@"
CHINESE_ON = b"\x1c&"
CHINESE_OFF = b"\x1c."
BOLD_ON = b"\x1bE\x01"
BOLD_OFF = b"\x1bE\x00"
SIZE_NORMAL = b"\x1d!\x00"
SIZE_TALL = b"\x1d!\x01"
SIZE_DOUBLE = b"\x1d!\x11"
FEED_AND_CUT = b"\x1bd\x03\x1dVB\x00"
FEED = b"\x1bd\x05"
DRAWER_KICK = b"\x1bp\x00\x19\xfa"
"""Pulse of 50 ms on the first pin: what nearly every drawer is wired to."""
ASK_OFFLINE = b"\x10\x04\x02"
ASK_PAPER = b"\x10\x04\x04"

_BAND = 128
"""Rows of one raster command: small printers hold no more."""


def code_page(number: int) -> bytes:
    """Choose the table of the letters above ASCII."""
    return b"\x1bt" + bytes([number])


def raster(picture: Dots) -> Iterator[bytes]:
    """Give a picture as raster commands (GS v 0), one a band; the bands join without a gap."""
    for band in picture.bands(_BAND):
        width, height = band.row_bytes, band.height
        yield b"\x1dv0\x00" + width.to_bytes(2, "little") + height.to_bytes(2, "little")
        yield band.data


def is_paper_out(status: int) -> bool:
    """Tell from the answer to `ASK_PAPER` whether the roll has ended."""
    return _is_status(status) and status & 0x60 == 0x60


def is_cover_open(status: int) -> bool:
    """Tell from the answer to `ASK_OFFLINE` whether the cover stands open."""
    return _is_status(status) and status & 0x04 == 0x04


def _is_status(status: int) -> bool:
    """A real status byte has bits 1 and 4 set, 0 and 7 clear; anything else is noise."""
    return status & 0x93 == 0x12
