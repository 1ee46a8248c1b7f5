"""Numbers of orders as people type, say and scan them: `A-000123`, `a123`, `123`."""

import re

from microshop_desktop.domain.codes import clean_code

DIGITS = 6
_COUNTER = re.compile(r"([A-Z]{1,2})-?(\d{1,9})")
_SHORTEST_TAIL = 4
_SHORTEST_OF_PLATFORM = 16


def order_numbers(text: str, letter: str) -> tuple[str, ...]:
    """Return the numbers a text may mean: as it stands, and as the till `letter` writes it."""
    typed = clean_code(text).upper()
    found = _COUNTER.fullmatch(typed)
    if found:
        return (typed, f"{found[1]}-{int(found[2]):0{DIGITS}d}")
    if typed.isascii() and typed.isdigit() and len(typed) <= DIGITS:
        return (typed, f"{letter}-{int(typed):0{DIGITS}d}")
    return (typed,)


def is_phone_tail(text: str) -> bool:
    """Tell whether a text can be a phone number or its last digits."""
    return text.isascii() and text.isdigit() and len(text) >= _SHORTEST_TAIL


def is_platform_number(text: str) -> bool:
    """Tell whether a text can be a whole number of a payment platform, as a phone shows it."""
    return text.isascii() and text.isalnum() and len(text) >= _SHORTEST_OF_PLATFORM
