"""Goods and orders as WooCommerce writes them: money as text, a zone's time and its twin in UTC."""

from collections.abc import Mapping
from datetime import UTC, datetime

from microshop_desktop.sandbox.clock import china
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import Line, Order, RefundMade, RefundStage, Stage
from microshop_desktop.sandbox.yuan import yuan

WORDS = {
    Stage.PLACED: "pending",
    Stage.PAID: "processing",
    Stage.PART_SHIPPED: "processing",
    Stage.SHIPPED: "completed",
    Stage.DONE: "completed",
    Stage.CANCELLED: "cancelled",
}
Row = dict[str, object]


def gmt(moment: datetime | None) -> str | None:
    """Write a moment without its zone, in UTC."""
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def local(moment: datetime | None) -> str | None:
    """Write a moment without its zone, in the shop's: eight hours away from what is meant."""
    return None if moment is None else f"{china(moment):%Y-%m-%dT%H:%M:%S}"


def product_row(product: Product, *, shares: bool) -> Row:
    """Write a product; `shares`: its variations have one stock, which is its own."""
    first = product.skus[0]
    row: Row = {
        "id": int(product.product_id),
        "name": product.title,
        "type": "simple" if product.is_plain else "variable",
        "status": "publish" if product.on_sale else "draft",
        "sku": first.code if product.is_plain else "",
        "global_unique_id": first.barcode if product.is_plain else "",
        "price": yuan(first.price),
        "regular_price": yuan(first.price),
        "attributes": [],
        "variations": [] if product.is_plain else [int(sku.sku_id) for sku in product.skus],
        "date_modified_gmt": gmt(product.changed_at),
    }
    return row | _stock(first, counts=shares or product.is_plain)


def variation_row(sku: Sku, pool: Sku, *, shares: bool) -> Row:
    """Write a variation; the pieces of `pool` where it shares them."""
    row: Row = {
        "id": int(sku.sku_id),
        "status": "publish",
        "sku": sku.code,
        "global_unique_id": sku.barcode,
        "price": yuan(sku.price),
        "regular_price": yuan(sku.price),
        "attributes": [{"id": 1, "name": "Option", "option": sku.spec}],
    } | _stock(pool, counts=True)
    return row | {"manage_stock": "parent"} if shares else row


def _stock(sku: Sku, *, counts: bool) -> Row:
    counted = counts and sku.tracked
    return {"manage_stock": counted, "stock_quantity": sku.stock if counted else None}


def order_row(order: Order, word: str, metas: Mapping[str, object]) -> Row:
    """Write an order whose state is `word`."""
    done = [back for back in order.refunds if back.stage is RefundStage.DONE]
    return {
        "id": int(order.order_id),
        "number": f"S-{order.order_id}",
        "status": word,
        "currency": order.currency,
        "total": yuan(order.total),
        "shipping_total": yuan(order.shipping),
        "shipping_tax": "0.00",
        "total_tax": "0.00",
        "date_created": local(order.placed_at),
        "date_created_gmt": gmt(order.placed_at),
        "date_modified": local(order.changed_at),
        "date_modified_gmt": gmt(order.changed_at),
        "date_paid": local(order.paid_at),
        "date_paid_gmt": gmt(order.paid_at),
        "date_completed_gmt": gmt(_completed_at(order)),
        "customer_note": order.note,
        "line_items": [line_row(line) for line in order.lines],
        "fee_lines": _fees(order),
        "tax_lines": [],
        "refunds": [
            {"id": int(back.refund_id), "reason": back.reason, "total": yuan(-back.amount)}
            for back in done
        ],
        "meta_data": [
            {"id": place, "key": key, "value": value}
            for place, (key, value) in enumerate(metas.items())
        ],
    } | _addresses(order)


def _completed_at(order: Order) -> datetime | None:
    """Return when the last piece left."""
    if order.stage not in {Stage.SHIPPED, Stage.DONE}:
        return None
    return order.parcels[-1].at if order.parcels else order.ended_at


def line_row(line: Line) -> Row:
    """Write a line of an order."""
    plain = line.sku.sku_id == line.sku.product_id
    return {
        "id": int(line.line_id),
        "name": line.title,
        "product_id": int(line.sku.product_id),
        "variation_id": 0 if plain else int(line.sku.sku_id),
        "quantity": line.quantity,
        "subtotal": yuan(line.gross),
        "subtotal_tax": "0.00",
        "total": yuan(line.total),
        "total_tax": "0.00",
        "sku": line.sku.code,
        "price": line.price / 100,
        "meta_data": [],
    }


def refund_row(order: Order, back: RefundMade) -> Row:
    """Write a refund with the pieces that it is for, as negative lines."""
    return {
        "id": int(back.refund_id),
        "date_created_gmt": gmt(back.at),
        "amount": yuan(back.amount),
        "reason": back.reason,
        "line_items": [
            line_row(line)
            | {
                "id": int(back.refund_id) * 1000 + place,
                "quantity": -back.pieces[line.line_id],
                "meta_data": [{"id": 1, "key": "_refunded_item_id", "value": line.line_id}],
            }
            for place, line in enumerate(order.lines)
            if line.line_id in back.pieces
        ],
    }


def _fees(order: Order) -> list[Row]:
    return [{"id": 1, "name": "Coupon", "total": yuan(-order.discount)}] if order.discount else []


def _addresses(order: Order) -> Row:
    where = order.address
    address = {
        "first_name": where.name,
        "last_name": "",
        "address_1": where.street,
        "city": where.city,
        "state": where.region,
        "country": "CN",
        "phone": where.phone,
    }
    return {"billing": address, "shipping": address}
