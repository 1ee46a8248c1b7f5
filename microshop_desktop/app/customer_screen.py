"""The customer's screen beside the till's window: switched in the top bar, remembered."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from microshop_desktop.app.collection_codes import CollectionCodes
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.settings import CUSTOMER_DISPLAY, POSTER
from microshop_desktop.infra.translations import _
from microshop_desktop.services.hand_money import HandMoney
from microshop_desktop.ui.customer_display.poster import Poster
from microshop_desktop.ui.customer_display.source import Surroundings
from microshop_desktop.ui.customer_display.view_model import CustomerViewModel
from microshop_desktop.ui.customer_display.window import CustomerWindow
from microshop_desktop.ui.sell.news import News
from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.sell.photos import Photos

if TYPE_CHECKING:
    from microshop_desktop.app.opened import OpenedShop
    from microshop_desktop.app.till import Till

_LOOK_MS = 30
"""Changes that follow each other closely are shown once."""


class CustomerScreen(QObject):
    """Opens and closes the customer's window and keeps it in step with the selling page."""

    def __init__(
        self, till: "Till", opened: "OpenedShop", sell: SellPage, codes: CollectionCodes
    ) -> None:
        super().__init__(sell)
        self._till, self._opened, self._sell = till, opened, sell
        self._window: CustomerWindow | None = None
        self._pictures: dict[UUID, str] = {}
        self._codes = codes
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        sell.refreshed.connect(self._changed)
        codes.changed.connect(self._changed)
        opened.bridge.goods_changed.connect(self._pictures.clear)
        opened.bridge.settings_changed.connect(self._changed)
        self._stop_listening = till.settings.on_change(self._on_setting)

    @property
    def window(self) -> CustomerWindow | None:
        """The customer's window, while there is one."""
        return self._window

    def show_if_wanted(self) -> None:
        """Show it where it was on when the till was last used."""
        if self._till.settings.get(CUSTOMER_DISPLAY):
            self._open()

    def toggle(self) -> None:
        """Switch it on or off, as the top bar's button does."""
        if self._window is None:
            self._open()
            self._say_where()
        else:
            self._window.close()
        self._till.settings.put(CUSTOMER_DISPLAY, self._window is not None)

    def _say_where(self) -> None:
        """Say where the window is to be found, when it has no screen of its own."""
        if self._window is not None and self._window.is_behind:
            text = _("The customer's window is open behind this one. Move it to where it is seen.")
            self._sell.tell(News(text, icon="info"))

    def end(self) -> None:
        """Close it with the program; whether it was on stays remembered."""
        stop, self._stop_listening = self._stop_listening, _nothing
        stop()
        window, self._window = self._window, None
        if window is not None:
            window.closed.disconnect(self._closed)
            window.close()
            window.deleteLater()

    def _open(self) -> None:
        around = Surroundings(
            shop=lambda: self._opened.shop.profile.name,
            pictures=self._pictures_of,
            code_for=self._codes.code_for,
            seconds=self._opened.shop.clock.monotonic,
            poster=lambda: self._till.settings.get(POSTER),
        )
        photos = Photos(str(self._opened.folders.pictures), self._till.runner, self)
        poster = Poster(self._opened.folders.pictures, self._till.runner, self)
        window = CustomerWindow(CustomerViewModel(self._sell.vm, around), photos, poster)
        photos.loaded.connect(window.update)
        poster.loaded.connect(window.update)
        window.closed.connect(self._closed)
        self._window = window
        window.open_on(self._sell.screen())

    def _closed(self) -> None:
        """A person closed it: it stays off until it is switched on again."""
        window, self._window = self._window, None
        if window is not None:
            window.deleteLater()
            self._till.settings.put(CUSTOMER_DISPLAY, False)  # noqa: FBT003 (its value)

    def _changed(self) -> None:
        if self._window is not None and not self._timer.isActive():
            self._timer.start()

    def _look(self) -> None:
        if self._window is not None:
            self._window.look()

    def _on_setting(self, key: str) -> None:
        if key == POSTER.key:
            self._changed()

    # ------------------------------------------------------------------ what is around the sale

    def _pictures_of(self, skus: Sequence[UUID]) -> dict[UUID, str]:
        """Names of the photos of goods, each looked up once."""
        if not self._sell.vm.is_ready:
            return {}
        for sku in skus:
            if sku not in self._pictures:
                self._pictures[sku] = self._picture(sku)
        return self._pictures

    def _picture(self, sku: UUID) -> str:
        try:
            return self._sell.vm.desk.sku(sku).picture
        except ShopError:
            return ""


def _nothing() -> None:
    """Stop listening where nothing is listened to any more."""


def customer_screen(till: "Till", opened: "OpenedShop", sell: SellPage) -> CustomerScreen:
    """Make it, bind it to the top bar, and show it a moment later where it was on.

    The payment page shows the same collection codes to the cashier.
    """
    codes = CollectionCodes(opened, sell)
    sell.show_codes(codes.code_for, partial(HandMoney(opened.shop).open_amounts, opened.actor))
    codes.changed.connect(sell.refresh)
    screen = CustomerScreen(till, opened, sell, codes)
    if till.window is not None:
        till.window.top_bar.display.clicked.connect(screen.toggle)
    QTimer.singleShot(0, screen, screen.show_if_wanted)
    return screen
