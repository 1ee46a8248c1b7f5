"""A practice Shopify: GraphQL Admin API of one version, tokens for a day, costs in points.

Writes of stock need the number that is there and a key that makes a repeat harmless, as from
version 2026-04 on.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from time import sleep
from urllib.parse import parse_qs

from typing_extensions import override

from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request, html_answer, json_answer
from microshop_desktop.sandbox.shops import graphql
from microshop_desktop.sandbox.shops.faults import ShopFault
from microshop_desktop.sandbox.shops.front import Call, Front
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.graphql import GraphqlError, Node, hidden
from microshop_desktop.sandbox.shops.orders import Order
from microshop_desktop.sandbox.shops.shop import Shop, ShopRefusalError
from microshop_desktop.sandbox.shops.shopify_inventory import Inventory, user_error
from microshop_desktop.sandbox.shops.shopify_points import Bucket, query_cost
from microshop_desktop.sandbox.shops.shopify_shapes import (
    LOCATION,
    MOST_ROWS,
    Arguments,
    connection,
    iso,
    number_of,
    order_node,
    variant,
)
from microshop_desktop.sandbox.wsgi import Wait

CLIENT_ID, CLIENT_SECRET = "practice-client", "practice-secret"
VERSION = "2026-04"
_GRAPHQL = f"/admin/api/{VERSION}/graphql.json"
_TOKEN = "/admin/oauth/access_token"  # noqa: S105 (a path)
_LIFE = 86_399
_ENDPOINTS = {
    "shop": "check",
    "locations": "goods.locations",
    "productVariants": "goods.list",
    "nodes": "stock.get",
    "inventorySetQuantities": "stock.set",
    "orders": "orders.list",
    "order": "orders.get",
    "productVariantsBulkUpdate": "prices.set",
    "fulfillmentCreate": "orders.ship",
}
_EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
_BETWEEN = re.compile(r"updated_at:(>=|<)'([^']+)'")


class ShopifyShop(Front):
    """A shop. `most_cost`: what one query may cost, in points; `locations`: their names, by id.

    `hides_contact`: on its plan an app is told neither names nor addresses.
    """

    def __init__(self, shop: Shop, *, wait: Wait = sleep) -> None:
        super().__init__(shop, wait=wait)
        self.bucket = Bucket()
        self.most_cost = 1_000
        self.locations = {LOCATION: "Shop"}
        self.hides_contact = False
        self.tokens: dict[str, datetime] = {}
        self._inventory = Inventory(shop)

    @override
    def endpoint(self, request: Request) -> str | None:
        if request.path == _TOKEN:
            return "token"
        if request.path != _GRAPHQL:
            return None
        try:
            operation = graphql.read(str(_body(request).get("query")))
        except (GraphqlError, ValueError):
            return "unreadable"
        asked = [wish.name for wish in operation.selected]
        return _ENDPOINTS.get(next((name for name in asked if name != "shop"), "shop"), "unknown")

    @override
    def answer(self, call: Call) -> Answer:
        if call.endpoint == "token":
            return self._token(call)
        ends = self.tokens.get(call.request.headers.get("x-shopify-access-token", ""))
        if ends is None or ends <= call.now:
            return _unknown_token()
        try:
            return self._data(call)
        except (GraphqlError, ValueError) as error:
            code = error.code if isinstance(error, GraphqlError) else "BAD_REQUEST"
            return _failure(str(error), code)

    @override
    def trouble(self, call: Call, fault: StrEnum) -> Answer:
        if call.endpoint == "token":
            return self._no_token(call, fault)
        if fault is FaultName.TOO_FAST:
            self.bucket.left = 0
            return self._throttled(500)
        return _TROUBLES.get(fault) or _unknown_token()

    def _no_token(self, call: Call, fault: StrEnum) -> Answer:
        """Answer for the door in front, which knows no GraphQL."""
        match fault:
            case ShopFault.TOKEN_ENDED:
                return self._token(call)
            case FaultName.TOO_FAST:
                return Answer(429, b"", {"Retry-After": "2"})
            case FaultName.SYSTEM_ERROR:
                return html_answer(500, "<html><body>500</body></html>")
            case ShopFault.NO_RIGHT:
                return json_answer(400, {"error": "shop_not_permitted"})
            case ShopFault.KEY_REFUSED:
                return json_answer(400, {"error": "invalid_client"})
            case _:
                return _TROUBLES[fault]

    def _token(self, call: Call) -> Answer:
        given = {name: values[-1] for name, values in parse_qs(call.request.body.decode()).items()}
        if given.get("grant_type") != "client_credentials":
            return json_answer(400, {"error": "unsupported_grant_type"})
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return json_answer(400, {"error": "invalid_client"})
        token = f"shpat_{self.shop.number()}"
        self.tokens[token] = call.now + timedelta(seconds=_LIFE)
        answer = {"access_token": token, "scope": "read_products", "expires_in": _LIFE}
        return json_answer(200, answer)

    # ------------------------------------------------------------------------------------- GraphQL

    def _data(self, call: Call) -> Answer:
        body = _body(call.request)
        operation, variables = graphql.read(str(body.get("query"))), body.get("variables") or {}
        if not isinstance(variables, dict):
            raise GraphqlError("variables must be an object")
        cost = query_cost(operation, variables)
        if cost > self.most_cost:
            message = f"Query cost is {cost}, which exceeds the single query max cost limit"
            raise GraphqlError(message, "MAX_COST_EXCEEDED")
        self.bucket.refill(call.now)
        if cost > self.bucket.left:
            return self._throttled(cost)
        self.bucket.left -= cost
        root = self._mutation(call) if operation.kind == "mutation" else self._query(call)
        data = graphql.answer(root, operation, variables)
        told: dict[str, object] = {"data": data, "extensions": {"cost": self._told_cost(cost)}}
        if self.hides_contact and call.endpoint.startswith("orders."):
            told["errors"] = [_DENIED]
        return json_answer(200, told)

    def _throttled(self, cost: int) -> Answer:
        error = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
        extensions = {"cost": self._told_cost(cost) | {"actualQueryCost": None}}
        return json_answer(200, {"errors": [error], "extensions": extensions})

    def _told_cost(self, cost: int) -> dict[str, object]:
        return {
            "requestedQueryCost": cost,
            "actualQueryCost": cost,
            "throttleStatus": self.bucket.status(),
        }

    def _query(self, call: Call) -> Node:
        rules = self.shop.rules
        fields: dict[str, object] = {
            "shop": Node("Shop", {"name": rules.name, "currencyCode": rules.currency}),
            "locations": lambda given, _: connection(
                sorted(self.locations), given, self._location, str
            ),
            "productVariants": lambda given, _: self._variants(call, given),
            "nodes": self._nodes,
            "orders": lambda given, _: self._orders(call, given),
            "order": lambda given, _: self._order(call, given.get("id")),
        }
        return Node("QueryRoot", fields)

    def _mutation(self, call: Call) -> Node:
        fields: dict[str, object] = {
            "inventorySetQuantities": lambda given, directives: self._inventory.set(
                call, given, directives
            ),
            "productVariantsBulkUpdate": lambda given, _: self._set_prices(given),
            "fulfillmentCreate": lambda given, _: self._fulfil(given),
        }
        return Node("Mutation", fields)

    # ---------------------------------------------------------------------------------------- goods

    def _location(self, place: str) -> Node:
        fields: dict[str, object] = {"id": place, "name": self.locations[place], "isActive": True}
        return Node("Location", fields)

    def _variants(self, call: Call, given: Arguments) -> Node:
        pairs = [(p, sku) for p in self.shop.products.values() for sku in p.skus]
        pairs.sort(key=lambda pair: _variant_key(pair[1]))
        return connection(
            pairs, given, _pair_node, lambda pair: _variant_key(pair[1]), call.spoiled
        )

    def _nodes(self, given: Arguments, _: object) -> list[Node | None]:
        ids = given.get("ids")
        if not isinstance(ids, list) or len(ids) > MOST_ROWS:
            raise GraphqlError("ids must be at most 250")
        return [self._variant(number_of("ProductVariant", one)) for one in ids]

    def _variant(self, sku_id: str) -> Node | None:
        sku = self.shop.sku(sku_id)
        return None if sku is None else variant(self.shop.products[sku.product_id], sku)

    def _set_prices(self, given: Arguments) -> Node:
        wishes, errors, done = given.get("variants"), [], []
        for wish in wishes if isinstance(wishes, list) else []:
            sku = self.shop.sku(number_of("ProductVariant", wish.get("id")))
            if sku is None or sku.product_id != number_of("Product", given.get("productId")):
                text = "Product variant does not exist"
                errors.append(Node("Error", {"code": "NOT_FOUND", "field": None, "message": text}))
                continue
            sku.price = int(Decimal(str(wish.get("price"))) * 100)
            done.append(self._variant(sku.sku_id))
        return Node("Payload", {"productVariants": done, "userErrors": errors})

    # --------------------------------------------------------------------------------------- orders

    def _orders(self, call: Call, given: Arguments) -> Node:
        if given.get("sortKey") != "UPDATED_AT":
            raise GraphqlError("sortKey must be UPDATED_AT")
        everything = sorted(self.shop.orders.values(), key=_changed)
        call.shift(everything, is_later_page=bool(given.get("after")))
        orders = _between(call.told(everything), str(given.get("query")))
        orders.sort(key=_changed)
        return connection(
            orders, given, lambda order: self._order_node(call, order), _order_key, call.spoiled
        )

    def _order(self, call: Call, wanted: object) -> Node | None:
        order = self.shop.orders.get(number_of("Order", wanted))
        return None if order is None else self._order_node(call, order)

    def _order_node(self, call: Call, order: Order) -> Node:
        node = order_node(call, order)
        return hidden(node, "shippingAddress") if self.hides_contact else node

    def _fulfil(self, given: Arguments) -> Node:
        wish = given.get("fulfillment")
        if not isinstance(wish, dict):
            raise GraphqlError("fulfillment is required")
        info = wish.get("trackingInfo") or {}
        try:
            order, pieces = self._packed(wish)
            self.shop.send(order, info.get("company", ""), info.get("number", ""), pieces)
        except ShopRefusalError as refused:
            errors = [user_error(refused.code, ["fulfillment"])]
            return Node("FulfillmentCreatePayload", {"fulfillment": None, "userErrors": errors})
        made = Node("Fulfillment", {"id": "gid://shopify/Fulfillment/1", "status": "SUCCESS"})
        return Node("FulfillmentCreatePayload", {"fulfillment": made, "userErrors": []})

    def _packed(self, wish: Mapping[str, object]) -> tuple[Order, dict[str, int]]:
        groups = wish.get("lineItemsByFulfillmentOrder")
        if not isinstance(groups, list) or len(groups) != 1:
            raise GraphqlError("lineItemsByFulfillmentOrder is required")
        order = self.shop.orders.get(number_of("FulfillmentOrder", groups[0]["fulfillmentOrderId"]))
        if order is None:
            raise ShopRefusalError("no_such_fulfillment_order")
        rows = groups[0].get("fulfillmentOrderLineItems") or []
        lines = {number_of("FulfillmentOrderLineItem", row["id"]): row["quantity"] for row in rows}
        return order, lines


_DENIED = {
    "message": "This app is not approved to access the shippingAddress field.",
    "path": ["order", "shippingAddress"],
    "extensions": {"code": "ACCESS_DENIED"},
}


def _failure(message: str, code: str, more: Mapping[str, object] | None = None) -> Answer:
    error = {"message": message, "extensions": {"code": code, **(more or {})}}
    return json_answer(200, {"errors": [error]})


def _unknown_token() -> Answer:
    return json_answer(401, {"errors": "[API] Invalid API key or access token"})


_TROUBLES: Mapping[StrEnum, Answer] = {
    FaultName.SERVER_ERROR: html_answer(502, "<html><body>502 Bad Gateway</body></html>"),
    FaultName.SYSTEM_ERROR: _failure("Internal error", "INTERNAL_SERVER_ERROR"),
    ShopFault.IP_BLOCKED: html_answer(430, "<html><body>Request rejected</body></html>"),
    ShopFault.NO_RIGHT: _failure(
        "Access denied for productVariants field.",
        "ACCESS_DENIED",
        {"requiredAccess": "`read_products` access scope."},
    ),
}


def _variant_key(sku: Sku) -> str:
    return f"{int(sku.sku_id):012d}"


def _pair_node(pair: tuple[Product, Sku]) -> Node:
    return variant(*pair)


def _changed(order: Order) -> tuple[datetime, int]:
    return order.changed_at.replace(microsecond=0), int(order.order_id)


def _between(orders: list[Order], query: str) -> list[Order]:
    """Return the orders that changed within the bounds that a search names, in whole seconds."""
    bounds = {sign: datetime.fromisoformat(text) for sign, text in _BETWEEN.findall(query)}
    start, end = bounds.get(">=", _EVER[0]), bounds.get("<", _EVER[1])
    return [x for x in orders if start <= x.changed_at.replace(microsecond=0) < end]


def _order_key(order: Order) -> str:
    return f"{iso(order.changed_at)} {int(order.order_id):012d}"


def _body(request: Request) -> Mapping[str, object]:
    body = json.loads(request.body)
    if not isinstance(body, dict):
        raise GraphqlError("The body must be an object")
    return body
