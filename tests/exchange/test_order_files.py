"""Order files of every platform: recognised by heads, read exactly, bad rows with a reason."""

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Contact, Fulfilment, Parcel
from microshop_desktop.domain.order_file import OrderField, OwnFormat
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.domain.row_issues import IssueCode
from microshop_desktop.exchange.order_file_heads import FORMATS
from microshop_desktop.exchange.order_files import described, open_orders
from tests import order_file_samples as samples
from tests.order_file_samples import douyin, read, taobao, write, write_sheet


def test_a_taobao_file_in_gbk_with_its_heads_in_another_order(tmp_path: Path) -> None:
    heads = list(reversed(samples.TAOBAO))
    path = write(tmp_path / "ExportOrderList.csv", heads, taobao(), encoding="gb18030", above=2)
    found = read(path)
    (order,) = found.orders
    assert (found.format.key, found.format.confirmed) == ("taobao", False)
    assert (order.external_id, order.fulfilment) == ("1001", Fulfilment.TO_SHIP)
    assert (order.total, order.shipping, order.paid, order.currency) == (2500, 500, 2500, "CNY")
    assert order.placed_at == datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    assert order.contact == Contact("张**", "13800000000", "浙江省 杭州市")
    (line,) = order.lines
    assert (line.quantity, line.total, line.title) == (2, 2000, "铁观音 250g")


def test_signs_that_hide_or_deceive_are_left_out_of_names_and_numbers(tmp_path: Path) -> None:
    row = taobao("\u202d1001\u202c", 宝贝标题="茶\x00\u202e叶\u200b", 收货人姓名="王\x1b明\u2066")
    (order,) = read(write(tmp_path / "a.csv", samples.TAOBAO, row)).orders
    assert (order.external_id, order.contact.name) == ("1001", "王明")
    assert order.lines[0].title == "茶叶"


def test_several_goods_in_one_cell_are_taken_as_one_line_and_said(tmp_path: Path) -> None:
    row = taobao(宝贝标题="茶，壶", 宝贝种类="2", 宝贝总数量="3")
    found = read(write(tmp_path / "a.csv", samples.TAOBAO, row))
    (line,) = found.orders[0].lines
    assert (line.sku, line.quantity) == ("", 3)
    assert [(each.row, each.code) for each in found.remarks] == [(2, IssueCode.GOODS_NOT_PARTED)]


def test_lines_of_a_douyin_order_with_tabs_around_their_numbers(tmp_path: Path) -> None:
    rows = (douyin(运费="6.00", 订单应付金额="26.00"), douyin("9003", 商品数量="1"))
    (order,) = read(write(tmp_path / "a.csv", samples.DOUYIN, *rows)).orders
    assert (order.external_id, order.total, order.shipping) == ("9001", 4600, 600)
    told = [(line.line_id, line.sku, line.quantity, line.total) for line in order.lines]
    assert told == [("9002", "T-9002", 2, 2000), ("9003", "T-9003", 1, 2000)]


def test_one_line_sent_and_one_waiting_is_sent_in_part(tmp_path: Path) -> None:
    rows = (douyin(订单状态="已发货"), douyin("9003"), douyin("9004", 订单状态="已关闭"))
    (order,) = read(write(tmp_path / "a.csv", samples.DOUYIN, *rows)).orders
    assert order.fulfilment is Fulfilment.PART_SHIPPED
    assert [(line.shipped, line.cancelled) for line in order.lines] == [(2, 0), (0, 0), (0, 2)]


def test_goods_joined_by_a_semicolon_are_parted_where_all_cells_agree(tmp_path: Path) -> None:
    row = douyin(选购商品="Tea;Pot", 商家编码="T;P", 商品数量="2;1", 订单应付金额="30.00")
    (order,) = read(write(tmp_path / "a.csv", samples.DOUYIN, row)).orders
    told = [(line.sku, line.quantity, line.total) for line in order.lines]
    assert told == [("T", 2, 2000), ("P", 1, 1000)]


@pytest.mark.parametrize(
    ("word", "state", "refunded"),
    [
        ("退款成功", RefundState.WHOLE, 0),
        ("待商家处理", RefundState.REQUESTED, 0),
        ("无售后", RefundState.NONE, 0),
    ],
)
def test_words_of_after_sales(tmp_path: Path, word: str, state: RefundState, refunded: int) -> None:
    (order,) = read(write(tmp_path / "a.csv", samples.DOUYIN, douyin(售后状态=word))).orders
    assert (order.refund, order.refunded) == (state, refunded)


