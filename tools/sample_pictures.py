"""Paint the pictures of the sample shop: `python tools/sample_pictures.py [--sheet FILE]`.

Each is 320 x 220, kept as WebP under 20 kB in resources/sample_shop/pictures. What carries a label
is painted once for each language.
"""

from __future__ import annotations

import argparse
import os
import sys
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image  # noqa: E402 (after the path is set)
from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: E402

from tools.sample_art.brush import HEIGHT, WIDTH, backdrop  # noqa: E402
from tools.sample_art.catalogue import PICTURES, Picture  # noqa: E402

TARGET = ROOT / "resources" / "sample_shop" / "pictures"
FINER = 3
MOST_BYTES = 20_000
LANGUAGES = ("zh", "en", "es")


def main() -> int:
    """Paint all pictures; with --sheet also a page that shows them together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--language", default="zh", choices=LANGUAGES)
    arguments = parser.parse_args()
    application = QGuiApplication.instance() or QGuiApplication([])
    TARGET.mkdir(parents=True, exist_ok=True)
    shown = [paint(picture, arguments.language) for picture in PICTURES]
    for picture in PICTURES:
        _keep(picture)
    if arguments.sheet:
        _sheet(shown).save(arguments.sheet)
    del application
    return 0


def paint(picture: Picture, language: str) -> Image.Image:
    """Paint one picture in one language."""
    canvas = QImage(WIDTH * FINER, HEIGHT * FINER, QImage.Format.Format_RGB32)
    painter = QPainter(canvas)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(FINER, FINER)
    backdrop(painter, picture.tint)
    picture.paint(painter, picture.labels.get(language, ""))
    painter.end()
    raw = canvas.convertToFormat(QImage.Format.Format_RGB888)
    whole = Image.frombytes(
        "RGB",
        (raw.width(), raw.height()),
        bytes(raw.constBits()),
        "raw",
        "RGB",
        raw.bytesPerLine(),
    )
    return whole.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _keep(picture: Picture) -> None:
    if not picture.labels:
        _write(TARGET / f"{picture.name}.webp", paint(picture, "en"))
        return
    for language in LANGUAGES:
        _write(TARGET / f"{picture.name}.{language}.webp", paint(picture, language))


def _write(path: Path, picture: Image.Image) -> None:
    """Write as well as the size allows."""
    for quality in (92, 88, 84, 80, 74, 66):
        buffer = BytesIO()
        picture.save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= MOST_BYTES:
            path.write_bytes(buffer.getvalue())
            return
    message = f"{path.name} does not fit into {MOST_BYTES} bytes"
    raise ValueError(message)


def _sheet(pictures: list[Image.Image], columns: int = 6) -> Image.Image:
    rows = -(-len(pictures) // columns)
    page = Image.new("RGB", (columns * (WIDTH + 8), rows * (HEIGHT + 8)), "white")
    for index, picture in enumerate(pictures):
        page.paste(picture, (index % columns * (WIDTH + 8), index // columns * (HEIGHT + 8)))
    return page


if __name__ == "__main__":
    sys.exit(main())
