"""Goods and orders as JD writes them: all as texts, yuan, Beijing's time, customers in cipher."""

from datetime import datetime

from microshop_desktop.sandbox.clock import stamp
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import Line, Order, RefundMade, RefundStage, Stage
from microshop_desktop.sandbox.yuan import yuan

Row = dict[str, object]
STATES = {
    Stage.PAID: "WAIT_SELLER_STOCK_OUT",
    Stage.PART_SHIPPED: "WAIT_SELLER_STOCK_OUT",
    Stage.SHIPPED: "WAIT_GOODS_RECEIVE_CONFIRM",
    Stage.DONE: "FINISHED_L",
    Stage.CANCELLED: "TRADE_CANCELED",
}
_LOCKED, _NEVER = "LOCKED", "0001-01-01 00:00:00"
_REFUNDS = {
    RefundStage.ASKED: 0,
    RefundStage.RETURNING: 1,
    RefundStage.RETURNED: 1,
    RefundStage.DONE: 3,
    RefundStage.REFUSED: 2,
    RefundStage.WITHDRAWN: 2,
}


def is_told(order: Order) -> bool:
    """Tell whether an order is in the lists: those not paid are elsewhere."""
    return order.paid_at is not None


def state_of(order: Order) -> str:
    """Return the word for an order's state."""
    if order.refunded and order.refunded >= order.total:
        return STATES[Stage.CANCELLED]
    waits = order.held or order.asks_refund
    return _LOCKED if waits and order.stage is Stage.PAID else STATES[order.stage]


def sku_row(product: Product, sku: Sku) -> Row:
    """Write a SKU with the name of its product."""
    return {
        "skuId": int(sku.sku_id),
        "wareId": int(product.product_id),
        "status": 1 if product.on_sale else 2,
        "jdPrice": sku.price / 100,
        "outerId": sku.code,
        "wareTitle": product.title,
        "skuName": f"{product.title} {sku.spec}".strip(),
        "stockNum": sku.stock,
    }


def listed_row(order: Order, state: str) -> Row:
    """Write an order as lists tell it."""
    return {"orderId": order.order_id, "orderState": state, "modified": stamp(order.changed_at)}


def order_row(order: Order, state: str) -> Row:
    """Write an order whose state is `state`."""
    return listed_row(order, state) | {
        "venderId": "10001",
        "orderType": "22",
        "payType": "4",
        "orderTotalPrice": yuan(sum(line.gross for line in order.lines)),
        "orderPayment": yuan(order.total),
        "freightPrice": yuan(order.shipping),
        "orderRemark": order.note,
        "orderStartTime": stamp(order.placed_at),
        "paymentConfirmTime": _stamp(order.paid_at),
        "orderEndTime": _stamp(order.ended_at),
        "waybill": "|".join(sent.tracking for sent in order.parcels),
        "logisticsId": "|".join(sent.courier for sent in order.parcels),
        "consigneeInfo": {
            "fullname": "cipher==",
            "mobile": "cipher==",
            "fullAddress": "cipher==",
            "province": order.address.region,
            "city": order.address.city,
            "county": "",
        },
        "itemInfoList": [_line_row(line) for line in order.lines],
        "couponDetailList": _coupons(order),
    }


def refund_row(order: Order, back: RefundMade, *, word: str = "") -> Row:
    """Write what was asked back before anything was sent; the amount in fen."""
    return {
        "id": int(back.refund_id),
        "orderId": order.order_id,
        "applyRefundSum": back.amount,
        "applyTime": stamp(back.asked_at),
        "checkTime": None if back.stage is RefundStage.ASKED else stamp(back.at),
        "status": word or back.word or _REFUNDS[back.stage],
    }


def _stamp(moment: datetime | None) -> str:
    return _NEVER if moment is None else stamp(moment)


def _line_row(line: Line) -> Row:
    return {
        "skuId": line.sku.sku_id,
        "outerSkuId": line.sku.code,
        "skuName": f"{line.title} {line.sku.spec}".strip(),
        "jdPrice": yuan(0 if line.gift else line.price),
        "itemTotal": str(line.quantity),
        "wareId": line.sku.product_id,
    }


def _coupons(order: Order) -> list[Row]:
    """Write what was taken from one SKU, and last what was taken from the whole order."""
    rows: list[Row] = [
        {
            "orderId": order.order_id,
            "skuId": line.sku.sku_id,
            "couponType": "30-单品促销优惠",
            "couponPrice": yuan(line.discount),
        }
        for line in order.lines
        if line.discount and not line.gift
    ]
    if order.discount:
        whole = {"skuId": "", "couponType": "41-京东券优惠", "couponPrice": yuan(order.discount)}
        rows.append({"orderId": order.order_id, **whole})
    return rows
