"""Orders of Youzan as our records. Facts: `reference/shops.md` §7 and §11.3.

An order comes with its parcels and what was asked back; which lines have left is told by parcel.
"""

import json
from collections.abc import Mapping, Sequence
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
from microshop_desktop.domain.readable import readable
from microshop_desktop.domain.refunds import RefundState

_NOT_RELEASED = frozenset({"TRADE_PAID", "WAIT_CONFIRM"})
_FULFILMENTS: Mapping[str, Fulfilment] = MappingProxyType(
    {
        "WAIT_BUYER_PAY": Fulfilment.PENDING_PAYMENT,
        "TRADE_PAID": Fulfilment.TO_SHIP,
        "WAIT_CONFIRM": Fulfilment.TO_SHIP,
        "WAIT_SELLER_SEND_GOODS": Fulfilment.TO_SHIP,
        "WAIT_BUYER_CONFIRM_GOODS": Fulfilment.SHIPPED,
        "TRADE_SUCCESS": Fulfilment.COMPLETED,
        "TRADE_CLOSED": Fulfilment.CANCELLED,
        "TRADE_CLOSE": Fulfilment.CANCELLED,
    }
)
_REFUNDS: Mapping[str, RefundState] = MappingProxyType(
    {
        "": RefundState.NONE,
        "0": RefundState.NONE,
        "1": RefundState.REQUESTED,
        "2": RefundState.PART,
        "11": RefundState.REQUESTED,
        "12": RefundState.WHOLE,
    }
)
_GIVEN_BACK = "60"
_SENT = "1"


def order_of(told: Told) -> OnlineOrder:
    """Return an order out of the answer for it alone."""
    order = told.part("full_order_info")
    info, money = order.part("order_info"), order.part("pay_info")
    status, number = info.word("status"), info.word("tid")
    sent = _sent_lines(told.rows("delivery_order"))
    fulfilment = _fulfilment(status, sent)
    total, paid_at = money.minor("payment"), info.beijing("pay_time")
    paid = total if paid_at is not None else 0
    refund = _REFUNDS.get(info.text("refund_state"))
    return OnlineOrder(
        external_id=number,
        number=number,
        fulfilment=fulfilment,
        raw_status=status,
        currency="CNY",
        total=total,
        shipping=money.minor("post_fee"),
        paid=paid,
        placed_at=known(info.beijing("created"), "created"),
        updated_at=known(info.beijing("update_time"), "update_time"),
        lines=tuple(_line(row, fulfilment, sent) for row in order.rows("orders")),
        refund=refund or RefundState.NONE,
        refunded=_refunded(told.rows("refund_order"), refund, paid),
        hold=_hold(status, fulfilment, refund),
        paid_at=paid_at,
        contact=Contact(address=_region(order.part("address_info"))),
        note=order.part("remark_info").text("buyer_message"),
        parcels=_parcels(told.rows("delivery_order")),
    )


def spec_of(text: str) -> str:
    """Return the values of `[{"k":"尺码","v":"XL"}]`; a text that is none of these as it is."""
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return text
    if not isinstance(rows, list):
        return ""
    values = [str(row["v"]) for row in rows if isinstance(row, dict) and row.get("v")]
    return readable(" ".join(values))


def _fulfilment(status: str, sent: frozenset[str]) -> Fulfilment:
    told = _FULFILMENTS.get(status, Fulfilment.UNKNOWN)
    return Fulfilment.PART_SHIPPED if sent and told is Fulfilment.TO_SHIP else told


def _hold(status: str, fulfilment: Fulfilment, refund: RefundState | None) -> str:
    if fulfilment is Fulfilment.UNKNOWN or refund is None:
        return UNKNOWN_STATE
    return NOT_RELEASED if status in _NOT_RELEASED else ""


def _refunded(rows: Sequence[Told], refund: RefundState | None, paid: int) -> int:
    """Return what went back: as the refunds say, all of it where they say nothing of a whole."""
    back = sum(row.minor("refund_fee") for row in rows if row.text("refund_state") == _GIVEN_BACK)
    return paid if refund is RefundState.WHOLE and not back else back


def _line(row: Told, fulfilment: Fulfilment, sent: frozenset[str]) -> OnlineLine:
    quantity, product, oid = row.whole("num"), row.word("item_id"), row.word("oid")
    sku = row.text("sku_id")
    left = fulfilment in LEFT or oid in sent
    return OnlineLine(
        line_id=oid,
        product=product,
        sku=sku if sku not in {"", "0"} else product,
        code=row.text("outer_sku_id") or row.text("outer_item_id"),
        title=row.text("title"),
        spec=spec_of(row.text("sku_properties_name")),
        quantity=quantity,
        gross=row.minor("price") * quantity,
        total=0 if row.flag("is_present") else row.minor("payment"),
        shipped=quantity if left else 0,
    )


def _sent_lines(deliveries: Sequence[Told]) -> frozenset[str]:
    """Return the lines that are in a parcel."""
    sent = (row for row in deliveries if row.text("express_state") == _SENT)
    return frozenset(one.word("oid") for row in sent for one in row.rows("oids"))


def _parcels(deliveries: Sequence[Told]) -> tuple[Parcel, ...]:
    told = [
        (parcel.text("express_id"), parcel.text("express_no"))
        for row in deliveries
        for parcel in (one.part("express_info") for one in row.rows("dists"))
    ]
    return tuple(Parcel(*one) for one in dict.fromkeys(told) if one[1])


def _region(row: Told) -> str:
    """Return what of an address is not in cipher."""
    parts = ("delivery_province", "delivery_city", "delivery_district")
    return " ".join(filter(None, (row.text(part) for part in parts)))
