"""Goods and orders as Shopify's schema has them, and connections that are read by cursor."""

from base64 import b64decode, b64encode
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from microshop_desktop.sandbox.shops.front import Call
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.graphql import GraphqlError, Node
from microshop_desktop.sandbox.shops.orders import Line, Order, RefundMade, RefundStage, Sent, Stage
from microshop_desktop.sandbox.yuan import yuan

T = TypeVar("T")
LOCATION = "gid://shopify/Location/70001"
MOST_ROWS = 250
Arguments = Mapping[str, object]


def gid(kind: str, number: str) -> str:
    """Return a global id."""
    return f"gid://shopify/{kind}/{number}"


def number_of(kind: str, text: object) -> str:
    """Return the number in a global id of a kind; empty where it is none."""
    start = f"gid://shopify/{kind}/"
    return str(text).removeprefix(start) if str(text).startswith(start) else ""


def iso(moment: datetime | None) -> str | None:
    """Write a moment in UTC."""
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def connection(
    rows: Sequence[T],
    arguments: Arguments,
    node: Callable[[T], Node],
    key: Callable[[T], str],
    spoil: Callable[[list[T]], list[T]] = list,
) -> Node:
    """Return a page of sorted rows: those after a cursor, which is the `key` of a row."""
    first = arguments.get("first")
    if not isinstance(first, int) or not 1 <= first <= MOST_ROWS:
        raise GraphqlError("first must be between 1 and 250")
    after = b64decode(str(arguments.get("after") or "")).decode()
    start = bisect_right(rows, after, key=key)
    page = list(rows[start : start + first])
    end = b64encode(key(page[-1]).encode()).decode() if page else None
    more = {"hasNextPage": len(rows) > start + first, "endCursor": end}
    nodes = [node(row) for row in spoil(page)]
    return Node("Connection", {"nodes": nodes, "pageInfo": Node("PageInfo", more)})


def money(minor: int, currency: str) -> Node:
    """Return an amount in the shop's currency."""
    amount = {"amount": yuan(minor), "currencyCode": currency}
    return Node("MoneyBag", {"shopMoney": Node("MoneyV2", amount)})


def variant(product: Product, sku: Sku) -> Node:
    """Return a variant with its product."""
    parent: dict[str, object] = {
        "id": gid("Product", product.product_id),
        "title": product.title,
        "status": "ACTIVE" if product.on_sale else "DRAFT",
    }
    fields: dict[str, object] = {
        "id": gid("ProductVariant", sku.sku_id),
        "sku": sku.code,
        "barcode": sku.barcode or None,
        "title": sku.spec or "Default Title",
        "price": yuan(sku.price),
        "inventoryItem": _item(sku),
        "product": Node("Product", parent),
    }
    return Node("ProductVariant", fields)


def _item(sku: Sku) -> Node:
    def level(arguments: Arguments, _: object) -> Node | None:
        if arguments.get("locationId") != LOCATION:
            return None
        return Node("InventoryLevel", {"quantities": quantities})

    def quantities(arguments: Arguments, _: object) -> list[Node]:
        if arguments.get("names") != ["available"]:
            raise GraphqlError("names is needed")
        return [Node("InventoryQuantity", {"name": "available", "quantity": sku.stock})]

    fields: dict[str, object] = {
        "id": gid("InventoryItem", sku.sku_id),
        "tracked": sku.tracked,
        "inventoryLevel": level,
    }
    return Node("InventoryItem", fields)


def order_node(call: Call, order: Order) -> Node:
    """Return an order."""
    code, where = order.currency, order.address
    address = {
        "name": where.name,
        "phone": where.phone,
        "address1": where.street,
        "address2": None,
        "city": where.city,
        "province": where.region,
        "zip": None,
        "country": "China",
    }
    paid = order.total if order.paid_at else 0
    fields: dict[str, object] = {
        "id": gid("Order", order.order_id),
        "name": f"#{order.order_id}",
        "createdAt": iso(order.placed_at),
        "updatedAt": iso(order.changed_at),
        "processedAt": iso(order.placed_at),
        "cancelledAt": iso(order.ended_at) if order.stage is Stage.CANCELLED else None,
        "displayFinancialStatus": _financial(order),
        "displayFulfillmentStatus": call.word(_fulfilment(order)),
        "returnStatus": _return_status(order),
        "refunds": lambda _given, _: [
            _refund(back, code) for back in order.refunds if back.stage is RefundStage.DONE
        ],
        "currencyCode": code,
        "taxesIncluded": True,
        "totalPriceSet": money(order.total, code),
        "totalReceivedSet": money(paid, code),
        "totalRefundedSet": money(order.refunded, code),
        "totalShippingPriceSet": money(order.shipping, code),
        "note": order.note or None,
        "shippingAddress": Node("MailingAddress", address),
        "lineItems": lambda given, _: connection(
            order.lines, given, lambda line: _line(line, code), lambda line: line.line_id.zfill(12)
        ),
        "fulfillments": lambda _given, _: list(map(_fulfillment, order.parcels)),
        "fulfillmentOrders": lambda given, _: connection(
            [order], given, _fulfillment_order, lambda one: one.order_id
        ),
    }
    return Node("Order", fields)


