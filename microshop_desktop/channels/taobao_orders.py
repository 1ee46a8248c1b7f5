"""Trades of Taobao and Tmall as our orders. Facts: `reference/shops.md` §3 and §11.3."""

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
from microshop_desktop.domain.refunds import RefundState

TRADE_FIELDS = (
    "tid,status,payment,post_fee,created,pay_time,modified,buyer_message,receiver_name,"
    "receiver_state,receiver_city,receiver_district,receiver_address,receiver_mobile,"
    "receiver_phone,orders"
)
_PAID_NOT_RELEASED, _CLOSED_AFTER_PAYMENT = "PAID_FORBID_CONSIGN", "TRADE_CLOSED"
_CLOSED = frozenset({_CLOSED_AFTER_PAYMENT, "TRADE_CLOSED_BY_TAOBAO"})
_UNPAID = ("TRADE_NO_CREATE_PAY", "WAIT_BUYER_PAY", "PAY_PENDING", "WAIT_PRE_AUTH_CONFIRM")
_FULFILMENTS: Mapping[str, Fulfilment] = MappingProxyType(
    dict.fromkeys(_UNPAID, Fulfilment.PENDING_PAYMENT)
    | dict.fromkeys(("WAIT_SELLER_SEND_GOODS", _PAID_NOT_RELEASED), Fulfilment.TO_SHIP)
    | dict.fromkeys(("WAIT_BUYER_CONFIRM_GOODS", "TRADE_BUYER_SIGNED"), Fulfilment.SHIPPED)
    | dict.fromkeys(_CLOSED, Fulfilment.CANCELLED)
    | {
        "SELLER_CONSIGNED_PART": Fulfilment.PART_SHIPPED,
        "TRADE_FINISHED": Fulfilment.COMPLETED,
    }
)
_GIVEN_BACK = "SUCCESS"
_NO_REFUND = frozenset({"", "NO_REFUND", "CLOSED", _GIVEN_BACK})
"""States of a line's refund without money to come; all others wait for somebody."""


def given_back_ids(trade: Told) -> tuple[str, ...]:
    """Return the refunds of a trade that have been paid out."""
    rows = trade.rows("orders", "order")
    done = (row for row in rows if row.text("refund_status") == _GIVEN_BACK)
    return tuple(dict.fromkeys(row.text("refund_id") for row in done if row.text("refund_id")))


def order_of(trade: Told, refunds: Sequence[Told] = ()) -> OnlineOrder:
    """Return a trade as an order; `refunds` are those of `given_back_ids`."""
    status = trade.word("status")
    fulfilment = _FULFILMENTS.get(status, Fulfilment.UNKNOWN)
    total, paid_at = trade.minor("payment"), trade.beijing("pay_time")
    freight, rows = trade.minor("post_fee"), trade.rows("orders", "order")
    paid = total if paid_at is not None else 0
    refunded = sum(one.minor("refund_fee") for one in refunds)
    hold = NOT_RELEASED if status == _PAID_NOT_RELEASED else ""
    return OnlineOrder(
        external_id=trade.word("tid"),
        number=trade.word("tid"),
        fulfilment=fulfilment,
        raw_status=status,
        currency="CNY",
        total=total,
        shipping=freight,
        paid=paid,
        placed_at=known(trade.beijing("created"), "created"),
        updated_at=known(trade.beijing("modified"), "modified"),
        lines=tuple(_line(row, freight if len(rows) == 1 else 0) for row in rows),
        refund=_refund(status, rows, refunded, paid - freight),
        refunded=refunded,
        hold=UNKNOWN_STATE if fulfilment is Fulfilment.UNKNOWN else hold,
        paid_at=paid_at,
        contact=_contact(trade),
        note=trade.text("buyer_message"),
        parcels=_parcels(rows),
    )


def spec_of(properties: str) -> str:
    """Return the values of `1627207:3232483:颜色:军绿;20509:28317:尺码:XL`, names left out."""
    return " ".join(one.rsplit(":", 1)[-1].strip() for one in properties.split(";") if one)


def _refund(status: str, rows: Sequence[Told], refunded: int, goods: int) -> RefundState:
    """Return how it stands with money going back; `goods`: what was paid but for the freight."""
    states = [row.text("refund_status") for row in rows]
    if status == _CLOSED_AFTER_PAYMENT:
        return RefundState.WHOLE
    if any(state not in _NO_REFUND for state in states):
        return RefundState.REQUESTED
    if _GIVEN_BACK not in states:
        return RefundState.NONE
    whole = all(state == _GIVEN_BACK for state in states) and refunded >= goods
    return RefundState.WHOLE if whole else RefundState.PART


def _line(row: Told, freight: int) -> OnlineLine:
    """Return a line; `freight` is inside the payment of the only line of a trade."""
    quantity, product = row.whole("num"), row.word("num_iid")
    status = row.text("status")
    shared = row.values.get("divide_order_fee") not in (None, "")
    total = row.minor("divide_order_fee") if shared else row.minor("payment") - freight
    left = _FULFILMENTS.get(status) in LEFT or bool(row.text("invoice_no"))
    return OnlineLine(
        line_id=row.word("oid"),
        product=product,
        sku=row.text("sku_id") or product,
        code=row.text("outer_sku_id") or row.text("outer_iid"),
        title=row.text("title"),
        spec=spec_of(row.text("sku_properties_name")),
        quantity=quantity,
        gross=row.minor("price") * quantity,
        total=total,
        cancelled=quantity if status in _CLOSED and not left else 0,
        shipped=quantity if left else 0,
    )


def _parcels(rows: Sequence[Told]) -> tuple[Parcel, ...]:
    told = ((row.text("logistics_company"), row.text("invoice_no")) for row in rows)
    return tuple(Parcel(*one) for one in dict.fromkeys(told) if one[1])


def _contact(trade: Told) -> Contact:
    parts = ("receiver_state", "receiver_city", "receiver_district", "receiver_address")
    where = " ".join(filter(None, (trade.text(part) for part in parts)))
    phone = trade.text("receiver_mobile") or trade.text("receiver_phone")
    return Contact(trade.text("receiver_name"), phone, where)
