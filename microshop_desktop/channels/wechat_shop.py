"""WeChat Shop as a channel. Facts: `reference/shops.md` §1; unconfirmed ones: `docs/shops.md`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from microshop_desktop.channels.aftersale_reading import ReadsAftersales
from microshop_desktop.channels.answers import Told, next_second, whole_seconds
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
    Priced,
    Revealed,
    Shipped,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
    Written,
)
from microshop_desktop.channels.shipping import is_known, packed
from microshop_desktop.channels.tokens import Tokens
from microshop_desktop.channels.wechat_shop_account import WechatShopAccount
from microshop_desktop.channels.wechat_shop_aftersales import WechatShopAftersales
from microshop_desktop.channels.wechat_shop_orders import after_sale_ids, contact_of, order_of
from microshop_desktop.channels.wechat_shop_wire import WechatShopWire
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http

_PAGE = 20
"""Each row of a page costs a call of its own."""
_ON_SALE = "5"
_DELETED = frozenset({"6", "9"})
_ADD, _SUBTRACT, _SET = 1, 2, 3
_BY_COURIER, _WITHOUT_COURIER = 1, 3
_REVEAL = "/channels/ec/order/sensitiveinfo/decode"
_NOT_ENOUGH = "10020219"
_GONE = frozenset({"10020050", "10020051", "10020052", "10020289"})
_STOCK_REFUSED = _GONE | {"10020054", "10020055", "10020091", "10020217"}


class WechatShop(ReadsAftersales[WechatShopAftersales]):
    """One shop of WeChat."""

    def __init__(
        self, account: WechatShopAccount, http: Http, clock: Clock, tokens: Tokens
    ) -> None:
        self._account = account
        self._wire = WechatShopWire(account, http, clock, tokens)
        self._aftersales = WechatShopAftersales(self._wire, account.differences.lag)

    @property
    def differences(self) -> Differences:
        """How the platform differs."""
        return self._account.differences

    def check(self) -> Checked:
        """Ask what the shop is called."""
        info = self._wire.get("/channels/ec/basics/info/get").part("info")
        return Checked(info.text("nickname"), "CNY")

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """Return what is listed, a few products at a time."""
        fields: dict[str, object] = {"page_size": _PAGE}
        if cursor:
            fields["next_key"] = cursor
        told = self._wire.post("/channels/ec/product/list/get", fields)
        ids = told.words("product_ids")
        skus = tuple(sku for product in ids for sku in self._product(product))
        following = told.text("next_key")
        return Page(skus, following if ids and following != cursor else "")

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the ordinary stock of SKUs; what is kept for campaigns is not ours to change."""
        wanted = {ref.sku for ref in refs}
        products = tuple(dict.fromkeys(ref.product for ref in refs))
        shown = read_stock(products, self._shown, is_gone=lambda error: error.code in _GONE)
        return {sku: pieces for sku, pieces in shown.items() if sku in wanted}

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:  # noqa: ARG002 (there is no key here)
        """Write one SKU."""
        (change,) = changes
        ref, pieces = change.ref, change.pieces
        if change.is_delta and pieces == 0:
            return (StockResult(ref.sku, Written.DONE),)
        kind = _SET if not change.is_delta else _ADD if pieces > 0 else _SUBTRACT
        fields = {"product_id": ref.product, "sku_id": ref.sku, "diff_type": kind}
        try:
            self._wire.post("/channels/ec/product/stock/update", fields | {"num": abs(pieces)})
        except ChannelError as error:
            return (_refused(ref.sku, error),)
        return (StockResult(ref.sku, Written.DONE),)

    def price(self, ref: SkuRef) -> int | None:
        """Return the price of a SKU in fen; None where it is listed no more."""
        for goods in self._product(ref.product):
            if goods.ref.sku == ref.sku:
                return goods.price
        return None

    def set_price(self, ref: SkuRef, price: int, currency: str) -> Priced:  # noqa: ARG002 (yuan alone)
        """Set a price without a review; it may show a little later."""
        sku = {"sku_id": ref.sku, "sale_price": price}
        fields = {"product_id": ref.product, "skus": [sku]}
        self._wire.post("/channels/ec/product/auditfree", fields)
        return Priced.PENDING

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Return changed orders whole; those that changed again since come in a later stretch."""
        stretch = {
            "start_time": whole_seconds(start),
            "end_time": whole_seconds(next_second(end)),
        }
        fields: dict[str, object] = {"update_time_range": stretch, "page_size": _PAGE}
        if cursor:
            fields["next_key"] = cursor
        told = self._wire.post("/channels/ec/order/list/get", fields)
        orders = [self.order(one) for one in dict.fromkeys(told.words("order_id_list"))]
        changes = tuple(
            OrderChange(order.external_id, order.updated_at, order)
            for order in orders
            if order.updated_at < end
        )
        return Page(changes, told.text("next_key") if told.flag("has_more") else "")

    def order(self, external_id: str) -> OnlineOrder:
        """Return one order, with the money that its after-sales gave back."""
        told = self._wire.post("/channels/ec/order/get", {"order_id": external_id}).part("order")
        return order_of(told, [self._aftersales.row(one) for one in after_sale_ids(told)])

    def reveal_address(self, external_id: str) -> Revealed:
        """Ask whom an order goes to: WeChat counts each order of a day once."""
        told = self._wire.post(_REVEAL, {"order_id": external_id})
        contact = contact_of(told.part("address_info"), told.part("virtual_number_info"))
        return Revealed(contact, self._left())

    def _left(self) -> int | None:
        """Return how often more may be asked today; None where WeChat does not say."""
        try:
            quota = self._wire.post("/cgi-bin/openapi/quota/get", {"cgi_path": _REVEAL})
        except ChannelError:
            return None
        told = quota.part("quota")
        return told.whole("remain") if told.text("remain") else None

    def couriers(self) -> tuple[Courier, ...]:
        """Return the couriers that WeChat knows."""
        which = "/new" if self._account.new_couriers else ""
        told = self._wire.post(f"/channels/ec/order/deliverycompanylist{which}/get", {})
        rows = told.rows("company_list")
        return tuple(Courier(row.word("delivery_id"), row.text("delivery_name")) for row in rows)

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:  # noqa: ARG002 (there is no key here)
        """Tell of a parcel, unless the order knows it already."""
        order = self.order(parcel.external_id)
        if is_known(order, parcel):
            return Shipped.ALREADY
        kind = _BY_COURIER if parcel.courier else _WITHOUT_COURIER
        delivery: dict[str, object] = {
            "deliver_type": kind,
            "product_infos": _contents(order, parcel),
        }
        if parcel.courier:
            delivery |= {"delivery_id": parcel.courier, "waybill_id": parcel.tracking}
        fields = {"order_id": parcel.external_id, "delivery_list": [delivery]}
        self._wire.post("/channels/ec/order/delivery/send", fields)
        return Shipped.DONE

    def _product(self, product: str) -> tuple[OnlineSku, ...]:
        fields = {"product_id": product, "data_type": 1}
        told = self._wire.post("/channels/ec/product/get", fields).part("product")
        status = told.text("status")
        if not told.text("product_id") or status in _DELETED:
            return ()
        return tuple(_listed(told, row, on_sale=status == _ON_SALE) for row in told.rows("skus"))

    def _shown(self, products: Sequence[str]) -> dict[str, int]:
        fields = {"product_id": list(products)}
        told = self._wire.post("/channels/ec/product/stock/batchget", fields)
        return {
            row.word("sku_id"): row.whole("normal_stock_num")
            for product in told.part("data").rows("spu_stock_list")
            for row in product.rows("sku_stock")
        }


def _listed(product: Told, sku: Told, *, on_sale: bool) -> OnlineSku:
    return OnlineSku(
        SkuRef(product.word("product_id"), sku.word("sku_id")),
        code=sku.text("sku_code"),
        barcode="",
        title=product.text("title"),
        spec=" ".join(one.text("attr_value") for one in sku.rows("sku_attrs")),
        price=sku.whole("sale_price"),
        currency="CNY",
        shown=sku.whole("stock_num"),
        on_sale=on_sale,
    )


def _refused(sku: str, error: ChannelError) -> StockResult:
    """Return what a refusal says of the one SKU; any other trouble goes on."""
    if error.code == _NOT_ENOUGH:
        return StockResult(sku, Written.STALE, code=error.code)
    if error.trouble is Trouble.REFUSED and error.code in _STOCK_REFUSED:
        return StockResult(sku, Written.REFUSED, code=error.code)
    raise error


def _contents(order: OnlineOrder, parcel: ParcelToShip) -> list[dict[str, object]]:
    by_id = {line.line_id: line for line in order.lines}
    return [
        {"product_id": by_id[line].product, "sku_id": by_id[line].sku, "product_cnt": count}
        for line, count in packed(order, parcel).items()
    ]
