"""The desk over the services of the shop. Made by the application after the first picture.

What a sale does not need (search, the catalogue's editing, selling itself until there is something
to sell) is imported when it is first asked for, so that the first scan is answered sooner.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.domain.basket import Basket, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.domain.tile import CategoryChip, Tile
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.baskets import Baskets, HeldView
from microshop_desktop.services.customers import Customers, CustomerView
from microshop_desktop.services.lookup import Found, Lookup
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import PrintReceipts, Settings
from microshop_desktop.ui.sell.desk import Hit
from microshop_desktop.ui.sell.names import named

if TYPE_CHECKING:
    from microshop_desktop.services.catalogue import Catalogue
    from microshop_desktop.services.print_queue import PrintQueue
    from microshop_desktop.services.search import Search
    from microshop_desktop.services.selling import Sale, Selling

MOST_HITS = 8
MOST_TILES = 60


class ServiceDesk:
    """What a seller does at this till, as one actor, by the services of an open shop."""

    def __init__(
        self, shop: Shop, actor: Actor, *, queue: "Callable[[], PrintQueue] | None" = None
    ) -> None:
        """Act as this person in this shop; receipts go to the queue, asked for when one does."""
        self._queue = queue
        self._shop = shop
        self._actor = actor
        self._baskets = Baskets(shop)
        self._customers = Customers(shop)
        self._lookup = Lookup(shop)
        self._settings = Settings(shop)

    @cached_property
    def _catalogue(self) -> "Catalogue":
        from microshop_desktop.services.catalogue import Catalogue

        return Catalogue(self._shop)

    @cached_property
    def _search(self) -> "Search":
        from microshop_desktop.services.search import Search

        return Search(self._shop)

    @cached_property
    def _selling(self) -> "Selling":
        from microshop_desktop.services.selling import Selling

        return Selling(self._shop)

    def warm_up(self) -> None:
        """Load what the next minutes need, in a quiet moment: typing and paying must not wait."""
        self._search.find(self._actor, "a", limit=1)
        for part in ("_selling", "_catalogue"):
            getattr(self, part)

    def scan(self, code: str) -> Sequence[Found]:
        """Return the goods a code means: none, one or several."""
        return self._lookup.scan(self._actor, code)

    def sku(self, sku: UUID) -> Found:
        """Return one SKU to sell."""
        return self._lookup.sku(self._actor, sku)

    def search(self, text: str) -> Sequence[Hit]:
        """Return what a typed text may mean, best first, goods off sale left out."""
        found = self._search.find(self._actor, text, limit=MOST_HITS)
        return [
            Hit(
                sku=hit.sku,
                name=named(hit.name, hit.spec),
                code=hit.codes[0] if hit.codes else "",
                price=hit.price,
                unit=hit.unit,
                available=hit.available,
            )
            for hit in found
            if hit.on_sale
        ]

    def tiles(self, category: UUID | None) -> Sequence[Tile]:
        """Return the tiles of a category, or the favourites."""
        return self._lookup.tiles(self._actor, category=category, limit=MOST_TILES)

    def categories(self) -> Sequence[CategoryChip]:
        """Return the categories in their order."""
        return self._lookup.categories(self._actor)

    def quick_product(self, code: str, name: str, price: int) -> Found:
        """Make a product out of its code, name and price, ready to be sold."""
        return self.sku(self._catalogue.quick_product(self._actor, code, name, price=price))

    def new_basket(self) -> Basket:
        """Return an empty basket."""
        return self._baskets.new()

    def open_basket(self) -> Basket:
        """Return the basket this till left open, with its customer's name."""
        return self._baskets.open_one(self._actor)

    def save(self, basket: Basket) -> None:
        """Keep the open basket as it is now."""
        self._baskets.save(self._actor, basket)

    def hold(self, basket: Basket, name: str) -> Basket:
        """Put the basket aside and return a new one."""
        return self._baskets.hold(self._actor, basket, name)

    def recall(self, basket: UUID) -> Basket:
        """Open a held basket again."""
        return self._baskets.recall(self._actor, basket)

    def drop_held(self, basket: UUID) -> None:
        """Throw a held basket away."""
        self._baskets.drop_held(self._actor, basket)

    def held(self) -> Sequence[HeldView]:
        """Return the held baskets, the last first."""
        return self._baskets.held(self._actor)

    def finish(self, basket: Basket, tenders: Sequence[Tender], shown_total: int) -> "Sale":
        """Turn the basket into an order; the second time returns the first order."""
        return self._selling.finish(self._actor, basket, tenders, shown_total=shown_total)

    def print_receipt(self, order: UUID) -> None:
        """Print the receipt of an order once more, marked as a copy where it was printed before."""
        if self._queue is None:
            raise ShopError(ErrorCode.PRINTER_NOT_SET)
        printed = self._settings.current().print_receipts is PrintReceipts.ALWAYS
        self._queue().print_order(self._actor, order, copy=printed)

    def customers(self, text: str) -> Sequence[CustomerView]:
        """Return customers by phone, name or initials."""
        return self._customers.find(self._actor, text)

    def member(self, code: str) -> CustomerView | None:
        """Return the customer with a member code, or None."""
        return self._customers.by_code(self._actor, code)

    def make_customer(self, name: str, phone: str) -> CustomerView:
        """Make a customer by name or phone."""
        return self._customers.create(self._actor, name, phone=phone)

    def rounding(self) -> RoundingRule:
        """Return how small change on totals is dropped."""
        return self._settings.current().rounding

    def now(self) -> datetime:
        """Return this moment."""
        return self._shop.clock.now()
