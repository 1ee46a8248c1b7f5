"""The JSON of products that scripts rely on: money in minor units, quantities in thousandths."""

from microshop_desktop.services.bulk_edits import PricePreview, PriceStep
from microshop_desktop.services.catalogue_records import ProductRow, SkuRow

Document = dict[str, object]


def sku_json(product: ProductRow, sku: SkuRow) -> Document:
    """Return a SKU with its product as `products list` prints it."""
    return {
        "sku": str(sku.sku),
        "product": str(product.product),
        "name": product.name,
        "spec": sku.spec,
        "category": product.category or None,
        "code": sku.code,
        "merchant_code": sku.merchant_code,
        "unit": sku.unit,
        "by_weight": sku.by_weight,
        "price": sku.price,
        "member_price": sku.member,
        "cost": sku.cost,
        "available": sku.available,
        "on_sale": sku.on_sale,
        "unfinished": product.unfinished,
    }


def preview_json(preview: PricePreview, currency: str, *, written: bool) -> Document:
    """Return a change of prices as `products price` prints it; `written` is false for a dry run."""
    return {
        "currency": currency,
        "level": preview.level.value,
        "written": written,
        "changed": [_step(step) for step in preview.steps],
        "unchanged": preview.unchanged,
        "below_cost": preview.below_cost,
    }


def _step(step: PriceStep) -> Document:
    return {
        "sku": str(step.sku),
        "name": step.name,
        "spec": step.spec,
        "old": step.old,
        "new": step.new,
        "below_cost": step.below_cost,
    }
