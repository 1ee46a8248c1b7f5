"""A receipt as PDF: one page of the paper's width, with letters that can be searched."""

import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtPdf import QPdfDocument

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.receipt import PAPER_58, PAPER_80, Paper
from microshop_desktop.drawing.pdf import write_receipt_pdf
from tests.receipt_samples import DESIGN, DIFFICULT, WORDS


@pytest.mark.parametrize("paper", [PAPER_80, PAPER_58], ids=["80mm", "58mm"])
def test_one_page_as_wide_as_the_paper(tmp_path: Path, paper: Paper) -> None:
    write_receipt_pdf(DIFFICULT, WORDS, tmp_path / "receipt.pdf", paper=paper)
    document = QPdfDocument()
    assert document.load(str(tmp_path / "receipt.pdf")) is QPdfDocument.Error.None_
    assert document.pageCount() == 1
    assert document.pagePointSize(0).width() == pytest.approx(paper.millimetres / 25.4 * 72, abs=1)
    assert not document.render(0, QSize(300, 900)).isNull()


def test_its_text_is_text(tmp_path: Path) -> None:
    write_receipt_pdf(DESIGN, WORDS, tmp_path / "receipt.pdf")
    document = QPdfDocument()
    document.load(str(tmp_path / "receipt.pdf"))
    text = document.getAllText(0).text()
    assert "98.00" in text
    assert "小满杂货铺" in unicodedata.normalize("NFKC", text)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ShopError) as refused:
        write_receipt_pdf(DESIGN, WORDS, tmp_path / "missing" / "receipt.pdf")
    assert refused.value.code is ErrorCode.FILE_NOT_WRITTEN
