"""What the selling page tells a person, and how the view-model speaks to its view."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from microshop_desktop.services.lookup import Found

Sound = Literal["tick", "unknown", "paid", "attention", "removed"]


@dataclass(frozen=True, slots=True)
class News:
    """A sentence that needs no answer. `undo` takes back, for eight seconds, what it says."""

    text: str
    icon: str = "check-circle"
    undo: Callable[[], None] | None = None
    from_elsewhere: bool = False
    """It happened by a scan while another page was in front."""


@dataclass(frozen=True, slots=True)
class UnknownGoods:
    """A code or a text that the shop does not know: make a product of it, or leave it."""

    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class WhichGoods:
    """Several SKUs share the code that was scanned."""

    code: str
    choices: "tuple[Found, ...]"
    quantity: int | None


@dataclass(frozen=True, slots=True)
class WeighGoods:
    """Goods sold by weight whose weight nobody said yet."""

    found: "Found"
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class PriceGoods:
    """Goods that nobody has given a price yet; `quantity` in thousandths of their unit."""

    found: "Found"
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class LastSale:
    """The sale that was just finished, shown until the next scan; money in minor units.

    `words` says how it ended where that is more than "paid". `to_verify`: the goods went without
    anybody knowing whether the money came.
    """

    order: UUID
    number: str
    total: int
    given: int
    change: int
    words: str = ""
    to_verify: bool = False


QuestionAsked = UnknownGoods | WhichGoods | WeighGoods | PriceGoods


class SellView(Protocol):
    """What the view-model asks of the page."""

    def refresh(self) -> None:
        """Show basket, totals, question, payment and last sale as they are now."""
        ...

    def refresh_tiles(self) -> None:
        """Show tiles and chips as they are now."""
        ...

    def tell(self, news: News) -> None:
        """Show a sentence for a while."""
        ...

    def play(self, sound: Sound) -> None:
        """Play a little sound."""
        ...

    def announce(self, text: str, *, urgent: bool = False) -> None:
        """Say something to screen readers."""
        ...

    def focus_question(self) -> None:
        """Give the keyboard to the field that asks for a weight or a price."""
        ...
