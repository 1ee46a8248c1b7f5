"""What goods cost when they leave: nothing is lost to rounding."""

from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.stock import (
    issue_cost,
    receipt_cost,
    shown_unit_cost,
    value_in_minor,
)

quantities = st.integers(1, 100_000)


@given(quantities, st.integers(0, 10**9), st.lists(quantities, max_size=20))
def test_the_last_piece_takes_all_that_is_left(on_hand: int, value: int, wanted: list[int]) -> None:
    left, left_value = on_hand, value
    for quantity in [min(step, on_hand) for step in wanted]:
        if quantity > left:
            continue
        cost = issue_cost(quantity, on_hand=left, value=left_value, unit_cost=77)
        assert 0 <= cost <= left_value
        left, left_value = left - quantity, left_value - cost
    assert issue_cost(left, on_hand=left, value=left_value, unit_cost=77) == left_value


def test_what_is_not_there_goes_at_the_last_known_cost() -> None:
    assert issue_cost(3000, on_hand=1000, value=400_000, unit_cost=500) == 400_000 + 2000 * 500
    assert issue_cost(1000, on_hand=-2000, value=-9, unit_cost=500) == 500_000


def test_goods_coming_in_are_worth_their_cost() -> None:
    assert receipt_cost(24_000, 340) == 8_160_000
    assert value_in_minor(8_160_000) == 8160


def test_a_unit_cost_is_shown_half_even_and_only_with_stock() -> None:
    assert shown_unit_cost(8_160_000, 24_000) == 340
    assert shown_unit_cost(2_500, 1_000) == 2
    assert shown_unit_cost(5, 0) is None
