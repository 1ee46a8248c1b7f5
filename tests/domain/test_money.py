"""Amounts: rounding once, splitting without loss, reading what people type."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import (
    currencies,
    currency,
    divide_half_even,
    divide_half_up,
    parse_amount,
    plain_amount,
    split,
    tax_inside,
    times_quantity,
)

amounts = st.integers(-(10**12), 10**12)


@given(amounts, st.integers(1, 10**6))
def test_dividing_rounds_to_the_nearest_and_halves_away_from_zero(top: int, bottom: int) -> None:
    exact = Fraction(top, bottom)
    rounded = divide_half_up(top, bottom)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@given(amounts, st.integers(1, 10**6))
def test_half_even_agrees_with_the_standard_library(top: int, bottom: int) -> None:
    assert divide_half_even(top, bottom) == round(Fraction(top, bottom))


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_parts_sum_to_the_whole(amount: int, weights: list[int]) -> None:
    assert sum(split(amount, weights)) == amount


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_no_part_is_a_unit_away_from_its_share(amount: int, weights: list[int]) -> None:
    whole = sum(weights)
    if whole:
        for part, weight in zip(split(amount, weights), weights, strict=True):
            assert abs(part - Fraction(amount * weight, whole)) < 1


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_a_part_never_exceeds_a_weight_that_covers_the_amount(
    amount: int, weights: list[int]
) -> None:
    if amount <= sum(weights):
        parts = split(amount, weights)
        assert all(part <= weight for part, weight in zip(parts, weights, strict=True))


def test_an_amount_without_parts_cannot_be_split() -> None:
    assert split(0, []) == []
    with pytest.raises(ValueError, match="without parts"):
        split(1, [])


def test_weighed_goods_round_once() -> None:
    assert times_quantity(1160, 1260) == 1462


def test_tax_is_inside_the_price() -> None:
    assert tax_inside(11_300, 1300) == 1300
    assert tax_inside(-11_300, 1300) == -1300
    assert tax_inside(10_000, 0) == 0


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("19.90", 1990),
        ("19.9", 1990),
        ("19", 1900),
        (".5", 50),
        ("１９．９", 1990),
        ("19,90", 1990),
        ("-3.00", -300),
        ("3.500", 350),
        (" 8 ", 800),
    ],
)
def test_what_people_type_is_read(text: str, minor: int) -> None:
    assert parse_amount(text, 2) == minor


@pytest.mark.parametrize(
    "text", ["", "abc", "1.234", "1,234.50", "1,000", "１，０００", "1e5", "--3", "¥3", "9" * 20]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ShopError) as caught:
        parse_amount(text, 2)
    assert caught.value.code is ErrorCode.BAD_AMOUNT


@given(amounts, st.sampled_from([0, 2, 3]))
def test_plain_amounts_read_back(minor: int, exponent: int) -> None:
    assert parse_amount(plain_amount(minor, exponent), exponent) == minor


def test_a_currency_nobody_knows_is_refused() -> None:
    assert currency("cny").symbol == "¥"
    assert len({known.code for known in currencies()}) == len(currencies())
    with pytest.raises(ShopError):
        currency("XXX")
