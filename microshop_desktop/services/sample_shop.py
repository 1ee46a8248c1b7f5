"""Fills a new shop with sample goods, customers and some days of sales.

The sales are made by the services that sell at the counter, with a clock set back, so that orders,
stock, reports and the audit chain are as real as any. What is on the shelves at the end is what the
sample's file says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from microshop_desktop.domain import basket as baskets
from microshop_desktop.domain.basket import (
    Basket,
    CustomerFacts,
    Discount,
    DiscountKind,
    Method,
    SkuFacts,
    Tender,
)
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.ids import Ids
from microshop_desktop.infra.translations import Language
from microshop_desktop.persistence.tables.catalogue import Product, ProductImage
from microshop_desktop.persistence.tables.shop import Shift
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.categories import Categories
from microshop_desktop.services.customers import Customers
from microshop_desktop.services.events import CatalogueChanged, StockChanged
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.product_writer import (
    NewProduct,
    NewSku,
    Opening,
    Prepared,
    Stamp,
    book_openings,
    prepare,
    write_products,
)
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.sample_data import (
    SampleData,
    SampleProduct,
    SampleSku,
    picture_bytes,
    sample_data,
)
from microshop_desktop.services.sample_plan import (
    PlannedGoods,
    PlannedSale,
    back_of,
    plan_sales,
    sold_quantities,
)
from microshop_desktop.services.selling import Sale, Selling
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import Cause

DAYS = 10
"""Days of sales before today."""
_TENTH_OFF = Discount(DiscountKind.PERCENT, 1000)
_OPENED = timedelta(hours=2)
_REFUND_AFTER = timedelta(minutes=2)
_NOTES = (1000, 2000, 5000, 10_000)
"""Banknotes in minor units that people pay cash with; what is more is paid exactly."""

Progress = Callable[[int, int], None]
"""Told how many sales of how many are booked."""


@dataclass(frozen=True, slots=True)
class SampleLoaded:
    """What was put into the shop."""

    products: int
    skus: int
    customers: int
    orders: int


class SampleShop:
    """The sample goods of the program, for a shop that is still empty."""

    def __init__(self, shop: Shop, pictures: Pictures) -> None:
        """Fill this shop; the goods' pictures go into its picture folder."""
        self._shop = shop
        self._pictures = pictures

    @act(Right.IMPORT_DATA)
    def load(
        self,
        actor: Actor,
        language: Language,
        *,
        days: int = DAYS,
        progress: Progress | None = None,
    ) -> SampleLoaded:
        """Put goods, customers and the sales of some days into the shop, named in a language.

        `shop_exists` where the shop has products already.
        """
        self._refuse_filled()
        data = sample_data(language, self._shop.profile.currency)
        skus = [sku for product in data.products for sku in product.skus]
        planned = plan_sales(
            [PlannedGoods(sku.form.by_weight) for sku in skus],
            customers=len(data.customers),
            days=days,
            now=self._shop.clock.now(),
            zone=self._shop.profile.zone,
        )
        sold = sold_quantities(planned, len(skus))
        past = _Past(self._shop, _opening_time(planned, self._shop.clock.now()))
        ids = self._write_goods(past.shop, actor, data, sold)
        people = [
            Customers(past.shop).create(actor, one.name, phone=one.phone, member=one.member).facts
            for one in data.customers
        ]
        past.sell(actor, planned, ids, people, progress)
        self._shop.events.send(CatalogueChanged())
        self._shop.events.send(StockChanged(frozenset(ids)))
        return SampleLoaded(len(data.products), len(skus), len(people), len(planned))

    def _refuse_filled(self) -> None:
        with self._shop.database.read() as connection:
            filled = connection.scalar(select(Product.id).limit(1)) is not None
        if filled:
            raise ShopError(ErrorCode.SHOP_EXISTS, place=self._shop.profile.name)

    def _write_goods(
        self, past: Shop, actor: Actor, data: SampleData, sold: Sequence[int]
    ) -> list[UUID]:
        """Write products, pictures and opening stock in one act; return the ids of the SKUs."""
        groups = {name: Categories(past).add(actor, name) for name in data.categories}
        files = self._keep_pictures(actor, data)
        stamp = Stamp(past.clock.now(), actor.till)
        products = [_new_product(product, groups, files) for product in data.products]
        prepared = prepare(past.ids, products, stamp)
        ids = [sku for group in prepared.sku_ids for sku in group]
        skus = [sku for product in data.products for sku in product.skus]
        with past.booking(actor) as booking:
            write_products(booking.connection, prepared)
            _write_pictures(booking, prepared, data, files)
            openings = [
                Opening(sku_id, sku.stock + gone, sku.form.cost)
                for sku_id, sku, gone in zip(ids, skus, sold, strict=True)
            ]
            book_openings(booking, openings, Cause("sample", past.profile.shop))
        return ids

    def _keep_pictures(self, actor: Actor, data: SampleData) -> dict[str, str]:
        """Put the pictures into the shop's folder; return their file names there."""
        names = {sku.picture for product in data.products for sku in product.skus}
        return {
            name: self._pictures.add_bytes(actor, picture_bytes(name)) for name in sorted(names)
        }


