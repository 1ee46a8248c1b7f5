"""Shopify (GraphQL Admin API): stock is compared and set under a key, parcels are fulfilments."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from microshop_desktop.channels import shopify_queries as queries
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
from microshop_desktop.channels.shopify_account import ShopifyAccount
from microshop_desktop.channels.shopify_aftersales import ShopifyAftersales
from microshop_desktop.channels.shopify_goods import ShopifyGoods
from microshop_desktop.channels.shopify_parcels import ship
from microshop_desktop.channels.shopify_reading import ShopifyOrders
from microshop_desktop.channels.shopify_wire import ShopifyWire
from microshop_desktop.channels.tokens import Tokens
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http


class Shopify(ReadsAftersales[ShopifyAftersales]):
    """One Shopify shop."""

    def __init__(self, account: ShopifyAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account = account
        self._wire = ShopifyWire(account, http, clock, tokens)
        self._goods = ShopifyGoods(self._wire, account)
        self._orders = ShopifyOrders(self._wire, account)
        self._aftersales = ShopifyAftersales(self._wire, account)

    @property
    def differences(self) -> Differences:
        """How the platform differs."""
        return self._account.differences

    def check(self) -> Checked:
        """Ask for the shop's name and currency."""
        shop = self._wire.ask(queries.CHECK, {}).part("shop")
        return Checked(shop.word("name"), shop.word("currencyCode"))

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """Return the variants that are listed; `refused` where a location must be chosen."""
        return self._goods.listings(cursor)

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the pieces of each SKU that can be sold at its location."""
        return self._goods.stock(refs)

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:
        """Set the pieces where those before are as expected; with the same `key` once for good."""
        return self._goods.set_stock(changes, key)

    def price(self, ref: SkuRef) -> int | None:
        """Return the price that customers see."""
        return self._goods.price(ref)

    def set_price(self, ref: SkuRef, price: int, currency: str) -> Priced:
        """Set the price of a variant."""
        self._goods.set_price(ref, price, currency)
        return Priced.DONE

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Return orders that changed; one with many lines is not whole."""
        return self._orders.changes(start, end, cursor)

    def order(self, external_id: str) -> OnlineOrder:
        """Return one order as it is now."""
        return self._orders.one(external_id)

    def couriers(self) -> tuple[Courier, ...]:
        """Any name will do; one as in Shopify's own list gives the customer a link."""
        return ()

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:
        """Tell of a parcel; Shopify takes no `key` here, so the order is read right before."""
        del key
        order = self._orders.one(parcel.external_id)
        return ship(self._wire, order, parcel, notify=self._account.notify)
