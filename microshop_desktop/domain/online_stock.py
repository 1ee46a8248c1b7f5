"""How many pieces an online shop may offer, and how its number is brought there.

Pieces are whole units of what is listed there; quantities of our own stock are thousandths of the
base unit. *Expected* is what the platform should show by what we know: what it confirmed last, less
what its own orders took since.
"""

from dataclasses import dataclass
from enum import StrEnum

from microshop_desktop.domain.quantity import ONE

WHOLE_SHARE = 100
MOST_PIECES = 999_999
"""More no platform takes."""


class StockWay(StrEnum):
    """How a platform lets its stock be changed."""

    DELTA = "delta"
    COMPARE = "compare"
    ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True)
class Offer:
    """How much of the stock an account may offer: `percent` of it, less `buffer` thousandths."""

    percent: int = WHOLE_SHARE
    buffer: int = 0


def target(available: int, factor: int, offer: Offer) -> int:
    """Return the pieces to offer of what is available; `factor` base units are one piece."""
    offered = available * offer.percent // WHOLE_SHARE - offer.buffer
    return min(max(0, offered // (factor * ONE)), MOST_PIECES)


@dataclass(frozen=True, slots=True)
class Write:
    """What to write: `pieces` to set, or to add where `is_delta`. `expected` is to be there before.

    `careful`: less than the target, for pieces that seem sold by an order not read yet.
    """

    pieces: int
    is_delta: bool = False
    expected: int | None = None
    careful: bool = False


def next_write(
    wanted: int, *, expected: int | None, shown: int | None, way: StockWay, explained: bool
) -> Write | None:
    """Return the write that brings an online SKU to `wanted` pieces, None where it is there.

    `shown` is what the platform shows, None where it was not asked. Fewer than expected were
    probably sold by an order that is not read yet: they stay sold until `explained` says that all
    orders of that moment have been read.
    """
    if shown is None:
        return _unseen(wanted, expected, way)
    missing = 0 if expected is None or explained else max(0, expected - shown)
    pieces = max(0, wanted - missing)
    if pieces == shown:
        return None
    if way is StockWay.DELTA:
        return Write(pieces - shown, is_delta=True, expected=shown, careful=missing > 0)
    return Write(pieces, expected=shown, careful=missing > 0)


def _unseen(wanted: int, expected: int | None, way: StockWay) -> Write | None:
    if expected is None or way is StockWay.ABSOLUTE:
        message = "the platform must be asked what it shows"
        raise ValueError(message)
    if wanted == expected:
        return None
    if way is StockWay.DELTA:
        return Write(wanted - expected, is_delta=True, expected=expected)
    return Write(wanted, expected=expected)


def must_ask(wanted: int, *, expected: int | None, way: StockWay) -> bool:
    """Tell whether the platform must be asked what it shows before it is written to."""
    return expected is None or (way is StockWay.ABSOLUTE and wanted != expected)


class Landed(StrEnum):
    """What became of a write whose answer was lost, by what the platform shows now."""

    DONE = "done"
    NOT_DONE = "not_done"
    UNCLEAR = "unclear"


def landed(write: Write, shown: int) -> Landed:
    """Judge a write without an answer; orders in between can make it unclear."""
    before = write.expected
    after = write.pieces if not write.is_delta else (before or 0) + write.pieces
    if shown == after:
        return Landed.DONE
    if before is not None and shown == before:
        return Landed.NOT_DONE
    return Landed.UNCLEAR
