"""What the Products page lists: read in the order that is asked for, its variants unfolded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.catalogue_records import (
    Counts,
    ProductQuery,
    ProductRow,
    ProductSort,
    SkuRow,
    StockFilter,
)
from microshop_desktop.ui.products.desk import ProductsDesk
from microshop_desktop.ui.products.rows import Line, ProductLine, RowMap, VariantLine

FIRST = 64
"""Products that are shown at once, before a long list is read."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A list that was read: the products in order, and how many there are of both kinds.

    `whole` is false where it is only the beginning.
    """

    query: ProductQuery
    ids: tuple[UUID, ...]
    counts: Counts
    whole: bool = True


class ProductListing:
    """The list and what is unfolded in it. Reads are short; `load` goes through the runner."""

    def __init__(self, desk: ProductsDesk) -> None:
        """Begin with all products that are on sale, in the order of their names."""
        self.desk = desk
        self.query = ProductQuery(on_sale=True)
        self._ids: tuple[UUID, ...] = ()
        self._counts = Counts(0, 0)
        self._map = RowMap()
        self._open: dict[UUID, int] = {}
        self._loaded = False

    # ------------------------------------------------------------------ what is listed

    def ask(
        self,
        *,
        text: str | None = None,
        stock: StockFilter | None = None,
        clear_stock: bool = False,
    ) -> None:
        """Change the text or the stock filter of the next list."""
        if text is not None:
            self.query = replace(self.query, text=text)
        if stock is not None or clear_stock:
            self.query = replace(self.query, stock=stock)

    def choose_category(self, category: UUID | None, *, without: bool = False) -> None:
        """List one category, the products without one, or (neither) all."""
        self.query = replace(self.query, category=category, without_category=without)

    def choose_state(self, *, on_sale: bool | None, unfinished: bool | None = None) -> None:
        """List what is on sale, off sale, to be completed, or (None) all."""
        self.query = replace(self.query, on_sale=on_sale, unfinished=unfinished)

    def sort_by(self, sort: ProductSort) -> None:
        """Order by a key; the same key again turns the order round."""
        again = self.query.sort is sort
        self.query = replace(self.query, sort=sort, descending=again and not self.query.descending)

    def first(self, query: ProductQuery) -> Loaded | None:
        """Read the beginning of a list at once, so that something is shown while the rest is read.

        None for a search, which is quick as a whole.
        """
        if query.text.strip():
            return None
        page = self.desk.products.page(self.desk.actor, query, limit=FIRST)
        ids = tuple(row.product for row in page.rows)
        counts = Counts(len(ids), sum(len(row.skus) for row in page.rows))
        return Loaded(query, ids, counts, whole=page.after is None)

    def load(self, query: ProductQuery) -> Loaded:
        """Read a whole list; takes long enough for the runner where there are many products."""
        return Loaded(
            query,
            self.desk.products.ids(self.desk.actor, query),
            self.desk.products.count(self.desk.actor, query),
        )

    def show(self, loaded: Loaded, *, fresh: bool = True) -> bool:
        """Take a list that was read; false where another one was asked for meanwhile.

        Where it is not a fresh one, but read again, what was unfolded stays so.
        """
        if loaded.query != self.query:
            return False
        self._ids = loaded.ids
        self._counts = loaded.counts if loaded.whole else self._counts
        self._map = RowMap(len(loaded.ids))
        self._open = {} if fresh else self._still_open()
        for number, product in enumerate(loaded.ids if self._open else ()):
            if product in self._open:
                self._map.unfold(number, self._open[product])
        self._loaded = True
        return True

    def _still_open(self) -> dict[UUID, int]:
        """Return the unfolded products that still have several variants, with how many."""
        rows = self.desk.products.rows(self.desk.actor, list(self._open)) if self._open else ()
        return {row.product: len(row.skus) for row in rows if len(row.skus) > 1}

    @property
    def is_loaded(self) -> bool:
        """Whether a list was read at all."""
        return self._loaded

    def nothing_text(self) -> str:
        """Why the list is empty."""
        text = self.query.text.strip()
        chips = replace(self.query, text="", sort=ProductSort.NAME, descending=False)
        if text and chips == ProductQuery():
            return _("Nothing found for “{text}”.").format(text=text)
        if text:
            return _("Nothing found for “{text}” among what these filters show.").format(text=text)
        if chips != ProductQuery(on_sale=True) and chips != ProductQuery():
            return _("No product fits these filters.")
        return _("There are no products yet. Make the first one.")

    @property
    def count(self) -> int:
        """How many rows the table has."""
        return self._map.count

    def counts_text(self) -> str:
        """How much is listed: `126 products · 188 variants`; a search may list its best only."""
        products = ngettext("{count} product", "{count} products", self._counts.products)
        variants = ngettext("{count} variant", "{count} variants", self._counts.skus)
        parts = [
            products.format(count=number_text(self._counts.products)),
            variants.format(count=number_text(self._counts.skus)),
        ]
        return " · ".join([_("The best matches only"), *parts] if self._counts.cut else parts)

    def fetch(self, first: int, count: int) -> Sequence[Line]:
        """Return rows of the table, read from the shop now."""
        places = [self._map.place(row) for row in range(first, first + count)]
        wanted = list(dict.fromkeys(self._ids[place.product] for place in places))
        found = {row.product: row for row in self.desk.products.rows(self.desk.actor, wanted)}
        lines: list[Line] = []
        for place in places:
            row = found.get(self._ids[place.product])
            lines.append(self._line(row, place.product, place.variant))
        return lines

    def _line(self, row: ProductRow | None, number: int, variant: int | None) -> Line:
        if row is None:
            return ProductLine(_gone(self._ids[number]))
        if variant is None or variant >= len(row.skus):
            return ProductLine(row, unfolded=self._map.is_open(number))
        return VariantLine(row, row.skus[variant])

    # ------------------------------------------------------------------ folding

    def can_unfold(self, line: Line) -> bool:
        """Whether a row has variants to show."""
        return isinstance(line, ProductLine) and len(line.row.skus) > 1

    def can_fold(self, row: int, line: Line, *, unfold: bool) -> bool:
        """Whether folding or unfolding the product at a row changes anything."""
        is_open = self._map.is_open(self._map.place(row).product)
        return not is_open and self.can_unfold(line) if unfold else is_open

    def fold(self, row: int, line: Line, *, unfold: bool) -> bool:
        """Show or hide the variants of the product at a row; false where nothing changes."""
        if not self.can_fold(row, line, unfold=unfold):
            return False
        number = self._map.place(row).product
        if unfold:
            self._map.unfold(number, len(line.row.skus))
            self._open[self._ids[number]] = len(line.row.skus)
        else:
            self._map.fold(number)
            self._open.pop(self._ids[number], None)
        return True

    def variants_at(self, row: int, line: Line) -> int:
        """How many variants the product at a row shows, or would show."""
        return self._open.get(self._ids[self._map.place(row).product], len(line.row.skus))

    def product_row(self, row: int) -> int:
        """The row of the product that a row of the table belongs to."""
        return self._map.row_of(self._map.place(row).product)

    def row_of(self, product: UUID) -> int | None:
        """The row of the table that shows a product; None where it is not listed."""
        return self._map.row_of(self._ids.index(product)) if product in self._ids else None

    def variant_rows(self) -> list[int]:
        """The rows of all variants that are shown."""
        return list(self._map.variant_rows())


def _gone(product: UUID) -> ProductRow:
    """What stands in the place of a product that was deleted since the list was read."""
    empty = SkuRow(
        sku=product,
        version=0,
        spec="",
        code="",
        codes=0,
        merchant_code="",
        plu="",
        price=0,
        member=None,
        cost=None,
        available=0,
        low=False,
        unit="",
        by_weight=False,
        on_sale=False,
        picture="",
    )
    return ProductRow(product, _("Deleted"), "", unfinished=False, on_sale=False, picture="",
                      skus=(empty,))  # fmt: skip
