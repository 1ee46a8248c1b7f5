"""The Products page without its widgets: what is ticked, edited and changed in the list."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    SkuRow,
)
from microshop_desktop.ui.products.cells import full_name
from microshop_desktop.ui.products.desk import ProductsDesk
from microshop_desktop.ui.products.draft import ProductDraft
from microshop_desktop.ui.products.listing import ProductListing
from microshop_desktop.ui.products.rows import Line, Ticked

PRICE_COLUMNS = {"price": PriceLevel.RETAIL, "member": PriceLevel.MEMBER}
"""The columns that are edited in their cells."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Edited:
    """A price that was edited in its cell: what to say, and how to take it back."""

    text: str
    undo: Callable[[], None]


class ProductsViewModel(ProductListing):
    """State and commands of the page: what is ticked and edited in the list."""

    def __init__(self, desk: ProductsDesk) -> None:
        """Begin with all products that are on sale, in the order of their names."""
        super().__init__(desk)
        self.ticked = Ticked({})
        self.draft: ProductDraft | None = None
        """What is in the panel; kept here while the page is built anew in another language."""

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
