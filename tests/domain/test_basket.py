"""The basket as a value: what joins, what changes, what is refused, how it is kept."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given

from microshop_desktop.domain import basket as baskets
from microshop_desktop.domain.basket import (
    Basket,
    CustomerFacts,
    Discount,
    DiscountKind,
    Method,
    Price,
    PriceLevel,
    SaleUnit,
    SkuFacts,
    Tender,
)
from microshop_desktop.domain.basket_text import from_plain, to_plain
from microshop_desktop.domain.errors import ErrorCode, ShopError
from tests.domain.strategies import random_baskets

CRISPS = SkuFacts(UUID(int=1), "crisps", (Price(PriceLevel.RETAIL, 850),))
EMPTY = Basket(UUID(int=9))
BOX = SaleUnit("box", 12, None, UUID(int=3))


def test_the_same_goods_join_their_line() -> None:
    basket, first = baskets.add(EMPTY, CRISPS, quantity=1000)
    basket, second = baskets.add(basket, CRISPS, quantity=2000)
    assert (first, second) == (1, 1)
    assert basket.line(1).quantity == 3000


@pytest.mark.parametrize("special", [{"label_total": 500}, {"unit": BOX}])
def test_a_label_or_another_unit_is_a_line_of_its_own(special: dict[str, object]) -> None:
    basket, _ = baskets.add(EMPTY, CRISPS, quantity=1000)
    basket, no = baskets.add(basket, CRISPS, quantity=1000, **special)  # type: ignore[arg-type]
    assert no == 2


def test_goods_do_not_join_a_line_with_an_amount_off() -> None:
    basket, no = baskets.add(EMPTY, CRISPS, quantity=1000)
    basket = baskets.discount_line(basket, no, Discount(DiscountKind.AMOUNT, 100))
    _, other = baskets.add(basket, CRISPS, quantity=1000)
    assert other == 2


def test_goods_without_a_record_never_join() -> None:
    odd = SkuFacts(None, "odds and ends", (Price(PriceLevel.RETAIL, 100),))
    basket, _ = baskets.add(EMPTY, odd, quantity=1000)
    basket, _ = baskets.add(basket, odd, quantity=1000)
    assert len(basket.lines) == 2


def test_zero_takes_the_line_out_and_numbers_are_not_used_again() -> None:
    basket, no = baskets.add(EMPTY, CRISPS, quantity=1000)
    basket = baskets.set_quantity(basket, no, 0)
    assert basket.is_empty
    _, again = baskets.add(basket, CRISPS, quantity=1000)
    assert again == 2


@pytest.mark.parametrize("quantity", [-1, 0, baskets.MOST_QUANTITY + 1])
def test_an_impossible_quantity_is_refused(quantity: int) -> None:
    with pytest.raises(ShopError) as caught:
        baskets.add(EMPTY, CRISPS, quantity=quantity)
    assert caught.value.code is ErrorCode.BAD_QUANTITY


def test_a_part_of_a_piece_is_refused() -> None:
    with pytest.raises(ShopError) as caught:
        baskets.add(EMPTY, CRISPS, quantity=500)
    assert caught.value.code is ErrorCode.WHOLE_PIECES_ONLY
    basket, no = baskets.add(EMPTY, CRISPS, quantity=1000)
    with pytest.raises(ShopError):
        baskets.set_quantity(basket, no, 1500)


@pytest.mark.parametrize("change", [{"by_weight": True}, {"unit": "米"}, {"unit": "KG"}])
def test_a_part_of_what_is_measured_is_sold(change: dict[str, object]) -> None:
    cloth = replace(CRISPS, **change)  # type: ignore[arg-type]
    basket, no = baskets.add(EMPTY, cloth, quantity=500)
    assert basket.line(no).quantity == 500


@pytest.mark.parametrize(
    "discount", [Discount(DiscountKind.PERCENT, 10_001), Discount(DiscountKind.AMOUNT, -1)]
)
def test_an_impossible_discount_is_refused(discount: Discount) -> None:
    basket, no = baskets.add(EMPTY, CRISPS, quantity=1000)
    with pytest.raises(ShopError):
        baskets.discount_line(basket, no, discount)


def test_a_line_that_is_gone_is_not_found() -> None:
    with pytest.raises(ShopError) as caught:
        baskets.remove(EMPTY, 1)
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_packs_count_as_their_pieces() -> None:
    basket, _ = baskets.add(EMPTY, CRISPS, quantity=2000, unit=BOX)
    basket, _ = baskets.add(basket, CRISPS, quantity=1000)
    assert baskets.quantities_by_sku(basket) == {CRISPS.sku: 25_000}


@given(random_baskets(least=0))
def test_a_kept_basket_comes_back_the_same(basket: Basket) -> None:
    basket = baskets.receive(basket, Tender(Method.CASH, 500))
    basket = replace(basket, note="be quick")
    back = from_plain(to_plain(basket))
    assert back.lines == basket.lines
    assert (back.discount, back.note, back.received) == (
        basket.discount,
        "be quick",
        (Tender(Method.CASH, 500),),
    )


def test_the_kept_basket_holds_no_name_of_its_customer() -> None:
    basket = baskets.set_customer(EMPTY, CustomerFacts(UUID(int=4), "夏天的风", member=True))
    assert "夏天的风" not in str(to_plain(basket))
    back = from_plain(to_plain(basket)).customer
    assert back is not None
    assert back.member
