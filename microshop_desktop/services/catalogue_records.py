"""What the catalogue takes and gives: forms that are edited as a whole, rows that are listed.

Money in minor units, quantities in thousandths, tax rates in hundredths of a percent.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.stock import BelowZero


@dataclass(frozen=True, slots=True)
class UnitForm:
    """A pack of a SKU: `factor` base units under an own name, price (None: factor × base), codes.

    `id` is None for a pack that does not exist yet.
    """

    name: str
    factor: int
    price: int | None = None
    codes: tuple[str, ...] = ()
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SkuForm:
    """All that can be edited of a SKU. `prices` holds member and wholesale prices.

    `values` are its places on the product's option axes. `id` is None and `version` 0 for a SKU
    that does not exist yet. The first of `codes` is its main code.
    """

    price: int
    values: tuple[str, ...] = ()
    cost: int | None = None
    prices: tuple[Price, ...] = ()
    codes: tuple[str, ...] = ()
    units: tuple[UnitForm, ...] = ()
    merchant_code: str = ""
    plu: str = ""
    unit: str = ""
    by_weight: bool = False
    below_zero: BelowZero = BelowZero.WARN
    low_stock: int | None = None
    shelf: str = ""
    on_sale: bool = True
    id: UUID | None = None
    version: int = 0

    def level_price(self, level: PriceLevel) -> Price | None:
        """Return the first price of a level beside the retail price."""
        return next((price for price in self.prices if price.level is level), None)


@dataclass(frozen=True, slots=True)
class ProductForm:
    """All that can be edited of a product. `options` names the axes of its variants."""

    name: str
    skus: tuple[SkuForm, ...]
    category: UUID | None = None
    brand: str = ""
    description: str = ""
    options: tuple[str, ...] = ()
    tax_rate: int = 0
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Stock:
    """What lies there of a SKU, all places together; `kept`: anything was ever booked of it."""

    on_hand: int = 0
    reserved: int = 0
    kept: bool = False

    @property
    def available(self) -> int:
        """What can be promised: on hand − reserved."""
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """A product as its detail panel shows it; `form` is what is edited and saved."""

    product: UUID
    version: int
    form: ProductForm
    pictures: tuple[str, ...]
    changed_at: datetime
    stock: dict[UUID, Stock]


@dataclass(frozen=True, slots=True)
class SkuRow:
    """A variant's row in the list. `member` is None where it has no own member price."""

    sku: UUID
    version: int
    spec: str
    code: str
    codes: int
    merchant_code: str
    plu: str
    price: int
    member: int | None
    cost: int | None
    available: int
    low: bool
    unit: str
    by_weight: bool
    on_sale: bool
    picture: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product's row in the list with its variants."""

    product: UUID
    name: str
    category: str
    unfinished: bool
    on_sale: bool
    picture: str
    skus: tuple[SkuRow, ...]

    @property
    def available(self) -> int:
        """What can be promised of all its variants."""
        return sum(sku.available for sku in self.skus)


class StockFilter(StrEnum):
    """Which stock a listed product must have: some SKU low (or out), some SKU out."""

    LOW = "low"
    NONE = "none"


class ProductSort(StrEnum):
    """What the list is in order of; always the product's first SKU counts."""

    NAME = "name"
    PRICE = "price"
    CHANGED = "changed"
    BEST_SELLERS = "best_sellers"


@dataclass(frozen=True, slots=True)
class ProductQuery:
    """What is to be listed. `text` is a type-ahead search, best matches first."""

    text: str = ""
    category: UUID | None = None
    without_category: bool = False
    stock: StockFilter | None = None
    on_sale: bool | None = None
    unfinished: bool | None = None
    sort: ProductSort = ProductSort.NAME
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the last key and SKU id."""

    key: object
    sku: UUID


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Some rows of a list; `after` asks for the next ones, None: these were the last."""

    rows: tuple[ProductRow, ...]
    after: Cursor | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a query lists; `cut` says that a text matched more than a search lists."""

    products: int
    skus: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class CodeHolder:
    """A SKU that carries a code."""

    sku: UUID
    product: UUID
    name: str
    spec: str
    code: str


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category with the number of its products."""

    category: UUID
    name: str
    version: int
    products: int
