"""The JSON of orders and refunds that scripts rely on: one spelling for every command.

Money in minor units, quantities in thousandths, times ISO 8601 with the shop's offset.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from microshop_desktop.services.order_values import (
    OnlineFacts,
    OrderLineView,
    OrderView,
    PaymentView,
    RefundView,
)

Document = dict[str, object]


def order_json(order: OrderView, zone: str) -> Document:
    """Return an order as `sell`, `orders show` and `orders list` print it."""
    return {
        "number": order.number,
        "id": str(order.order),
        "source": order.source,
        "state": order.state,
        "pay_state": order.pay_state,
        "refund_state": order.refund_state.value,
        "refund_progress": order.progress.value if order.refunded else None,
        "held": order.held,
        "at": iso_text(order.at, zone),
        "currency": order.currency,
        "customer": order.customer_name or None,
        "lines": [_line(line) for line in order.lines],
        "subtotal": order.subtotal,
        "discount": order.discount,
        "rounding": order.rounding,
        "tax": order.tax,
        "total": order.total,
        "paid": order.paid,
        "change": order.change,
        "refunded": order.refunded,
        "payments": [_payment(payment, zone) for payment in order.payments],
        **({} if order.online is None else {"online": _online(order.online, zone)}),
    }


def refund_json(refund: RefundView, zone: str) -> Document:
    """Return a refund as `refund` prints it; `no` of its lines are the order's line numbers."""
    return {
        "number": refund.number,
        "order": refund.order_number or None,
        "at": iso_text(refund.at, zone),
        "method": refund.method.value,
        "state": refund.state,
        "progress": refund.progress.value,
        "amount": refund.amount,
        "currency": refund.currency,
        "lines": [
            {
                "no": line.no if line.line_no is None else line.line_no,
                "quantity": line.quantity,
                "amount": line.amount,
                "restocked": line.restocked,
            }
            for line in refund.lines
        ],
    }


def iso_text(at: datetime, zone: str) -> str:
    """Return a moment as ISO 8601 in the shop's zone, with its offset."""
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def _line(line: OrderLineView) -> Document:
    return {
        "no": line.no,
        "sku": None if line.sku is None else str(line.sku),
        "code": line.code,
        "name": line.full_name,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": line.unit_price,
        "discount": line.discount,
        "tax": line.tax,
        "total": line.total,
    }


def _online(online: OnlineFacts, zone: str) -> Document:
    """Return what a platform says of an order; known where one order is asked for, not in lists."""
    return {
        "account": online.account,
        "status": online.raw_status,
        "hold": online.hold or None,
        "own_hold": online.own_hold or None,
        "paid": online.paid,
        "refunded": online.refunded,
        "aftersales": [
            {
                "id": one.external_id,
                "kind": one.kind.value,
                "state": one.state.value,
                "status": one.raw_status,
                "amount": one.amount,
                "pieces": one.pieces,
                "deadline": None if one.deadline is None else iso_text(one.deadline, zone),
            }
            for one in online.aftersales
        ],
    }


def _payment(payment: PaymentView, zone: str) -> Document:
    return {
        "method": payment.method.value,
        "amount": payment.amount,
        "state": payment.state,
        "reference": payment.reference or None,
        "at": iso_text(payment.at, zone),
    }
