"""Spreadsheets: codes keep their digits, bad files are refused before they fill the memory."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.table_cells import NumberText, number_text
from microshop_desktop.exchange import sheet_extent, sheet_table
from microshop_desktop.exchange.tables import open_table


def _book(path: Path, *rows: tuple[object, ...]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Goods")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return path


def test_a_number_becomes_its_digits_and_is_marked(tmp_path: Path) -> None:
    path = _book(tmp_path / "goods.xlsx", ("code", "price"), (6901234567892, 4.5))
    cells = list(open_table(path).rows())[1].cells
    assert cells == ["6901234567892", "4.5"]
    assert isinstance(cells[0], NumberText)


@pytest.mark.parametrize(
    ("value", "text"),
    [(6.9e12, "6900000000000"), (0.1 + 0.2, "0.3"), (20.46, "20.46"), (3, "3"), (1e-5, "0.00001")],
)
def test_numbers_are_written_without_exponent_or_noise(value: float, text: str) -> None:
    assert number_text(value) == text


def test_texts_keep_their_zeros(tmp_path: Path) -> None:
    path = _book(tmp_path / "goods.xlsx", ("code", "name"), ("0012345678905", "茶"))
    cells = list(open_table(path).rows())[1].cells
    assert cells[0] == "0012345678905"
    assert not isinstance(cells[0], NumberText)


def test_row_numbers_are_those_of_the_sheet(tmp_path: Path) -> None:
    path = _book(tmp_path / "goods.xlsx", (), ("code", "name"), (), ("1", "a"))
    assert [row.number for row in open_table(path).rows() if not row.is_blank] == [2, 4]


def test_a_named_sheet_is_read_and_a_missing_one_refused(tmp_path: Path) -> None:
    path = _book(tmp_path / "goods.xlsx", ("code", "name"))
    assert next(iter(open_table(path, sheet="Goods").rows())).cells == ["code", "name"]
    with pytest.raises(ShopError) as caught:
        open_table(path, sheet="Other")
    assert caught.value.code is ErrorCode.SHEET_MISSING


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (sheet_table.MOST_UNPACKED_BYTES // 20))
    with pytest.raises(ShopError) as caught:
        open_table(path)
    assert caught.value.code is ErrorCode.FILE_TOO_BIG


def test_a_cell_in_the_last_corner_is_refused_before_it_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "code")
        sheet.write(1_048_575, 16_383, "far")
    with pytest.raises(ShopError) as caught:
        open_table(path)
    assert caught.value.code is ErrorCode.FILE_TOO_BIG
    assert sheet_extent.MOST_CELLS < 1_048_576 * 16_384


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"nonsense" * 100)
    with pytest.raises(ShopError) as caught:
        open_table(path)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


def test_the_real_till_export_of_52_columns(shared_data: Path) -> None:
    rows = list(open_table(shared_data / "products" / "pos_export_fresh_52cols.xls").rows())
    assert len(rows) == 216
    assert {len(row.cells) for row in rows} == {52}
    assert rows[1].cells[1] == "00006"
