"""A practice Douyin: checks the signature over the very bytes, renews tokens, does a key once.

Written from the platform's own pages; shares nothing with the client that it checks.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from time import sleep

from typing_extensions import override

from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request, html_answer, json_answer
from microshop_desktop.sandbox.shops.douyin_shapes import (
    Row,
    after_sale_rows,
    order_row,
    plain_text,
    product_row,
    sku_row,
    status_of,
)
from microshop_desktop.sandbox.shops.faults import ShopFault
from microshop_desktop.sandbox.shops.front import Call, Front
from microshop_desktop.sandbox.shops.orders import Order, RefundMade
from microshop_desktop.sandbox.shops.shop import Shop, ShopRefusalError
from microshop_desktop.sandbox.wsgi import Wait

APP_KEY, APP_SECRET, SHOP_ID = "7012345678901234567", "douyin-shop-secret", "4463798"
_DONE, _PARTLY = 10000, 10001
_TOLERANCE = timedelta(minutes=10)
_LASTS, _RENEWAL_LASTS, _HOUR = timedelta(days=7), timedelta(days=14), timedelta(hours=1)
_MOST_ROWS, _MOST_DEPTH, _MOST_STOCKS = 100, 10_000, 50
_PATHS = {
    "/token/create": "token",
    "/token/refresh": "token",
    "/product/listV2": "goods.list",
    "/sku/list": "stock.get",
    "/sku/syncStockBatchMultiProducts": "stock.set",
    "/order/searchList": "orders.list",
    "/order/orderDetail": "orders.get",
    "/afterSale/List": "aftersale.list",
    "/order/batchDecrypt": "orders.reveal",
    "/order/logisticsCompanyList": "couriers",
    "/order/logisticsAddMultiPack": "orders.ship",
}
_COURIERS = [
    {"id": 12, "name": "顺丰速运", "code": "shunfeng"},
    {"id": 15, "name": "圆通快递", "code": "yuantong"},
]
_BAD_SIGNATURE = (40003, "isv.signature-invalid", "签名错误")
_TROUBLES: Mapping[StrEnum, tuple[int, str, str]] = {
    FaultName.SYSTEM_ERROR: (20000, "isp.service-error", "服务异常"),
    FaultName.TOO_FAST: (60000, "isv.flow-limited", "请求过于频繁"),
    ShopFault.KEY_REFUSED: _BAD_SIGNATURE,
    ShopFault.TOKEN_ENDED: (40003, "isv.access-token-expired", "access_token 已过期"),
    ShopFault.IP_BLOCKED: (30002, "isv.invalid_ip", "ip 203.0.113.9 不在白名单"),
    ShopFault.NO_RIGHT: (30001, "isv.app-permissions-insufficient", "无权限"),
}
Body = Mapping[str, object]


class _RefusedError(Exception):
    """What a request gets in place of an answer."""

    def __init__(self, code: int, word: str, text: str) -> None:
        super().__init__(word)
        self.told = {"code": code, "msg": "error", "sub_code": word, "sub_msg": text}


def _business(text: str) -> _RefusedError:
    return _RefusedError(50002, "isv.business-failed:4001", text)


class DouyinFront(Front):
    """A shop with an app of its own."""

    def __init__(self, shop: Shop, *, wait: Wait = sleep) -> None:
        super().__init__(shop, wait=wait)
        self._made, self._ends = 0, shop.now()
        self._keys: set[str] = set()
        self._sent: set[str] = set()
        self._acts: dict[str, Callable[[Call, Body], object]] = {
            "goods.list": self._products,
            "stock.get": self._skus,
            "orders.list": self._orders,
            "orders.get": lambda call, body: {"shop_order_detail": self._row(call, _id(body))},
            "aftersale.list": self._after_sales,
            "orders.reveal": self._reveal,
            "couriers": lambda _call, _body: _COURIERS,
            "orders.ship": self._send,
        }

    @override
    def endpoint(self, request: Request) -> str | None:
        return _PATHS.get(request.path)

    @override
    def answer(self, call: Call) -> Answer:
        try:
            body = self._signed(call)
            if call.endpoint == "token":
                return _told(self._give_token(call, body))
            self._let_in(call)
            if call.endpoint == "stock.set":
                return self._set_stock(call, body)
            return _told(self._acts[call.endpoint](call, body))
        except _RefusedError as refused:
            return json_answer(200, refused.told)

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

    def _signed(self, call: Call) -> Body:
        """Check method, time and signature over the bytes that came."""
        request, query = call.request, call.request.query
        if request.method != "POST" or "json" not in request.headers.get("content-type", ""):
            self.complain("a call is a POST of JSON")
        if request.headers.get("x-open-no-old-err-code") != "1":
            self.complain("the header that asks for the new error codes is missing")
        if query.get("app_key") != APP_KEY:
            raise _RefusedError(40003, "isv.app-key-invalid", "app_key")
        if query.get("method") != request.path.strip("/").replace("/", "."):
            raise _RefusedError(40002, "isv.parameter-invalid:method", "method")
        _check_time(query.get("timestamp", ""), call.now)
        method, time = query["method"], query["timestamp"]
        head = f"{APP_SECRET}app_key{APP_KEY}method{method}param_json".encode()
        text = head + request.body + f"timestamp{time}v2{APP_SECRET}".encode()
        sign = hmac.new(APP_SECRET.encode(), text, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(sign, query.get("sign", "")):
            raise _RefusedError(*_BAD_SIGNATURE)
        return self._sorted(request.body)

    def _sorted(self, content: bytes) -> Body:
        body = json.loads(content)
        if not isinstance(body, dict):
            raise _RefusedError(40002, "isv.parameter-invalid", "param_json")
        tight = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if tight.encode() != content:
            self.complain("param_json is sorted and without spaces")
        return body

    def _give_token(self, call: Call, body: Body) -> Row:
        now = call.now
        if call.request.path == "/token/create":
            if body.get("grant_type") != "authorization_self" or body.get("shop_id") != SHOP_ID:
                raise _RefusedError(50001, "isv.business-failed:4005", "店铺未授权")
            is_over = self._ends <= now
        else:
            if body.get("refresh_token") != f"renewal-{self._made}":
                raise _RefusedError(50002, "isv.refresh-token-no-existed", "refresh_token")
            if now >= self._ends - _LASTS + _RENEWAL_LASTS:
                raise _RefusedError(50002, "isv.refresh-token-expired", "refresh_token")
            is_over = self._ends - now <= _HOUR
        if is_over:
            self._made, self._ends = self._made + 1, now + _LASTS
        return {
            "access_token": f"token-{self._made}",
            "refresh_token": f"renewal-{self._made}",
            "expires_in": int((self._ends - now).total_seconds()),
            "shop_id": SHOP_ID,
            "shop_name": self.shop.rules.name,
        }

    def _let_in(self, call: Call) -> None:
        token = call.request.query.get("access_token", "")
        if token != f"token-{self._made}":
            raise _RefusedError(40003, "isv.access-token-no-existed", "access_token 不存在")
        if call.now >= self._ends:
            raise _RefusedError(40003, "isv.access-token-expired", "access_token 已过期")

    # ---------------------------------------------------------------------------------------- goods

    def _products(self, call: Call, body: Body) -> Row:
        page, size = _paging(body, first=1)
        if page * size > _MOST_DEPTH or page > _MOST_ROWS:
            raise _RefusedError(40002, "isv.parameter-invalid:page", "page")
        products = list(self.shop.products.values())
        rows = products[(page - 1) * size : page * size]
        shown = [product_row(product) for product in rows]
        return {"total": len(products), "data": call.spoiled(shown)}

    def _skus(self, _call: Call, body: Body) -> list[Row]:
        product = self.shop.products.get(str(body.get("product_id")))
        if product is None:
            raise _business("商品不存在")
        return [sku_row(sku, self.shop.locked(sku)) for sku in product.skus]

    def _set_stock(self, call: Call, body: Body) -> Answer:
        items, key = body.get("items"), str(body.get("idempotent_id") or "")
        if not isinstance(items, list) or not 1 <= len(items) <= _MOST_STOCKS or not key:
            raise _RefusedError(40002, "isv.parameter-invalid:items", "items")
        if key in self._keys:
            raise _RefusedError(40003, "isv.idempotent-id-existed", "重复请求")
        self._keys.add(key)
        adds = body.get("incremental") is True
        results = [self._set_one(call, item, adds=adds) for item in items]
        code = _DONE if all(row["status_code"] == 0 for row in results) else _PARTLY
        return json_answer(200, {"code": code, "msg": "success", "data": {"results": results}})

    def _set_one(self, call: Call, item: Mapping[str, object], *, adds: bool) -> Row:
        sku = self.shop.sku(str(item.get("sku_id")))
        count = item.get("stock_num")
        if sku is None or sku.product_id != str(item.get("product_id")):
            return _result(item, 40011, "sku 不存在")
        call.before_stock_write(sku)
        after = int(str(count)) + (sku.stock if adds else 0)
        if after < 0:
            return _result(item, 40012, "库存不足")
        change, sku.stock = after - sku.stock, after
        return _result(item, 0, "") | {"stock_num": after, "change_num": change}

    # --------------------------------------------------------------------------------------- orders

    def _orders(self, call: Call, body: Body) -> Row:
        page, size = _paging(body, first=0)
        if body.get("order_by") != "update_time" or body.get("order_asc") is not True:
            self.complain("orders are listed by the time of their change, the oldest first")
        first, last = _seconds(body, "update_time_start"), _seconds(body, "update_time_end")
        call.shift(sorted(self.shop.orders.values(), key=_changed), is_later_page=page > 0)
        found = [o for o in call.told(self.shop.orders.values()) if first <= _changed(o)[0] <= last]
        rows = sorted(found, key=_changed)[page * size : (page + 1) * size]
        shown = [self._row(call, order.order_id) for order in rows]
        told = call.spoiled(shown)
        return {"total": len(found), "page": page, "size": size, "shop_order_list": told}

    def _row(self, call: Call, order_id: str) -> Row:
        order = self._order(order_id)
        word = call.word(order.word or str(status_of(order)))
        return order_row(order, int(word) if word.isdecimal() else word)

    def _after_sales(self, call: Call, body: Body) -> Row:
        page, size = _paging(body, first=0)
        if "order_id" in body:
            order = self._order(str(body.get("order_id")))
            pairs = [(order, back) for back in order.refunds]
        else:
            pairs = self._changed_backs(call, body, is_later_page=page > 0)
        rows = [row for pair in pairs for row in after_sale_rows(*pair, word=call.word(""))]
        shown = call.spoiled(rows[page * size : (page + 1) * size])
        return {"total": len(rows), "page": page, "size": size, "items": shown}

    def _changed_backs(
        self, call: Call, body: Body, *, is_later_page: bool
    ) -> list[tuple[Order, RefundMade]]:
        if body.get("order_by") != ["update_time asc"]:
            self.complain("after-sales are listed by the time of their change")
        first, last = _seconds(body, "update_time_start"), _seconds(body, "update_time_end")
        orders = self.shop.orders.values()
        call.shift_backs(orders, is_later_page=is_later_page)
        pairs = [x for x in call.told_backs(orders) if first <= x[1].at.timestamp() // 1 <= last]
        return sorted(pairs, key=lambda pair: (pair[1].at, pair[1].refund_id))

    def _reveal(self, _call: Call, body: Body) -> Row:
        wishes = body.get("cipher_infos")
        if not isinstance(wishes, list) or not 1 <= len(wishes) <= _MOST_STOCKS:
            raise _RefusedError(40002, "isv.parameter-invalid:cipher_infos", "cipher_infos")
        rows: list[Row] = []
        for wish in wishes:
            text = plain_text(self._order(str(wish.get("auth_id"))), str(wish.get("cipher_text")))
            error = {"err_no": 300006, "err_msg": "cipher_text"} if text is None else {"err_no": 0}
            rows.append({"decrypt_text": text, "is_virtual_tel": False, **error})
        return {"decrypt_infos": rows}

    def _send(self, _call: Call, body: Body) -> Row:
        order, key = self._order(str(body.get("order_id"))), str(body.get("request_id") or "")
        if not key:
            self.complain("a parcel has a key of its own")
        if key in self._sent:
            return {}
        if order.asks_refund:
            raise _business("订单有售后中的商品")
        packs = body.get("pack_list")
        if not isinstance(packs, list) or not packs:
            raise _RefusedError(40002, "isv.parameter-invalid:pack_list", "pack_list")
        for pack in packs:
            if pack.get("company_code") not in {row["code"] for row in _COURIERS}:
                raise _business("物流公司不存在")
            rows = pack.get("shipped_order_info") or []
            pieces = {row["shipped_order_id"]: row["shipped_num"] for row in rows}
            try:
                self.shop.send(order, pack["company_code"], pack["logistics_code"], pieces)
            except ShopRefusalError as refused:
                raise _business(f"订单状态不支持发货: {refused.code}") from refused
        self._sent.add(key)
        return {}

    def _order(self, order_id: str) -> Order:
        order = self.shop.orders.get(order_id)
        if order is None:
            raise _business("订单不存在")
        return order


def _told(data: object) -> Answer:
    return json_answer(200, {"code": _DONE, "msg": "success", "sub_code": "", "data": data})


def _id(body: Body) -> str:
    return str(body.get("shop_order_id"))


def _changed(order: Order) -> tuple[int, int]:
    return int(order.changed_at.timestamp()), int(order.order_id)


def _result(item: Mapping[str, object], code: int, text: str) -> Row:
    return {"sku_id": item.get("sku_id"), "status_code": code, "status_message": text}


def _paging(body: Body, *, first: int) -> tuple[int, int]:
    page, size = body.get("page"), body.get("size")
    if not isinstance(page, int) or not isinstance(size, int):
        raise _RefusedError(40001, "isv.parameter-missing:page", "page")
    if page < first or not 1 <= size <= _MOST_ROWS:
        raise _RefusedError(40002, "isv.parameter-invalid:page", "page")
    return page, size


def _seconds(body: Body, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int):
        raise _RefusedError(40001, f"isv.parameter-missing:{name}", name)
    return value


def _check_time(text: str, now: datetime) -> None:
    is_number = text.isascii() and text.isdecimal()
    if not is_number or abs(now.timestamp() - int(text)) > _TOLERANCE.total_seconds():
        raise _RefusedError(40003, "isv.timestamp-invalid", "timestamp")
