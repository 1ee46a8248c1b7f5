"""A practice Pinduoduo: checks signatures and the half hour of a list, hides unpaid orders.

Written from the platform's own pages; shares nothing with the client that it checks.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from time import sleep
from urllib.parse import parse_qsl

from typing_extensions import override

from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request, html_answer, json_answer
from microshop_desktop.sandbox.shops.faults import ShopFault
from microshop_desktop.sandbox.shops.front import Call, Front
from microshop_desktop.sandbox.shops.orders import Order
from microshop_desktop.sandbox.shops.pinduoduo_shapes import (
    Row,
    detail_row,
    goods_row,
    is_told,
    listed_row,
    order_row,
    refund_state,
    sent_state,
)
from microshop_desktop.sandbox.shops.shop import Shop, ShopRefusalError
from microshop_desktop.sandbox.wsgi import Wait

CLIENT_ID, CLIENT_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "pdd-client-secret"
FIRST_TOKEN, FIRST_RENEWAL = "pdd-token-0", "pdd-renewal-0"
PATH = "/api/router"
_TOLERANCE, _LASTS = timedelta(minutes=10), timedelta(days=1)
_LONGEST_WINDOW = timedelta(minutes=30)
_MOST_ROWS = 100
_TOKEN_METHOD = "pdd.pop.auth.token.refresh"  # noqa: S105 (the name of a method)
_METHODS = {
    _TOKEN_METHOD: ("token", "pop_auth_token_refresh_response"),
    "pdd.mall.info.get": ("check", "mall_info_get_response"),
    "pdd.goods.list.get": ("goods.list", "goods_list_get_response"),
    "pdd.goods.detail.get": ("stock.get", "goods_detail_get_response"),
    "pdd.goods.quantity.update": ("stock.set", "goods_quantity_update_response"),
    "pdd.order.number.list.increment.get": ("orders.list", "order_sn_increment_get_response"),
    "pdd.order.information.get": ("orders.get", "order_info_get_response"),
    "pdd.logistics.companies.get": ("couriers", "logistics_companies_get_response"),
    "pdd.logistics.online.send": ("orders.ship", "logistics_online_send_response"),
}
_COURIERS = [
    {"id": 44, "logistics_company": "顺丰快递", "available": 1},
    {"id": 85, "logistics_company": "圆通快递", "available": 1},
    {"id": 1, "logistics_company": "停用快递", "available": 0},
]
_TROUBLES: Mapping[StrEnum, tuple[int, str]] = {
    FaultName.SYSTEM_ERROR: (52002, "网关系统内部异常"),
    FaultName.TOO_FAST: (70031, "调用过于频繁，请调整调用频率"),
    ShopFault.KEY_REFUSED: (20004, "签名sign校验失败"),
    ShopFault.TOKEN_ENDED: (10019, "access_token已过期"),
    ShopFault.IP_BLOCKED: (20005, "ip无权访问接口，请加入ip白名单"),
    ShopFault.NO_RIGHT: (20031, "用户没有授权访问此接口"),
}
Form = Mapping[str, str]


class _RefusedError(Exception):
    """What a request gets in place of an answer."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(code)
        self.told = {
            "error_response": {
                "error_code": code,
                "error_msg": text,
                "sub_code": None,
                "sub_msg": "",
                "request_id": "15440104776643887",
            }
        }


