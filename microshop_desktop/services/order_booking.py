"""Writing an order inside an open act: head, lines, reasons of discounts, payments, timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from microshop_desktop.domain.basket import Basket
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.pricing import (
    AdjustmentKind,
    PricedBasket,
    PricedLine,
    price_basket,
)
from microshop_desktop.domain.tenders import Settlement
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.tables.orders import (
    OrderAdjustment,
    OrderEvent,
    OrderLine,
    OrderRow,
    Payment,
)
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.booking import Booking, FactHead
from microshop_desktop.services.order_goods import SoldLine
from microshop_desktop.services.shop_settings import read_settings

COUNTER = "counter"
_INSERT_ORDER = BulkInsert(table_of(OrderRow))
_INSERT_LINES = BulkInsert(table_of(OrderLine))
_INSERT_ADJUSTMENTS = BulkInsert(table_of(OrderAdjustment))
_INSERT_PAYMENTS = BulkInsert(table_of(Payment))
_INSERT_EVENT = BulkInsert(table_of(OrderEvent))


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What an order is written with beside its basket. `state` and `pay_state` as in §12."""

    head: FactHead
    number: str
    shift: UUID
    currency: str
    exchange_of: UUID | None = None
    state: str = "completed"
    pay_state: str = "paid"
    paid: int = 0


def price_to_sell(
    booking: Booking, actor: Actor, currency: Currency, basket: Basket, shown_total: int | None
) -> PricedBasket:
    """Price a basket under the shop's settings.

    `basket_changed` when the customer saw another total, `not_allowed` where the actor may give no
    discounts.
    """
    rule = read_settings(booking.connection).rounding
    priced = price_basket(basket, rule, exponent=currency.exponent)
    if shown_total not in {None, priced.total}:
        raise ShopError(ErrorCode.BASKET_CHANGED, shown=shown_total, total=priced.total)
    if any(given.kind is not AdjustmentKind.ROUNDING for given in priced.adjustments):
        actor.require(Right.DISCOUNT)
    return priced


def order_digest(number: str, priced: PricedBasket) -> dict[str, object]:
    """Return the facts of an order that its audit link holds fast."""
    return {
        "number": number,
        "lines": [
            [str(line.line.goods.sku), line.line.quantity, line.total] for line in priced.lines
        ],
    }


def write_order(
    booking: Booking, order: OrderFacts, priced: PricedBasket, lines: Sequence[SoldLine]
) -> None:
    """Write the order with its lines and the reasons of its discounts."""
    _write_head(booking, order, priced)
    _INSERT_LINES(
        booking.connection,
        [
            _line_values(order, no, line, sold)
            for no, (line, sold) in enumerate(zip(priced.lines, lines, strict=True), start=1)
        ],
    )
    _write_adjustments(booking, order, priced, lines)


def write_payments(
    booking: Booking, order: UUID, money: Settlement, *, shift: UUID, currency: str
) -> list[FactHead]:
    """Write money taken in cash or confirmed by hand; return the payments' heads."""
    heads = [booking.fact() for _ in money.payments]
    _INSERT_PAYMENTS(
        booking.connection,
        [
            {
                **head.values(),
                "order_id": order,
                "shift_id": shift,
                "method": payment.method.value,
                "amount": payment.amount,
                "tendered": payment.tendered,
                "currency": currency,
                "state": payment_state(payment.method.value),
                "reference": payment.reference,
            }
            for head, payment in zip(heads, money.payments, strict=True)
        ],
    )
    return heads


def payment_state(method: str) -> str:
    """Return the state of money a person took: cash is in the drawer, the rest was looked at."""
    return "received" if method == "cash" else "confirmed_by_cashier"


def write_event(
    booking: Booking, order: UUID, kind: str, facts: dict[str, object] | None = None
) -> None:
    """Append a step to an order's timeline; `facts` hold ids, words and amounts, never names."""
    _INSERT_EVENT(
        booking.connection,
        [
            {
                "id": booking.ids.new(),
                "order_id": order,
                "at": booking.at,
                "kind": kind,
                "staff_id": booking.staff,
                "facts": facts or {},
            }
        ],
    )


def _write_head(booking: Booking, order: OrderFacts, priced: PricedBasket) -> None:
    customer = priced.basket.customer
    _INSERT_ORDER(
        booking.connection,
        [
            {
                **order.head.values(),
                "number": order.number,
                "source": COUNTER,
                "basket_id": priced.basket.id,
                "shift_id": order.shift,
                "place_id": booking.place,
                "customer_id": None if customer is None else customer.customer,
                "currency": order.currency,
                "state": order.state,
                "pay_state": order.pay_state,
                "refund_state": "none",
                "held": False,
                "subtotal": priced.subtotal,
                "discount": priced.discount,
                "rounding": priced.rounding,
                "tax": priced.tax,
                "total": priced.total,
                "paid": order.paid,
                "refunded": 0,
                "note": priced.basket.note,
                "exchange_of": order.exchange_of,
            }
        ],
    )


def _line_values(
    order: OrderFacts, no: int, priced: PricedLine, sold: SoldLine
) -> dict[str, object]:
    line = priced.line
    return {
        "id": sold.row_id,
        "order_id": order.head.id,
        "no": no,
        "sku_id": line.goods.sku,
        "sku_unit_id": line.unit.id,
        "code": line.goods.code,
        "name": line.goods.name,
        "spec": line.goods.spec,
        "unit": line.unit.name,
        "factor": line.unit.factor,
        "quantity": line.quantity,
        "unit_price": priced.unit_price,
        "gross": priced.gross,
        "discount": priced.discount,
        "tax_rate": line.goods.tax_rate,
        "tax": priced.tax,
        "total": priced.total,
        "cost_value": sold.cost_value,
        "note": line.note,
    }


def _write_adjustments(
    booking: Booking, order: OrderFacts, priced: PricedBasket, lines: Sequence[SoldLine]
) -> None:
    row_ids = {line.line.no: sold.row_id for line, sold in zip(priced.lines, lines, strict=True)}
    _INSERT_ADJUSTMENTS(
        booking.connection,
        [
            {
                "id": booking.ids.new(),
                "order_id": order.head.id,
                "line_id": None if given.line_no is None else row_ids[given.line_no],
                "kind": given.kind.value,
                "value": given.value,
                "amount": given.amount,
                "reason": given.reason,
            }
            for given in priced.adjustments
        ],
    )
