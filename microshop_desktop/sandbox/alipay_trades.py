"""Alipay's trades: made by QR or by code, asked about, cancelled and closed."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from microshop_desktop.sandbox import alipay_shapes as shapes
from microshop_desktop.sandbox.alipay_errors import BusinessError, wrong_parameter
from microshop_desktop.sandbox.alipay_guard import Call
from microshop_desktop.sandbox.alipay_words import (
    content_of,
    described,
    existing,
    is_finished,
    named,
    numbers,
    paid_part,
)
from microshop_desktop.sandbox.clock import CHINA, china, stamp
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.fields import FieldError
from microshop_desktop.sandbox.trades import PAYABLE, Asked, Platform, Trade, TradeKind, TradeState
from microshop_desktop.sandbox.wallet import Manner, act, is_code, person_for
from microshop_desktop.sandbox.yuan import fen_of

LIFE = timedelta(hours=3)
CODE_LIFE = timedelta(hours=2)
CANCEL_LIFE = timedelta(hours=24)
LONGEST = timedelta(days=15)
MOST = 100_000_000_00
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
Document = dict[str, object]


def precreate(desk: Desk, call: Call) -> Document:
    """Give a QR; the trade begins only when a customer scans it."""
    sent = content_of(call, shapes.PRECREATE)
    asked = _asked(desk, call, sent, TradeKind.QR)
    known = desk.world.find(Platform.ALIPAY, call.app.app_id, asked.out_trade_no)
    if known is not None:
        desk.world.expire(known)
        raise _used(known, asked)
    trade = desk.world.open(asked)
    return {"out_trade_no": asked.out_trade_no, "qr_code": desk.qr(trade)}


def pay(desk: Desk, call: Call) -> Document:
    """Take money by the code on the customer's phone."""
    sent = content_of(call, shapes.PAY)
    code = str(sent["auth_code"])
    if code.startswith("fp") != (sent["scene"] == "security_code"):
        raise wrong_parameter(FieldError("scene", "does not belong to this kind of code"))
    asked = _asked(desk, call, sent, TradeKind.CODE)
    known = desk.world.find(Platform.ALIPAY, call.app.app_id, asked.out_trade_no)
    if known is None:
        trade = _charged(desk, asked, code)
    elif known.state is TradeState.PAYING and known.asked.sent == sent:
        trade = known
    else:
        raise _used(known, asked)
    if trade.payments:
        paid_at = stamp(trade.payments[-1].at)
        return {**numbers(trade), **paid_part(trade), "gmt_payment": paid_at}
    return {"code": "10003", "msg": "order success pay inprocess", **numbers(trade)}


def _charged(desk: Desk, asked: Asked, code: str) -> Trade:
    if not is_code(Platform.ALIPAY, code):
        raise BusinessError("ACQ.PAYMENT_AUTH_CODE_INVALID", "支付授权码无效")
    person = desk.ordered_person() or person_for(desk.world, Platform.ALIPAY, code, asked.amount)
    if person.manner is Manner.CODE_EXPIRED:
        raise BusinessError("ACQ.PAYMENT_AUTH_CODE_INVALID", "支付授权码无效")
    desk.world.used_codes.add(code)
    trade = desk.world.open(asked)
    desk.world.scan(trade)
    act(desk.world, trade, person)
    if trade.state is TradeState.FAILED:
        desk.world.close(trade)
        raise BusinessError("ACQ.BUYER_BALANCE_NOT_ENOUGH", "买家余额不足", numbers(trade))
    return trade


def query(desk: Desk, call: Call) -> Document:
    """Say what became of a trade."""
    content_of(call, shapes.QUERY)
    trade = existing(named(desk, call))
    desk.looked_at(trade)
    return described(desk, trade)


def cancel(desk: Desk, call: Call) -> Document:
    """End a trade whatever happened: what was paid goes back; no trade, no action."""
    content_of(call, shapes.CANCEL)
    trade = named(desk, call)
    if trade is None or trade.scanned_at is None:
        if trade is not None:
            _cancel_unscanned(desk, trade)
        return {"out_trade_no": call.content.get("out_trade_no", ""), "retry_flag": "N"}
    action = _cancelled(desk, trade)
    desk.closed(trade)
    return {**numbers(trade), "retry_flag": "N", "action": action}


