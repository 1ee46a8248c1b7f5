"""A practice Youzan: gives tokens for id and secret, and says all it says with HTTP 200.

Written from the platform's own pages; shares nothing with the client that it checks.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from time import sleep

from typing_extensions import override

from microshop_desktop.sandbox.clock import CHINA
from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request, html_answer, json_answer
from microshop_desktop.sandbox.shops.faults import ShopFault
from microshop_desktop.sandbox.shops.front import Call, Front
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import Order
from microshop_desktop.sandbox.shops.shop import Shop, ShopRefusalError
from microshop_desktop.sandbox.shops.youzan_shapes import (
    Row,
    item_row,
    listed_item,
    listed_trade,
    status_of,
    tid_of,
    trade_row,
)
from microshop_desktop.sandbox.wsgi import Wait

CLIENT_ID, CLIENT_SECRET, SHOP_ID = "e1d2c3b4a5968778", "youzan-client-secret", "92732278"
TOKEN_PATH = "/auth/token"  # noqa: S105 (an address)
_LASTS = timedelta(days=7)
_MOST_ITEMS, _MOST_TRADES, _MOST_PAGES = 300, 100, 100
_LONGEST_WINDOW = timedelta(days=92)
_APIS = {
    "youzan.shop.get/3.0.0": "check",
    "youzan.items.onsale.get/3.0.0": "goods.list",
    "youzan.item.get/3.0.0": "stock.get",
    "youzan.item.quantity.update/3.0.0": "stock.set",
    "youzan.trades.sold.get/4.0.0": "orders.list",
    "youzan.trades.sold.get/4.0.4": "orders.list",
    "youzan.trade.get/4.0.0": "orders.get",
    "youzan.logistics.express.get/3.0.0": "couriers",
    "youzan.logistics.online.confirm/3.0.0": "orders.ship",
}
_COURIERS = [{"id": 7, "name": "顺丰速运"}, {"id": 2, "name": "圆通速递"}]
_GATEWAY: Mapping[StrEnum, tuple[int, str]] = {
    FaultName.SYSTEM_ERROR: (5000, "系统异常，请稍后重试"),
    ShopFault.KEY_REFUSED: (4203, "Token 不存在"),
    ShopFault.TOKEN_ENDED: (4203, "Token 不存在"),
    ShopFault.IP_BLOCKED: (4008, "IP 203.0.113.9 不在白名单中"),
    ShopFault.NO_RIGHT: (4006, "应用没有权限调用该 API"),
}
Body = Mapping[str, object]


class _RefusedError(Exception):
    """What a request gets in place of an answer."""

    def __init__(self, told: Row) -> None:
        super().__init__(told)
        self.told = told


class YouzanFront(Front):
    """A shop with an app of its own."""

    def __init__(self, shop: Shop, *, wait: Wait = sleep) -> None:
        super().__init__(shop, wait=wait)
        self._made, self._ends = 0, shop.now()
        self._acts: dict[str, Callable[[Call, Body], Row]] = {
            "token": self._give_token,
            "check": lambda _call, _body: {"id": int(SHOP_ID), "name": shop.rules.name},
            "goods.list": self._items,
            "stock.get": lambda _call, body: {"item": item_row(self._product(body))},
            "stock.set": self._set_stock,
            "orders.list": self._trades,
            "orders.get": self._trade,
            "couriers": lambda _call, _body: {"allExpress": _COURIERS},
            "orders.ship": self._send,
        }

    @override
    def endpoint(self, request: Request) -> str | None:
        if request.path == TOKEN_PATH:
            return "token"
        return _APIS.get(request.path.removeprefix("/api/"))

    @override
    def answer(self, call: Call) -> Answer:
        try:
            body = self._let_in(call)
            told = self._acts[call.endpoint](call, body)
        except _RefusedError as refused:
            return json_answer(200, refused.told)
        good = {"success": True, "code": 200, "message": "successful", "data": told}
        return json_answer(200, good)

    @override
    def trouble(self, call: Call, fault: StrEnum) -> Answer:
        if fault is FaultName.SERVER_ERROR:
            return html_answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>")
        if fault is FaultName.TOO_FAST:
            return json_answer(200, _refusal(102_010_003, "请求太频繁").told)
        if call.endpoint == "token" and fault is ShopFault.TOKEN_ENDED:
            return self.answer(call)
        if call.endpoint == "token" and fault is ShopFault.KEY_REFUSED:
            return json_answer(200, _refusal(140_500_101, "client_id 或 client_secret 错误").told)
        if fault is ShopFault.TOKEN_ENDED:
            self._ends = call.now
        return json_answer(200, _gateway(*_GATEWAY[fault]).told)

    # ------------------------------------------------------------------------------- who is let in

    def _let_in(self, call: Call) -> Body:
        """Check form and token, and return what was asked."""
        request = call.request
        if request.method != "POST" or request.headers.get("content-type") != "application/json":
            raise _gateway(4007, "不支持的 Content-Type")
        if "authorization" in request.headers:
            self.complain("the token belongs in the address")
        body = json.loads(request.body)
        if call.endpoint == "token":
            return dict(body)
        shown = request.query.get("access_token", "")
        if not shown:
            raise _gateway(4201, "非法的请求凭证")
        if not self._made or shown != f"youzan-token-{self._made}" or call.now >= self._ends:
            raise _gateway(4203, "Token 不存在")
        return dict(body)

    def _give_token(self, call: Call, body: Body) -> Row:
        known = (body.get("client_id"), body.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if not known or str(body.get("grant_id")) != SHOP_ID:
            raise _refusal(140_500_101, "client_id 或 client_secret 错误")
        if body.get("authorize_type") != "silent" or body.get("refresh") is not False:
            self.complain("an app of the shop's own asks silently, for no renewal")
        self._made += 1
        self._ends = call.now + _LASTS
        ends = int(self._ends.timestamp() * 1000)
        return {"access_token": f"youzan-token-{self._made}", "expires": ends, "scope": "trade"}

    # ---------------------------------------------------------------------------------------- goods

    def _items(self, call: Call, body: Body) -> Row:
        page, size = _paging(body, _MOST_ITEMS)
        goods = [product for product in self.shop.products.values() if product.on_sale]
        rows = [listed_item(product) for product in goods[(page - 1) * size : page * size]]
        return {"count": len(goods), "items": call.spoiled(rows)}

    def _product(self, body: Body) -> Product:
        product = self.shop.products.get(str(body.get("item_id")))
        if product is None:
            raise _refusal(234_000_003, "商品不存在: [null]")
        return product

    def _set_stock(self, call: Call, body: Body) -> Row:
        product, count = self._product(body), body.get("quantity")
        sku = _sku_of(product, str(body.get("sku_id", "")))
        if sku is None or not isinstance(count, int) or body.get("type") not in {0, 1}:
            raise _refusal(123_000_104, "商品规格不存在")
        call.before_stock_write(sku)
        after = sku.stock + count if body["type"] == 1 else count
        if after < 0:
            raise _refusal(123_000_105, "库存不足")
        sku.stock = after
        return {"is_success": True}

    # --------------------------------------------------------------------------------------- orders

    def _trades(self, call: Call, body: Body) -> Row:
        page, size = _paging(body, _MOST_TRADES)
        first, last = _moment(body.get("start_update")), _moment(body.get("end_update"))
        if last - first > _LONGEST_WINDOW:
            raise _refusal(101_305_003, "查询时间范围不能超过三个月")
        call.shift(sorted(self.shop.orders.values(), key=_changed), is_later_page=page > 1)
        found = [
            order
            for order in call.told(self.shop.orders.values())
            if first <= order.changed_at.replace(microsecond=0) <= last
        ]
        rows = sorted(found, key=_changed)[(page - 1) * size : page * size]
        shown = [listed_trade(order, call.word(order.word or status_of(order))) for order in rows]
        return {"total_results": len(found), "full_order_info_list": call.spoiled(shown)}

    def _trade(self, call: Call, body: Body) -> Row:
        order = self._order(body)
        return trade_row(order, call.word(order.word or status_of(order)))

    def _send(self, _call: Call, body: Body) -> Row:
        order, courier = self._order(body), str(body.get("out_stype", ""))
        by_courier = body.get("is_no_express") == 0
        if by_courier and courier not in {str(row["id"]) for row in _COURIERS}:
            raise _refusal(103_010_001, "物流公司不存在")
        if status_of(order) == "WAIT_CONFIRM":
            raise _refusal(103_010_002, "订单未成团，不能发货")
        wanted = [one for one in str(body.get("oids", "")).split(",") if one]
        lines = {line.line_id: line.unshipped for line in order.lines}
        if not set(wanted) <= set(lines):
            raise _refusal(103_010_003, "商品明细不存在")
        pieces = {one: lines[one] for one in wanted}
        try:
            self.shop.send(order, courier, str(body.get("out_sid", "")), pieces)
        except ShopRefusalError as refused:
            raise _refusal(103_010_004, f"订单状态不能发货: {refused.code}") from refused
        return {"is_success": True}

    def _order(self, body: Body) -> Order:
        tid = str(body.get("tid"))
        order = next((one for one in self.shop.orders.values() if tid_of(one) == tid), None)
        if order is None:
            raise _refusal(101_305_001, "订单不存在")
        return order


def _gateway(code: int, text: str) -> _RefusedError:
    told = {"err_code": code, "err_msg": text, "trace_id": "yz7-0a0a0a0a"}
    return _RefusedError({"gw_err_resp": told})


def _refusal(code: int, text: str) -> _RefusedError:
    return _RefusedError({"success": False, "code": code, "message": text, "data": None})


def _sku_of(product: Product, sku_id: str) -> Sku | None:
    if product.is_plain:
        return product.skus[0] if sku_id in {"", "0"} else None
    return next((sku for sku in product.skus if sku.sku_id == sku_id), None)


def _moment(text: object) -> datetime:
    try:
        read = datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 (below)
    except ValueError as error:
        raise _refusal(101_305_002, "时间格式错误") from error
    return read.replace(tzinfo=CHINA)


def _paging(body: Body, most: int) -> tuple[int, int]:
    page, size = int(str(body.get("page_no", 1))), int(str(body.get("page_size", 20)))
    if not 1 <= page <= _MOST_PAGES or not 1 <= size <= most:
        raise _refusal(101_305_004, "分页参数错误")
    return page, size


def _changed(order: Order) -> tuple[datetime, int]:
    return order.changed_at, int(order.order_id)
