"""A sale at the counter: one transaction turns a basket and its money into an order.

The transaction writes order, lines, adjustments, payments, movements, levels, day figures and the
audit link. Finishing is one-way by the basket's id: the second time gives the first order back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from microshop_desktop.domain.basket import Basket, Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.pricing import (
    AdjustmentKind,
    PricedBasket,
    PricedLine,
    price_basket,
)
from microshop_desktop.domain.stock import BelowZero, MovementKind
from microshop_desktop.domain.tenders import Settled, Settlement, settle
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.orders import (
    OrderAdjustment,
    OrderEvent,
    OrderLine,
    OrderRow,
    Payment,
)
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.baskets import let_go
from microshop_desktop.services.booking import Booking, FactHead
from microshop_desktop.services.events import OrderChanged, SaleFinished, StockChanged
from microshop_desktop.services.sales_book import (
    DayFigures,
    Ledger,
    SkuFigures,
    add_to_day,
    add_to_sku_days,
)
from microshop_desktop.services.shifts import current_shift
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import read_settings
from microshop_desktop.services.stock_book import (
    Cause,
    Level,
    Move,
    after_issue,
    book_moves,
    cost_out,
    read_levels,
)

COUNTER = "counter"
_FINISHED = Prepared(
    select(OrderRow.id, OrderRow.number, OrderRow.total).where(
        OrderRow.basket_id == bindparam("basket")
    )
)
_CHANGE_OF = select(Payment.amount, Payment.tendered, Payment.method).where(
    Payment.order_id == bindparam("order")
)
_INSERT_ORDER = BulkInsert(table_of(OrderRow))
_INSERT_LINES = BulkInsert(table_of(OrderLine))
_INSERT_ADJUSTMENTS = BulkInsert(table_of(OrderAdjustment))
_INSERT_PAYMENTS = BulkInsert(table_of(Payment))
_INSERT_EVENT = BulkInsert(table_of(OrderEvent))


@dataclass(frozen=True, slots=True)
class Sale:
    """A finished sale; money in minor units. `again` says that it had been finished before."""

    order: UUID
    number: str
    total: int
    change: int
    took_cash: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class Checkout:
    """What is to be sold: the basket, the money for it beside what it already received.

    `shown_total` is what the customer saw, None where nobody saw one.
    """

    basket: Basket
    tenders: tuple[Tender, ...] = ()
    shown_total: int | None = None
    exchange_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Costed:
    """A priced line with the id of its row and the cost value that leaves the stock."""

    priced: PricedLine
    row_id: UUID
    cost_value: int


class Selling:
    """Turning baskets into orders."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SELL)
    def price(self, actor: Actor, basket: Basket) -> PricedBasket:
        """Return what the basket costs under the shop's settings."""
        with self._shop.database.read() as connection:
            rule = read_settings(connection).rounding
        return price_basket(basket, rule, exponent=self._shop.profile.currency.exponent)

    @act(Right.SELL)
    def finish(
        self,
        actor: Actor,
        basket: Basket,
        tenders: Sequence[Tender] = (),
        *,
        shown_total: int | None = None,
    ) -> Sale:
        """Sell a basket for what was received with it and these tenders; none at all: exact cash.

        `shown_total` is what the customer saw: `basket_changed` when the price is another now.
        `stock_short` where a SKU blocks selling below zero; `payment_short`, `payment_too_high`.
        """
        if basket.is_empty:
            raise ShopError(ErrorCode.BASKET_EMPTY)
        with self._shop.booking(actor) as booking:
            before = self._finished_before(booking, basket)
            if before is not None:
                return before
            checkout = Checkout(basket, tuple(tenders), shown_total)
            sale = sell_in(booking, actor, self._shop.profile.currency, checkout)
        self._tell(sale, basket)
        return sale

    def _finished_before(self, booking: Booking, basket: Basket) -> Sale | None:
        row = _FINISHED.first(booking.connection, basket=basket.id)
        if row is None:
            return None
        payments = booking.connection.execute(_CHANGE_OF, {"order": row.id}).all()
        return Sale(
            order=row.id,
            number=row.number,
            total=row.total,
            change=sum(payment.tendered - payment.amount for payment in payments),
            took_cash=any(payment.method == Method.CASH.value for payment in payments),
            again=True,
        )

    def _tell(self, sale: Sale, basket: Basket) -> None:
        skus = frozenset(line.goods.sku for line in basket.lines if line.goods.sku)
        self._shop.events.send(SaleFinished(sale.order, sale.number, sale.took_cash))
        self._shop.events.send(OrderChanged(sale.order, sale.number))
        self._shop.events.send(StockChanged(skus))


def sell_in(booking: Booking, actor: Actor, currency: Currency, checkout: Checkout) -> Sale:
    """Book a sale inside an open act; what an exchange and a plain sale share."""
    basket = checkout.basket
    rule = read_settings(booking.connection).rounding
    priced = price_basket(basket, rule, exponent=currency.exponent)
    if checkout.shown_total not in {None, priced.total}:
        raise ShopError(ErrorCode.BASKET_CHANGED, shown=checkout.shown_total, total=priced.total)
    if any(given.kind is not AdjustmentKind.ROUNDING for given in priced.adjustments):
        actor.require(Right.DISCOUNT)
    tenders = (*basket.received, *checkout.tenders)
    money = settle(priced.total, tenders or (Tender(Method.CASH, priced.total),))
    let_go(booking, basket.id)
    lines, moves = _take_from_stock(booking, priced)
    shift = current_shift(booking)
    head = booking.fact()
    order = _OrderFacts(
        head=head,
        number=booking.order_number(),
        shift=shift,
        currency=currency.code,
        exchange_of=checkout.exchange_of,
    )
    _write_order(booking, order, priced)
    _write_lines(booking, order, lines)
    _write_adjustments(booking, order, priced, lines)
    _write_payments(booking, order, money)
    book_moves(booking, moves, Cause("order", head.id))
    _write_day_figures(booking, order, priced, lines)
    _write_event(booking, order, priced)
    booking.audit("sale", head, _digest(order, lines, money))
    return Sale(
        order=head.id,
        number=order.number,
        total=priced.total,
        change=money.change,
        took_cash=any(payment.method is Method.CASH for payment in money.payments),
    )


