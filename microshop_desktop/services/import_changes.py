"""What a row of a file changes of goods that the shop has."""

from dataclasses import dataclass
from uuid import UUID

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.domain.product_groups import Goods, Variant
from microshop_desktop.domain.product_rows import ProductRow
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.services.import_records import Change, ImportOptions

PRODUCT = "product"
SKU = "sku"
CODES = "codes"
CATEGORY_NAME = "category"
"""Among a product's values, the name of a category; its id is found or made when it is written."""


@dataclass(frozen=True, slots=True)
class Existing:
    """A SKU of the shop as it is: its row with its product's, its codes, its other prices."""

    row: AnyRow
    codes: set[str]
    prices: dict[tuple[str, int], int]

    @property
    def product(self) -> UUID:
        """The product it belongs to."""
        found: UUID = self.row.product_id
        return found


def changes_of(
    there: Existing, goods: Goods, variant: Variant, options: ImportOptions
) -> list[Change]:
    """Return what the file says differently; nothing where all is the same."""
    changes = [
        _change(PRODUCT, there.product, _product_before(there), _product_after(goods)),
        _change(SKU, there.row.id, _sku_before(there), _sku_after(variant)),
        _code_change(there, variant.row),
        _price_change(there, PriceLevel.MEMBER, 0, variant.row.member_price),
        _price_change(
            there, PriceLevel.WHOLESALE, options.wholesale_from, variant.row.wholesale_price
        ),
    ]
    return [change for change in changes if change is not None]


def _change(
    kind: str, record: UUID, before: dict[str, object], after: dict[str, object]
) -> Change | None:
    differing = {
        name: value for name, value in after.items() if value is not None and value != before[name]
    }
    if not differing:
        return None
    return Change(kind, record, {name: before[name] for name in differing}, differing)


def _product_before(there: Existing) -> dict[str, object]:
    row = there.row
    return {
        "name": row.product_name,
        "brand": row.brand,
        "description": row.description,
        CATEGORY_NAME: row.category_name,
        "tax_rate": row.tax_rate,
    }


def _product_after(goods: Goods) -> dict[str, object]:
    return {
        "name": goods.name,
        "brand": goods.brand,
        "description": goods.description,
        CATEGORY_NAME: goods.category,
        "tax_rate": goods.tax_rate,
    }


def _sku_before(there: Existing) -> dict[str, object]:
    row = there.row
    return {name: getattr(row, name) for name in _SKU_COLUMNS}


def _sku_after(variant: Variant) -> dict[str, object]:
    """Return what the file says of a SKU; a price of 0 never takes the place of a real one."""
    row = variant.row
    return {
        "spec": variant.spec or None,
        "option_values": list(variant.values) or None,
        "merchant_code": row.merchant_code,
        "unit": row.unit,
        "by_weight": row.by_weight,
        "plu": row.plu or None,
        "price": row.price or None,
        "cost": row.cost,
        "low_stock": row.low_stock,
        "shelf": row.shelf,
        "on_sale": row.on_sale,
    }


_SKU_COLUMNS = (
    "spec",
    "option_values",
    "merchant_code",
    "unit",
    "by_weight",
    "plu",
    "price",
    "cost",
    "low_stock",
    "shelf",
    "on_sale",
)


def _code_change(there: Existing, row: ProductRow) -> Change | None:
    added = [code for code in row.codes if code not in there.codes]
    if not added:
        return None
    return Change(CODES, there.row.id, {"codes": []}, {"codes": added})


def _price_change(
    there: Existing, level: PriceLevel, from_quantity: int, amount: int | None
) -> Change | None:
    """Compare with the price of a level: the one at this quantity, else the only one there is."""
    if amount is None:
        return None
    of_level = {place: price for place, price in there.prices.items() if place[0] == level.value}
    place = (level.value, from_quantity)
    if place not in of_level and len(of_level) == 1:
        place = next(iter(of_level))
    before = of_level.get(place)
    if before == amount:
        return None
    return Change(
        f"price:{level.value}",
        there.row.id,
        {"unit_price": before, "from_quantity": place[1]},
        {"unit_price": amount, "from_quantity": place[1]},
    )
