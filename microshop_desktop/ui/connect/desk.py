"""What connecting an online shop does in the shop and before its platform, as one actor."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from microshop_desktop.infra.secrets import Masked, where_kept
from microshop_desktop.infra.translations import _
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.channel_accounts import (
    FILE,
    ChannelAccounts,
    ChannelForm,
    ChannelView,
)
from microshop_desktop.services.matching import Asked, Matching, MatchState
from microshop_desktop.services.online_stock import offer_of
from microshop_desktop.services.order_files import OrderFiles
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.connect.draft import Wish

if TYPE_CHECKING:
    from microshop_desktop.channels.sync_rounds import AccountState


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform said to a check, and the secrets that are to be kept, a token with them.

    `wish`: what was checked; whatever was typed since is not.
    """

    shop_name: str
    currency: str
    secrets: Masked = field(repr=False)
    wish: Wish


@dataclass(frozen=True, slots=True)
class Offered:
    """How an account is called and how much it offers: `percent` less `buffer` thousandths."""

    name: str
    percent: int
    buffer: int


class Syncs(Protocol):
    """The syncs beside the window."""

    def states(self) -> "Mapping[UUID, AccountState]":
        """How each account that is switched on stands."""
        ...

    def ask(self, account: UUID | None = None, *, dry_run: bool = False) -> None:
        """Sync an account as soon as possible."""
        ...


class ConnectDesk:
    """Accounts of online shops, their keys, and the first sync."""

    def __init__(
        self, shop: Shop, actor: Actor, syncs: Syncs, keys: Callable[[], AccountKeys]
    ) -> None:
        """Act as this person; `keys` is asked for when they are first needed."""
        self._shop, self._actor, self._syncs, self._keys = shop, actor, syncs, keys
        self._accounts = ChannelAccounts(shop)

    @property
    def may_connect(self) -> bool:
        """Whether this person may add accounts."""
        return Right.CHANGE_SETTINGS in self._actor.rights

    @property
    def currency(self) -> str:
        """The code of the shop's currency."""
        return self._shop.profile.currency.code

    def account(self, account: UUID) -> ChannelView | None:
        """Return an account that is there."""
        return next((v for v in self._accounts.every(self._actor) if v.id == account), None)

    def kept(self, account: UUID) -> frozenset[str]:
        """Return the names of the secrets of an account that are on this computer."""
        return frozenset(self._keys().read(account))

    def check(self, wish: Wish, stop: threading.Event) -> Answer:
        """Ask the platform; waits for the network, so not in the main thread.

        `ChannelError` where it refuses, `ShopError` where a value cannot be right.
        """
        from microshop_desktop.channels.making import ChannelMaker, token_values
        from microshop_desktop.channels.pace import Pace
        from microshop_desktop.channels.transports import checked

        maker = ChannelMaker(self._shop, self._actor, self._keys())
        secrets = self._secrets(wish)
        pace = Pace(self._shop.clock, stop)
        channel, tokens = maker.tried(
            wish.kind, wish.settings, secrets, pace, transport=wish.transport
        )
        clock = self._shop.clock
        found = checked(channel, wish.transport, wish.settings, secrets, clock=clock)
        pace.check_clock()
        secrets.update(token_values(tokens.current()))
        return Answer(found.shop_name, found.currency, secrets, wish)

    def known(self, wish: Wish) -> UUID | None:
        """Return the account that this shop has, or had before it was removed."""
        if wish.account is not None:
            return wish.account
        return self._accounts.known(self._actor, wish.kind, wish.settings)

    def save(self, answer: Answer, offered: Offered) -> ChannelView:
        """Keep an account and its keys as they were checked, and sync it from now on."""
        wish = answer.wish
        if wish.transport == FILE:
            return self._open_by_files(wish.kind, offered)
        account = self.known(wish) or self._shop.ids.new()
        self._keys().write(account, answer.secrets)
        amounts = {"percent": offered.percent, "buffer": offered.buffer}
        settings = {**wish.settings, **amounts}
        form = ChannelForm(wish.kind, offered.name, settings, wish.transport)
        view = self._accounts.add(self._actor, account, form)
        self._syncs.ask(account)
        return view

    def _open_by_files(self, kind: str, offered: Offered) -> ChannelView:
        """Keep an account whose files go to and fro by hand."""
        view = OrderFiles(self._shop).open_account(self._actor, kind, offered.name)
        return self._accounts.offer(
            self._actor, view.id, percent=offered.percent, buffer=offered.buffer
        )

    def offered(self, account: UUID | None) -> Offered:
        """Return what an account offers, or what a new one does."""
        view = None if account is None else self.account(account)
        if view is None:
            return Offered("", 100, 0)
        offer = offer_of(view.settings)
        return Offered(view.name, offer.percent, offer.buffer)

    def state(self, account: UUID) -> "AccountState | None":
        """Return how the sync of an account goes, None before it is known."""
        return self._syncs.states().get(account)

    def counts(self, account: UUID) -> Mapping[MatchState, int]:
        """Return how many listings of an account are matched, open, and left alone."""
        return Matching(self._shop).counts(self._actor, Asked(account))

    def where_kept(self) -> str:
        """How safely the keys are kept, as a sentence."""
        kind = self._keys().kind
        if kind is None:
            return _("Keys are encrypted, stay out of backups and are never shown again.")
        return where_kept(kind)

    def _secrets(self, wish: Wish) -> Masked:
        """Return what was typed over what is kept, without what another way needed."""
        kept = {} if wish.account is None else self._keys().read(wish.account)
        whole = {**kept, **wish.secrets}
        return Masked({name: text for name, text in whole.items() if name in wish.needed})