def _group(**more: str) -> dict[str, str]:
    row = {"跟团号": "7", "下单人": "小王", "支付时间": "2026-03-01 08:00:00"}
    return {**row, **more}


def test_the_total_of_a_group_order_stands_on_its_first_row(tmp_path: Path) -> None:
    rows = (
        _group(
            商品="鸡蛋",
            数量="2",
            商品金额="30",
            订单金额="45.50",
            运费="0.5",
            **{"房号（如606）": "606"},
        ),
        _group(商品="牛奶", 数量="1", 商品金额="15", 订单金额="0", 运费="0"),
        _group(跟团号="8", 商品="鸡蛋", 数量="1", 商品金额="15", 订单金额="15"),
        {"跟团号": "合计", "数量": "4", "订单金额": "60.5"},
    )
    found = read(write_sheet(tmp_path / "a.xlsx", samples.KUAITUANTUAN, *rows))
    first, second = found.orders
    assert (first.number, first.total, first.shipping) == ("7", 4550, 50)
    assert [(line.title, line.total) for line in first.lines] == [("鸡蛋", 3000), ("牛奶", 1500)]
    assert (first.contact.address, second.number, found.skipped) == ("606", "8", 1)
    assert first.fulfilment is Fulfilment.TO_SHIP


def test_the_same_number_in_two_group_sales_is_two_orders(tmp_path: Path) -> None:
    told = {"商品": "鸡蛋", "数量": "1", "订单金额": "15"}
    one, other = _group(**told), _group(支付时间="2026-03-02 08:00:00", **told)
    found = read(write(tmp_path / "a.csv", samples.KUAITUANTUAN, one, other))
    assert [order.number for order in found.orders] == ["7", "7"]
    assert len({order.external_id for order in found.orders}) == 2


def test_a_cell_merged_over_the_rows_of_an_order_names_them_all(tmp_path: Path) -> None:
    first = taobao(宝贝标题="茶", 宝贝总数量="1", 总金额="20")
    rows = (first, {"宝贝标题": "壶", "宝贝总数量": "1"})
    (order,) = read(write_sheet(tmp_path / "a.xlsx", samples.TAOBAO, *rows)).orders
    assert [line.title for line in order.lines] == ["茶", "壶"]


def test_a_file_of_jd(tmp_path: Path) -> None:
    told = {"订单号": "300", "下单时间": "2026/3/2 9:05", "应付金额": "55.00", "运费金额": "5"}
    rows = (
        {
            **told,
            "商品名称": "A",
            "订购数量": "2",
            "京东价": "20",
            "货号": "A1",
            "订单状态": "等待出库",
        },
        {
            **told,
            "商品名称": "B",
            "订购数量": "1",
            "京东价": "15",
            "货号": "B1",
            "订单状态": "等待出库",
        },
    )
    (order,) = read(write(tmp_path / "jd.csv", samples.JD, *rows)).orders
    assert (order.total, order.shipping, order.fulfilment) == (5500, 500, Fulfilment.TO_SHIP)
    assert [(line.sku, line.gross) for line in order.lines] == [("A1", 4000), ("B1", 1500)]


def test_a_file_of_weidian(tmp_path: Path) -> None:
    row = {
        "订单编号": "800",
        "订单状态": "已完成",
        "下单时间": "2026-03-02 10:00",
        "付款时间": "2026-03-02 10:01",
        "商品名称": "杯",
        "商品型号": "红",
        "商品编码": "CUP",
        "商品价格": "￥9.90",
        "商品数量": "3",
        "订单总价": "¥29.70",
    }
    (order,) = read(write(tmp_path / "wd.csv", samples.WEIDIAN, row)).orders
    assert (order.total, order.fulfilment) == (2970, Fulfilment.COMPLETED)
    assert [(line.code, line.shipped) for line in order.lines] == [("CUP", 3)]


