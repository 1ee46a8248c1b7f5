"""What a text in the scan field asks for: goods, how many of them, or another quantity."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from microshop_desktop.domain.codes import clean_code

_TIMES = re.compile(r"(\d+(?:[.,]\d+)?)[*×xX](.*)", re.DOTALL)
_SET = re.compile(r"[*×](\d*(?:[.,]\d*)?)")


class Ask(StrEnum):
    """What is asked for."""

    NOTHING = "nothing"
    GOODS = "goods"
    QUANTITY = "quantity"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Entry:
    """A text taken apart: `times` of `text`, or the quantity of the current line.

    Quantities stay text here; whoever uses them reads them and says what is wrong with them.
    """

    ask: Ask
    text: str = field(default="", repr=False)
    times: str = ""


def read_entry(text: str) -> Entry:
    """Take a typed text apart: `3*690…`, `3*`, `*12`, or goods."""
    folded = clean_code(text) if _looks_counted(text) else text.strip()
    if not folded:
        return Entry(Ask.NOTHING)
    if found := _SET.fullmatch(folded):
        return Entry(Ask.QUANTITY, times=found[1])
    if found := _TIMES.fullmatch(folded):
        goods = found[2].strip()
        return Entry(Ask.GOODS if goods else Ask.TIMES, goods, found[1])
    return Entry(Ask.GOODS, folded)


def _looks_counted(text: str) -> bool:
    return any(sign in text for sign in "*×＊")
