"""Taobao and Tmall as a channel. Facts: `reference/shops.md` §3; unsure ones: `docs/shops.md`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from microshop_desktop.channels.aftersale_reading import ReadsAftersales
from microshop_desktop.channels.answers import Told, known, next_second, stamp
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
    Shipped,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
    Written,
)
from microshop_desktop.channels.paging import last_to_first, page_of
from microshop_desktop.channels.shipping import is_known, left, packed, takes_all
from microshop_desktop.channels.taobao_account import TaobaoAccount
from microshop_desktop.channels.taobao_aftersales import TaobaoAftersales
from microshop_desktop.channels.taobao_orders import (
    TRADE_FIELDS,
    given_back_ids,
    order_of,
    spec_of,
)
from microshop_desktop.channels.taobao_wire import TaobaoWire
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http

_ITEMS = 40
"""Items of a page: the SKUs of so many are told at once."""
_TRADES = 50
_ON_SALE = "onsale"
_ITEM_FIELDS = "num_iid,title,num,price,outer_id,approve_status"
_SKU_FIELDS = "sku_id,num_iid,properties_name,quantity,price,outer_id,status"
_SET, _ADD = "1", "2"


class Taobao(ReadsAftersales[TaobaoAftersales]):
    """One shop on Taobao or Tmall."""

    def __init__(self, account: TaobaoAccount, http: Http, clock: Clock) -> None:
        self._account = account
        self._wire = TaobaoWire(account, http, clock)
        self._aftersales = TaobaoAftersales(self._wire, account.differences)

    @property
    def differences(self) -> Differences:
        """How the platform differs."""
        return self._account.differences

    def check(self) -> Checked:
        """Ask who the seller is."""
        user = self._wire.call("taobao.user.seller.get", fields="nick").part("user")
        return Checked(user.text("nick"), "CNY")

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """Return what is on sale; goods without a choice are a SKU named as their item."""
        page = page_of(cursor)
        told = self._wire.call(
            "taobao.items.onsale.get",
            fields=_ITEM_FIELDS,
            page_no=str(page),
            page_size=str(_ITEMS),
        )
        items = told.rows("items", "item")
        rows = self._skus([item.word("num_iid") for item in items])
        skus = tuple(sku for item in items for sku in _listed(item, rows))
        more = items and page * _ITEMS < told.whole("total_results")
        return Page(skus, str(page + 1) if more else "")

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the stock of SKUs, and of items without a choice."""
        wanted = {ref.sku for ref in refs}
        chosen = dict.fromkeys(ref.product for ref in refs if not _is_plain(ref))
        plain = (ref.product for ref in refs if _is_plain(ref))
        shown = read_stock(tuple(chosen), self._shown, is_gone=_is_gone) if chosen else {}
        for item in plain:
            shown |= read_stock([item], self._plain, is_gone=_is_gone)
        return {sku: pieces for sku, pieces in shown.items() if sku in wanted}

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:  # noqa: ARG002 (there is no key here)
        """Write SKUs, those of one item at once."""
        groups: dict[tuple[str, bool], list[StockChange]] = {}
        for change in changes:
            groups.setdefault((change.ref.product, change.is_delta), []).append(change)
        results: list[StockResult] = []
        for group in groups.values():
            try:
                results += self._written(group)
            except ChannelError as error:
                if not results:
                    raise
                # Some were written: who hears of a refusal alone would write them once more.
                detail, wait = error.detail, error.wait
                raise ChannelError(
                    Trouble.NO_ANSWER, error.code, detail=detail, wait=wait
                ) from error
        return results

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Return which trades changed, the earliest first."""

        def fetch(page: int) -> tuple[int, tuple[Told, ...]]:
            told = self._wire.call(
                "taobao.trades.sold.increment.get",
                fields="tid,modified",
                start_modified=stamp(start),
                end_modified=stamp(next_second(end)),
                type=self._account.trade_types,
                page_no=str(page + 1),
                page_size=str(_TRADES),
                use_has_next="false",
            )
            return told.whole("total_results"), told.rows("trades", "trade")

        rows = last_to_first(cursor, _TRADES, fetch)
        changes = (_change(row) for row in reversed(rows.values))
        return Page(tuple(one for one in changes if one.updated_at < end), rows.cursor)

    def order(self, external_id: str) -> OnlineOrder:
        """Return one trade, with the money that its refunds gave back."""
        told = self._wire.call(
            "taobao.trade.fullinfo.get", fields=TRADE_FIELDS, tid=external_id
        ).part("trade")
        refunds = [self._refund(one) for one in given_back_ids(told)]
        return order_of(told, refunds)

    def couriers(self) -> tuple[Courier, ...]:
        """Return the couriers that Taobao knows."""
        told = self._wire.call("taobao.logistics.companies.get", fields="id,code,name,reg_mail_no")
        rows = told.rows("logistics_companies", "logistics_company")
        return tuple(Courier(row.word("code"), row.text("name")) for row in rows)

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:  # noqa: ARG002 (there is no key here)
        """Tell of a parcel; Taobao takes whole lines only."""
        order = self.order(parcel.external_id)
        if is_known(order, parcel):
            return Shipped.ALREADY
        pieces = packed(order, parcel)
        lines = {line.line_id: left(line) for line in order.lines}
        if any(lines[line] != count for line, count in pieces.items()):
            raise ChannelError(Trouble.REFUSED, "whole_lines", detail=parcel.external_id)
        fields = {
            "tid": parcel.external_id,
            "out_sid": parcel.tracking,
            "company_code": parcel.courier,
            "is_split": "0",
        }
        if not takes_all(order, pieces):
            fields |= {"is_split": "1", "sub_tid": ",".join(pieces)}
        told = self._wire.call("taobao.logistics.offline.send", **fields).part("shipping")
        if not told.flag("is_success"):
            raise ChannelError(Trouble.REFUSED, "is_success")
        return Shipped.DONE

    def _refund(self, refund: str) -> Told:
        fields = "refund_id,status,refund_fee"
        return self._wire.call("taobao.refund.get", fields=fields, refund_id=refund).part("refund")

    def _skus(self, items: Sequence[str]) -> tuple[Told, ...]:
        if not items:
            return ()
        told = self._wire.call("taobao.item.skus.get", fields=_SKU_FIELDS, num_iids=",".join(items))
        return told.rows("skus", "sku")

    def _shown(self, items: Sequence[str]) -> dict[str, int]:
        return {row.word("sku_id"): row.whole("quantity") for row in self._skus(items)}

    def _plain(self, items: Sequence[str]) -> dict[str, int]:
        told = self._wire.call("taobao.item.seller.get", fields="num_iid,num", num_iid=items[0])
        item = told.part("item")
        return {item.word("num_iid"): item.whole("num")}

    def _written(self, changes: Sequence[StockChange]) -> list[StockResult]:
        """Write SKUs of one item."""
        first = changes[0]
        kind = _ADD if first.is_delta else _SET
        item = first.ref.product
        try:
            if _is_plain(first.ref):
                method, fields = "taobao.item.quantity.update", {"quantity": str(first.pieces)}
            else:
                pairs = ";".join(f"{one.ref.sku}:{one.pieces}" for one in changes)
                method, fields = "taobao.skus.quantity.update", {"skuid_quantities": pairs}
            told = self._wire.call(method, num_iid=item, type=kind, **fields).part("item")
        except ChannelError as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            return [StockResult(one.ref.sku, Written.REFUSED, code=error.code) for one in changes]
        shown = {row.word("sku_id"): row.whole("quantity") for row in told.rows("skus", "sku")}
        if _is_plain(first.ref) and told.text("num"):
            shown[item] = told.whole("num")
        return [StockResult(one.ref.sku, Written.DONE, shown.get(one.ref.sku)) for one in changes]


def _is_plain(ref: SkuRef) -> bool:
    return ref.sku == ref.product


def _is_gone(error: ChannelError) -> bool:
    return error.trouble is Trouble.REFUSED and "not-exist" in error.code


def _change(row: Told) -> OrderChange:
    return OrderChange(row.word("tid"), known(row.beijing("modified"), "modified"))


def _listed(item: Told, rows: Sequence[Told]) -> tuple[OnlineSku, ...]:
    product = item.word("num_iid")
    own = [row for row in rows if row.text("num_iid") == product]
    if not own:
        return (_sku(item, item, product, shown="num"),)
    return tuple(_sku(item, row, row.word("sku_id"), shown="quantity") for row in own)


def _sku(item: Told, row: Told, sku: str, *, shown: str) -> OnlineSku:
    return OnlineSku(
        SkuRef(item.word("num_iid"), sku),
        code=row.text("outer_id"),
        barcode="",
        title=item.text("title"),
        spec=spec_of(row.text("properties_name")),
        price=row.minor("price"),
        currency="CNY",
        shown=row.whole(shown),
        on_sale=item.text("approve_status") in {"", _ON_SALE},
    )
