"""A table on its way into a file: columns with their kinds, rows of plain exact values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds: texts, minor units, thousandths, counts, ISO times, yes and no."""

    TEXT = "text"
    MONEY = "money"
    QUANTITY = "quantity"
    COUNT = "count"
    TIME = "time"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: `key` for scripts, `title` for people."""

    key: str
    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class ExportTable:
    """Columns and rows; `exponent` are the decimals of its money, of `currency`."""

    columns: Sequence[ExportColumn]
    rows: Iterable[Sequence[object]]
    currency: str
    exponent: int
