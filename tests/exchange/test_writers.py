"""Files we write: exact values, texts that stay texts, whole or not at all."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.export_table import ExportColumn, ExportTable, Kind
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.exchange.writers import write_table

COLUMNS = [
    ExportColumn("code", "Barcode"),
    ExportColumn("price", "Price", Kind.MONEY),
    ExportColumn("stock", "Stock", Kind.QUANTITY),
]
ROWS: list[Sequence[object]] = [("0012", 1990, -345), ("=1+1", None, 1000)]


def _table(rows: "list[Sequence[object]] | Iterator[Sequence[object]]") -> ExportTable:
    return ExportTable(COLUMNS, rows, "CNY", 2)


def test_csv_has_plain_decimals_and_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert write_table(path, _table(ROWS)) == 2
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Barcode", "Price", "Stock"],
            ["0012", "19.90", "-0.345"],
            ["'=1+1", "", "1"],
        ]


@pytest.mark.parametrize("text", ["＝1+1", "＋1", "－1", "＠sum", "\n=1+1"])
def test_no_formula_hides_behind_wide_signs_or_an_empty_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out.csv"
    write_table(path, _table([(text, 1, 1000)]))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][0] == f"'{text}"


def test_json_has_minor_units_and_thousandths(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    write_table(path, _table(ROWS))
    assert json.loads(path.read_text(encoding="utf-8"))[0] == {
        "code": "0012",
        "price": 1990,
        "stock": -345,
        "currency": "CNY",
    }


def test_xlsx_keeps_codes_as_texts_and_money_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_table(path, _table(ROWS))
    rows = list(open_table(path).rows())
    assert [type(cell) is str for cell in rows[1].cells] == [True, False, False]
    assert rows[1].cells == ["0012", "19.9", "-0.345"]
    assert rows[2].cells[0] == "=1+1"


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShopError) as caught:
        write_table(tmp_path / "out.pdf", _table(ROWS))
    assert caught.value.code is ErrorCode.FILE_KIND_UNKNOWN


def test_a_failure_leaves_the_old_file_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")

    def failing() -> Iterator[Sequence[object]]:
        yield ROWS[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_table(path, _table(failing()))
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
