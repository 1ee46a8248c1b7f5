"""Money as integers of minor units, and the only place where amounts are rounded.

An amount is an `int` of minor units (fen, cents); its currency is known by the shop or the order.
"""

from collections.abc import Sequence
from typing import NamedTuple

from microshop_desktop.domain.errors import ErrorCode, ShopError

THOUSAND = 1000
BASIS = 10_000
"""Hundredths of a percent in a whole: 13 % is 1300."""
MOST_PRICE = 10**12
"""Minor units; beyond it a price is a slip of the hand."""
MOST_TOTAL = 10**13
"""Minor units; beyond it a total is a slip of the hand. A million of them still fit a 64-bit sum,
beyond which SQLite would go on in floating point without a word."""


class Currency(NamedTuple):
    """A currency: ISO 4217 code, decimals of its minor unit, sign shown to people."""

    code: str
    exponent: int
    symbol: str

    @property
    def factor(self) -> int:
        """Minor units in one major unit."""
        return int(10**self.exponent)


_CURRENCIES = {
    currency.code: currency
    for currency in (
        Currency("CNY", 2, "¥"),
        Currency("USD", 2, "$"),
        Currency("EUR", 2, "€"),
        Currency("GBP", 2, "£"),
        Currency("HKD", 2, "HK$"),
        Currency("TWD", 2, "NT$"),
        Currency("MOP", 2, "MOP$"),
        Currency("SGD", 2, "S$"),
        Currency("MYR", 2, "RM"),
        Currency("THB", 2, "฿"),
        Currency("JPY", 0, "JP¥"),
        Currency("KRW", 0, "₩"),
        Currency("VND", 0, "₫"),
        Currency("MXN", 2, "MX$"),
        Currency("ARS", 2, "AR$"),
        Currency("CLP", 0, "CL$"),
        Currency("COP", 2, "COL$"),
        Currency("PEN", 2, "S/"),
        Currency("BRL", 2, "R$"),
        Currency("AUD", 2, "A$"),
        Currency("CAD", 2, "CA$"),
        Currency("CHF", 2, "CHF"),
        Currency("KWD", 3, "KD"),
    )
}


def currency(code: str) -> Currency:
    """Return the currency with this ISO code; `currency_unknown` when the shop does not know it."""
    found = _CURRENCIES.get(code.upper())
    if found is None:
        raise ShopError(ErrorCode.CURRENCY_UNKNOWN, currency=code)
    return found


def currencies() -> tuple[Currency, ...]:
    """Return all currencies a shop may keep its books in, the commonest first."""
    return tuple(_CURRENCIES.values())


def divide_half_up(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero; the one rounding rule of the shop.

    `denominator` is positive.
    """
    half = (2 * abs(numerator) + denominator) // (2 * denominator)
    return half if numerator >= 0 else -half


def divide_half_even(numerator: int, denominator: int) -> int:
    """Divide and round half to even: for unit costs shown to people, never for amounts due."""
    quotient, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and quotient % 2):
        return quotient + 1
    return quotient


def times_quantity(unit_price: int, quantity: int) -> int:
    """Return the price of `quantity` thousandths at `unit_price` minor units each, rounded once."""
    return divide_half_up(unit_price * quantity, THOUSAND)


def share(amount: int, rate: int) -> int:
    """Return `rate` hundredths of a percent of an amount, rounded once."""
    return divide_half_up(amount * rate, BASIS)


def tax_inside(amount: int, rate: int) -> int:
    """Return the tax contained in a tax-inclusive amount at `rate` hundredths of a percent."""
    return divide_half_up(amount * rate, BASIS + rate)


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount over weights (none negative) so that the parts sum to it exactly.

    The units lost to rounding go to the largest remainders, earlier parts first. All weights zero:
    the whole amount goes to the last part. An amount without parts cannot be split.
    """
    if not weights:
        if amount:
            raise ValueError("an amount without parts cannot be split")
        return []
    whole = sum(weights)
    if whole == 0:
        return [0] * (len(weights) - 1) + [amount]
    sign, size = (-1, -amount) if amount < 0 else (1, amount)
    parts = [size * weight // whole for weight in weights]
    remainders = [size * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda index: -remainders[index])
    for index in order[: size - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def parse_amount(text: str, exponent: int) -> int:
    """Read a typed decimal amount (`19.90`) as minor units.

    Full-width digits are folded; a comma is the decimal sign where it stands once without a point.
    `bad_amount` for anything else, and for more decimals than the currency has: `1,000` may mean a
    thousand, so it is not taken for one.
    """
    return parse_decimal(text, exponent, ErrorCode.BAD_AMOUNT)


def parse_decimal(text: str, exponent: int, code: ErrorCode) -> int:
    """Read a decimal number with at most `exponent` decimals as an integer of its smallest unit."""
    folded = _fold(text)
    sign = -1 if folded.startswith("-") else 1
    whole, _, decimals = folded.removeprefix("-").partition(".")
    digits = whole + decimals
    stripped = decimals if "," in text or "，" in text else decimals.rstrip("0")
    if not digits or not (digits.isascii() and digits.isdigit()) or len(stripped) > exponent:
        raise ShopError(code, text=text)
    if len(digits) > _MOST_DIGITS:
        raise ShopError(code, text=text)
    return sign * int((whole or "0") + stripped.ljust(exponent, "0"))


_MOST_DIGITS = 15
_FOLD = {0xFF10 + digit: str(digit) for digit in range(10)}
_FOLD |= {0xFF0E: ".", 0x3002: ".", 0xFF0C: ",", 0x2212: "-", 0xFF0D: "-", 0xFF0B: "+"}


def _fold(text: str) -> str:
    folded = text.strip().translate(_FOLD)
    if folded.count(",") == 1 and "." not in folded:
        return folded.replace(",", ".")
    return folded


def plain_amount(minor: int, exponent: int) -> str:
    """Write minor units as a plain decimal with a point, as scripts and files read it."""
    if exponent == 0:
        return str(minor)
    sign = "-" if minor < 0 else ""
    whole, rest = divmod(abs(minor), 10**exponent)
    return f"{sign}{whole}.{rest:0{exponent}d}"
