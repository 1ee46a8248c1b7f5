"""Pinduoduo as a channel. Facts: `reference/shops.md` §6; what is unsure: `docs/shops.md`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from microshop_desktop.channels.answers import Told, next_second, whole_seconds
from microshop_desktop.channels.channel import (
    ChannelError,
    Checked,
    Courier,
    Differences,
    OnlineSku,
    OrderChange,
    Page,
    ParcelToShip,
    Shipped,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
    Written,
)
from microshop_desktop.channels.paging import last_to_first, page_of
from microshop_desktop.channels.pinduoduo_account import PinduoduoAccount
from microshop_desktop.channels.pinduoduo_orders import order_of
from microshop_desktop.channels.pinduoduo_wire import PinduoduoWire
from microshop_desktop.channels.shipping import is_known, packed, takes_all
from microshop_desktop.channels.tokens import Tokens
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http

_GOODS, _ORDERS = 100, 100
_ALL = 5
"""Orders in whatever state, also of money that goes back."""
_ANY_LUCK = 0
_SET, _ADD = 1, 2
_ON_SALE, _DELETED = "1", "4"
_GONE = "不存在"


class Pinduoduo:
    """One shop on Pinduoduo."""

    def __init__(self, account: PinduoduoAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account = account
        self._wire = PinduoduoWire(account, http, clock, tokens)

    @property
    def differences(self) -> Differences:
        """How the platform differs."""
        return self._account.differences

    def check(self) -> Checked:
        """Ask what the shop is called."""
        return Checked(self._wire.call("pdd.mall.info.get").text("mall_name"), "CNY")

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """Return what is listed, on sale or not; prices where the account asks for them."""
        page = page_of(cursor)
        told = self._wire.call("pdd.goods.list.get", page=page, page_size=_GOODS)
        rows = told.rows("goods_list")
        skus = tuple(sku for goods in rows for sku in self._listed(goods))
        more = rows and page * _GOODS < told.whole("total_count")
        return Page(skus, str(page + 1) if more else "")

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the stock of SKUs, product by product."""
        wanted = {ref.sku for ref in refs}
        rows = (
            row for goods in dict.fromkeys(ref.product for ref in refs) for row in self._skus(goods)
        )
        shown = {row.word("sku_id"): self._sellable(row, "quantity") for row in rows}
        return {sku: pieces for sku, pieces in shown.items() if sku in wanted}

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:  # noqa: ARG002 (there is no key here)
        """Write one SKU."""
        (change,) = changes
        ref = change.ref
        if change.is_delta and change.pieces == 0:
            return (StockResult(ref.sku, Written.DONE),)
        try:
            told = self._wire.call(
                "pdd.goods.quantity.update",
                goods_id=ref.product,
                sku_id=ref.sku,
                quantity=change.pieces,
                update_type=_ADD if change.is_delta else _SET,
            )
        except ChannelError as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            return (StockResult(ref.sku, Written.REFUSED, code=error.code),)
        if not told.flag("is_success"):
            return (StockResult(ref.sku, Written.REFUSED, code="is_success"),)
        return (StockResult(ref.sku, Written.DONE),)

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Return which orders changed; those that are not paid are never told."""

        def fetch(page: int) -> tuple[int, tuple[Told, ...]]:
            told = self._wire.call(
                "pdd.order.number.list.increment.get",
                start_updated_at=whole_seconds(start),
                end_updated_at=whole_seconds(next_second(end)),
                order_status=_ALL,
                refund_status=_ALL,
                is_lucky_flag=_ANY_LUCK,
                page=page + 1,
                page_size=_ORDERS,
                use_has_next=False,
            )
            return told.whole("total_count"), told.rows("order_sn_list")

        rows = last_to_first(cursor, _ORDERS, fetch)
        changes = (self._change(row) for row in rows.values)
        return Page(tuple(one for one in changes if one.updated_at < end), rows.cursor)

    def order(self, external_id: str) -> OnlineOrder:
        """Return one order."""
        told = self._wire.call("pdd.order.information.get", order_sn=external_id)
        info = told.part("order_info")
        if not info.values:
            raise ChannelError(Trouble.REFUSED, "no_order", detail=external_id)
        return order_of(info)

    def couriers(self) -> tuple[Courier, ...]:
        """Return the couriers that Pinduoduo takes."""
        rows = self._wire.call("pdd.logistics.companies.get").rows("logistics_companies")
        return tuple(
            Courier(row.word("id"), row.text("logistics_company"))
            for row in rows
            if row.text("available") in {"", "1"}
        )

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:  # noqa: ARG002 (there is no key here)
        """Tell of the one parcel of an order."""
        order = self.order(parcel.external_id)
        if is_known(order, parcel):
            return Shipped.ALREADY
        if order.hold:
            raise ChannelError(Trouble.REFUSED, order.hold, detail=order.raw_status)
        if not takes_all(order, packed(order, parcel)):
            raise ChannelError(Trouble.REFUSED, "whole_order", detail=parcel.external_id)
        told = self._wire.call(
            "pdd.logistics.online.send",
            order_sn=parcel.external_id,
            logistics_id=parcel.courier,
            tracking_number=parcel.tracking,
        )
        if not told.flag("is_success"):
            raise ChannelError(Trouble.REFUSED, "is_success", detail=parcel.external_id)
        return Shipped.DONE

    def _listed(self, goods: Told) -> tuple[OnlineSku, ...]:
        product = goods.word("goods_id")
        prices: Mapping[str, int] = {}
        if self._account.reads_prices:
            # The price of a group is what customers pay; the one of a single buyer is higher.
            prices = {row.word("sku_id"): row.whole("multi_price") for row in self._skus(product)}
        on_sale = goods.text("is_onsale") in {"", _ON_SALE}
        return tuple(
            OnlineSku(
                SkuRef(product, row.word("sku_id")),
                code=row.text("outer_id"),
                barcode="",
                title=goods.text("goods_name"),
                spec=row.text("spec").replace(",", " "),
                price=prices.get(row.word("sku_id")),
                currency="CNY",
                shown=self._sellable(row, "sku_quantity"),
                on_sale=on_sale and row.text("is_sku_onsale") in {"", _ON_SALE},
            )
            for row in goods.rows("sku_list")
        )

    def _skus(self, product: str) -> tuple[Told, ...]:
        """Return the SKUs of a product, none where it is gone."""
        try:
            told = self._wire.call("pdd.goods.detail.get", goods_id=product)
        except ChannelError as error:
            if error.trouble is Trouble.REFUSED and _GONE in error.detail:
                return ()
            raise
        return () if told.text("status") == _DELETED else told.rows("sku_list")

    def _sellable(self, row: Told, name: str) -> int:
        reserved = row.whole("reserve_quantity") if self._account.less_reserved else 0
        return max(0, row.whole(name) - reserved)

    def _change(self, row: Told) -> OrderChange:
        """Return a change; whole where the list does not say when it was."""
        number, at = row.word("order_sn"), row.beijing("updated_at")
        if at is not None:
            return OrderChange(number, at)
        order = self.order(number)
        return OrderChange(number, order.updated_at, order)
