"""The grid of a product's variants: colour × size and the like."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

MOST_VARIANTS = 200
"""More combinations than this are a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One way in which variants differ, such as Colour: Red, Blue."""

    name: str
    values: tuple[str, ...]


def combinations(axes: Sequence[Axis]) -> list[tuple[str, ...]]:
    """Return every combination of the axes' values, the last axis running fastest.

    Without axes there is one variant without values.
    """
    return list(itertools.product(*(axis.values for axis in axes)))


def axes_of(names: Sequence[str], variants: Sequence[Sequence[str]]) -> tuple[Axis, ...]:
    """Read the axes back from the variants that exist, values in the order they first come."""
    return tuple(
        Axis(
            name, tuple(dict.fromkeys(values[place] for values in variants if len(values) > place))
        )
        for place, name in enumerate(names)
    )


def spec_of(values: Sequence[str]) -> str:
    """Return how a variant is called beside its product's name."""
    return " ".join(values)


def split_values(text: str) -> tuple[str, ...]:
    """Read typed values, parted by commas (、，too) or semicolons, without blanks and doubles."""
    for sign in "，、;；":
        text = text.replace(sign, ",")
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
