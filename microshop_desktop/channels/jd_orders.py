"""Orders of JD as our records. Facts: `reference/shops.md` §4 and §11.3.

JD tells list prices of lines; what a coupon took from one SKU it tells beside, what was taken from
the whole order is shared out when the order is booked.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from microshop_desktop.channels.answers import Told, known
from microshop_desktop.channels.holds import LOCKED
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

ORDER_FIELDS = (
    "orderId,orderState,orderPayment,freightPrice,orderStartTime,paymentConfirmTime,modified,"
    "orderRemark,waybill,logisticsId,consigneeInfo,itemInfoList,couponDetailList"
)
SPLIT = "PARENT_TRADE_CANCELED"
"""An order that was split; its parts are orders of their own."""
_CANCELLED = "TRADE_CANCELED"
_LOCKED = frozenset({"LOCKED", "PAUSE", "POP_ORDER_PAUSE"})
_TO_SHIP = ("WAIT_SELLER_STOCK_OUT", "WAIT_SELLER_DELIVERY", "WAIT_SEND_CODE")
_FULFILMENTS: Mapping[str, Fulfilment] = MappingProxyType(
    dict.fromkeys((*_TO_SHIP, *_LOCKED), Fulfilment.TO_SHIP)
    | dict.fromkeys((_CANCELLED, SPLIT), Fulfilment.CANCELLED)
    | {
        "WAIT_GOODS_RECEIVE_CONFIRM": Fulfilment.SHIPPED,
        "FINISHED_L": Fulfilment.COMPLETED,
    }
)
_ASKED, _GIVEN_BACK = frozenset({"0", "1"}), "3"
_SUM = "applyRefundSum"
_NO_TIME = ("0001", "1970")
"""How JD writes that something has not happened."""


def may_have_refund(order: Told) -> bool:
    """Tell whether money may be asked for or have gone back before anything was sent."""
    return order.text("orderState") in _LOCKED | {_CANCELLED}


def order_of(order: Told, refunds: Sequence[Told] = (), *, cents: bool = True) -> OnlineOrder:
    """Return an order; `refunds` were applied for before it was sent, `cents`: told in fen."""
    state = order.word("orderState")
    fulfilment = _FULFILMENTS.get(state, Fulfilment.UNKNOWN)
    total, paid_at = order.minor("orderPayment"), _time(order, "paymentConfirmTime")
    paid = total if paid_at is not None else 0
    back = [one for one in refunds if one.text("status") == _GIVEN_BACK]
    amounts = (one.whole(_SUM) if cents else one.minor(_SUM) for one in back)
    refunded, number = sum(amounts), order.word("orderId")
    hold = LOCKED if state in _LOCKED else ""
    return OnlineOrder(
        external_id=number,
        number=number,
        fulfilment=fulfilment,
        raw_status=state,
        currency="CNY",
        total=total,
        shipping=order.minor("freightPrice"),
        paid=paid,
        placed_at=known(_time(order, "orderStartTime"), "orderStartTime"),
        updated_at=known(_time(order, "modified"), "modified"),
        lines=_lines(order, left=fulfilment in LEFT),
        refund=_refund(refunds, refunded, paid),
        refunded=refunded,
        hold=UNKNOWN_STATE if fulfilment is Fulfilment.UNKNOWN else hold,
        paid_at=paid_at,
        contact=Contact(address=_region(order.part("consigneeInfo"))),
        note=order.text("orderRemark"),
        parcels=_parcels(order.text("logisticsId"), order.text("waybill")),
    )


def _time(order: Told, name: str) -> datetime | None:
    return None if order.text(name).startswith(_NO_TIME) else order.beijing(name)


def _refund(refunds: Sequence[Told], refunded: int, paid: int) -> RefundState:
    if any(one.text("status") in _ASKED for one in refunds):
        return RefundState.REQUESTED
    if refunded <= 0:
        return RefundState.NONE
    return RefundState.WHOLE if refunded >= paid else RefundState.PART


def _lines(order: Told, *, left: bool) -> tuple[OnlineLine, ...]:
    """Return the lines; a SKU that comes twice, once as a gift, gets a name of its own."""
    coupons = Counter[str]()
    for coupon in order.rows("couponDetailList"):
        coupons[coupon.text("skuId")] += coupon.minor("couponPrice")
    lines, seen = [], Counter[str]()
    for row in order.rows("itemInfoList"):
        sku, quantity = row.word("skuId"), row.whole("itemTotal")
        seen[sku] += 1
        gross = row.minor("jdPrice") * quantity
        less = min(gross, coupons[sku])
        coupons[sku] -= less
        lines.append(
            OnlineLine(
                line_id=sku if seen[sku] == 1 else f"{sku}:{seen[sku]}",
                product=row.text("wareId") or sku,
                sku=sku,
                code=row.text("outerSkuId"),
                title=row.text("skuName"),
                spec="",
                quantity=quantity,
                gross=gross,
                total=gross - less,
                shipped=quantity if left else 0,
            )
        )
    return tuple(lines)


def _parcels(couriers: str, numbers: str) -> tuple[Parcel, ...]:
    """Return the parcels: couriers stand between bars, the numbers of one between commas."""
    parcels, names = [], couriers.split("|")
    for place, group in enumerate(numbers.split("|")):
        courier = names[place] if place < len(names) else ""
        parcels += [Parcel(courier, one.strip()) for one in group.split(",") if one.strip()]
    return tuple(parcels)


def _region(row: Told) -> str:
    """Return what of an address is not in cipher."""
    return " ".join(filter(None, (row.text(one) for one in ("province", "city", "county"))))
