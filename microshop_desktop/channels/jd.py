"""JD as a channel. Facts: `reference/shops.md` §4; what is unsure: `docs/shops.md`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from microshop_desktop.channels.aftersale_reading import ReadsAftersales
from microshop_desktop.channels.answers import Told, as_number, known, next_second, stamp
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
from microshop_desktop.channels.jd_account import JdAccount
from microshop_desktop.channels.jd_aftersales import JdAftersales
from microshop_desktop.channels.jd_orders import ORDER_FIELDS, SPLIT, may_have_refund, order_of
from microshop_desktop.channels.jd_wire import JdWire, succeeded
from microshop_desktop.channels.paging import last_to_first, page_of
from microshop_desktop.channels.shipping import is_known, packed, takes_all
from microshop_desktop.channels.tokens import Tokens
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http

_SKUS, _ORDERS = 100, 100
_ON_SALE, _LISTED = "1", "1,2"
_SKU_FIELDS = "wareId,skuId,status,jdPrice,outerId,skuName,stockNum,wareTitle"


class Jd(ReadsAftersales[JdAftersales]):
    """One shop on JD."""

    def __init__(self, account: JdAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account = account
        self._wire = JdWire(account, http, clock, tokens)
        self._aftersales = JdAftersales(self._wire, account.differences, cents=account.cents)

    @property
    def differences(self) -> Differences:
        """How the platform differs."""
        return self._account.differences

    def check(self) -> Checked:
        """Ask what the shop is called."""
        told = self._wire.call("jingdong.seller.vender.info.get", {})
        return Checked(told.part("vender_info_result").text("shop_name"), "CNY")

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """Return what is listed, on sale or not."""
        page = page_of(cursor)
        told = self._skus({"pageNo": page})
        rows = told.rows("data")
        more = rows and page * _SKUS < told.whole("totalItem")
        return Page(tuple(_listed(row) for row in rows), str(page + 1) if more else "")

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the stock of SKUs."""
        if not refs:
            return {}
        wanted = [as_number(ref.sku) for ref in refs]
        rows = self._skus({"pageNo": 1, "skuId": wanted}).rows("data")
        return {row.word("skuId"): row.whole("stockNum") for row in rows}

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:
        """Write one SKU; the key goes along as the number of a document."""
        (change,) = changes
        fields: dict[str, object] = {
            "skuId": as_number(change.ref.sku),
            "stockNum": change.pieces,
            "storeId": self._account.store_id,
        }
        method = "jingdong.stock.write.updateSkuStock"
        if change.is_delta:
            method = "jingdong.stock.write.increaseSkuStock"
            fields["stockRfId"] = key
        try:
            succeeded(self._wire.call(method, fields))
        except ChannelError as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            return (StockResult(change.ref.sku, Written.REFUSED, code=error.code),)
        return (StockResult(change.ref.sku, Written.DONE),)

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Return which orders changed; JD counts a new state or parcel as a change, no more."""
        fields = {
            "start_date": stamp(start),
            "end_date": stamp(next_second(end)),
            "order_state": self._account.order_states,
            "optional_fields": "orderId,orderState,modified",
            "page_size": str(_ORDERS),
            "sortType": "0",
            "dateType": "0",
        }

        def fetch(page: int) -> tuple[int, tuple[Told, ...]]:
            told = self._wire.call(self._orders("Search"), fields | {"page": str(page + 1)})
            found = told.part("searchorderinfo_result")
            succeeded(found.part("apiResult"))
            return found.whole("orderTotal"), found.rows("orderInfoList")

        rows = last_to_first(cursor, _ORDERS, fetch)
        whole = (row for row in rows.values if row.text("orderState") != SPLIT)
        changes = (_change(row) for row in whole)
        return Page(tuple(one for one in changes if one.updated_at < end), rows.cursor)

    def order(self, external_id: str) -> OnlineOrder:
        """Return one order, with what was asked back before it was sent."""
        fields = {"order_id": external_id, "optional_fields": ORDER_FIELDS}
        told = self._wire.call(self._orders("Get"), fields).part("orderDetailInfo")
        succeeded(told.part("apiResult"))
        info = told.part("orderInfo")
        if not info.values:
            raise ChannelError(Trouble.REFUSED, "no_order", detail=external_id)
        refunds = self._aftersales.of_order(external_id) if may_have_refund(info) else ()
        return order_of(info, refunds, cents=self._account.cents)

    def couriers(self) -> tuple[Courier, ...]:
        """Return the couriers that JD knows."""
        told = self._wire.call("360buy.get.vender.all.delivery.company", {"fields": "id,name"})
        rows = told.rows("delivery_companies")
        return tuple(Courier(row.word("id"), row.text("name")) for row in rows)

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:  # noqa: ARG002 (there is no key here)
        """Tell of the parcel of a whole order: JD takes no parts."""
        order = self.order(parcel.external_id)
        if is_known(order, parcel):
            return Shipped.ALREADY
        if not takes_all(order, packed(order, parcel)):
            raise ChannelError(Trouble.REFUSED, "whole_order", detail=parcel.external_id)
        told = self._wire.call(
            "jingdong.pop.order.shipment",
            {
                "orderId": parcel.external_id,
                "logiCoprId": parcel.courier,
                "logiNo": parcel.tracking,
            },
        )
        succeeded(told.part("sopjosshipment_result"))
        return Shipped.DONE

    def _orders(self, act: str) -> str:
        kind = f"en{act}" if self._account.encrypted else act.lower()
        return f"jingdong.pop.order.{kind}"

    def _skus(self, fields: Mapping[str, object]) -> Told:
        asked = {"skuStatuValue": _LISTED, "page_size": _SKUS, "field": _SKU_FIELDS, **fields}
        return self._wire.call("jingdong.sku.read.searchSkuList", asked).part("page")


def _change(row: Told) -> OrderChange:
    return OrderChange(row.word("orderId"), known(row.beijing("modified"), "modified"))


def _listed(row: Told) -> OnlineSku:
    name, title = row.text("skuName"), row.text("wareTitle")
    return OnlineSku(
        SkuRef(row.word("wareId"), row.word("skuId")),
        code=row.text("outerId"),
        barcode="",
        title=title or name,
        spec=name.removeprefix(title).strip() if title else "",
        price=row.minor("jdPrice"),
        currency="CNY",
        shown=row.whole("stockNum"),
        on_sale=row.text("status") == _ON_SALE,
    )
