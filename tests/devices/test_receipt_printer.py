"""A printer gets the right bytes over every way, and what it does wrong is said in time."""

import os
import socket
import time
import tty
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from microshop_desktop.devices import escpos
from microshop_desktop.devices.receipt_printer import PrinterSettings, ReceiptPrinter
from microshop_desktop.domain.dots import Dots
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.receipt import PAPER_58, PAPER_80, Paper
from microshop_desktop.domain.receipt_layout import Pair, Row, lay_out
from microshop_desktop.drawing.receipt import rows_dots
from tests.devices.printer_server import COVER_OPEN, FINE, PAPER_OUT, PrinterServer
from tests.receipt_samples import DESIGN, WORDS

HARD = (Pair("测试 ¥ñ", "8.50"),)
HARD_IN_LETTERS = (
    b"\x1c&" + "测试".encode("gb18030") + b" " + "￥".encode("gb18030") + b"\x1c.\x1bt\x10\xf1"
)


def stripes(_rows: Sequence[Row], paper: Paper) -> Dots:
    """Stands for drawing: 200 rows whose bytes name the row."""
    return Dots(paper.dots, 200, b"".join(bytes([row]) * (paper.dots // 8) for row in range(200)))


def to_file(path: Path, **changes: object) -> PrinterSettings:
    settings = PrinterSettings("file", str(path), time_out=2)
    return replace(settings, **changes)  # type: ignore[arg-type]


def to_network(address: str) -> PrinterSettings:
    return PrinterSettings("network", address, time_out=1, status_time_out=0.3)


def test_letters_of_the_printer_hold_chinese_yen_and_accents(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ReceiptPrinter(to_file(out, text_mode=True), stripes).print_rows(HARD)
    data = out.read_bytes()
    assert data.startswith(escpos.RESET + HARD_IN_LETTERS)
    assert b"?" not in data
    assert data.endswith(escpos.FEED_AND_CUT)


def test_the_picture_is_cut_into_bands_that_join(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ReceiptPrinter(to_file(out), stripes).print_rows(HARD)
    first = b"\x1dv0\x00" + bytes([72, 0, 128, 0])
    second = b"\x1dv0\x00" + bytes([72, 0, 72, 0])
    rows = [bytes([row]) * 72 for row in range(200)]
    drawn = first + b"".join(rows[:128]) + second + b"".join(rows[128:])
    assert out.read_bytes() == escpos.RESET + drawn + escpos.FEED_AND_CUT


@pytest.mark.parametrize("paper", [PAPER_80, PAPER_58], ids=["80mm", "58mm"])
def test_the_picture_of_a_real_receipt_arrives_dot_by_dot(tmp_path: Path, paper: Paper) -> None:
    out = tmp_path / "out"
    rows = lay_out(DESIGN, WORDS, paper)
    ReceiptPrinter(to_file(out, paper=paper), rows_dots).print_rows(rows)
    assert burnt(out.read_bytes(), paper.dots // 8) == rows_dots(rows, paper).data


def burnt(data: bytes, row_bytes: int) -> bytes:
    """What a printer makes of raster commands."""
    paper, place = bytearray(), len(escpos.RESET)
    while data[place : place + 4] == b"\x1dv0\x00":
        assert int.from_bytes(data[place + 4 : place + 6], "little") == row_bytes
        length = row_bytes * int.from_bytes(data[place + 6 : place + 8], "little")
        paper += data[place + 8 : place + 8 + length]
        place += 8 + length
    assert data[place:] == escpos.FEED_AND_CUT
    return bytes(paper)


@pytest.mark.parametrize("text_mode", [True, False], ids=["letters", "picture"])
def test_the_same_bytes_go_over_the_network(tmp_path: Path, text_mode: bool) -> None:
    out = tmp_path / "out"
    ReceiptPrinter(to_file(out, text_mode=text_mode), rows_dots).print_rows(HARD)
    with PrinterServer(paper=FINE) as server:
        settings = replace(to_network(server.address), text_mode=text_mode)
        ReceiptPrinter(settings, rows_dots).print_rows(HARD)
    assert bytes(server.captured) == out.read_bytes()


def test_a_printer_that_never_speaks_prints_all_the_same() -> None:
    with PrinterServer() as server:
        ReceiptPrinter(to_network(server.address), stripes).print_rows(HARD)
    assert bytes(server.captured).endswith(escpos.FEED_AND_CUT)


def test_a_serial_line_gets_the_same_bytes() -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    settings = PrinterSettings("serial", os.ttyname(slave), time_out=3, status_time_out=0.1)
    printer = ReceiptPrinter(replace(settings, text_mode=True), stripes)
    printer.print_rows(HARD)
    data = b""
    while not data.endswith(escpos.FEED_AND_CUT):
        data += os.read(master, 4096)
    os.close(master)
    os.close(slave)
    assert data.removeprefix(escpos.ASK_PAPER).startswith(escpos.RESET + HARD_IN_LETTERS)


def test_the_drawer_opens_before_the_paper_runs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    printer = ReceiptPrinter(to_file(out), stripes)
    printer.print_rows(HARD, open_drawer=True)
    assert out.read_bytes().startswith(escpos.DRAWER_KICK + escpos.RESET)
    printer.open_drawer()
    assert out.read_bytes() == escpos.RESET + escpos.DRAWER_KICK


def test_the_test_page_shows_both_ways(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ReceiptPrinter(to_file(out), stripes).print_test(own_letters="文字", picture="图片")
    data = out.read_bytes()
    assert "A  测试".encode("gb18030") in data
    assert b"\x1dv0\x00" in data


@pytest.mark.parametrize(
    ("paper", "cover", "code"),
    [
        (PAPER_OUT, FINE, ErrorCode.PRINTER_OUT_OF_PAPER),
        (FINE, COVER_OPEN, ErrorCode.PRINTER_COVER_OPEN),
    ],
)
def test_a_printer_that_cannot_print_is_sent_nothing(
    paper: int, cover: int, code: ErrorCode
) -> None:
    with PrinterServer(paper=paper, cover=cover) as server:
        assert failure(to_network(server.address)) is code
    assert not server.captured


def test_a_printer_that_falls_silent_is_not_taken_for_done() -> None:
    with PrinterServer(paper=FINE, silent_after_data=True) as server:
        assert failure(to_network(server.address)) is ErrorCode.PRINTER_NOT_ANSWERING


def test_a_printer_that_takes_nothing_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        hanging.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        host, port = hanging.getsockname()
        began = time.monotonic()
        assert failure(to_network(f"{host}:{port}"), huge) is ErrorCode.PRINTER_NOT_ANSWERING
        assert time.monotonic() - began < 5


def huge(_rows: Sequence[Row], paper: Paper) -> Dots:
    """More dots than any socket buffers."""
    height = 200_000
    return Dots(paper.dots, height, bytes(paper.dots // 8 * height))


def test_a_printer_that_refuses_is_not_reachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
    assert failure(to_network(f"{host}:{port}")) is ErrorCode.PRINTER_NOT_REACHABLE


def test_a_port_that_opens_for_nobody_is_given_up_in_time(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    began = time.monotonic()
    settings = to_file(pipe, time_out=0.3)
    assert failure(settings) is ErrorCode.PRINTER_NOT_REACHABLE
    assert time.monotonic() - began < 2
    pipe.open("rb").close()


def test_a_linux_port_without_paper_says_so() -> None:
    """The port answers ENOSPC then, as /dev/full does."""
    settings = PrinterSettings("file", "/dev/full", time_out=2)
    assert failure(settings) is ErrorCode.PRINTER_OUT_OF_PAPER


@pytest.mark.parametrize(
    ("kind", "address", "code"),
    [
        ("none", "", ErrorCode.PRINTER_NOT_SET),
        ("network", "not an address", ErrorCode.PRINTER_BAD_ADDRESS),
        ("network", "127.0.0.1:99999", ErrorCode.PRINTER_BAD_ADDRESS),
        ("network", "a..b", ErrorCode.PRINTER_BAD_ADDRESS),
        ("usb", "printer", ErrorCode.PRINTER_BAD_ADDRESS),
        ("file", "/nowhere/at/all", ErrorCode.PRINTER_NOT_REACHABLE),
        ("serial", "/dev/nowhere", ErrorCode.PRINTER_NOT_REACHABLE),
    ],
)
def test_a_printer_that_is_not_there_is_said(kind: str, address: str, code: ErrorCode) -> None:
    assert failure(PrinterSettings(kind, address, time_out=2)) is code


def test_a_usb_printer_that_is_not_plugged_in_is_said() -> None:
    code = failure(PrinterSettings("usb", "04b8:0202", time_out=2))
    assert code in {ErrorCode.PRINTER_NOT_REACHABLE, ErrorCode.PRINTER_DRIVER_MISSING}


def failure(settings: PrinterSettings, draw: object = stripes) -> ErrorCode:
    with pytest.raises(ShopError) as refused:
        ReceiptPrinter(settings, draw).print_rows(HARD)  # type: ignore[arg-type]
    return refused.value.code
