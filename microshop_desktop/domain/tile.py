"""A tile of the selling page: what a SKU shows there, read before and after the shop is open."""

from typing import NamedTuple
from uuid import UUID


class Tile(NamedTuple):
    """A SKU to press. Money in minor units, quantities in thousandths of the base unit.

    `available` is on hand − reserved; `low` from the SKU's own level. `picture` is a file name in
    the shop's picture folder, or empty.
    """

    sku: UUID
    name: str
    spec: str
    price: int
    unit: str
    by_weight: bool
    available: int
    low: bool
    picture: str
    category: UUID | None
    category_name: str


class CategoryChip(NamedTuple):
    """A category as a chip over the tiles."""

    category: UUID
    name: str
