"""Youzan as a channel. Facts: `reference/shops.md` §7; what is unsure: `docs/shops.md`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

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
from microshop_desktop.channels.paging import last_to_first, page_of
from microshop_desktop.channels.shipping import is_known, left, packed, takes_all
from microshop_desktop.channels.tokens import Tokens
from microshop_desktop.channels.youzan_account import YouzanAccount
from microshop_desktop.channels.youzan_orders import order_of, spec_of
from microshop_desktop.channels.youzan_wire import YouzanWire
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http

_ITEMS, _TRADES = 50, 50
_SET, _ADD = 0, 1
_V3, _V4 = "3.0.0", "4.0.0"
_GONE = "不存在"


class Youzan:
    """One shop on Youzan."""

    def __init__(self, account: YouzanAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account = account
        self._wire = YouzanWire(account, http, clock, tokens)

    @property
    def differences(self) -> Differences:
        """How the platform differs."""
        return self._account.differences

    def check(self) -> Checked:
        """Ask what the shop is called; its number where it does not say."""
        told = self._wire.call("youzan.shop.get", _V3)
        return Checked(told.text("name") or self._account.shop_id, "CNY")

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """Return what is on sale; each product is asked for by itself for its SKUs."""
        page = page_of(cursor)
        fields = {"page_no": page, "page_size": _ITEMS}
        told = self._wire.call("youzan.items.onsale.get", _V3, fields)
        items = [item.word("item_id") for item in told.rows("items")]
        skus = tuple(sku for item in items for sku in _listed(self._item(item)))
        more = items and page * _ITEMS < told.whole("count")
        return Page(skus, str(page + 1) if more else "")

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the stock of SKUs, product by product."""
        wanted = {ref.sku for ref in refs}
        shown = {
            sku.ref.sku: sku.shown
            for product in dict.fromkeys(ref.product for ref in refs)
            for sku in _listed(self._item(product))
        }
        return {
            sku: pieces for sku, pieces in shown.items() if sku in wanted and pieces is not None
        }

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:  # noqa: ARG002 (there is no key here)
        """Write one SKU."""
        (change,) = changes
        ref = change.ref
        if change.is_delta and change.pieces == 0:
            return (StockResult(ref.sku, Written.DONE),)
        fields: dict[str, object] = {
            "item_id": as_number(ref.product),
            "quantity": change.pieces,
            "type": _ADD if change.is_delta else _SET,
        }
        if ref.sku != ref.product:
            fields["sku_id"] = as_number(ref.sku)
        try:
            told = self._wire.call("youzan.item.quantity.update", _V3, fields)
        except ChannelError as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            return (StockResult(ref.sku, Written.REFUSED, code=error.code),)
        done = told.flag("is_success")
        return (StockResult(ref.sku, Written.DONE if done else Written.REFUSED),)

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Return which orders changed."""
        fields = {
            "start_update": stamp(start),
            "end_update": stamp(next_second(end)),
            "page_size": _TRADES,
        }

        def fetch(page: int) -> tuple[int, tuple[Told, ...]]:
            version = self._account.orders_version
            asked = {**fields, "page_no": page + 1}
            told = self._wire.call("youzan.trades.sold.get", version, asked)
            return told.whole("total_results"), told.rows("full_order_info_list")

        rows = last_to_first(cursor, _TRADES, fetch)
        changes = (_change(row.part("full_order_info").part("order_info")) for row in rows.values)
        return Page(tuple(one for one in changes if one.updated_at < end), rows.cursor)

    def order(self, external_id: str) -> OnlineOrder:
        """Return one order, with its parcels and what was asked back."""
        return order_of(self._wire.call("youzan.trade.get", _V4, {"tid": external_id}))

    def couriers(self) -> tuple[Courier, ...]:
        """Return the couriers that Youzan takes."""
        told = self._wire.call("youzan.logistics.express.get", _V3)
        rows = told.rows("allExpress") or told.rows("all_express")
        return tuple(Courier(row.word("id"), row.text("name")) for row in rows)

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:  # noqa: ARG002 (there is no key here)
        """Tell of a parcel; Youzan takes whole lines only."""
        order = self.order(parcel.external_id)
        if is_known(order, parcel):
            return Shipped.ALREADY
        pieces = packed(order, parcel)
        lines = {line.line_id: left(line) for line in order.lines}
        if any(lines[line] != count for line, count in pieces.items()):
            raise ChannelError(Trouble.REFUSED, "whole_lines", detail=parcel.external_id)
        fields: dict[str, object] = {"tid": parcel.external_id, "is_no_express": 1}
        if parcel.courier:
            sent = {"out_stype": parcel.courier, "out_sid": parcel.tracking, "is_no_express": 0}
            fields |= sent
        if not takes_all(order, pieces):
            fields["oids"] = ",".join(pieces)
        told = self._wire.call("youzan.logistics.online.confirm", _V3, fields)
        if not told.flag("is_success"):
            raise ChannelError(Trouble.REFUSED, "is_success", detail=parcel.external_id)
        return Shipped.DONE

    def _item(self, product: str) -> Told:
        """Return a product, an empty one where it is gone."""
        try:
            fields = {"item_id": as_number(product)}
            return self._wire.call("youzan.item.get", _V3, fields).part("item")
        except ChannelError as error:
            if error.trouble is Trouble.REFUSED and _GONE in error.detail:
                return Told({})
            raise


def _change(row: Told) -> OrderChange:
    return OrderChange(row.word("tid"), known(row.beijing("update_time"), "update_time"))


def _listed(item: Told) -> tuple[OnlineSku, ...]:
    """Return the SKUs of a product; one without a choice is named as the product."""
    if not item.values:
        return ()
    product = item.word("item_id")
    rows = item.rows("skus")
    if not rows:
        return (_sku(item, item, product),)
    return tuple(_sku(item, row, row.word("sku_id")) for row in rows)


def _sku(item: Told, row: Told, sku: str) -> OnlineSku:
    return OnlineSku(
        SkuRef(item.word("item_id"), sku),
        code=row.text("item_no"),
        barcode="",
        title=item.text("title"),
        spec=spec_of(row.text("properties_name_json")),
        price=row.whole("price"),
        currency="CNY",
        shown=row.whole("quantity"),
    )
