"""What the round of picking tells: parcels with their crates, what to take, what may not leave."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.picking import Tick, Want, Wrong


class Stays(StrEnum):
    """Why a parcel does not leave.

    `held`: the order waits or is asked back. `not_picked`: pieces are missing. `no_number`,
    `number`: its tracking number is missing, or wrong. `courier`: none the platform knows is
    chosen. `parts`: the platform takes only the whole order. `refused`: the shop refused it, by its
    error.
    """

    HELD = "held"
    NOT_PICKED = "not_picked"
    NO_NUMBER = "no_number"
    NUMBER = "number"
    COURIER = "courier"
    PARTS = "parts"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Parcel:
    """An order in its crate. `courier` is the platform's code, `tracking` as it was typed.

    `trusted`: the number that a person called right though it looks odd. `in_part`: it leaves with
    what is in the crate. `is_held`: it must wait; nothing is taken for it.
    """

    order: UUID
    number: str
    source: str
    account: UUID
    buyer: str
    crate: int
    courier: str
    tracking: str
    trusted: str
    in_part: bool
    is_held: bool
    ship_until: datetime | None
    wants: tuple[Want, ...]

    @property
    def pieces(self) -> int:
        """How many pieces it still gets."""
        return sum(want.pieces for want in self.wants)

    @property
    def picked(self) -> int:
        """How many whole pieces are in its crate."""
        return sum(min(want.whole_pieces, want.pieces) for want in self.wants)

    @property
    def is_picked(self) -> bool:
        """Whether all of it is in the crate."""
        return bool(self.wants) and not any(want.open for want in self.wants)

    @property
    def is_ready(self) -> bool:
        """Whether it may get a number: all is there, or it leaves with a part."""
        return not self.is_held and (self.is_picked or (self.in_part and self.picked > 0))


@dataclass(frozen=True, slots=True)
class Round:
    """All parcels that are being packed, by crate."""

    parcels: tuple[Parcel, ...] = ()

    @property
    def wants(self) -> tuple[Want, ...]:
        """What is to be taken off the shelves."""
        return tuple(w for parcel in self.parcels if not parcel.is_held for w in parcel.wants)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was done in it yet, so that it may begin anew."""
        return not any(
            p.tracking or p.in_part or any(w.picked for w in p.wants) for p in self.parcels
        )

    def parcel(self, order: UUID) -> Parcel | None:
        """Return the parcel of an order."""
        return next((parcel for parcel in self.parcels if parcel.order == order), None)


@dataclass(frozen=True, slots=True)
class Scan:
    """What became of a scanned code: who got the piece, else why it is wrong.

    `name` and `shelf` are of the piece in hand, empty where nobody knows it.
    """

    ticks: tuple[Tick, ...] = ()
    wrong: Wrong | None = None
    name: str = ""
    shelf: str = ""


@dataclass(frozen=True, slots=True)
class ParcelChange:
    """What a person sets of a parcel; None leaves it alone."""

    courier: str | None = None
    tracking: str | None = None
    trusted: str | None = None
    in_part: bool | None = None


@dataclass(frozen=True, slots=True)
class Stayed:
    """A parcel that did not leave; `error` where the shop refused it."""

    order: UUID
    number: str
    why: Stays
    error: ShopError | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What left, and what stayed and why."""

    shipped: tuple[UUID, ...] = ()
    stayed: tuple[Stayed, ...] = ()