def test_a_file_of_youzan_whose_goods_stand_with_their_pieces(tmp_path: Path) -> None:
    row = {
        "订单号": "E20260302",
        "订单状态": "待发货",
        "订单创建时间": "2026-03-02 10:00:00",
        "买家付款时间": "2026-03-02 10:00:30",
        "全部商品名称": "益生元饮 7天(1件);茶杯(3件)",
        "商品种类数": "2",
        "订单实付金额": "99.00",
    }
    (order,) = read(write(tmp_path / "yz.csv", samples.YOUZAN, row)).orders
    assert [(line.title, line.quantity) for line in order.lines] == [
        ("益生元饮 7天", 1),
        ("茶杯", 3),
    ]
    assert sum(line.total for line in order.lines) == 9900


def test_a_file_of_pinduoduo(tmp_path: Path) -> None:
    row = {
        "商品": "横幅",
        "订单号": "260302-607198974342268",
        "订单状态": "已发货，待签收",
        "用户实付金额(元)": "17.8",
        "商家实收金额(元)": "17.8",
        "商品数量(件)": "2",
        "样式ID": "55",
        "订单成交时间": "2026-03-02 10:00:00",
        "售后状态": "无售后或售后取消",
        "快递单号": "YT123",
        "快递公司": "圆通快递",
    }
    (order,) = read(write(tmp_path / "pdd.csv", samples.PINDUODUO, row)).orders
    assert (order.fulfilment, order.lines[0].sku) == (Fulfilment.SHIPPED, "55")
    assert order.parcels == (Parcel("圆通快递", "YT123"),)


def test_a_row_for_each_item_of_woocommerce(tmp_path: Path) -> None:
    told = {
        "order_id": "31",
        "order_number": "W-31",
        "date": "2026-03-02 10:00:00",
        "status": "processing",
        "shipping_total": "4.00",
        "order_total": "24.00",
        "order_currency": "EUR",
        "shipping_first_name": "Ana",
        "shipping_last_name": "Ruiz",
    }
    rows = (
        {
            **told,
            "item_id": "1",
            "item_name": "Cup",
            "item_sku": "C",
            "item_quantity": "2",
            "item_total": "15.00",
        },
        {
            **told,
            "item_id": "2",
            "item_name": "Tea",
            "item_sku": "T",
            "item_quantity": "1",
            "item_total": "5.00",
        },
    )
    (order,) = read(write(tmp_path / "woo.csv", samples.WOO_ROWS, *rows)).orders
    assert (order.currency, order.total, order.contact.name) == ("EUR", 2400, "Ana Ruiz")
    assert [(line.line_id, line.total) for line in order.lines] == [("1", 1500), ("2", 500)]


def test_the_list_of_woocommerce(tmp_path: Path) -> None:
    row = {
        "Order Number": "32",
        "Order Status": "On hold",
        "Order Date": "2026-03-02 10:00",
        "Order Total Amount": "10",
        "SKU": "C",
        "Item Name": "Cup",
        "Quantity": "1",
        "Item Cost": "10",
    }
    (order,) = read(write(tmp_path / "woo.csv", samples.WOO_LIST, row)).orders
    assert (order.fulfilment, order.paid) == (Fulfilment.PENDING_PAYMENT, 0)


def _shopify(**more: str) -> dict[str, str]:
    row = {
        "Name": "#7",
        "Financial Status": "paid",
        "Fulfillment Status": "unfulfilled",
        "Currency": "USD",
        "Subtotal": "20.00",
        "Shipping": "3.00",
        "Taxes": "2.00",
        "Total": "25.00",
        "Created at": "2026-03-01 20:00:00 -0500",
        "Lineitem quantity": "2",
        "Lineitem name": "Cup",
        "Lineitem price": "11.00",
        "Lineitem discount": "2.00",
    }
    return {**row, **more}


def test_tax_that_comes_on_top_is_shared_over_the_lines(tmp_path: Path) -> None:
    (order,) = read(write(tmp_path / "s.csv", samples.SHOPIFY, _shopify())).orders
    (line,) = order.lines
    assert (line.total, line.tax, line.gross, order.shipping) == (2200, 200, 2400, 300)
    assert order.placed_at == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "state", "refund"),
    [
        ({"Fulfillment Status": "fulfilled"}, Fulfilment.SHIPPED, RefundState.NONE),
        ({"Financial Status": "voided"}, Fulfilment.CANCELLED, RefundState.NONE),
        (
            {
                "Financial Status": "refunded",
                "Fulfillment Status": "fulfilled",
                "Refunded Amount": "25",
            },
            Fulfilment.SHIPPED,
            RefundState.WHOLE,
        ),
        ({"Fulfillment Status": "on_the_moon"}, Fulfilment.UNKNOWN, RefundState.NONE),
        ({"Cancelled at": "2026-03-02 01:00:00 +0000"}, Fulfilment.CANCELLED, RefundState.NONE),
    ],
)
def test_the_two_states_of_shopify(
    tmp_path: Path, more: dict[str, str], state: Fulfilment, refund: RefundState
) -> None:
    (order,) = read(write(tmp_path / "s.csv", samples.SHOPIFY, _shopify(**more))).orders
    assert (order.fulfilment, order.refund) == (state, refund)
    assert order.lines[0].cancelled == 0


