"""Receipts for tests of drawing and printing: the one of the design, and a difficult one."""

from dataclasses import replace

from microshop_desktop.domain.receipt import (
    NamedAmount,
    Receipt,
    ReceiptFooter,
    ReceiptKind,
    ReceiptLine,
    ReceiptMoney,
    ShopHead,
)
from microshop_desktop.domain.receipt_layout import ReceiptWords

WORDS = ReceiptWords(
    order="单号",
    refund="退款单",
    of_order="原单号",
    cashier="收银员",
    customer="会员",
    name="品名",
    quantity="数量",
    price="单价",
    amount="金额",
    narrow_head="品名 数量×单价",
    subtotal=lambda count: f"小计（{count} 件）",
    total="合计",
    refunded="退款",
    change="找零",
    tax="含税",
    was="原价 {amount}",
    discount_was="{discount}，原价 {amount}",
    name_with_discount="{name}（{discount}）",
    copy="副本 · {time} 重打",
    practice="练习中，不收真钱",
)

LINES = (
    ReceiptLine("海盐薯片 75g", 2000, 850, 850, 1700),
    ReceiptLine("冻干草莓脆 50g", 1000, 1980, 1980, 1980),
    ReceiptLine("赣南脐橙", 1260, 1160, 1160, 1462, unit="kg", by_weight=True),
    ReceiptLine("玫瑰润唇膏 3.5g", 1000, 3510, 3900, 3510, discount_name="9 折"),
    ReceiptLine("白桃气泡水 330ml", 3000, 550, 550, 1650),
)

DESIGN = Receipt(
    kind=ReceiptKind.SALE,
    head=ShopHead("小满杂货铺", ("示例路 18 号 · 每天 8:00–22:00",)),
    number="S-0427",
    date="2026-03-14",
    time="14:32",
    lines=LINES,
    money=ReceiptMoney(
        currency="CNY",
        subtotal=10302,
        total=9800,
        adjustments=(NamedAmount("满 50 减 5", -500), NamedAmount("抹零", -2)),
        payments=(NamedAmount("现金", 5000), NamedAmount("微信支付 尾号 7731", 4800)),
    ),
    cashier="小夏",
    customer="夏天的风",
    extras=(("本次积分 +98", "共 1,384"),),
    footer=ReceiptFooter("S-0427", ("退换请出示此码", "7 天内凭票退换"), "谢谢光临，下次见"),
)

LONG_NAME = "非常非常长的商品名称" * 6 + " 🍓 Donaudampfschifffahrtsgesellschaftskapitänsmütze"
DIFFICULT = replace(
    DESIGN,
    practice=True,
    copy_at="2026-03-15 10:02",
    of_order="A-000400",
    customer="A customer whose name is so long that no roll of paper can hold it on one line",
    lines=(
        *LINES,
        ReceiptLine(LONG_NAME, 12_345_000, 12_345_678, 12_345_678, 152_407_394_910),
        ReceiptLine("ñandú €5 ¡olé!", 1500, 100, 200, 150, unit="kg", by_weight=True, note="备注"),
    ),
    head=ShopHead("一家名字特别长的小店" * 3, ("第一行", "第二行")),
)
