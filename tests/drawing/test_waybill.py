"""Slips of parcels: read back by a scanner's eyes, with a place for every part."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.devices.code_pictures import codes_in_file
from microshop_desktop.domain.code128 import code128
from microshop_desktop.domain.waybill import Goods, PickLine, PickSheet, Waybill, WaybillWords
from microshop_desktop.drawing.pick_sheet import draw_pick_sheet
from microshop_desktop.drawing.waybill import HEIGHT, WIDTH, draw_waybill

WORDS = WaybillWords("Crate {number}", "To", "From", "Note: {text}", "and {count} more")


def slip(tracking: str, goods: int = 1, note: str = "") -> Waybill:
    return Waybill(
        courier="中通快递",
        crate=5,
        tracking=tracking,
        receiver="橙子",
        phone="138****0007",
        address="示例市滨河区槐花街 21 号 3 幢 802",
        sender="小满杂货铺",
        sender_address="示例路 18 号",
        order="W-20768",
        goods=tuple(Goods(f"Hand cream {no}", 3) for no in range(goods)),
        note=note,
    )


@pytest.mark.parametrize(
    "number",
    ["731000000003", "SF1234567890123", "JDVB01234567890", "9400100000000000000001", "A1", "7"],
)
def test_a_scanner_reads_the_number_back(number: str, tmp_path: Path) -> None:
    path = tmp_path / "slip.png"
    picture = draw_waybill(slip(number), WORDS)
    assert (picture.width(), picture.height()) == (WIDTH, HEIGHT) == (607, 1039)
    picture.save(str(path))
    assert [code.text for code in codes_in_file(path)] == [number]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_every_plain_text_has_bars_of_whole_symbols(text: str) -> None:
    modules = code128(text)
    assert len(modules) % 11 == 2
    assert modules.startswith("11010")
    assert modules.endswith("1100011101011")
    assert len(modules) <= 11 * (len(text) * 2 + 3) + 2


def test_other_texts_have_none() -> None:
    assert code128("") == code128("单号") == ""


def test_an_order_that_is_too_long_keeps_inside_the_slip() -> None:
    picture = draw_waybill(slip("731000000003", goods=60, note="door " * 60), WORDS)
    bottom = [picture.pixelColor(x, HEIGHT - 10).value() for x in range(WIDTH)]
    assert set(bottom) == {255}


def test_a_list_goes_on_over_pages_with_its_shelf_said_again() -> None:
    line = PickLine("Daily nuts", "MZ-1", 2, "T-1 · crate 1")
    short = PickSheet("Pick list", "1 order", (("A2", (line,)),), "Page {number}")
    long = PickSheet("Pick list", "1 order", (("A2", (line,) * 60),), "Page {number}")
    assert len(draw_pick_sheet(short)) == 1
    assert len(draw_pick_sheet(long)) == 3
