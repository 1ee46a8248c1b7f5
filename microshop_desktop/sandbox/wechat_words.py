"""A trade in WeChat Pay's words."""

from microshop_desktop.sandbox.accounts import WechatMerchant
from microshop_desktop.sandbox.clock import rfc3339
from microshop_desktop.sandbox.trades import Trade, TradeKind, TradeState
from microshop_desktop.sandbox.wechat_requests import part_of

_DESCRIPTIONS = {
    "SUCCESS": "支付成功",
    "REFUND": "转入退款",
    "NOTPAY": "订单未支付",
    "CLOSED": "订单已关闭",
    "USERPAYING": "需要用户输入支付密码",
    "PAYERROR": "支付失败，请撤销订单重新支付",
    "REVOKED": "订单已撤销",
}


def trade_state(trade: Trade) -> str:
    """Return WeChat Pay's word for where a trade stands."""
    match trade.state:
        case TradeState.PAID:
            return "REFUND" if trade.refunds else "SUCCESS"
        case TradeState.CLOSED:
            return "CLOSED"
        case TradeState.REVERSED:
            return "REVOKED"
        case TradeState.PAYING:
            return "USERPAYING"
        case TradeState.FAILED:
            return "PAYERROR"
        case TradeState.MADE | TradeState.SCANNED:
            return "NOTPAY"


def trade_type(trade: Trade) -> str:
    """Return WeChat Pay's word for how a trade was made."""
    return "NATIVE" if trade.asked.kind is TradeKind.QR else "MICROPAY"


def state_text(trade: Trade) -> str:
    """Return the sentence that goes with the state."""
    return _DESCRIPTIONS[trade_state(trade)]


def described(trade: Trade, merchant: WechatMerchant) -> dict[str, object]:
    """Describe a trade; an unpaid one lacks most fields."""
    asked = trade.asked
    document: dict[str, object] = {
        "amount": {"currency": "CNY", "payer_currency": "CNY", "total": asked.amount},
        "appid": merchant.app_id,
        "mchid": merchant.mch_id,
        "out_trade_no": asked.out_trade_no,
        "promotion_detail": [],
        "trade_state": trade_state(trade),
        "trade_state_desc": state_text(trade),
    }
    device = part_of(asked.sent, "scene_info", "device_id")
    if device:
        document["scene_info"] = {"device_id": device}
    if asked.kind is TradeKind.CODE:
        document["trade_type"] = "MICROPAY"
    if trade.payments:
        document.update(_paid_part(trade))
    return document


def _paid_part(trade: Trade) -> dict[str, object]:
    payment, asked = trade.payments[-1], trade.asked
    return {
        "amount": {
            "currency": "CNY",
            "payer_currency": "CNY",
            "payer_total": payment.amount,
            "total": payment.amount,
        },
        "attach": str(asked.sent.get("attach", "")),
        "bank_type": "OTHERS",
        "payer": {"openid": payment.buyer},
        "success_time": rfc3339(payment.at),
        "trade_type": trade_type(trade),
        "transaction_id": payment.transaction_id,
    }
