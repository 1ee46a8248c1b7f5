"""Bars of retail codes."""

import pytest

from microshop_desktop.domain.barcode_bars import bars


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        (
            "5901234123457",
            (
                "101000101101001110110011001001101111010011101010101100110110110010000101011100100"
                "11101000100101"
            ),
        ),
        ("96385074", "1010001011010111101111010110111010101001110111001010001001011100101"),
        ("4006381333932", ""),
        ("ABC-1", ""),
        ("", ""),
    ],
)
def test_bars_are_those_of_the_standard(code: str, modules: str) -> None:
    assert bars(code) == modules


def test_upc_is_ean_with_a_zero_before_it() -> None:
    assert bars("036000291452") == bars("0036000291452")
    assert len(bars("036000291452")) == 95


def test_a_decoder_reads_what_is_drawn() -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    from PIL import Image

    code = "6901234567892"
    line = [255] * 30 + [0 if module == "1" else 255 for module in bars(code) for _ in "xxx"]
    line += [255] * 30
    picture = Image.new("L", (len(line), 60))
    picture.putdata(line * 60)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [code]
