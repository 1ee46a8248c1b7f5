"""How many pieces an online shop may offer, and how its number is brought there.

Pieces are whole units of what is listed there; quantities of our own stock are thousandths of the
base unit. *Expected* is what the platform should show by what we know: what it confirmed last, less
what its own orders took since.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from microshop_desktop.domain.quantity import ONE

WHOLE_SHARE = 100
MOST_PIECES = 999_999
"""More no platform takes."""
CLOCKS_APART = timedelta(minutes=2)
"""So far a platform's clock may be from ours: what happened there nearer to a look of ours than
that may be in it or not."""


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
    """What to write: `pieces` to set, or to add where `is_delta`; `expected` to be there before."""

    pieces: int
    is_delta: bool = False
    expected: int | None = None

    @property
    def lifts(self) -> bool:
        """Whether more may be bought after it than before."""
        if self.is_delta:
            return self.pieces > 0
        return self.expected is None or self.pieces > self.expected


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done about an online SKU; no `write` where it shows what it should.

    `missing` pieces seem sold by an order that is not read yet: they stay sold until it is.
    """

    write: Write | None
    missing: int = 0


def plan(
    wanted: int, *, expected: int | None, shown: int | None, way: StockWay, explained: bool
) -> Plan:
    """Return how an online SKU is brought to `wanted` pieces.

    `shown` is what the platform shows, None where it was not asked (`must_ask`). `explained`: all
    orders of the moment when it first showed too few have been read.
    """
    if shown is None:
        return Plan(_unseen(wanted, expected, way))
    missing = 0 if expected is None or explained else max(0, expected - shown)
    pieces = max(0, wanted - missing)
    if pieces == shown:
        return Plan(None, missing)
    if way is StockWay.DELTA:
        return Plan(Write(pieces - shown, is_delta=True, expected=shown), missing)
    return Plan(Write(pieces, expected=shown), missing)


def must_ask(wanted: int, *, expected: int | None, way: StockWay) -> bool:
    """Tell whether the platform must be asked what it shows before it is written to."""
    return expected is None or (way is StockWay.ABSOLUTE and wanted != expected)


def _unseen(wanted: int, expected: int | None, way: StockWay) -> Write | None:
    if wanted == expected:
        return None
    if expected is None or way is StockWay.ABSOLUTE:
        message = "the platform must be asked what it shows"
        raise ValueError(message)
    if way is StockWay.DELTA:
        return Write(wanted - expected, is_delta=True, expected=expected)
    return Write(wanted, expected=expected)


def expected_after(write: Write, shown: int) -> int:
    """Return what should be shown after a write whose answer was lost, seeing what is shown.

    It was done or not. Where neither fits, an order that is not read yet took the rest; as nobody
    knows of which, of the larger one, so that less is shown until then.
    """
    before = write.expected or 0
    after = before + write.pieces if write.is_delta else write.pieces
    if shown in {before, after}:
        return shown
    return max(before, after, shown)
