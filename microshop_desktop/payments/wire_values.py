"""Values as the platforms' protocols write them: China's time, amounts, texts, numbers."""

import re
import unicodedata
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""Both platforms keep Beijing time, whatever the zone of this computer."""
_NUMBER = re.compile(r"[A-Za-z0-9_]+")
_YUAN = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")
_BEYOND_BASIC = 0x10000


def rfc3339(moment: datetime) -> str:
    """Return a moment as WeChat Pay writes it, in whole seconds of China's time."""
    return moment.astimezone(CHINA).replace(microsecond=0).isoformat()


def yuan(fen: int) -> str:
    """Return fen as yuan with exactly two decimals."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}"


def fen(text: object) -> int | None:
    """Return the fen of an amount in yuan; None for what is not one."""
    found = _YUAN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def plain_text(text: str, most: int, *, without: str = "") -> str:
    """Return at most `most` characters of a text in one line, as a platform takes it.

    Emoji and other characters beyond the basic plane are refused by WeChat Pay; control characters
    by both. What is in `without` becomes a space as well.
    """
    kept = "".join(" " if _is_unwanted(letter, without) else letter for letter in text)
    return " ".join(kept.split())[:most].rstrip()


def number(text: str, longest: int) -> str:
    """Return a number of ours, which both platforms must be able to take; `ValueError` if not."""
    if not 6 <= len(text) <= longest or not _NUMBER.fullmatch(text):
        message = f"{text!r} cannot be the number of a payment"
        raise ValueError(message)
    return text


def _is_unwanted(letter: str, without: str) -> bool:
    return (
        ord(letter) >= _BEYOND_BASIC
        or letter in without
        or unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        or letter == "\N{VARIATION SELECTOR-16}"
    )