def _line(line: Line, code: str) -> Node:
    fields: dict[str, object] = {
        "id": gid("LineItem", line.line_id),
        "sku": line.sku.code,
        "title": line.title,
        "variantTitle": line.sku.spec or None,
        "quantity": line.quantity,
        "currentQuantity": line.quantity - line.cancelled,
        "unfulfilledQuantity": line.unshipped,
        "originalTotalSet": money(line.gross, code),
        "discountedTotalSet": money(line.total, code),
        "taxLines": [],
        "variant": Node("ProductVariant", {"id": gid("ProductVariant", line.sku.sku_id)}),
        "product": Node("Product", {"id": gid("Product", line.sku.product_id)}),
    }
    return Node("LineItem", fields)


def _fulfillment(sent: Sent) -> Node:
    info = Node("FulfillmentTrackingInfo", {"number": sent.tracking, "company": sent.courier})
    fields: dict[str, object] = {
        "id": gid("Fulfillment", sent.parcel_id),
        "status": "SUCCESS",
        "trackingInfo": [info],
        "fulfillmentLineItems": lambda given, _: connection(
            sorted(sent.pieces.items()), given, _sent_line, lambda pair: pair[0].zfill(12)
        ),
    }
    return Node("Fulfillment", fields)


def _sent_line(pair: tuple[str, int]) -> Node:
    line = Node("LineItem", {"id": gid("LineItem", pair[0])})
    return Node("FulfillmentLineItem", {"quantity": pair[1], "lineItem": line})


def _fulfillment_order(order: Order) -> Node:
    left = any(line.unshipped for line in order.lines)
    status = "ON_HOLD" if order.held else "OPEN" if left else "CLOSED"
    fields: dict[str, object] = {
        "id": gid("FulfillmentOrder", order.order_id),
        "status": status,
        "lineItems": lambda given, _: connection(
            order.lines, given, _fulfillment_line, lambda line: line.line_id.zfill(12)
        ),
    }
    return Node("FulfillmentOrder", fields)


def _fulfillment_line(line: Line) -> Node:
    fields: dict[str, object] = {
        "id": gid("FulfillmentOrderLineItem", line.line_id),
        "remainingQuantity": line.unshipped,
        "lineItem": Node("LineItem", {"id": gid("LineItem", line.line_id)}),
    }
    return Node("FulfillmentOrderLineItem", fields)


def _refund(back: RefundMade, code: str) -> Node:
    fields: dict[str, object] = {
        "id": gid("Refund", back.refund_id),
        "createdAt": iso(back.at),
        "updatedAt": iso(back.at),
        "note": back.reason or None,
        "totalRefundedSet": money(back.amount, code),
        "refundLineItems": lambda given, _: connection(
            sorted(back.pieces.items()), given, _refund_line, lambda pair: pair[0].zfill(12)
        ),
    }
    return Node("Refund", fields)


def _refund_line(pair: tuple[str, int]) -> Node:
    line = Node("LineItem", {"id": gid("LineItem", pair[0])})
    return Node("RefundLineItem", {"quantity": pair[1], "lineItem": line})


def _return_status(order: Order) -> str:
    stages = {back.stage for back in order.refunds}
    if RefundStage.ASKED in stages:
        return next((b.word for b in order.refunds if b.word), "RETURN_REQUESTED")
    if RefundStage.RETURNING in stages:
        return "IN_PROGRESS"
    if RefundStage.RETURNED in stages:
        return "INSPECTION_COMPLETE"
    return "NO_RETURN"


def _financial(order: Order) -> str:
    if order.paid_at is None:
        return "VOIDED" if order.stage is Stage.CANCELLED else "PENDING"
    if order.refunded:
        return "REFUNDED" if order.refunded >= order.total else "PARTIALLY_REFUNDED"
    return "PAID"


def _fulfilment(order: Order) -> str:
    if order.word:
        return order.word
    if order.stage in {Stage.SHIPPED, Stage.DONE}:
        return "FULFILLED"
    if order.held:
        return "ON_HOLD"
    return "PARTIALLY_FULFILLED" if order.stage is Stage.PART_SHIPPED else "UNFULFILLED"
