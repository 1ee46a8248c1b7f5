"""What the selling page needs of the shop, given to it once the first picture is painted.

Before that nothing dear may be imported, so the page knows this protocol and not the services.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol
from uuid import UUID

from microshop_desktop.domain.basket import Basket, SaleUnit, SkuFacts, Tender
from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.domain.tile import CategoryChip, Tile

if TYPE_CHECKING:
    from microshop_desktop.services.baskets import HeldView
    from microshop_desktop.services.customers import CustomerView
    from microshop_desktop.services.lookup import Found
    from microshop_desktop.services.selling import Sale


@dataclass(frozen=True, slots=True)
class Opening:
    """What the page shows before the shop is open, read by `first_look`."""

    currency: Currency
    tiles: tuple[Tile, ...] = ()
    chips: tuple[CategoryChip, ...] = ()
    basket: Basket | None = None
    rounding: RoundingRule = RoundingRule.NONE
    held: int = 0
    pictures: str = ""
    """Folder of the goods' pictures; empty where there is none."""
    quick_goods: Callable[[str], tuple[SkuFacts, SaleUnit] | None] | None = None
    """Finds goods by their barcode while the shop is not open yet."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the type-ahead list; money in minor units, `available` in thousandths."""

    sku: UUID
    name: str
    code: str
    price: int
    unit: str
    available: int


class GoodsNow(NamedTuple):
    """What the page shows of the shop's goods, read at one time; tiles of one category."""

    category: UUID | None
    chips: Sequence[CategoryChip]
    tiles: Sequence[Tile]
    rounding: RoundingRule


class Desk(Protocol):
    """The acts of a seller at this till. Methods raise `ShopError`."""

    def warm_up(self) -> None:
        """Load what the next minutes need; called in a quiet moment."""
        ...

    def scan(self, code: str) -> Sequence["Found"]:
        """Return the goods a code means: none, one or several."""
        ...

    def sku(self, sku: UUID) -> "Found":
        """Return one SKU to sell."""
        ...

    def search(self, text: str) -> Sequence[Hit]:
        """Return what a typed text may mean, best first."""
        ...

    def tiles(self, category: UUID | None) -> Sequence[Tile]:
        """Return the tiles of a category, or the favourites."""
        ...

    def categories(self) -> Sequence[CategoryChip]:
        """Return the categories in their order."""
        ...

    def quick_product(self, code: str, name: str, price: int) -> "Found":
        """Make a product out of its code, name and price, ready to be sold."""
        ...

    def new_basket(self) -> Basket:
        """Return an empty basket."""
        ...

    def open_basket(self) -> Basket:
        """Return the basket this till left open, with its customer's name."""
        ...

    def save(self, basket: Basket) -> None:
        """Keep the open basket as it is now."""
        ...

    def hold(self, basket: Basket, name: str) -> Basket:
        """Put the basket aside and return a new one."""
        ...

    def recall(self, basket: UUID) -> Basket:
        """Open a held basket again."""
        ...

    def drop_held(self, basket: UUID) -> None:
        """Throw a held basket away."""
        ...

    def held(self) -> Sequence["HeldView"]:
        """Return the held baskets, the last first."""
        ...

    def finish(self, basket: Basket, tenders: Sequence[Tender], shown_total: int) -> "Sale":
        """Turn the basket into an order; the second time returns the first order."""
        ...

    def print_receipt(self, order: UUID) -> None:
        """Print the receipt of an order once more."""
        ...

    def customers(self, text: str) -> Sequence["CustomerView"]:
        """Return customers by phone, name or initials."""
        ...

    def member(self, code: str) -> "CustomerView | None":
        """Return the customer with a member code, or None."""
        ...

    def make_customer(self, name: str, phone: str) -> "CustomerView":
        """Make a customer by name or phone."""
        ...

    def rounding(self) -> RoundingRule:
        """Return how small change on totals is dropped."""
        ...

    def now(self) -> datetime:
        """Return this moment."""
        ...
