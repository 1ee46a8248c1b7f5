"""A practice WooCommerce, REST v3: checks key or signature, keeps what an order is told."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from time import sleep
from typing import TypeVar

from typing_extensions import override

from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.messages import Answer, Request, html_answer, json_answer
from microshop_desktop.sandbox.shops.faults import ShopFault
from microshop_desktop.sandbox.shops.front import Call, Front
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import OPEN, Order, RefundStage, Stage
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.shops.woocommerce_keys import KeyPair, KeyRefusedError, let_in
from microshop_desktop.sandbox.shops.woocommerce_shapes import (
    WORDS,
    Row,
    gmt,
    order_row,
    product_row,
    refund_row,
    variation_row,
)
from microshop_desktop.sandbox.wsgi import Wait

T = TypeVar("T")
KEY, SECRET = "ck_practice", "cs_practice"
_ROOT = "/wp-json/"
_API = "/wp-json/wc/v3/"
_ROUTES = (
    ("GET", r"data/currencies/current", "check"),
    ("GET", r"products", "goods.list"),
    ("POST", r"products/batch", "stock.set"),
    ("GET", r"products/(\d+)/variations", "goods.variations"),
    ("POST", r"products/(\d+)/variations/batch", "stock.set"),
    ("GET", r"orders", "orders.list"),
    ("GET", r"orders/(\d+)", "orders.get"),
    ("PUT", r"orders/(\d+)", "orders.ship"),
    ("GET", r"orders/(\d+)/notes", "notes.list"),
    ("POST", r"orders/(\d+)/notes", "notes.add"),
    ("GET", r"orders/(\d+)/refunds", "refunds.list"),
)
_PAGING = frozenset({"page", "per_page", "orderby", "order", "include", "exclude", "status"})
_DATES = frozenset({"modified_after", "modified_before", "dates_are_gmt"})
_KEYS = frozenset({"consumer_key", "consumer_secret"})
_MOST_ROWS = 100


class _RefusedError(Exception):
    """What a request gets in place of an answer."""

    def __init__(self, status: int, code: str, text: str = "") -> None:
        super().__init__(code)
        self.answer = refusal(status, code, text)


def refusal(status: int, code: str, text: str = "") -> Answer:
    """Answer with an error as WordPress writes it."""
    document = {"code": code, "message": text or code, "data": {"status": status}}
    return json_answer(status, document)


class WooShop(Front):
    """A shop. `sorts_by_change`: whether it can list orders by the time of their change.

    `shared`: the products whose variations have one stock. `notes`, `metas`: of each order.
    """

    def __init__(self, shop: Shop, *, wait: Wait = sleep, sorts_by_change: bool = True) -> None:
        super().__init__(shop, wait=wait)
        self.pair = KeyPair(KEY, SECRET)
        self.sorts_by_change = sorts_by_change
        self.shared: set[str] = set()
        self.notes: dict[str, list[Row]] = {}
        self.metas: dict[str, dict[str, object]] = {}
        self._acts: dict[str, Callable[[Call], Answer]] = {
            "check": lambda _: json_answer(200, {"code": self.shop.rules.currency}),
            "goods.list": self._products,
            "goods.variations": self._variations,
            "stock.set": self._set_stock,
            "orders.list": self._orders,
            "orders.get": lambda call: json_answer(200, self._row(call, self._order(call))),
            "orders.ship": self._change_order,
            "notes.list": lambda call: json_answer(200, self._notes(call)),
            "notes.add": self._add_note,
            "refunds.list": self._refunds,
        }

    @override
    def endpoint(self, request: Request) -> str | None:
        if request.path == _ROOT:
            return "name"
        path = request.path.removeprefix(_API)
        if path == request.path:
            return None
        for method, pattern, name in _ROUTES:
            if method == request.method and re.fullmatch(pattern, path):
                return name
        return None

    @override
    def answer(self, call: Call) -> Answer:
        if call.endpoint == "name":
            return json_answer(200, {"name": self.shop.rules.name, "namespaces": ["wc/v3"]})
        try:
            let_in(self.pair, call.request, call.now)
            return self._acts[call.endpoint](call)
        except KeyRefusedError as refused:
            return refusal(401, refused.code, refused.text)
        except _RefusedError as refused:
            return refused.answer

    @override
    def trouble(self, call: Call, fault: StrEnum) -> Answer:
        match fault:
            case FaultName.TOO_FAST:
                return Answer(429, b"Too many requests", {"Retry-After": "7"})
            case FaultName.SERVER_ERROR:
                return html_answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>")
            case FaultName.SYSTEM_ERROR:
                return refusal(500, "internal_server_error")
            case ShopFault.IP_BLOCKED:
                return html_answer(403, "<html><body>Blocked by the firewall</body></html>")
            case ShopFault.NO_RIGHT:
                return refusal(403, "woocommerce_rest_cannot_edit")
            case _:
                text = "Consumer key is invalid."
                return refusal(401, "woocommerce_rest_authentication_error", text)

    # ---------------------------------------------------------------------------------------- goods

    def _products(self, call: Call) -> Answer:
        query = self._query(call, _PAGING)
        wanted = _ids(query, "include")
        products = [
            product
            for product in self.shop.products.values()
            if (not wanted or product.product_id in wanted)
            and (product.on_sale or query.get("status") == "any")
        ]
        return self._page(call, query, products, self._product_row)

    def _product_row(self, product: Product) -> Row:
        return product_row(product, shares=product.product_id in self.shared)

    def _variations(self, call: Call) -> Answer:
        query, product = self._query(call, _PAGING), self._product(call)
        wanted = _ids(query, "include")
        skus = [sku for sku in product.skus if not wanted or sku.sku_id in wanted]
        return self._page(call, query, skus, self._variation_row)

    def _variation_row(self, sku: Sku) -> Row:
        shares = sku.product_id in self.shared
        pool = self.shop.products[sku.product_id].skus[0] if shares else sku
        return variation_row(sku, pool, shares=shares)

    def _product(self, call: Call) -> Product:
        product = self.shop.products.get(call.request.path.split("/")[5])
        if product is None or product.is_plain:
            raise _RefusedError(404, "woocommerce_rest_product_invalid_id", "Invalid ID.")
        return product

    def _set_stock(self, call: Call) -> Answer:
        inside = self._product(call) if "variations" in call.request.path else None
        update = _body(call.request).get("update")
        if not isinstance(update, list):
            raise _RefusedError(400, "rest_invalid_param")
        if len(update) > _MOST_ROWS:
            raise _RefusedError(413, "woocommerce_rest_request_entity_too_large")
        return json_answer(200, {"update": [self._set_one(call, inside, row) for row in update]})

    def _set_one(self, call: Call, inside: Product | None, wish: Mapping[str, object]) -> Row:
        sku = self._held(inside, str(wish.get("id")))
        if sku is None:
            error = {"code": "woocommerce_rest_product_invalid_id", "data": {"status": 400}}
            return {"id": wish.get("id"), "error": error}
        if "regular_price" in wish:
            sku.price = int(Decimal(str(wish["regular_price"])) * 100)
        else:
            self._set_pieces(call, sku, wish)
        if inside is None:
            return self._product_row(self.shop.products[sku.product_id])
        return self._variation_row(sku)

    @staticmethod
    def _set_pieces(call: Call, sku: Sku, wish: Mapping[str, object]) -> None:
        pieces = wish.get("stock_quantity")
        if wish.get("manage_stock") is not True or isinstance(pieces, bool):
            raise _RefusedError(400, "rest_invalid_param")
        if not isinstance(pieces, int):
            raise _RefusedError(400, "rest_invalid_param")
        call.before_stock_write(sku)
        sku.stock, sku.tracked = pieces, True

    def _held(self, inside: Product | None, sku_id: str) -> Sku | None:
        """Return the SKU whose pieces are written: of a product that is plain or has them all."""
        if inside is not None:
            return next((sku for sku in inside.skus if sku.sku_id == sku_id), None)
        product = self.shop.products.get(sku_id)
        if product is None or not (product.is_plain or sku_id in self.shared):
            return None
        return product.skus[0]

    # --------------------------------------------------------------------------------------- orders

    def _orders(self, call: Call) -> Answer:
        query = self._query(call, _PAGING | _DATES)
        if query.get("orderby") == "modified" and not self.sorts_by_change:
            raise _RefusedError(400, "rest_invalid_param", "Invalid parameter(s): orderby")
        later = "exclude" in query or query.get("page", "1") != "1"
        call.shift(sorted(self.shop.orders.values(), key=_changed), is_later_page=later)
        hidden = _ids(query, "exclude")
        told = call.told(self.shop.orders.values())
        orders = [order for order in _between(told, query) if order.order_id not in hidden]
        if query.get("orderby") == "modified":
            orders.sort(key=_changed)
        return self._page(call, query, orders, lambda order: self._row(call, order))

    def _row(self, call: Call, order: Order) -> Row:
        return order_row(order, call.word(_word(order)), self.metas.get(order.order_id, {}))

    def _order(self, call: Call) -> Order:
        order = self.shop.orders.get(call.request.path.split("/")[5])
        if order is None:
            raise _RefusedError(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
        return order

    def _change_order(self, call: Call) -> Answer:
        order, wish = self._order(call), _body(call.request)
        metas = wish.get("meta_data", [])
        if not isinstance(metas, list) or not set(wish) <= {"status", "meta_data"}:
            raise _RefusedError(400, "rest_invalid_param")
        for meta in metas:
            self.metas.setdefault(order.order_id, {})[meta["key"]] = meta["value"]
        if wish.get("status") == "completed":
            self._complete(order)
        elif "status" in wish:
            raise _RefusedError(400, "rest_invalid_param", "Invalid parameter(s): status")
        self.shop.touch(order)
        return json_answer(200, self._row(call, order))

    def _complete(self, order: Order) -> None:
        if order.stage not in OPEN - {Stage.PLACED} or order.held:
            self.complain(f"order {order.order_id} was completed though it is {_word(order)}")
        for line in order.lines:
            line.shipped += line.unshipped
        self.shop.complete(order)

    def _notes(self, call: Call) -> list[Row]:
        return self.notes.setdefault(self._order(call).order_id, [])

    def _add_note(self, call: Call) -> Answer:
        notes, wish = self._notes(call), _body(call.request)
        note: Row = {"id": len(notes) + 1, **wish, "date_created_gmt": gmt(call.now)}
        notes.append(note)
        return json_answer(201, note)

    def _refunds(self, call: Call) -> Answer:
        order = self._order(call)
        done = [back for back in order.refunds if back.stage is RefundStage.DONE]
        query = self._query(call, _PAGING)
        return self._page(call, query, done, lambda back: refund_row(order, back))

    # ---------------------------------------------------------------------------------------- lists

    def _query(self, call: Call, known: frozenset[str]) -> dict[str, str]:
        query = call.request.query
        for name in set(query) - known - _KEYS:
            if not name.startswith("oauth_"):
                self.complain(f"{call.endpoint} knows no parameter {name}")
        if not 1 <= int(query.get("per_page", "10")) <= _MOST_ROWS:
            raise _RefusedError(400, "rest_invalid_param", "Invalid parameter(s): per_page")
        return query

    @staticmethod
    def _page(
        call: Call, query: Mapping[str, str], rows: list[T], row: Callable[[T], Row]
    ) -> Answer:
        size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
        shown = call.spoiled(rows[(page - 1) * size : page * size])
        answer = json_answer(200, [row(one) for one in shown])
        pages = -(-len(rows) // size)
        headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(pages)}
        return Answer(200, answer.body, {**answer.headers, **headers})


def _word(order: Order) -> str:
    if order.word:
        return order.word
    if order.refunded and order.refunded >= order.total:
        return "refunded"
    if order.held and order.stage is Stage.PLACED:
        return "on-hold"
    return WORDS[order.stage]


def _changed(order: Order) -> tuple[datetime, int]:
    return order.changed_at.replace(microsecond=0), int(order.order_id)


def _between(orders: Iterable[Order], query: Mapping[str, str]) -> Iterator[Order]:
    """Yield the orders that changed between two moments, both excluded, in whole seconds."""
    after, before = (
        datetime.fromisoformat(query.get(name, usual)).replace(tzinfo=UTC)
        for name, usual in (("modified_after", "2000-01-01"), ("modified_before", "2100-01-01"))
    )
    return (x for x in orders if after < x.changed_at.replace(microsecond=0) < before)


def _ids(query: Mapping[str, str], name: str) -> set[str]:
    return {part for part in query.get(name, "").split(",") if part}


def _body(request: Request) -> Mapping[str, object]:
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise _RefusedError(400, "rest_invalid_json")
    return body
