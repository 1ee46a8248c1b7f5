"""WeChat Pay's trades: made by QR or by code, asked about, closed and reversed."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import unquote

from microshop_desktop.sandbox import wechat_shapes as shapes
from microshop_desktop.sandbox.accounts import WechatMerchant
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.fields import FieldError
from microshop_desktop.sandbox.trades import (
    PAYABLE,
    Asked,
    Platform,
    Trade,
    TradeKind,
    TradeState,
)
from microshop_desktop.sandbox.wallet import Manner, act, is_code, person_for
from microshop_desktop.sandbox.wechat_errors import WechatError, wrong_field
from microshop_desktop.sandbox.wechat_requests import Reply, body_of, check_merchant, part_of
from microshop_desktop.sandbox.wechat_words import described

CODE_LIFE = timedelta(hours=2)
ORDER_LIFE = timedelta(days=7)
REVERSE_LIFE = timedelta(days=7)
FARTHEST = timedelta(days=15)
NEAREST = timedelta(minutes=1)


def native(desk: Desk, merchant: WechatMerchant) -> Reply:
    """Make an order that a customer scans, or give a new QR for the same order."""
    sent = body_of(desk, merchant, shapes.NATIVE)
    known = find(desk, merchant, str(sent["out_trade_no"]))
    asked = _asked(desk, merchant, sent, TradeKind.QR)
    trade = _repeated(desk, known, asked) if known else desk.world.open(asked)
    return Reply({"code_url": desk.qr(trade)}, trade=trade)


def codepay(desk: Desk, merchant: WechatMerchant) -> Reply:
    """Take money by the code on the customer's phone."""
    sent = body_of(desk, merchant, shapes.CODEPAY)
    if not desk.world.rules.codepay_v3:
        raise WechatError("NO_AUTH", "商户号该产品权限未开通")
    if not part_of(sent, "scene_info", "store_info"):
        raise wrong_field(FieldError("scene_info.store_info", "needs id or out_id"))
    code = str(part_of(sent, "payer", "auth_code"))
    trade = charge(desk, merchant, _asked(desk, merchant, sent, TradeKind.CODE), code)
    paying = trade.state is TradeState.PAYING
    return Reply(described(trade, merchant), 202 if paying else 200, trade)


def charge(desk: Desk, merchant: WechatMerchant, asked: Asked, code: str) -> Trade:
    """Let the customer whose code it is behave; `WechatError` when that is no payment."""
    known = find(desk, merchant, asked.out_trade_no)
    if known is not None:
        raise _used(known)
    if not is_code(Platform.WECHAT, code):
        raise WechatError("AUTH_CODE_INVALID", "请扫描微信支付被扫条码/二维码")
    person = desk.ordered_person() or person_for(desk.world, Platform.WECHAT, code, asked.amount)
    if person.manner is Manner.CODE_EXPIRED:
        raise WechatError("AUTH_CODE_EXPIRE", "二维码已过期，请用户在微信上刷新后再试")
    desk.world.used_codes.add(code)
    trade = desk.world.open(asked)
    act(desk.world, trade, person)
    if trade.state is TradeState.FAILED:
        raise WechatError("NOT_ENOUGH", "用户零钱余额不足")
    return trade


def query(desk: Desk, merchant: WechatMerchant) -> Reply:
    """Say what became of an order, asked by the merchant's number or by ours."""
    check_merchant(desk, merchant)
    *_, kind, number = desk.request.path.split("/")
    number = unquote(number)
    if kind == "id":
        trade = desk.world.by_id(Platform.WECHAT, merchant.mch_id, number)
    else:
        trade = find(desk, merchant, number)
    return Reply(described(looked_at(desk, trade), merchant), trade=trade)


def close(desk: Desk, merchant: WechatMerchant) -> Reply:
    """Close an unpaid order of the QR kind; may be repeated."""
    body_of(desk, merchant, shapes.CLOSE)
    trade = _numbered(desk, merchant)
    if trade.asked.kind is TradeKind.CODE:
        raise WechatError("INVALID_REQUEST", "付款码订单不支持关单，请撤销(268449641)")
    shut(desk, trade)
    return Reply(None, 204, trade)


def shut(desk: Desk, trade: Trade) -> None:
    """Close a trade and its QR; a paid one is refused."""
    if trade.payments:
        raise WechatError("ORDER_PAID", "订单已支付")
    if trade.state in PAYABLE:
        desk.world.close(trade)
    desk.closed(trade)


