"""Orders of Pinduoduo as our records. Facts: `reference/shops.md` §6 and §11.3.

Lines are told at list prices; what was taken off the whole order is shared out when it is booked.
An order says that money went back, not how much: the amount stays untold, for a person to look at.
"""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from microshop_desktop.channels.answers import Told, known
from microshop_desktop.channels.holds import NOT_RELEASED
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

_FULFILMENTS: Mapping[str, Fulfilment] = MappingProxyType(
    {"1": Fulfilment.TO_SHIP, "2": Fulfilment.SHIPPED, "3": Fulfilment.COMPLETED}
)
_REFUNDS: Mapping[str, RefundState] = MappingProxyType(
    {
        "": RefundState.NONE,
        "1": RefundState.NONE,
        "2": RefundState.REQUESTED,
        "3": RefundState.REQUESTED,
        "4": RefundState.WHOLE,
    }
)
_NO_DEAL, _DEAL, _CANCELLED = "0", "1", "2"
_UNDER_REVIEW = "1"


def order_of(order: Told) -> OnlineOrder:
    """Return an order."""
    refund = _REFUNDS.get(order.text("refund_status"))
    fulfilment = _fulfilment(order, refund)
    paid, number = order.minor("pay_amount"), order.word("order_sn")
    return OnlineOrder(
        external_id=number,
        number=number,
        fulfilment=fulfilment,
        raw_status=_raw(order),
        currency="CNY",
        total=paid,
        shipping=order.minor("postage"),
        paid=paid,
        placed_at=known(order.beijing("created_time"), "created_time"),
        updated_at=known(order.beijing("updated_at"), "updated_at"),
        lines=_lines(order, left=fulfilment in LEFT),
        refund=refund or RefundState.NONE,
        hold=_hold(order, fulfilment, refund),
        paid_at=order.beijing("pay_time"),
        ship_until=order.beijing("last_ship_time"),
        contact=Contact(address=_region(order)),
        note=order.text("buyer_memo"),
        parcels=_parcels(order),
    )


def _fulfilment(order: Told, refund: RefundState | None) -> Fulfilment:
    """Return how far an order is; one whose money went back before it was sent never goes out."""
    told = _FULFILMENTS.get(order.text("order_status"), Fulfilment.UNKNOWN)
    if order.text("confirm_status") not in {"", _NO_DEAL, _DEAL, _CANCELLED}:
        return Fulfilment.UNKNOWN
    ended = order.text("confirm_status") == _CANCELLED or refund is RefundState.WHOLE
    return Fulfilment.CANCELLED if ended and told is Fulfilment.TO_SHIP else told


def _raw(order: Told) -> str:
    """Return the platform's own words: how far it was sent, and the deal where it is not made."""
    deal = order.text("confirm_status")
    told = order.word("order_status")
    return told if deal in {"", _DEAL} else f"{told}, confirm_status {deal}"


def _hold(order: Told, fulfilment: Fulfilment, refund: RefundState | None) -> str:
    if fulfilment is Fulfilment.UNKNOWN or refund is None:
        return UNKNOWN_STATE
    waits = order.text("confirm_status") == _NO_DEAL
    reviewed = order.text("risk_control_status") == _UNDER_REVIEW
    return NOT_RELEASED if fulfilment is Fulfilment.TO_SHIP and (waits or reviewed) else ""


def _lines(order: Told, *, left: bool) -> tuple[OnlineLine, ...]:
    """Return the lines; a SKU that comes twice gets a name of its own."""
    lines, seen = [], Counter[str]()
    for row in order.rows("item_list"):
        sku, quantity = row.word("sku_id"), row.whole("goods_count")
        seen[sku] += 1
        gross = row.minor("goods_price") * quantity
        lines.append(
            OnlineLine(
                line_id=sku if seen[sku] == 1 else f"{sku}:{seen[sku]}",
                product=row.text("goods_id") or sku,
                sku=sku,
                code=row.text("outer_id"),
                title=row.text("goods_name"),
                spec=row.text("goods_spec").replace(",", " "),
                quantity=quantity,
                gross=gross,
                total=gross,
                shipped=quantity if left else 0,
            )
        )
    return tuple(lines)


def _parcels(order: Told) -> tuple[Parcel, ...]:
    number = order.text("tracking_number")
    return (Parcel(order.text("logistics_id"), number),) if number else ()


def _region(order: Told) -> str:
    """Return what of an address is not in cipher."""
    return " ".join(filter(None, (order.text(one) for one in ("province", "city", "town"))))
