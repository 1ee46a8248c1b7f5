"""A practice WeChat Shop: gives tokens, checks them, counts stock by steps, tells orders by cursor.

Written from the platform's own pages; shares nothing with the client that it checks.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from time import sleep

from typing_extensions import override

from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request, html_answer, json_answer
from microshop_desktop.sandbox.shops.faults import ShopFault
from microshop_desktop.sandbox.shops.front import Call, Front
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import Order
from microshop_desktop.sandbox.shops.shop import Shop, ShopRefusalError
from microshop_desktop.sandbox.shops.wechat_shop_shapes import (
    Row,
    after_sale_row,
    order_row,
    product_row,
    status_of,
    stock_row,
)
from microshop_desktop.sandbox.wsgi import Wait

APP_ID, APP_SECRET = "wx0123456789abcdef", "wechat-shop-secret"
_LASTS = timedelta(seconds=7200)
_RENEWED_BEFORE = timedelta(minutes=5)
_LONGEST_WINDOW = 7 * 86_400
_MOST_ORDERS, _MOST_PRODUCTS, _MOST_STOCKS = 100, 30, 50
_MOST_REVEALED = 30
_ONE_DAY, _AFTER_SALES_A_PAGE = 86_400, 10
_ADD, _SUBTRACT, _SET = 1, 2, 3
_EC = "/channels/ec/"
_REVEAL = _EC + "order/sensitiveinfo/decode"
_PATHS = {
    "/cgi-bin/stable_token": "token",
    _EC + "basics/info/get": "check",
    _EC + "product/list/get": "goods.list",
    _EC + "product/get": "goods.get",
    _EC + "product/stock/batchget": "stock.get",
    _EC + "product/stock/update": "stock.set",
    _EC + "product/auditfree": "prices.set",
    _EC + "order/list/get": "orders.list",
    _EC + "order/get": "orders.get",
    _EC + "aftersale/getaftersalelist": "aftersale.list",
    _EC + "aftersale/getaftersaleorder": "aftersale.get",
    _EC + "order/deliverycompanylist/new/get": "couriers",
    _EC + "order/deliverycompanylist/get": "couriers",
    _EC + "order/delivery/send": "orders.ship",
    _REVEAL: "orders.reveal",
    "/cgi-bin/openapi/quota/get": "quota",
}
_BLOCKED = "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 6523-41"
_TROUBLES: Mapping[StrEnum, tuple[int, str]] = {
    FaultName.SYSTEM_ERROR: (-1, "system error"),
    FaultName.TOO_FAST: (45011, "api minute-quota reach limit"),
    ShopFault.KEY_REFUSED: (40013, "invalid appid"),
    ShopFault.TOKEN_ENDED: (42001, "access_token expired"),
    ShopFault.IP_BLOCKED: (40164, _BLOCKED),
    ShopFault.NO_RIGHT: (48001, "api unauthorized"),
}
Body = Mapping[str, object]


class _RefusedError(Exception):
    """What a request gets in place of an answer."""

    def __init__(self, code: int, text: str = "refused") -> None:
        super().__init__(code)
        self.code, self.text = code, text


class WechatShopFront(Front):
    """A shop with one app."""

    def __init__(self, shop: Shop, *, wait: Wait = sleep) -> None:
        super().__init__(shop, wait=wait)
        self._token, self._ends, self._made = "", shop.now(), 0
        self.revealed: set[str] = set()
        self._acts: dict[str, Callable[[Call, Body], Row]] = {
            "check": lambda _call, _body: {"info": {"nickname": self.shop.rules.name}},
            "goods.list": self._products,
            "goods.get": self._one_product,
            "stock.get": self._stocks,
            "prices.set": self._set_prices,
            "stock.set": self._set_stock,
            "orders.list": self._orders,
            "orders.get": self._one_order,
            "aftersale.list": self._after_sales,
            "aftersale.get": self._after_sale,
            "couriers": lambda _call, _body: {"company_list": _COURIERS},
            "orders.ship": self._send,
            "orders.reveal": self._reveal,
            "quota": self._quota,
        }

    @override
    def endpoint(self, request: Request) -> str | None:
        return _PATHS.get(request.path)

    @override
    def answer(self, call: Call) -> Answer:
        try:
            body = self._body(call)
            if call.endpoint == "token":
                return _told(self._give_token(call.now, body))
            self._let_in(call)
            return _told(self._acts[call.endpoint](call, body))
        except _RefusedError as refused:
            return _told({"errcode": refused.code, "errmsg": refused.text})

    @override
    def trouble(self, call: Call, fault: StrEnum) -> Answer:
        if fault is FaultName.SERVER_ERROR:
            return html_answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>")
        if fault is ShopFault.TOKEN_ENDED:
            if call.endpoint == "token":
                return self.answer(call)
            self._ends = call.now
        code, text = _TROUBLES[fault]
        return _told({"errcode": code, "errmsg": text})

    # --------------------------------------------------------------------------------------- tokens

    def _give_token(self, now: datetime, body: Body) -> Row:
        """Give the token there is; only one that ends soon is changed for a new one."""
        if body.get("appid") != APP_ID:
            raise _RefusedError(40013, "invalid appid")
        if body.get("secret") != APP_SECRET:
            raise _RefusedError(40125, "invalid appsecret")
        if body.get("grant_type") != "client_credential" or body.get("force_refresh") is not False:
            self.complain("a token is asked for gently, by client_credential")
        if self._ends - now <= _RENEWED_BEFORE:
            self._made += 1
            self._token, self._ends = f"TOKEN/{self._made}=" + "x" * 120, now + _LASTS
        left = int((self._ends - now).total_seconds())
        return {"access_token": self._token, "expires_in": left}

    def _let_in(self, call: Call) -> None:
        token = call.request.query.get("access_token", "")
        if not token:
            raise _RefusedError(41001, "access_token missing")
        if token != self._token:
            raise _RefusedError(40001, "invalid credential, access_token is invalid")
        if call.now >= self._ends:
            raise _RefusedError(42001, "access_token expired")

    def _body(self, call: Call) -> Body:
        request = call.request
        if (call.endpoint == "check") != (request.method == "GET"):
            raise _RefusedError(43001 if call.endpoint == "check" else 43002, "wrong method")
        if request.method == "GET":
            return {}
        try:
            body = json.loads(request.body)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise _RefusedError(47001, "data format error")
        return body

    # ---------------------------------------------------------------------------------------- goods

    def _products(self, call: Call, body: Body) -> Row:
        size = _within(body.get("page_size", 10), _MOST_PRODUCTS)
        ids = sorted(self.shop.products, key=int)
        rest = [one for one in ids if int(one) > int(str(body.get("next_key") or 0))]
        page = rest[:size]
        return {
            "product_ids": call.spoiled(page),
            "next_key": page[-1] if page else str(body.get("next_key") or ""),
            "total_num": len(ids),
        }

    def _one_product(self, _call: Call, body: Body) -> Row:
        return {"product": product_row(self._product(body.get("product_id")))}

    def _stocks(self, _call: Call, body: Body) -> Row:
        ids = body.get("product_id")
        if not isinstance(ids, list) or not 1 <= len(ids) <= _MOST_STOCKS:
            raise _RefusedError(40097, "invalid args")
        products = [self._product(one) for one in ids]
        rows = [
            {
                "product_id": product.product_id,
                "sku_stock": [stock_row(sku, self.shop.locked(sku)) for sku in product.skus],
            }
            for product in products
        ]
        return {"data": {"spu_stock_list": rows}}

    def _set_stock(self, call: Call, body: Body) -> Row:
        product = self._product(body.get("product_id"))
        sku = next((one for one in product.skus if one.sku_id == body.get("sku_id")), None)
        if sku is None:
            raise _RefusedError(10020052, "sku not exist")
        kind, count = body.get("diff_type"), body.get("num")
        if kind not in {_ADD, _SUBTRACT, _SET} or not isinstance(count, int) or count < 0:
            raise _RefusedError(40097, "invalid args")
        if kind != _SET and count == 0:
            raise _RefusedError(10020218, "nothing to change")
        call.before_stock_write(sku)
        self._move(sku, kind, count)
        return {}

    def _set_prices(self, _call: Call, body: Body) -> Row:
        product, wishes = self._product(body.get("product_id")), body.get("skus")
        if not isinstance(wishes, list) or not wishes:
            raise _RefusedError(40097, "invalid args")
        for wish in wishes:
            sku = next((one for one in product.skus if one.sku_id == wish.get("sku_id")), None)
            if sku is None or not isinstance(wish.get("sale_price"), int):
                raise _RefusedError(10020052, "sku not exist")
            sku.price = wish["sale_price"]
        return {}

    @staticmethod
    def _move(sku: Sku, kind: object, count: int) -> None:
        if kind == _SUBTRACT and count > sku.stock:
            raise _RefusedError(10020219, "stock not enough")
        sku.stock = count if kind == _SET else sku.stock + (count if kind == _ADD else -count)

    def _product(self, product_id: object) -> Product:
        if not isinstance(product_id, str):
            self.complain("the id of a product is a text")
        product = self.shop.products.get(str(product_id))
        if product is None:
            raise _RefusedError(10020050, "product not exist")
        return product

    # --------------------------------------------------------------------------------------- orders

    def _orders(self, call: Call, body: Body) -> Row:
        size, cursor = _within(body.get("page_size", 10), _MOST_ORDERS), body.get("next_key")
        first, last = _range(body.get("update_time_range"))
        call.shift(sorted(self.shop.orders.values(), key=_changed), is_later_page=bool(cursor))
        found = (o for o in call.told(self.shop.orders.values()) if first <= _changed(o)[0] <= last)
        rows = sorted(found, key=_changed)
        if cursor:
            second, _, number = str(cursor).partition("-")
            rows = [order for order in rows if _changed(order) > (int(second), int(number))]
        page = rows[:size]
        key = "{}-{}".format(*_changed(page[-1])) if page else ""
        ids = [order.order_id for order in page]
        return {"order_id_list": call.spoiled(ids), "next_key": key, "has_more": len(rows) > size}

    def _one_order(self, call: Call, body: Body) -> Row:
        order = self._order(body)
        word = call.word(order.word or str(status_of(order)))
        return {"order": order_row(order, int(word) if word.isdecimal() else word)}

    def _after_sales(self, call: Call, body: Body) -> Row:
        first, last = body.get("begin_update_time"), body.get("end_update_time")
        if not isinstance(first, int) or not isinstance(last, int) or last - first > _ONE_DAY:
            raise _RefusedError(10020004, "time range is too wide")
        orders, cursor = self.shop.orders.values(), body.get("next_key")
        call.shift_backs(orders, is_later_page=bool(cursor))
        places = sorted(
            (int(back.at.timestamp()), int(back.refund_id))
            for _order, back in call.told_backs(orders)
            if first <= int(back.at.timestamp()) <= last
        )
        if cursor:
            second, _, number = str(cursor).partition("-")
            places = [place for place in places if place > (int(second), int(number))]
        page = places[:_AFTER_SALES_A_PAGE]
        return {
            "after_sale_order_id_list": call.spoiled([str(number) for _, number in page]),
            "has_more": len(places) > len(page),
            "next_key": "{}-{}".format(*page[-1]) if page else "",
        }

    def _after_sale(self, call: Call, body: Body) -> Row:
        for order in self.shop.orders.values():
            for back in order.refunds:
                if back.refund_id == body.get("after_sale_order_id"):
                    return {"after_sale_order": after_sale_row(order, back, word=call.word(""))}
        raise _RefusedError(10020003, "after sale not exist")

    def _reveal(self, _call: Call, body: Body) -> Row:
        """Tell whom a paid order goes to; each order counts once."""
        order = self._order(body)
        if order.paid_at is None:
            raise _RefusedError(10020085, "order is not paid")
        if order.order_id not in self.revealed and len(self.revealed) >= _MOST_REVEALED:
            raise _RefusedError(45009, "reach max api daily quota limit")
        self.revealed.add(order.order_id)
        where = order.address
        plain = {
            "user_name": where.name,
            "tel_number": where.phone,
            "province_name": where.region,
            "city_name": where.city,
            "detail_info": where.street,
        }
        return {"address_info": plain, "virtual_number_info": {}}

    def _quota(self, _call: Call, body: Body) -> Row:
        if body.get("cgi_path") != _REVEAL:
            raise _RefusedError(76021, "cgi_path not found")
        used = len(self.revealed)
        left = _MOST_REVEALED - used
        return {"quota": {"daily_limit": _MOST_REVEALED, "used": used, "remain": left}}

    def _send(self, _call: Call, body: Body) -> Row:
        order, parcels = self._order(body), body.get("delivery_list")
        if not isinstance(parcels, list) or not parcels:
            raise _RefusedError(40097, "invalid args")
        for parcel in parcels:
            courier = parcel.get("delivery_id", "")
            if parcel.get("deliver_type") == 1 and courier not in _KNOWN_COURIERS:
                raise _RefusedError(10020060, "unknown delivery company")
            pieces = self._pieces(order, parcel.get("product_infos") or [])
            try:
                self.shop.send(order, courier, parcel.get("waybill_id", ""), pieces)
            except ShopRefusalError as refused:
                raise _RefusedError(10020066, f"order cannot be sent: {refused.code}") from refused
        return {}

    @staticmethod
    def _pieces(order: Order, rows: list[Mapping[str, object]]) -> dict[str, int]:
        """Find the lines of the SKUs in a parcel: WeChat names no lines."""
        pieces: dict[str, int] = {}
        for row in rows:
            wanted = int(str(row["product_cnt"]))
            for line in order.lines:
                if (line.sku.product_id, line.sku.sku_id) == (row["product_id"], row["sku_id"]):
                    taken = min(wanted, line.unshipped - pieces.get(line.line_id, 0))
                    pieces[line.line_id] = pieces.get(line.line_id, 0) + taken
                    wanted -= taken
            if wanted:
                raise _RefusedError(10020066, "more pieces than are left")
        return {line_id: count for line_id, count in pieces.items() if count}

    def _order(self, body: Body) -> Order:
        order = self.shop.orders.get(str(body.get("order_id")))
        if order is None:
            raise _RefusedError(10020051, "order not exist")
        return order


_COURIERS = [
    {"delivery_id": "SF", "delivery_name": "顺丰速运"},
    {"delivery_id": "ZTO", "delivery_name": "中通快递"},
    {"delivery_id": "OTHER", "delivery_name": "其他"},
]
_KNOWN_COURIERS = frozenset(row["delivery_id"] for row in _COURIERS)


def _told(document: Row) -> Answer:
    return json_answer(200, {"errcode": 0, "errmsg": "ok", **document})


def _changed(order: Order) -> tuple[int, int]:
    return int(order.changed_at.timestamp()), int(order.order_id)


def _within(size: object, most: int) -> int:
    if not isinstance(size, int) or not 1 <= size <= most:
        raise _RefusedError(40097, "invalid page_size")
    return size


def _range(given: object) -> tuple[int, int]:
    """Return the first and the last second of a window, both in it."""
    if not isinstance(given, dict):
        raise _RefusedError(40097, "a time range is needed")
    first, last = given.get("start_time"), given.get("end_time")
    if not (
        isinstance(first, int) and isinstance(last, int) and 0 <= last - first <= _LONGEST_WINDOW
    ):
        raise _RefusedError(40097, "invalid time range")
    return first, last
