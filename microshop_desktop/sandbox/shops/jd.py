"""A practice JD: checks signatures over the one JSON text, hides unpaid orders, sends whole orders.

Written from the platform's own pages; shares nothing with the client that it checks.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from time import sleep
from urllib.parse import parse_qsl

from typing_extensions import override

from microshop_desktop.sandbox.clock import CHINA
from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request, html_answer, json_answer
from microshop_desktop.sandbox.shops.faults import ShopFault
from microshop_desktop.sandbox.shops.front import Call, Front
from microshop_desktop.sandbox.shops.goods import Sku
from microshop_desktop.sandbox.shops.jd_shapes import (
    Row,
    is_told,
    listed_row,
    order_row,
    refund_row,
    sku_row,
    state_of,
)
from microshop_desktop.sandbox.shops.orders import Order, RefundMade, RefundStage
from microshop_desktop.sandbox.shops.shop import Shop, ShopRefusalError
from microshop_desktop.sandbox.wsgi import Wait

APP_KEY, APP_SECRET = "A1B2C3D4E5F6", "jd-app-secret"
FIRST_TOKEN, FIRST_RENEWAL = "jd-token-0", "jd-renewal-0"
PATH, LOGIN_PATH = "/routerjson", "/oauth2/refresh_token"
_TOLERANCE, _LASTS = timedelta(minutes=6), timedelta(days=30)
_LONGEST_WINDOW = timedelta(days=31)
_MOST_ROWS, _MOST_REFUNDS = 100, 50
_METHODS = {
    "jingdong.seller.vender.info.get": "check",
    "jingdong.sku.read.searchSkuList": "goods.list",
    "jingdong.stock.write.increaseSkuStock": "stock.set",
    "jingdong.stock.write.updateSkuStock": "stock.set",
    "jingdong.pop.order.enSearch": "orders.list",
    "jingdong.pop.order.enGet": "orders.get",
    "jingdong.pop.afs.soa.refundapply.queryPageList": "aftersale.list",
    "360buy.get.vender.all.delivery.company": "couriers",
    "jingdong.pop.order.shipment": "orders.ship",
}
_OLD_NAMES = {"couriers": "vender_delivery_all_company_response"}
_COURIERS = [{"id": 467, "name": "顺丰快递"}, {"id": 1499, "name": "中通速递"}]
_TROUBLES: Mapping[StrEnum, tuple[int, str]] = {
    FaultName.SYSTEM_ERROR: (67, "服务异常"),
    FaultName.TOO_FAST: (2, "调用次数超限"),
    ShopFault.KEY_REFUSED: (12, "无效签名"),
    ShopFault.TOKEN_ENDED: (19, "token 已过期"),
    ShopFault.IP_BLOCKED: (66, "IP 203.0.113.9 不在白名单内"),
    ShopFault.NO_RIGHT: (24, "API 未授权"),
}
Body = Mapping[str, object]


class _RefusedError(Exception):
    """What a request gets in place of an answer."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(code)
        inner = {"code": str(code), "zh_desc": text, "en_desc": "refused"}
        self.told = {"error_response": inner}


