"""Who gets goods of which too many were promised: by time of payment, as a person may change it.

Quantities are thousandths of the base unit; pieces are whole units of what is listed there, of
`size` thousandths each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from microshop_desktop.domain.errors import ErrorCode, ShopError


@dataclass(frozen=True, slots=True)
class Want:
    """Pieces that an order line wants. `since`: when it was paid, or else placed."""

    line: UUID
    pieces: int
    size: int
    since: datetime


def allot(there: int, wants: Sequence[Want]) -> dict[UUID, int]:
    """Return the pieces of each line, whoever paid first being served first.

    Whoever cannot be served whole gets what is left; a larger piece that does not fit lets a
    smaller one behind it have the rest.
    """
    left, given = max(0, there), {}
    for want in sorted(wants, key=lambda each: (each.since, each.line)):
        pieces = min(want.pieces, left // want.size)
        given[want.line] = pieces
        left -= pieces * want.size
    return given


def most_for(line: UUID, *, there: int, wants: Sequence[Want], given: Mapping[UUID, int]) -> int:
    """Return the pieces that a line may have while all others keep theirs."""
    (own,) = (want for want in wants if want.line == line)
    others = sum(given.get(want.line, 0) * want.size for want in wants if want.line != line)
    return max(0, min(own.pieces, (there - others) // own.size))


def checked(there: int, wants: Sequence[Want], given: Mapping[UUID, int]) -> dict[UUID, int]:
    """Return what is given to each line, 0 where nothing is said; `bad_quantity` beyond what is.

    Nobody gets less than nothing, more than was wanted, or what another one was given already.
    """
    unknown = given.keys() - {want.line for want in wants}
    whole = {want.line: given.get(want.line, 0) for want in wants}
    taken = sum(whole[want.line] * want.size for want in wants)
    wrong = [want for want in wants if not 0 <= whole[want.line] <= want.pieces]
    if unknown or wrong or taken > max(0, there):
        raise ShopError(ErrorCode.BAD_QUANTITY, text=str(sum(whole.values())))
    return whole


def lacking(wants: Sequence[Want], given: Mapping[UUID, int]) -> dict[UUID, int]:
    """Return the pieces that lines do not get, those that lack none left out."""
    short = {want.line: want.pieces - given.get(want.line, 0) for want in wants}
    return {line: pieces for line, pieces in short.items() if pieces}
