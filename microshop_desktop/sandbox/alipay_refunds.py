"""Alipay's refunds: one request number is one refund of a trade."""

from collections.abc import Mapping

from microshop_desktop.sandbox import alipay_shapes as shapes
from microshop_desktop.sandbox.alipay_errors import BusinessError
from microshop_desktop.sandbox.alipay_guard import Call
from microshop_desktop.sandbox.alipay_words import (
    BUYER,
    content_of,
    existing,
    is_finished,
    named,
    numbers,
)
from microshop_desktop.sandbox.clock import stamp
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.trades import RefundEnd, Trade, TradeState
from microshop_desktop.sandbox.yuan import fen_of, yuan

Document = dict[str, object]


def refund(desk: Desk, call: Call) -> Document:
    """Give money back, or say that this number did so before."""
    sent = content_of(call, shapes.REFUND)
    trade = existing(named(desk, call))
    amount = fen_of(str(sent["refund_amount"]))
    number = str(sent.get("out_request_no", trade.asked.out_trade_no))
    known = trade.refund_with(number)
    if known is not None:
        if known.amount != amount:
            raise BusinessError("ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求")
        return _answered(trade, moved=False)
    _check_limits(desk, trade, sent, amount)
    desk.world.refund(trade, number, amount, dict(sent))
    return _answered(trade, moved=True)


def query_refund(desk: Desk, call: Call) -> Document:
    """Say what became of a refund; an unknown number is answered without a status."""
    sent = content_of(call, shapes.REFUND_QUERY)
    trade = existing(named(desk, call))
    back = trade.refund_with(str(sent["out_request_no"]))
    if back is None:
        return {}
    document: Document = {
        **numbers(trade),
        "out_request_no": back.number,
        "total_amount": yuan(trade.asked.amount),
        "refund_amount": yuan(back.amount),
    }
    if back.end is RefundEnd.SUCCESS:
        document["refund_status"] = "REFUND_SUCCESS"
        if "gmt_refund_pay" in _options(sent.get("query_options")):
            document["gmt_refund_pay"] = stamp(back.made_at)
    return document


def _check_limits(desk: Desk, trade: Trade, sent: Mapping[str, object], amount: int) -> None:
    world = desk.world
    if not trade.payments:
        raise BusinessError("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
    if trade.state is not TradeState.PAID or trade.net == 0:
        raise BusinessError("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
    if is_finished(desk, trade):
        raise BusinessError("ACQ.TRADE_HAS_FINISHED", "交易已完结")
    if amount < 1 or amount > trade.net:
        raise BusinessError("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额大于可退金额")
    if "out_request_no" not in sent and amount != trade.net:
        raise BusinessError("ACQ.INVALID_PARAMETER", "部分退款必须传入out_request_no")
    if not world.can_give_back(trade, amount):
        raise BusinessError("ACQ.SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足")
    _complain(desk, trade)


def _complain(desk: Desk, trade: Trade) -> None:
    """Take down refunds of one trade that come too fast."""
    made = [back.made_at for back in trade.refunds]
    if made and desk.world.now() - made[-1] < desk.world.rules.alipay_refund_pause:
        desk.world.complain(f"{trade.asked.out_trade_no}: two refunds within 3 s")


def _answered(trade: Trade, *, moved: bool) -> Document:
    return {
        **numbers(trade),
        "buyer_logon_id": BUYER,
        "fund_change": "Y" if moved else "N",
        "refund_fee": yuan(trade.refunded),
        "send_back_fee": yuan(trade.refunds[-1].amount if moved else 0),
    }


def _options(value: object) -> list[object]:
    return value if isinstance(value, list) else []
