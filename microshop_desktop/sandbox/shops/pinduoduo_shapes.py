"""Goods and orders as Pinduoduo writes them: yuan in orders, fen for goods, one state for money."""

from datetime import datetime

from microshop_desktop.sandbox.clock import stamp
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import Line, Order, Stage
from microshop_desktop.sandbox.yuan import yuan

Row = dict[str, object]
_SENT = {Stage.SHIPPED: 2, Stage.DONE: 3}
_ALONE_COSTS_MORE = 100
"""By how many fen a single buyer pays more than one of a group."""


def is_told(order: Order) -> bool:
    """Tell whether an order is told of at all: one that is not paid never is."""
    return order.paid_at is not None


def sent_state(order: Order) -> int:
    """Return how far an order was sent: 1 not yet, 2 sent, 3 received."""
    return _SENT.get(order.stage, 1)


def refund_state(order: Order) -> int:
    """Return how it stands with money going back, for the whole order in one number."""
    if order.asks_refund:
        return 2
    return 4 if order.refunded else 1


def deal_state(order: Order) -> int:
    """Return whether there is a deal: 0 not yet, 1 yes, 2 it was cancelled."""
    return 2 if order.stage is Stage.CANCELLED else 1


def goods_row(product: Product) -> Row:
    """Write a product as lists tell it: without prices."""
    return {
        "goods_id": int(product.product_id),
        "goods_name": product.title,
        "goods_quantity": sum(sku.stock for sku in product.skus),
        "is_more_sku": int(len(product.skus) > 1),
        "is_onsale": int(product.on_sale),
        "sku_list": [
            {
                "sku_id": int(sku.sku_id),
                "outer_id": sku.code,
                "spec": sku.spec,
                "sku_quantity": sku.stock,
                "reserve_quantity": 0,
                "is_sku_onsale": int(product.on_sale),
            }
            for sku in product.skus
        ],
    }


def detail_row(product: Product) -> Row:
    """Write a product by itself, with its prices in fen."""
    return {
        "goods_id": int(product.product_id),
        "goods_name": product.title,
        "status": 1 if product.on_sale else 2,
        "sku_list": [_detail_sku(sku) for sku in product.skus],
    }


def listed_row(order: Order, state: object) -> Row:
    """Write an order as lists tell it."""
    return {
        "order_sn": order.order_id,
        "order_status": state,
        "refund_status": refund_state(order),
        "confirm_status": deal_state(order),
        "updated_at": stamp(order.changed_at),
    }


def order_row(order: Order, state: object) -> Row:
    """Write an order whose state is `state`; the receiver is in cipher, and only while it waits."""
    sent = order.parcels[-1] if order.parcels else None
    waits = sent_state(order) == 1 and not order.held
    return listed_row(order, state) | {
        "group_status": 1,
        "risk_control_status": int(order.held),
        "after_sales_status": 10 if refund_state(order) == 4 else 0,
        "pay_amount": order.total / 100,
        "goods_amount": yuan(sum(line.gross for line in order.lines if not line.gift)),
        "discount_amount": yuan(_discount(order)),
        "postage": order.shipping / 100,
        "created_time": stamp(order.placed_at),
        "pay_time": _stamp(order.paid_at),
        "confirm_time": _stamp(order.paid_at),
        "buyer_memo": order.note,
        "logistics_id": _courier(sent.courier) if sent else 0,
        "tracking_number": sent.tracking if sent else "",
        "receiver_name": "~AgAAA~cipher~" if waits else "",
        "receiver_phone": "$cipher$" if waits else "",
        "receiver_address": "~cipher~" if waits else "",
        "province": order.address.region,
        "city": order.address.city,
        "town": "",
        "item_list": [_line_row(line) for line in order.lines],
    }


def _discount(order: Order) -> int:
    return order.discount + sum(line.discount for line in order.lines if not line.gift)


def _stamp(moment: datetime | None) -> str:
    return "" if moment is None else stamp(moment)


def _detail_sku(sku: Sku) -> Row:
    return {
        "sku_id": int(sku.sku_id),
        "out_sku_sn": sku.code,
        "multi_price": sku.price,
        "price": sku.price + _ALONE_COSTS_MORE,
        "quantity": sku.stock,
        "reserve_quantity": 0,
        "is_onsale": 1,
        "spec": [{"parent_name": "尺码", "spec_name": sku.spec}] if sku.spec else [],
    }


def _line_row(line: Line) -> Row:
    return {
        "goods_id": int(line.sku.product_id),
        "sku_id": int(line.sku.sku_id),
        "outer_id": line.sku.code,
        "goods_name": line.title,
        "goods_spec": line.sku.spec,
        "goods_price": 0 if line.gift else line.price / 100,
        "goods_count": line.quantity,
    }


def _courier(name: str) -> int:
    """Return a courier's number; 0 for one that has none."""
    return int(name) if name.isdecimal() else 0
