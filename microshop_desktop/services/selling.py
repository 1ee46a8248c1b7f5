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
from microshop_desktop.domain.pricing import PricedBasket, price_basket
from microshop_desktop.domain.tenders import Settlement, settle
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.orders import OrderRow, Payment
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.baskets import let_go
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import OrderChanged, SaleFinished, StockChanged
from microshop_desktop.services.order_booking import (
    COUNTER,
    OrderFacts,
    order_digest,
    price_to_sell,
    write_event,
    write_order,
    write_payments,
)
from microshop_desktop.services.order_goods import (
    SoldLine,
    costed,
    let_goods_go,
    levels_for,
    lines_to_sell,
)
from microshop_desktop.services.sales_book import DayFigures, Ledger
from microshop_desktop.services.shifts import current_shift
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import read_settings

_FINISHED = Prepared(
    select(OrderRow.id, OrderRow.number, OrderRow.total).where(
        OrderRow.basket_id == bindparam("basket")
    )
)
_CHANGE_OF = select(Payment.amount, Payment.tendered, Payment.method).where(
    Payment.order_id == bindparam("order")
)


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
    priced = price_to_sell(booking, actor, currency, basket, checkout.shown_total)
    tenders = (*basket.received, *checkout.tenders)
    money = settle(priced.total, tenders or (Tender(Method.CASH, priced.total),))
    let_go(booking, basket.id)
    levels = levels_for(booking, (line.line.goods.sku for line in priced.lines))
    lines = costed(lines_to_sell(booking, priced, levels), levels)
    shift = current_shift(booking)
    order = OrderFacts(
        head=booking.fact(),
        number=booking.order_number(),
        shift=shift,
        currency=currency.code,
        exchange_of=checkout.exchange_of,
        paid=priced.total,
    )
    write_order(booking, order, priced, lines)
    write_payments(booking, order.head.id, money, shift=shift, currency=order.currency)
    ledger = Ledger(booking.day, order.currency, COUNTER)
    let_goods_go(booking, order.head.id, ledger, lines, _figures(priced, lines))
    write_event(booking, order.head.id, "sold", {"total": priced.total})
    booking.audit("sale", order.head, _digest(order, priced, money))
    return Sale(
        order=order.head.id,
        number=order.number,
        total=priced.total,
        change=money.change,
        took_cash=any(payment.method is Method.CASH for payment in money.payments),
    )


def _figures(priced: PricedBasket, lines: Sequence[SoldLine]) -> DayFigures:
    return DayFigures(
        orders=1,
        gross=priced.subtotal,
        discount=priced.discount + priced.rounding,
        tax=priced.tax,
        cost_value=sum(line.cost_value for line in lines),
    )


def _digest(order: OrderFacts, priced: PricedBasket, money: Settlement) -> dict[str, object]:
    return {
        **order_digest(order.number, priced),
        "payments": [[payment.method.value, payment.amount] for payment in money.payments],
    }
