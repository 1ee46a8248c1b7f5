"""What a delivery costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.deliveries import (
    DeliveryLine,
    FreightBy,
    landed,
    margin,
    price_keeping_margin,
)

lines = st.lists(
    st.builds(
        DeliveryLine,
        quantity=st.integers(min_value=1, max_value=10_000_000),
        unit_cost=st.integers(min_value=0, max_value=1_000_000),
        factor=st.integers(min_value=1, max_value=100),
    ),
    min_size=1,
    max_size=20,
)


def test_a_box_is_counted_in_pieces_and_carries_its_freight() -> None:
    boxes = [DeliveryLine(4000, 8160, 24), DeliveryLine(12_000, 1420)]
    first, second = landed(boxes, 4800)
    assert (first.line.total, first.line.base_quantity) == (32640, 96_000)
    assert first.freight + second.freight == 4800
    assert first.unit_cost == 373


@pytest.mark.parametrize(
    ("by", "shares"),
    [
        (FreightBy.AMOUNT, [300, 100]),
        (FreightBy.QUANTITY, [100, 300]),
        (FreightBy.NONE, [0, 0]),
    ],
)
def test_freight_is_shared_as_was_chosen(by: FreightBy, shares: list[int]) -> None:
    chosen = [DeliveryLine(1000, 900), DeliveryLine(3000, 100)]
    assert [line.freight for line in landed(chosen, 400, by)] == shares


@given(lines=lines, freight=st.integers(min_value=0, max_value=1_000_000))
def test_values_of_all_lines_are_goods_and_freight(lines: list[DeliveryLine], freight: int) -> None:
    whole = sum(line.cost_value for line in landed(lines, freight))
    assert whole == 1000 * (sum(line.total for line in lines) + freight)


def test_margin_is_the_part_of_the_price_that_is_not_cost() -> None:
    assert margin(550, 359) == 3473
    assert margin(0, 359) is None


def test_a_price_keeps_its_margin_in_whole_tenths() -> None:
    assert price_keeping_margin(550, old_cost=326, new_cost=359, exponent=2) == 610
    assert price_keeping_margin(550, old_cost=0, new_cost=359, exponent=2) == 550
