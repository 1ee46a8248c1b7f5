"""Prices: whatever the basket, lines, discounts and total agree to the smallest unit."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
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
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.pricing import RoundingRule, price_basket, price_for
from tests.domain.strategies import random_baskets

rules = st.sampled_from(list(RoundingRule))


def _goods(price: int, *others: Price, number: int = 1, by_weight: bool = False) -> SkuFacts:
    prices = (Price(PriceLevel.RETAIL, price), *others)
    return SkuFacts(UUID(int=number), "goods", prices, by_weight=by_weight)


def _basket(*goods: SkuFacts, quantity: int = 1000) -> Basket:
    basket = Basket(UUID(int=99))
    for one in goods:
        basket, _ = baskets.add(basket, one, quantity=quantity)
    return basket


@given(random_baskets(), rules)
def test_lines_add_up_to_the_total(basket: Basket, rule: RoundingRule) -> None:
    priced = price_basket(basket, rule)
    assert sum(line.total for line in priced.lines) == priced.total
    assert priced.subtotal - priced.discount - priced.rounding == priced.total
    assert sum(line.tax for line in priced.lines) == priced.tax


@given(random_baskets(), rules)
def test_every_line_adds_up(basket: Basket, rule: RoundingRule) -> None:
    for line in price_basket(basket, rule).lines:
        assert line.gross - line.discount == line.total
        assert line.total >= 0
        assert 0 <= line.tax <= line.total


@given(random_baskets(), rules)
def test_adjustments_tell_all_that_was_given_away(basket: Basket, rule: RoundingRule) -> None:
    priced = price_basket(basket, rule)
    given_away = sum(adjustment.amount for adjustment in priced.adjustments)
    assert given_away == priced.discount + priced.rounding


@given(random_baskets())
def test_small_change_is_dropped_to_the_rule(basket: Basket) -> None:
    assert price_basket(basket, RoundingRule.TENTH).total % 10 == 0
    assert price_basket(basket, RoundingRule.WHOLE).total % 100 == 0
    assert price_basket(basket, RoundingRule.WHOLE).rounding < 100


@given(random_baskets())
def test_a_currency_without_decimals_has_no_small_change(basket: Basket) -> None:
    assert price_basket(basket, RoundingRule.WHOLE, exponent=0).rounding == 0


def test_the_mock_up_basket_costs_what_it_says() -> None:
    basket = _basket(_goods(850, number=1), quantity=2000)
    basket, _ = baskets.add(basket, _goods(1980, number=2), quantity=1000)
    basket, _ = baskets.add(basket, _goods(1160, number=3, by_weight=True), quantity=1260)
    basket, balm = baskets.add(basket, _goods(3900, number=4), quantity=1000)
    basket = baskets.discount_line(basket, balm, Discount(DiscountKind.PERCENT, 1000))
    basket, _ = baskets.add(basket, _goods(550, number=5), quantity=3000)
    basket = baskets.discount_basket(basket, Discount(DiscountKind.AMOUNT, 500))
    priced = price_basket(basket, RoundingRule.TENTH)
    assert priced.total == 9800
    assert priced.rounding == 2
    assert priced.discount + priced.rounding == 892


def test_the_lowest_price_open_to_the_customer_counts() -> None:
    prices = (
        Price(PriceLevel.RETAIL, 8900),
        Price(PriceLevel.MEMBER, 8500),
        Price(PriceLevel.WHOLESALE, 6800, 10_000),
    )
    assert price_for(prices, quantity=1000, member=False) == 8900
    assert price_for(prices, quantity=1000, member=True) == 8500
    assert price_for(prices, quantity=10_000, member=False) == 6800


def test_the_member_price_follows_the_customer() -> None:
    basket = _basket(_goods(850, Price(PriceLevel.MEMBER, 790)))
    assert price_basket(basket).total == 850
    member = baskets.set_customer(basket, CustomerFacts(UUID(int=7), "fan", member=True))
    assert price_basket(member).total == 790


def test_a_pack_costs_its_own_price_or_its_pieces() -> None:
    goods = _goods(550)
    box, _ = baskets.add(
        Basket(UUID(int=1)), goods, quantity=1000, unit=SaleUnit("box", 24, 12_000, UUID(int=5))
    )
    assert price_basket(box).total == 12_000
    plain, _ = baskets.add(
        Basket(UUID(int=1)), goods, quantity=1000, unit=SaleUnit("box", 24, None, UUID(int=5))
    )
    assert price_basket(plain).total == 24 * 550


def test_a_scale_label_costs_exactly_what_it_says() -> None:
    oranges = _goods(1160, by_weight=True)
    basket, no = baskets.add(Basket(UUID(int=1)), oranges, quantity=1260, label_total=1461)
    assert price_basket(basket).total == 1461
    assert price_basket(baskets.set_quantity(basket, no, 1260)).total == 1462


def test_a_new_price_may_be_higher() -> None:
    basket = baskets.discount_line(_basket(_goods(100)), 1, Discount(DiscountKind.NEW_PRICE, 150))
    line = price_basket(basket).lines[0]
    assert (line.total, line.shown_price, line.own_discount) == (150, 150, -50)


@pytest.mark.parametrize(
    "discount",
    [
        Discount(DiscountKind.AMOUNT, 101),
        Discount(DiscountKind.NEW_PRICE, 101),
    ],
)
def test_a_basket_never_costs_less_than_nothing_nor_more_than_it_did(discount: Discount) -> None:
    basket = replace(_basket(_goods(100)), discount=discount)
    with pytest.raises(ShopError) as caught:
        price_basket(basket)
    assert caught.value.code is ErrorCode.BAD_DISCOUNT
