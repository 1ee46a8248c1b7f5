"""Shops that run on Vendure, by its admin API (GraphQL); tried against Vendure 3.7."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from microshop_desktop.channels.answers import Told, bad_answer
from microshop_desktop.channels.channel import (
    AftersaleWays,
    ChannelError,
    Checked,
    Courier,
    Differences,
    GivenBack,
    MoneyBack,
    OnlineSku,
    OrderChange,
    Page,
    ParcelToShip,
    Priced,
    ShipLine,
    Shipped,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
)
from microshop_desktop.channels.paging import last_to_first
from microshop_desktop.channels.tokens import Tokens
from microshop_desktop.channels.vendure_account import VendureAccount
from microshop_desktop.channels.vendure_aftersales import WAYS as AFTERSALE_WAYS
from microshop_desktop.channels.vendure_aftersales import aftersales_of
from microshop_desktop.channels.vendure_changes import changed_orders
from microshop_desktop.channels.vendure_money import minor_units, shop_units
from microshop_desktop.channels.vendure_orders import OrderReader, changed_at
from microshop_desktop.channels.vendure_parcels import has_left, new_parcel, same_parcel
from microshop_desktop.channels.vendure_queries import (
    ADD_PARCEL,
    BACKS,
    BACKS_OF_ORDER,
    FACTS,
    MAY_READ,
    MAY_WRITE,
    ORDER,
    ORDERS,
    PARCELS,
    PRICE,
    PRICES_HOLD_TAX,
    SEND_PARCEL,
    SET_PRICE,
    SET_STOCK,
    STOCK,
    VARIANTS,
)
from microshop_desktop.channels.vendure_refunds import VendureRefunds
from microshop_desktop.channels.vendure_stock import (
    WHICH_LOCATION,
    Level,
    StockReader,
    outcome,
    refusal,
    write_of,
)
from microshop_desktop.channels.vendure_wire import VendureWire, granted
from microshop_desktop.domain.aftersale import Aftersale
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http

SKUS_A_PAGE = 100
ORDERS_A_PAGE = 50
WITHOUT_TAX = "PRICES_WITHOUT_TAX"
_USUAL_CHANNEL = "__default_channel__"


@dataclass(frozen=True, slots=True)
class _Facts:
    """What holds for the whole shop; `counts`: stock is counted where a variant says nothing."""

    name: str
    currency: str
    counts: bool
    precision: int


class Vendure:
    """One shop."""

    def __init__(self, account: VendureAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account = account
        self._wire = VendureWire(account, http, clock, tokens)
        self._known: _Facts | None = None

    @property
    def differences(self) -> Differences:
        """How the shop differs."""
        return self._account.differences

    def check(self) -> Checked:
        """Prove the keys by reading all that is read, and by writing nothing."""
        self._known = facts = self._ask_facts()
        places = self._wire.ask(MAY_READ).part("stockLocations").rows("items")
        self._wire.ask(MAY_WRITE)
        chosen = self._account.stock_location
        if chosen not in {place.word("id") for place in places} and (chosen or len(places) > 1):
            named = ", ".join(f"{place.word('id')} {place.text('name')}" for place in places)
            raise ChannelError(Trouble.REFUSED, WHICH_LOCATION, detail=named)
        return Checked(facts.name, facts.currency)

    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        """Return the variants, those of products that are switched off too."""
        skip, known = _place(cursor)
        total, skus = self._variants(skip)
        if total < known:  # What was taken away let all behind it move up.
            skip = max(0, skip - (known - total))
            total, skus = self._variants(skip)
        following = skip + len(skus)
        return Page(skus, f"{following}:{total}" if skus and following < total else "")

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the pieces that can be sold; variants that count none are left out."""
        levels = self._levels([ref.sku for ref in refs])
        return {sku: level.shown for sku, level in levels.items() if level.shown is not None}

    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:
        """Read what is allocated, then write what must be on hand; all of it or nothing.

        An order in between lowers what can be sold, as it should. A parcel in between raises it
        by its pieces: then the write was made for numbers that were `stale`. There is no `key`.
        """
        del key
        levels = self._levels([change.ref.sku for change in changes])
        refused = {
            change.ref.sku: result
            for change in changes
            if (result := refusal(change, levels.get(change.ref.sku)))
        }
        accepted = [change for change in changes if change.ref.sku not in refused]
        after = self._write([write_of(change, levels[change.ref.sku]) for change in accepted])
        return [
            refused.get(change.ref.sku) or outcome(change, after[change.ref.sku])
            for change in changes
        ]

    def price(self, ref: SkuRef) -> int | None:
        """Return the price with tax that customers see."""
        options = {"take": 1, "filter": {"id": {"in": [ref.sku]}}}
        for row in self._wire.ask(PRICE, {"o": options}).part("productVariants").rows("items"):
            precision, currency = self._facts().precision, row.word("currencyCode")
            return minor_units(row.whole("priceWithTax"), precision, currency)
        return None

    def set_price(self, ref: SkuRef, price: int, currency: str) -> Priced:
        """Set the price; a shop that keeps prices without tax is refused: its tax is its own."""
        channel = self._wire.ask(PRICES_HOLD_TAX).part("activeChannel")
        if not channel.flag("pricesIncludeTax"):
            raise ChannelError(Trouble.REFUSED, WITHOUT_TAX)
        amount = shop_units(price, self._facts().precision, currency)
        self._wire.ask(SET_PRICE, {"i": [{"id": ref.sku, "price": amount}]})
        return Priced.DONE

    def order_changes(self, start: datetime, end: datetime, cursor: str = "") -> Page[OrderChange]:
        """Return placed orders that changed, and those that may have changed without a trace.

        They come whole; baskets and drafts are no orders.
        """
        page = partial(self._orders, changed_orders(start, end))
        return last_to_first(cursor, ORDERS_A_PAGE, page)

    def order(self, external_id: str) -> OnlineOrder:
        """Return one order as it is now; `refused` where there is none."""
        return self._order_reader().order(self._one(ORDER, external_id))

    @property
    def aftersale_ways(self) -> AftersaleWays:
        """How after-sales are told."""
        return AFTERSALE_WAYS

    def aftersale_changes(
        self, start: datetime, end: datetime, cursor: str = ""
    ) -> Page[Aftersale]:
        """Return what changed of what customers got back."""
        page = partial(self._backs, changed_orders(start, end))
        return last_to_first(cursor, ORDERS_A_PAGE, page)

    def aftersale(self, external_id: str) -> Aftersale:
        """Return one as it is now."""
        row = self._one(BACKS_OF_ORDER, external_id.partition(":")[0])
        for found in aftersales_of(row, self._facts().precision):
            if found.external_id == external_id:
                return found
        raise ChannelError(Trouble.REFUSED, "ENTITY_NOT_FOUND", detail=external_id)

    def give_back(self, back: MoneyBack, key: str) -> GivenBack:
        """Give money of an order back; see `vendure_refunds.py`."""
        return self._refunds().give_back(back, key)

    def take_out(self, external_id: str, lines: Sequence[ShipLine], key: str) -> GivenBack:
        """Take pieces out of an order: they are on the shop's stock again."""
        return self._refunds().take_out(external_id, lines, key)

    def couriers(self) -> tuple[Courier, ...]:
        """Return nothing: any name will do."""
        return ()

    def ship(self, parcel: ParcelToShip, key: str) -> Shipped:
        """Tell of a parcel, unless the shop knows it already, and that it is on its way.

        A parcel without a tracking number is known again by `key` in its place.
        """
        tracking = parcel.tracking or key
        order = self._one(PARCELS, parcel.external_id)
        known = same_parcel(order, parcel, tracking)
        made = known or self._add_parcel(new_parcel(order, parcel, tracking))
        if not has_left(made):
            sent = self._wire.ask(SEND_PARCEL, {"id": made.word("id")})
            granted(sent.part("transitionFulfillmentToState"))
        return Shipped.ALREADY if known else Shipped.DONE

    def _variants(self, skip: int) -> tuple[int, tuple[OnlineSku, ...]]:
        options = {"take": SKUS_A_PAGE, "skip": skip, "sort": {"id": "ASC"}}
        reader = self._stock_reader()
        found = self._wire.ask(VARIANTS, {"o": options}).part("productVariants")
        return found.whole("totalItems"), tuple(map(reader.listed, found.rows("items")))

    def _orders(
        self, wanted: Mapping[str, object], page: int
    ) -> tuple[int, tuple[OrderChange, ...]]:
        skip, by_id = page * ORDERS_A_PAGE, {"id": "ASC"}
        options = {"take": ORDERS_A_PAGE, "skip": skip, "sort": by_id, "filter": wanted}
        reader = self._order_reader()
        found = self._wire.ask(ORDERS, {"o": options}).part("orders")
        rows = tuple(
            OrderChange(row.word("id"), changed_at(row), reader.order(row))
            for row in found.rows("items")
        )
        return found.whole("totalItems"), rows

    def _backs(self, wanted: Mapping[str, object], page: int) -> tuple[int, tuple[Aftersale, ...]]:
        options = {
            "take": ORDERS_A_PAGE,
            "skip": page * ORDERS_A_PAGE,
            "sort": {"id": "ASC"},
            "filter": wanted,
        }
        precision = self._facts().precision
        found = self._wire.ask(BACKS, {"o": options}).part("orders")
        rows = (one for row in found.rows("items") for one in aftersales_of(row, precision))
        return found.whole("totalItems"), tuple(rows)

    def _one(self, document: str, external_id: str) -> Told:
        found = self._wire.ask(document, {"id": external_id}).part("order")
        if not found.values:
            raise ChannelError(Trouble.REFUSED, "ENTITY_NOT_FOUND", detail=external_id)
        return found

    def _add_parcel(self, fields: Mapping[str, object]) -> Told:
        return granted(self._wire.ask(ADD_PARCEL, {"i": fields}).part("addFulfillmentToOrder"))

    def _levels(self, skus: Sequence[str]) -> dict[str, Level]:
        if not skus:
            return {}
        reader = self._stock_reader()
        options = {"take": len(skus), "filter": {"id": {"in": list(skus)}}}
        found = self._wire.ask(STOCK, {"o": options}).part("productVariants")
        return reader.levels(found.rows("items"))

    def _write(self, writes: Sequence[Mapping[str, object]]) -> dict[str, Level]:
        if not writes:
            return {}
        reader = self._stock_reader()
        return reader.levels(self._wire.ask(SET_STOCK, {"i": writes}).rows("updateProductVariants"))

    def _stock_reader(self) -> StockReader:
        facts = self._facts()
        location = self._account.stock_location
        return StockReader(location, by_default=facts.counts, precision=facts.precision)

    def _refunds(self) -> VendureRefunds:
        return VendureRefunds(self._wire, self._facts().precision)

    def _order_reader(self) -> OrderReader:
        return OrderReader(self._facts().precision)

    def _facts(self) -> _Facts:
        """Return what holds for the shop, asked once: it is part of how the shop was set up."""
        if self._known is None:
            self._known = self._ask_facts()
        return self._known

    def _ask_facts(self) -> _Facts:
        told = self._wire.ask(FACTS)
        channel, settings = told.part("activeChannel"), told.part("globalSettings")
        code = channel.word("code")
        return _Facts(
            name=channel.part("seller").text("name") if code == _USUAL_CHANNEL else code,
            currency=channel.text("defaultCurrencyCode"),
            counts=settings.flag("trackInventory"),
            precision=settings.part("serverConfig").whole("moneyStrategyPrecision"),
        )


def _place(cursor: str) -> tuple[int, int]:
    """Return how many variants were read, and how many there were."""
    if not cursor:
        return 0, 0
    read, _, known = cursor.partition(":")
    if not (read.isdecimal() and known.isdecimal()):
        raise bad_answer("cursor")
    return int(read), int(known)
