"""Which column of a file holds what: the row of heads is found, and each head is understood.

The result is a guess for a person to look at and change; `assign` takes their word over it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.heads import (
    CUSTOMER_HEADS,
    MANY,
    PRODUCT_HEADS,
    STOCK_HEADS,
    VARIANT_HEADS,
    WEAK_CODES,
    Field,
    plain_head,
)
from microshop_desktop.domain.table_cells import TableRow

LOOKED_AT = 30
"""Rows at the beginning of a file in which the heads must be."""
UNUSED = "-"
"""Typed instead of a field, it leaves a column out."""


class FileKind(StrEnum):
    """What a file is about."""

    PRODUCTS = "products"
    CUSTOMERS = "customers"
    STOCK = "stock"


_HEADS: dict[FileKind, dict[Field, str]] = {
    FileKind.PRODUCTS: PRODUCT_HEADS,
    FileKind.CUSTOMERS: CUSTOMER_HEADS,
    FileKind.STOCK: STOCK_HEADS,
}
_NEEDED: dict[FileKind, frozenset[Field]] = {
    FileKind.PRODUCTS: frozenset({Field.NAME, Field.CODE, Field.MERCHANT_CODE}),
    FileKind.CUSTOMERS: frozenset({Field.NAME, Field.PHONE}),
    FileKind.STOCK: frozenset({Field.CODE}),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out: `header_row` is the number of the row of heads, 0 without one.

    `fields` says for each column what it holds, None for one that is not used.
    """

    kind: FileKind
    header_row: int
    heads: tuple[str, ...]
    fields: tuple[Field | None, ...]

    def columns(self, field: Field) -> tuple[int, ...]:
        """Return the places of the columns that hold a field."""
        return tuple(place for place, held in enumerate(self.fields) if held is field)

    def has(self, field: Field) -> bool:
        """Tell whether some column holds a field."""
        return field in self.fields

    def head(self, field: Field) -> str:
        """Return the head of the first column that holds a field, or nothing."""
        return next((self.heads[place] for place in self.columns(field)), "")

    @property
    def unused(self) -> tuple[str, ...]:
        """Heads of the columns that nothing is taken from."""
        return tuple(
            head
            for head, field in zip(self.heads, self.fields, strict=True)
            if field is None and head
        )

    @property
    def is_usable(self) -> bool:
        """Tell whether there is something to know the records by."""
        return bool(_NEEDED[self.kind] & set(self.fields))


def guess_layout(rows: Sequence[TableRow], kind: FileKind) -> Layout:
    """Find the row of heads among the first rows of a file and what its columns hold."""
    candidates = rows[:LOOKED_AT]
    layouts = [_layout(candidates, place, kind) for place in range(len(candidates))]
    best = max(layouts, key=lambda layout: _score(layout, kind), default=None)
    if best is None or not _score(best, kind):
        return _unknown(candidates, kind)
    return best


def _unknown(rows: Sequence[TableRow], kind: FileKind) -> Layout:
    """Without a known head, take the first row for heads if nothing in it looks like a value."""
    width = max((len(row.cells) for row in rows), default=0)
    first = next((row for row in rows if not row.is_blank), None)
    if first is None or any(sign.isdigit() for cell in first.cells for sign in cell):
        return Layout(kind, 0, ("",) * width, (None,) * width)
    heads = [cell.strip() for cell in first.cells] + [""] * (width - len(first.cells))
    return Layout(kind, first.number, tuple(heads), (None,) * width)


def assign(layout: Layout, assignments: Mapping[str, str]) -> Layout:
    """Take a person's word: column (by head, or by its number from 1) → field, or `-` for none.

    Raises `column_unknown` and `field_unknown`, saying what there is.
    """
    fields = list(layout.fields)
    for column, name in assignments.items():
        place = _place(layout, column)
        field = None if name.strip() == UNUSED else _field(name, layout.kind)
        if field is not None and field not in MANY:
            fields = [None if held is field else held for held in fields]
        fields[place] = field
    return replace(layout, fields=tuple(fields))


