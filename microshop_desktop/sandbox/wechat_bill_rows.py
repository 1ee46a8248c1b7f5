"""The lines of WeChat Pay's bills: back-ticks before every cell, a second head for the sums."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from microshop_desktop.sandbox.accounts import WechatMerchant
from microshop_desktop.sandbox.clock import china, stamp
from microshop_desktop.sandbox.fees import RATE, fee
from microshop_desktop.sandbox.trades import Payment, Platform, Refund, RefundEnd, Trade
from microshop_desktop.sandbox.wechat_requests import part_of
from microshop_desktop.sandbox.wechat_words import trade_type
from microshop_desktop.sandbox.world import Entry, EntryKind, World
from microshop_desktop.sandbox.yuan import yuan

_FIRST = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,"
    "交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额"
)
_TIMES = "退款申请时间,退款成功时间"
_BACK = "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态"
_GOODS = "商品名称,商户数据包,手续费,费率,订单金额"
_HEADS = {
    "ALL": f"{_FIRST},{_BACK},{_GOODS},申请退款金额,费率备注",
    "SUCCESS": f"{_FIRST},{_GOODS},费率备注",
    "REFUND": f"{_FIRST},{_TIMES},{_BACK},{_GOODS},申请退款金额,费率备注",
}
_SUMS = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
)
_FUNDS = (
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,"
    "收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
)
_FUNDS_SUMS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"
_RATE = f"{yuan(RATE)}%"
_REFUND_STATUS = {
    RefundEnd.SUCCESS: "SUCCESS",
    RefundEnd.ABNORMAL: "CHANGE",
    RefundEnd.CLOSED: "FAIL",
}
_NAMES = {
    EntryKind.PAYMENT: "交易",
    EntryKind.FEE: "扣除交易手续费",
    EntryKind.REFUND: "退款",
    EntryKind.FEE_BACK: "退还交易手续费",
    EntryKind.NOT_REFUNDED: "退款撤回",
    EntryKind.WITHDRAWAL: "提现",
}


def trade_bill(world: World, merchant: WechatMerchant, day: date, kind: str) -> str | None:
    """Write the bill of a day's trades; None for a day without any."""
    paid, back = _of_day(world, merchant, day)
    lines = [] if kind == "REFUND" else [_paid_line(m, t, p, kind) for m, t, p in paid]
    if kind != "SUCCESS":
        lines += [_back_line(world, merchant, t, r, kind) for t, r in back]
    if not lines:
        return None
    taken = sum(p.amount for _, _, p in paid) if kind != "REFUND" else 0
    fees = sum(fee(p.amount) for _, _, p in paid) if kind != "REFUND" else 0
    given = sum(r.amount for _, r in back) if kind != "SUCCESS" else 0
    saved = sum(r.fee_back for _, r in back) if kind != "SUCCESS" else 0
    sums = (
        f"{len(lines)}.0",
        *map(yuan, (taken, given, 0)),
        f"{yuan(fees - saved)}000",
        *map(yuan, (taken, given)),
    )
    return _bill(_HEADS[kind], sorted(lines), _SUMS, sums)


def funds_bill(world: World, merchant: WechatMerchant, day: date) -> str | None:
    """Write the bill of a day's movements; None for a day without any."""
    account = world.account(Platform.WECHAT, merchant.mch_id)
    entries = [entry for entry in account.entries if _day(entry.at) == day]
    if not entries:
        return None
    came = [entry.amount for entry in entries if entry.amount > 0]
    went = [-entry.amount for entry in entries if entry.amount < 0]
    sums = (
        f"{len(entries)}.0",
        f"{len(came)}.0",
        yuan(sum(came)),
        f"{len(went)}.0",
        yuan(sum(went)),
    )
    lines = [_funds_line(merchant, entry) for entry in entries]
    return _bill(_FUNDS, lines, _FUNDS_SUMS, sums)


def _of_day(
    world: World, merchant: WechatMerchant, day: date
) -> tuple[list[tuple[WechatMerchant, Trade, Payment]], list[tuple[Trade, Refund]]]:
    own = [
        trade
        for trade in world.trades()
        if (trade.asked.platform, trade.asked.merchant) == (Platform.WECHAT, merchant.mch_id)
    ]
    paid = [(merchant, t, p) for t in own for p in t.payments if _day(p.at) == day]
    return paid, [(t, r) for t in own for r in t.refunds if _day(r.made_at) == day]


def _paid_line(merchant: WechatMerchant, trade: Trade, payment: Payment, kind: str) -> str:
    first = _first(merchant, trade, payment, stamp(payment.at), "SUCCESS")
    back = ("0", "0", "0.00", "0.00", "", "") if kind == "ALL" else ()
    asked = ("0.00",) if kind == "ALL" else ()
    amount = yuan(payment.amount)
    goods = _goods(trade, f"{yuan(fee(payment.amount))}000", amount)
    return _line((*first, amount, "0.00", *back, *goods, *asked, ""))


def _back_line(
    world: World, merchant: WechatMerchant, trade: Trade, back: Refund, kind: str
) -> str:
    state = "REVOKED" if back.reversal else "REFUND"
    first = _first(merchant, trade, trade.payments[-1], stamp(back.made_at), state)
    over = world.refund_is_over(back)
    status = _REFUND_STATUS[back.end] if over else "PROCESSING"
    done = stamp(back.ends_at) if over and back.end is RefundEnd.SUCCESS else ""
    times = (stamp(back.made_at), done) if kind == "REFUND" else ()
    cells = (back.refund_id, back.number or "0", yuan(back.amount), "0.00", "ORIGINAL", status)
    goods = _goods(trade, f"{yuan(-back.fee_back)}000", "0.00")
    return _line((*first, "0.00", "0.00", *times, *cells, *goods, yuan(back.amount), ""))


def _first(
    merchant: WechatMerchant, trade: Trade, payment: Payment, at: str, state: str
) -> tuple[str, ...]:
    device = part_of(trade.asked.sent, "scene_info", "device_id")
    return (
        at,
        merchant.app_id,
        merchant.mch_id,
        "0",
        str(device or ""),
        payment.transaction_id,
        trade.asked.out_trade_no,
        payment.buyer,
        trade_type(trade),
        state,
        "OTHERS",
        "CNY",
    )


def _goods(trade: Trade, cost: str, amount: str) -> tuple[str, ...]:
    subject = trade.asked.subject.replace(",", "，")
    return (subject, str(trade.asked.sent.get("attach", "")), cost, _RATE, amount)


def _funds_line(merchant: WechatMerchant, entry: Entry) -> str:
    name = _NAMES[entry.kind]
    return _line(
        (
            stamp(entry.at),
            entry.reference,
            entry.number,
            name,
            name,
            "收入" if entry.amount > 0 else "支出",
            yuan(abs(entry.amount)),
            yuan(entry.balance),
            f"{merchant.mch_id}API",
            entry.trade.asked.subject.replace(",", "，") if entry.trade else "",
            entry.trade.asked.out_trade_no if entry.trade else "",
        )
    )


def _bill(head: str, lines: Iterable[str], sums_head: str, sums: Sequence[str]) -> str:
    return "".join(f"{line}\r\n" for line in (head, *lines, sums_head, _line(sums)))


def _line(cells: Sequence[str]) -> str:
    return ",".join(f"`{cell}" for cell in cells)


def _day(moment: datetime) -> date:
    return china(moment).date()
