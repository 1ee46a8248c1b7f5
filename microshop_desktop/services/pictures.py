"""Photos of products: small files in the shop's picture folder, named by their content."""

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.services.actor import Actor, Right, act

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 1080
"""Pixels: enough for a poster, a few dozen kilobytes as a file."""
LONGEST_ON_SCREEN = 2560
"""Pixels of a picture that fills a customer's screen."""
MOST_PIXELS = 100_000_000
"""A picture with more is no photo of goods; refused before it fills the memory."""
QUALITY = 85


class Pictures:
    """The picture folder. A photo that is added twice is kept once."""

    def __init__(self, folder: Path) -> None:
        """Keep photos in this folder, made when the first one comes."""
        self._folder = folder

    @act(Right.EDIT_PRODUCTS)
    def add_file(self, actor: Actor, path: Path) -> str:
        """Take a picture file and return the name it is kept by; `picture_unreadable`."""
        return self._keep(_bytes_of(path), path.name)

    @act(Right.EDIT_PRODUCTS)
    def add_bytes(self, actor: Actor, data: bytes) -> str:
        """Take a picture as it was dropped or pasted; `picture_unreadable`."""
        return self._keep(data, "")

    @act(Right.CHANGE_SETTINGS)
    def add_poster(self, actor: Actor, path: Path) -> str:
        """Take a picture for a whole screen and return the name it is kept by.

        `picture_unreadable`.
        """
        return self._keep(_bytes_of(path), path.name, longest=LONGEST_ON_SCREEN)

    def path(self, file_name: str) -> Path:
        """Return where a kept picture lies; the name comes from the database."""
        return self._folder / Path(file_name).name

    def _keep(self, data: bytes, name: str, *, longest: int = LONGEST_SIDE) -> str:
        small = _scaled(data, name, longest)
        file_name = f"{hashlib.sha256(small).hexdigest()[:32]}.jpg"
        target = self._folder / file_name
        if target.exists():
            return file_name
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_suffix(".part")
            unfinished.write_bytes(small)
            unfinished.replace(target)
        except OSError as error:
            raise ShopError(ErrorCode.FILE_NOT_WRITTEN, path=str(target)) from error
        return file_name


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ShopError(ErrorCode.PICTURE_UNREADABLE, name=path.name) from error


def _scaled(data: bytes, name: str, longest: int) -> bytes:
    """Return the picture upright, at most so many pixels long, as a JPEG on white."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # 100 ms: only when a photo comes

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ShopError(ErrorCode.PICTURE_UNREADABLE, name=name)
            opened.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((longest, longest))
            flat = _on_white(upright)
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
        raise ShopError(ErrorCode.PICTURE_UNREADABLE, name=name) from error
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _on_white(picture: "Image") -> "Image":
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    white.alpha_composite(seen)
    return white.convert("RGB")
