"""Photos of products."""

import io
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.pictures import LONGEST_ON_SCREEN, LONGEST_SIDE, Pictures

OWNER = Actor(uuid4(), uuid4())


def png(mode: str, size: tuple[int, int], colour: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")  # type: ignore[arg-type]
    return out.getvalue()


def test_a_photo_is_kept_small_and_once(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "pictures")
    source = tmp_path / "photo.png"
    source.write_bytes(png("RGB", (3000, 1500), (200, 10, 10)))
    name = pictures.add_file(OWNER, source)
    assert pictures.add_bytes(OWNER, source.read_bytes()) == name
    with Image.open(pictures.path(name)) as kept:
        assert kept.size == (LONGEST_SIDE, LONGEST_SIDE // 2)
    assert [file.name for file in (tmp_path / "pictures").iterdir()] == [name]


def test_a_poster_is_kept_large_enough_for_a_screen(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "pictures")
    source = tmp_path / "poster.png"
    source.write_bytes(png("RGB", (3000, 1500), (200, 10, 10)))
    with Image.open(pictures.path(pictures.add_poster(OWNER, source))) as kept:
        assert kept.size == (LONGEST_ON_SCREEN, LONGEST_ON_SCREEN // 2)
    with pytest.raises(ShopError) as caught:
        pictures.add_poster(OWNER, tmp_path / "missing.png")
    assert caught.value.code is ErrorCode.PICTURE_UNREADABLE


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    name = pictures.add_bytes(OWNER, png("RGBA", (10, 10), (0, 0, 0, 0)))
    with Image.open(pictures.path(name)) as kept:
        assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShopError) as refused:
        Pictures(tmp_path).add_bytes(OWNER, b"not a picture")
    assert refused.value.code is ErrorCode.PICTURE_UNREADABLE


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShopError) as refused:
        Pictures(tmp_path).add_file(OWNER, tmp_path / "missing.jpg")
    assert refused.value.params["name"] == "missing.jpg"


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    assert Pictures(tmp_path).path("../../secret") == tmp_path / "secret"
