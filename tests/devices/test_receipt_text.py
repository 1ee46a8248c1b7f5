"""A receipt in the printer's own letters stays in its columns and never shows a question mark."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.devices import escpos
from microshop_desktop.devices.printer_letters import cells, columns_of, encode, wrap
from microshop_desktop.devices.receipt_text import text_bytes
from microshop_desktop.domain.dots import Dots
from microshop_desktop.domain.receipt import PAPER_58, PAPER_80, Paper, Receipt
from microshop_desktop.domain.receipt_layout import Row, lay_out
from tests.receipt_samples import DESIGN, DIFFICULT, WORDS

_COMMANDS = re.compile(rb"\x1b[@E!t].?|\x1d!.|\x1c[&.]|\x1bt.", re.DOTALL)


def no_dots(_rows: Sequence[Row], paper: Paper) -> Dots:
    """Stands for drawing: nothing."""
    return Dots(paper.dots, 0, b"")


def lines(receipt: Receipt, paper: Paper) -> list[str]:
    """The printed lines without commands; Western letters are read back as such."""
    data = b"".join(text_bytes(lay_out(receipt, WORDS, paper), paper, no_dots))
    western = re.sub(
        rb"\x1c\.\x1bt\x10(.*?)\x1c&",
        lambda found: found[1].decode("cp1252").encode("gb18030"),
        data,
        flags=re.DOTALL,
    )
    return (
        re.sub(_COMMANDS, b"", western)
        .replace(b"\x1dv0\x00H\x00\x00\x00", b"")
        .decode("gb18030")
        .split("\n")
    )


def test_wide_paper_reads_as_the_design() -> None:
    text = lines(DESIGN, PAPER_80)
    assert text[0].strip() == "小满杂货铺"
    assert "单号 S-0427                          收银员 小夏" in text
    assert "品名                     数量     单价      金额" in text
    assert "赣南脐橙               1.26kg    11.60     14.62" in text
    assert "  9 折，原价 39.00" in text
    assert f"合计{' ' * 13}￥98.00" in text


def test_narrow_paper_gives_goods_two_lines() -> None:
    text = lines(DESIGN, PAPER_58)
    assert "海盐薯片 75g" in text
    assert any(re.fullmatch(r"  2 \S+ 8\.50 +17\.00", line) for line in text)


@pytest.mark.parametrize("paper", [PAPER_80, PAPER_58], ids=["80mm", "58mm"])
@pytest.mark.parametrize("receipt", [DESIGN, DIFFICULT], ids=["design", "difficult"])
def test_no_line_is_longer_than_the_paper(receipt: Receipt, paper: Paper) -> None:
    for line in lines(receipt, paper):
        assert columns_of(cells(line)) <= paper.columns


def test_the_total_is_twice_as_large() -> None:
    data = b"".join(text_bytes(lay_out(DESIGN, WORDS, PAPER_80), PAPER_80, no_dots))
    assert escpos.BOLD_ON + escpos.SIZE_DOUBLE + "合计".encode("gb18030") in data


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("¥98", "￥98".encode("gb18030")),
        ("€5", b"\x1c.\x1bt\x10\x805\x1c&"),
        ("niño", b"ni\x1c.\x1bt\x10\xf1o\x1c&"),
        ("ő", b"o"),
        ("🍓", b""),
        ("−5", b"-5"),
        ("한", "□".encode("gb18030")),
    ],
)
def test_signs_a_printer_may_lack(text: str, data: bytes) -> None:
    assert encode(cells(text)) == data


def test_without_a_code_page_accents_are_dropped() -> None:
    assert encode(cells("niño", None), None) == b"nino"


@given(st.text(max_size=60), st.integers(min_value=2, max_value=48))
def test_any_text_wraps_into_the_width_and_loses_nothing_but_blanks(text: str, width: int) -> None:
    whole = cells(text)
    rows = wrap(whole, width)
    assert all(columns_of(row) <= width for row in rows)
    kept = b"".join(cell.data for row in rows for cell in row)
    assert kept.replace(b" ", b"") == b"".join(cell.data for cell in whole).replace(b" ", b"")
