"""Codes out of pictures: as many of the shared photos as zxing-cpp is known to read."""

import csv
from pathlib import Path

import pytest
import qrcode
from PIL import Image

from microshop_desktop.devices.code_pictures import ReadCode, codes_in_file
from microshop_desktop.domain.errors import ErrorCode, ShopError

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "data" / "barcodes"
TEXT = "wxp://f2f0AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"


def save_code(path: Path) -> Image.Image:
    qrcode.make(TEXT).save(path)
    return Image.open(path).convert("RGB")


@pytest.mark.skipif(not PHOTOS.exists(), reason="the photos of ../shared/data/barcodes are missing")
def test_photos_are_read_as_well_as_the_library_can() -> None:
    with (PHOTOS / "expected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = {
        row["file"]
        for row in rows
        if row["text"] in {code.text for code in codes_in_file(PHOTOS / row["file"])}
    }
    expected = {row["file"] for row in rows if row["read_by_zxing_cpp"] == "yes"}
    assert (len(rows), len(expected)) == (47, 33)
    assert expected <= read


def test_a_code_that_is_turned_inverted_or_transparent(tmp_path: Path) -> None:
    path = tmp_path / "code.png"
    picture = save_code(path)
    upside_down = picture.rotate(90)
    inverted = picture.point(lambda value: 255 - value)
    glass = picture.convert("RGBA")
    glass.putalpha(picture.convert("L").point(lambda value: 255 - value))
    for turned in (picture, upside_down, inverted, glass):
        turned.save(path)
        assert codes_in_file(path) == (ReadCode(TEXT, is_qr=True),)


def test_a_photo_with_a_large_code_in_it(tmp_path: Path) -> None:
    picture = save_code(tmp_path / "code.png").resize((1500, 1500))
    wall = Image.new("RGB", (4000, 3000), "grey")
    wall.paste(picture, (1800, 900))
    wall.save(tmp_path / "photo.jpg", quality=80)
    assert codes_in_file(tmp_path / "photo.jpg") == (ReadCode(TEXT, is_qr=True),)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n damaged"])
def test_what_is_no_picture_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "code.png"
    path.write_bytes(content)
    with pytest.raises(ShopError) as caught:
        codes_in_file(path)
    assert caught.value.code is ErrorCode.PICTURE_UNREADABLE


def test_a_picture_without_a_code_gives_none(tmp_path: Path) -> None:
    Image.new("RGB", (300, 300), "white").save(tmp_path / "white.png")
    assert codes_in_file(tmp_path / "white.png") == ()
