"""A trade in Alipay's words, and how its methods read what they are given."""

from collections.abc import Mapping
from datetime import timedelta

from microshop_desktop.sandbox.alipay_errors import BusinessError, wrong_parameter
from microshop_desktop.sandbox.alipay_guard import Call
from microshop_desktop.sandbox.clock import stamp
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.fields import FieldError, Fields, check
from microshop_desktop.sandbox.trades import Platform, Trade, TradeState
from microshop_desktop.sandbox.yuan import yuan

REFUND_PERIOD = timedelta(days=365)
BUYER = "pra***@example.com"


def content_of(call: Call, fields: Fields) -> Mapping[str, object]:
    """Check the fields of a method's content."""
    try:
        check(call.content, fields)
    except FieldError as error:
        raise wrong_parameter(error) from error
    seller = call.content.get("seller_id", call.app.seller_id)
    if seller != call.app.seller_id:
        raise wrong_parameter(FieldError("seller_id", "is not the seller of this application"))
    return call.content


def named(desk: Desk, call: Call) -> Trade | None:
    """Return the trade that a content names; `trade_no` wins."""
    number, own = call.content.get("trade_no"), call.content.get("out_trade_no")
    if number is None and own is None:
        raise wrong_parameter(FieldError("out_trade_no", "or trade_no is needed"))
    owner = (Platform.ALIPAY, call.app.app_id)
    if number is not None:
        trade = desk.world.by_id(*owner, str(number))
    else:
        trade = desk.world.find(*owner, str(own))
    if trade is not None:
        desk.world.expire(trade)
    return trade


def existing(trade: Trade | None) -> Trade:
    """Return a trade that the platform knows: nobody knows one before the scan."""
    if trade is None or trade.scanned_at is None:
        raise BusinessError("ACQ.TRADE_NOT_EXIST", "交易不存在")
    return trade


def is_finished(desk: Desk, trade: Trade) -> bool:
    """Whether a paid trade is so old that nothing can go back any more."""
    return bool(trade.payments) and desk.world.now() - trade.payments[0].at > REFUND_PERIOD


def trade_status(desk: Desk, trade: Trade) -> str:
    """Return Alipay's word for where a trade stands."""
    if trade.state is TradeState.PAID and trade.net > 0:
        return "TRADE_FINISHED" if is_finished(desk, trade) else "TRADE_SUCCESS"
    if trade.state in {TradeState.SCANNED, TradeState.PAYING, TradeState.FAILED}:
        return "WAIT_BUYER_PAY"
    return "TRADE_CLOSED"


def numbers(trade: Trade) -> dict[str, object]:
    """Return both numbers of a trade."""
    number = trade.payments[-1].transaction_id if trade.payments else trade.transaction_id
    return {"trade_no": number, "out_trade_no": trade.asked.out_trade_no}


def paid_part(trade: Trade) -> dict[str, object]:
    """Describe the money of a paid trade."""
    amount = yuan(trade.payments[-1].amount)
    return {
        "buyer_logon_id": BUYER,
        "buyer_user_id": trade.payments[-1].buyer,
        "total_amount": amount,
        "receipt_amount": amount,
        "buyer_pay_amount": amount,
        "point_amount": "0.00",
        "invoice_amount": amount,
        "fund_bill_list": [{"fund_channel": "ALIPAYACCOUNT", "amount": amount}],
    }


def described(desk: Desk, trade: Trade) -> dict[str, object]:
    """Describe a trade as its query does."""
    document = {**numbers(trade), "trade_status": trade_status(desk, trade)}
    for name in ("store_id", "terminal_id"):
        if name in trade.asked.sent:
            document[name] = trade.asked.sent[name]
    if not trade.payments:
        return {
            **document,
            "buyer_logon_id": BUYER,
            "total_amount": yuan(trade.asked.amount),
        }
    return {**document, **paid_part(trade), "send_pay_date": stamp(trade.payments[-1].at)}
