"""When goods are low."""

import pytest

from microshop_desktop.domain.stock import is_low


@pytest.mark.parametrize(
    ("available", "low_stock", "kept", "low"),
    [
        (5000, 5000, True, True),
        (5001, 5000, True, False),
        (0, 5000, False, True),
        (0, None, True, True),
        (-1000, None, True, True),
        (1, None, True, False),
        (0, None, False, False),
    ],
)
def test_goods_are_low_by_their_level_or_when_they_ran_out(
    available: int, low_stock: int | None, kept: bool, low: bool
) -> None:
    assert is_low(available, low_stock, kept=kept) is low
