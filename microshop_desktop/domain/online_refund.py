"""Booking money that a platform gave back: which pieces it stands for, or money alone."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

from microshop_desktop.domain.money import divide_half_up, split
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.domain.refunds import RefundShare, SoldLine, Wanted, refund_share

_MOST_LINES = 8
"""Sums of more lines are not looked through: their number doubles with each."""


def money_left(lines: Sequence[SoldLine]) -> int:
    """Return what may still go back of lines, minor units."""
    return sum(_left(line) for line in lines)


def pieces_for(amount: int, lines: Sequence[SoldLine]) -> tuple[Wanted, ...]:
    """Return the pieces whose money is exactly this amount; none where it is not sure which.

    All that is left comes first, then whole lines, then some pieces of one line.
    """
    open_lines = [line for line in lines if line.left > 0]
    worth = {line.no: _worth(line, line.left) for line in open_lines}
    if amount <= 0 or not open_lines:
        return ()
    if sum(worth.values()) == amount:
        return tuple(Wanted(line.no, line.left) for line in open_lines)
    found = _whole_lines(amount, open_lines[:_MOST_LINES], worth)
    found = found or _some_pieces(amount, open_lines)
    return found[0] if len(found) == 1 else ()


def money_shares(amount: int, lines: Sequence[SoldLine]) -> tuple[RefundShare, ...]:
    """Share money alone over lines, by what is left of each; the goods stay where they are."""
    open_lines = [line for line in lines if _left(line) > 0]
    parts = split(amount, [_left(line) for line in open_lines])
    return tuple(
        RefundShare(line.no, 0, part, divide_half_up(line.tax * part, line.total), 0)
        for line, part in zip(open_lines, parts, strict=True)
        if part
    )


def _left(line: SoldLine) -> int:
    return max(0, line.total - line.refunded)


def _worth(line: SoldLine, quantity: int) -> int:
    return refund_share(line, quantity).amount


def _whole_lines(
    amount: int, lines: Sequence[SoldLine], worth: Mapping[int, int]
) -> list[tuple[Wanted, ...]]:
    return [
        tuple(Wanted(line.no, line.left) for line in some)
        for count in range(1, len(lines))
        for some in combinations(lines, count)
        if sum(worth[line.no] for line in some) == amount
    ]


def _some_pieces(amount: int, lines: Sequence[SoldLine]) -> list[tuple[Wanted, ...]]:
    """Return some whole pieces of one line; what they are worth grows with their number."""
    found: list[tuple[Wanted, ...]] = []
    for line in lines:
        quantities = range(ONE, line.left, ONE)
        at = bisect_left(quantities, amount, key=partial(_worth, line))
        if at < len(quantities) and _worth(line, quantities[at]) == amount:
            found.append((Wanted(line.no, quantities[at]),))
    return found
