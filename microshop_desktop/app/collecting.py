"""Payments followed beside the window: the collector's thread, begun when there is work for it.

It begins after the first picture, once the shop is open, and only where the shop has an account of
a platform or money is open; then it takes up all that a former run left open. What it finds out
comes back through the shop's `Bridge` (`attempt_changed`, `refund_changed`), in the main thread.
"""

import logging
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from microshop_desktop.app.opened import OpenedShop
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.account_setup import AccountSetup
from microshop_desktop.payments.collector import Collector, Gateways, MakeGateway
from microshop_desktop.payments.collector_thread import CollectorThread
from microshop_desktop.payments.making import GatewayMaker
from microshop_desktop.services.payment_accounts import PaymentAccounts

if TYPE_CHECKING:
    from microshop_desktop.app.trials import Trials
    from microshop_desktop.infra.secrets import Keyring
    from microshop_desktop.ui.runner import Runner

_log = logging.getLogger(__name__)


class Collecting:
    """What the pages and the window need to collect money by phone. Lives in the main thread."""

    def __init__(
        self,
        opened: OpenedShop,
        *,
        make: MakeGateway | None = None,
        keyring: "Keyring | None" = None,
    ) -> None:
        """Prepare; nothing runs before `begin`. `make` and `keyring` replace the real ones."""
        self._opened = opened
        self._keyring = keyring
        self._made = make
        self._begun = False
        self._versions: dict[UUID, int] = {}
        self.trials: Trials | None = None
        self.accounts = PaymentAccounts(opened.shop)
        opened.bridge.accounts_changed.connect(self._on_account)

    @cached_property
    def keys(self) -> AccountKeys:
        """Where the keys of the accounts are."""
        from microshop_desktop.infra.secrets import SecretStore

        return AccountKeys(SecretStore(self._opened.folders.secrets, self._keyring))

    @cached_property
    def setup(self) -> AccountSetup:
        """Adding and checking accounts; its questions to platforms belong off the main thread."""
        return AccountSetup(self._opened.shop, self.keys, self._maker)

    @cached_property
    def thread(self) -> CollectorThread:
        """The collector at work; whoever wants it finds it running."""
        shop, actor = self._opened.shop, self._opened.actor
        collector = Collector(shop, actor, Gateways(self._made or self._maker))
        thread = CollectorThread(shop, actor, collector)
        self._begun = True
        thread.begin()
        return thread

    def begin_trials(self, runner: "Runner") -> "Trials":
        """Return the trial payments, made when they are first wanted."""
        if self.trials is None:
            from microshop_desktop.app.trials import Trials

            self.trials = Trials(self._opened, self, runner)
        return self.trials

    @property
    def offline_since(self) -> datetime | None:
        """Since when no platform could be reached; None while one can, or none was asked."""
        return self.thread.collector.offline_since if self._begun else None

    @property
    def online(self) -> bool | None:
        """Whether a platform can be reached; None while none was asked."""
        return self.thread.collector.online if self._begun else None

    def local(self, moment: datetime) -> datetime:
        """Return a moment as the clocks of the shop show it."""
        return moment.astimezone(ZoneInfo(self._opened.shop.profile.zone))

    def look_for_network(self) -> None:
        """Ask platforms that do not answer something harmless; call it off the main thread.

        What they were last asked may be long ago; once they answer, what is open is asked about.
        """
        if self._begun:
            self.thread.collector.look_for_network()
            self.thread.look_again()

    def begin_if_wanted(self) -> None:
        """Begin to follow what is open, where there is anything to follow.

        Keys that a killed program left without their account, or the other way, are settled first.
        """
        self.setup.settle_keys(self._opened.actor)
        self._begin_if_wanted()

    def look_again(self) -> None:
        """Take in what was written to the accounts, by this program or another one.

        Wakes the thread only then: what it writes itself is told of as well.
        """
        if not self._begun:
            self._begin_if_wanted()
            return
        before = self._versions
        self._remember_versions()
        if before == self._versions:
            return
        for account in before.keys() | self._versions.keys():
            if before.get(account) != self._versions.get(account):
                self.thread.collector.gateways.forget(account)
        self.thread.look_again()

    def nudge(self) -> None:
        """Have the book looked at now: something to be followed may have been written."""
        if self._begun:
            self.thread.look_again()

    def end(self) -> None:
        """Stop following; the next start takes up what is open then."""
        if self._begun:
            self.thread.end()

    @cached_property
    def _maker(self) -> GatewayMaker:
        return GatewayMaker(self.keys, self._opened.shop.clock)

    def _begin_if_wanted(self) -> None:
        self._remember_versions()
        if not self._begun and self.accounts.want_collector(self._opened.actor):
            _log.info("payments are followed from now on")
            self.thread.look_again()

    def _remember_versions(self) -> None:
        views = self.accounts.every(self._opened.actor)
        self._versions = {view.id: view.version for view in views}

    def _on_account(self, _account: UUID) -> None:
        self.look_again()
