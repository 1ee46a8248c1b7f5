"""Is this a tracking number of that courier? Answered while it is typed, scanned or pasted."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from microshop_desktop.domain.codes import clean_code
from microshop_desktop.domain.couriers import KnownCourier

_PLAUSIBLE = re.compile(r"[0-9A-Z]+")
_PARCEL_OF_SEVERAL = re.compile(r"-\d{1,3}-\d{1,3}-?$")
_LEAST, _MOST = 6, 40
Key = TypeVar("Key")


class Fault(StrEnum):
    """What is wrong with a number. Only `signs` and `twice` can never be right."""

    EMPTY = "empty"
    SIGNS = "signs"
    SHORT = "short"
    LONG = "long"
    SHAPE = "shape"
    TWICE = "twice"


CERTAIN = frozenset({Fault.EMPTY, Fault.SIGNS, Fault.TWICE})
"""Faults that no word of a person cures."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A number with its fault, None where it is good.

    `off`: digits missing or too many; `length`: how long it should be.
    """

    number: str
    fault: Fault | None = None
    off: int = 0
    length: int = 0

    @property
    def is_good(self) -> bool:
        """Whether a parcel may go with it."""
        return self.fault is None


def clean_tracking(text: str) -> str:
    """Return a number as it is kept: no blanks or hyphens, capital letters.

    Bars of parcels that are one of several (`JDVB…-1-2-`) name their place behind the number.
    """
    folded = _PARCEL_OF_SEVERAL.sub("", clean_code(text))
    return folded.replace("-", "").upper()


def check_tracking(text: str, courier: KnownCourier | None) -> Checked:
    """Check a number against the shapes of a courier; of others only that it can be one."""
    number = clean_tracking(text)
    if not number:
        return Checked(number, Fault.EMPTY)
    if not _PLAUSIBLE.fullmatch(number):
        return Checked(number, Fault.SIGNS)
    if courier is None or not courier.shapes:
        return _plausible(number)
    return _by_shapes(number, courier.shapes)


def check_round(
    numbers: Mapping[Key, tuple[str, KnownCourier | None]], trusted: Mapping[Key, str]
) -> dict[Key, Checked]:
    """Check the numbers of parcels that leave together: none may stand twice.

    `trusted`: numbers of which a person said that they are right though they look odd.
    """
    checked = {key: check_tracking(text, courier) for key, (text, courier) in numbers.items()}
    count = Counter(one.number for one in checked.values() if one.number)
    return {key: _in_round(one, count, trusted.get(key, "")) for key, one in checked.items()}


def column_of(text: str) -> list[str]:
    """Return the numbers of a column that was copied from a sheet, in their order.

    Of rows with several cells the one with the most digits counts; empty rows count as parcels
    without a number, so that the rows stay beside their parcels.
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    return [_number_in(row) for row in rows]


def _number_in(row: str) -> str:
    """Return the cell of a row that is its number; signs by which sheets keep texts are dropped."""
    cells = [cell.strip().removeprefix("=").strip("\"'") for cell in row.split("\t")]
    best = max(cells, key=_digits)
    return clean_tracking(best) if _digits(best) else ""


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _plausible(number: str) -> Checked:
    if not any(sign.isdigit() for sign in number):
        return Checked(number, Fault.SHAPE)
    if len(number) < _LEAST:
        return Checked(number, Fault.SHORT, _LEAST - len(number), _LEAST)
    if len(number) > _MOST:
        return Checked(number, Fault.LONG, len(number) - _MOST, _MOST)
    return Checked(number)


def _by_shapes(number: str, shapes: tuple[str, ...]) -> Checked:
    fitting = [shape for shape in shapes if _fits(number, shape)]
    if any(len(shape) == len(number) for shape in fitting):
        return Checked(number)
    longer = [len(shape) for shape in fitting if len(shape) > len(number)]
    if longer:
        return Checked(number, Fault.SHORT, min(longer) - len(number), min(longer))
    shorter = [len(shape) for shape in fitting]
    if shorter:
        return Checked(number, Fault.LONG, len(number) - max(shorter), max(shorter))
    return Checked(number, Fault.SHAPE)


def _fits(number: str, shape: str) -> bool:
    """Tell whether number and shape agree as far as both go."""
    return all(_sign_fits(sign, spelt) for sign, spelt in zip(number, shape, strict=False))


def _sign_fits(sign: str, spelt: str) -> bool:
    match spelt:
        case "#":
            return sign.isdigit()
        case "@":
            return sign.isalpha()
        case "?":
            return True
        case _:
            return sign == spelt


def _in_round(checked: Checked, count: Mapping[str, int], trusted: str) -> Checked:
    if count.get(checked.number, 0) > 1:
        return Checked(checked.number, Fault.TWICE)
    if checked.fault in CERTAIN or checked.number != trusted:
        return checked
    return Checked(checked.number)
