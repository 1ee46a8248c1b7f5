"""Reading bar codes and QR codes out of pictures, by zxing-cpp.

It looks for codes in grey, turned by quarters, shrunk and inverted, as the library does by itself.
What it finds goes the way of a scan: digits as they are printed, texts of QR codes as they are.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from microshop_desktop.domain.errors import ErrorCode, ShopError

if TYPE_CHECKING:
    import zxingcpp
    from PIL.Image import Image

MOST_PIXELS = 40_000_000
"""A phone's photo has 12 to 50 million; more is no picture of a code."""
_LONGEST_SIDE = 2400
"""Pixels; finer pictures take longer and read no better."""


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A code in a picture: what it says, and whether it is a QR code.

    It may be a customer's payment code, which nothing shows.
    """

    text: str = field(repr=False)
    is_qr: bool


def codes_in_file(path: Path) -> tuple[ReadCode, ...]:
    """Return the codes of a picture file; `picture_unreadable` where it is no picture."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ShopError(ErrorCode.PICTURE_UNREADABLE, name=path.name)
            picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            return codes_in(_grey(ImageOps.exif_transpose(picture)))
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise ShopError(ErrorCode.PICTURE_UNREADABLE, name=path.name) from error


def codes_in(grey: object) -> tuple[ReadCode, ...]:
    """Return the codes of a grey picture: of Pillow, or rows of bytes as a memory view."""
    import zxingcpp

    found = zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.BarcodeFormats(_formats(zxingcpp.BarcodeFormat)),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return tuple(_read(one, zxingcpp.BarcodeFormat) for one in found if one.valid and one.text)


def _read(found: "zxingcpp.Barcode", formats: "type[zxingcpp.BarcodeFormat]") -> ReadCode:
    return ReadCode(found.text, is_qr=found.format == formats.QRCode)


def _formats(known: "type[zxingcpp.BarcodeFormat]") -> "list[zxingcpp.BarcodeFormat]":
    """What goods and phones carry. Weaker kinds would be seen in stripes of shirts and shelves."""
    return [known.EAN13, known.EAN8, known.UPCA, known.UPCE, known.Code128, known.QRCode]


def _grey(picture: "Image") -> "Image":
    """Return a picture in grey; what is transparent counts as white paper."""
    from PIL import Image

    if picture.mode in {"L", "I;16"}:
        return picture.convert("L")
    shown = picture.convert("RGBA")
    paper = Image.new("RGBA", shown.size, "white")
    return Image.alpha_composite(paper, shown).convert("L")
