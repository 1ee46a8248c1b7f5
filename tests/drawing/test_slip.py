"""The slip of a pending payment: short, readable on any paper, in every language."""

from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage

from microshop_desktop.domain.receipt import PAPER_58, PAPER_80, Paper
from microshop_desktop.domain.receipt_layout import Mark, Pair, Row, Weight
from microshop_desktop.domain.slip import Slip, lay_out_slip
from microshop_desktop.drawing.receipt import draw_rows
from microshop_desktop.infra.translations import LANGUAGES, Language, use_language
from microshop_desktop.services.receipt_words import slip_words

PAPERS = pytest.mark.parametrize("paper", [PAPER_80, PAPER_58], ids=["80mm", "58mm"])
SLIP = Slip(
    shop="小满杂货铺",
    number="A-000427",
    date="2026-11-24",
    time="14:31:40",
    method="Alipay",
    amount=9800,
    currency="CNY",
    tail="0427",
)
MOST_HEIGHT = 700
"""Dots of the longest slip: 88 mm of paper."""


def pixels(picture: QImage) -> Image.Image:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    size = (grey.width(), grey.height())
    return Image.frombytes("L", size, bytes(grey.constBits()), "raw", "L", grey.bytesPerLine())


def pairs(rows: tuple[Row, ...]) -> dict[str, str]:
    return {row.left: row.right for row in rows if isinstance(row, Pair)}


def test_it_says_which_order_how_much_and_that_nothing_is_known_yet() -> None:
    rows = lay_out_slip(SLIP, slip_words(), PAPER_80)
    assert pairs(rows) == {
        "Order no.": "A-000427",
        "Asked for at": "2026-11-24 14:31:40",
        "Paid by": "Alipay",
        "Payment number ends in": "0427",
        "Amount": "¥98.00",
    }
    assert [row.text for row in rows if isinstance(row, Mark)] == ["Payment being confirmed"]
    (total,) = [row for row in rows if isinstance(row, Pair) and row.weight is Weight.TOTAL]
    assert total.right == "¥98.00"


def test_practice_is_said_at_both_ends() -> None:
    rows = lay_out_slip(replace(SLIP, practice=True), slip_words(), PAPER_58)
    striped = [row for row in rows if isinstance(row, Mark) and row.striped]
    assert len(striped) == 2
    assert rows[0] in striped
    assert rows[-1] in striped


@PAPERS
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_short_stays_inside_the_paper_and_leads_to_the_order(
    paper: Paper, language: Language
) -> None:
    use_language(language)
    picture = pixels(draw_rows(lay_out_slip(SLIP, slip_words(), paper), paper))
    assert picture.width == paper.dots
    assert picture.height < MOST_HEIGHT
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["A-000427"]
    for left in (0, picture.width - 3):
        assert picture.crop((left, 0, left + 3, picture.height)).getextrema() == (255, 255)