@dataclass(frozen=True, slots=True)
class _OrderFacts:
    head: FactHead
    number: str
    shift: UUID
    currency: str
    exchange_of: UUID | None


def _take_from_stock(booking: Booking, priced: PricedBasket) -> tuple[list[_Costed], list[Move]]:
    """Cost each line by what is on the shelf then, and return the movements to book."""
    skus = {line.line.goods.sku for line in priced.lines if line.line.goods.sku}
    levels = read_levels(booking.connection, booking.place, skus)
    costed: list[_Costed] = []
    moves: list[Move] = []
    for line in priced.lines:
        cost = 0
        sku, quantity = line.line.goods.sku, line.line.base_quantity
        if sku is not None:
            level = _level_to_sell(levels, line, quantity)
            cost = cost_out(level, quantity)
            levels[sku] = after_issue(level, quantity, cost)
            moves.append(Move(sku, MovementKind.SALE, -quantity, -cost))
        costed.append(_Costed(line, booking.ids.new(), cost))
    return costed, moves


def _level_to_sell(levels: dict[UUID, Level], line: PricedLine, quantity: int) -> Level:
    goods = line.line.goods
    level = levels.get(goods.sku) if goods.sku else None
    if level is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="sku", key=str(goods.sku))
    if level.below_zero == BelowZero.BLOCK.value and quantity > level.available:
        raise ShopError(
            ErrorCode.STOCK_SHORT, name=goods.name, wanted=quantity, available=level.available
        )
    return level


def _write_order(booking: Booking, order: _OrderFacts, priced: PricedBasket) -> None:
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
                "state": "completed",
                "pay_state": "paid",
                "refund_state": "none",
                "held": False,
                "subtotal": priced.subtotal,
                "discount": priced.discount,
                "rounding": priced.rounding,
                "tax": priced.tax,
                "total": priced.total,
                "paid": priced.total,
                "refunded": 0,
                "note": priced.basket.note,
                "exchange_of": order.exchange_of,
            }
        ],
    )


def _write_lines(booking: Booking, order: _OrderFacts, lines: Sequence[_Costed]) -> None:
    _INSERT_LINES(
        booking.connection,
        [_line_values(order, no, line) for no, line in enumerate(lines, start=1)],
    )


def _line_values(order: _OrderFacts, no: int, costed: _Costed) -> dict[str, object]:
    priced, line = costed.priced, costed.priced.line
    return {
        "id": costed.row_id,
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
        "cost_value": costed.cost_value,
        "note": line.note,
    }


def _write_adjustments(
    booking: Booking, order: _OrderFacts, priced: PricedBasket, lines: Sequence[_Costed]
) -> None:
    row_ids = {line.priced.line.no: line.row_id for line in lines}
    values = [
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
    ]
    if values:
        _INSERT_ADJUSTMENTS(booking.connection, values)


def _write_payments(booking: Booking, order: _OrderFacts, money: Settlement) -> None:
    values = [_payment_values(booking, order, payment) for payment in money.payments]
    if values:
        _INSERT_PAYMENTS(booking.connection, values)


def _payment_values(booking: Booking, order: _OrderFacts, payment: Settled) -> dict[str, object]:
    by_hand = payment.method is not Method.CASH
    return {
        **booking.fact().values(),
        "order_id": order.head.id,
        "shift_id": order.shift,
        "method": payment.method.value,
        "amount": payment.amount,
        "tendered": payment.tendered,
        "currency": order.currency,
        "state": "confirmed_by_cashier" if by_hand else "received",
        "reference": payment.reference,
    }


def _write_day_figures(
    booking: Booking, order: _OrderFacts, priced: PricedBasket, lines: Sequence[_Costed]
) -> None:
    ledger = Ledger(booking.day, order.currency, COUNTER)
    figures = DayFigures(
        orders=1,
        gross=priced.subtotal,
        discount=priced.discount + priced.rounding,
        tax=priced.tax,
        cost_value=sum(line.cost_value for line in lines),
    )
    add_to_day(booking.connection, ledger, figures)
    add_to_sku_days(
        booking.connection,
        ledger,
        [
            SkuFigures(
                sku=line.priced.line.goods.sku,
                quantity=line.priced.line.base_quantity,
                net=line.priced.total,
                cost_value=line.cost_value,
            )
            for line in lines
            if line.priced.line.goods.sku is not None
        ],
    )


def _write_event(booking: Booking, order: _OrderFacts, priced: PricedBasket) -> None:
    _INSERT_EVENT(
        booking.connection,
        [
            {
                "id": booking.ids.new(),
                "order_id": order.head.id,
                "at": booking.at,
                "kind": "sold",
                "staff_id": booking.staff,
                "facts": {"total": priced.total},
            }
        ],
    )


def _digest(order: _OrderFacts, lines: Sequence[_Costed], money: Settlement) -> dict[str, object]:
    return {
        "number": order.number,
        "lines": [
            [str(line.priced.line.goods.sku), line.priced.line.quantity, line.priced.total]
            for line in lines
        ],
        "payments": [[payment.method.value, payment.amount] for payment in money.payments],
    }
