"""Goods and orders as WeChat Shop writes them: fen, Unix seconds, masked customers."""

from collections.abc import Mapping

from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import (
    Line,
    Order,
    RefundMade,
    RefundStage,
    Sent,
    Stage,
    Wanted,
)

Row = dict[str, object]
STATUS = {
    Stage.PLACED: 10,
    Stage.PAID: 20,
    Stage.PART_SHIPPED: 21,
    Stage.SHIPPED: 30,
    Stage.DONE: 100,
    Stage.CANCELLED: 250,
}
_GIFT_WAITS, _ALL_REFUNDED = 12, 200
_ON_SALE, _TAKEN_OFF = 5, 11
_AFTER_SALES = {
    RefundStage.ASKED: "MERCHANT_PROCESSING",
    RefundStage.RETURNING: "USER_WAIT_RETURN",
    RefundStage.RETURNED: "MERCHANT_WAIT_RECEIPT",
    RefundStage.DONE: "MERCHANT_REFUND_SUCCESS",
    RefundStage.REFUSED: "RETURN_CLOSED",
    RefundStage.WITHDRAWN: "USER_CANCELD",
}
_WANTED = {
    Wanted.MONEY: "REFUND",
    Wanted.MONEY_FOR_GOODS: "RETURN",
    Wanted.OTHER_GOODS: "EXCHANGE",
}


def status_of(order: Order) -> int:
    """Return the number of an order's state."""
    if order.refunded and order.refunded >= order.total:
        return _ALL_REFUNDED
    if order.held and order.stage is Stage.PAID:
        return _GIFT_WAITS
    return STATUS[order.stage]


def product_row(product: Product) -> Row:
    """Write a product with its SKUs."""
    return {
        "product_id": product.product_id,
        "title": product.title,
        "status": _ON_SALE if product.on_sale else _TAKEN_OFF,
        "edit_status": 4,
        "edit_time": int(product.changed_at.timestamp()),
        "skus": [_sku_row(sku) for sku in product.skus],
    }


def stock_row(sku: Sku, locked: int) -> Row:
    """Write the stock of a SKU; what is kept for campaigns is beside it."""
    return {
        "sku_id": sku.sku_id,
        "normal_stock_num": sku.stock,
        "limited_discount_stock_num": 2,
        "warehouse_stocks": [{"out_warehouse_id": "east", "num": 0, "lock_stock": locked}],
        "total_stock_num": sku.stock + 2,
    }


def order_row(order: Order, status: object) -> Row:
    """Write an order whose state is `status`."""
    return {
        "order_id": order.order_id,
        "openid": "OPENID",
        "status": status,
        "create_time": int(order.placed_at.timestamp()),
        "update_time": int(order.changed_at.timestamp()),
        "order_detail": {
            "product_infos": [_line_row(order, line) for line in order.lines],
            "pay_info": {"pay_time": int(order.paid_at.timestamp())} if order.paid_at else {},
            "price_info": {
                "product_price": sum(line.gross for line in order.lines),
                "order_price": order.total,
                "freight": order.shipping,
                "discounted_price": order.discount,
            },
            "delivery_info": {
                "address_info": _address_row(order),
                "delivery_product_info": [_parcel_row(order, sent) for sent in order.parcels],
                "deliver_method": 0,
            },
            "ext_info": {"customer_notes": order.note, "merchant_notes": ""},
        },
        "aftersale_detail": {
            "on_aftersale_order_cnt": int(order.asks_refund),
            "aftersale_order_list": [
                {"aftersale_order_id": back.refund_id, "status": 1} for back in order.refunds
            ],
        },
    }


def after_sale_row(order: Order, back: RefundMade, *, word: str = "") -> Row:
    """Write an after-sale; it is of the first line that is asked back."""
    line_id, count = next(iter(back.pieces.items()), ("", 0))
    line = order.line(line_id)
    goods: Row = {}
    if line is not None:
        goods = {"product_id": line.sku.product_id, "sku_id": line.sku.sku_id, "count": count}
    return {
        "after_sale_order_id": back.refund_id,
        "status": word or back.word or _AFTER_SALES[back.stage],
        "type": _WANTED[back.wanted],
        "order_id": order.order_id,
        "product_info": goods,
        "refund_info": {"amount": back.amount, "refund_reason": 1},
        "reason": back.reason,
        "create_time": int(back.asked_at.timestamp()),
        "update_time": int(back.at.timestamp()),
        "deadline": int(back.due.timestamp()),
    }


def _sku_row(sku: Sku) -> Row:
    return {
        "sku_id": sku.sku_id,
        "sku_code": sku.code,
        "sale_price": sku.price,
        "market_price": sku.price * 2,
        "stock_num": sku.stock,
        "sku_attrs": _attributes(sku),
    }


def _attributes(sku: Sku) -> list[Mapping[str, str]]:
    return [{"attr_key": "规格", "attr_value": sku.spec}] if sku.spec else []


def _line_row(order: Order, line: Line) -> Row:
    return {
        "product_id": line.sku.product_id,
        "sku_id": line.sku.sku_id,
        "sku_cnt": line.quantity,
        "sale_price": line.price,
        "real_price": line.total,
        "title": line.title,
        "sku_code": line.sku.code,
        "sku_attrs": _attributes(line.sku),
        "on_aftersale_sku_cnt": _pieces(order, line, RefundStage.ASKED),
        "finish_aftersale_sku_cnt": _pieces(order, line, RefundStage.DONE),
        "is_free_gift": line.gift,
    }


def _pieces(order: Order, line: Line, stage: RefundStage) -> int:
    backs = (back for back in order.refunds if back.stage is stage)
    return sum(back.pieces.get(line.line_id, 0) for back in backs)


def _parcel_row(order: Order, sent: Sent) -> Row:
    return {
        "waybill_id": sent.tracking,
        "delivery_id": sent.courier,
        "delivery_time": int(sent.at.timestamp()),
        "product_infos": [
            {
                "product_id": line.sku.product_id,
                "sku_id": line.sku.sku_id,
                "product_cnt": sent.pieces[line.line_id],
            }
            for line in order.lines
            if line.line_id in sent.pieces
        ],
    }


def _address_row(order: Order) -> Row:
    where = order.address
    return {
        "user_name": f"{where.name[:1]}**",
        "tel_number": f"{where.phone[:3]}****{where.phone[-4:]}",
        "province_name": where.region,
        "city_name": where.city,
        "county_name": "",
        "detail_info": "******",
        "hash_code": "H" * 16,
    }
