"""Random baskets for property tests: many kinds of goods, packs, labels, discounts, customers."""

from uuid import UUID

from hypothesis import strategies as st

from microshop_desktop.domain import basket as baskets
from microshop_desktop.domain.basket import (
    Basket,
    CustomerFacts,
    Discount,
    DiscountKind,
    Price,
    PriceLevel,
    SaleUnit,
    SkuFacts,
)
from microshop_desktop.domain.money import times_quantity
from microshop_desktop.domain.pricing import price_basket

ids = st.integers(1, 2**64).map(lambda number: UUID(int=number))
money = st.integers(0, 500_000)
whole_quantities = st.integers(1, 30).map(lambda n: n * 1000)
quantities = st.one_of(whole_quantities, st.integers(1, 50_000))
tax_rates = st.sampled_from([0, 300, 900, 1300, 2100])


@st.composite
def goods(draw: st.DrawFn) -> SkuFacts:
    """A SKU with a retail price and perhaps member and wholesale prices."""
    prices = [Price(PriceLevel.RETAIL, draw(money))]
    if draw(st.booleans()):
        prices.append(Price(PriceLevel.MEMBER, draw(money)))
    if draw(st.booleans()):
        prices.append(Price(PriceLevel.WHOLESALE, draw(money), draw(st.integers(1, 20)) * 1000))
    return SkuFacts(
        draw(ids), "goods", tuple(prices), by_weight=draw(st.booleans()), tax_rate=draw(tax_rates)
    )


@st.composite
def units(draw: st.DrawFn) -> SaleUnit:
    """The base unit, or a pack with or without a price of its own."""
    factor = draw(st.sampled_from([1, 1, 6, 12, 24]))
    if factor == 1:
        return SaleUnit("piece")
    return SaleUnit("box", factor, draw(st.none() | money), draw(ids))


def line_discounts(gross: int, quantity: int) -> st.SearchStrategy[Discount | None]:
    """A discount that a line of this gross may have."""
    return st.one_of(
        st.none(),
        st.integers(0, 10_000).map(lambda rate: Discount(DiscountKind.PERCENT, rate)),
        st.integers(0, gross).map(lambda amount: Discount(DiscountKind.AMOUNT, amount)),
        st.integers(0, 100_000)
        .filter(lambda price: times_quantity(price, quantity) >= 0)
        .map(lambda price: Discount(DiscountKind.NEW_PRICE, price, "talk")),
    )


def basket_discounts(net: int) -> st.SearchStrategy[Discount | None]:
    """A discount that a basket of this net may have."""
    return st.one_of(
        st.none(),
        st.integers(0, 10_000).map(lambda rate: Discount(DiscountKind.PERCENT, rate)),
        st.integers(0, net).map(lambda amount: Discount(DiscountKind.AMOUNT, amount)),
        st.integers(0, net).map(lambda total: Discount(DiscountKind.NEW_PRICE, total)),
    )


@st.composite
def random_baskets(draw: st.DrawFn, *, least: int = 1) -> Basket:
    """A basket that can be priced."""
    basket = Basket(draw(ids))
    if draw(st.booleans()):
        customer = CustomerFacts(draw(ids), "fan", member=draw(st.booleans()))
        basket = baskets.set_customer(basket, customer)
    known: dict[UUID | None, SkuFacts] = {}
    for _ in range(draw(st.integers(least, 7))):
        label = draw(st.none() | money)
        drawn = draw(goods())
        item = known.setdefault(drawn.sku, drawn)  # one id is one SKU, by weight or by the piece
        quantity = draw(quantities if item.by_weight else whole_quantities)
        basket, no = baskets.add(
            basket, item, quantity=quantity, unit=draw(units()), label_total=label
        )
        line = next(each for each in price_basket(basket).lines if each.line.no == no)
        discount = draw(line_discounts(line.gross, line.line.quantity))
        basket = baskets.discount_line(basket, no, discount)
    return baskets.discount_basket(basket, draw(basket_discounts(price_basket(basket).total)))
