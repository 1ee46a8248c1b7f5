"""What the Online page does in the shop, as one actor: by the services and by the syncs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.listing_factor import factor_of
from microshop_desktop.domain.listing_proposal import Proposal
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelView
from microshop_desktop.services.decisions import Decisions, Question, Verdict
from microshop_desktop.services.listings import Listings, ListingView
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.matching import Matching
from microshop_desktop.services.online_overview import Glance, OnlineOverview, SyncLine
from microshop_desktop.services.search import Search
from microshop_desktop.services.shop import Shop

if TYPE_CHECKING:
    from microshop_desktop.channels.catching_up import CatchUp
    from microshop_desktop.channels.sync_rounds import AccountState
    from microshop_desktop.ui.online.file_desk import FileDesk

MOST_LINKS = 20
"""Listings that are shown at once to be linked; whoever has more links these first."""
MOST_FOUND = 4


class Syncs(Protocol):
    """The syncs at work beside the window."""

    @property
    def accounts(self) -> Sequence[ChannelView]:
        """The accounts, the oldest first."""
        ...

    def states(self) -> "Mapping[UUID, AccountState]":
        """How each account that is switched on stands."""
        ...

    def catch_up(self) -> "CatchUp | None":
        """How far catching up after a time offline is, or was last."""
        ...

    def ask(self, account: UUID | None = None, *, dry_run: bool = False) -> None:
        """Sync an account, or all, as soon as possible."""
        ...

    def stop(self) -> None:
        """Break off what runs."""
        ...


@dataclass(frozen=True, slots=True)
class Likely:
    """Goods of ours that a listing may be, one piece there `factor` base units here.

    `likeness` in percent, 0 for what a person looked up.
    """

    sku: UUID
    name: str
    available: int
    unit: str
    likeness: int = 0
    factor: int = 1


class OnlineDesk:
    """The online shops of an open shop."""

    def __init__(self, shop: Shop, actor: Actor, syncs: Syncs) -> None:
        """Act as this person."""
        self._shop, self._actor, self.syncs = shop, actor, syncs
        self._overview = OnlineOverview(shop)
        self._listings, self._decisions = Listings(shop), Decisions(shop)
        self._lookup, self._search = Lookup(shop), Search(shop)

    @property
    def zone(self) -> str:
        """The zone of the shop's clock."""
        return self._shop.profile.zone

    @property
    def may_switch(self) -> bool:
        """Whether this person may let an account rest."""
        return Right.CHANGE_SETTINGS in self._actor.rights

    def today(self) -> date:
        """Return the shop day of this moment."""
        return self._shop.today()

    def now(self) -> datetime:
        """Return this moment."""
        return self._shop.clock.now()

    def glance(self) -> Mapping[UUID, Glance]:
        """Return how the accounts stand."""
        accounts = [view.id for view in self.syncs.accounts]
        return self._overview.glance(self._actor, accounts)

    def log(self) -> Sequence[SyncLine]:
        """Return what the syncs did, the newest first."""
        return self._overview.log(self._actor)

    def questions(self) -> Sequence[Question]:
        """Return what no rule decides, with the ways out."""
        return self._decisions.questions(self._actor)

    def to_link(self) -> Sequence[ListingView]:
        """Return some listings that are none of our goods yet."""
        return self._listings.to_link(self._actor, most=MOST_LINKS)

    def suggest(self, listing: UUID) -> Sequence[Likely]:
        """Return what a listing may be. May take seconds: not in the main thread."""
        found = Matching(self._shop).propose(self._actor, [listing]).get(listing, ())
        likely = []
        for each in found:
            goods = self._goods(each)
            if goods is not None:
                likely.append(goods)
        return likely

    def find(self, text: str, listed: str) -> Sequence[Likely]:
        """Return the goods that a typed text means, the best first; `listed`: what they are for."""
        return [
            Likely(hit.sku, name, hit.available, hit.unit, factor=factor)
            for hit in self._search.find(self._actor, text, limit=MOST_FOUND)
            for name in [f"{hit.name} {hit.spec}".strip()]
            for factor in [factor_of(listed, name, hit.unit) or 1]
        ]

    def link(self, listing: UUID, sku: UUID, factor: int) -> None:
        """Say that one piece of a listing is so many base units of a SKU."""
        self._listings.link(self._actor, listing, sku, factor=factor)

    def settle(self, verdict: Verdict) -> None:
        """Take a way out."""
        self._decisions.settle(self._actor, verdict)

    def files(self, account: UUID) -> "FileDesk":
        """Return what is done with the files of an account that works by them."""
        from microshop_desktop.ui.online.file_desk import FileDesk

        view = next(view for view in self.syncs.accounts if view.id == account)
        return FileDesk(self._shop, self._actor, view)

    def switch(self, account: UUID, *, on: bool) -> None:
        """Sync an account, or let it rest."""
        ChannelAccounts(self._shop).switch(self._actor, account, on=on)

    def _goods(self, proposal: Proposal) -> Likely | None:
        """Return goods as they are offered; None where they are gone, or a person must count."""
        if proposal.factor is None:
            return None
        try:
            found = self._lookup.sku(self._actor, proposal.sku)
        except ShopError:
            return None
        goods = found.goods
        name = f"{goods.name} {goods.spec}".strip()
        return Likely(
            proposal.sku,
            name,
            found.available,
            goods.unit,
            likeness=proposal.likeness,
            factor=proposal.factor,
        )