def reverse(desk: Desk, merchant: WechatMerchant) -> Reply:
    """End an order of the code kind; what was paid goes back."""
    body_of(desk, merchant, shapes.REVERSE)
    trade = _numbered(desk, merchant)
    revoke(desk, trade)
    return Reply(
        {
            "appid": merchant.app_id,
            "mchid": merchant.mch_id,
            "out_trade_no": trade.asked.out_trade_no,
        },
        trade=trade,
    )


def revoke(desk: Desk, trade: Trade) -> None:
    """Reverse a trade; refused while the customer is typing, and later than seven days."""
    world, age = desk.world, desk.world.now() - trade.made_at
    number = trade.asked.out_trade_no
    if trade.asked.kind is TradeKind.QR:
        raise WechatError("INVALID_REQUEST", "非付款码订单不支持撤销")
    if age > REVERSE_LIFE:
        raise WechatError("INVALID_REQUEST", "订单超过7天，不能撤销")
    early = age < world.rules.reverse_pause
    if early and trade.state in {TradeState.PAYING, TradeState.PAID}:
        world.complain(f"{number} was reversed {age.total_seconds():.0f} s after it was sent")
    if early and trade.state is TradeState.PAYING:
        raise WechatError("INVALID_REQUEST", "用户支付中，请稍后再试")
    if trade.refunds and trade.state is TradeState.PAID:
        raise WechatError("INVALID_REQUEST", "订单已发生退款，不能撤销")
    if trade.state not in {TradeState.CLOSED, TradeState.REVERSED}:
        world.reverse(trade)
    desk.closed(trade)


def find(desk: Desk, merchant: WechatMerchant, number: str) -> Trade | None:
    """Return the trade of a number, closed if its time is over."""
    trade = desk.world.find(Platform.WECHAT, merchant.mch_id, number)
    if trade is not None:
        desk.world.expire(trade)
    return trade


def looked_at(desk: Desk, trade: Trade | None) -> Trade:
    """Return a trade that is asked about; `ORDER_NOT_EXIST` where there is none."""
    if trade is None:
        raise WechatError("ORDER_NOT_EXIST", "订单不存在")
    desk.world.expire(trade)
    desk.looked_at(trade)
    return trade


def _asked(desk: Desk, merchant: WechatMerchant, sent: dict[str, object], kind: TradeKind) -> Asked:
    now = desk.world.now()
    return Asked(
        Platform.WECHAT,
        merchant.mch_id,
        merchant.app_id,
        str(sent["out_trade_no"]),
        int(str(part_of(sent, "amount", "total"))),
        str(sent["description"]),
        kind,
        sent,
        _end_of(desk, sent) or now + ORDER_LIFE,
        now + CODE_LIFE,
    )


def _end_of(desk: Desk, sent: dict[str, object]) -> datetime | None:
    """Return the end the merchant asked for, within what is allowed."""
    written = sent.get("time_expire")
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise wrong_field(FieldError("time_expire", "is not a time with a zone"))
    known = desk.world.find(Platform.WECHAT, str(sent["mchid"]), str(sent["out_trade_no"]))
    ahead = moment - desk.now
    if known is None and not NEAREST <= ahead <= FARTHEST:
        raise wrong_field(FieldError("time_expire", "is not between 1 minute and 15 days ahead"))
    return moment


def _repeated(desk: Desk, known: Trade, asked: Asked) -> Trade:
    """Give the same order a new QR; anything else under its number is refused."""
    if known.asked.kind is TradeKind.CODE or known.asked.sent != asked.sent:
        raise WechatError("OUT_TRADE_NO_USED", "商户订单号重复，且参数与首次请求不一致")
    if known.state not in PAYABLE:
        raise _used(known)
    desk.world.renew_code(known, replace(asked, expires_at=known.asked.expires_at))
    return known


def _used(known: Trade) -> WechatError:
    if known.payments and known.state is TradeState.PAID:
        return WechatError("ORDER_PAID", "订单已支付")
    if known.state is TradeState.REVERSED:
        return WechatError("ORDER_REVERSED", "订单已撤销")
    if known.state is TradeState.CLOSED:
        return WechatError("ORDER_CLOSED", "订单已关闭")
    return WechatError("OUT_TRADE_NO_USED", "商户订单号重复")


def _numbered(desk: Desk, merchant: WechatMerchant) -> Trade:
    """Return the trade whose number stands before the last word of the path."""
    number = unquote(desk.request.path.split("/")[-2])
    trade = find(desk, merchant, number)
    if trade is None:
        raise WechatError("ORDER_NOT_EXIST", "订单不存在")
    return trade
