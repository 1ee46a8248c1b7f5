"""The texts of the table's cells."""

from collections.abc import Iterable

from microshop_desktop.domain.money import Currency
from microshop_desktop.infra.formats import amount_text, quantity_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.catalogue_records import ProductRow, SkuRow
from microshop_desktop.ui.products.rows import Line, ProductLine, VariantLine

DOT = " · "


def name_text(line: Line) -> str:
    """The name of a product, or the spec of a variant under it."""
    if isinstance(line, VariantLine):
        return line.sku.spec or line.row.name
    return line.row.name


def detail_text(line: Line) -> str:
    """The quiet line under a product's name: category and code, or how many variants."""
    if isinstance(line, VariantLine):
        return ""
    return DOT.join(part for part in _details(line.row) if part)


def _details(row: ProductRow) -> Iterable[str]:
    first = row.skus[0]
    yield row.category
    if row.unfinished:
        yield _("To be completed")
    if not row.on_sale:
        yield _("Off sale")
    if len(row.skus) > 1:
        yield variants_text(len(row.skus))
        return
    if first.by_weight:
        yield _("by weight")
    yield first.spec
    yield first.merchant_code


def variants_text(count: int) -> str:
    """How many variants there are."""
    return ngettext("{count} variant", "{count} variants", count).format(count=count)


def code_text(line: Line) -> str:
    """The main barcode of a SKU, or how many codes a folded product has."""
    if isinstance(line, ProductLine) and line.sku is None:
        count = sum(sku.codes for sku in line.row.skus)
        if not count:
            return ""
        return ngettext("{count} barcode", "{count} barcodes", count).format(count=count)
    sku = line.sku
    if sku is None:
        return ""
    if not sku.code and sku.plu:
        return _("Scale code {plu}").format(plu=sku.plu)
    return sku.code


def price_text(line: Line, currency: Currency) -> str:
    """The retail price, or the span of several."""
    return _span([sku.price for sku in line.skus], currency)


def member_text(line: Line, currency: Currency) -> str:
    """The member price, or the span of several; empty where there is none."""
    return _span([sku.member for sku in line.skus if sku.member is not None], currency)


def stock_text(line: Line) -> str:
    """What can be promised, with its unit for goods by weight."""
    first = line.skus[0]
    return quantity_text(sum(sku.available for sku in line.skus), _weight_unit(first))


def is_low(line: Line) -> bool:
    """Whether any of the row's SKUs is low or sold out."""
    return any(sku.low for sku in line.skus)


def full_name(line: Line) -> str:
    """The name of a product with the spec of its variant, as in sentences."""
    if isinstance(line, VariantLine):
        return " ".join(part for part in (line.row.name, line.sku.spec) if part)
    return line.row.name


def _weight_unit(sku: SkuRow) -> str:
    return sku.unit or "kg" if sku.by_weight else ""


def _span(prices: list[int], currency: Currency) -> str:
    if not prices:
        return ""
    low, high = min(prices), max(prices)
    if low == high:
        return amount_text(low, currency)
    return f"{_short(low, currency)}–{_short(high, currency)}"


def _short(minor: int, currency: Currency) -> str:
    """An amount without decimals that are all zero, so that a span fits its column."""
    text = amount_text(minor, currency)
    return text.partition(".")[0] if minor % currency.factor == 0 else text
