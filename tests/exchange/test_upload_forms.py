"""Forms in which platforms take parcels and numbers: their heads, encodings, nothing that acts."""

from pathlib import Path
from uuid import UUID

import pytest

from microshop_desktop.domain.order_file import FILE_KINDS
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.exchange.upload_forms import (
    PARCELS,
    STOCK,
    parcel_form,
    stock_form,
    tellable,
    write_parcels,
    write_stock,
)
from microshop_desktop.services.file_uploads import ParcelRow, StockRow

ID = UUID(int=1)


def _parcel(tracking: str = "SF1", courier: str = "顺丰") -> ParcelRow:
    return ParcelRow(ID, "9001~a", "9001", courier, tracking, ("11", "12"))


def _goods(code: str = "T-1", product: str = "") -> StockRow:
    return StockRow(ID, product, "key", code, "Tea", "250g", 7, None)


def _cells(path: Path) -> list[list[str]]:
    return [[str(cell) for cell in row.cells] for row in open_table(path).rows()]


def test_taobao_takes_parcels_as_csv_in_gbk(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    write_parcels(path, "taobao", [_parcel()])
    lines = path.read_bytes().decode("gbk").splitlines()
    assert lines == ["订单编号,物流公司,物流单号", "9001,顺丰,SF1"]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_parcel_names_its_order_and_lines_in_any_table(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"p{ending}"
    write_parcels(path, "douyin", [_parcel()])
    assert _cells(path)[1] == ["9001", "11,12", "顺丰", "SF1"]


def test_what_a_spreadsheet_would_carry_out_is_written_as_text(tmp_path: Path) -> None:
    path, sheet = tmp_path / "p.csv", tmp_path / "p.xlsx"
    for place in (path, sheet):
        write_parcels(place, "jd", [_parcel('=HYPERLINK("x")', "@SUM(1)")])
    assert _cells(path)[1] == ["9001", "'@SUM(1)", '\'=HYPERLINK("x")']
    assert _cells(sheet)[1] == ["9001", "@SUM(1)", '=HYPERLINK("x")']


def test_numbers_are_written_by_the_code_of_the_seller(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    write_stock(path, "woocommerce", [_goods()])
    assert _cells(path) == [["SKU", "Stock"], ["T-1", "7"]]


def test_goods_that_a_form_cannot_name_are_left_out() -> None:
    rows = [_goods(), _goods("", "55"), _goods("")]
    assert tellable("woocommerce", rows) == ((rows[0],), 2)
    assert tellable("taobao", rows) == ((rows[0], rows[1]), 1)


def test_only_forms_whose_heads_were_seen_in_real_files_are_confirmed() -> None:
    confirmed = {kind for kind, form in STOCK.items() if form.confirmed}
    assert confirmed == {"woocommerce"}
    assert not any(form.confirmed for form in PARCELS.values())


def test_every_kind_has_forms() -> None:
    for kind in FILE_KINDS:
        assert parcel_form(kind).columns
        assert stock_form(kind).columns


def test_the_confirmed_heads_stand_in_a_real_file(shared_data: Path) -> None:
    path = shared_data / "orders" / "woocommerce_sample_products.csv"
    heads = next(iter(open_table(path).rows())).cells
    assert {head for head, _value in stock_form("woocommerce").columns} <= set(heads)
