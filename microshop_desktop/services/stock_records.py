"""What the stock services take and give. Quantities in thousandths, money in minor units."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from microshop_desktop.domain.stock import MovementKind, is_low, value_in_minor

SPEED_DAYS = 14
"""Days over which the speed of selling is looked at."""
UNMOVED_DAYS = 90


class StockSort(StrEnum):
    """What the list is in order of."""

    NAME = "name"
    AVAILABLE = "available"
    VALUE = "value"
    SHELF = "shelf"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class StockQuery:
    """What is to be listed; `low` leaves only what is at or below its low level."""

    text: str = ""
    category: UUID | None = None
    shelf: str | None = None
    low: bool = False
    sort: StockSort = StockSort.NAME
    descending: bool = False


@dataclass(frozen=True, slots=True)
class StockRow:
    """What lies there of one SKU. `cost` is the last known cost of a base unit.

    `kept` says that anything was ever booked of it, `sold` is what left by sales in the last
    `SPEED_DAYS` days.
    """

    sku: UUID
    product: UUID
    name: str
    spec: str
    code: str
    codes: tuple[str, ...]
    merchant_code: str
    unit: str
    by_weight: bool
    shelf: str
    picture: str
    on_hand: int
    reserved: int
    cost_value: int
    cost: int | None
    low_stock: int | None
    kept: bool
    sold: int

    @property
    def available(self) -> int:
        """What can be promised: on hand − reserved."""
        return self.on_hand - self.reserved

    @property
    def value(self) -> int:
        """What the goods cost, in minor units."""
        return value_in_minor(self.cost_value)

    @property
    def low(self) -> bool:
        """Whether it is time to buy."""
        return is_low(self.available, self.low_stock, kept=self.kept)

    @property
    def days_left(self) -> int | None:
        """Whole days the goods last at the speed of late; None where none was sold."""
        if self.sold <= 0:
            return None
        return max(self.available, 0) * SPEED_DAYS // self.sold


@dataclass(frozen=True, slots=True)
class StockFigures:
    """The stock as a whole. `value` is its cost, `unmoved` counts SKUs whose goods lay still."""

    value: int
    on_hand: int
    skus: int
    reserved: int
    reservations: int
    unmoved: int
    unmoved_value: int
    low: int


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """Goods kept for somebody; `cause_name` is a basket's name or an order's number."""

    cause_kind: str
    cause_name: str
    quantity: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A movement; `cause_name` is the number of the order, refund or receipt behind it.

    `balance` is what was on hand after it, None where it was not asked for.
    """

    at: datetime
    sku: UUID
    name: str
    spec: str
    kind: MovementKind
    quantity: int
    cost_value: int
    cause_kind: str
    cause_name: str
    note: str
    staff: str
    balance: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why a SKU's figure is what it is: who it is kept for and how it came about, newest first.

    `more` says that there are older movements than those that were asked for.
    """

    row: StockRow
    reservations: tuple[ReservationRow, ...]
    movements: tuple[MovementRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A correction of what is on hand.

    `quantity` is positive: what is gone (`loss`, `own_use`, `sample`, `gift`), what was found
    (`gain`), or what was counted (`count`).
    """

    sku: UUID
    kind: MovementKind
    quantity: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What an adjustment did: the change and what is there now."""

    sku: UUID
    change: int
    on_hand: int
    available: int
