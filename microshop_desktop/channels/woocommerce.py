"""WooCommerce (REST v3): stock is set outright, parcels and part shipments are kept in the order.

The shop knows no compare and no keys of repetition: the engine reads before it writes, and reads
again. `expected` is therefore not looked at here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from microshop_desktop.channels.aftersale_reading import ReadsAftersales
from microshop_desktop.channels.channel import (
    Checked,
    Courier,
    Differences,
    OnlineSku,
    OrderChange,
    Page,
    ParcelToShip,
    Priced,
    Shipped,
    SkuRef,
    StockChange,
    StockResult,
)
from microshop_desktop.channels.woocommerce_account import WooAccount
from microshop_desktop.channels.woocommerce_aftersales import WooAftersales
from microshop_desktop.channels.woocommerce_changes import changed_orders
from microshop_desktop.channels.woocommerce_goods import WooGoods
from microshop_desktop.channels.woocommerce_orders import online_order
from microshop_desktop.channels.woocommerce_parcels import read_order, ship
from microshop_desktop.channels.woocommerce_wire import WooWire
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http


class WooCommerce(ReadsAftersales[WooAftersales]):
    """One WooCommerce shop."""

    def __init__(self, account: WooAccount, http: Http, clock: Clock) -> None:
        self._account = account
        self._wire = WooWire(account, http, clock)
        self._goods = WooGoods(self._wire)
        self._aftersales = WooAftersales(self._wire, account)

    @property
    def differences(self) -> Differences:
        """How the platform differs."""
        return self._account.differences

    def check(self) -> Checked:
        """Ask for the currency, which needs the key, and for the shop's name, which is public."""
        currency = self._goods.currency()
        name = self._wire.shop_name() or urlsplit(self._account.base_url).netloc
        return Checked(name, currency)

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """Return what is listed: products, and after each page of them their variations."""
        return self._goods.listings(cursor)

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the pieces of each SKU that can be sold."""
        return self._goods.stock(refs)

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:
        """Set the pieces; the shop takes no `key`, but setting the same twice does no harm."""
        del key
        return self._goods.set_stock(changes)

    def price(self, ref: SkuRef) -> int | None:
        """Return the price that customers see."""
        return self._goods.price(ref)

    def set_price(self, ref: SkuRef, price: int, currency: str) -> Priced:
        """Set the usual price."""
        self._goods.set_price(ref, price, currency)
        return Priced.DONE

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Return orders that changed; one with refunds is not whole, since those are elsewhere."""
        page = changed_orders(
            self._wire, start, end, cursor=cursor, orders_by=self._account.orders_by
        )
        changes = []
        for row in page.values:
            order = online_order(row, (), self._account)
            whole = None if order.refunded else order
            changes.append(OrderChange(order.external_id, order.updated_at, whole))
        return Page(tuple(changes), page.cursor)

    def order(self, external_id: str) -> OnlineOrder:
        """Return one order with its refunds."""
        return read_order(self._wire, self._account, external_id)[1]

    def couriers(self) -> tuple[Courier, ...]:
        """Any name will do."""
        return ()

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:
        """Tell of a parcel; the order is read right before, and what is known is not told again."""
        del key
        row, order = read_order(self._wire, self._account, parcel.external_id)
        return ship(self._wire, self._account, row, order, parcel)
