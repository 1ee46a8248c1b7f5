"""The pages of the window and how each is built. A page's modules load at its first visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from microshop_desktop.app.top_bar_news import TopBarNews
from microshop_desktop.infra.translations import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from microshop_desktop.app.camera_scanning import CameraScanning
    from microshop_desktop.app.customer_screen import CustomerScreen
    from microshop_desktop.app.opened import OpenedShop
    from microshop_desktop.app.till import Till
    from microshop_desktop.domain.errors import ShopError
    from microshop_desktop.persistence.first_look import FirstLook
    from microshop_desktop.ui.goods_in.view_model import GoodsInModel
    from microshop_desktop.ui.orders.view_model import OrdersViewModel
    from microshop_desktop.ui.page import Page, PageSpec, Shell
    from microshop_desktop.ui.products.view_model import ProductsViewModel
    from microshop_desktop.ui.reconcile.view_model import ReconcileModel
    from microshop_desktop.ui.sell.desk import Opening
    from microshop_desktop.ui.sell.page import SellPage
    from microshop_desktop.ui.settings.payments_section_desk import PaymentsDesk
    from microshop_desktop.ui.settings.view_model import SettingsViewModel
    from microshop_desktop.ui.stock.view_model import StockViewModel

_LATER_MS = 250
"""What no seller needs in the first moment begins so long after the shop is open."""
_RAIL: tuple[tuple[str, str, Callable[[], str], bool], ...] = (
    ("sell", "calculator", lambda: _("Sell"), False),
    ("orders", "receipt", lambda: _("Orders"), False),
    ("products", "package", lambda: _("Products"), False),
    ("stock", "clipboard-text", lambda: _("Stock"), False),
    ("online", "storefront", lambda: pgettext("page", "Online"), False),
    ("reconcile", "chart-bar", lambda: _("Reconcile"), False),
    ("settings", "gear", lambda: _("Settings"), True),
)
"""Key, icon, label, and whether it stands at the foot of the rail."""


class Pages:
    """Builds pages for the window of a till and keeps them in step with the shop."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._alone: QWidget | None = None
        self._settings_vm: SettingsViewModel | None = None
        self._orders_model: OrdersViewModel | None = None
        self._products_model: ProductsViewModel | None = None
        self._stock_models: tuple[StockViewModel, GoodsInModel] | None = None
        self._reconcile_model: ReconcileModel | None = None
        self.customer_screen: CustomerScreen | None = None
        self.camera: CameraScanning | None = None
        self.news = TopBarNews(till)

    @property
    def window_alone(self) -> QWidget | None:
        """The first run or the trouble window, while one of them stands in the window's place."""
        return self._alone

    def first_picture(self, look: FirstLook | None) -> QWidget:
        """The selling page as the first look found it, to be painted before it is built.

        Where it found nothing, a shop of an older program is being brought up to date.
        """
        if look is None:
            from microshop_desktop.ui.waiting_picture import WaitingPicture

            return WaitingPicture()
        from microshop_desktop.domain.money import currency
        from microshop_desktop.infra.formats import use_currency
        from microshop_desktop.infra.settings import PAY_BUTTONS
        from microshop_desktop.ui.first_picture import FirstPicture, FirstSight, RailItem

        rail = [RailItem(icon, label(), foot) for _key, icon, label, foot in _RAIL]
        own = currency(look.currency)
        use_currency(own)
        sight = FirstSight(
            name=look.shop_name,
            currency=own,
            tiles=look.tiles,
            chips=look.chips,
            rail=rail,
            ways=self._till.settings.get(PAY_BUTTONS).split(),
        )
        return FirstPicture(sight)

    def specs(self) -> list[PageSpec]:
        """All pages in the order of the rail."""
        from microshop_desktop.ui.page import PageSpec

        factories = {
            "sell": self._sell,
            "orders": self._orders,
            "products": self._products,
            "stock": self._stock,
            "online": self._online,
            "reconcile": self._reconcile,
            "settings": self._settings,
        }
        return [
            PageSpec(key, icon, label, factories[key], foot=foot)
            for key, icon, label, foot in _RAIL
        ]

    def attach(self, opened: OpenedShop) -> None:
        """Give the painted selling page its shop, and the top bar its news."""
        from microshop_desktop.ui.sell.page import SellPage
        from microshop_desktop.ui.sell.service_desk import ServiceDesk

        window = self._till.window
        sell = window.page("sell") if window is not None else None
        if isinstance(sell, SellPage):
            sell.expect_phones()
            sell.attach(ServiceDesk(opened.shop, opened.actor, queue=lambda: opened.queue))
            QTimer.singleShot(_LATER_MS, sell, lambda: self._show_to_customer(opened, sell))
        opened.bridge.goods_changed.connect(self._refresh_sell)
        self.news.attach(opened)

    def _show_to_customer(self, opened: OpenedShop, sell: SellPage) -> None:
        from microshop_desktop.app.customer_screen import customer_screen
        from microshop_desktop.app.practice_mark import PracticeMark

        if self._till.opened is not opened:
            return
        if self.customer_screen is not None:
            self.customer_screen.end()
        self.customer_screen = customer_screen(self._till, opened, sell)
        if self._till.window is not None:
            PracticeMark(self._till.window, opened)

    def offer_camera(self) -> None:
        """Show or hide the camera's button, as the settings say now; without it the camera ends."""
        from microshop_desktop.infra.settings import CAMERA
        from microshop_desktop.ui.sell.page import SellPage

        window = self._till.window
        sell = window.page("sell") if window is not None else None
        if isinstance(sell, SellPage):
            sell.offer_camera()
        if self.camera is not None and not self._till.settings.get(CAMERA):
            self.camera.stop()

    def _switch_camera(self, sell: SellPage) -> None:
        """Switch the camera on or off; what it needs is loaded at its first use."""
        from microshop_desktop.app.camera_scanning import CameraScanning

        if self.camera is None:
            self.camera = CameraScanning(self._till, sell)
        self.camera.toggle()

    def stop(self) -> None:
        """The program ends: the clock of the top bar stands still, the customer's screen closes."""
        self.news.stop()
        if self.customer_screen is not None:
            self.customer_screen.end()
            self.customer_screen = None
        if self.camera is not None:
            self.camera.stop()
            self.camera = None

    def refresh_all(self) -> None:
        """Let every page read again what it shows: somebody may have written into the shop."""
        opened = self._till.opened
        if opened is not None:
            bridge = opened.bridge
            bridge.goods_changed.emit()
            bridge.orders_changed.emit()
            bridge.settings_changed.emit()
            bridge.print_jobs_changed.emit()

    def take_scan(self, code: str) -> None:
        """Bring a scan that no page claimed to the selling page, whichever page is shown."""
        from microshop_desktop.ui.sell.page import SellPage

        window = self._till.window
        sell = window.page("sell") if window is not None else None
        if isinstance(sell, SellPage) and window is not None:
            sell.take_scan(code, elsewhere=window.current_key != "sell")

    def forget(self) -> None:
        """Let go of pages that stood alone, as before another start."""
        self.stop()
        self._settings_vm = None
        self._orders_model = None
        self._products_model = None
        self._stock_models = None
        self._reconcile_model = None
        if self._alone is not None:
            self._alone.blockSignals(True)  # noqa: FBT003 (its end is not the program's)
            self._alone.close()
            self._alone.deleteLater()
            self._alone = None

    # ------------------------------------------------------------------ windows of their own

    def show_first_run(self) -> None:
        """Ask the few things a new shop needs."""
        from microshop_desktop.app.founding import first_run_window

        self._alone = first_run_window(self._till)
        self._alone.show()

    def show_trouble(self, problem: ShopError) -> None:
        """Say why the shop does not open and what can be done."""
        from microshop_desktop.app.trouble import trouble_window

        self._alone = trouble_window(self._till, problem)
        self._alone.show()
        if self._till.window is not None:
            self._till.window.hide()

    # ------------------------------------------------------------------ pages

    def _sell(self, shell: Shell) -> Page:
        from microshop_desktop.ui.sell.page import SellPage

        page = SellPage(shell, self._opening())
        page.camera_asked.connect(partial(self._switch_camera, page))
        if self._till.opened is not None:
            from microshop_desktop.ui.sell.service_desk import ServiceDesk

            opened = self._till.opened
            page.attach(ServiceDesk(opened.shop, opened.actor, queue=lambda: opened.queue))
        return page

    def _orders(self, shell: Shell) -> Page:
        from microshop_desktop.ui.orders.desk import OrdersDesk
        from microshop_desktop.ui.orders.page import OrdersPage
        from microshop_desktop.ui.orders.view_model import OrdersViewModel

        opened = self._till.open_services()
        if self._orders_model is None:
            keys = self._till.collecting
            desk = OrdersDesk(opened.shop, opened.actor, opened.queue, lambda: keys.keys)
            self._orders_model = OrdersViewModel(desk)
        page = OrdersPage(shell, self._orders_model, pictures=str(opened.folders.pictures))
        opened.bridge.orders_changed.connect(page.orders_changed)
        return page

    def _products(self, shell: Shell) -> Page:
        from microshop_desktop.ui.imports.product_files import ProductFiles
        from microshop_desktop.ui.products.desk import products_desk
        from microshop_desktop.ui.products.page import ProductsPage
        from microshop_desktop.ui.products.view_model import ProductsViewModel

        opened = self._till.open_services()
        if self._products_model is None:
            desk = products_desk(opened.shop, opened.actor, opened.pictures)
            self._products_model = ProductsViewModel(desk)
        files = ProductFiles(shell, opened.shop, opened.actor)
        page = ProductsPage(
            shell,
            self._products_model,
            import_files=files.begin_import if files.may_import else None,
            export_files=files.begin_export if files.may_export else None,
        )
        files.page = page
        opened.bridge.goods_changed.connect(page.refresh_goods)
        return page

    def _online(self, shell: Shell) -> Page:
        return self._till.online.page(shell)

    def _reconcile(self, shell: Shell) -> Page:
        from microshop_desktop.app.reconciling import reconcile_model
        from microshop_desktop.ui.reconcile.page import ReconcilePage

        if self._reconcile_model is None:
            self._reconcile_model = reconcile_model(self._till)
        return ReconcilePage(shell, self._reconcile_model)

    def _stock(self, shell: Shell) -> Page:
        from microshop_desktop.services.actor import Right
        from microshop_desktop.services.exports import ExportKind
        from microshop_desktop.ui.goods_in.desk import goods_in_desk
        from microshop_desktop.ui.goods_in.view_model import GoodsInModel
        from microshop_desktop.ui.imports.export import export_table
        from microshop_desktop.ui.stock.desk import stock_desk
        from microshop_desktop.ui.stock.section import StockSection
        from microshop_desktop.ui.stock.view_model import StockViewModel

        opened = self._till.open_services()
        if self._stock_models is None:
            shop, actor, pictures = opened.shop, opened.actor, opened.pictures
            self._stock_models = (
                StockViewModel(stock_desk(shop, actor, pictures)),
                GoodsInModel(goods_in_desk(shop, actor, pictures)),
            )
        stock, goods_in = self._stock_models

        def export() -> None:
            export_table(page, shell, opened.shop, opened.actor, kind=ExportKind.STOCK)

        may_export = Right.EXPORT_DATA in opened.actor.rights
        page = StockSection(
            shell, stock=stock, goods_in=goods_in, export=export if may_export else None
        )
        opened.bridge.goods_changed.connect(page.refresh_goods)
        return page

    def _settings(self, shell: Shell) -> Page:
        from microshop_desktop.ui.settings.page import SettingsPage
        from microshop_desktop.ui.settings.service_desk import ProgramAround, ServiceSettingsDesk
        from microshop_desktop.ui.settings.view_model import SettingsViewModel

        opened = self._till.open_services()
        if self._settings_vm is None:
            around = ProgramAround(
                opened.folders,
                opened.printer,
                self._till.restore,
                self._payments_desk,
                lambda: self._till.collecting.keys,
            )
            desk = ServiceSettingsDesk(opened.shop, opened.actor, around)
            self._settings_vm = SettingsViewModel(desk, self._till.settings)
        return SettingsPage(shell, self._settings_vm)

    def _payments_desk(self) -> PaymentsDesk:
        from microshop_desktop.ui.settings.payments_section_desk import AccountsDesk

        opened, collecting = self._till.open_services(), self._till.collecting
        return AccountsDesk(
            collecting.accounts,
            opened.actor,
            setup=collecting.setup,
            keys=collecting.keys,
            now=opened.shop.clock.now,
            trials=collecting.begin_trials(self._till.runner),
        )

    def _opening(self) -> Opening:
        from microshop_desktop.domain.basket_text import from_text
        from microshop_desktop.domain.money import currency
        from microshop_desktop.persistence.quick_goods import quick_goods
        from microshop_desktop.ui.sell.desk import Opening

        look = self._till.look
        pictures = str(self._till.folders.pictures)
        if look is None:
            return Opening(currency("CNY"), pictures=pictures)
        return Opening(
            currency=currency(look.currency),
            tiles=look.tiles,
            chips=look.chips,
            basket=None if look.basket is None else from_text(look.basket),
            held=look.held_baskets,
            pictures=pictures,
            quick_goods=partial(quick_goods, self._till.folders.shop_file),
        )

    # ------------------------------------------------------------------ what changes by itself

    def _refresh_sell(self) -> None:
        from microshop_desktop.ui.sell.page import SellPage

        window = self._till.window
        sell = window.page("sell") if window is not None else None
        if isinstance(sell, SellPage):
            sell.goods_changed()