class JdFront(Front):
    """A shop with one app, whose seller has logged in once."""

    def __init__(self, shop: Shop, *, wait: Wait = sleep) -> None:
        super().__init__(shop, wait=wait)
        self._token, self._renewal, self._made = FIRST_TOKEN, FIRST_RENEWAL, 0
        self._ends = shop.now() + _LASTS
        self._acts: dict[str, Callable[[Call, Body], Row]] = {
            "check": lambda _call, _body: {"vender_info_result": {"shop_name": shop.rules.name}},
            "goods.list": self._skus,
            "stock.set": self._set_stock,
            "orders.list": self._orders,
            "orders.get": self._one_order,
            "aftersale.list": self._refunds,
            "couriers": lambda _call, _body: {"delivery_companies": _COURIERS},
            "orders.ship": self._send,
        }

    @override
    def endpoint(self, request: Request) -> str | None:
        if request.path == LOGIN_PATH:
            return "token"
        return _METHODS.get(_form(request)["method"]) if request.path == PATH else None

    @override
    def answer(self, call: Call) -> Answer:
        if call.endpoint == "token":
            return json_answer(200, self._give_token(call))
        form = _form(call.request)
        try:
            self._let_in(form, call.now)
            told = self._acts[call.endpoint](call, json.loads(form["360buy_param_json"]))
        except _RefusedError as refused:
            return json_answer(200, refused.told)
        usual = form["method"].replace(".", "_") + "_responce"
        name = _OLD_NAMES.get(call.endpoint, usual)
        return json_answer(200, {name: {"code": "0", **told}})

    @override
    def trouble(self, call: Call, fault: StrEnum) -> Answer:
        if fault is FaultName.SERVER_ERROR:
            return html_answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>")
        if fault is ShopFault.TOKEN_ENDED:
            if call.endpoint == "token":
                return self.answer(call)
            self._ends = call.now
        return json_answer(200, _RefusedError(*_TROUBLES[fault]).told)

    # ------------------------------------------------------------------------------- who is let in

    def _give_token(self, call: Call) -> Row:
        query = call.request.query
        known = (query.get("app_key"), query.get("app_secret")) == (APP_KEY, APP_SECRET)
        if not known or query.get("refresh_token") != self._renewal:
            return {"code": 402, "msg": "refresh_token 无效"}
        self._made += 1
        self._token = f"jd-token-{self._made}"
        self._renewal = f"jd-renewal-{self._made}"
        self._ends = call.now + _LASTS
        return {
            "code": 0,
            "access_token": self._token,
            "refresh_token": self._renewal,
            "expires_in": int(_LASTS.total_seconds()),
            "time": str(int(call.now.timestamp() * 1000)),
        }

    def _let_in(self, form: Mapping[str, str], now: datetime) -> None:
        """Check key, time, signature and token, in this order."""
        if form.get("app_key") != APP_KEY:
            raise _RefusedError(21, "无效 app_key")
        if abs(_moment(form.get("timestamp"), 8) - now) > _TOLERANCE:
            raise _RefusedError(8, "无效 timestamp")
        text = "".join(f"{name}{form[name]}" for name in sorted(form) if name != "sign")
        wrapped = f"{APP_SECRET}{text}{APP_SECRET}".encode()
        sign = hashlib.md5(wrapped, usedforsecurity=False).hexdigest().upper()
        if not hmac.compare_digest(sign, form.get("sign", "")):
            raise _RefusedError(12, "无效签名")
        if form.get("access_token") != self._token or now >= self._ends:
            raise _RefusedError(19, "token 已过期或者不存在")

    # ---------------------------------------------------------------------------------------- goods

    def _skus(self, call: Call, body: Body) -> Row:
        page, size = _paging(body.get("pageNo"), body.get("page_size"))
        wanted = body.get("skuId")
        rows = [
            sku_row(product, sku)
            for product in self.shop.products.values()
            for sku in product.skus
            if not isinstance(wanted, list) or int(sku.sku_id) in wanted
        ]
        shown = rows[(page - 1) * size : page * size]
        return {"page": {"totalItem": len(rows), "pageNo": page, "data": call.spoiled(shown)}}

    def _set_stock(self, call: Call, body: Body) -> Row:
        sku, count = self.shop.sku(str(body.get("skuId"))), body.get("stockNum")
        if sku is None or not isinstance(count, int):
            raise _RefusedError(10100034, "sku 不存在")
        call.before_stock_write(sku)
        adds = "increase" in _form(call.request)["method"]
        if adds and not body.get("stockRfId"):
            self.complain("a step of stock has the number of a document")
        _move(sku, count + (sku.stock if adds else 0))
        return {"success": True}

    # --------------------------------------------------------------------------------------- orders

    def _orders(self, call: Call, body: Body) -> Row:
        page, size = _paging(body.get("page"), body.get("page_size"))
        if not body.get("optional_fields") or body.get("sortType") == "1":
            self.complain("orders are asked for with their fields, the oldest first")
        first, last = _moment(body.get("start_date")), _moment(body.get("end_date"))
        if last - first > _LONGEST_WINDOW:
            raise _RefusedError(10100002, "时间范围不能超过一个月")
        call.shift(sorted(self.shop.orders.values(), key=_changed), is_later_page=page > 1)
        states = set(str(body.get("order_state")).split(","))
        found = [
            order
            for order in call.told(filter(is_told, self.shop.orders.values()))
            if first <= order.changed_at.replace(microsecond=0) <= last
            and state_of(order) in states
        ]
        rows = sorted(found, key=_changed)[(page - 1) * size : page * size]
        shown = [listed_row(order, call.word(order.word or state_of(order))) for order in rows]
        result = {"apiResult": {"success": True}, "orderTotal": len(found)}
        return {"searchorderinfo_result": {**result, "orderInfoList": call.spoiled(shown)}}

    def _one_order(self, call: Call, body: Body) -> Row:
        order = self.shop.orders.get(str(body.get("order_id")))
        if order is None or not is_told(order):
            failed = {"success": False, "errorCode": "400", "chineseErrCode": "订单不存在"}
            return {"orderDetailInfo": {"apiResult": failed}}
        info = order_row(order, call.word(order.word or state_of(order)))
        return {"orderDetailInfo": {"apiResult": {"success": True}, "orderInfo": info}}

    def _refunds(self, call: Call, body: Body) -> Row:
        page, size = _paging(body.get("pageIndex"), body.get("pageSize"))
        if size > _MOST_REFUNDS:
            raise _RefusedError(10100002, "无效分页")
        if "orderId" in body:
            order = self._order(body)
            pairs = [(order, back) for back in order.refunds]
        else:
            pairs = self._between(call, body, is_later_page=page > 1)
        rows = [refund_row(*pair, word=call.word("")) for pair in pairs]
        shown = call.spoiled(rows[(page - 1) * size : page * size])
        return {"queryResult": {"success": True, "totalCount": len(rows), "result": shown}}

    def _between(
        self, call: Call, body: Body, *, is_later_page: bool
    ) -> list[tuple[Order, RefundMade]]:
        """Return what was asked for, or looked at, in a stretch: a later change is in no list."""
        which = "apply" if "applyTimeStart" in body else "check"
        first, last = _moment(body.get(f"{which}TimeStart")), _moment(body.get(f"{which}TimeEnd"))
        orders = self.shop.orders.values()
        call.shift_backs(orders, is_later_page=is_later_page)
        found = []
        for order, back in call.told_backs(filter(is_told, orders)):
            looked_at = None if back.stage is RefundStage.ASKED else back.at
            at = back.asked_at if which == "apply" else looked_at
            if at is not None and first <= at.replace(microsecond=0) <= last:
                found.append((order, back))
        return sorted(found, key=lambda pair: int(pair[1].refund_id))

    def _send(self, _call: Call, body: Body) -> Row:
        order, courier = self._order(body), str(body.get("logiCoprId"))
        if courier not in {str(row["id"]) for row in _COURIERS}:
            return {"sopjosshipment_result": _failed("物流公司不存在")}
        if state_of(order) == "LOCKED":
            return {"sopjosshipment_result": _failed("订单已锁定")}
        try:
            self.shop.send(order, courier, str(body.get("logiNo")), {})
        except ShopRefusalError as refused:
            return {"sopjosshipment_result": _failed(f"订单状态不可出库: {refused.code}")}
        return {"sopjosshipment_result": {"success": True}}

    def _order(self, body: Body) -> Order:
        order = self.shop.orders.get(str(body.get("orderId")))
        if order is None:
            raise _RefusedError(10400001, "订单不存在")
        return order


def _form(request: Request) -> dict[str, str]:
    pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
    return {"method": "", **dict(pairs)}


def _moment(text: object, code: int = 10100002) -> datetime:
    try:
        read = datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 (below)
    except ValueError as error:
        raise _RefusedError(code, "无效时间") from error
    return read.replace(tzinfo=CHINA)


def _paging(page: object, size: object) -> tuple[int, int]:
    number, rows = int(str(page)), int(str(size))
    if number < 1 or not 1 <= rows <= _MOST_ROWS:
        raise _RefusedError(10100002, "无效分页")
    return number, rows


def _move(sku: Sku, after: int) -> None:
    if after < 0:
        raise _RefusedError(10100035, "库存不足")
    sku.stock = after


def _failed(text: str) -> Row:
    return {"success": False, "errorCode": "10400001", "chineseErrCode": text}


def _changed(order: Order) -> tuple[datetime, int]:
    return order.changed_at, int(order.order_id)
