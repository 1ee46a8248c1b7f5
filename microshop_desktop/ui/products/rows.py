"""The rows of the table: products, and under an unfolded product a row for each variant."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from microshop_desktop.services.catalogue_records import ProductRow, SkuRow


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product's row. `sku` is its only variant; None where it has several."""

    row: ProductRow
    unfolded: bool = False

    @property
    def sku(self) -> SkuRow | None:
        """The variant that this row's prices are of, where there is but one."""
        return self.row.skus[0] if len(self.row.skus) == 1 else None

    @property
    def skus(self) -> tuple[SkuRow, ...]:
        """The variants a tick on this row stands for."""
        return self.row.skus


@dataclass(frozen=True, slots=True)
class VariantLine:
    """A variant's row under its product."""

    row: ProductRow
    sku: SkuRow

    @property
    def skus(self) -> tuple[SkuRow, ...]:
        """The variant itself."""
        return (self.sku,)


Line = ProductLine | VariantLine


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row of the table is: the product's number, and the variant's or None."""

    product: int
    variant: int | None


class RowMap:
    """Turns row numbers of the table into places, for any number of products.

    Only unfolded products are kept, so that it costs nothing however long the list is.
    """

    def __init__(self, products: int = 0) -> None:
        """Start with all products folded."""
        self._products = products
        self._open: dict[int, int] = {}
        self._numbers: list[int] = []
        self._starts: list[int] = []

    @property
    def count(self) -> int:
        """How many rows the table has."""
        return self._products + sum(self._open.values())

    def is_open(self, product: int) -> bool:
        """Whether the variants of a product are shown."""
        return product in self._open

    def unfold(self, product: int, variants: int) -> None:
        """Show so many variants under a product."""
        self._open[product] = variants
        self._settle()

    def fold(self, product: int) -> None:
        """Hide the variants of a product."""
        self._open.pop(product, None)
        self._settle()

    def place(self, row: int) -> Place:
        """Return what a row of the table shows."""
        before = bisect_right(self._starts, row) - 1
        if before < 0:
            return Place(row, None)
        number = self._numbers[before]
        past = row - self._starts[before]
        if past == 0:
            return Place(number, None)
        if past <= self._open[number]:
            return Place(number, past - 1)
        return Place(number + past - self._open[number], None)

    def row_of(self, product: int) -> int:
        """Return the row of the table that shows a product."""
        return product + sum(many for number, many in self._open.items() if number < product)

    def variant_rows(self) -> Iterator[int]:
        """Give the rows of all variants that are shown."""
        for number, start in zip(self._numbers, self._starts, strict=True):
            yield from range(start + 1, start + 1 + self._open[number])

    def _settle(self) -> None:
        self._numbers = sorted(self._open)
        self._starts = [self.row_of(number) for number in self._numbers]


@dataclass(frozen=True, slots=True)
class Ticked:
    """What is ticked: SKUs with their products."""

    skus: dict[UUID, UUID]

    @property
    def products(self) -> tuple[UUID, ...]:
        """The products that have a ticked SKU."""
        return tuple(dict.fromkeys(self.skus.values()))

    def state(self, skus: Sequence[SkuRow]) -> bool | None:
        """Return whether all of these are ticked, none is, or (None) only some are."""
        count = sum(sku.sku in self.skus for sku in skus)
        if count in {0, len(skus)}:
            return count > 0
        return None

    def toggled(self, line: Line) -> "Ticked":
        """Return what is ticked after a press on a row: all of its SKUs, or none."""
        skus = dict(self.skus)
        if self.state(line.skus):
            for sku in line.skus:
                skus.pop(sku.sku)
        else:
            skus |= {sku.sku: line.row.product for sku in line.skus}
        return Ticked(skus)

    def with_line(self, line: Line) -> "Ticked":
        """Return what is ticked with a row added."""
        return Ticked(self.skus | {sku.sku: line.row.product for sku in line.skus})