def close(desk: Desk, call: Call) -> Document:
    """Close a trade that waits for its customer."""
    content_of(call, shapes.CLOSE)
    trade = existing(named(desk, call))
    if trade.state not in PAYABLE:
        raise BusinessError("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
    desk.world.close(trade)
    desk.closed(trade)
    return numbers(trade)


def _cancel_unscanned(desk: Desk, trade: Trade) -> None:
    if desk.world.rules.cancel_kills_qr and trade.state is TradeState.MADE:
        desk.world.close(trade)
    desk.closed(trade)


def _cancelled(desk: Desk, trade: Trade) -> str:
    """Cancel a trade that exists; return what was done."""
    if trade.state is TradeState.REVERSED:
        return "refund"
    if not trade.payments:
        if trade.state is not TradeState.CLOSED:
            desk.world.close(trade)
        return "close"
    if is_finished(desk, trade):
        raise BusinessError("ACQ.TRADE_HAS_FINISHED", "交易已完结")
    if trade.refunds:
        raise BusinessError("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额无效")
    if desk.world.now() - trade.made_at > CANCEL_LIFE:
        raise BusinessError("ACQ.TRADE_CANCEL_TIME_OUT", "超过撤销时间范围，请使用退款接口")
    if not desk.world.can_give_back(trade, trade.net):
        raise BusinessError(
            "ACQ.SELLER_BALANCE_NOT_ENOUGH", "商户的支付宝账户中无足够的资金进行撤销"
        )
    desk.world.reverse(trade)
    return "refund"


def _asked(desk: Desk, call: Call, sent: Mapping[str, object], kind: TradeKind) -> Asked:
    amount = fen_of(str(sent["total_amount"]))
    if not 1 <= amount <= MOST:
        raise BusinessError("ACQ.TOTAL_FEE_EXCEED", "订单总金额不在允许范围内")
    now = desk.world.now()
    return Asked(
        Platform.ALIPAY,
        call.app.app_id,
        call.app.app_id,
        str(sent["out_trade_no"]),
        amount,
        str(sent["subject"]),
        kind,
        sent,
        _end_of(desk, sent),
        now + _span(desk, sent, "qr_code_timeout_express", CODE_LIFE),
    )


def _end_of(desk: Desk, sent: Mapping[str, object]) -> datetime:
    """Return when the trade ends unpaid."""
    written = sent.get("time_expire")
    if written is None:
        return desk.world.now() + _span(desk, sent, "timeout_express", LIFE)
    try:
        moment = datetime.strptime(str(written), "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError:
        raise wrong_parameter(FieldError("time_expire", "is no time")) from None
    if moment <= desk.now:
        raise BusinessError("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR", "当前时间已超过允许支付的时间")
    return moment


def _span(desk: Desk, sent: Mapping[str, object], name: str, usual: timedelta) -> timedelta:
    """Read a length of time such as `5m`; `1c` ends with the day."""
    written = sent.get(name)
    if written is None:
        return usual
    text = str(written)
    if text == "1c":
        now = china(desk.world.now())
        return datetime.combine(now.date() + timedelta(days=1), time(), CHINA) - now
    span = int(text[:-1]) * _UNITS[text[-1]]
    if span > LONGEST:
        raise wrong_parameter(FieldError(name, "is longer than 15 days"))
    return span


def _used(known: Trade, asked: Asked) -> BusinessError:
    """Return the refusal of a number that was used before."""
    if (known.asked.amount, known.asked.subject) != (asked.amount, asked.subject):
        return BusinessError("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
    if known.state is TradeState.PAID:
        return BusinessError("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
    if known.state in {TradeState.CLOSED, TradeState.REVERSED}:
        return BusinessError("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
    return BusinessError("ACQ.APPLY_PC_MERCHANT_CODE_ERROR", "二维码申请失败")
