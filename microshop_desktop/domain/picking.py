"""Taking the goods of several orders off the shelves in one walk, piece by piece.

Pieces are counted in base units of their SKU, so that a case and its single pieces meet; goods that
are weighed are taken whole, in one tick. Crates tell the orders of a round apart.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

_COLD_WORDS = ("冷", "冰", "cold", "chill", "freez", "fridge", "frío", "frio", "congel", "nevera")
_PARTS = re.compile(r"(\d+)")
_AISLE = re.compile(r"[^\d]*")


@dataclass(frozen=True, slots=True)
class Want:
    """What one order wants of goods: `pieces` of `factor` base units each, `picked` base units.

    `crate` is where they go, `number` how people call the order. `sku` is None for goods that no
    listing links.
    """

    order: UUID
    number: str
    crate: int
    line: UUID
    sku: UUID | None
    code: str
    name: str
    shelf: str
    pieces: int
    factor: int = 1
    by_weight: bool = False
    picked: int = 0
    picture: str = ""

    @property
    def needed(self) -> int:
        """Base units that the order gets."""
        return self.pieces * self.factor

    @property
    def open(self) -> int:
        """Base units still to be taken."""
        return max(0, self.needed - self.picked)

    @property
    def whole_pieces(self) -> int:
        """Pieces that are complete, as a parcel counts them."""
        return self.picked // self.factor

    @property
    def goods(self) -> tuple[str, str]:
        """What tells goods apart on the list."""
        return ("sku", str(self.sku)) if self.sku is not None else (self.code, self.name)


@dataclass(frozen=True, slots=True)
class Tick:
    """Base units that an order got of a line."""

    order: UUID
    line: UUID
    units: int


@dataclass(frozen=True, slots=True)
class PickRow:
    """Goods on a shelf, for all orders that want them."""

    wants: tuple[Want, ...]

    @property
    def first(self) -> Want:
        """The order that gets them first; what names the goods is the same for all."""
        return self.wants[0]

    @property
    def counts(self) -> tuple[int, int]:
        """How many were taken, of how many: base units, or pieces of what is weighed."""
        if self.first.by_weight:
            return sum(want.whole_pieces for want in self.wants), sum(w.pieces for w in self.wants)
        return sum(want.picked for want in self.wants), sum(want.needed for want in self.wants)

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is to be taken any more."""
        return not any(want.open for want in self.wants)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A stretch of shelves that is walked at once: `B1 · B2`."""

    names: tuple[str, ...]
    rows: tuple[PickRow, ...]
    is_cold: bool = False

    @property
    def title(self) -> str:
        """Its shelves; a long common beginning is said once. Empty for goods without a shelf."""
        first = self.names[0]
        start = aisle_of(first)
        rest = [name.removeprefix(start) for name in self.names[1:]]
        short = " · ".join([first, *rest]) if len(start) > 1 and all(rest) else ""
        return short or " · ".join(self.names)

    @property
    def pieces(self) -> int:
        """How many are to be taken there."""
        return sum(row.counts[1] for row in self.rows)


class Wrong(StrEnum):
    """Why a scanned piece is none to put into a crate.

    `unknown`: nobody knows its code. `not_wanted`: no order of the round wants it. `enough`: all
    that want it have theirs. `too_big`: a case holds more than is wanted.
    """

    UNKNOWN = "unknown"
    NOT_WANTED = "not_wanted"
    ENOUGH = "enough"
    TOO_BIG = "too_big"


def is_cold(shelf: str) -> bool:
    """Tell whether a shelf is a cold one, by its name."""
    folded = shelf.casefold()
    return any(word in folded for word in _COLD_WORDS)


def walking_key(shelf: str) -> tuple[bool, bool, list[tuple[int, int | str]]]:
    """Return what shelves are sorted by: A2 before A10, those without a name late, cold ones last.

    What is cold is taken last, so that it is out for the shortest time.
    """
    parts = [part for part in _PARTS.split(shelf.casefold()) if part]
    spelt = [(0, int(part)) if part.isdigit() else (1, part) for part in parts]
    return is_cold(shelf), not shelf, spelt


def aisle_of(shelf: str) -> str:
    """Return what shelves side by side have in common: their name before the first digit."""
    found = _AISLE.match(shelf)
    return found.group() if found else ""


def walk(wants: Iterable[Want]) -> tuple[Shelf, ...]:
    """Return the shelves in walking order, each with its goods by name."""
    rows: dict[tuple[str, tuple[str, str]], list[Want]] = {}
    for want in wants:
        if want.pieces > 0:
            rows.setdefault((want.shelf, want.goods), []).append(want)
    stretches: dict[str, list[PickRow]] = {}
    for (shelf, _goods), group in sorted(rows.items(), key=_row_key):
        row = PickRow(tuple(sorted(group, key=lambda want: want.crate)))
        stretches.setdefault(aisle_of(shelf) or shelf, []).append(row)
    return tuple(_shelf(stretch) for stretch in stretches.values())


def give(wants: Sequence[Want], sku: UUID, units: int) -> tuple[Tick, ...] | Wrong:
    """Return who gets a scanned piece of so many base units, or why nobody does.

    The first crate that can take it whole gets it; a case that no order takes whole is shared out.
    What is weighed goes whole to the first order that waits for it.
    """
    mine = sorted((want for want in wants if want.sku == sku), key=lambda want: want.crate)
    waiting = [want for want in mine if want.open]
    if not waiting:
        return Wrong.ENOUGH if mine else Wrong.NOT_WANTED
    if waiting[0].by_weight:
        return (_tick(waiting[0], waiting[0].open),)
    for want in waiting:
        if want.open >= units:
            return (_tick(want, units),)
    return _shared(waiting, units)


def next_row(shelves: Sequence[Shelf]) -> PickRow | None:
    """Return what is to be taken next on the walk, None at its end."""
    return next((row for shelf in shelves for row in shelf.rows if not row.is_done), None)


def _shared(waiting: Sequence[Want], units: int) -> tuple[Tick, ...] | Wrong:
    if sum(want.open for want in waiting) < units:
        return Wrong.TOO_BIG
    ticks = []
    for want in waiting:
        part = min(want.open, units)
        if part:
            ticks.append(_tick(want, part))
        units -= part
    return tuple(ticks)


def _tick(want: Want, units: int) -> Tick:
    return Tick(want.order, want.line, units)


def _shelf(rows: Sequence[PickRow]) -> Shelf:
    names = tuple(dict.fromkeys(row.first.shelf for row in rows))
    return Shelf(names, tuple(rows), is_cold=is_cold(names[0]))


def _row_key(item: tuple[tuple[str, tuple[str, str]], list[Want]]) -> tuple[object, ...]:
    (shelf, goods), group = item
    return (*walking_key(shelf), group[0].name, goods)
