"""Texts for paper: without the little pictures that chats put into names.

A receipt is pure black and its fonts hold no emoji: they would print as empty boxes.
"""

import unicodedata

_PICTURES = 0x1F000
"""From here on symbols are pictures: emoji, cards, flags."""
_MIXED = ((0x2300, 0x23FF), (0x2600, 0x27BF), (0x2B00, 0x2BFF))
"""Blocks that hold letters of Chinese fonts (★, ♀) and pictures (☕, ✨) side by side."""
_JOINERS = frozenset("\u200d\u20e3\ufe0e\ufe0f")
"""Signs that make one picture of several, or choose how it looks."""
_TAGS = (0xE0000, 0xE007F)


def paper_text(text: str) -> str:
    """Return a text without pictures; one of pictures alone becomes the name of the first."""
    if text.isascii():
        return text
    kept = "".join(sign for sign in text if not _is_picture(sign))
    if kept == text:
        return text
    plain = " ".join(kept.split())
    return plain or _name_of(text)


def _is_picture(sign: str) -> bool:
    number = ord(sign)
    if sign in _JOINERS or _TAGS[0] <= number <= _TAGS[1]:
        return True
    if number >= _PICTURES:
        return unicodedata.category(sign) in {"So", "Sk", "Cn"}
    return any(first <= number <= last for first, last in _MIXED) and not _is_chinese_sign(sign)


def _is_chinese_sign(sign: str) -> bool:
    """Tell whether fonts and printers for Chinese know a symbol."""
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _name_of(text: str) -> str:
    """Return what the first picture shows, in the words of Unicode."""
    names = (unicodedata.name(sign, "") for sign in text if sign not in _JOINERS)
    return next((name.capitalize() for name in names if name), "")
