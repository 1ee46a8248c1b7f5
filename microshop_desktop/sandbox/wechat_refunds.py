"""WeChat Pay's refunds: one number is one refund, within the limits of its order."""

from datetime import timedelta
from urllib.parse import unquote

from microshop_desktop.sandbox import wechat_shapes as shapes
from microshop_desktop.sandbox.accounts import WechatMerchant
from microshop_desktop.sandbox.clock import rfc3339
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.fields import FieldError
from microshop_desktop.sandbox.trades import Platform, Refund, RefundEnd, Trade
from microshop_desktop.sandbox.wechat_errors import WechatError, wrong_field
from microshop_desktop.sandbox.wechat_requests import Reply, body_of, part_of, query_of
from microshop_desktop.sandbox.wechat_trades import find

PERIOD = timedelta(days=365)
MOST = 50
_STATUS = {
    RefundEnd.SUCCESS: "SUCCESS",
    RefundEnd.ABNORMAL: "ABNORMAL",
    RefundEnd.CLOSED: "CLOSED",
}


def refund(desk: Desk, merchant: WechatMerchant) -> Reply:
    """Accept a refund, or say again what became of one with this number."""
    sent = body_of(desk, merchant, shapes.REFUND)
    number = str(sent["out_refund_no"])
    trade = _named(desk, merchant, sent)
    back = give_back(
        desk,
        trade,
        number=number,
        amount=int(str(part_of(sent, "amount", "refund"))),
        total=int(str(part_of(sent, "amount", "total"))),
        sent=sent,
    )
    return Reply(_described(desk, trade, back), trade=trade)


def query_refund(desk: Desk, merchant: WechatMerchant) -> Reply:
    """Say what became of a refund."""
    query_of(desk, shapes.NO_QUERY)
    number = unquote(desk.request.path.split("/")[-1])
    trade = desk.world.refund_of(Platform.WECHAT, merchant.mch_id, number)
    back = trade.refund_with(number) if trade else None
    if trade is None or back is None:
        raise WechatError("RESOURCE_NOT_EXISTS", "退款单不存在")
    return Reply(_described(desk, trade, back), trade=trade)


def give_back(
    desk: Desk, trade: Trade, *, number: str, amount: int, total: int, sent: dict[str, object]
) -> Refund:
    """Return the refund of a number, made now if it is new and within all limits."""
    owner = desk.world.refund_of(Platform.WECHAT, trade.asked.merchant, number)
    known = trade.refund_with(number)
    if known is not None and known.sent == sent:
        return known
    if owner is not None:
        raise WechatError("INVALID_REQUEST", "商户退款单号重复，且参数与首次请求不一致")
    _check_limits(desk, trade, amount, total)
    return desk.world.refund(trade, number, amount, sent)


def _check_limits(desk: Desk, trade: Trade, amount: int, total: int) -> None:
    world, payment = desk.world, trade.payments[0] if trade.payments else None
    if payment is None:
        raise WechatError("INVALID_REQUEST", "订单未支付，不能退款")
    if total != trade.asked.amount:
        raise wrong_field(FieldError("amount.total", "is not the amount of the order"))
    if amount > total or amount > trade.net:
        raise WechatError("INVALID_REQUEST", "退款金额大于可退金额")
    if world.now() - payment.at > PERIOD:
        raise WechatError("INVALID_REQUEST", "订单已经超过可退款的最大期限(支付完成后一年内可退款)")
    counted = [back for back in trade.refunds if not back.reversal]
    if len(counted) >= MOST:
        raise WechatError("RULE_LIMIT", "一笔订单最多部分退款50次")
    if counted and world.now() - counted[-1].made_at < world.rules.wechat_refund_pause:
        raise WechatError("FREQUENCY_LIMITED", "同一笔订单的多次退款需间隔1分钟以上")
    if not world.can_give_back(trade, amount):
        raise WechatError("NOT_ENOUGH", "基本账户余额不足，请充值后重新发起")


def _named(desk: Desk, merchant: WechatMerchant, sent: dict[str, object]) -> Trade:
    if ("transaction_id" in sent) == ("out_trade_no" in sent):
        raise wrong_field(FieldError("out_trade_no", "or transaction_id is needed, one of the two"))
    if "out_trade_no" in sent:
        trade = find(desk, merchant, str(sent["out_trade_no"]))
    else:
        number = str(sent["transaction_id"])
        trade = desk.world.by_id(Platform.WECHAT, merchant.mch_id, number)
    if trade is None:
        raise WechatError("RESOURCE_NOT_EXISTS", "订单不存在")
    return trade


def status_of(desk: Desk, back: Refund) -> str:
    """Return WeChat Pay's word for where a refund stands."""
    return _STATUS[back.end] if desk.world.refund_is_over(back) else "PROCESSING"


def _described(desk: Desk, trade: Trade, back: Refund) -> dict[str, object]:
    asked, status = trade.asked, status_of(desk, back)
    document: dict[str, object] = {
        "amount": {
            "currency": "CNY",
            "discount_refund": 0,
            "from": [],
            "payer_refund": back.amount,
            "payer_total": asked.amount,
            "refund": back.amount,
            "refund_fee": 0,
            "settlement_refund": back.amount,
            "settlement_total": asked.amount,
            "total": asked.amount,
        },
        "channel": "ORIGINAL",
        "create_time": rfc3339(back.made_at),
        "funds_account": str(back.sent.get("funds_account", "UNSETTLED")),
        "out_refund_no": back.number,
        "out_trade_no": asked.out_trade_no,
        "promotion_detail": [],
        "refund_id": back.refund_id,
        "status": status,
        "transaction_id": str(back.sent.get("transaction_id", trade.payments[0].transaction_id)),
        "user_received_account": "支付用户零钱",
    }
    if status == "SUCCESS":
        document["success_time"] = rfc3339(back.ends_at)
    return document
