"""Sheets of couriers: their own heads, numbers as texts."""

from pathlib import Path

from microshop_desktop.domain.couriers import COURIERS
from microshop_desktop.domain.waybill_sheets import SHEETS, SheetRow, waybill_table
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.exchange.writers import write_table

ROW = SheetRow(
    receiver="橙子",
    phone="013800000007",
    address="示例市 1 号",
    goods="茶×2",
    pieces=1,
    note="",
    order="20260000000000012345",
    sender="小满杂货铺",
    sender_phone="",
    sender_address="示例路 18 号",
)


def test_numbers_stay_texts_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "waybills.xlsx"
    assert write_table(path, waybill_table("", [ROW])) == 1
    heads, row = list(open_table(path).rows())
    assert heads.cells == ["收件人", "电话", "地址", "物品", "数量", "备注", "订单号"]
    assert row.cells[1] == "013800000007"
    assert row.cells[6] == "20260000000000012345"
    assert [type(cell) is str for cell in row.cells[:2]] == [True, True]


def test_every_sheet_names_who_gets_the_parcel_and_belongs_to_a_courier() -> None:
    assert set(SHEETS) <= {courier.key for courier in COURIERS}
    for courier in SHEETS:
        keys = [column.key for column in waybill_table(courier, [ROW]).columns]
        assert {"receiver", "phone", "address", "goods", "order"} <= set(keys)
        assert len(set(keys)) == len(keys)
