"""Which goods of a file the shop has already, and what the file would change of them.

Goods are known by a barcode, else by the seller's own code, else, where the file and the shop both
have no code, by name and spec. A file never empties a value: what it does not say stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import Select

from microshop_desktop.domain.heads import Field
from microshop_desktop.domain.product_groups import Goods, Variant
from microshop_desktop.domain.product_rows import ProductRow
from microshop_desktop.domain.row_issues import IssueCode, RowIssue
from microshop_desktop.persistence.tables.catalogue import (
    Category,
    PriceRow,
    Product,
    Sku,
    SkuCode,
)
from microshop_desktop.services.import_changes import Existing, changes_of
from microshop_desktop.services.import_records import Change, ImportOptions

AnySelect = Select[*tuple[Any, ...]]

_VISIBLE = (Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None))
_ANY_SKU = select(Sku.id).where(*_VISIBLE).limit(1)
_BY_CODE = (
    select(SkuCode.code, SkuCode.sku_id)
    .join(Sku, Sku.id == SkuCode.sku_id)
    .where(SkuCode.code.in_(bindparam("codes", expanding=True)), *_VISIBLE)
)
_BY_OWN_CODE = select(Sku.merchant_code, Sku.id).where(
    Sku.merchant_code.in_(bindparam("codes", expanding=True)), *_VISIBLE
)
_BY_NAME = (
    select(Sku.name, Sku.spec, Sku.id)
    .where(
        Sku.name.in_(bindparam("names", expanding=True)),
        Sku.main_code == "",
        Sku.merchant_code == "",
        *_VISIBLE,
    )
    .order_by(Sku.id)
)
_EXISTING = (
    select(
        Sku,
        Product.name.label("product_name"),
        Product.brand,
        Product.description,
        Category.name.label("category_name"),
    )
    .join(Product, Product.id == Sku.product_id)
    .outerjoin(Category, Category.id == Product.category_id)
    .where(Sku.id.in_(bindparam("skus", expanding=True)))
)
_CODES = select(SkuCode.sku_id, SkuCode.code).where(
    SkuCode.sku_id.in_(bindparam("skus", expanding=True)), SkuCode.sku_unit_id.is_(None)
)
_PRICES = select(
    PriceRow.sku_id, PriceRow.level, PriceRow.from_quantity, PriceRow.unit_price
).where(PriceRow.sku_id.in_(bindparam("skus", expanding=True)))


@dataclass(slots=True)
class Decision:
    """What becomes of one product of the file.

    `new` are variants to be made, of the `product` that is there or of a new one; `changes` belong
    to variants that are there. `unchanged` counts those that stay as they are.
    """

    goods: Goods
    product: UUID | None = None
    new: list[Variant] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    changed_skus: list[UUID] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row with what its product makes of it: name and spec."""

    row: ProductRow
    name: str
    spec: str

    @classmethod
    def of(cls, goods: Goods, variant: Variant) -> "_Wanted":
        return cls(variant.row, goods.name or "", variant.spec)

    @property
    def has_no_code(self) -> bool:
        return not self.row.codes and not self.row.merchant_code