class PinduoduoFront(Front):
    """A shop with one app, whose seller has logged in once."""

    def __init__(self, shop: Shop, *, wait: Wait = sleep) -> None:
        super().__init__(shop, wait=wait)
        self._token, self._renewal, self._made = FIRST_TOKEN, FIRST_RENEWAL, 0
        self._ends = shop.now() + _LASTS
        self._acts: dict[str, Callable[[Call, Form], Row]] = {
            "token": self._give_token,
            "check": lambda _call, _form: {"mall_id": 77_001, "mall_name": shop.rules.name},
            "goods.list": self._goods,
            "stock.get": self._detail,
            "stock.set": self._set_stock,
            "orders.list": self._orders,
            "orders.get": self._one_order,
            "couriers": lambda _call, _form: {"logistics_companies": _COURIERS},
            "orders.ship": self._send,
        }

    @override
    def endpoint(self, request: Request) -> str | None:
        known = _METHODS.get(_form(request)["type"]) if request.path == PATH else None
        return None if known is None else known[0]

    @override
    def answer(self, call: Call) -> Answer:
        form = _form(call.request)
        try:
            self._let_in(form, call.now)
            told = self._acts[call.endpoint](call, form)
        except _RefusedError as refused:
            return json_answer(200, refused.told)
        return json_answer(200, {_METHODS[form["type"]][1]: {**told, "request_id": "1544"}})

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

    def _let_in(self, form: Form, now: datetime) -> None:
        """Check id, time, signature and token, in this order."""
        if form.get("client_id") != CLIENT_ID:
            raise _RefusedError(10016, "client下线或者clientId不正确")
        sent_at = datetime.fromtimestamp(int(form.get("timestamp", "0")), UTC)
        if abs(sent_at - now) > _TOLERANCE:
            raise _RefusedError(10001, "公共参数错误:timestamp")
        text = "".join(f"{name}{form[name]}" for name in sorted(form) if name != "sign")
        wrapped = f"{CLIENT_SECRET}{text}{CLIENT_SECRET}".encode()
        sign = hashlib.md5(wrapped, usedforsecurity=False).hexdigest().upper()
        if not hmac.compare_digest(sign, form.get("sign", "")):
            raise _RefusedError(20004, "签名sign校验失败")
        if form["type"] == _TOKEN_METHOD:
            return
        if form.get("access_token") != self._token or now >= self._ends:
            raise _RefusedError(10019, "access_token已过期")

    def _give_token(self, call: Call, form: Form) -> Row:
        if form.get("refresh_token") != self._renewal:
            raise _RefusedError(10000, "参数错误: refresh_token")
        self._made += 1
        self._token = f"pdd-token-{self._made}"
        self._renewal = f"pdd-renewal-{self._made}"
        self._ends = call.now + _LASTS
        return {
            "access_token": self._token,
            "refresh_token": self._renewal,
            "expires_in": int(_LASTS.total_seconds()),
            "expires_at": int(self._ends.timestamp()),
            "owner_id": "77001",
            "owner_name": "pdd77001",
            "scope": ["pdd.order.information.get"],
        }

    # ---------------------------------------------------------------------------------------- goods

    def _goods(self, call: Call, form: Form) -> Row:
        page, size = _paging(form)
        goods = list(self.shop.products.values())
        rows = [goods_row(product) for product in goods[(page - 1) * size : page * size]]
        return {"total_count": len(goods), "goods_list": call.spoiled(rows)}

    def _detail(self, _call: Call, form: Form) -> Row:
        product = self.shop.products.get(form.get("goods_id", ""))
        if product is None:
            raise _RefusedError(50001, "商品不存在")
        return detail_row(product)

    def _set_stock(self, call: Call, form: Form) -> Row:
        sku = self.shop.sku(form.get("sku_id", ""))
        if sku is None or sku.product_id != form.get("goods_id"):
            raise _RefusedError(50001, "商品规格不存在")
        call.before_stock_write(sku)
        count = int(form["quantity"])
        after = sku.stock + count if form.get("update_type", "1") == "2" else count
        if after < 0:
            raise _RefusedError(50001, "库存不足")
        sku.stock = after
        return {"is_success": True}

    # --------------------------------------------------------------------------------------- orders

    def _orders(self, call: Call, form: Form) -> Row:
        page, size = _paging(form)
        first, last = _moment(form, "start_updated_at"), _moment(form, "end_updated_at")
        if last - first > _LONGEST_WINDOW:
            raise _RefusedError(10000, "查询时间间隔不能超过30分钟")
        asked = (form.get("order_status"), form.get("refund_status"))
        if asked != ("5", "5") or form.get("is_lucky_flag") != "0":
            self.complain("orders of every state are asked for")
        if form.get("use_has_next") == "true":
            self.complain("who reads from the last page asks for the number of all")
        call.shift(sorted(self.shop.orders.values(), key=_changed), is_later_page=page > 1)
        found = [
            order
            for order in call.told(filter(is_told, self.shop.orders.values()))
            if first <= order.changed_at.replace(microsecond=0) <= last
        ]
        rows = sorted(found, key=_changed)[(page - 1) * size : page * size]
        shown = [listed_row(order, self._word(call, order)) for order in rows]
        return {"total_count": len(found), "order_sn_list": call.spoiled(shown)}

    def _one_order(self, call: Call, form: Form) -> Row:
        order = self._order(form)
        return {"order_info": order_row(order, self._word(call, order))}

    def _word(self, call: Call, order: Order) -> object:
        """Return the number of an order's state, as a number unless it is some other word."""
        word = call.word(order.word or str(sent_state(order)))
        return int(word) if word.isdecimal() else word

    def _send(self, _call: Call, form: Form) -> Row:
        order, courier = self._order(form), form.get("logistics_id", "")
        if courier not in {str(row["id"]) for row in _COURIERS}:
            raise _RefusedError(50001, "快递公司不存在")
        if order.held or refund_state(order) != 1:
            raise _RefusedError(50001, "订单审核中或售后中，不可发货")
        try:
            self.shop.send(order, courier, form.get("tracking_number", ""), {})
        except ShopRefusalError as refused:
            raise _RefusedError(50001, f"订单状态不可发货: {refused.code}") from refused
        return {"is_success": True}

    def _order(self, form: Form) -> Order:
        order = self.shop.orders.get(form.get("order_sn", ""))
        if order is None or not is_told(order):
            raise _RefusedError(45001, "订单不属于该店铺")
        return order


def _form(request: Request) -> dict[str, str]:
    pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
    return {"type": "", **dict(pairs)}


def _moment(form: Form, name: str) -> datetime:
    text = form.get(name, "")
    if not text.isdecimal():
        raise _RefusedError(10000, f"参数错误: {name}")
    return datetime.fromtimestamp(int(text), UTC)


def _paging(form: Form) -> tuple[int, int]:
    page, size = int(form.get("page", "1")), int(form.get("page_size", "100"))
    if page < 1 or not 1 <= size <= _MOST_ROWS:
        raise _RefusedError(10000, "参数错误: page")
    return page, size


def _changed(order: Order) -> tuple[datetime, int]:
    return order.changed_at, int(order.order_id)
