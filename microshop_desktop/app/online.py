"""The online shops in the window: their syncs, their page and their chip at the top.

Loaded in a shop that has an account of one, and when their page is visited.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from microshop_desktop.app.sync_chip import SyncChip
from microshop_desktop.app.syncing import Syncing
from microshop_desktop.ui.connect.desk import ConnectDesk
from microshop_desktop.ui.connect.view_model import ConnectModel
from microshop_desktop.ui.online.desk import OnlineDesk
from microshop_desktop.ui.online.match_desk import MatchDesk
from microshop_desktop.ui.online.match_model import MatchModel
from microshop_desktop.ui.online.section import OnlineSection
from microshop_desktop.ui.online.view_model import OnlineModel

if TYPE_CHECKING:
    from microshop_desktop.app.till import Till
    from microshop_desktop.channels.sync_rounds import MakeChannel
    from microshop_desktop.ui.page import Shell


class OnlineShops:
    """All that a window has of online shops. Lives in the main thread, as long as the shop."""

    def __init__(self, till: "Till", make: "MakeChannel | None" = None) -> None:
        """Prepare; nothing is synced before `begin`. `make` replaces the real channels."""
        self._till = till
        self._opened = till.open_services()
        self.syncing = Syncing(self._opened, lambda: till.collecting.keys, make=make)
        self.chip = SyncChip(till, self.syncing)
        self.chip.in_step.connect(till.shops_in_step)
        if till.caretaker is not None:
            # What a sync changes is told by events; its notes need no second look at all pages.
            self.syncing.changed.connect(till.caretaker.watch.own_note)

    def begin(self) -> None:
        """Sync from now on."""
        self.syncing.look_again()

    def end(self) -> None:
        """Sync no more, before the shop is closed."""
        self.chip.stop()
        self.syncing.end()

    @cached_property
    def model(self) -> OnlineModel:
        """What the page knows; it outlives a change of language."""
        return OnlineModel(OnlineDesk(self._opened.shop, self._opened.actor, self.syncing))

    @cached_property
    def connect_model(self) -> ConnectModel:
        """What is known of a shop that is being connected; it outlives a change of language."""
        shop, actor = self._opened.shop, self._opened.actor
        keys = self._till.collecting
        return ConnectModel(ConnectDesk(shop, actor, self.syncing, lambda: keys.keys))

    @cached_property
    def match_model(self) -> MatchModel:
        """What is known of goods that are being matched; it outlives a change of language."""
        return MatchModel(MatchDesk(self._opened.shop, self._opened.actor))

    def page(self, shell: "Shell") -> OnlineSection:
        """Return the page."""
        page = OnlineSection(
            shell, online=self.model, connect=self.connect_model, match=self.match_model
        )
        bridge = self._opened.bridge
        self.syncing.changed.connect(page.sync_moved)
        self.syncing.accounts_changed.connect(page.reload)
        bridge.orders_changed.connect(page.reload)
        bridge.goods_changed.connect(page.reload)
        return page
