"""Alipay's gateway: which method goes where, and the signature under every answer of business."""

import json
from collections.abc import Callable

from microshop_desktop.sandbox.accounts import Merchants
from microshop_desktop.sandbox.alipay_bills import DOWNLOAD_PATH, AlipayBills
from microshop_desktop.sandbox.alipay_errors import BusinessError, GatewayError
from microshop_desktop.sandbox.alipay_guard import Call, admit, parameters_of
from microshop_desktop.sandbox.alipay_refunds import query_refund, refund
from microshop_desktop.sandbox.alipay_trades import cancel, close, pay, precreate, query
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request, html_answer
from microshop_desktop.sandbox.signing import sign, spoilt
from microshop_desktop.sandbox.yuan import fen_of, yuan

GATEWAY = "/gateway.do"
_DONE = {"code": "10000", "msg": "Success"}
Document = dict[str, object]
Handler = Callable[[Desk, Call], Document]


class AlipayGateway:
    """The gateway of the practice platform."""

    def __init__(self, merchants: Merchants) -> None:
        self._apps = merchants.alipay
        self._bills = AlipayBills()
        self._methods: dict[str, tuple[str, Handler]] = {
            "alipay.trade.precreate": ("precreate", precreate),
            "alipay.trade.pay": ("pay", pay),
            "alipay.trade.query": ("query", query),
            "alipay.trade.cancel": ("cancel", cancel),
            "alipay.trade.close": ("close", close),
            "alipay.trade.refund": ("refund", refund),
            "alipay.trade.fastpay.refund.query": ("refund_query", query_refund),
            "alipay.data.dataservice.bill.downloadurl.query": ("bill", self._bills.link),
        }

    def endpoint(self, request: Request) -> str | None:
        """Return the name of the endpoint a request is for; None where it is not for us."""
        if request.path == DOWNLOAD_PATH:
            return "alipay.download"
        if request.path != GATEWAY:
            return None
        found = self._methods.get(parameters_of(request).get("method", ""))
        return f"alipay.{found[0] if found else 'unknown'}"

    def answer(self, desk: Desk) -> Answer:
        """Check a request, do what it asks and sign the answer."""
        if desk.request.path == DOWNLOAD_PATH:
            return self._bills.download(desk)
        method = parameters_of(desk.request).get("method", "")
        try:
            call = admit(desk.request, self._apps, desk.now)
            handler = self._handler(call)
        except GatewayError as error:
            return unsigned(method if method in self._methods else "error", error.document)
        try:
            document = {**_DONE, **handler(desk, call)}
        except BusinessError as error:
            document = error.document
        return _signed(desk, call, _changed(desk, document))

    def _handler(self, call: Call) -> Handler:
        found = self._methods.get(call.method)
        if found is None:
            raise GatewayError("40002", "isv.invalid-method", "不存在的方法名")
        return found[1]

    def trouble(self, desk: Desk, name: FaultName) -> Answer:
        """Answer as the platform does when it is in trouble itself."""
        method = parameters_of(desk.request).get("method", "error")
        if name is FaultName.TOO_FAST:
            error = GatewayError("40005", "isv.app-call-limited", "应用调用次数超限")
            return unsigned(method, error.document)
        app = self._apps.get(parameters_of(desk.request).get("app_id", ""))
        if app is None or method not in self._methods:
            error = GatewayError("20000", "isp.unknow-error", "系统繁忙")
            return unsigned(method, error.document)
        call = Call(app, method, {})
        document = BusinessError("ACQ.SYSTEM_ERROR", "系统异常").document
        if method == "alipay.trade.pay":
            document = {
                "code": "20000",
                "msg": "Service Currently Unavailable",
                "sub_code": "aop.ACQ.SYSTEM_ERROR",
                "sub_msg": "系统异常",
            }
        return _signed(desk, call, document)


def unsigned(method: str, document: Document) -> Answer:
    """Answer without a signature, as the gateway refuses."""
    return html_answer(200, f'{{"{_member(method)}":{_written(document)}}}')


def _signed(desk: Desk, call: Call, document: Document) -> Answer:
    """Sign the very characters of the object that the answer holds."""
    if desk.mischief.strikes(FaultName.UNSIGNED):
        return unsigned(call.method, document)
    text = _written(document)
    signature = sign(call.app.platform_key, text.encode())
    if desk.mischief.strikes(FaultName.BAD_SIGNATURE):
        signature = spoilt(signature)
    serial = call.app.platform_serial
    more = f',"alipay_cert_sn":"{serial}"' if serial else ""
    return html_answer(200, f'{{"{_member(call.method)}":{text}{more},"sign":"{signature}"}}')


def _changed(desk: Desk, document: Document) -> Document:
    """Put another amount or order into an answer that names them, where that is planned."""
    changed = dict(document)
    if "receipt_amount" in changed and desk.mischief.strikes(FaultName.WRONG_AMOUNT):
        amount = yuan(fen_of(str(changed["total_amount"])) + 1)
        changed |= {"total_amount": amount, "receipt_amount": amount, "buyer_pay_amount": amount}
    if "out_trade_no" in changed and desk.mischief.strikes(FaultName.WRONG_MERCHANT):
        changed["out_trade_no"] = "an_order_of_somebody_else"
    elif "out_trade_no" in changed and desk.mischief.may(FaultName.REPLAYED):
        changed["out_trade_no"] = "an_order_of_an_older_day"
    return changed


def _member(method: str) -> str:
    return f"{method.replace('.', '_')}_response"


def _written(document: Document) -> str:
    """Write an object as Alipay does, with slashes escaped."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("/", "\\/")
