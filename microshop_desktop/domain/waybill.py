"""What stands on the slip of a parcel, and on the list that the goods are picked by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods in a parcel, in whole pieces."""

    name: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Waybill:
    """A parcel with the words to print. `phone` is masked; `address` as the platform tells it."""

    courier: str
    crate: int
    tracking: str
    receiver: str
    phone: str
    address: str
    sender: str
    sender_address: str
    order: str
    goods: tuple[Goods, ...]
    note: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether the platform keeps part of the address to itself."""
        return not self.address or "*" in self.address


@dataclass(frozen=True, slots=True)
class WaybillWords:
    """The few words of a slip, in the language in use; `crate` and `note` with a place each."""

    crate: str
    receiver: str
    sender: str
    note: str
    more: str


@dataclass(frozen=True, slots=True)
class PickLine:
    """A line of the printed list: `orders` are those that get the goods, with their crates."""

    name: str
    code: str
    pieces: int
    orders: str


@dataclass(frozen=True, slots=True)
class PickSheet:
    """The list on paper: stretches of shelves with their lines, under a title and a date."""

    title: str
    summary: str
    shelves: tuple[tuple[str, tuple[PickLine, ...]], ...]
    page: str
    """`Page {number}`."""
