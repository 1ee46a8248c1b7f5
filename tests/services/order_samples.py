"""Goods and orders for tests of orders, refunds and reports, booked by the services themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select

from microshop_desktop.domain import basket as baskets
from microshop_desktop.domain.basket import (
    Basket,
    CustomerFacts,
    Price,
    PriceLevel,
    SaleUnit,
    SkuFacts,
    Tender,
)
from microshop_desktop.domain.quantity import pieces
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.persistence.tables.catalogue import Product, Sku
from microshop_desktop.persistence.tables.customers import Customer
from microshop_desktop.persistence.tables.stock import StockLevel
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import Cause, Move, book_moves


@dataclass(frozen=True, slots=True)
class Taken:
    """Goods put into a basket."""

    goods: SkuFacts
    quantity: int = 1000
    unit: SaleUnit | None = None
    discount: baskets.Discount | None = None


def put_goods(
    shop: Shop,
    actor: Actor,
    name: str,
    *,
    price: int,
    cost_value: int = 0,
    on_hand: int = 0,
    tax_rate: int = 0,
) -> SkuFacts:
    """Make a SKU that any part can be sold of, with an opening stock of a whole cost value."""
    facts = SkuFacts(
        shop.ids.new(),
        name,
        (Price(PriceLevel.RETAIL, price),),
        code=name,
        by_weight=True,
        tax_rate=tax_rate,
    )
    assert facts.sku
    product = shop.ids.new()
    with shop.booking(actor) as booking:
        changed = {"changed_at": booking.at}
        booking.connection.execute(
            insert(Product), {"id": product, "name": name, "options": [], **changed}
        )
        booking.connection.execute(
            insert(Sku),
            {
                "id": facts.sku,
                "product_id": product,
                "name": name,
                "option_values": [],
                "main_code": name,
                "price": price,
                "tax_rate": tax_rate,
                **changed,
            },
        )
        move = Move(facts.sku, MovementKind.OPENING, on_hand, cost_value)
        book_moves(booking, [move] if on_hand else [], Cause("import", product))
    return facts


def put_customer(shop: Shop, name: str, phone: str) -> CustomerFacts:
    """Make a customer."""
    facts = CustomerFacts(shop.ids.new(), name)
    with shop.database.write() as connection:
        row = {"id": facts.customer, "name": name, "phone": phone, "changed_at": shop.clock.now()}
        connection.execute(insert(Customer), row)
    return facts


def basket_of(
    shop: Shop, taken: Sequence[Taken], *, discount: baskets.Discount | None = None
) -> Basket:
    """Fill a basket."""
    basket = Basket(shop.ids.new())
    for one in taken:
        basket, no = baskets.add(basket, one.goods, quantity=one.quantity, unit=one.unit)
        basket = baskets.discount_line(basket, no, one.discount)
    return baskets.discount_basket(basket, discount)


def sell(
    shop: Shop, actor: Actor, *taken: Taken, tenders: Sequence[Tender] = (), **about: object
) -> OrderView:
    """Sell goods and return the order."""
    customer = about.pop("customer", None)
    basket = basket_of(shop, taken, **about)  # type: ignore[arg-type]
    if isinstance(customer, CustomerFacts):
        basket = baskets.set_customer(basket, customer)
    sale = Selling(shop).finish(actor, basket, tenders)
    return Orders(shop).detail(actor, sale.order)


def level(shop: Shop, sku: UUID | None) -> tuple[int, int]:
    """Return what is on hand of a SKU and its cost value."""
    with shop.database.read() as connection:
        row = connection.execute(
            select(StockLevel.on_hand, StockLevel.cost_value).where(StockLevel.sku_id == sku)
        ).one()
    return row.on_hand, row.cost_value


__all__ = ["Taken", "basket_of", "level", "pieces", "put_customer", "put_goods", "sell"]
