"""Texts that strangers wrote, such as names of customers, made fit to be kept and shown."""

import re

_HALVES = re.compile("[\ud800-\udfff]")
"""Half an emoji, as platforms leave it that cut names: no database and no file takes it."""
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""Signs that print nothing, or that turn round what stands beside them."""


def readable(text: str) -> str:
    """Return a text without what cannot be kept or deceives the eye; ends of lines and tabs stay.

    What joins the parts of an emoji or of a letter stays as well.
    """
    if text.isprintable():
        return text
    return _HIDDEN.sub("", _HALVES.sub("\ufffd", text))
