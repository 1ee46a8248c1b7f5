"""WeChat Pay APIv3: which request goes where, and the signature under every success."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from microshop_desktop.sandbox.accounts import Merchants, WechatMerchant
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request
from microshop_desktop.sandbox.signing import sign, spoilt
from microshop_desktop.sandbox.wechat_bills import DOWNLOAD_PATH, WechatBills
from microshop_desktop.sandbox.wechat_certificates import certificates
from microshop_desktop.sandbox.wechat_errors import WechatError, error_answer
from microshop_desktop.sandbox.wechat_guard import SCHEME, admit
from microshop_desktop.sandbox.wechat_refunds import query_refund, refund
from microshop_desktop.sandbox.wechat_requests import Reply
from microshop_desktop.sandbox.wechat_trades import close, codepay, native, query, reverse

STALE = timedelta(minutes=10)
_PAY = "/v3/pay/transactions"
_BY_NUMBER = rf"{_PAY}/out-trade-no/[^/]+"
Handler = Callable[[Desk, WechatMerchant], Reply | Answer]


class WechatV3:
    """The APIv3 of the practice platform."""

    def __init__(self, merchants: Merchants) -> None:
        self._merchants = merchants.wechat
        bills = WechatBills()
        self._routes: tuple[tuple[str, str, str, Handler], ...] = (
            ("POST", rf"{_PAY}/native", "native", native),
            ("POST", rf"{_PAY}/codepay", "codepay", codepay),
            ("POST", rf"{_BY_NUMBER}/close", "close", close),
            ("POST", rf"{_BY_NUMBER}/reverse", "reverse", reverse),
            ("GET", rf"({_BY_NUMBER}|{_PAY}/id/[^/]+)", "query", query),
            ("POST", "/v3/refund/domestic/refunds", "refund", refund),
            ("GET", "/v3/refund/domestic/refunds/[^/]+", "refund_query", query_refund),
            ("GET", "/v3/bill/tradebill", "tradebill", bills.trade),
            ("GET", "/v3/bill/fundflowbill", "fundflowbill", bills.funds),
            ("GET", DOWNLOAD_PATH, "download", bills.download),
            ("GET", "/v3/certificates", "certificates", certificates),
        )

    def endpoint(self, request: Request) -> str | None:
        """Return the name of the endpoint a request is for; None where it is not for us."""
        if not request.path.startswith("/v3/"):
            return None
        found = self._route(request)
        return f"wechat.{found[0] if found else 'unknown'}"

    def answer(self, desk: Desk) -> Answer:
        """Check a request, do what it asks and sign the answer."""
        try:
            handler = self._handler(desk.request)
            merchant = admit(desk.request, self._merchants, desk.now)
            reply = handler(desk, merchant)
        except WechatError as error:
            return error_answer(error, underscores=desk.world.rules.underscores)
        if isinstance(reply, Answer):
            return reply
        return _signed(desk, merchant, _changed(desk, reply))

    def _handler(self, request: Request) -> Handler:
        found = self._route(request)
        if found is None:
            raise WechatError("RESOURCE_NOT_EXISTS", "请求的资源不存在")
        return found[1]

    def _route(self, request: Request) -> tuple[str, Handler] | None:
        for method, pattern, name, handler in self._routes:
            if request.method == method and re.fullmatch(pattern, request.path):
                return name, handler
        return None

    @staticmethod
    def trouble(desk: Desk, name: FaultName) -> Answer:
        """Answer as the platform does when it is in trouble itself."""
        if name is FaultName.TOO_FAST:
            error = WechatError("FREQUENCY_LIMITED", "频率超限")
        else:
            error = WechatError("SYSTEM_ERROR", "系统异常，请稍后重试")
        return error_answer(error, underscores=desk.world.rules.underscores)


def _changed(desk: Desk, reply: Reply) -> Reply:
    """Put another amount or merchant into an answer that names them, where that is planned."""
    document = dict(reply.document or {})
    amount = document.get("amount")
    if (
        isinstance(amount, dict)
        and "payer_total" in amount
        and desk.mischief.strikes(FaultName.WRONG_AMOUNT)
    ):
        document["amount"] = amount = {**amount, "total": amount["total"] + 1}
    if isinstance(amount, dict) and desk.mischief.strikes(FaultName.WRONG_CURRENCY):
        document["amount"] = {**amount, "currency": "USD"}
    if "mchid" in document and desk.mischief.strikes(FaultName.WRONG_MERCHANT):
        document["mchid"] = "1999999999"
    return replace(reply, document=document) if reply.document is not None else reply


def _signed(desk: Desk, merchant: WechatMerchant, reply: Reply) -> Answer:
    body = b""
    if reply.document is not None:
        body = json.dumps(reply.document, ensure_ascii=False, separators=(",", ":")).encode()
    moment = desk.now - STALE if desk.mischief.may(FaultName.REPLAYED) else desk.now
    stamp, nonce = str(int(moment.timestamp())), desk.world.word(32)
    signature = sign(merchant.platform_key, f"{stamp}\n{nonce}\n".encode() + body + b"\n")
    if desk.mischief.strikes(FaultName.BAD_SIGNATURE):
        signature = spoilt(signature)
    plain = {"Content-Type": "application/json; charset=utf-8"}
    if desk.mischief.strikes(FaultName.UNSIGNED):
        return Answer(reply.status, body, plain)
    headers = {
        **plain,
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": signature,
        "Wechatpay-Serial": merchant.platform_serial,
        "Wechatpay-Signature-Type": SCHEME,
    }
    return Answer(reply.status, body, headers)
