"""From a row of a product file to goods: checked, exact, with a remark on whatever was changed.

Pure and without memory: what depends on other rows or on the shop is the plan's to find out.
"""

from dataclasses import dataclass

from microshop_desktop.domain.columns import Layout
from microshop_desktop.domain.heads import VARIANT_HEADS, Field
from microshop_desktop.domain.row_issues import IssueCode, RowIssue, RowRefusedError
from microshop_desktop.domain.row_values import LONG_NAME, RowReader
from microshop_desktop.domain.stock import MOST_COST, receipt_cost
from microshop_desktop.domain.table_cells import TableRow

NO_OPTION = "Default Title"
"""What Shopify writes for a product without variants."""
PLU_DIGITS = 5

_OPTIONS = (
    (Field.OPTION1_NAME, Field.OPTION1_VALUE),
    (Field.OPTION2_NAME, Field.OPTION2_VALUE),
    (Field.OPTION3_NAME, Field.OPTION3_VALUE),
)


@dataclass(frozen=True, slots=True)
class RowRules:
    """How a file is read: decimals of the currency, and whether goods at price 0 are taken."""

    exponent: int
    take_price_zero: bool = True


@dataclass(frozen=True, slots=True)
class ProductRow:
    """Goods of one row. None everywhere means that the file says nothing, which changes nothing.

    Money in minor units, quantities in thousandths, the tax rate in hundredths of a percent.
    `group` is shared by the variants of one product; `parent` marks a row that is no goods itself.
    """

    row: int
    name: str | None
    codes: tuple[str, ...]
    merchant_code: str | None = None
    spec: str | None = None
    category: str | None = None
    brand: str | None = None
    unit: str | None = None
    price: int | None = None
    member_price: int | None = None
    wholesale_price: int | None = None
    cost: int | None = None
    stock: int | None = None
    by_weight: bool | None = None
    tax_rate: int | None = None
    on_sale: bool | None = None
    low_stock: int | None = None
    shelf: str | None = None
    description: str | None = None
    group: str | None = None
    parent: bool = False
    option_names: tuple[str, ...] = ()
    option_values: tuple[str, ...] = ()

    @property
    def plu(self) -> str:
        """The number a scale prints for goods by weight: their code of five digits, if any."""
        if not self.by_weight:
            return ""
        return next((c for c in self.codes if len(c) == PLU_DIGITS and c.isdigit()), "")


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a row: goods, or the reason why not; and remarks in both cases.

    Without goods and without a reason the row only says more about other rows (a picture line).
    """

    row: int
    goods: ProductRow | None
    refused: RowIssue | None
    warnings: tuple[RowIssue, ...]


class ProductChecker:
    """Checks the rows of one file."""

    def __init__(self, layout: Layout, rules: RowRules) -> None:
        """Take the columns as a person confirmed them."""
        self._rules = rules
        self._width = len(layout.heads)
        self._single = [
            (field, places[0]) for field in Field if len(places := layout.columns(field)) == 1
        ]
        self._several = [
            (field, places) for field in Field if len(places := layout.columns(field)) > 1
        ]
        self._has_variants = any(layout.has(field) for field in VARIANT_HEADS)

    def check(self, row: TableRow) -> Checked:
        """Read one row."""
        reader = RowReader(row.number, self._cells(row), self._rules.exponent)
        self._remark_on_shape(reader, row)
        try:
            goods = self._goods(reader)
        except RowRefusedError as refusal:
            refused = RowIssue(row.number, refusal.field, refusal.code, refusal.value)
            return Checked(row.number, None, refused, tuple(reader.warnings))
        return Checked(row.number, goods, None, tuple(reader.warnings))

    def _cells(self, row: TableRow) -> dict[Field, str]:
        cells = row.cells
        count = len(cells)
        found = {field: cells[place] for field, place in self._single if place < count}
        for field, places in self._several:
            parts = [cells[place] for place in places if place < count and cells[place].strip()]
            joint = "\n" if field is Field.CODE else " "
            found[field] = parts[0] if len(parts) == 1 else joint.join(parts)
        return found

    def _remark_on_shape(self, reader: RowReader, row: TableRow) -> None:
        if row.mended:
            reader.warn(Field.NAME, IssueCode.SEPARATOR_MIXED)
        if any(cell.strip() for cell in row.cells[self._width :]):
            reader.warn(Field.NAME, IssueCode.CELLS_BEYOND, row.cells[self._width].strip())

    def _goods(self, reader: RowReader) -> ProductRow | None:
        kind, names, values = self._variant(reader)
        name = _name(reader)
        own_code = reader.own_code(Field.MERCHANT_CODE)
        group, is_parent = (
            _group(reader, kind, own_code or name) if self._has_variants else (None, False)
        )
        if group and name is None and not values and not reader.text(Field.PRICE):
            reader.warn(Field.GROUP, IssueCode.GROUP_LINE, group)
            return None
        codes = reader.codes(Field.CODE)
        if name is None and not group and not codes and not own_code:
            raise RowRefusedError(Field.NAME, IssueCode.NAME_MISSING)
        price = None if is_parent else self._price(reader)
        cost = reader.money_above_zero(Field.COST)
        if price is not None and cost and price < cost:
            reader.warn(Field.PRICE, IssueCode.BELOW_COST)
        stock = reader.quantity(Field.STOCK)
        if stock and receipt_cost(abs(stock), cost or 0) > MOST_COST:
            raise RowRefusedError(Field.STOCK, IssueCode.NUMBER_BAD, reader.text(Field.STOCK) or "")
        return ProductRow(
            row=reader.row,
            name=name,
            codes=codes,
            merchant_code=own_code,
            spec=reader.text(Field.SPEC),
            category=reader.text(Field.CATEGORY),
            brand=reader.text(Field.BRAND),
            unit=reader.text(Field.UNIT),
            price=price,
            member_price=reader.money_above_zero(Field.MEMBER_PRICE),
            wholesale_price=reader.money_above_zero(Field.WHOLESALE_PRICE),
            cost=cost,
            stock=stock,
            by_weight=reader.weighed(Field.BY_WEIGHT),
            tax_rate=reader.rate(Field.TAX_RATE),
            on_sale=reader.flag(Field.ON_SALE),
            low_stock=reader.quantity(Field.LOW_STOCK),
            shelf=reader.text(Field.SHELF),
            description=reader.text(Field.DESCRIPTION),
            group=group,
            parent=is_parent,
            option_names=names,
            option_values=values,
        )

    def _variant(self, reader: RowReader) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Read the kind of a row and the names and values of its options."""
        if not self._has_variants:
            return "", (), ()
        kind = (reader.text(Field.KIND) or "").casefold()
        if kind == "grouped":
            raise RowRefusedError(Field.KIND, IssueCode.KIND_NOT_SOLD, kind)
        return kind, *_options(reader)

    def _price(self, reader: RowReader) -> int | None:
        """Read the retail price; 0 and nothing are asked about."""
        price = reader.money(Field.PRICE)
        if price:
            return price
        code = IssueCode.PRICE_MISSING if price is None else IssueCode.PRICE_ZERO
        if not self._rules.take_price_zero:
            raise RowRefusedError(Field.PRICE, IssueCode.PRICE_ZERO_LEFT_OUT)
        reader.warn(Field.PRICE, code)
        return price


def _name(reader: RowReader) -> str | None:
    name = reader.text(Field.NAME)
    if name is None:
        return None
    if "??" in name or "\ufffd" in name:
        reader.warn(Field.NAME, IssueCode.NAME_BROKEN, name)
    if len(name) > LONG_NAME:
        reader.warn(Field.NAME, IssueCode.NAME_LONG, str(len(name)))
    return name


def _options(reader: RowReader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names and values of variants; both empty for a product without."""
    names = [reader.text(name) or "" for name, _ in _OPTIONS]
    values = [reader.text(value) or "" for _, value in _OPTIONS]
    if values[0] == NO_OPTION:
        return (), ()
    while values and not values[-1] and not names[-1]:
        values.pop()
        names.pop()
    return tuple(names), tuple(values)


def _group(reader: RowReader, kind: str, own_code: str | None) -> tuple[str | None, bool]:
    """Return what a row's variants have in common, and whether the row is their parent.

    WooCommerce: a `variation` names its parent's SKU, a `variable` row is the parent.
    """
    group = reader.text(Field.GROUP)
    if group is not None:
        return group, False
    if kind == "variation":
        return reader.text(Field.PARENT), False
    if kind.startswith("variable"):
        return own_code, True
    return None, False