def test_an_unknown_word_is_kept_held_and_remarked_on(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.csv", samples.TAOBAO, taobao(订单状态="定金已付")))
    (order,) = found.orders
    assert (order.fulfilment, order.raw_status) == (Fulfilment.UNKNOWN, "定金已付")
    assert order.hold == "unknown_state"
    assert [(each.row, each.code, each.value) for each in found.remarks] == [
        (2, IssueCode.STATUS_UNKNOWN, "定金已付")
    ]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"总金额": "lots"}, IssueCode.PRICE_BAD),
        ({"总金额": "1.005"}, IssueCode.PRICE_BAD),
        ({"总金额": "-5"}, IssueCode.ORDER_SENSELESS),
        ({"宝贝总数量": "1.5"}, IssueCode.NUMBER_BAD),
        ({"宝贝总数量": "-1"}, IssueCode.NUMBER_NEGATIVE),
        ({"宝贝总数量": "9" * 40}, IssueCode.NUMBER_BAD),
        ({"订单创建时间": "yesterday"}, IssueCode.DATE_BAD),
        ({"订单创建时间": "2026-02-31 10:00"}, IssueCode.DATE_BAD),
        ({"订单编号": "1.23457E+18"}, IssueCode.CODE_NOTATION),
        ({"订单编号": "9" * 70}, IssueCode.CODE_TOO_LONG),
        ({"订单编号": ""}, IssueCode.ORDER_NUMBER_MISSING),
    ],
)
def test_a_bad_row_is_rejected_with_its_number_and_reason(
    tmp_path: Path, more: dict[str, str], code: IssueCode
) -> None:
    path = write(tmp_path / "a.csv", samples.TAOBAO, taobao(**more), taobao("1002"))
    found = read(path)
    assert [(each.row, each.code) for each in found.rejected] == [(2, code)]
    assert [order.external_id for order in found.orders] == ["1002"]


def test_a_number_that_a_spreadsheet_rounded_is_refused(tmp_path: Path) -> None:
    row: dict[str, object] = {**taobao(), "订单编号": 3847561029384756102.0}
    found = read(write_sheet(tmp_path / "a.xlsx", samples.TAOBAO, row))
    assert [each.code for each in found.rejected] == [IssueCode.CODE_DIGITS_LOST]


def test_an_order_with_a_bad_row_is_left_out_whole(tmp_path: Path) -> None:
    rows = (douyin(), douyin("9003", 订单应付金额="?"))
    found = read(write(tmp_path / "a.csv", samples.DOUYIN, *rows))
    assert not found.orders
    assert [(each.row, each.code) for each in found.rejected] == [
        (2, IssueCode.ORDER_ROW_BAD),
        (3, IssueCode.PRICE_BAD),
    ]


