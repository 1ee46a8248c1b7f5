"""Writing many new products at once, by Core statements built once: imports and sample shops.

What can be worked out beforehand (ids, search keys) is made by `prepare`, outside any transaction;
`write_products` then only writes. Hidden products are shown by `show`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, update

from microshop_desktop.domain.basket import Price
from microshop_desktop.domain.stock import BelowZero, MovementKind, receipt_cost
from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.tables.catalogue import (
    PriceRow,
    Product,
    Sku,
    SkuCode,
    SkuUnit,
)
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.search_index import SearchEntry, add_entries, rank_of, sku_key
from microshop_desktop.services.stock_book import Cause, Move, book_moves

_INSERT_PRODUCTS = BulkInsert(table_of(Product))
_INSERT_SKUS = BulkInsert(table_of(Sku))
_INSERT_UNITS = BulkInsert(table_of(SkuUnit))
_INSERT_CODES = BulkInsert(table_of(SkuCode))
_INSERT_PRICES = BulkInsert(table_of(PriceRow))
_SHOW_PRODUCTS = (
    update(Product).where(Product.id == bindparam("shown")).values(hidden_by_batch=None)
)
_SHOW_SKUS = update(Sku).where(Sku.id == bindparam("shown")).values(hidden_by_batch=None)


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A pack of a new SKU: `factor` base units; price None means factor × base price."""

    name: str
    factor: int
    price: int | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSku:
    """A SKU to be written. Money in minor units, quantities in thousandths."""

    price: int
    values: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    merchant_code: str = ""
    plu: str = ""
    unit: str = ""
    by_weight: bool = False
    cost: int | None = None
    prices: tuple[Price, ...] = ()
    units: tuple[NewUnit, ...] = ()
    below_zero: BelowZero = BelowZero.WARN
    low_stock: int | None = None
    shelf: str = ""
    picture: str = ""
    on_sale: bool = True
    popularity: int = 0

    @property
    def spec(self) -> str:
        """How the SKU is called beside its product's name."""
        return " ".join(value for value in self.values if value)


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product to be written with its SKUs. `options` names the axes of its variants."""

    name: str
    skus: tuple[NewSku, ...]
    category: UUID | None = None
    brand: str = ""
    description: str = ""
    options: tuple[str, ...] = ()
    tax_rate: int = 0
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What lies there of a SKU when the shop begins to count it; the unit cost may be unknown."""

    sku: UUID
    quantity: int
    unit_cost: int | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """When, at which till and by which import rows are written; `hidden` until the import ends."""

    at: datetime
    till: UUID
    batch: UUID | None = None
    hidden: bool = False

    def values(self) -> dict[str, object]:
        """Return them by column, as products and SKUs have them."""
        return {
            "changed_at": self.at,
            "changed_by_till": self.till,
            "import_batch_id": self.batch,
            "hidden_by_batch": self.batch if self.hidden else None,
        }


