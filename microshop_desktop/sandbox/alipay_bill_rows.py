"""The lines of Alipay's bills: comments with `#`, a tab behind every number, all in GBK."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from microshop_desktop.sandbox.accounts import AlipayApp
from microshop_desktop.sandbox.alipay_words import BUYER
from microshop_desktop.sandbox.clock import china, stamp
from microshop_desktop.sandbox.fees import fee
from microshop_desktop.sandbox.trades import Payment, Platform, Refund, Trade
from microshop_desktop.sandbox.world import Entry, World
from microshop_desktop.sandbox.yuan import yuan

_DETAIL = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,"
    "对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,"
    "券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,"
    "分润（元）,备注"
)
_SUMMARY = (
    "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,"
    "商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）"
)
_ACCOUNT = (
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,"
    "账户余额（元）,交易渠道,业务类型,备注"
)
_KINDS = {
    "payment": "在线支付",
    "fee": "收费",
    "refund": "交易退款",
    "fee_back": "退费",
    "not_refunded": "其它",
    "withdrawal": "提现",
}


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a bill; `last` belongs to it."""

    first: date
    last: date

    def holds(self, moment: datetime) -> bool:
        """Whether a moment falls into it, by the calendar of China."""
        return self.first <= china(moment).date() <= self.last

    @property
    def name(self) -> str:
        """How files of this span are called."""
        return f"{self.first:%Y%m%d}" if self.first == self.last else f"{self.first:%Y%m}"


def trade_files(world: World, app: AlipayApp, span: Span) -> list[tuple[str, bytes]] | None:
    """Return the two files of a trade bill; None where nobody paid anything."""
    own = [t for t in world.trades() if t.asked.platform is Platform.ALIPAY]
    own = [t for t in own if t.asked.merchant == app.app_id]
    paid = [(t, p) for t in own for p in t.payments if span.holds(p.at)]
    back = [(t, r) for t in own for r in t.refunds if span.holds(r.made_at)]
    if not paid and not back:
        return None
    lines = [_paid_line(t, p) for t, p in paid] + [_back_line(t, r) for t, r in back]
    taken, given = sum(p.amount for _, p in paid), sum(r.amount for _, r in back)
    fees = sum(fee(p.amount) for _, p in paid) - sum(r.fee_back for _, r in back)
    closing = [
        f"#交易合计：{len(paid)}笔，商家实收共{yuan(taken)}元，商家优惠共0.00元",
        f"#退款合计：{len(back)}笔，商家实收退款共{yuan(-given)}元，商家优惠退款共0.00元",
        f"#导出时间：[{_long(china(world.now()))}]",
    ]
    detail = _file(app, span, "业务明细", _DETAIL, (*lines, *_end("业务明细"), *closing))
    summary = _summary(app, span, (len(paid), len(back)), (taken, given, fees))
    head = f"{app.seller_id}_{span.name}"
    return [(f"{head}_业务明细(汇总).csv", summary), (f"{head}_业务明细.csv", detail)]


def account_files(world: World, app: AlipayApp, span: Span) -> list[tuple[str, bytes]] | None:
    """Return the file of an account bill; None where nothing moved."""
    account = world.account(Platform.ALIPAY, app.app_id)
    entries = [entry for entry in account.entries if span.holds(entry.at)]
    if not entries:
        return None
    rows = (*map(_entry_line, entries), *_end("账务明细"))
    detail = _file(app, span, "账务明细", _ACCOUNT, rows)
    return [(f"{app.seller_id}_{span.name}_账务明细.csv", detail)]


def _paid_line(trade: Trade, payment: Payment) -> str:
    amount = yuan(payment.amount)
    return _row(trade, payment, "交易", payment.at, (amount, "", yuan(-fee(payment.amount))))


def _back_line(trade: Trade, back: Refund) -> str:
    number = back.number or trade.asked.out_trade_no
    cells = (yuan(-back.amount), number, yuan(back.fee_back))
    return _row(trade, trade.payments[-1], "退款", back.made_at, cells)


def _row(
    trade: Trade, payment: Payment, kind: str, done: datetime, money: tuple[str, str, str]
) -> str:
    amount, number, cost = money
    sent = trade.asked.sent
    store, till = str(sent.get("store_id", "")), str(sent.get("terminal_id", ""))
    first = (
        f"{payment.transaction_id}\t",
        f"{trade.asked.out_trade_no}\t",
        kind,
        _plain(trade.asked.subject),
        stamp(trade.made_at),
        stamp(done),
        f"{store}\t",
        f"{store}\t",
        f"{sent.get('operator_id', '')}\t",
        f"{till}\t",
        f"*练习({BUYER})\t",
    )
    zeros = ("0.00",) * 5
    last = ("", "0.00\t", "0.00", f"{number}\t", cost, "0.00", _plain(str(sent.get("body", ""))))
    return ",".join((*first, amount, amount, *zeros, *last))


def _summary(
    app: AlipayApp, span: Span, counts: tuple[int, int], sums: tuple[int, int, int]
) -> bytes:
    taken, given, fees = sums
    kept = yuan(taken - given)
    money = (kept, kept, *("0.00",) * 3, yuan(-fees), "0.00", yuan(taken - given - fees))
    row = ("\t", "\t", *map(str, counts), *money)
    total = ("合计\t", "\t", *map(str, counts), *money)
    lines = (",".join(row), ",".join(total), *_end("业务汇总"))
    return _file(app, span, "业务汇总", _SUMMARY, lines)


def _entry_line(entry: Entry) -> str:
    trade = entry.trade
    return ",".join(
        (
            f"{entry.number}\t",
            f"{entry.reference}\t",
            f"{trade.asked.out_trade_no if trade else ''}\t",
            f"{_plain(trade.asked.subject) if trade else ''}\t",
            stamp(entry.at),
            f"{BUYER if trade else ''}\t",
            yuan(max(entry.amount, 0)),
            yuan(min(entry.amount, 0)),
            yuan(entry.balance),
            "支付宝",
            f"{_KINDS[entry.kind]}\t",
            "\t",
        )
    )


def _file(app: AlipayApp, span: Span, name: str, head: str, lines: Iterable[str]) -> bytes:
    start, end = f"{span.first:%Y年%m月%d日}", f"{span.last + timedelta(days=1):%Y年%m月%d日}"
    opening = (
        f"#支付宝{name}查询",
        f"#账号：[{app.seller_id}0156]",
        f"#起始日期：[{start} 00:00:00]   终止日期：[{end} 00:00:00]",
        f"#{'-' * 41}{name}列表{'-' * 40}",
        head,
    )
    return _written((*opening, *lines))


def _end(name: str) -> tuple[str]:
    return (f"#{'-' * 41}{name}列表结束{'-' * 36}",)


def _written(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("gb18030")


def _plain(text: str) -> str:
    return text.replace(",", "，")


def _long(moment: datetime) -> str:
    return f"{moment:%Y年%m月%d日 %H:%M:%S}"
