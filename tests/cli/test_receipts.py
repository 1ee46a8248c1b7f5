"""Receipts from the command line: as files, on paper, and in the list of what waits."""

import socket
from pathlib import Path

import pytest
from PIL import Image

from microshop_desktop.devices import escpos
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import PRINTER_ADDRESS, PRINTER_KIND, Settings
from tests.cli.running import Microshop

pytestmark = pytest.mark.usefixtures("qapp")
"""Drawing needs an application; tests of widgets need the same one."""
FIRST = "A-000001"


@pytest.fixture
def filled(microshop: Microshop) -> Microshop:
    """A shop with sample goods and the orders of some days."""
    assert microshop("init", "--name", "Demo", "--sample").code == 0
    return microshop


def use_printer(microshop: Microshop, kind: str, address: str) -> None:
    settings = Settings(Folders(microshop.data).settings_file)
    settings.put(PRINTER_KIND, kind)
    settings.put(PRINTER_ADDRESS, address)


def nowhere() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
    return f"{host}:{port}"


def test_a_receipt_becomes_a_picture_or_a_pdf(filled: Microshop, tmp_path: Path) -> None:
    assert filled("receipts", "picture", FIRST, str(tmp_path / "r.png")).code == 0
    with Image.open(tmp_path / "r.png") as picture:
        assert picture.width == 640
    assert filled("receipts", "picture", "1", str(tmp_path / "r.pdf"), "--copy").code == 0
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_a_file_that_cannot_be_written_is_said(filled: Microshop, tmp_path: Path) -> None:
    said = filled("receipts", "picture", FIRST, str(tmp_path / "missing" / "r.png"))
    assert said.code == 1
    assert "could not be written" in said.err


def test_printing_needs_a_printer(filled: Microshop) -> None:
    said = filled("receipts", "print", FIRST)
    assert said.code == 1
    assert "No printer is set up yet" in said.err


def test_what_could_not_be_printed_waits_and_prints_later(
    filled: Microshop, tmp_path: Path
) -> None:
    use_printer(filled, "network", nowhere())
    assert "cannot be reached" in filled("receipts", "print", FIRST).err
    (job,) = filled("receipts", "list", "--json").document
    assert (job["number"], job["error"]) == (FIRST, "printer_not_reachable")
    use_printer(filled, "file", str(tmp_path / "paper"))
    assert filled("receipts", "retry").out == "1 printed.\n"
    assert (tmp_path / "paper").read_bytes().startswith(escpos.RESET)
    assert filled("receipts", "list").out == "Nothing waits to be printed.\n"


def test_a_waiting_one_can_be_dropped(filled: Microshop) -> None:
    use_printer(filled, "network", nowhere())
    filled("receipts", "print", FIRST)
    (job,) = filled("receipts", "list", "--json").document
    assert filled("receipts", "drop", job["job"]).code == 0
    assert filled("receipts", "list", "--json").document == []
