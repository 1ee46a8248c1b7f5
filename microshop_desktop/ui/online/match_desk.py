"""What matching goods does in the shop, as one actor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from microshop_desktop.domain.listing_match import LIKELY
from microshop_desktop.domain.listing_proposal import Reason
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelView
from microshop_desktop.services.listings import Listings
from microshop_desktop.services.matching import Asked, Matching, MatchRow, MatchState, OwnGoodsView
from microshop_desktop.services.online_stock import OnlineStock
from microshop_desktop.services.search import Search
from microshop_desktop.services.shop import Shop

MOST_FOUND = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """Goods of ours that a listing may be, one piece there `factor` base units here.

    `factor` is None where a person has to say it; `likeness` in percent, 0 for what was looked up.
    """

    own: OwnGoodsView
    factor: int | None
    likeness: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def is_likely(self) -> bool:
        """Whether it may be ticked."""
        return self.likeness >= LIKELY and self.factor is not None


class MatchDesk:
    """Listings and goods of an open shop."""

    def __init__(self, shop: Shop, actor: Actor) -> None:
        """Act as this person."""
        self._shop, self._actor = shop, actor
        self._matching, self._listings = Matching(shop), Listings(shop)
        self._catalogue, self._search = Catalogue(shop), Search(shop)
        self._stock, self._accounts = OnlineStock(shop), ChannelAccounts(shop)

    @property
    def may_create(self) -> bool:
        """Whether this person may make new goods."""
        return Right.EDIT_PRODUCTS in self._actor.rights

    @property
    def currency(self) -> str:
        """The code of the shop's currency."""
        return self._shop.profile.currency.code

    def accounts(self) -> Sequence[ChannelView]:
        """Return the online shops, the oldest first."""
        return self._accounts.every(self._actor)

    def counts(self, asked: Asked) -> Mapping[MatchState, int]:
        """Return how many listings there are of each state."""
        return self._matching.counts(self._actor, asked)

    def page(
        self, asked: Asked, state: MatchState, *, first: int, count: int
    ) -> Sequence[MatchRow]:
        """Return some listings of a state."""
        return self._matching.page(self._actor, asked, state, first=first, count=count)

    def row(self, listing: UUID) -> MatchRow | None:
        """Return a listing as it is now."""
        return self._matching.row(self._actor, listing)

    def propose(self, listings: Sequence[UUID]) -> Mapping[UUID, tuple[Candidate, ...]]:
        """Return what listings may be. Takes long in a large shop: not in the main thread."""
        proposals = self._matching.propose(self._actor, listings)
        wanted = {each.sku for found in proposals.values() for each in found}
        own = self._matching.own(self._actor, list(wanted))
        return {
            listing: tuple(
                Candidate(own[each.sku], each.factor, each.likeness, each.reasons)
                for each in found
                if each.sku in own
            )
            for listing, found in proposals.items()
        }

    def find(self, text: str) -> Sequence[Candidate]:
        """Return the goods that a typed text means, the best first."""
        hits = self._search.find(self._actor, text, limit=MOST_FOUND)
        return [
            Candidate(
                OwnGoodsView(hit.sku, f"{hit.name} {hit.spec}".strip(), hit.price, hit.unit), None
            )
            for hit in hits
        ]

    def link(self, listing: UUID, sku: UUID, factor: int) -> None:
        """Say that one piece of a listing is so many base units of a SKU."""
        self._listings.link(self._actor, listing, sku, factor=factor)

    def unlink(self, listing: UUID) -> None:
        """Say that a listing is none of our goods."""
        self._listings.unlink(self._actor, listing)

    def leave_alone(self, listing: UUID) -> None:
        """Write the number of a listing no more; its orders still come in."""
        self._stock.leave_alone(self._actor, listing)

    def take_up(self, listing: UUID) -> None:
        """Write the number of a listing again."""
        self._matching.take_up(self._actor, listing)

    def create(self, row: MatchRow) -> Callable[[], None]:
        """Make goods from a listing and link them; return what takes both back."""
        price = row.price if row.price is not None and row.currency == self.currency else 0
        codes = (row.barcode,) if row.barcode else ()
        sku = SkuForm(price=price, codes=codes, merchant_code=row.code)
        product = self._catalogue.create(
            self._actor, ProductForm(row.name, (sku,), unfinished=True)
        )
        made = self._catalogue.detail(self._actor, product).form.skus[0].id
        if made is not None:
            self._listings.link(self._actor, row.id, made)

        def undo() -> None:
            self._listings.unlink(self._actor, row.id)
            self._catalogue.delete(self._actor, [product])

        return undo
