"""Goods and trades as Taobao writes them: yuan as text, Beijing's time, numbers as numbers."""

from collections.abc import Mapping
from datetime import datetime

from microshop_desktop.sandbox.clock import stamp
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import (
    Line,
    Order,
    RefundMade,
    RefundStage,
    Stage,
    Wanted,
)
from microshop_desktop.sandbox.yuan import yuan

Row = dict[str, object]
STATUS = {
    Stage.PLACED: "WAIT_BUYER_PAY",
    Stage.PAID: "WAIT_SELLER_SEND_GOODS",
    Stage.PART_SHIPPED: "SELLER_CONSIGNED_PART",
    Stage.SHIPPED: "WAIT_BUYER_CONFIRM_GOODS",
    Stage.DONE: "TRADE_FINISHED",
    Stage.CANCELLED: "TRADE_CLOSED_BY_TAOBAO",
}
_NOT_RELEASED, _CLOSED = "PAID_FORBID_CONSIGN", "TRADE_CLOSED"
_REFUNDS = {
    RefundStage.ASKED: "WAIT_SELLER_AGREE",
    RefundStage.RETURNING: "WAIT_BUYER_RETURN_GOODS",
    RefundStage.RETURNED: "WAIT_SELLER_CONFIRM_GOODS",
    RefundStage.DONE: "SUCCESS",
    RefundStage.REFUSED: "CLOSED",
    RefundStage.WITHDRAWN: "CLOSED",
}


def status_of(order: Order) -> str:
    """Return the word for an order's state."""
    if order.refunded and order.refunded >= order.total:
        return _CLOSED
    if order.held and order.stage is Stage.PAID:
        return _NOT_RELEASED
    return STATUS[order.stage]


def item_row(product: Product) -> Row:
    """Write an item; its number of pieces is that of all its SKUs."""
    first = product.skus[0]
    return {
        "num_iid": int(product.product_id),
        "title": product.title,
        "num": sum(sku.stock for sku in product.skus),
        "price": yuan(first.price),
        "outer_id": first.code if product.is_plain else "",
        "modified": stamp(product.changed_at),
        "approve_status": "onsale" if product.on_sale else "instock",
    }


def sku_row(sku: Sku) -> Row:
    """Write a SKU of an item with a choice."""
    return {
        "sku_id": int(sku.sku_id),
        "num_iid": int(sku.product_id),
        "properties": "20509:28317",
        "properties_name": f"20509:28317:尺码:{sku.spec}",
        "quantity": sku.stock,
        "price": yuan(sku.price),
        "outer_id": sku.code,
        "status": "normal",
    }


def trade_row(order: Order, status: str) -> Row:
    """Write a trade whose state is `status`."""
    where = order.address
    return {
        "tid": int(order.order_id),
        "status": status,
        "payment": yuan(order.total),
        "total_fee": yuan(sum(line.gross for line in order.lines)),
        "post_fee": yuan(order.shipping),
        "discount_fee": yuan(order.discount),
        "created": stamp(order.placed_at),
        "pay_time": _stamp(order.paid_at),
        "modified": stamp(order.changed_at),
        "end_time": _stamp(order.ended_at),
        "buyer_message": order.note,
        "receiver_name": f"{where.name[:1]}**",
        "receiver_mobile": f"{where.phone[:3]}****{where.phone[-4:]}",
        "receiver_state": where.region,
        "receiver_city": where.city,
        "receiver_address": "****",
        "oaid": "OAID",
        "orders": [_order_row(order, line, fee) for line, fee in order.shared()],
    }


def refund_row(order: Order, back: RefundMade, *, word: str = "") -> Row:
    """Write a refund; it is of the first line that is asked back."""
    return {
        "refund_id": int(back.refund_id),
        "tid": int(order.order_id),
        "oid": int(next(iter(back.pieces), order.lines[0].line_id)),
        "status": word or back.word or _REFUNDS[back.stage],
        "refund_fee": yuan(back.amount),
        "has_good_return": back.wanted is not Wanted.MONEY,
        "reason": back.reason,
        "created": stamp(back.asked_at),
        "modified": stamp(back.at),
        "refund_phase": "onsale",
        "refund_version": int(back.at.timestamp() * 1000),
    }


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def _order_row(order: Order, line: Line, fee: int) -> Row:
    plain = line.sku.sku_id == line.sku.product_id
    paid: Row = {"payment": yuan(line.total), "divide_order_fee": yuan(fee)}
    if len(order.lines) == 1:
        paid = {"payment": yuan(fee + order.shipping)}
    return paid | {
        "oid": int(line.line_id),
        "num_iid": int(line.sku.product_id),
        "sku_id": None if plain else line.sku.sku_id,
        "outer_sku_id": "" if plain else line.sku.code,
        "outer_iid": line.sku.code if plain else "",
        "title": line.title,
        "sku_properties_name": "" if plain else f"尺码:{line.sku.spec}",
        "num": line.quantity,
        "price": yuan(line.price),
        "status": _line_status(order, line),
        **_refund(order, line),
        **_parcel(order, line),
    }


def _line_status(order: Order, line: Line) -> str:
    if line.shipped:
        done = order.stage is Stage.DONE
        return STATUS[Stage.DONE if done else Stage.SHIPPED]
    if line.cancelled == line.quantity:
        return _CLOSED
    if order.stage is Stage.PART_SHIPPED:
        return STATUS[Stage.PAID]
    return status_of(order)


def _refund(order: Order, line: Line) -> Mapping[str, object]:
    for back in reversed(order.refunds):
        if line.line_id in back.pieces:
            return {"refund_id": int(back.refund_id), "refund_status": _REFUNDS[back.stage]}
    return {"refund_status": "NO_REFUND"}


def _parcel(order: Order, line: Line) -> Mapping[str, object]:
    for sent in order.parcels:
        if line.line_id in sent.pieces:
            return {"logistics_company": sent.courier, "invoice_no": sent.tracking}
    return {}
