"""A tile of the selling page: what a SKU shows there, read before and after the shop is open."""

from typing import NamedTuple
from uuid import UUID


class Tile(NamedTuple):
    """A SKU to press. Money in minor units, quantities in thousandths of the base unit.

    `on_hand` is None where nothing of it was ever booked, `available` is on hand − reserved; `low`
    from the SKU's own level. `picture` is a file name in the shop's picture folder, or empty.
    """

    sku: UUID
    name: str
    spec: str
    price: int
    unit: str
    by_weight: bool
    on_hand: int | None
    available: int
    low: bool
    picture: str
    category: UUID | None
    category_name: str

    @property
    def is_counted(self) -> bool:
        """Whether somebody keeps its stock: something was booked, or it has a low level."""
        return self.on_hand is not None or self.low

    @property
    def is_oversold(self) -> bool:
        """Whether more was sold than was booked in, so that the books are behind the shelf."""
        return self.on_hand is not None and self.on_hand < 0

    @property
    def is_sold_out(self) -> bool:
        """Whether the books know that none is left."""
        return self.is_counted and not self.is_oversold and self.available <= 0


class CategoryChip(NamedTuple):
    """A category as a chip over the tiles."""

    category: UUID
    name: str
