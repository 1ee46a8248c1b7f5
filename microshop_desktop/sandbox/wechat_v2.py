"""WeChat Pay v2: payment codes in XML, for merchants whom v3 does not serve.

The real platform asks for a client certificate where money goes back; on plain loopback there is
none to ask for.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from microshop_desktop.sandbox import wechat_v2_shapes as shapes
from microshop_desktop.sandbox.accounts import Merchants, WechatMerchant
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.fields import FieldError, Fields, check
from microshop_desktop.sandbox.messages import Answer, Request
from microshop_desktop.sandbox.wechat_errors import WechatError, wrong_field
from microshop_desktop.sandbox.wechat_v2_trades import (
    Values,
    micropay,
    order_query,
    refund,
    refund_query,
    reverse,
)
from microshop_desktop.sandbox.wechat_xml import XmlError, read, signature, write

_NAMES = {
    "PARAM_ERROR": "PARAM_ERROR",
    "ORDER_PAID": "ORDERPAID",
    "ORDER_CLOSED": "ORDERCLOSED",
    "ORDER_REVERSED": "ORDERREVERSED",
    "AUTH_CODE_EXPIRE": "AUTHCODEEXPIRE",
    "NOT_ENOUGH": "NOTENOUGH",
    "NO_AUTH": "NOAUTH",
    "ORDER_NOT_EXIST": "ORDERNOTEXIST",
    "RESOURCE_NOT_EXISTS": "REFUNDNOTEXIST",
    "SYSTEM_ERROR": "SYSTEMERROR",
}
"""How v2 spells what v3 says with lines between the words; other words are the same."""
Handler = Callable[[Desk, WechatMerchant, Values], Values]


@dataclass(frozen=True, slots=True)
class _Route:
    name: str
    fields: Fields
    handler: Handler


_ROUTES = {
    "/pay/micropay": _Route("micropay", shapes.MICROPAY, micropay),
    "/pay/orderquery": _Route("query", shapes.ORDER_QUERY, order_query),
    "/secapi/pay/reverse": _Route("reverse", shapes.REVERSE, reverse),
    "/secapi/pay/refund": _Route("refund", shapes.REFUND, refund),
    "/pay/refundquery": _Route("refund_query", shapes.REFUND_QUERY, refund_query),
}


class UnreadableError(Exception):
    """A request that is refused before its business; the answer is not signed."""


class WechatV2:
    """The v2 interface of the practice platform."""

    def __init__(self, merchants: Merchants) -> None:
        self._merchants = merchants.wechat

    def endpoint(self, request: Request) -> str | None:
        """Return the name of the endpoint a request is for; None where it is not for us."""
        route = _ROUTES.get(request.path)
        return f"wechat_v2.{route.name}" if route else None

    def answer(self, desk: Desk) -> Answer:
        """Check a request, do what it asks and sign the answer."""
        try:
            merchant, given = self._admitted(desk.request)
        except UnreadableError as refused:
            return _xml({"return_code": "FAIL", "return_msg": str(refused)})
        route = _ROUTES[desk.request.path]
        try:
            _check(given, merchant, route.fields)
            said = {"result_code": "SUCCESS", **route.handler(desk, merchant, given)}
        except WechatError as error:
            said = _failed(error)
        return _signed(desk, merchant, given, _changed(desk, said))

    def trouble(self, desk: Desk, name: FaultName) -> Answer:
        """Answer as the platform does when it is in trouble itself."""
        too_fast = name is FaultName.TOO_FAST
        error = WechatError("FREQUENCY_LIMITED" if too_fast else "SYSTEM_ERROR", "系统超时")
        try:
            merchant, given = self._admitted(desk.request)
        except UnreadableError as refused:
            return _xml({"return_code": "FAIL", "return_msg": str(refused)})
        return _signed(desk, merchant, given, _failed(error))

    def _admitted(self, request: Request) -> tuple[WechatMerchant, Values]:
        if request.method != "POST":
            raise UnreadableError("请使用post方法")
        try:
            given = read(request.body)
        except XmlError:
            raise UnreadableError("XML格式错误") from None
        merchant = self._merchants.get(given.get("mch_id", ""))
        if merchant is None:
            raise UnreadableError("mch_id参数格式错误")
        made = signature(given, merchant.apiv2_key, given.get("sign_type", "MD5"))
        if not hmac.compare_digest(made.encode(), given.get("sign", "").encode()):
            raise UnreadableError("签名错误，请检查后再试")
        return merchant, given


def _check(given: Values, merchant: WechatMerchant, fields: Fields) -> None:
    try:
        check(given, fields)
    except FieldError as error:
        raise wrong_field(error) from error
    if given["appid"] != merchant.app_id:
        raise WechatError("APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配")


def _failed(error: WechatError) -> Values:
    more = {"recall": str(error.detail["recall"])} if "recall" in error.detail else {}
    code = _NAMES.get(error.code, error.code)
    return {"result_code": "FAIL", "err_code": code, "err_code_des": error.message, **more}


def _changed(desk: Desk, said: Values) -> Values:
    """Put another amount or merchant into an answer, where that is planned."""
    changed = dict(said)
    if "cash_fee" in changed and desk.mischief.strikes(FaultName.WRONG_AMOUNT):
        changed["total_fee"] = str(int(changed["total_fee"]) + 1)
    if "cash_fee" in changed and desk.mischief.strikes(FaultName.WRONG_CURRENCY):
        changed["fee_type"] = "USD"
    if desk.mischief.strikes(FaultName.WRONG_MERCHANT):
        changed["mch_id"] = "1999999999"
    return changed


def _signed(desk: Desk, merchant: WechatMerchant, given: Values, said: Values) -> Answer:
    values = {
        "return_code": "SUCCESS",
        "return_msg": "OK",
        "appid": merchant.app_id,
        "mch_id": merchant.mch_id,
        "nonce_str": desk.world.word(32),
        **said,
    }
    if desk.mischief.strikes(FaultName.UNSIGNED):
        return _xml(values)
    made = signature(values, merchant.apiv2_key, given.get("sign_type", "MD5"))
    if desk.mischief.strikes(FaultName.BAD_SIGNATURE):
        made = made[::-1]
    return _xml({**values, "sign": made})


def _xml(values: Values) -> Answer:
    return Answer(200, write(values), {"Content-Type": "text/xml; charset=utf-8"})
