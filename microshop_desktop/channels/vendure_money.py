"""Amounts as a Vendure shop counts them: whole numbers with so many decimals for every currency."""

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.money import currency as known_currency
from microshop_desktop.domain.money import divide_half_up

_USUAL = 2
"""Decimals of a currency that the shop does not know."""


def shop_units(amount: int, precision: int, currency: str) -> int:
    """Return an amount of minor units as the shop counts it."""
    exponent = _exponent(currency)
    if precision >= exponent:
        return amount * int(10 ** (precision - exponent))
    return divide_half_up(amount, int(10 ** (exponent - precision)))


def minor_units(amount: int, precision: int, currency: str) -> int:
    """Return the minor units of an amount that has `precision` decimals.

    What is finer than the currency's smallest coin is rounded half away from zero.
    """
    exponent = _exponent(currency)
    if exponent >= precision:
        return amount * int(10 ** (exponent - precision))
    return divide_half_up(amount, int(10 ** (precision - exponent)))


def _exponent(currency: str) -> int:
    try:
        return known_currency(currency).exponent
    except ShopError:
        return _USUAL
