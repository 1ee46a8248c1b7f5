"""A practice Taobao: checks the signature of forms, lists trades newest first, steps stock by item.

Written from the platform's own pages; shares nothing with the client that it checks.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from time import sleep
from urllib.parse import parse_qsl

from typing_extensions import override

from microshop_desktop.sandbox.clock import CHINA, stamp
from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request, html_answer, json_answer
from microshop_desktop.sandbox.shops.faults import ShopFault
from microshop_desktop.sandbox.shops.front import Call, Front
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import Order
from microshop_desktop.sandbox.shops.shop import Shop, ShopRefusalError
from microshop_desktop.sandbox.shops.taobao_shapes import (
    Row,
    item_row,
    refund_row,
    sku_row,
    status_of,
    trade_row,
)
from microshop_desktop.sandbox.wsgi import Wait

APP_KEY, APP_SECRET, SESSION = "12345678", "taobao-app-secret", "6100e1234567890"
PATH = "/router/rest"
_TOLERANCE = timedelta(minutes=10)
_LONGEST_WINDOW = timedelta(days=1, seconds=2)
_MOST_TRADES, _MOST_ITEMS, _MOST_IDS, _MOST_STOCKS = 100, 200, 40, 20
_SET, _ADD = "1", "2"
_METHODS = {
    "taobao.user.seller.get": "check",
    "taobao.items.onsale.get": "goods.list",
    "taobao.item.skus.get": "goods.skus",
    "taobao.item.seller.get": "goods.get",
    "taobao.skus.quantity.update": "stock.set",
    "taobao.item.quantity.update": "stock.set",
    "taobao.trades.sold.increment.get": "orders.list",
    "taobao.trade.fullinfo.get": "orders.get",
    "taobao.refunds.receive.get": "aftersale.list",
    "taobao.refund.get": "aftersale.get",
    "taobao.logistics.companies.get": "couriers",
    "taobao.logistics.offline.send": "orders.ship",
}
_COURIERS = [
    {"id": 505, "code": "SF", "name": "顺丰速运", "reg_mail_no": "^SF"},
    {"id": 500, "code": "ZTO", "name": "中通快递", "reg_mail_no": "^7"},
]
_BANNED = "This ban will last for 7 more seconds"
_TROUBLES: Mapping[StrEnum, tuple[int, str, str]] = {
    FaultName.SYSTEM_ERROR: (15, "isp.top-remote-service-unavailable", "服务不可用"),
    FaultName.TOO_FAST: (7, "accesscontrol.limited-by-api-access-count", _BANNED),
    ShopFault.KEY_REFUSED: (25, "", "Invalid signature"),
    ShopFault.TOKEN_ENDED: (27, "", "Invalid session"),
    ShopFault.IP_BLOCKED: (11, "isv.invalid-ip", "ip 203.0.113.9 is not in the white list"),
    ShopFault.NO_RIGHT: (11, "isv.permission-api-package-limit", "Insufficient permissions"),
}
_LISTS = {
    "items": "item",
    "skus": "sku",
    "trades": "trade",
    "orders": "order",
    "refunds": "refund",
    "logistics_companies": "logistics_company",
}
Form = Mapping[str, str]


class _RefusedError(Exception):
    """What a request gets in place of an answer."""

    def __init__(self, code: int, word: str, text: str = "refused") -> None:
        super().__init__(word)
        inner = {"code": code, "msg": text, "sub_code": word, "sub_msg": text, "request_id": "r"}
        self.told = {"error_response": inner}


class TaobaoFront(Front):
    """A shop with one app and one session."""

    def __init__(self, shop: Shop, *, wait: Wait = sleep) -> None:
        super().__init__(shop, wait=wait)
        self._acts: dict[str, Callable[[Call, Form], Row]] = {
            "check": lambda _call, _form: {"user": {"nick": self.shop.rules.name}},
            "goods.list": self._items,
            "goods.skus": self._skus,
            "goods.get": lambda _, form: {"item": item_row(self._product(form.get("num_iid")))},
            "stock.set": self._set_stock,
            "orders.list": self._trades,
            "orders.get": self._trade,
            "aftersale.list": self._refunds,
            "aftersale.get": self._refund,
            "couriers": lambda _call, _form: {"logistics_companies": _COURIERS},
            "orders.ship": self._send,
        }

    @override
    def endpoint(self, request: Request) -> str | None:
        return _METHODS.get(_form(request)["method"]) if request.path == PATH else None

    @override
    def answer(self, call: Call) -> Answer:
        form = _form(call.request)
        try:
            _let_in(form, call.now)
            told = self._acts[call.endpoint](call, form)
        except _RefusedError as refused:
            return json_answer(200, refused.told)
        if form.get("simplify") == "true":
            return json_answer(200, {**told, "request_id": "r"})
        name = form["method"].removeprefix("taobao.").replace(".", "_") + "_response"
        return json_answer(200, {name: _wrapped(told)})

    @override
    def trouble(self, call: Call, fault: StrEnum) -> Answer:
        if fault is FaultName.SERVER_ERROR:
            return html_answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>")
        return json_answer(200, _RefusedError(*_TROUBLES[fault]).told)

    # ---------------------------------------------------------------------------------------- goods

    def _items(self, call: Call, form: Form) -> Row:
        self._asks_fields(form)
        page, size = _paging(form, _MOST_ITEMS)
        products = [one for one in self.shop.products.values() if one.on_sale]
        rows = [item_row(one) for one in products[(page - 1) * size : page * size]]
        return {"total_results": len(products), "items": call.spoiled(rows)}

    def _skus(self, _call: Call, form: Form) -> Row:
        self._asks_fields(form)
        ids = form.get("num_iids", "").split(",")
        if not 1 <= len(ids) <= _MOST_IDS:
            raise _RefusedError(41, "isv.invalid-parameter:num_iids")
        products = [self._product(one) for one in ids]
        return {"skus": [sku_row(sku) for one in products if not one.is_plain for sku in one.skus]}

    def _set_stock(self, call: Call, form: Form) -> Row:
        product = self._product(form.get("num_iid"))
        adds = form.get("type", _SET) == _ADD
        if form["method"] == "taobao.item.quantity.update":
            if not product.is_plain:
                raise _RefusedError(41, "isv.missing-parameter:sku_id")
            wanted = {product.skus[0].sku_id: form.get("quantity", "")}
        else:
            wanted = _pairs(form.get("skuid_quantities", ""))
        skus = {sku.sku_id: sku for sku in product.skus}
        if not wanted.keys() <= skus.keys():
            raise _RefusedError(15, "isv.sku-not-exist:sku_id")
        for sku_id, count in wanted.items():
            call.before_stock_write(skus[sku_id])
            _move(skus[sku_id], int(count), adds=adds)
        rows = [{"sku_id": int(one), "quantity": skus[one].stock} for one in wanted]
        num = sum(sku.stock for sku in product.skus)
        told = {"num_iid": int(product.product_id), "num": num, "modified": stamp(call.now)}
        return {"item": told | ({} if product.is_plain else {"skus": rows})}

    def _product(self, item: str | None) -> Product:
        product = self.shop.products.get(item or "")
        if product is None:
            raise _RefusedError(15, "isv.item-not-exist:invalid-numIid")
        return product

    # --------------------------------------------------------------------------------------- orders

    def _trades(self, call: Call, form: Form) -> Row:
        self._asks_fields(form)
        if not form.get("type"):
            self.complain("without a type Taobao leaves out trades")
        page, size = _paging(form, _MOST_TRADES)
        first, last = _moment(form, "start_modified"), _moment(form, "end_modified")
        if last - first > _LONGEST_WINDOW:
            raise _RefusedError(41, "isv.invalid-parameter:end_modified")
        call.shift(sorted(self.shop.orders.values(), key=_changed), is_later_page=page > 1)
        orders = call.told(self.shop.orders.values())
        found = [o for o in orders if first <= o.changed_at.replace(microsecond=0) <= last]
        rows = sorted(found, key=_changed, reverse=True)[(page - 1) * size : page * size]
        trades = [{"tid": int(o.order_id), "modified": stamp(o.changed_at)} for o in rows]
        return {"total_results": len(found), "trades": call.spoiled(trades)}

    def _trade(self, call: Call, form: Form) -> Row:
        self._asks_fields(form)
        order = self._order(form)
        return {"trade": trade_row(order, call.word(order.word or status_of(order)))}

    def _refunds(self, call: Call, form: Form) -> Row:
        self._asks_fields(form)
        page, size = _paging(form, _MOST_TRADES)
        first, last = _moment(form, "start_modified"), _moment(form, "end_modified")
        if last - first > _LONGEST_WINDOW:
            raise _RefusedError(41, "isv.invalid-parameter:end_modified")
        orders = self.shop.orders.values()
        call.shift_backs(orders, is_later_page=page > 1)
        found = [
            (back.at, int(back.refund_id), order, back)
            for order, back in call.told_backs(orders)
            if first <= back.at.replace(microsecond=0) <= last
        ]
        rows = sorted(found, key=lambda row: row[:2], reverse=True)[(page - 1) * size : page * size]
        told = [refund_row(order, back, word=call.word("")) for _at, _id, order, back in rows]
        return {"total_results": len(found), "refunds": call.spoiled(told)}

    def _refund(self, call: Call, form: Form) -> Row:
        self._asks_fields(form)
        for order in self.shop.orders.values():
            for back in order.refunds:
                if back.refund_id == form.get("refund_id"):
                    return {"refund": refund_row(order, back, word=call.word(""))}
        raise _RefusedError(15, "isv.refund-not-exist")

    def _send(self, _call: Call, form: Form) -> Row:
        order, courier = self._order(form), form.get("company_code", "")
        if courier not in {row["code"] for row in _COURIERS}:
            raise _RefusedError(15, "isv.logistics-offline-service-error:B27", "物流公司不存在")
        pieces: dict[str, int] = {}
        if form.get("is_split") == "1":
            wanted = set(form.get("sub_tid", "").split(","))
            pieces = {one.line_id: one.unshipped for one in order.lines if one.line_id in wanted}
            if len(pieces) != len(wanted):
                raise _RefusedError(15, "isv.logistics-offline-service-error:B01", "子订单不存在")
        try:
            self.shop.send(order, courier, form.get("out_sid", ""), pieces)
        except ShopRefusalError as refused:
            word = "isv.logistics-offline-service-error:B04"
            raise _RefusedError(15, word, f"交易状态不正确: {refused.code}") from refused
        return {"shipping": {"is_success": True}}

    def _order(self, form: Form) -> Order:
        order = self.shop.orders.get(form.get("tid", ""))
        if order is None:
            raise _RefusedError(15, "isv.trade-not-exist")
        return order

    def _asks_fields(self, form: Form) -> None:
        if not form.get("fields"):
            raise _RefusedError(40, "", "Missing required arguments:fields")


def _form(request: Request) -> dict[str, str]:
    pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
    return {"method": "", **dict(pairs)}


def _let_in(form: Form, now: datetime) -> None:
    """Check key, time, signature and session, in this order."""
    if form.get("app_key") != APP_KEY:
        raise _RefusedError(29, "", "Invalid app Key")
    if abs(_moment(form, "timestamp") - now) > _TOLERANCE:
        raise _RefusedError(31, "", "Invalid timestamp")
    text = "".join(f"{name}{form[name]}" for name in sorted(form) if name != "sign" and form[name])
    if not hmac.compare_digest(_sign(form.get("sign_method", ""), text), form.get("sign", "")):
        raise _RefusedError(25, "", "Invalid signature")
    if form.get("session") != SESSION:
        raise _RefusedError(27, "", "Invalid session")


def _sign(kind: str, text: str) -> str:
    secret = APP_SECRET.encode()
    if kind == "hmac":
        return hmac.new(secret, text.encode(), hashlib.md5).hexdigest().upper()
    wrapped = secret + text.encode() + secret
    return hashlib.md5(wrapped, usedforsecurity=False).hexdigest().upper()


def _moment(form: Form, name: str) -> datetime:
    try:
        read = datetime.strptime(form.get(name, ""), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 (below)
    except ValueError as error:
        raise _RefusedError(41, f"isv.invalid-parameter:{name}") from error
    return read.replace(tzinfo=CHINA)


def _paging(form: Form, most: int) -> tuple[int, int]:
    page, size = int(form.get("page_no", "1")), int(form.get("page_size", "40"))
    if page < 1 or not 1 <= size <= most:
        raise _RefusedError(41, "isv.invalid-parameter:page_size")
    return page, size


def _pairs(text: str) -> dict[str, str]:
    pairs = dict(one.split(":") for one in text.split(";"))
    if not 1 <= len(pairs) <= _MOST_STOCKS:
        raise _RefusedError(41, "isv.invalid-parameter:skuid_quantities")
    return pairs


def _move(sku: Sku, count: int, *, adds: bool) -> None:
    if not adds and count < 0:
        raise _RefusedError(41, "isv.invalid-parameter:quantity")
    sku.stock = max(0, sku.stock + count) if adds else count


def _wrapped(value: object) -> object:
    """Put lists one deeper, as Taobao does where it is not told to simplify."""
    if isinstance(value, dict):
        inner = {key: _wrapped(one) for key, one in value.items()}
        return {key: {_LISTS[key]: one} if key in _LISTS else one for key, one in inner.items()}
    return [_wrapped(one) for one in value] if isinstance(value, list) else value


def _changed(order: Order) -> tuple[datetime, int]:
    return order.changed_at, int(order.order_id)
