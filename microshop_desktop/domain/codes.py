"""What was scanned? Barcodes, labels printed by a scale, payment codes.

The rules are those of `design/ui.md` §5: an exact barcode of the catalogue first, then a scale
label, a member's code, a payment code.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_FULL_WIDTH = {0xFF01 + offset: chr(0x21 + offset) for offset in range(94)}
_WECHAT = re.compile(r"1[0-5]\d{16}")
_ALIPAY = re.compile(r"(2[5-9]|30)\d{14,22}")
_UNIONPAY = re.compile(r"62\d{17}")


class PaymentScheme(StrEnum):
    """Whose payment code a customer shows."""

    WECHAT = "wechat"
    ALIPAY = "alipay"
    UNIONPAY = "unionpay"


@dataclass(frozen=True, slots=True)
class ScaleRule:
    """How the shop's scale prints its labels.

    `prefixes` are the first two digits of a label. 13 digits: prefix, 5 of PLU, 5 of weight in
    grams or price in minor units, check digit. 18 digits: prefix, 5 of PLU, 5 of weight in grams,
    5 of price in minor units, check digit. `value` says what 13 digits carry.
    """

    prefixes: tuple[str, ...] = ("21", "22")
    value: str = "weight"


@dataclass(frozen=True, slots=True)
class ScaleLabel:
    """What a scale's label says: thousandths of a kilogram or the price in minor units, or both."""

    plu: str
    quantity: int | None
    total: int | None


def clean_code(text: str) -> str:
    """Return a scanned or typed code without blanks and with full-width signs folded.

    Signs nobody sees, as chats put around what is copied from them, are left out as well.
    """
    if text.isascii() and text.isalnum():
        return text
    folded = text.translate(_FULL_WIDTH)
    return "".join(sign for sign in folded if sign.isprintable() and not sign.isspace())


def check_digit(digits: str) -> str:
    """Return the GS1 check digit that belongs behind these digits."""
    places = enumerate(reversed(digits))
    weighted = (int(digit) * (1 if place % 2 else 3) for place, digit in places)
    return str(-sum(weighted) % 10)


def has_valid_check(code: str) -> bool:
    """Tell whether the last of some digits is their GS1 check digit."""
    return (
        code.isascii() and code.isdigit() and len(code) > 1 and check_digit(code[:-1]) == code[-1]
    )


def is_retail_length(code: str) -> bool:
    """Tell whether a code has the shape of EAN-8, UPC-12, EAN-13 or ITF-14."""
    return code.isascii() and code.isdigit() and len(code) in {8, 12, 13, 14}


def read_scale_label(code: str, rule: ScaleRule) -> ScaleLabel | None:
    """Return what a scale's label says, or None when the code is not one of this shop's scale."""
    if len(code) not in {13, 18} or not has_valid_check(code) or code[:2] not in rule.prefixes:
        return None
    plu, first = code[2:7], int(code[7:12])
    if len(code) == 18:
        return ScaleLabel(plu, quantity=first, total=int(code[12:17]))
    if rule.value == "price":
        return ScaleLabel(plu, quantity=None, total=first)
    return ScaleLabel(plu, quantity=first, total=None)


def payment_scheme(code: str) -> PaymentScheme | None:
    """Return whose payment code this is by its shape, or None."""
    if _WECHAT.fullmatch(code):
        return PaymentScheme.WECHAT
    if _ALIPAY.fullmatch(code):
        return PaymentScheme.ALIPAY
    if _UNIONPAY.fullmatch(code):
        return PaymentScheme.UNIONPAY
    return None


def prefix_collides(prefix: str) -> bool:
    """Tell whether labels with this prefix look like Alipay payment codes (25–30)."""
    return prefix.isdigit() and 25 <= int(prefix) <= 30