class Matching:
    """Decides over the goods of one file, chunk by chunk; remembers the codes that went by."""

    def __init__(self, options: ImportOptions) -> None:
        """Begin a file."""
        self._options = options
        self._seen: dict[str, int] = {}
        self._taken: set[UUID] = set()
        self._shop_is_empty: bool | None = None
        self.refused: list[RowIssue] = []
        self.warnings: list[RowIssue] = []

    def decide(self, connection: Connection, goods: Sequence[Goods]) -> list[Decision]:
        """Decide over some products; refusals and remarks gather in this object."""
        found = self._find(connection, [_Wanted.of(p, v) for p in goods for v in p.variants])
        existing = _read_existing(connection, set(found.values()))
        return [self._decide(product, found, existing) for product in goods]

    def _decide(
        self, goods: Goods, found: dict[int, UUID], existing: dict[UUID, Existing]
    ) -> Decision:
        decision = Decision(goods)
        for variant in goods.variants:
            row = variant.row
            if not self._is_first(row):
                continue
            sku = found.get(row.row)
            if sku is None:
                self._add_new(decision, variant)
                continue
            there = existing[sku]
            decision.product = decision.product or there.product
            changes = changes_of(there, goods, variant, self._options)
            if row.stock is not None and row.stock != 0:
                self._warn(row, Field.STOCK, IssueCode.STOCK_KEPT)
            if changes:
                decision.changes += changes
                decision.changed_skus.append(sku)
            else:
                decision.unchanged += 1
        return decision

    def _add_new(self, decision: Decision, variant: Variant) -> None:
        if variant.row.row in self._ambiguous:
            return
        if not decision.goods.name:
            self._refuse(variant.row, Field.NAME, IssueCode.NAME_MISSING)
            return
        decision.new.append(variant)

    def _is_first(self, row: ProductRow) -> bool:
        """Tell whether no row before named one of this row's codes; refuse it otherwise."""
        codes = row.codes or ((row.merchant_code,) if row.merchant_code else ())
        for code in codes:
            before = self._seen.setdefault(code, row.row)
            if before != row.row:
                self._refuse(row, Field.CODE, IssueCode.CODE_REPEATED, f"{code} ({before})")
                return False
        return True

    def _find(self, connection: Connection, wanted: Sequence["_Wanted"]) -> dict[int, UUID]:
        """Return the SKU that each row means, by row number, where the shop has it."""
        self._ambiguous: set[int] = set()
        if self._shop_is_empty is None:
            self._shop_is_empty = connection.execute(_ANY_SKU).first() is None
        if self._shop_is_empty:
            return {}
        rows = [one.row for one in wanted]
        by_code = _pairs(connection, _BY_CODE, {code for row in rows for code in row.codes})
        own = {row.merchant_code for row in rows if row.merchant_code}
        by_own_code = _pairs(connection, _BY_OWN_CODE, own)
        by_name = self._by_name(connection, wanted)
        found: dict[int, UUID] = {}
        for one in wanted:
            row = one.row
            skus = {sku for code in row.codes for sku in by_code.get(code, ())}
            skus = skus or set(by_own_code.get(row.merchant_code or "", ()))
            if len(skus) > 1:
                self._ambiguous.add(row.row)
                self._refuse(row, Field.CODE, IssueCode.CODE_AMBIGUOUS, " ".join(row.codes))
            elif skus:
                found[row.row] = skus.pop()
            elif one.has_no_code:
                self._take_by_name(one, by_name, found)
        return found

    def _by_name(
        self, connection: Connection, wanted: Sequence["_Wanted"]
    ) -> dict[tuple[str, str], list[UUID]]:
        names = {one.name for one in wanted if one.name and one.has_no_code}
        by_name: dict[tuple[str, str], list[UUID]] = defaultdict(list)
        if names:
            for sku in connection.execute(_BY_NAME, {"names": sorted(names)}):
                if sku.id not in self._taken:
                    by_name[sku.name, sku.spec].append(sku.id)
        return by_name

    def _take_by_name(
        self,
        one: "_Wanted",
        by_name: dict[tuple[str, str], list[UUID]],
        found: dict[int, UUID],
    ) -> None:
        waiting = by_name.get((one.name, one.spec))
        if waiting:
            found[one.row.row] = waiting.pop(0)
            self._taken.add(found[one.row.row])

    def _refuse(self, row: ProductRow, field_: Field, code: IssueCode, value: str = "") -> None:
        self.refused.append(RowIssue(row.row, field_.value, code, value))

    def _warn(self, row: ProductRow, field_: Field, code: IssueCode) -> None:
        self.warnings.append(RowIssue(row.row, field_.value, code))


def _pairs(
    connection: Connection, statement: AnySelect, codes: Iterable[str]
) -> dict[str, list[UUID]]:
    wanted = sorted(codes)
    found: dict[str, list[UUID]] = defaultdict(list)
    if wanted:
        for code, sku in connection.execute(statement, {"codes": wanted}):
            if sku not in found[code]:
                found[code].append(sku)
    return found


def _read_existing(connection: Connection, skus: set[UUID]) -> dict[UUID, Existing]:
    if not skus:
        return {}
    wanted = {"skus": sorted(skus)}
    codes: dict[UUID, set[str]] = defaultdict(set)
    for sku, code in connection.execute(_CODES, wanted):
        codes[sku].add(code)
    prices: dict[UUID, dict[tuple[str, int], int]] = defaultdict(dict)
    for price in connection.execute(_PRICES, wanted):
        prices[price.sku_id][price.level, price.from_quantity] = price.unit_price
    rows = connection.execute(_EXISTING, wanted).all()
    return {row.id: Existing(row, codes[row.id], prices[row.id]) for row in rows}