@dataclass(slots=True)
class Prepared:
    """Rows of new products by table, ready to be written, in the order of foreign keys."""

    products: list[dict[str, object]] = field(default_factory=list)
    skus: list[dict[str, object]] = field(default_factory=list)
    units: list[dict[str, object]] = field(default_factory=list)
    codes: list[dict[str, object]] = field(default_factory=list)
    prices: list[dict[str, object]] = field(default_factory=list)
    entries: list[SearchEntry] = field(default_factory=list)
    sku_ids: list[tuple[UUID, ...]] = field(default_factory=list)
    """Ids of the SKUs of each product, in its order."""

    def add_sku(
        self, ids: Ids, product: UUID, shared: NewProduct, sku: NewSku, place: int, stamp: Stamp
    ) -> UUID:
        """Add a SKU of a product that is written, or was before."""
        sku_id = ids.new()
        self.skus.append(
            {
                "id": sku_id,
                "product_id": product,
                "category_id": shared.category,
                "name": shared.name,
                "spec": sku.spec,
                "option_values": list(sku.values),
                "position": place,
                "merchant_code": sku.merchant_code,
                "main_code": sku.codes[0] if sku.codes else "",
                "plu": sku.plu,
                "unit": sku.unit,
                "by_weight": sku.by_weight,
                "price": sku.price,
                "cost": sku.cost,
                "tax_rate": shared.tax_rate,
                "below_zero": sku.below_zero.value,
                "low_stock": sku.low_stock,
                "shelf": sku.shelf,
                "picture": sku.picture,
                "on_sale": sku.on_sale,
                "popularity": sku.popularity,
                **stamp.values(),
            }
        )
        self._add_codes(ids, sku_id, None, sku.codes)
        self._add_prices(ids, sku_id, sku.prices)
        self._add_units(ids, sku_id, sku.units, stamp)
        self._add_entry(sku_id, shared, sku)
        return sku_id

    def _add_codes(self, ids: Ids, sku: UUID, unit: UUID | None, codes: Iterable[str]) -> None:
        for code in codes:
            self.codes.append({"id": ids.new(), "code": code, "sku_id": sku, "sku_unit_id": unit})

    def _add_prices(self, ids: Ids, sku: UUID, prices: Iterable[Price]) -> None:
        for price in prices:
            self.prices.append(
                {
                    "id": ids.new(),
                    "sku_id": sku,
                    "level": price.level.value,
                    "from_quantity": price.from_quantity,
                    "unit_price": price.unit_price,
                }
            )

    def _add_units(self, ids: Ids, sku: UUID, units: Iterable[NewUnit], stamp: Stamp) -> None:
        for unit in units:
            unit_id = ids.new()
            self.units.append(
                {
                    "id": unit_id,
                    "sku_id": sku,
                    "name": unit.name,
                    "factor": unit.factor,
                    "price": unit.price,
                    "changed_at": stamp.at,
                    "changed_by_till": stamp.till,
                }
            )
            self._add_codes(ids, sku, unit_id, unit.codes)

    def _add_entry(self, sku_id: UUID, shared: NewProduct, sku: NewSku) -> None:
        codes = [*sku.codes, *(code for unit in sku.units for code in unit.codes)]
        key = sku_key(
            shared.name, sku.spec, shared.brand, codes=(*codes, sku.merchant_code, sku.plu)
        )
        rank = rank_of(sku.popularity, on_sale=sku.on_sale)
        self.entries.append(SearchEntry(sku_id, key, rank))


def prepare(ids: Ids, products: Iterable[NewProduct], stamp: Stamp) -> Prepared:
    """Make the rows and search keys of new products; needs no database."""
    prepared = Prepared()
    for product in products:
        product_id = ids.new()
        prepared.products.append(
            {
                "id": product_id,
                "name": product.name,
                "category_id": product.category,
                "brand": product.brand,
                "description": product.description,
                "options": list(product.options),
                "tax_rate": product.tax_rate,
                "on_sale": any(sku.on_sale for sku in product.skus),
                "unfinished": product.unfinished,
                **stamp.values(),
            }
        )
        prepared.sku_ids.append(
            tuple(
                prepared.add_sku(ids, product_id, product, sku, place, stamp)
                for place, sku in enumerate(product.skus)
            )
        )
    return prepared


def write_products(connection: Connection, prepared: Prepared) -> None:
    """Write prepared products, with what they are found by."""
    _INSERT_PRODUCTS(connection, prepared.products)
    _INSERT_SKUS(connection, prepared.skus)
    _INSERT_UNITS(connection, prepared.units)
    _INSERT_CODES(connection, prepared.codes)
    _INSERT_PRICES(connection, prepared.prices)
    add_entries(connection, prepared.entries)


def show(connection: Connection, products: Sequence[UUID], skus: Sequence[UUID]) -> None:
    """Let products be seen that were written hidden."""
    if products:
        connection.execute(_SHOW_PRODUCTS, [{"shown": product} for product in products])
    if skus:
        connection.execute(_SHOW_SKUS, [{"shown": sku} for sku in skus])


def book_openings(booking: Booking, openings: Sequence[Opening], cause: Cause) -> None:
    """Book what lies there when counting begins, as `opening` movements under one audit link."""
    moves = [
        Move(
            opening.sku,
            MovementKind.OPENING,
            opening.quantity,
            receipt_cost(opening.quantity, opening.unit_cost or 0),
        )
        for opening in openings
        if opening.quantity
    ]
    book_linked(booking, moves, cause, act="stock.opening")


def book_linked(booking: Booking, moves: Sequence[Move], cause: Cause, *, act: str) -> None:
    """Book movements that belong together and link their sum into the audit chain once."""
    heads = book_moves(booking, moves, cause)
    if heads:
        booking.audit(
            act,
            heads[-1],
            {
                "cause": str(cause.id),
                "movements": len(moves),
                "quantity": sum(move.quantity for move in moves),
                "cost_value": sum(move.cost_value for move in moves),
            },
        )
