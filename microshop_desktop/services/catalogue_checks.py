"""What a form must fulfil before it is written: cleaned texts, sound figures, free codes."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, union

from microshop_desktop.domain.basket import MOST_QUANTITY, Price
from microshop_desktop.domain.codes import clean_code
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import BASIS, MOST_PRICE, plain_amount
from microshop_desktop.domain.quantity import plain_quantity
from microshop_desktop.domain.variants import MOST_VARIANTS
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode
from microshop_desktop.services.catalogue_records import (
    CodeHolder,
    ProductForm,
    SkuForm,
    UnitForm,
)

LONGEST_CODE = 64

_HOLDERS_COLUMNS = (Sku.id, Sku.product_id, Sku.name, Sku.spec)
_THERE = (Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None))
_HOLDERS = union(
    select(*_HOLDERS_COLUMNS, SkuCode.code)
    .join(SkuCode, SkuCode.sku_id == Sku.id)
    .where(SkuCode.code.in_(bindparam("codes", expanding=True)), *_THERE),
    select(*_HOLDERS_COLUMNS, Sku.plu.label("code")).where(
        Sku.plu.in_(bindparam("plus", expanding=True)), *_THERE
    ),
)


def checked_form(form: ProductForm, *, exponent: int) -> ProductForm:
    """Return the form with blanks and full-width signs folded; raise what is wrong with it.

    `name_missing`, `bad_code`, `bad_amount`, `bad_quantity`, `code_taken` within the form itself.
    """
    name = _line(form.name)
    if not name:
        raise ShopError(ErrorCode.NAME_MISSING)
    if not 1 <= len(form.skus) <= MOST_VARIANTS:
        raise ShopError(ErrorCode.BAD_QUANTITY, text=str(len(form.skus)))
    if not 0 <= form.tax_rate < BASIS:
        raise ShopError(ErrorCode.BAD_AMOUNT, text=str(form.tax_rate))
    skus = tuple(_checked_sku(sku, exponent) for sku in form.skus)
    _refuse_doubles(skus)
    return replace(
        form,
        name=name,
        brand=_line(form.brand),
        description=form.description.strip(),
        options=tuple(_line(option) for option in form.options),
        skus=skus,
    )


def _checked_sku(sku: SkuForm, exponent: int) -> SkuForm:
    amounts = [sku.price, *(price.unit_price for price in sku.prices)]
    for amount in [*amounts, *([] if sku.cost is None else [sku.cost])]:
        check_amount(amount, exponent)
    if sku.low_stock is not None and not 0 <= sku.low_stock <= MOST_QUANTITY:
        raise ShopError(ErrorCode.BAD_QUANTITY, text=plain_quantity(sku.low_stock))
    return replace(
        sku,
        values=tuple(_line(value) for value in sku.values),
        prices=_sorted_prices(sku.prices),
        codes=checked_codes(sku.codes),
        units=tuple(_checked_unit(unit, exponent) for unit in sku.units),
        merchant_code=_line(sku.merchant_code),
        plu=clean_code(sku.plu),
        unit=_line(sku.unit),
        shelf=_line(sku.shelf),
    )


def _checked_unit(unit: UnitForm, exponent: int) -> UnitForm:
    name = _line(unit.name)
    if not name:
        raise ShopError(ErrorCode.NAME_MISSING)
    if not 2 <= unit.factor <= MOST_QUANTITY // 1000:
        raise ShopError(ErrorCode.BAD_QUANTITY, text=str(unit.factor))
    if unit.price is not None:
        check_amount(unit.price, exponent)
    return replace(unit, name=name, codes=checked_codes(unit.codes))


def _sorted_prices(prices: Iterable[Price]) -> tuple[Price, ...]:
    """Return one price for each level and quantity, in the order they are read back."""
    by_place = {(price.level.value, price.from_quantity): price for price in prices}
    for price in by_place.values():
        if not 0 <= price.from_quantity <= MOST_QUANTITY:
            raise ShopError(ErrorCode.BAD_QUANTITY, text=plain_quantity(price.from_quantity))
    return tuple(by_place[place] for place in sorted(by_place))


def check_amount(amount: int, exponent: int) -> None:
    """Raise `bad_amount` for a price or cost that is negative or beyond all reason."""
    if not 0 <= amount <= MOST_PRICE:
        raise ShopError(ErrorCode.BAD_AMOUNT, text=plain_amount(amount, exponent))


def checked_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the codes without blanks and doubles; `bad_code` for what can be none."""
    cleaned = dict.fromkeys(clean_code(code) for code in codes)
    for code in cleaned:
        if not code or len(code) > LONGEST_CODE or not code.isprintable():
            raise ShopError(ErrorCode.BAD_CODE, code=code[:LONGEST_CODE])
    return tuple(cleaned)


def codes_of(sku: SkuForm) -> Iterator[str]:
    """Give every barcode of a SKU, those of its packs included."""
    yield from sku.codes
    for unit in sku.units:
        yield from unit.codes


def _refuse_doubles(skus: Iterable[SkuForm]) -> None:
    counted = Counter(code for sku in skus for code in codes_of(sku))
    for code, times in counted.items():
        if times > 1:
            raise ShopError(ErrorCode.CODE_TAKEN, code=code, name="")


def holders(
    connection: Connection,
    codes: Collection[str],
    *,
    plus: Collection[str] = (),
    apart_from: Collection[UUID] = (),
) -> tuple[CodeHolder, ...]:
    """Return the SKUs that carry one of these barcodes or scale numbers, some SKUs left out."""
    if not codes and not plus:
        return ()
    rows = connection.execute(_HOLDERS, {"codes": list(codes), "plus": list(plus)})
    return tuple(
        CodeHolder(row.id, row.product_id, row.name, row.spec, row.code)
        for row in rows
        if row.id not in apart_from
    )


def refuse_taken(connection: Connection, form: ProductForm, old: ProductForm | None) -> None:
    """Raise `code_taken` when a code the form adds belongs to another SKU already."""
    before = {sku.id: sku for sku in old.skus} if old else {}
    for sku in form.skus:
        known = before.get(sku.id)
        had = set(codes_of(known)) if known else set()
        codes = [code for code in codes_of(sku) if code not in had]
        plus = [sku.plu] if sku.plu and (known is None or known.plu != sku.plu) else []
        own = [] if sku.id is None else [sku.id]
        for holder in holders(connection, codes, plus=plus, apart_from=own):
            raise ShopError(
                ErrorCode.CODE_TAKEN,
                code=holder.code,
                name=holder.name,
                sku=str(holder.sku),
            )


def _line(text: str) -> str:
    """Return a text as one line without blanks at its ends."""
    return " ".join(text.split())
