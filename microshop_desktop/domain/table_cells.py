"""Cells of a table somebody else's program wrote: always text, never a `float`.

A row is a list of texts. What a spreadsheet kept as a number is written out in digits and marked as
`NumberText`, because zeros before it, and digits beyond the fifteenth, were lost before we saw it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

EXACT_DIGITS = 15
"""A spreadsheet keeps that many digits of a number; what follows is made up."""


class NumberText(str):
    """The digits of a cell that a spreadsheet kept as a number."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a file: its number as a spreadsheet shows it, the first one 1, and its cells.

    `mended` says that the row was parted by another sign than the rest of the file.
    """

    number: int
    cells: list[str]
    mended: bool = False

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing stands in the row."""
        return not any(self.cells)


class TableSource(Protocol):
    """A table that can be read from its beginning as often as it is needed."""

    @property
    def name(self) -> str:
        """The name of the file, for people."""
        ...

    def rows(self) -> Iterable[TableRow]:
        """Give all rows in order, those above the heads as well."""
        ...


def number_text(value: float) -> NumberText:
    """Write a spreadsheet's number as it shows it: plain digits, no exponent, no noise."""
    if isinstance(value, int):
        return NumberText(value)
    return NumberText(f"{Decimal(f'{value:.{EXACT_DIGITS}g}'):f}")


def first_rows(source: TableSource, count: int) -> list[TableRow]:
    """Return at most `count` rows from the beginning of a table."""
    return [row for row, _ in zip(source.rows(), range(count), strict=False)]


def rows_after(source: TableSource, number: int) -> Iterator[TableRow]:
    """Give the rows below a row, blank ones left out."""
    return (row for row in source.rows() if row.number > number and not row.is_blank)
