"""The Stock page without its widgets: what is listed, why a figure is so, corrections."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from microshop_desktop.domain.basket import MOST_QUANTITY
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.quantity import parse_quantity
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.infra.formats import quantity_text
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _
from microshop_desktop.services.stock import TAKEN_OUT
from microshop_desktop.services.stock_records import (
    Adjusted,
    Adjustment,
    StockFigures,
    StockQuery,
    StockRow,
    StockSort,
    Why,
)
from microshop_desktop.ui.stock.desk import StockDesk
from microshop_desktop.ui.stock.texts import full_name

SORTED_BY = {
    "product": StockSort.NAME,
    "shelf": StockSort.SHELF,
    "available": StockSort.AVAILABLE,
    "value": StockSort.VALUE,
}
"""The columns a list can be in order of."""
FIRST = 64
"""SKUs that are shown at once, before a long list is read."""
MOST_FOUND = 500
"""A text lists at most so many SKUs: whoever sees more types another letter."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A list that was read; `cut` says that the text matched more than is listed."""

    query: StockQuery
    ids: tuple[UUID, ...]
    figures: StockFigures | None
    cut: bool = False


class StockViewModel:
    """State and commands of the page."""

    def __init__(self, desk: StockDesk) -> None:
        """Begin with everything, in the order of names."""
        self.desk = desk
        self.query = StockQuery()
        self.figures: StockFigures | None = None
        self.shown: UUID | None = None
        """The SKU in the drawer; kept here while the page is built anew."""
        self.is_cut = False
        """Whether the text matched more than is listed."""
        self._ids: tuple[UUID, ...] = ()

    def ask(self, **values: object) -> None:
        """Change fields of the query."""
        self.query = replace(self.query, **values)  # type: ignore[arg-type]

    def sort_by(self, column: str) -> bool:
        """Order by a column; the same again turns it round; false where it cannot be."""
        sort = SORTED_BY.get(column)
        if sort is None:
            return False
        again = self.query.sort is sort
        self.query = replace(self.query, sort=sort, descending=again and not self.query.descending)
        return True

    def first(self, query: StockQuery) -> Loaded | None:
        """Read the beginning of a list at once, so that something is shown while the rest is.

        None where the beginning takes as long as the whole: all but the plain list of names.
        """
        if query.text.strip() or query.low or query.sort is not StockSort.NAME:
            return None
        return Loaded(query, self.desk.levels.ids(self.desk.actor, query, limit=FIRST), None)

    def load(self, query: StockQuery, *, with_figures: bool) -> Loaded:
        """Read a whole list, and the figures where they may have changed; for the runner."""
        levels, actor = self.desk.levels, self.desk.actor
        figures = levels.figures(actor) if with_figures else None
        if not query.text.strip():
            return Loaded(query, levels.ids(actor, query), figures)
        found = levels.ids(actor, query, limit=MOST_FOUND + 1)
        return Loaded(query, found[:MOST_FOUND], figures, cut=len(found) > MOST_FOUND)

    def show(self, loaded: Loaded) -> bool:
        """Take a list that was read; false where another one was asked for meanwhile.

        Figures are of the whole stock and are taken either way.
        """
        self.figures = loaded.figures or self.figures
        if loaded.query != self.query:
            return False
        self._ids, self.is_cut = loaded.ids, loaded.cut
        return True

    @property
    def count(self) -> int:
        """How many rows the table has."""
        return len(self._ids)

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the whole stock is asked for."""
        return self.query != StockQuery(sort=self.query.sort, descending=self.query.descending)

    def fetch(self, first: int, count: int) -> Sequence[StockRow]:
        """Return rows of the table, read from the shop now."""
        return self.desk.levels.rows(self.desk.actor, self._ids[first : first + count])

    def sku_at(self, row: int) -> UUID | None:
        """The SKU of a row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, sku: UUID) -> int:
        """The row that shows a SKU, or -1."""
        return self._ids.index(sku) if sku in self._ids else -1

    def why(self, sku: UUID) -> Why:
        """Why the figures of a SKU are what they are."""
        return self.desk.levels.why(self.desk.actor, sku)

    def adjust(self, adjustment: Adjustment) -> Adjusted:
        """Correct what is on hand."""
        return self.desk.stock.adjust(self.desk.actor, adjustment)


class AdjustModel:
    """The dialog of a correction: what is typed, what it would do."""

    def __init__(self, row: StockRow) -> None:
        """Begin with a write-off of nothing."""
        self.row = row
        self.kind = MovementKind.LOSS
        self.text = ""
        self.reason = ""

    def title(self) -> str:
        """Whose quantity is changed."""
        return _("Change the quantity of {name}").format(name=full_name(self.row))

    def problem(self) -> str:
        """What is wrong with what is typed; empty where nothing is, or nothing is typed yet."""
        if not self.text.strip():
            return ""
        try:
            quantity = parse_quantity(self.text)
        except ShopError as error:
            return sentence(error.code, error.params)
        least = 0 if self.kind is MovementKind.COUNT else 1
        if not least <= quantity <= MOST_QUANTITY:
            return _("Type a quantity above zero.")
        return ""

    def adjustment(self) -> Adjustment | None:
        """The correction, or None while it cannot be booked."""
        if not self.text.strip() or self.problem():
            return None
        return Adjustment(self.row.sku, self.kind, parse_quantity(self.text), self.reason)

    def effect(self) -> str:
        """What would be on hand: `14 → 12`; empty while nothing can be booked."""
        adjustment = self.adjustment()
        if adjustment is None:
            return ""
        after = self._after(adjustment)
        return _("On hand {old} → {new}").format(
            old=quantity_text(self.row.on_hand), new=quantity_text(after, self.row.unit)
        )

    def warning(self) -> str:
        """What is odd about it."""
        adjustment = self.adjustment()
        if adjustment is not None and self._after(adjustment) < 0:
            return _("This is more than there is; the stock goes below zero.")
        return ""

    def _after(self, adjustment: Adjustment) -> int:
        if adjustment.kind is MovementKind.COUNT:
            return adjustment.quantity
        sign = -1 if adjustment.kind in TAKEN_OUT else 1
        return self.row.on_hand + sign * adjustment.quantity
