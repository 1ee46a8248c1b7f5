"""From rows to products: the variants of one product are brought together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from microshop_desktop.domain.heads import Field
from microshop_desktop.domain.product_rows import ProductRow
from microshop_desktop.domain.row_issues import IssueCode, RowIssue


@dataclass(frozen=True, slots=True)
class Variant:
    """One row of a product with its place on the product's option axes."""

    row: ProductRow
    values: tuple[str, ...]

    @property
    def spec(self) -> str:
        """How the variant is called beside its product's name."""
        return " ".join(value for value in self.values if value)


@dataclass(frozen=True, slots=True)
class Goods:
    """A product of a file: what its variants share, and the variants. None: not said."""

    name: str | None
    category: str | None
    brand: str | None
    description: str | None
    tax_rate: int | None
    options: tuple[str, ...]
    variants: tuple[Variant, ...]


class Gathering:
    """Brings rows together as they come: plain rows pass at once, variants when all are known."""

    def __init__(self, spec_head: str) -> None:
        """Take the head of the column of specs, which names the one axis of plain rows."""
        self._spec_head = spec_head
        self._groups: dict[str, list[ProductRow]] = {}
        self.refused: list[RowIssue] = []
        self.warnings: list[RowIssue] = []

    def products(self, rows: Iterable[ProductRow]) -> Iterator[Goods]:
        """Give the products of rows, groups of variants last."""
        for row in rows:
            if row.group is None:
                yield self._plain(row)
            else:
                self._groups.setdefault(row.group, []).append(row)
        for group in self._groups.values():
            yield from self._together(group)
        self._groups.clear()

    def _plain(self, row: ProductRow) -> Goods:
        values = (row.spec,) if row.spec else ()
        options = (self._spec_head,) if values else ()
        return _goods(row, row.name, options, [Variant(row, values)])

    def _together(self, rows: Sequence[ProductRow]) -> Iterator[Goods]:
        head = next((row for row in rows if row.parent), None)
        sold = [row for row in rows if not row.parent]
        if head is None and rows[0].option_values and any(row.name != rows[0].name for row in sold):
            head = self._first_named(rows)
        head = head or rows[0]
        if head.parent and not sold:
            self._refuse(head, IssueCode.KIND_NOT_SOLD)
            return
        if head.parent:
            self.warnings.append(
                RowIssue(head.row, Field.KIND.value, IssueCode.GROUP_LINE, head.name or "")
            )
        if not head.name:
            for row in sold:
                self._refuse(row, IssueCode.NAME_MISSING)
            return
        names, variants = _on_axes(_axis_names(rows), sold)
        yield _goods(head, head.name, names, variants)

    def _first_named(self, rows: Sequence[ProductRow]) -> ProductRow | None:
        return next((row for row in rows if row.name), None)

    def _refuse(self, row: ProductRow, code: IssueCode) -> None:
        self.refused.append(RowIssue(row.row, Field.NAME.value, code))


def _goods(
    head: ProductRow, name: str | None, options: tuple[str, ...], variants: Sequence[Variant]
) -> Goods:
    return Goods(
        name=name,
        category=head.category,
        brand=head.brand,
        description=head.description,
        tax_rate=head.tax_rate,
        options=options,
        variants=tuple(variants),
    )


def _axis_names(rows: Sequence[ProductRow]) -> tuple[str, ...]:
    """Return the names of the axes, which files write on the first row alone."""
    width = max((len(row.option_values) for row in rows), default=0)
    return tuple(
        next(
            (row.option_names[place] for row in rows if _has_name(row, place)),
            f"{place + 1}",
        )
        for place in range(width)
    )


def _has_name(row: ProductRow, place: int) -> bool:
    return len(row.option_names) > place and bool(row.option_names[place])


def _on_axes(
    names: tuple[str, ...], rows: Sequence[ProductRow]
) -> tuple[tuple[str, ...], list[Variant]]:
    """Place the variants on the axes on which any of them has a value."""
    used = [
        place
        for place in range(len(names))
        if any(len(row.option_values) > place and row.option_values[place] for row in rows)
    ]
    variants = [
        Variant(
            row,
            tuple(
                row.option_values[place] if len(row.option_values) > place else "" for place in used
            ),
        )
        for row in rows
    ]
    return tuple(names[place] for place in used), variants