class _Past:
    """The shop as it was: the same database under a clock that is set to each sale."""

    def __init__(self, shop: Shop, at: datetime) -> None:
        self._clock = FixedClock(at)
        self._today = shop.clock.now().astimezone(ZoneInfo(shop.profile.zone)).date()
        self.shop = Shop(shop.database, self._clock, Ids(self._clock), shop.profile)

    def sell(
        self,
        actor: Actor,
        planned: Sequence[PlannedSale],
        skus: Sequence[UUID],
        people: Sequence[CustomerFacts],
        progress: Progress | None,
    ) -> None:
        """Make the planned sales, one after the other, closing the shift at the end of each day."""
        lookup = Lookup(self.shop)
        goods = [lookup.sku(actor, sku).goods for sku in skus]
        for place, sale in enumerate(planned):
            if place and sale.at.date() != planned[place - 1].at.date():
                self._close_shift(actor)
            self._clock.set(max(sale.at, self._clock.now()))
            self._sell_one(actor, sale, goods, people)
            if progress is not None:
                progress(place + 1, len(planned))
        self._close_yesterday(actor, planned)

    def _sell_one(
        self,
        actor: Actor,
        sale: PlannedSale,
        goods: Sequence[SkuFacts],
        people: Sequence[CustomerFacts],
    ) -> None:
        basket = Basket(self.shop.ids.new())
        if sale.customer is not None:
            basket = baskets.set_customer(basket, people[sale.customer])
        for line in sale.lines:
            basket, no = baskets.add(basket, goods[line.place], quantity=line.quantity)
            if line.tenth_off:
                basket = baskets.discount_line(basket, no, _TENTH_OFF)
        selling = Selling(self.shop)
        total = selling.price(actor, basket).total
        sold = selling.finish(actor, basket, (_tender(sale.method, total),))
        if sale.refunded:
            self._refund(actor, sale, sold)

    def _refund(self, actor: Actor, sale: PlannedSale, sold: Sale) -> None:
        self._clock.advance(_REFUND_AFTER)
        refunds = Refunds(self.shop)
        back = Wanted(1, back_of(sale.lines[0]), restock=True)
        refunds.refund(actor, RefundWish(refunds.new_key(), sold.order, (back,)))

    def _close_yesterday(self, actor: Actor, planned: Sequence[PlannedSale]) -> None:
        """Close the last shift too where it is not today's: today's first sale opens its own."""
        if planned and planned[-1].at.date() < self._today:
            self._close_shift(actor)

    def _close_shift(self, actor: Actor) -> None:
        with self.shop.database.write() as connection:
            connection.execute(
                update(Shift)
                .where(Shift.till_id == actor.till, Shift.closed_at.is_(None))
                .values(closed_at=self._clock.now())
            )


def _opening_time(planned: Sequence[PlannedSale], now: datetime) -> datetime:
    """Return when the goods were put on the shelves: some hours before the first sale."""
    return (planned[0].at if planned else now) - _OPENED


def _new_product(
    product: SampleProduct, groups: dict[str, UUID], files: dict[str, str]
) -> NewProduct:
    return NewProduct(
        name=product.name,
        skus=tuple(_with_picture(sku, files) for sku in product.skus),
        category=groups[product.category],
        options=product.options,
        tax_rate=product.tax_rate,
    )


def _with_picture(sku: SampleSku, files: dict[str, str]) -> NewSku:
    return replace(sku.form, picture=files[sku.picture])


def _write_pictures(
    booking: Booking, prepared: Prepared, data: SampleData, files: dict[str, str]
) -> None:
    """Give each product its pictures, one for each look of its SKUs."""
    rows: list[dict[str, object]] = []
    for product, row in zip(data.products, prepared.products, strict=True):
        names = dict.fromkeys(files[sku.picture] for sku in product.skus)
        rows.extend(
            {
                "id": booking.ids.new(),
                "product_id": row["id"],
                "sku_id": None,
                "file_name": name,
                "position": position,
            }
            for position, name in enumerate(names)
        )
    booking.connection.execute(insert(ProductImage), rows)


def _tender(method: Method, total: int) -> Tender:
    """Pay exactly, or in cash with the next banknotes."""
    if method is not Method.CASH:
        return Tender(method, total)
    for note in _NOTES:
        if total <= note:
            return Tender(method, note)
    return Tender(method, total)
