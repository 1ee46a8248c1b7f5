"""A practice Vendure: its admin API with keys and sessions, and the traps of its real one.

The time of an order's last change is cut to the second, and both ends of a stretch are excluded.
What it lacks of the real one is said in `docs/shops.md`; that one runs in the tests as well.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from time import sleep
from typing import TypeVar

from typing_extensions import override

from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request, html_answer, json_answer
from microshop_desktop.sandbox.shops import graphql
from microshop_desktop.sandbox.shops.faults import ShopFault
from microshop_desktop.sandbox.shops.front import Call, Front
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.graphql import GraphqlError, Node
from microshop_desktop.sandbox.shops.orders import Order
from microshop_desktop.sandbox.shops.shop import Shop, ShopRefusalError
from microshop_desktop.sandbox.shops.vendure_backs import Backs
from microshop_desktop.sandbox.shops.vendure_filter import fits
from microshop_desktop.sandbox.shops.vendure_shapes import (
    LOCATION,
    order_node,
    parcel_node,
    state_of,
    variant,
    without_fraction,
)
from microshop_desktop.sandbox.wsgi import Wait

API_KEY, USER, PASSWORD = "practice-key", "practice-till", "practice-password"
_PATH = "/admin-api"
_LIFE = timedelta(days=365)
_MOST_ROWS = 1000
_ENDPOINTS = {
    "login": "token",
    "activeChannel": "check",
    "updateProductVariants": "stock.set",
    "orders": "orders.list",
    "order": "orders.get",
    "addFulfillmentToOrder": "orders.ship",
    "transitionFulfillmentToState": "orders.send",
    "refundOrder": "backs.give",
    "settleRefund": "backs.settle",
    "cancelOrder": "backs.take_out",
}
_AT_RUN_TIME = frozenset({"FORBIDDEN", "USER_INPUT_ERROR", "ENTITY_NOT_FOUND"})
"""Errors of questions that were understood; all others are an HTTP 400."""
Arguments = Mapping[str, object]
T = TypeVar("T")


class VendureShop(Front):
    """A shop."""

    def __init__(self, shop: Shop, *, wait: Wait = sleep) -> None:
        super().__init__(shop, wait=wait)
        self.sessions: dict[str, datetime] = {}
        self._packed: set[str] = set()
        self._backs = Backs(shop, _refusal)

    @override
    def endpoint(self, request: Request) -> str | None:
        if request.path != _PATH:
            return None
        try:
            body = _body(request)
            operation = graphql.read(str(body.get("query")))
        except (GraphqlError, ValueError):
            return "unreadable"
        name = operation.selected[0].name
        if name == "productVariants":
            return "stock.get" if "filter" in _options(body) else "goods.list"
        return _ENDPOINTS.get(name, "unknown")

    @override
    def answer(self, call: Call) -> Answer:
        try:
            return self._data(call)
        except (GraphqlError, ValueError) as error:
            code = error.code if isinstance(error, GraphqlError) else "BAD_REQUEST"
            return _failure(str(error), code)

    @override
    def trouble(self, call: Call, fault: StrEnum) -> Answer:
        match fault:
            case ShopFault.TOKEN_ENDED if call.endpoint == "token":
                return self.answer(call)
            case ShopFault.NO_RIGHT if call.endpoint in {"token", "check"}:
                return self.answer(call)
            case ShopFault.TOKEN_ENDED:
                self.sessions.clear()
            case ShopFault.KEY_REFUSED if call.endpoint == "token":
                return _refused_login()
        return _TROUBLES.get(fault) or _failure(_NOT_AUTHORIZED, "FORBIDDEN")

    def _data(self, call: Call) -> Answer:
        body = _body(call.request)
        operation, variables = graphql.read(str(body.get("query"))), body.get("variables") or {}
        if not isinstance(variables, dict):
            raise GraphqlError("variables must be an object")
        if call.endpoint == "token":
            return self._log_in(call, variables)
        if not self._knows(call):
            raise GraphqlError(_NOT_AUTHORIZED, "FORBIDDEN")
        fields = self._mutation(call) if operation.kind == "mutation" else self._query(call)
        data = graphql.answer(Node("Root", fields), operation, variables)
        return json_answer(200, {"data": data})

    def _log_in(self, call: Call, given: Arguments) -> Answer:
        if (given.get("name"), given.get("password")) != (USER, PASSWORD):
            return _refused_login()
        token = f"session-{self.shop.number()}"
        self.sessions[token] = call.now + _LIFE
        told = json_answer(200, {"data": {"login": {"__typename": "CurrentUser"}}})
        return Answer(200, told.body, {**told.headers, "vendure-auth-token": token})

    def _knows(self, call: Call) -> bool:
        headers = call.request.headers
        ends = self.sessions.get(headers.get("authorization", "").removeprefix("Bearer "))
        return headers.get("vendure-api-key") == API_KEY or (ends is not None and ends > call.now)

    def _query(self, call: Call) -> dict[str, object]:
        return {
            "activeChannel": Node("Channel", self._channel()),
            "globalSettings": Node("GlobalSettings", _SETTINGS),
            "stockLocations": Node("StockLocationList", {"items": [_PLACE]}),
            "productVariants": lambda given, _: self._variants(call, given),
            "orders": lambda given, _: self._orders(call, given),
            "order": lambda given, _: self._order(call, given.get("id")),
        }

    def _mutation(self, call: Call) -> dict[str, object]:
        return {
            "updateProductVariants": lambda given, _: self._set_stock(call, given),
            "addFulfillmentToOrder": lambda given, _: self._pack(given),
            "transitionFulfillmentToState": lambda given, _: self._send(given),
            "refundOrder": lambda given, _: self._backs.refund(given),
            "settleRefund": lambda given, _: self._backs.settle(given),
            "cancelOrder": lambda given, _: self._backs.take_out(given),
        }

    def _channel(self) -> dict[str, object]:
        rules = self.shop.rules
        return {
            "code": "__default_channel__",
            "defaultCurrencyCode": rules.currency,
            "pricesIncludeTax": True,
            "seller": Node("Seller", {"name": rules.name}),
        }

    # ---------------------------------------------------------------------------------------- goods

    def _variants(self, call: Call, given: Arguments) -> Node:
        options = _object(given.get("options"))
        wanted = _object(_object(options.get("filter")).get("id")).get("in")
        pairs = [(p, sku) for p in self.shop.products.values() for sku in p.skus]
        if isinstance(wanted, list):
            pairs = [pair for pair in pairs if pair[1].sku_id in wanted]
        pairs.sort(key=lambda pair: int(pair[1].sku_id))
        rows = [self._variant(*pair) for pair in call.spoiled(_page(pairs, options))]
        return Node("ProductVariantList", {"totalItems": len(pairs), "items": rows})

    def _variant(self, product: Product, sku: Sku) -> Node:
        return variant(self.shop, product, sku)

    def _set_stock(self, call: Call, given: Arguments) -> list[Node]:
        wishes = [_object(wish) for wish in _list(given.get("input"))]
        found = [(wish, self.shop.sku(str(wish.get("id")))) for wish in wishes]
        written = []
        for wish, sku in found:
            if sku is None:
                message = f'No ProductVariant with the id "{wish.get("id")}" could be found'
                raise GraphqlError(message, "ENTITY_NOT_FOUND")
            if "price" in wish:
                sku.price = int(str(wish["price"]))
            else:
                self._set_pieces(call, sku, wish)
            written.append(self._variant(self.shop.products[sku.product_id], sku))
        return written

    def _set_pieces(self, call: Call, sku: Sku, wish: Arguments) -> None:
        call.before_stock_write(sku)
        (level,) = map(_object, _list(wish.get("stockLevels")))
        if level.get("stockLocationId") != LOCATION:
            raise GraphqlError("No such StockLocation", "ENTITY_NOT_FOUND")
        sku.stock = int(str(level.get("stockOnHand"))) - self.shop.locked(sku)

    # --------------------------------------------------------------------------------------- orders

    def _orders(self, call: Call, given: Arguments) -> Node:
        options = _object(given.get("options"))
        wanted = _object(options.get("filter"))
        if options.get("take") != 1 and wanted.get("active") != {"eq": False}:
            self.complain("baskets were read as orders")
        everything = sorted(self.shop.orders.values(), key=lambda order: int(order.order_id))
        call.shift(everything, is_later_page=bool(options.get("skip")))
        orders = [x for x in call.told(everything) if fits(_filterable(x), wanted)]
        rows = [self._order_node(call, x) for x in call.spoiled(_page(orders, options))]
        return Node("OrderList", {"totalItems": len(orders), "items": rows})

    def _order(self, call: Call, wanted: object) -> Node | None:
        order = self.shop.orders.get(str(wanted))
        return None if order is None else self._order_node(call, order)

    def _order_node(self, call: Call, order: Order) -> Node:
        node = order_node(call, order, self._packed)
        history = {"history": lambda _given, _: self._backs.history(order)}
        return Node(node.type_name, {**node.fields, **history})

    def _pack(self, given: Arguments) -> Node:
        wish = _object(given.get("input"))
        pieces = {
            str(row.get("orderLineId")): int(str(row.get("quantity")))
            for row in map(_object, _list(wish.get("lines")))
        }
        if not pieces:
            return _refusal("EMPTY_ORDER_LINE_SELECTION_ERROR", "At least one line is needed")
        rows = map(_object, _list(_object(wish.get("handler")).get("arguments")))
        said = {str(row.get("name")): str(row.get("value")) for row in rows}
        try:
            order = self._order_of(next(iter(pieces)))
            sent = self.shop.send(order, said["method"], said["trackingCode"], pieces)
        except ShopRefusalError as refused:
            return _refusal("ITEMS_ALREADY_FULFILLED_ERROR", refused.code)
        self._packed.add(sent.parcel_id)
        return parcel_node(sent, has_left=False)

    def _order_of(self, line_id: str) -> Order:
        found = next((x for x in self.shop.orders.values() if x.line(line_id)), None)
        if found is None:
            message = f'No OrderLine with the id "{line_id}" could be found'
            raise GraphqlError(message, "ENTITY_NOT_FOUND")
        return found

    def _send(self, given: Arguments) -> Node:
        parcel_id = str(given.get("id"))
        if parcel_id not in self._packed:
            return _refusal("FULFILLMENT_STATE_TRANSITION_ERROR", "It is on its way already")
        self._packed.remove(parcel_id)
        return Node("Fulfillment", {"id": parcel_id, "state": "Shipped"})


_NOT_AUTHORIZED = "You are not currently authorized to perform this action"
_SETTINGS: Mapping[str, object] = {
    "trackInventory": True,
    "serverConfig": Node("ServerConfig", {"moneyStrategyPrecision": 2}),
}
_PLACE = Node("StockLocation", {"id": LOCATION, "name": "Default Stock Location"})


def _filterable(order: Order) -> Mapping[str, object]:
    return {
        "active": False,
        "state": state_of(order),
        "updatedAt": without_fraction(order.changed_at),
        "orderPlacedAt": order.placed_at,
    }


def _refusal(code: str, message: str) -> Node:
    """Return an error result: by the one type that all of them share, though it is an interface."""
    told = {"errorCode": code, "message": message}
    return Node("ErrorResult", told)


def _refused_login() -> Answer:
    error = {"__typename": "InvalidCredentialsError", "errorCode": "INVALID_CREDENTIALS_ERROR"}
    return json_answer(200, {"data": {"login": error}})


def _failure(message: str, code: str) -> Answer:
    error = {"message": message, "path": ["question"], "extensions": {"code": code}}
    status = 200 if code in _AT_RUN_TIME else 400
    return json_answer(status, {"errors": [error], "data": None})


_INTERNAL = {"message": "Internal", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}
_TROUBLES: Mapping[StrEnum, Answer] = {
    FaultName.SERVER_ERROR: html_answer(502, "<html><body>502 Bad Gateway</body></html>"),
    FaultName.SYSTEM_ERROR: json_answer(200, {"errors": [_INTERNAL], "data": None}),
    FaultName.TOO_FAST: Answer(429, b"", {"Retry-After": "2"}),
    ShopFault.IP_BLOCKED: html_answer(403, "<html><body>203.0.113.7 is blocked</body></html>"),
}


def _page(rows: list[T], options: Arguments) -> list[T]:
    take, skip = int(str(options.get("take"))), int(str(options.get("skip") or 0))
    if take > _MOST_ROWS:
        message = f"Cannot take more than {_MOST_ROWS} results from a list query"
        raise GraphqlError(message, "USER_INPUT_ERROR")
    return rows[skip : skip + take]


def _body(request: Request) -> Mapping[str, object]:
    body = json.loads(request.body)
    if not isinstance(body, dict):
        raise GraphqlError("The body must be an object")
    return body


def _options(body: Mapping[str, object]) -> Mapping[str, object]:
    return _object(_object(body.get("variables")).get("o"))


def _object(value: object) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise GraphqlError("An object was expected")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise GraphqlError("A list was expected")
    return value
