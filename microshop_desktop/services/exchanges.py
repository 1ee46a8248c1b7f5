"""An exchange: some goods come back, others leave, and only the difference is paid or given back.

Both halves are booked in one transaction. What the returned goods are worth pays for the new ones
as far as it reaches: it leaves the refund and enters the sale as `other`, so drawer and platforms
see the difference alone.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import bindparam, select

from microshop_desktop.domain.basket import Basket, Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.pricing import price_basket
from microshop_desktop.domain.tenders import still_due
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import OrderChanged, SaleFinished, StockChanged
from microshop_desktop.services.order_records import read_order, read_refund
from microshop_desktop.services.order_values import OrderView, RefundView
from microshop_desktop.services.refund_booking import (
    BookedRefund,
    RefundWish,
    book_refund,
    plan_refund,
)
from microshop_desktop.services.refunds import is_booked
from microshop_desktop.services.selling import Checkout, Sale, sell_in
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import read_settings

_SOLD = select(OrderRow.id).where(OrderRow.basket_id == bindparam("basket"))


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Both halves of a booked exchange; `change` is cash given back on the difference paid."""

    refund: RefundView
    sale: OrderView

    @property
    def change(self) -> int:
        """Cash given back at once."""
        return self.sale.change


@dataclass(frozen=True, slots=True)
class Difference:
    """What an exchange comes to: `to_pay` or `to_give`, never both."""

    returned: int
    taken: int

    @property
    def to_pay(self) -> int:
        """What the customer still owes."""
        return max(self.taken - self.returned, 0)

    @property
    def to_give(self) -> int:
        """What the customer gets back."""
        return max(self.returned - self.taken, 0)

    @property
    def credit(self) -> int:
        """What of the returned goods pays for the new ones."""
        return min(self.taken, self.returned)


class Exchanges:
    """Changing goods for others."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.REFUND)
    def difference(self, actor: Actor, wish: RefundWish, basket: Basket) -> Difference:
        """Work out what an exchange comes to, without booking it."""
        with self._shop.database.read() as connection:
            order = read_order(connection, wish.order)
            rule = read_settings(connection).rounding
        if order is None:
            raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(wish.order))
        currency = self._shop.profile.currency
        taken = price_basket(basket, rule, exponent=currency.exponent).total
        return Difference(plan_refund(order, wish).amount, taken)

    @act(Right.REFUND)
    def exchange(
        self, actor: Actor, wish: RefundWish, basket: Basket, tenders: tuple[Tender, ...] = ()
    ) -> Exchanged:
        """Take goods back and sell others in one act; without tenders the rest is paid in cash.

        The wish's key makes it harmless to ask twice. Raises what `Refunds.refund` and
        `Selling.finish` raise, `basket_finished` for a basket that was sold otherwise, and then
        nothing of it is done.
        """
        if basket.is_empty:
            raise ShopError(ErrorCode.BASKET_EMPTY)
        actor.require(Right.SELL)
        with self._shop.booking(actor) as booking:
            booked = None
            if not is_booked(booking, wish.key):
                booked = _book(booking, actor, self._shop.profile.currency, wish, basket, tenders)
            done = _read(booking, wish, basket)
        if booked is not None:
            self._tell(*booked, basket)
        return done

    def _tell(self, refund: BookedRefund, sale: Sale, basket: Basket) -> None:
        taken = {line.goods.sku for line in basket.lines if line.goods.sku}
        self._shop.events.send(SaleFinished(sale.order, sale.number, sale.took_cash))
        self._shop.events.send(OrderChanged(refund.order, refund.order_number))
        self._shop.events.send(OrderChanged(sale.order, sale.number))
        self._shop.events.send(StockChanged(refund.skus | taken))


def _book(
    booking: Booking,
    actor: Actor,
    currency: Currency,
    wish: RefundWish,
    basket: Basket,
    tenders: tuple[Tender, ...],
) -> tuple[BookedRefund, Sale]:
    rule = read_settings(booking.connection).rounding
    taken = price_basket(basket, rule, exponent=currency.exponent).total
    if booking.connection.scalar(_SOLD, {"basket": basket.id}) is not None:
        raise ShopError(ErrorCode.BASKET_FINISHED)
    refund = book_refund(booking, replace(wish, credit=taken))
    rest = tenders or (Tender(Method.CASH, still_due(taken - refund.credit, basket.received)),)
    credited = Tender(Method.OTHER, refund.credit, refund.number)
    checkout = Checkout(basket, (credited, *rest), exchange_of=wish.order)
    return refund, sell_in(booking, actor, currency, checkout)


def _read(booking: Booking, wish: RefundWish, basket: Basket) -> Exchanged:
    refund = read_refund(booking.connection, wish.key)
    sold: UUID | None = booking.connection.scalar(_SOLD, {"basket": basket.id})
    sale = None if sold is None else read_order(booking.connection, sold)
    if refund is None or sale is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="exchange", key=str(wish.key))
    return Exchanged(refund, sale)
