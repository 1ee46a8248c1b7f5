"""Goods and orders as Vendure's schema has them; amounts whole, times with milliseconds."""

from collections.abc import Container, Mapping
from datetime import UTC, datetime

from microshop_desktop.sandbox.shops.front import Call
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.graphql import Node
from microshop_desktop.sandbox.shops.orders import Line, Order, RefundMade, RefundStage, Sent, Stage
from microshop_desktop.sandbox.shops.shop import Shop

LOCATION = "1"
STATES = {
    Stage.PLACED: "PaymentAuthorized",
    Stage.PAID: "PaymentSettled",
    Stage.PART_SHIPPED: "PartiallyShipped",
    Stage.SHIPPED: "Shipped",
    Stage.DONE: "Delivered",
    Stage.CANCELLED: "Cancelled",
}
_REFUNDS = {
    RefundStage.ASKED: "Pending",
    RefundStage.DONE: "Settled",
    RefundStage.RETURNING: "Pending",
    RefundStage.RETURNED: "Pending",
    RefundStage.REFUSED: "Failed",
    RefundStage.WITHDRAWN: "Failed",
}
_TAXED, _UNTAXED = 113, 100
"""Prices hold a tax of 13 %."""


def iso(moment: datetime | None) -> str | None:
    """Write a moment in UTC, with milliseconds."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def without_fraction(moment: datetime) -> datetime:
    """Cut a moment to the second, as the shop does with that of an order's last change."""
    return moment.replace(microsecond=0)


def state_of(order: Order) -> str:
    """Return the shop's own word for how far an order is."""
    return "Modifying" if order.held and order.stage is Stage.PAID else STATES[order.stage]


def variant(shop: Shop, product: Product, sku: Sku) -> Node:
    """Return a variant with its product and its stock at the one place."""
    allocated = shop.locked(sku)
    level: dict[str, object] = {
        "stockLocationId": LOCATION,
        "stockOnHand": sku.stock + allocated,
        "stockAllocated": allocated,
    }
    fields: dict[str, object] = {
        **_named(product, sku),
        "enabled": product.on_sale,
        "priceWithTax": sku.price,
        "currencyCode": shop.rules.currency,
        "trackInventory": "INHERIT" if sku.tracked else "FALSE",
        "stockLevels": [Node("StockLevel", level)],
    }
    return Node("ProductVariant", fields)


def order_node(call: Call, order: Order, packed: Container[str]) -> Node:
    """Return an order; `packed`: the parcels that have not left."""
    fields: dict[str, object] = {
        "id": order.order_id,
        "code": f"V{order.order_id}",
        "state": call.word(order.word or state_of(order)),
        "updatedAt": iso(without_fraction(order.changed_at)),
        "orderPlacedAt": iso(order.placed_at),
        "currencyCode": order.currency,
        "shippingWithTax": order.shipping,
        "totalWithTax": order.total,
        "customer": None,
        "shippingAddress": Node("OrderAddress", _address(order)),
        "lines": _lines(call.shop, order),
        "payments": [_payment(order)],
        "fulfillments": [parcel_node(x, has_left=x.parcel_id not in packed) for x in order.parcels],
    }
    return Node("Order", fields)


def parcel_node(parcel: Sent, *, has_left: bool) -> Node:
    """Return a parcel."""
    lines = [
        Node("FulfillmentLine", {"orderLineId": line_id, "quantity": count})
        for line_id, count in parcel.pieces.items()
    ]
    fields: dict[str, object] = {
        "id": parcel.parcel_id,
        "updatedAt": iso(parcel.at),
        "state": "Shipped" if has_left else "Pending",
        "method": parcel.courier,
        "trackingCode": parcel.tracking,
        "lines": lines,
    }
    return Node("Fulfillment", fields)


def _named(product: Product, sku: Sku) -> dict[str, object]:
    parent = {"id": product.product_id, "name": product.title, "enabled": product.on_sale}
    option = Node("ProductOption", {"name": sku.spec})
    return {
        "id": sku.sku_id,
        "sku": sku.code,
        "product": Node("Product", parent),
        "options": [option] if sku.spec else [],
    }


def _lines(shop: Shop, order: Order) -> list[Node]:
    """Return the lines; what was taken off the whole order is in them, shared by their amounts."""
    whole, left = sum(line.total for line in order.lines), order.discount
    nodes = []
    for line in order.lines:
        share = left if line is order.lines[-1] else order.discount * line.total // max(1, whole)
        left -= share
        nodes.append(_line(shop, line, line.total - share))
    return nodes


def _line(shop: Shop, line: Line, total: int) -> Node:
    product = shop.products.get(line.sku.product_id)
    parent = product or Product(line.sku.product_id, line.title, shop.now())
    fields: dict[str, object] = {
        "id": line.line_id,
        "quantity": line.quantity - line.cancelled,
        "orderPlacedQuantity": line.quantity,
        "taxRate": 13,
        "linePriceWithTax": line.gross,
        "proratedLinePrice": total * _UNTAXED // _TAXED,
        "proratedLinePriceWithTax": total,
        "productVariant": Node("ProductVariant", _named(parent, line.sku)),
    }
    return Node("OrderLine", fields)


def refund_node(back: RefundMade) -> Node:
    """Return a refund."""
    lines = [
        Node("RefundLine", {"orderLineId": line_id, "quantity": count})
        for line_id, count in back.pieces.items()
    ]
    fields: dict[str, object] = {
        "id": back.refund_id,
        "createdAt": iso(back.asked_at),
        "updatedAt": iso(back.at),
        "state": back.word or _REFUNDS[back.stage],
        "total": back.amount,
        "reason": back.reason or None,
        "transactionId": None,
        "lines": lines,
    }
    return Node("Refund", fields)


def _payment(order: Order) -> Node:
    at = iso(order.paid_at or order.placed_at)
    fields: dict[str, object] = {
        "id": f"{order.order_id}0",
        "createdAt": at,
        "updatedAt": at,
        "state": "Settled" if order.paid_at else "Authorized",
        "amount": order.total,
        "refunds": list(map(refund_node, order.refunds)),
    }
    return Node("Payment", fields)


def _address(order: Order) -> Mapping[str, object]:
    where = order.address
    return {
        "fullName": where.name,
        "company": None,
        "streetLine1": where.street,
        "streetLine2": None,
        "city": where.city,
        "province": where.region,
        "postalCode": None,
        "country": "China",
        "phoneNumber": where.phone,
    }
