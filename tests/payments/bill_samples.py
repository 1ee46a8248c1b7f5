"""Bills made for tests, in the platforms' own shapes."""

from datetime import datetime, timedelta

from microshop_desktop.domain.bills import CHINA
from microshop_desktop.exchange.bill_files import ReadBill, read_bill

TRADE_HEAD = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
    "货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,"
    "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
PERSONAL_HEAD = (
    "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注"
)
MINUTE = timedelta(minutes=1)


def yuan(fen: int) -> str:
    """Write minor units as a bill does."""
    return f"{fen // 100}.{fen % 100:02d}"


def paid_row(at: datetime, number: str, amount: int, *, transaction: str = "T1") -> str:
    """Write a payment as WeChat's trade bill has it; the fee is 0.6 %."""
    fee = yuan((amount * 6 + 500) // 1000)
    return _row(
        f"{_stamp(at)},wx1,1900000001,0,,{transaction},{number},o1,NATIVE,SUCCESS,OTHERS,CNY,"
        f"{yuan(amount)},0.00,0,0,0.00,0.00,,,goods,,{fee},0.60%,{yuan(amount)},0.00,"
    )


def refund_row(
    at: datetime, number: str, amount: int, *, back: str, state: str = "REFUND", own: str = "R1"
) -> str:
    """Write money that went back; `back` is our number of the refund."""
    return _row(
        f"{_stamp(at)},wx1,1900000001,0,,T1,{number},o1,NATIVE,{state},OTHERS,CNY,0.00,0.00,"
        f"{own},{back},{yuan(amount)},0.00,ORIGINAL,SUCCESS,goods,,0.00,0.60%,0.00,{yuan(amount)},"
    )


def trade_bill(*rows: str, name: str = "wechat.csv") -> ReadBill:
    """Make WeChat's trade bill."""
    return read_bill(name, "\r\n".join((TRADE_HEAD, *rows)).encode())


def personal_export(day: datetime, *rows: tuple[datetime, int, str]) -> ReadBill:
    """Make the export of a person's WeChat: money that came in at a time, under a number."""
    date = f"{day.astimezone(CHINA):%Y-%m-%d}"
    lines = [
        f"{_stamp(at)},二维码收款,用户A,收款,收入,¥{yuan(amount)},零钱,已收钱,{number}\t,/\t,/"
        for at, amount, number in rows
    ]
    head = f"起始时间：[{date} 00:00:00] 终止时间：[{date} 23:59:59]"
    return read_bill("export.csv", "\n".join((head, PERSONAL_HEAD, *lines)).encode())


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def _row(cells: str) -> str:
    return ",".join(f"`{cell}" for cell in cells.split(","))
