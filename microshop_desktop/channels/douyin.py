"""A shop on Douyin as a channel. Facts: `reference/shops.md` §5; unsure ones: `docs/shops.md`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from microshop_desktop.channels.aftersale_reading import ReadsAftersales
from microshop_desktop.channels.answers import Told, bad_answer, next_second, whole_seconds
from microshop_desktop.channels.batches import read_stock
from microshop_desktop.channels.channel import (
    ChannelError,
    Checked,
    Courier,
    Differences,
    OnlineSku,
    OrderChange,
    Page,
    ParcelToShip,
    Revealed,
    Shipped,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
    Written,
)
from microshop_desktop.channels.douyin_account import DouyinAccount
from microshop_desktop.channels.douyin_aftersales import DouyinAftersales
from microshop_desktop.channels.douyin_orders import (
    ciphers_of,
    has_after_sale,
    order_of,
    revealed_contact,
)
from microshop_desktop.channels.douyin_wire import DONE_BEFORE, DouyinWire
from microshop_desktop.channels.paging import last_to_first
from microshop_desktop.channels.shipping import is_known, packed
from microshop_desktop.channels.tokens import Tokens
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http

_PRODUCTS = 100
"""The most products that a page of the list has; only so the whole list can be reached."""
_PRODUCT_PAGES = 100
_AT_ONCE = 20
"""Products whose SKUs are read at once: each costs a call."""
_ORDERS = 50
_ON_SALE, _DELETED = "0", "2"
_WRITTEN = frozenset({"", "0", "10000"})


class Douyin(ReadsAftersales[DouyinAftersales]):
    """One shop on Douyin."""

    def __init__(self, account: DouyinAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account = account
        self._wire = DouyinWire(account, http, clock, tokens)
        self._aftersales = DouyinAftersales(self._wire, account.differences)

    @property
    def differences(self) -> Differences:
        """How the platform differs."""
        return self._account.differences

    def check(self) -> Checked:
        """Ask for one product; Douyin tells no name, so the shop's number stands for it."""
        self._wire.call("/product/listV2", {"page": 1, "size": 1})
        return Checked(self._account.shop_id, "CNY")

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """Return what is listed, some products of a page at a time."""
        page, start = _place(cursor)
        told = self._wire.call("/product/listV2", {"page": page, "size": _PRODUCTS}).part("data")
        products = told.rows("data")
        some = products[start : start + _AT_ONCE]
        skus = tuple(sku for product in some for sku in self._skus(product))
        if start + _AT_ONCE < len(products):
            return Page(skus, f"{page}:{start + _AT_ONCE}")
        more = page * _PRODUCTS < told.whole("total") and page < _PRODUCT_PAGES and products
        return Page(skus, f"{page + 1}:0" if more else "")

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the stock of SKUs, read product by product."""
        wanted = {ref.sku for ref in refs}
        shown: dict[str, int] = {}
        for product in dict.fromkeys(ref.product for ref in refs):
            shown |= read_stock([product], self._shown, is_gone=_is_gone)
        return {sku: pieces for sku, pieces in shown.items() if sku in wanted}

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:
        """Write SKUs of any products; the same key is done once."""
        steps = [change for change in changes if change.is_delta]
        sets = [change for change in changes if not change.is_delta]
        results = list(self._written(steps, key, is_delta=True)) if steps else []
        if sets:
            results += self._written(sets, f"{key}-set" if steps else key, is_delta=False)
        return results

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Return changed orders whole; those that changed again since come in a later stretch."""
        fields = {
            "update_time_start": whole_seconds(start),
            "update_time_end": whole_seconds(next_second(end)),
            "order_by": "update_time",
            "order_asc": True,
            "size": _ORDERS,
        }

        def fetch(page: int) -> tuple[int, tuple[Told, ...]]:
            data = self._wire.call("/order/searchList", fields | {"page": page}).part("data")
            return data.whole("total"), data.rows("shop_order_list")

        rows = last_to_first(cursor, _ORDERS, fetch)
        orders = [self._whole(row) for row in rows.values]
        changes = (OrderChange(one.external_id, one.updated_at, one) for one in orders)
        return Page(tuple(change for change in changes if change.updated_at < end), rows.cursor)

    def order(self, external_id: str) -> OnlineOrder:
        """Return one order as it is now."""
        told = self._wire.call("/order/orderDetail", {"shop_order_id": external_id})
        return self._whole(told.part("data").part("shop_order_detail"))

    def reveal_address(self, external_id: str) -> Revealed:
        """Ask whom an order goes to, by the cipher that stands in it."""
        told = self._wire.call("/order/orderDetail", {"shop_order_id": external_id})
        order = told.part("data").part("shop_order_detail")
        ciphers = ciphers_of(order)
        asked = [{"auth_id": external_id, "cipher_text": one} for one in ciphers.values()]
        if not asked:
            raise ChannelError(Trouble.REFUSED, "no_cipher", detail=external_id)
        rows = self._wire.call("/order/batchDecrypt", {"cipher_infos": asked})
        return Revealed(revealed_contact(order, ciphers, rows.part("data").rows("decrypt_infos")))

    def couriers(self) -> tuple[Courier, ...]:
        """Return the couriers that Douyin knows."""
        rows = self._wire.call("/order/logisticsCompanyList", {}).rows("data")
        return tuple(Courier(row.word("code"), row.text("name")) for row in rows)

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:
        """Tell of a parcel; one with an open refund is refused, never the refund."""
        order = self.order(parcel.external_id)
        if is_known(order, parcel):
            return Shipped.ALREADY
        contents = [
            {"shipped_order_id": line, "shipped_num": count}
            for line, count in packed(order, parcel).items()
        ]
        pack = {
            "company_code": parcel.courier,
            "logistics_code": parcel.tracking,
            "shipped_order_info": contents,
        }
        self._wire.call(
            "/order/logisticsAddMultiPack",
            {"order_id": parcel.external_id, "request_id": key, "pack_list": [pack]},
        )
        return Shipped.DONE

    def _whole(self, row: Told) -> OnlineOrder:
        """Return an order with the money that its after-sales gave back."""
        if not has_after_sale(row):
            return order_of(row)
        items = self._aftersales.of_order(row.word("order_id"))
        return order_of(row, [item.part("aftersale_info") for item in items])

    def _skus(self, product: Told) -> tuple[OnlineSku, ...]:
        status = product.text("status")
        if status == _DELETED:
            return ()
        rows = self._rows(product.word("product_id"))
        return tuple(_listed(product, row, on_sale=status == _ON_SALE) for row in rows)

    def _shown(self, products: Sequence[str]) -> dict[str, int]:
        rows = self._rows(products[0])
        return {row.word("id"): row.whole("stock_num") for row in rows}

    def _rows(self, product: str) -> tuple[Told, ...]:
        return self._wire.call("/sku/list", {"product_id": _number(product)}).rows("data")

    def _written(
        self, changes: Sequence[StockChange], key: str, *, is_delta: bool
    ) -> Sequence[StockResult]:
        items = [
            {
                "product_id": _number(change.ref.product),
                "sku_id": _number(change.ref.sku),
                "stock_num": change.pieces,
            }
            for change in changes
        ]
        fields = {"items": items, "idempotent_id": key, "incremental": is_delta}
        try:
            data = self._wire.call("/sku/syncStockBatchMultiProducts", fields).part("data")
        except ChannelError as error:
            return self._not_written(changes, error)
        told = {row.text("sku_id"): row for row in data.rows("results")}
        return [_result(change.ref.sku, told.get(change.ref.sku)) for change in changes]

    def _not_written(
        self, changes: Sequence[StockChange], error: ChannelError
    ) -> Sequence[StockResult]:
        if DONE_BEFORE in error.code:
            shown = self.stock([change.ref for change in changes])
            return [
                StockResult(change.ref.sku, Written.DONE, shown.get(change.ref.sku))
                for change in changes
            ]
        if error.trouble is not Trouble.REFUSED:
            raise error
        return [StockResult(one.ref.sku, Written.REFUSED, code=error.code) for one in changes]


