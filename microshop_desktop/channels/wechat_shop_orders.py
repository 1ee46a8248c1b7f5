"""Orders of WeChat Shop as our records. Facts: `reference/shops.md` §1 and §11.3."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from microshop_desktop.channels.answers import Told, known
from microshop_desktop.channels.holds import GIFT_NOT_ACCEPTED
from microshop_desktop.channels.wechat_shop_aftersales import BACK, CLOSED
from microshop_desktop.domain.online_order import (
    LEFT,
    UNKNOWN_STATE,
    Contact,
    Fulfilment,
    OnlineLine,
    OnlineOrder,
    Parcel,
)
from microshop_desktop.domain.refunds import RefundState

GIFT_WAITS, ALL_REFUNDED = "12", "200"
_FULFILMENTS: Mapping[str, Fulfilment] = MappingProxyType(
    {
        "10": Fulfilment.PENDING_PAYMENT,
        GIFT_WAITS: Fulfilment.TO_SHIP,
        "20": Fulfilment.TO_SHIP,
        "21": Fulfilment.PART_SHIPPED,
        "30": Fulfilment.SHIPPED,
        "100": Fulfilment.COMPLETED,
        "190": Fulfilment.CANCELLED,
        ALL_REFUNDED: Fulfilment.CANCELLED,
        "250": Fulfilment.CANCELLED,
    }
)
_HOLDS = MappingProxyType({GIFT_WAITS: GIFT_NOT_ACCEPTED})


def order_of(order: Told, after_sales: Sequence[Told] = ()) -> OnlineOrder:
    """Return an order; `after_sales` are those that it names, each as it was told by itself."""
    status, detail = order.word("status"), order.part("order_detail")
    fulfilment = _FULFILMENTS.get(status, Fulfilment.UNKNOWN)
    price, pay = detail.part("price_info"), detail.part("pay_info")
    total, paid_at = price.whole("order_price"), pay.seconds("pay_time")
    paid = total if paid_at is not None else 0
    refunded = paid if status == ALL_REFUNDED else _given_back(after_sales)
    delivery = detail.part("delivery_info")
    parcels = delivery.rows("delivery_product_info")
    hold = UNKNOWN_STATE if fulfilment is Fulfilment.UNKNOWN else _HOLDS.get(status, "")
    return OnlineOrder(
        external_id=order.word("order_id"),
        number=order.word("order_id"),
        fulfilment=fulfilment,
        raw_status=status,
        currency="CNY",
        total=total,
        shipping=price.whole("freight"),
        paid=paid,
        placed_at=known(order.seconds("create_time"), "create_time"),
        updated_at=known(order.seconds("update_time"), "update_time"),
        lines=_lines(detail.rows("product_infos"), parcels, fulfilment),
        refund=_refund(after_sales, refunded, paid),
        refunded=refunded,
        hold=hold,
        paid_at=paid_at,
        contact=contact_of(delivery.part("address_info")),
        note=detail.part("ext_info").text("customer_notes"),
        parcels=tuple(Parcel(one.text("delivery_id"), one.text("waybill_id")) for one in parcels),
    )


def after_sale_ids(order: Told) -> tuple[str, ...]:
    """Return the after-sales that an order names."""
    rows = order.part("aftersale_detail").rows("aftersale_order_list")
    return tuple(row.word("aftersale_order_id") for row in rows)


def _refund(after_sales: Sequence[Told], refunded: int, paid: int) -> RefundState:
    """Return how it stands with money going back; a state nobody knows counts as asked for."""
    if any(one.text("status") not in BACK | CLOSED for one in after_sales):
        return RefundState.REQUESTED
    if refunded <= 0:
        return RefundState.NONE
    return RefundState.WHOLE if refunded >= paid else RefundState.PART


def _given_back(after_sales: Sequence[Told]) -> int:
    done = (one for one in after_sales if one.text("status") in BACK)
    return sum(one.part("refund_info").whole("amount") for one in done)


def _lines(
    rows: Sequence[Told], parcels: Sequence[Told], fulfilment: Fulfilment
) -> tuple[OnlineLine, ...]:
    gone = _sent(parcels)
    lines, ids = [], Counter[str]()
    for row in rows:
        sku = (row.word("product_id"), row.text("sku_id"))
        quantity = row.whole("sku_cnt")
        shipped = min(quantity, gone[sku])
        gone[sku] -= shipped
        if fulfilment in LEFT and not parcels:
            shipped = quantity
        ids[":".join(sku)] += 1
        lines.append(_line(row, sku, ids[":".join(sku)], quantity, shipped))
    return tuple(lines)


def _line(row: Told, sku: tuple[str, str], place: int, quantity: int, shipped: int) -> OnlineLine:
    again = f":{place}" if place > 1 else ""
    return OnlineLine(
        line_id=":".join(sku) + again,
        product=sku[0],
        sku=sku[1] or sku[0],
        code=row.text("sku_code"),
        title=row.text("title"),
        spec=" ".join(one.text("attr_value") for one in row.rows("sku_attrs")),
        quantity=quantity,
        gross=row.whole("sale_price") * quantity,
        total=0 if row.flag("is_free_gift") else row.whole("real_price"),
        cancelled=min(row.whole("finish_aftersale_sku_cnt"), quantity - shipped),
        shipped=shipped,
    )


def _sent(parcels: Sequence[Told]) -> Counter[tuple[str, str]]:
    sent = Counter[tuple[str, str]]()
    for parcel in parcels:
        for row in parcel.rows("product_infos"):
            sent[row.text("product_id"), row.text("sku_id")] += row.whole("product_cnt")
    return sent


def contact_of(row: Told, virtual: Told | None = None) -> Contact:
    """Return whom an order goes to; a number that only stands for the customer's goes first."""
    parts = ("province_name", "city_name", "county_name", "detail_info")
    where = " ".join(filter(None, (row.text(part) for part in parts)))
    phone = row.text("tel_number")
    if virtual is not None and virtual.text("virtual_number"):
        extension = virtual.text("extension")
        phone = "-".join(filter(None, (virtual.text("virtual_number"), extension)))
    return Contact(row.text("user_name"), phone, where)
