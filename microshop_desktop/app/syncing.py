"""Online shops synced beside the window: their thread, begun where the shop has such accounts.

It begins after the first picture, once the shop is open. In a shop without online shops nothing
runs and nothing of it is loaded but this file. What the thread finds out comes back by `changed`,
in the main thread.
"""

import logging
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from microshop_desktop.services.actor import Right
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelView
from microshop_desktop.services.events import StockChanged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from microshop_desktop.app.opened import OpenedShop
    from microshop_desktop.channels.catching_up import CatchUp
    from microshop_desktop.channels.sync_rounds import AccountState, MakeChannel
    from microshop_desktop.channels.sync_thread import SyncThread
    from microshop_desktop.payments.account_keys import AccountKeys

_log = logging.getLogger(__name__)


class Syncing(QObject):
    """What the pages and the window need of the syncs. Lives in the main thread."""

    changed = Signal()
    """How some account stands is another; comes in the main thread, whoever changed it."""
    accounts_changed = Signal()
    """There are other accounts than before, or they have other settings."""
    _moved = Signal()
    """Sent by the thread of the syncs; only `_pass_on` listens."""

    def __init__(
        self,
        opened: "OpenedShop",
        keys: "Callable[[], AccountKeys]",
        *,
        make: "MakeChannel | None" = None,
    ) -> None:
        """Prepare; nothing runs before `look_again`. `make` replaces the real channels."""
        super().__init__()
        self._opened, self._keys, self._made = opened, keys, make
        self._accounts = ChannelAccounts(opened.shop)
        self._thread: SyncThread | None = None
        self.accounts: tuple[ChannelView, ...] = ()
        """The accounts as they were read last, the oldest first."""
        self._moved.connect(self._pass_on)
        opened.bridge.accounts_changed.connect(self._on_account)
        # Not by the bridge: what a sync itself moves comes from its own thread and counts for none.
        opened.shop.events.listen(StockChanged, self._on_goods)

    @property
    def runs(self) -> bool:
        """Whether accounts are synced by themselves."""
        return self._thread is not None

    def look_again(self) -> None:
        """Take in what was written to the accounts, by this program or another one.

        The thread begins with the first account that is switched on.
        """
        actor = self._opened.actor
        if Right.SYNC not in actor.rights:
            return
        before, self.accounts = self.accounts, self._accounts.every(actor)
        if self._thread is None and any(view.enabled for view in self.accounts):
            self._thread = self._begin()
        if before != self.accounts:
            if self._thread is not None:
                self._thread.look_again()
            self.accounts_changed.emit()

    def states(self) -> "Mapping[UUID, AccountState]":
        """How each account that is switched on stands."""
        return {} if self._thread is None else self._thread.rounds.states()

    def catch_up(self) -> "CatchUp | None":
        """How far catching up after a time offline is, or was last."""
        return None if self._thread is None else self._thread.rounds.catch_up()

    def well(self) -> "Mapping[UUID, datetime]":
        """When each account was in step last."""
        return {} if self._thread is None else self._thread.rounds.well()

    def ask(self, account: UUID | None = None, *, dry_run: bool = False) -> None:
        """Sync an account, or all that are switched on, as soon as possible."""
        if self._thread is not None:
            self._thread.rounds.ask(account, dry_run=dry_run)

    def stop(self) -> None:
        """Break off what runs; the next sync goes on from there."""
        if self._thread is not None:
            self._thread.rounds.stop()

    def end(self) -> None:
        """Sync no more; what was done is kept."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.end()

    def _begin(self) -> "SyncThread":
        from microshop_desktop.channels.making import ChannelMaker
        from microshop_desktop.channels.sync_rounds import SyncRounds
        from microshop_desktop.channels.sync_thread import SyncThread

        shop, actor = self._opened.shop, self._opened.actor
        make = self._made or ChannelMaker(shop, actor, self._keys()).saved
        thread = SyncThread(SyncRounds(shop, actor, make, self._moved.emit))
        _log.info("online shops are synced from now on")
        thread.begin()
        return thread

    def _pass_on(self) -> None:
        if self._thread is not None:
            self.changed.emit()

    def _on_account(self, _account: UUID) -> None:
        self.look_again()

    def _on_goods(self, _event: StockChanged) -> None:
        thread = self._thread
        if thread is not None:
            thread.rounds.goods_moved()