def _listed(product: Told, sku: Told, *, on_sale: bool) -> OnlineSku:
    specs = (sku.text(f"spec_detail_name{n}") for n in (1, 2, 3))
    return OnlineSku(
        SkuRef(product.word("product_id"), sku.word("id")),
        code=sku.text("code") or sku.text("out_sku_id"),
        barcode="",
        title=product.text("name"),
        spec=" ".join(filter(None, specs)),
        price=sku.whole("price"),
        currency="CNY",
        shown=sku.whole("stock_num"),
        on_sale=on_sale,
    )


def _result(sku: str, row: Told | None) -> StockResult:
    if row is None:
        return StockResult(sku, Written.DONE)
    code = row.text("status_code")
    if code not in _WRITTEN:
        return StockResult(sku, Written.REFUSED, code=code)
    shown = row.whole("stock_num") if row.text("stock_num") else None
    return StockResult(sku, Written.DONE, shown)


def _is_gone(error: ChannelError) -> bool:
    return error.trouble is Trouble.REFUSED and "business-failed" in error.code


def _place(cursor: str) -> tuple[int, int]:
    """Return the page, from 1 on, and the product within it where a list goes on."""
    if not cursor:
        return 1, 0
    page, _, start = cursor.partition(":")
    if not (page.isdecimal() and start.isdecimal()):
        raise bad_answer("cursor")
    return int(page), int(start)


def _number(text: str) -> int | str:
    """Return an id as the number that Douyin writes it as."""
    return int(text) if text.isdecimal() else text
