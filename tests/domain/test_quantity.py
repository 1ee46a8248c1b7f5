"""Quantities as people type and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.quantity import is_whole, parse_quantity, pieces, plain_quantity


@given(st.integers(-(10**12), 10**12))
def test_quantities_read_back(quantity: int) -> None:
    assert parse_quantity(plain_quantity(quantity)) == quantity


def test_needless_decimals_are_left_out() -> None:
    assert [plain_quantity(q) for q in (3000, 1260, 345, -500)] == ["3", "1.26", "0.345", "-0.5"]


def test_whole_pieces_are_told_from_weights() -> None:
    assert is_whole(pieces(3))
    assert not is_whole(1260)


@pytest.mark.parametrize("text", ["", "1.2345", "x", "1/2"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ShopError) as caught:
        parse_quantity(text)
    assert caught.value.code is ErrorCode.BAD_QUANTITY
