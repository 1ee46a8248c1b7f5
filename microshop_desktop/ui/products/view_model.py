"""The Products page without its widgets: what is listed, ticked, unfolded and edited."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.money import parse_amount
from microshop_desktop.domain.price_change import PriceChange
from microshop_desktop.infra.formats import amount_text, number_text
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.bulk_edits import (
    Before,
    CategoriesBefore,
    PricePreview,
    PricesBefore,
)
from microshop_desktop.services.catalogue_records import (
    CategoryRow,
    Counts,
    ProductQuery,
    ProductRow,
    ProductSort,
    SkuRow,
    StockFilter,
)
from microshop_desktop.ui.products.cells import full_name
from microshop_desktop.ui.products.desk import ProductsDesk
from microshop_desktop.ui.products.draft import ProductDraft
from microshop_desktop.ui.products.rows import Line, ProductLine, RowMap, Ticked, VariantLine

PRICE_COLUMNS = {"price": PriceLevel.RETAIL, "member": PriceLevel.MEMBER}
"""The columns that are edited in their cells."""
_CHUNK = 500
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


@dataclass(frozen=True, slots=True)
class Edited:
    """A price that was edited in its cell: what to say, and how to take it back."""

    text: str
    undo: Callable[[], None]


class ProductsViewModel:
    """State and commands of the page. Reads are short; `load` goes through the runner."""

    def __init__(self, desk: ProductsDesk) -> None:
        """Begin with all products that are on sale, in the order of their names."""
        self.desk = desk
        self.query = ProductQuery(on_sale=True)
        self.ticked = Ticked({})
        self._ids: tuple[UUID, ...] = ()
        self._counts = Counts(0, 0)
        self._map = RowMap()
        self._open: dict[UUID, int] = {}
        self._loaded = False
        self.draft: ProductDraft | None = None
        """What is in the panel; kept here while the page is built anew in another language."""

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

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the whole catalogue is asked for."""
        query = replace(self.query, sort=ProductSort.NAME, descending=False, on_sale=None)
        return query != ProductQuery() or self.query.on_sale is False

    @property
    def count(self) -> int:
        """How many rows the table has."""
        return self._map.count

    def counts_text(self) -> str:
        """How much is listed: `126 products · 188 variants`."""
        products = ngettext("{count} product", "{count} products", self._counts.products)
        variants = ngettext("{count} variant", "{count} variants", self._counts.skus)
        return " · ".join(
            (
                products.format(count=number_text(self._counts.products)),
                variants.format(count=number_text(self._counts.skus)),
            )
        )

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

    # ------------------------------------------------------------------ ticks

    def tick(self, line: Line) -> None:
        """Tick a row, or take its tick away."""
        self.ticked = self.ticked.toggled(line)

    def tick_also(self, lines: Sequence[Line]) -> None:
        """Tick more rows."""
        for line in lines:
            self.ticked = self.ticked.with_line(line)

    def tick_all(self) -> None:
        """Tick everything that is listed, or nothing where everything is ticked already."""
        if self.all_ticked:
            self.tick_none()
        else:
            self.ticked = Ticked(self.desk.products.selection(self.desk.actor, self.query))

    def tick_none(self) -> None:
        """Take all ticks away."""
        self.ticked = Ticked({})

    @property
    def all_ticked(self) -> bool | None:
        """Whether everything listed is ticked; None where some is."""
        if not self.ticked.skus:
            return False
        return True if len(self.ticked.skus) >= self._counts.skus else None

    def ticked_text(self) -> str:
        """How many are ticked."""
        count = len(self.ticked.skus)
        text = ngettext("{count} selected", "{count} selected", count)
        return text.format(count=number_text(count))

    def whole_products(self) -> tuple[UUID, ...]:
        """The products all of whose variants are ticked: only they can be deleted as a whole."""
        wanted = self.ticked.products
        sizes: dict[UUID, int] = {}
        for start in range(0, len(wanted), _CHUNK):
            rows = self.desk.products.rows(self.desk.actor, wanted[start : start + _CHUNK])
            sizes |= {row.product: len(row.skus) for row in rows}
        ticked = Counter(self.ticked.skus.values())
        return tuple(one for one in wanted if ticked[one] == sizes.get(one))

    # ------------------------------------------------------------------ edits in a cell

    def editable(self, line: Line, column: str) -> bool:
        """Whether a cell can be edited here: a price of one SKU, by who may."""
        return column in PRICE_COLUMNS and line.sku is not None and self.desk.may_edit

    def edit_text(self, line: Line, column: str) -> str:
        """What the editor of a cell begins with."""
        price = _price(line.sku, PRICE_COLUMNS[column]) if line.sku else None
        return "" if price is None else amount_text(price, self.desk.currency).replace(",", "")

    def problem(self, column: str, text: str) -> str:
        """What is wrong with a typed price; empty where nothing is."""
        try:
            price = self._typed(text)
        except ShopError as error:
            return sentence(error.code, error.params)
        if price is None and PRICE_COLUMNS[column] is PriceLevel.RETAIL:
            return _("Type a price. 0 gives it away.")
        if price is not None and price < 0:
            return _("A price cannot be below zero.")
        return ""

    def set_price(self, line: Line, column: str, text: str) -> Edited | None:
        """Write an edited price; None where it is what it was. Raises `stale` and the like."""
        sku, level = line.sku, PRICE_COLUMNS[column]
        if sku is None:
            return None
        old, new = _price(sku, level), self._typed(text)
        if old == new:
            return None
        self._write(sku.sku, level, new, version=sku.version)

        def undo() -> None:
            self._write(sku.sku, level, old, version=sku.version + 1)

        return Edited(self._edited_text(line, new), undo)

    def _edited_text(self, line: Line, new: int | None) -> str:
        name = full_name(line)
        if new is None:
            return _("{name} has no member price any more").format(name=name)
        price = amount_text(new, self.desk.currency)
        if line.sku is not None and line.sku.cost is not None and new < line.sku.cost:
            return _("{name} now {price}, below its cost").format(name=name, price=price)
        return _("{name} now {price}").format(name=name, price=price)

    def _write(self, sku: UUID, level: PriceLevel, price: int | None, *, version: int) -> None:
        self.desk.catalogue.set_price(self.desk.actor, sku, level, price=price, version=version)

    def _typed(self, text: str) -> int | None:
        if not text.strip():
            return None
        return parse_amount(text, self.desk.currency.exponent)

    # ------------------------------------------------------------------ many at once

    def preview(self, change: PriceChange, *, level: PriceLevel, base: PriceLevel) -> PricePreview:
        """What a price change would do to what is ticked."""
        return self.desk.bulk.preview_prices(
            self.desk.actor, list(self.ticked.skus), change, level=level, base=base
        )

    def change_prices(self, preview: PricePreview) -> Before:
        """Write the prices of a preview."""
        return self.desk.bulk.change_prices(self.desk.actor, preview)

    def change_category(self, category: UUID | None) -> Before:
        """Move what is ticked into a category."""
        return self.desk.bulk.change_category(self.desk.actor, self.ticked.products, category)

    def put_on_sale(self, *, on_sale: bool) -> Before:
        """Put what is ticked on or off sale."""
        skus = list(self.ticked.skus)
        return self.desk.bulk.put_on_sale(self.desk.actor, skus, on_sale=on_sale)

    def undo(self, before: Before) -> None:
        """Take a change of many back."""
        self.desk.bulk.undo(self.desk.actor, before)

    def categories(self) -> tuple[CategoryRow, ...]:
        """The categories in their order."""
        return self.desk.categories.all(self.desk.actor)


def done_text(before: Before, place: str = "") -> str:
    """Say what a change of many did; `place` is the category that was chosen."""
    count = _size(before)
    if isinstance(before, PricesBefore):
        text = ngettext("{count} price changed", "{count} prices changed", count)
    elif isinstance(before, CategoriesBefore):
        text = ngettext(
            "{count} product moved to {place}", "{count} products moved to {place}", count
        )
    elif before.now:
        text = ngettext("{count} put on sale", "{count} put on sale", count)
    else:
        text = ngettext("{count} taken off sale", "{count} taken off sale", count)
    return text.format(count=number_text(count), place=place)


def _size(before: Before) -> int:
    if isinstance(before, PricesBefore):
        return len(before.preview.steps)
    return len(before.before) if isinstance(before, CategoriesBefore) else len(before.skus)


def _price(sku: SkuRow, level: PriceLevel) -> int | None:
    return sku.price if level is PriceLevel.RETAIL else sku.member


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
