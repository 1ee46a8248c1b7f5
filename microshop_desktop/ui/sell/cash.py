"""Notes and coins of the currencies: what people hand over and what goes back."""

from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.tenders import quick_amounts

_CASH: dict[str, tuple[int, ...]] = {
    "CNY": (10, 50, 100, 500, 1000, 2000, 5000, 10000),
    "USD": (1, 5, 10, 25, 100, 500, 1000, 2000, 5000, 10000),
    "EUR": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000),
    "MXN": (50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000),
    "JPY": (1, 5, 10, 50, 100, 500, 1000, 5000, 10000),
    "KRW": (10, 50, 100, 500, 1000, 5000, 10000, 50000),
    "VND": (1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000),
    "CLP": (10, 50, 100, 500, 1000, 2000, 5000, 10000, 20000),
    "COP": (10000, 20000, 50000, 100000, 200000, 500000, 1000000, 2000000, 5000000, 10000000),
    "ARS": (1000, 5000, 10000, 20000, 50000, 100000, 200000, 1000000, 2000000),
    "HKD": (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000),
}
_STEPS = (1, 2, 5, 10, 20, 50, 100)


def cash_of(currency: Currency) -> tuple[int, ...]:
    """Return notes and coins of a currency in minor units, the smallest first."""
    known = _CASH.get(currency.code)
    return known or tuple(step * currency.factor for step in _STEPS)


def likely_amounts(due: int, currency: Currency) -> list[int]:
    """Return amounts a customer is likely to hand over, the exact one first."""
    notes = [note for note in cash_of(currency) if note >= currency.factor]
    return quick_amounts(due, notes)


def change_in_cash(change: int, currency: Currency) -> list[tuple[int, int]]:
    """Return the fewest notes and coins for an amount as (note, count), the largest first.

    Empty when the currency's coins cannot make it exactly.
    """
    parts: list[tuple[int, int]] = []
    for note in reversed(cash_of(currency)):
        count, change = divmod(change, note)
        if count:
            parts.append((note, count))
    return [] if change else parts
