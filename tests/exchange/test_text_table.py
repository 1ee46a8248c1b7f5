"""Text tables of any make: encoding, separator, limits, nothing changed on the way."""

import gzip
from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.table_cells import first_rows
from microshop_desktop.exchange import text_table
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.exchange.text_table import TextTable, guess_encoding, open_text_table

TEXT = "条码,名称,零售价\n6901234567892,红烧牛肉面,4.50\n0012345678905,酸奶,3\n"


def _cells(path: Path) -> list[list[str]]:
    return [row.cells for row in open_text_table(path).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_chinese_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "goods.csv"
    path.write_text(TEXT, encoding=encoding)
    assert _cells(path)[1] == ["6901234567892", "红烧牛肉面", "4.50"]


def test_utf_16_without_a_mark_is_known_by_its_zeros(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_bytes("code,name\n001,tea\n002,milk\n".encode("utf-16-le"))
    assert _cells(path)[1] == ["001", "tea"]


def test_western_accents_are_not_taken_for_chinese(tmp_path: Path) -> None:
    path = tmp_path / "articulos.csv"
    path.write_bytes("código;nombre\n1;Piña\n2;Jamón ibérico\n".encode("cp1252"))
    assert _cells(path)[2] == ["2", "Jamón ibérico"]


def test_chinese_far_behind_ascii_still_decides(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    plain = "".join(f"{number},plain\n" for number in range(20_000))
    path.write_bytes(("code,name\n" + plain + "9,牛奶\n").encode("gbk"))
    assert _cells(path)[-1] == ["9", "牛奶"]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_gives_even_rows(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "goods.csv"
    path.write_text(f'code{sign}name\n1{sign}"a,b;c"\n2{sign}d\n', encoding="utf-8")
    assert _cells(path) == [["code", "name"], ["1", "a,b;c"], ["2", "d"]]


def test_a_row_parted_by_another_sign_is_mended_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("code,name,price\n1,a,2\n2;b;3\n3,c,4\n", encoding="utf-8")
    rows = list(open_text_table(path).rows())
    assert [(row.cells, row.mended) for row in rows[2:]] == [
        (["2", "b", "3"], True),
        (["3", "c", "4"], False),
    ]


def test_row_numbers_count_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("code,name\n\n\n1,a\n", encoding="utf-8")
    assert [row.number for row in open_text_table(path).rows() if not row.is_blank] == [1, 4]


def test_formulas_and_codes_stay_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text('code,name\n0012,=1+1\n1.2E+12,"@x"\n', encoding="utf-8")
    assert _cells(path)[1:] == [["0012", "=1+1"], ["1.2E+12", "@x"]]


def test_gzip_is_unpacked_on_the_way(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert _cells(path)[2][0] == "0012345678905"


def test_a_bomb_of_gzip_is_not_unpacked_to_find_out_its_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_table, "MOST_BYTES", 10_000)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress("名,2\n".encode() * 100_000))
    with pytest.raises(ShopError) as caught:
        guess_encoding(path)
    assert caught.value.code is ErrorCode.FILE_TOO_BIG


def test_a_bomb_of_gzip_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_table, "MOST_BYTES", 10_000)
    path = tmp_path / "goods.csv.gz"
    path.write_bytes(gzip.compress(b"1,2\n" * 100_000))
    with pytest.raises(ShopError) as caught:
        list(TextTable(path, "utf-8", ",").rows())
    assert caught.value.code is ErrorCode.FILE_TOO_BIG


def test_more_rows_than_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_table, "MOST_ROWS", 100)
    path = tmp_path / "goods.csv"
    path.write_text("a,b\n" * 101, encoding="utf-8")
    with pytest.raises(ShopError) as caught:
        list(open_text_table(path).rows())
    assert caught.value.code is ErrorCode.FILE_TOO_BIG


def test_an_empty_and_a_missing_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    for name, code in (("empty.csv", ErrorCode.FILE_EMPTY), ("no.csv", ErrorCode.FILE_NOT_READ)):
        with pytest.raises(ShopError) as caught:
            open_table(tmp_path / name)
        assert (caught.value.code, caught.value.params["name"]) == (code, name)


def test_the_real_ledger_header_of_taobao_is_gbk(shared_data: Path) -> None:
    path = shared_data / "orders" / "taobao_orders_header_only_gbk.csv"
    assert guess_encoding(path) == "gb18030"
    assert "订单编号" in first_rows(open_table(path), 1)[0].cells


def test_a_stray_end_of_line_in_a_cell_that_stands_alone_breaks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(b'a,b\n"x;\ry"\n')
    assert [row.cells for row in open_text_table(path).rows()] == [["a", "b"], ["x;\ry"]]


def test_a_packed_file_that_was_cut_off_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 5000)[:40])
    with pytest.raises(ShopError) as caught:
        list(open_text_table(path).rows())
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