def fields_of(kind: FileKind) -> tuple[Field, ...]:
    """Return the fields that a column of such a file may hold."""
    variants = tuple(VARIANT_HEADS) if kind is FileKind.PRODUCTS else ()
    return (*_HEADS[kind], *variants)


def _layout(rows: Sequence[TableRow], place: int, kind: FileKind) -> Layout:
    heads = _heads(rows, place)
    return Layout(kind, rows[place].number, heads, _understand(heads, kind))


def _heads(rows: Sequence[TableRow], place: int) -> tuple[str, ...]:
    """Return the heads of a row; of cells joined downwards the text is in the row above."""
    above = rows[place - 1].cells if place else []
    cells = [cell.strip() for cell in rows[place].cells]
    if sum(1 for cell in cells if cell) < 2:
        return tuple(cells)
    return tuple(
        cell or (above[column].strip() if column < len(above) else "")
        for column, cell in enumerate(cells)
    )


def _score(layout: Layout, kind: FileKind) -> int:
    found = {field for field in layout.fields if field is not None}
    return len(found) if found & _NEEDED[kind] and (len(found) > 1 or len(layout.heads) == 1) else 0


def _understand(heads: Sequence[str], kind: FileKind) -> tuple[Field | None, ...]:
    plain = [plain_head(head) for head in heads]
    fields: list[Field | None] = [None] * len(heads)
    if kind is FileKind.PRODUCTS and _has_variants(plain):
        _take(plain, fields, VARIANT_HEADS)
    _take(plain, fields, _HEADS[kind])
    if kind is FileKind.PRODUCTS and Field.CODE not in fields:
        _promote_code(plain, fields)
    return tuple(fields)


def _has_variants(plain: Sequence[str]) -> bool:
    """Tell Shopify's and WooCommerce's product files, whose `Type` is not a category."""
    shopify = {"handle", "option1name", "option1value"} <= set(plain)
    return shopify or {"type", "parent", "sku", "regularprice"} <= set(plain)


def _take(plain: Sequence[str], fields: list[Field | None], heads: Mapping[Field, str]) -> None:
    """Give each field its surest column that is still free."""
    shopify = "handle" in plain
    for field, names in heads.items():
        if field is Field.KIND and shopify:
            continue
        for name in names.split():
            free = [place for place, head in enumerate(plain) if head == name and not fields[place]]
            for place in free if field in MANY else free[:1]:
                fields[place] = field
            if free and field not in MANY:
                break
    if shopify and Field.CATEGORY not in fields and "type" in plain and Field.CATEGORY in heads:
        fields[plain.index("type")] = Field.CATEGORY


def _promote_code(plain: Sequence[str], fields: list[Field | None]) -> None:
    """Without a column of barcodes, take the one that names goods best."""
    place = next((place for place, head in enumerate(plain) if head in WEAK_CODES), None)
    if place is None:
        return
    was = fields[place]
    fields[place] = Field.CODE
    if was is Field.MERCHANT_CODE:
        names = PRODUCT_HEADS[Field.MERCHANT_CODE].split()
        others = [(names.index(h), p) for p, h in enumerate(plain) if h in names and not fields[p]]
        for _, other in sorted(others)[:1]:
            fields[other] = Field.MERCHANT_CODE


def _place(layout: Layout, column: str) -> int:
    wanted = plain_head(column)
    for place, head in enumerate(layout.heads):
        if wanted and plain_head(head) == wanted:
            return place
    if column.strip().isdigit() and 0 < int(column) <= len(layout.heads):
        return int(column) - 1
    heads = ", ".join(head for head in layout.heads if head)
    raise ShopError(ErrorCode.COLUMN_UNKNOWN, column=column, columns=heads)


def _field(name: str, kind: FileKind) -> Field:
    known = fields_of(kind)
    for field in known:
        if field.value == name.strip().lower():
            return field
    raise ShopError(ErrorCode.FIELD_UNKNOWN, field=name, fields=", ".join(known))
