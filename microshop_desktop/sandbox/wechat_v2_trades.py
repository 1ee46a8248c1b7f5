"""The acts of WeChat Pay v2: the same trades and rules as v3, in other words."""

from datetime import datetime, timedelta

from microshop_desktop.sandbox.accounts import WechatMerchant
from microshop_desktop.sandbox.clock import CHINA, digits, stamp
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.fields import FieldError
from microshop_desktop.sandbox.trades import (
    Asked,
    Platform,
    Refund,
    Trade,
    TradeKind,
    TradeState,
)
from microshop_desktop.sandbox.wechat_errors import WechatError, wrong_field
from microshop_desktop.sandbox.wechat_refunds import give_back, status_of
from microshop_desktop.sandbox.wechat_trades import ORDER_LIFE, charge, find, looked_at, revoke
from microshop_desktop.sandbox.wechat_words import state_text, trade_state, trade_type

Values = dict[str, str]
_STATUS = {"ABNORMAL": "CHANGE", "CLOSED": "REFUNDCLOSE"}


def micropay(desk: Desk, merchant: WechatMerchant, given: Values) -> Values:
    """Take money by the code on the customer's phone."""
    now = desk.world.now()
    kept = {name: value for name, value in given.items() if name not in {"sign", "nonce_str"}}
    asked = Asked(
        Platform.WECHAT,
        merchant.mch_id,
        merchant.app_id,
        given["out_trade_no"],
        int(given["total_fee"]),
        given["body"],
        TradeKind.CODE,
        kept,
        _end_of(given) or now + ORDER_LIFE,
        now + timedelta(hours=2),
    )
    trade = charge(desk, merchant, asked, given["auth_code"])
    if trade.state is TradeState.PAYING:
        raise WechatError("USERPAYING", "需要用户输入支付密码")
    return _paid(trade)


def order_query(desk: Desk, merchant: WechatMerchant, given: Values) -> Values:
    """Say what became of an order."""
    trade = looked_at(desk, _named(desk, merchant, given))
    said = {
        "out_trade_no": trade.asked.out_trade_no,
        "trade_state": trade_state(trade),
        "trade_state_desc": state_text(trade),
    }
    return {**_paid(trade), **said} if trade.payments else said


def reverse(desk: Desk, merchant: WechatMerchant, given: Values) -> Values:
    """End an order; `recall` says whether the same should be asked again."""
    trade = _named(desk, merchant, given)
    if trade is None:
        raise WechatError("ORDER_NOT_EXIST", "订单不存在", {"recall": "N"})
    try:
        revoke(desk, trade)
    except WechatError as error:
        typing = trade.state is TradeState.PAYING
        code = "USERPAYING" if typing else error.code
        again = {"recall": "Y" if typing else "N"}
        raise WechatError(code, error.message, dict(again)) from error
    return {"recall": "N"}


def refund(desk: Desk, merchant: WechatMerchant, given: Values) -> Values:
    """Accept a refund, or say again that one with this number was accepted."""
    trade = _named(desk, merchant, given)
    if trade is None:
        raise WechatError("ORDER_NOT_EXIST", "订单不存在")
    kept = {name: value for name, value in given.items() if name not in {"sign", "nonce_str"}}
    back = give_back(
        desk,
        trade,
        number=given["out_refund_no"],
        amount=int(given["refund_fee"]),
        total=int(given["total_fee"]),
        sent=dict(kept),
    )
    return {**_numbers(trade), **_money(trade), **_back(back)}


def refund_query(desk: Desk, merchant: WechatMerchant, given: Values) -> Values:
    """Say what became of a refund, or of all refunds of an order."""
    trade, wanted = _refunded(desk, merchant, given)
    if trade is None or not wanted:
        raise WechatError("RESOURCE_NOT_EXISTS", "退款不存在")
    said = {**_numbers(trade), **_money(trade), "refund_count": str(len(wanted))}
    for place, back in enumerate(wanted):
        status = status_of(desk, back)
        said |= {f"{name}_{place}": value for name, value in _back(back).items()}
        said[f"refund_status_{place}"] = _STATUS.get(status, status)
        said[f"refund_recv_accout_{place}"] = "支付用户零钱"
        if status == "SUCCESS":
            said[f"refund_success_time_{place}"] = stamp(back.ends_at)
    return said


def _refunded(
    desk: Desk, merchant: WechatMerchant, given: Values
) -> tuple[Trade | None, list[Refund]]:
    number = given.get("out_refund_no")
    if number is None and "refund_id" not in given:
        trade = _named(desk, merchant, given)
    elif number is not None:
        trade = desk.world.refund_of(Platform.WECHAT, merchant.mch_id, number)
    else:
        trade = desk.world.refund_by_id(Platform.WECHAT, merchant.mch_id, given["refund_id"])
    own = [back for back in (trade.refunds if trade else []) if not back.reversal]
    if number is not None:
        own = [back for back in own if back.number == number]
    return trade, [back for back in own if given.get("refund_id", back.refund_id) == back.refund_id]


def _named(desk: Desk, merchant: WechatMerchant, given: Values) -> Trade | None:
    if "transaction_id" in given:
        return desk.world.by_id(Platform.WECHAT, merchant.mch_id, given["transaction_id"])
    if "out_trade_no" in given:
        return find(desk, merchant, given["out_trade_no"])
    raise wrong_field(FieldError("out_trade_no", "or transaction_id is needed"))


def _end_of(given: Values) -> datetime | None:
    written = given.get("time_expire")
    if written is None:
        return None
    try:
        return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=CHINA)
    except ValueError:
        raise wrong_field(FieldError("time_expire", "is no time")) from None


def _paid(trade: Trade) -> Values:
    payment = trade.payments[-1]
    return {
        **_numbers(trade),
        **_money(trade),
        "openid": payment.buyer,
        "is_subscribe": "N",
        "trade_type": trade_type(trade),
        "bank_type": "OTHERS",
        "attach": str(trade.asked.sent.get("attach", "")),
        "time_end": digits(payment.at),
    }


def _numbers(trade: Trade) -> Values:
    return {
        "transaction_id": trade.payments[-1].transaction_id,
        "out_trade_no": trade.asked.out_trade_no,
    }


def _money(trade: Trade) -> Values:
    amount = str(trade.asked.amount)
    return {"total_fee": amount, "fee_type": "CNY", "cash_fee": amount}


def _back(back: Refund) -> Values:
    return {
        "out_refund_no": back.number,
        "refund_id": back.refund_id,
        "refund_fee": str(back.amount),
    }
