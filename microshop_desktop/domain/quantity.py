"""Quantities as integers of thousandths of a SKU's base unit."""

from microshop_desktop.domain.errors import ErrorCode
from microshop_desktop.domain.money import parse_decimal

ONE = 1000
_DECIMALS = 3
MEASURED = frozenset(
    {"kg", "g", "公斤", "千克", "克", "斤", "两", "lb", "oz", "l", "ml", "升", "毫升"}
    | {"m", "cm", "米", "厘米", "尺"}
)
"""Units that are measured, not counted, in small letters."""


def pieces(count: int) -> int:
    """Return the quantity of a count of whole pieces."""
    return count * ONE


def parse_quantity(text: str) -> int:
    """Read a typed quantity (`3`, `0.345`) as thousandths; `bad_quantity` for anything else."""
    return parse_decimal(text, _DECIMALS, ErrorCode.BAD_QUANTITY)


def plain_quantity(quantity: int) -> str:
    """Write a quantity without needless decimals: `3`, `0.345`, `1.26`."""
    sign = "-" if quantity < 0 else ""
    whole, rest = divmod(abs(quantity), ONE)
    return f"{sign}{whole}" + (f".{rest:03d}".rstrip("0") if rest else "")


def is_measured(unit: str) -> bool:
    """Tell whether a part of this unit can be sold, as of a kilogram or a metre."""
    return unit.lower() in MEASURED


def is_whole(quantity: int) -> bool:
    """Tell whether a quantity is a number of whole pieces."""
    return quantity % ONE == 0
