"""Bulk price rules: what a price becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.price_change import ChangeKind, Ending, PriceChange, changed_price

prices = st.integers(min_value=1, max_value=10_000_000)


@pytest.mark.parametrize(
    ("old", "change", "new"),
    [
        (1250, PriceChange(ChangeKind.SET, 990), 990),
        (1250, PriceChange(ChangeKind.ADD, 50), 1300),
        (1250, PriceChange(ChangeKind.ADD, -50), 1200),
        (1250, PriceChange(ChangeKind.PERCENT, 1000), 1375),
        (333, PriceChange(ChangeKind.PERCENT, -500), 316),
        (1234, PriceChange(ChangeKind.ADD, 0, Ending.WHOLE), 1200),
        (1234, PriceChange(ChangeKind.ADD, 0, Ending.HALF), 1250),
        (1234, PriceChange(ChangeKind.ADD, 0, Ending.NINE), 1190),
        (1241, PriceChange(ChangeKind.ADD, 0, Ending.NINE), 1290),
        (12, PriceChange(ChangeKind.ADD, 0, Ending.NINE), 90),
    ],
)
def test_rule_gives_price(old: int, change: PriceChange, new: int) -> None:
    assert changed_price(old, change, exponent=2) == new


def test_currency_without_minor_units_has_only_whole_prices() -> None:
    change = PriceChange(ChangeKind.ADD, 0, Ending.NINE)
    assert changed_price(1234, change, exponent=0) == 1234


def test_taking_off_more_than_there_is_is_negative_for_the_caller_to_refuse() -> None:
    change = PriceChange(ChangeKind.ADD, -500, Ending.NINE)
    assert changed_price(300, change, exponent=2) == -200


@given(old=prices, ending=st.sampled_from([Ending.WHOLE, Ending.HALF, Ending.NINE]))
def test_ending_moves_a_price_by_at_most_half_its_step(old: int, ending: Ending) -> None:
    new = changed_price(old, PriceChange(ChangeKind.ADD, 0, ending), exponent=2)
    step = 50 if ending is Ending.HALF else 100
    assert abs(new - old) <= step // 2 or (ending is Ending.NINE and new == 90)


@given(old=prices)
def test_nine_always_ends_in_nine_tenths(old: int) -> None:
    change = PriceChange(ChangeKind.PERCENT, 700, Ending.NINE)
    assert changed_price(old, change, exponent=2) % 100 == 90


@given(old=prices, percent=st.integers(min_value=-9999, max_value=50_000))
def test_percent_is_rounded_once_to_the_nearest(old: int, percent: int) -> None:
    new = changed_price(old, PriceChange(ChangeKind.PERCENT, percent), exponent=2)
    assert abs(new * 10_000 - old * (10_000 + percent)) <= 5_000
