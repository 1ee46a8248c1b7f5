"""Goods and trades as Youzan writes them: fen for goods, yuan in trades, parcels beside a trade."""

import json
from datetime import datetime

from microshop_desktop.sandbox.clock import stamp
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import Line, Order, RefundMade, RefundStage, Sent, Stage
from microshop_desktop.sandbox.yuan import yuan

Row = dict[str, object]
STATUS = {
    Stage.PLACED: "WAIT_BUYER_PAY",
    Stage.PAID: "WAIT_SELLER_SEND_GOODS",
    Stage.PART_SHIPPED: "WAIT_SELLER_SEND_GOODS",
    Stage.SHIPPED: "WAIT_BUYER_CONFIRM_GOODS",
    Stage.DONE: "TRADE_SUCCESS",
    Stage.CANCELLED: "TRADE_CLOSED",
}
_GIVEN_BACK, _ASKED, _ENDED = 60, 1, 50


def tid_of(order: Order) -> str:
    """Return the number of a trade: an E before digits."""
    return f"E{order.order_id}"


def status_of(order: Order) -> str:
    """Return the word for a trade's state."""
    if order.refunded and order.refunded >= order.total:
        return STATUS[Stage.CANCELLED]
    if order.held and order.stage is Stage.PAID:
        return "WAIT_CONFIRM"
    return STATUS[order.stage]


def refund_state(order: Order) -> int:
    """Return how it stands with money going back, for the whole trade in one number."""
    if order.asks_refund:
        asked = sum(back.amount for back in order.refunds)
        return 11 if asked >= order.total else 1
    if not order.refunded:
        return 0
    return 12 if order.refunded >= order.total else 2


def listed_item(product: Product) -> Row:
    """Write an item as lists tell it: without its SKUs."""
    first = product.skus[0]
    return {
        "item_id": int(product.product_id),
        "title": product.title,
        "price": first.price,
        "quantity": sum(sku.stock for sku in product.skus),
        "item_no": first.code if product.is_plain else "",
        "update_time": stamp(product.changed_at),
    }


def item_row(product: Product) -> Row:
    """Write an item by itself."""
    skus = [] if product.is_plain else [_sku_row(sku) for sku in product.skus]
    return {**listed_item(product), "is_listing": product.on_sale, "skus": skus}


def listed_trade(order: Order, status: str) -> Row:
    """Write a trade as lists tell it, with neither parcels nor refunds."""
    return {"full_order_info": _full(order, status)}


def trade_row(order: Order, status: str) -> Row:
    """Write a trade by itself."""
    return {
        "full_order_info": _full(order, status),
        "delivery_order": [_delivery(order, sent) for sent in order.parcels],
        "refund_order": [_refund(back) for back in order.refunds],
        "order_promotion": {"order_discount_fee": yuan(order.discount)},
    }


def _full(order: Order, status: str) -> Row:
    where = order.address
    return {
        "order_info": {
            "tid": tid_of(order),
            "status": status,
            "refund_state": refund_state(order),
            "created": stamp(order.placed_at),
            "update_time": stamp(order.changed_at),
            "pay_time": _stamp(order.paid_at),
            "success_time": _stamp(order.ended_at),
        },
        "pay_info": {
            "total_fee": yuan(sum(line.gross for line in order.lines)),
            "post_fee": yuan(order.shipping),
            "payment": yuan(order.total),
        },
        "remark_info": {"buyer_message": order.note, "trade_memo": ""},
        "address_info": {
            "receiver_name": "$cipher$1$",
            "receiver_tel": "$cipher$1$",
            "delivery_address": "$cipher$1$",
            "delivery_province": where.region,
            "delivery_city": where.city,
            "delivery_district": "",
        },
        "orders": [_line_row(line, fee) for line, fee in order.shared()],
    }


def _line_row(line: Line, fee: int) -> Row:
    plain = line.sku.sku_id == line.sku.product_id
    return {
        "oid": line.line_id,
        "item_id": int(line.sku.product_id),
        "sku_id": 0 if plain else int(line.sku.sku_id),
        "outer_sku_id": "" if plain else line.sku.code,
        "outer_item_id": line.sku.code if plain else "",
        "title": line.title,
        "sku_properties_name": "[]" if plain else _properties(line.sku),
        "num": line.quantity,
        "price": yuan(line.price),
        "payment": yuan(fee),
        "is_present": line.gift,
    }


def _sku_row(sku: Sku) -> Row:
    return {
        "sku_id": int(sku.sku_id),
        "item_id": int(sku.product_id),
        "item_no": sku.code,
        "price": sku.price,
        "quantity": sku.stock,
        "with_hold_quantity": 0,
        "properties_name_json": _properties(sku),
    }


def _properties(sku: Sku) -> str:
    return json.dumps([{"kid": 14, "vid": 1, "k": "尺码", "v": sku.spec}], ensure_ascii=False)


def _delivery(order: Order, sent: Sent) -> Row:
    courier = int(sent.courier) if sent.courier.isdecimal() else 0
    return {
        "pk_id": int(sent.parcel_id),
        "express_state": 1,
        "oids": [{"oid": line.line_id} for line in order.lines if line.line_id in sent.pieces],
        "dists": [{"express_info": {"express_id": courier, "express_no": sent.tracking}}],
    }


def _refund(back: RefundMade) -> Row:
    states = {RefundStage.DONE: _GIVEN_BACK, RefundStage.REFUSED: _ENDED}
    return {
        "refund_id": back.refund_id,
        "refund_type": 1,
        "refund_fee": yuan(back.amount),
        "refund_state": states.get(back.stage, _ASKED),
        "oids": [{"oid": line} for line in back.pieces],
    }


def _stamp(moment: datetime | None) -> str:
    return "" if moment is None else stamp(moment)
