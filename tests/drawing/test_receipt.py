"""A receipt as a picture keeps the promises of the design, for any paper and any text."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage

from microshop_desktop.domain.receipt import PAPER_58, PAPER_80, Paper, Receipt, ReceiptFooter
from microshop_desktop.domain.receipt_layout import lay_out
from microshop_desktop.drawing.application import ensure_application
from microshop_desktop.drawing.black_white import dots_of
from microshop_desktop.drawing.clipboard import copy_picture
from microshop_desktop.drawing.receipt import draw_receipt, receipt_picture, rows_dots
from tests.receipt_samples import DESIGN, DIFFICULT, WORDS

PAPERS = pytest.mark.parametrize("paper", [PAPER_80, PAPER_58], ids=["80mm", "58mm"])
RECEIPTS = pytest.mark.parametrize("receipt", [DESIGN, DIFFICULT], ids=["design", "difficult"])


def pixels(picture: QImage) -> Image.Image:
    """The picture as Pillow sees it."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    return Image.frombytes(
        "L", (grey.width(), grey.height()), bytes(grey.constBits()), "raw", "L", grey.bytesPerLine()
    )


def bands(picture: QImage) -> Iterator[tuple[int, int]]:
    """Top and height of each run of rows that hold ink."""
    image = pixels(picture)
    width, height = image.size
    raw = image.tobytes()
    top = None
    for y in range(height + 1):
        ink = y < height and 0 in raw[y * width : (y + 1) * width]
        if ink and top is None:
            top = y
        elif not ink and top is not None:
            yield top, y - top
            top = None


@PAPERS
@RECEIPTS
def test_is_as_wide_as_the_printer_and_pure_black_on_white(receipt: Receipt, paper: Paper) -> None:
    picture = draw_receipt(receipt, WORDS, paper)
    assert picture.width() == paper.dots
    assert {colour for _, colour in pixels(picture).getcolors() or []} == {0, 255}


@PAPERS
@RECEIPTS
def test_nothing_stands_in_the_margins(receipt: Receipt, paper: Paper) -> None:
    image = pixels(draw_receipt(receipt, WORDS, paper))
    for left in (0, image.width - 3):
        strip = image.crop((left, 0, left + 3, image.height))
        assert strip.getextrema() == (255, 255)


@PAPERS
def test_the_total_is_the_largest_text(paper: Paper) -> None:
    plain = replace(DESIGN, footer=ReceiptFooter())
    heights = sorted(bands(draw_receipt(plain, WORDS, paper)), key=lambda band: band[1])
    tallest, second = heights[-1], heights[-2]
    assert tallest[1] > second[1]
    assert second[0] < 20, "the name of the shop comes second"
    assert tallest[0] > 300


@PAPERS
def test_the_code_reads_back(paper: Paper) -> None:
    found = zxingcpp.read_barcodes(pixels(draw_receipt(DESIGN, WORDS, paper)))
    assert [code.text for code in found] == ["S-0427"]


@PAPERS
def test_a_long_address_in_the_code_reads_back_and_stays_inside(paper: Paper) -> None:
    address = "https://shop.example/r/" + "a1b2c3d4" * 12
    receipt = replace(DESIGN, footer=ReceiptFooter(address, ("电子小票",), "谢谢"))
    found = zxingcpp.read_barcodes(pixels(draw_receipt(receipt, WORDS, paper)))
    assert [code.text for code in found] == [address]


def test_a_code_that_no_paper_can_hold_is_left_out() -> None:
    receipt = replace(DESIGN, footer=ReceiptFooter("x" * 5000, ("电子小票",), "谢谢"))
    assert zxingcpp.read_barcodes(pixels(draw_receipt(receipt, WORDS, PAPER_58))) == []


@PAPERS
def test_a_long_name_wraps_instead_of_being_cut(paper: Paper) -> None:
    short = draw_receipt(DESIGN, WORDS, paper).height()
    longer = replace(DESIGN.lines[0], name=DESIGN.lines[0].name * 12)
    wrapped = replace(DESIGN, lines=(longer, *DESIGN.lines[1:]))
    assert draw_receipt(wrapped, WORDS, paper).height() > short + 3 * 30


def test_a_copy_and_practice_show_it() -> None:
    plain = draw_receipt(DESIGN, WORDS).height()
    assert draw_receipt(replace(DESIGN, copy_at="2026-03-15 10:02"), WORDS).height() > plain
    assert draw_receipt(replace(DESIGN, practice=True), WORDS).height() > plain


def test_a_logo_is_dithered_to_black_and_white() -> None:
    buffer = BytesIO()
    Image.new("L", (120, 60), 128).save(buffer, "PNG")
    head = replace(DESIGN.head, logo=buffer.getvalue())
    picture = draw_receipt(replace(DESIGN, head=head), WORDS)
    patch = pixels(picture).crop((248, 15, 328, 60))
    black = patch.tobytes().count(0) / (patch.width * patch.height)
    assert 0.4 < black < 0.6


def test_a_logo_that_is_no_picture_does_no_harm() -> None:
    broken = replace(DESIGN, head=replace(DESIGN.head, logo=b"no picture"))
    assert draw_receipt(broken, WORDS) == draw_receipt(DESIGN, WORDS)


@PAPERS
def test_the_dots_are_the_picture(paper: Paper) -> None:
    picture = draw_receipt(DESIGN, WORDS, paper)
    dots = rows_dots(lay_out(DESIGN, WORDS, paper), paper)
    as_image = Image.frombytes("1", (dots.width, dots.height), dots.data)
    inverted = Image.eval(as_image.convert("L"), lambda value: 255 - value)
    assert inverted.tobytes() == pixels(picture).tobytes()


def test_dots_beyond_an_odd_width_are_white() -> None:
    ensure_application()
    black = QImage(13, 2, QImage.Format.Format_Grayscale8)
    black.fill(0)
    assert dots_of(black).data == b"\xff\xf8\xff\xf8"


def test_the_picture_for_a_chat_is_wide_enough_and_goes_to_the_clipboard() -> None:
    picture = receipt_picture(DESIGN, WORDS)
    assert picture.width() >= 600
    copy_picture(picture)
    pasted = QGuiApplication.clipboard().image()
    assert pixels(pasted).tobytes() == pixels(picture).tobytes()
