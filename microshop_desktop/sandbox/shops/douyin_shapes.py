"""Goods and orders as Douyin writes them: fen, Unix seconds, customers masked or in cipher."""

from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import (
    UNDECIDED,
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
    Stage.PLACED: 1,
    Stage.PAID: 2,
    Stage.PART_SHIPPED: 101,
    Stage.SHIPPED: 3,
    Stage.DONE: 5,
    Stage.CANCELLED: 4,
}
_NOT_RELEASED, _ENDED, _LEFT = 105, 4, 3
_AFTER_SALES = {
    RefundStage.ASKED: 6,
    RefundStage.RETURNING: 7,
    RefundStage.RETURNED: 11,
    RefundStage.DONE: 12,
    RefundStage.REFUSED: 28,
    RefundStage.WITHDRAWN: 28,
}
_WANTED = {Wanted.MONEY: 2, Wanted.MONEY_FOR_GOODS: 0, Wanted.OTHER_GOODS: 3}
_NO_AFTER_SALE = 0


def status_of(order: Order) -> int:
    """Return the number of an order's state."""
    if order.refunded and order.refunded >= order.total:
        return _ENDED
    if order.held and order.stage is Stage.PAID:
        return _NOT_RELEASED
    return STATUS[order.stage]


def product_row(product: Product) -> Row:
    """Write a product without its SKUs."""
    return {
        "product_id": int(product.product_id),
        "name": product.title,
        "outer_product_id": "",
        "status": 0 if product.on_sale else 1,
        "check_status": 3,
        "update_time": int(product.changed_at.timestamp()),
    }


def sku_row(sku: Sku, locked: int) -> Row:
    """Write a SKU; what unsent orders hold is beside what can be sold."""
    return {
        "id": int(sku.sku_id),
        "code": sku.code,
        "out_sku_id": 0,
        "price": sku.price,
        "stock_num": sku.stock,
        "prehold_stock_num": locked,
        "sku_type": 0,
        "spec_detail_name1": sku.spec,
        "spec_detail_name2": "",
        "spec_detail_name3": "",
    }


def order_row(order: Order, status: object) -> Row:
    """Write an order whose state is `status`."""
    return {
        "order_id": order.order_id,
        "order_status": status,
        "order_amount": order.total + order.discount,
        "pay_amount": order.total,
        "post_amount": order.shipping,
        "promotion_amount": order.discount,
        "buyer_words": order.note,
        "seller_words": "",
        "create_time": int(order.placed_at.timestamp()),
        "pay_time": int(order.paid_at.timestamp()) if order.paid_at else 0,
        "update_time": int(order.changed_at.timestamp()),
        "finish_time": int(order.ended_at.timestamp()) if order.ended_at else 0,
        "doudian_open_id": "1@#abc",
        "sku_order_list": [_line_row(order, line) for line in order.lines],
        "logistics_info": [_parcel_row(order, sent) for sent in order.parcels],
    } | _address_rows(order)


def after_sale_rows(order: Order, back: RefundMade, *, word: str = "") -> list[Row]:
    """Write what is asked back, one after-sale for each line that it is for."""
    rows: list[Row] = []
    for place, (line_id, count) in enumerate(back.pieces.items()):
        info = {
            "aftersale_id": f"{back.refund_id}{place}",
            "aftersale_type": _WANTED[back.wanted],
            "aftersale_status": word or back.word or _AFTER_SALES[back.stage],
            "related_id": line_id,
            "refund_amount": 0 if place else back.amount,
            "refund_post_amount": 0,
            "aftersale_num": count,
            "update_time": int(back.at.timestamp()),
            "status_deadline": int(back.due.timestamp()),
        }
        rows.append({"aftersale_info": info, "order_info": {"shop_order_id": order.order_id}})
    return rows


def _line_row(order: Order, line: Line) -> Row:
    left = line.shipped and not line.unshipped
    return {
        "order_id": line.line_id,
        "parent_order_id": order.order_id,
        "order_status": _LEFT if left else status_of(order),
        "product_id": int(line.sku.product_id),
        "product_id_str": line.sku.product_id,
        "sku_id": int(line.sku.sku_id),
        "out_sku_id": "",
        "code": line.sku.code,
        "product_name": line.title,
        "spec": [{"name": "规格", "value": line.sku.spec}] if line.sku.spec else [],
        "item_num": line.quantity,
        "origin_amount": line.price,
        "pay_amount": line.total,
        "reduce_stock_type": 1,
        "given_product_type": "FREE" if line.gift else "",
        "after_sale_info": {"after_sale_status": _after_sale(order, line)},
    }


def _after_sale(order: Order, line: Line) -> int:
    stages = {back.stage for back in order.refunds if line.line_id in back.pieces}
    shown = (*UNDECIDED, RefundStage.DONE, RefundStage.REFUSED, RefundStage.WITHDRAWN)
    return next((_AFTER_SALES[stage] for stage in shown if stage in stages), _NO_AFTER_SALE)


def _parcel_row(order: Order, sent: Sent) -> Row:
    return {
        "tracking_no": sent.tracking,
        "company": sent.courier,
        "company_name": sent.courier,
        "delivery_id": sent.parcel_id,
        "ship_time": int(sent.at.timestamp()),
        "product_info": [
            {
                "sku_order_id": line.line_id,
                "product_id_str": line.sku.product_id,
                "product_count": sent.pieces[line.line_id],
            }
            for line in order.lines
            if line.line_id in sent.pieces
        ],
    }


def plain_text(order: Order, cipher: str) -> str | None:
    """Return what a cipher of an order hides, None for one that is not its own."""
    where, own = order.address, order.order_id
    hidden = {
        f"##tel {own}##": where.phone,
        f"##receiver {own}##": where.name,
        f"##detail {own}##": where.street,
    }
    return hidden.get(cipher)


def _address_rows(order: Order) -> Row:
    where = order.address
    return {
        "post_tel": "",
        "post_receiver": "",
        "encrypt_post_tel": f"##tel {order.order_id}##",
        "encrypt_post_receiver": f"##receiver {order.order_id}##",
        "post_addr": {"encrypt_detail": f"##detail {order.order_id}##"},
        "mask_post_receiver": f"{where.name[:1]}**",
        "mask_post_tel": f"{where.phone[:3]}****{where.phone[-4:]}",
        "mask_post_addr": {
            "province": {"name": where.region, "id": "33"},
            "city": {"name": where.city, "id": "330100"},
            "town": {"name": "", "id": ""},
            "street": {"name": "", "id": ""},
            "detail": "****",
        },
    }
