"""No two sales close to each other ask for the same amount, and nobody pays more for it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.basket import Basket, Discount, DiscountKind
from microshop_desktop.domain.unique_fen import (
    MOST_FEN,
    OPEN_FOR,
    AskedAmount,
    open_amounts,
    taken_off,
    unique_amount,
)

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def test_two_equal_sales_differ_in_the_customers_favour() -> None:
    first = unique_amount(3800, frozenset())
    assert (first, unique_amount(3800, frozenset({first}))) == (3800, 3799)


def test_eleven_equal_sales_at_once_keep_the_price() -> None:
    assert unique_amount(3800, frozenset(range(3791, 3801))) == 3800


def test_nothing_becomes_free() -> None:
    assert unique_amount(1, frozenset({1})) == 1
    assert unique_amount(0, frozenset()) == 0


def test_after_ten_minutes_an_amount_is_free_again() -> None:
    asked = [AskedAmount(3800, NOON), AskedAmount(500, NOON + timedelta(minutes=5))]
    assert open_amounts(asked, NOON + OPEN_FOR - timedelta(seconds=1)) == {3800, 500}
    assert open_amounts(asked, NOON + OPEN_FOR) == {500}


@given(st.integers(1, 10**8), st.lists(st.integers(-15, 0), max_size=9))
def test_with_few_open_sales_it_is_unique_and_near(amount: int, near: list[int]) -> None:
    taken = frozenset(amount + step for step in near)
    asked = unique_amount(amount, taken)
    assert 0 < asked <= amount
    assert amount - asked <= MOST_FEN
    assert asked not in taken or amount <= MOST_FEN


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, Discount(DiscountKind.AMOUNT, 1, "why")),
        (Discount(DiscountKind.AMOUNT, 500, "fan"), Discount(DiscountKind.AMOUNT, 501, "fan")),
        (Discount(DiscountKind.NEW_PRICE, 900), Discount(DiscountKind.NEW_PRICE, 899)),
        (Discount(DiscountKind.PERCENT, 1000), Discount(DiscountKind.PERCENT, 1000)),
    ],
)
def test_it_joins_the_discount_that_there_is(before: Discount | None, after: Discount) -> None:
    assert taken_off(Basket(UUID(int=1), discount=before), 1, "why").discount == after