def test_rows_of_an_order_that_disagree_on_its_total_are_left_out(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.csv", samples.TAOBAO, taobao(), taobao(总金额="26")))
    assert [each.code for each in found.rejected] == [
        IssueCode.ORDER_ROWS_DISAGREE,
        IssueCode.ORDER_ROW_BAD,
    ]


def test_the_moment_of_a_file_is_in_its_name_else_when_it_was_saved(tmp_path: Path) -> None:
    named = write(tmp_path / "ExportOrderList202603021530.csv", samples.TAOBAO, taobao())
    other = write(tmp_path / "orders.csv", samples.TAOBAO, taobao())
    saved = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    for path in (named, other):
        os.utime(path, (saved.timestamp(), saved.timestamp()))
    assert read(named).moment == datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    assert read(other).moment == saved


def test_a_file_is_never_older_than_what_it_tells_nor_of_the_future(tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", samples.TAOBAO, taobao())
    os.utime(path, (0, 0))
    assert read(path).moment == datetime(2026, 3, 2, 2, 1, tzinfo=UTC)
    os.utime(path, (4e9, 4e9))
    assert read(path).moment == samples.NOW


def test_heads_that_nobody_knows_are_described_once(tmp_path: Path) -> None:
    heads = ["单号", "货", "件", "钱", "到哪了"]
    path = write(
        tmp_path / "x.csv", heads, dict(zip(heads, ("5", "茶", "2", "8.8", "打包中"), strict=True))
    )
    opened = open_orders(path)
    assert opened.format is None
    own = OwnFormat(
        {
            "单号": OrderField.ORDER,
            "货": OrderField.TITLE,
            "件": OrderField.QUANTITY,
            "钱": OrderField.TOTAL,
            "到哪了": OrderField.STATUS,
        },
        {"打包中": Fulfilment.TO_SHIP},
    )
    (order,) = read(path, own={opened.key: own}).orders
    assert (order.total, order.fulfilment, order.lines[0].quantity) == (
        880,
        Fulfilment.TO_SHIP,
        2,
    )


def test_what_a_person_says_of_heads_must_fit_the_file(tmp_path: Path) -> None:
    opened = open_orders(write(tmp_path / "x.csv", ["单号", "货", "件"], {"单号": "5"}))
    with pytest.raises(ShopError) as missing:
        described(opened, OwnFormat({"编号": OrderField.ORDER}))
    with pytest.raises(ShopError) as few:
        described(opened, OwnFormat({"单号": OrderField.ORDER}))
    codes = (missing.value.code, few.value.code)
    assert codes == (ErrorCode.COLUMN_UNKNOWN, ErrorCode.ORDER_HEADS_NEEDED)


def test_formulas_in_cells_stay_texts(tmp_path: Path) -> None:
    row = taobao(宝贝标题='=HYPERLINK("http://x","y")', 收货人姓名="@SUM(1)")
    (order,) = read(write(tmp_path / "a.csv", samples.TAOBAO, row)).orders
    assert order.lines[0].title.startswith("=HYPERLINK")
    assert order.contact.name == "@SUM(1)"


def test_a_zip_that_unfolds_beyond_measure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 << 20))
    with pytest.raises(ShopError) as caught:
        open_orders(path)
    assert caught.value.code is ErrorCode.FILE_TOO_BIG


def test_more_rows_than_a_shop_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("microshop_desktop.exchange.order_files.MOST_ROWS", 2)
    path = write(tmp_path / "a.csv", samples.TAOBAO, *(taobao(str(n)) for n in range(3)))
    with pytest.raises(ShopError) as caught:
        read(path)
    assert caught.value.code is ErrorCode.FILE_TOO_BIG


def test_no_two_formats_are_told_by_the_same_heads() -> None:
    keys = [known.key for known in FORMATS]
    assert len(set(keys)) == len(keys)
    for known in FORMATS:
        clash = [each.key for each in FORMATS if each is not known and each.needed <= known.needed]
        assert clash == []


def test_the_real_export_of_shopify_adds_up(shared_data: Path) -> None:
    found = read(shared_data / "orders" / "shopify_orders_export.csv")
    assert (found.format.key, found.format.confirmed) == ("shopify", True)
    assert (len(found.orders), found.rows, found.rejected) == (19, 40, ())
    for order in found.orders:
        assert sum(line.total for line in order.lines) + order.shipping == order.total
    parts = [each for each in found.orders if each.fulfilment is Fulfilment.PART_SHIPPED]
    assert len(parts) == 2


@pytest.mark.parametrize(
    ("name", "key"),
    [("taobao_orders_header_only_gbk.csv", "taobao"), ("douyin_orders_header_only.csv", "douyin")],
)
def test_real_heads_are_recognised(shared_data: Path, name: str, key: str) -> None:
    opened = open_orders(shared_data / "orders" / name)
    assert opened.format is not None
    assert opened.format.key == key


@pytest.mark.parametrize(
    "name", ["douyin_settlement_header_only.csv", "shopify_products_apparel.csv"]
)
def test_real_files_that_hold_no_orders_are_not_taken_for_any(shared_data: Path, name: str) -> None:
    assert open_orders(shared_data / "orders" / name).format is None
