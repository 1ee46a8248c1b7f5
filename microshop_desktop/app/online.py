"""The online shops in the window: their syncs, their page on the rail and their chip at the top.

Loaded only in a shop that has an account of one.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from microshop_desktop.app.sync_chip import SyncChip
from microshop_desktop.app.syncing import Syncing
from microshop_desktop.ui.online.desk import OnlineDesk
from microshop_desktop.ui.online.page import OnlinePage
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
        self.syncing.accounts_changed.connect(self._show_page)
        if till.caretaker is not None:
            # What a sync changes is told by events; its notes need no second look at all pages.
            self.syncing.changed.connect(till.caretaker.watch.own_note)

    def begin(self) -> None:
        """Sync from now on."""
        self.syncing.look_again()
        self._show_page()

    def end(self) -> None:
        """Sync no more, before the shop is closed."""
        self.chip.stop()
        self.syncing.end()

    @cached_property
    def model(self) -> OnlineModel:
        """What the page knows; it outlives a change of language."""
        return OnlineModel(OnlineDesk(self._opened.shop, self._opened.actor, self.syncing))

    def page(self, shell: "Shell") -> OnlinePage:
        """Return the page."""
        page, bridge = OnlinePage(shell, self.model), self._opened.bridge
        self.syncing.changed.connect(page.sync_moved)
        self.syncing.accounts_changed.connect(page.reload)
        bridge.orders_changed.connect(page.reload)
        bridge.goods_changed.connect(page.reload)
        return page

    def _show_page(self) -> None:
        self._till.pages.show_online(shown=bool(self.syncing.accounts))
