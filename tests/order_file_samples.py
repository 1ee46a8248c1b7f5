"""Order files as platforms write them, made for tests: heads that are published, rows of ours."""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from microshop_desktop.domain.order_file import FileOrders, OwnFormat
from microshop_desktop.exchange.order_files import open_orders, read_orders

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TAOBAO = (
    "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,买家留言,"
    "收货人姓名,收货地址,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,"
    "宝贝总数量"
).split(",")
JD = (
    "订单号,商品ID,商品名称,订购数量,下单时间,京东价,订单金额,应付金额,订单状态,客户姓名,客户地址,"
    "联系电话,货号,运费金额"
).split(",")
DOUYIN = (
    "主订单编号,子订单编号,选购商品,商品规格,商品数量,商家编码,订单应付金额,运费,收件人,"
    "收件人手机号,详细地址,订单提交时间,订单状态,售后状态,发货时间"
).split(",")
KUAITUANTUAN = (
    "跟团号,下单人,团员备注,支付时间,商品,规格,数量,商品金额,运费,优惠,订单金额,退款金额,收货人,"
    "联系电话,详细地址,房号（如606）,楼号（如10）"
).split(",")
WEIDIAN = (
    "订单编号,订单状态,下单时间,付款时间,商品名称,商品型号,商品编码,商品价格,商品数量,运费,"
    "订单总价,收货人,联系电话,收货地址"
).split(",")
YOUZAN = (
    "订单号,订单状态,订单创建时间,买家付款时间,全部商品名称,商品种类数,订单实付金额,运费,"
    "收货人/提货人,收货人手机号/提货人手机号,收货人省份,收货人城市,详细收货地址/提货地址"
).split(",")
PINDUODUO = (
    "商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),用户实付金额(元),"
    "商家实收金额(元),商品数量(件),发货时间,商品id,商品规格,样式ID,商家编码-规格维度,订单成交时间,"
    "售后状态,快递单号,快递公司"
).split(",")
WOO_ROWS = (
    "order_id,order_number,date,status,shipping_total,order_total,refunded_total,order_currency,"
    "shipping_first_name,shipping_last_name,shipping_address_1,item_id,item_product_id,item_name,"
    "item_sku,item_quantity,item_total"
).split(",")
WOO_LIST = (
    "Order Number,Order Status,Order Date,Order Total Amount,Order Shipping Amount,SKU,Item #,"
    "Item Name,Quantity,Item Cost,First Name (Shipping),Last Name (Shipping)"
).split(",")
SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
    "Lineitem fulfillment status,Cancelled at,Refunded Amount,Outstanding Balance,Lineitem discount"
).split(",")
Row = Mapping[str, str]


def write(
    path: Path, heads: Sequence[str], *rows: Row, encoding: str = "utf-8-sig", above: int = 0
) -> Path:
    """Write a csv file; `above` lines of something else stand before the heads."""
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.writer(file)
        for number in range(above):
            writer.writerow([f"导出说明 {number}"])
        writer.writerow(heads)
        writer.writerows([row.get(head, "") for head in heads] for row in rows)
    return path


def write_sheet(path: Path, heads: Sequence[str], *rows: Mapping[str, object]) -> Path:
    """Write an xlsx file; whatever is no text is written as a spreadsheet's own number."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads)
        for number, row in enumerate(rows, 1):
            for place, head in enumerate(heads):
                value = row.get(head, "")
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                else:
                    sheet.write_number(number, place, value)
    return path


def read(
    path: Path, *, own: Mapping[str, OwnFormat] | None = None, now: datetime = NOW
) -> FileOrders:
    """Read an order file as a shop in China does."""
    return read_orders(open_orders(path, own), zone=UTC, currency="CNY", now=now)


def taobao(number: str = "1001", **more: str) -> dict[str, str]:
    """A paid order of Taobao."""
    row = {
        "订单编号": f'="{number}"',
        "总金额": "25.00",
        "买家应付邮费": "5.00",
        "订单状态": "买家已付款，等待卖家发货",
        "收货人姓名": "张**",
        "收货地址": "浙江省 杭州市",
        "联系手机": "'13800000000",
        "订单创建时间": "2026-03-02 10:00:00",
        "订单付款时间": "2026-03-02 10:01:00",
        "宝贝标题": "铁观音 250g",
        "宝贝种类": "1",
        "宝贝总数量": "2",
    }
    return {**row, **more}


def douyin(line: str = "9002", **more: str) -> dict[str, str]:
    """A line of a paid order of Douyin, tabs around its numbers."""
    row = {
        "主订单编号": "\t9001",
        "子订单编号": f"\t{line}",
        "选购商品": "Green tea",
        "商品规格": "250g",
        "商品数量": "2",
        "商家编码": f"T-{line}",
        "订单应付金额": "20.00",
        "运费": "0.00",
        "订单提交时间": "2026-03-02 09:00:00",
        "订单状态": "待发货",
        "售后状态": "-",
    }
    return {**row, **more}
