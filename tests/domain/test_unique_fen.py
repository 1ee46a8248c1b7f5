"""No two open sales ask for the same amount, and nobody pays a tenth more or less."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.unique_fen import (
    MOST_FEN,
    OPEN_FOR,
    AskedAmount,
    adjustment,
    open_amounts,
    unique_amount,
)

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def test_two_equal_sales_differ_in_the_customers_favour() -> None:
    first = unique_amount(3800, frozenset())
    second = unique_amount(3800, frozenset({first}))
    assert (first, second) == (3800, 3799)
    assert adjustment(3800, second) == 1


def test_what_is_dear_only_where_nothing_cheaper_is_free() -> None:
    taken = frozenset(range(3791, 3801))
    assert unique_amount(3800, taken) == 3801
    assert adjustment(3800, 3801) == -1


def test_twenty_equal_sales_at_once_keep_the_price() -> None:
    taken = frozenset(range(3791, 3810))
    assert unique_amount(3800, taken) == 3800


def test_nothing_costs_nothing() -> None:
    assert unique_amount(0, frozenset({0})) == 0
    assert unique_amount(1, frozenset({1})) == 2


def test_after_ten_minutes_an_amount_is_free_again() -> None:
    asked = [AskedAmount(3800, NOON), AskedAmount(500, NOON + timedelta(minutes=5))]
    assert open_amounts(asked, NOON + OPEN_FOR - timedelta(seconds=1)) == {3800, 500}
    assert open_amounts(asked, NOON + OPEN_FOR) == {500}


@given(st.integers(1, 10**8), st.lists(st.integers(-15, 15), max_size=18))
def test_with_few_open_sales_it_is_always_unique_and_near(amount: int, near: list[int]) -> None:
    taken = frozenset(amount + step for step in near)
    asked = unique_amount(amount, taken)
    free = [step for step in range(-MOST_FEN, MOST_FEN + 1) if amount + step > 0]
    assert asked > 0
    assert abs(adjustment(amount, asked)) <= MOST_FEN
    assert asked not in taken or all(amount + step in taken for step in free)
