"""The product in the detail panel while it is edited: the form, what is wrong, what to say."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.deliveries import margin
from microshop_desktop.domain.money import THOUSAND, Currency, divide_half_up
from microshop_desktop.domain.variants import Axis, axes_of, combinations
from microshop_desktop.infra.formats import (
    amount_text,
    moment_text,
    percent_text,
    quantity_text,
)
from microshop_desktop.infra.translations import _
from microshop_desktop.services.catalogue import DEFAULT_WHOLESALE
from microshop_desktop.services.catalogue_records import (
    ProductDetail,
    ProductForm,
    SkuForm,
    Stock,
    UnitForm,
)
from microshop_desktop.ui.products.desk import ProductsDesk

NEW = ProductForm(name="", skus=(SkuForm(price=0),))


class ProductDraft:
    """What the panel edits. `detail` is None for a product that does not exist yet."""

    def __init__(
        self, desk: ProductsDesk, detail: ProductDetail | None, *, sku: UUID | None = None
    ) -> None:
        """Begin with what was read, at one of its variants."""
        self._desk = desk
        self.detail = detail
        self.form = detail.form if detail else NEW
        self._original = self.form
        self.picture = detail.pictures[0] if detail and detail.pictures else ""
        self._first_picture = self.picture
        self._place = next((n for n, one in enumerate(self.form.skus) if one.id == sku), 0)
        self._priced = detail is not None

    # ------------------------------------------------------------------ what is edited

    @property
    def is_new(self) -> bool:
        """Whether saving makes a product."""
        return self.detail is None

    @property
    def is_dirty(self) -> bool:
        """Whether anything differs from what was read."""
        return self.form != self._original or self.picture != self._first_picture

    @property
    def has_new_picture(self) -> bool:
        """Whether the picture is to be written."""
        return self.picture != self._first_picture

    @property
    def place(self) -> int:
        """Which of the variants is shown."""
        return self._place

    @property
    def sku(self) -> SkuForm:
        """The variant that is shown."""
        return self.form.skus[self._place]

    def show_sku(self, place: int) -> None:
        """Show another variant."""
        self._place = min(max(place, 0), len(self.form.skus) - 1)

    def change(self, **values: Any) -> None:  # noqa: ANN401 (fields of the form)
        """Change fields of the product."""
        self.form = replace(self.form, **values)

    def change_sku(self, **values: Any) -> None:  # noqa: ANN401 (fields of the form)
        """Change fields of the variant that is shown."""
        if "price" in values:
            self._priced = True
        changed = replace(self.sku, **values)
        skus = [changed if n == self._place else one for n, one in enumerate(self.form.skus)]
        self.form = replace(self.form, skus=tuple(skus))

    def set_level_price(self, level: PriceLevel, price: int | None) -> None:
        """Set the member or wholesale price; None takes it away."""
        known = self.sku.level_price(level)
        others = tuple(one for one in self.sku.prices if one is not known)
        if price is None:
            self.change_sku(prices=others)
            return
        start = DEFAULT_WHOLESALE if level is PriceLevel.WHOLESALE else 0
        quantity = known.from_quantity if known else start
        self.change_sku(prices=_sorted((*others, Price(level, price, quantity))))

    def set_wholesale_from(self, quantity: int) -> None:
        """Set from how many the wholesale price holds."""
        known = self.sku.level_price(PriceLevel.WHOLESALE)
        if known is not None:
            others = tuple(one for one in self.sku.prices if one is not known)
            self.change_sku(prices=_sorted((*others, replace(known, from_quantity=quantity))))

    def add_code(self, code: str, *, unit: int | None = None) -> bool:
        """Give the variant, or one of its packs, a barcode; false where it has it already."""
        if any(code in codes for codes in (self.sku.codes, *(u.codes for u in self.sku.units))):
            return False
        if unit is None:
            self.change_sku(codes=(*self.sku.codes, code))
        else:
            pack = self.sku.units[unit]
            self.set_unit(unit, replace(pack, codes=(*pack.codes, code)))
        return True

    def remove_code(self, code: str) -> None:
        """Take a barcode away from the variant and its packs."""
        self.change_sku(
            codes=tuple(one for one in self.sku.codes if one != code),
            units=tuple(
                replace(unit, codes=tuple(one for one in unit.codes if one != code))
                for unit in self.sku.units
            ),
        )

    def add_unit(self, unit: UnitForm) -> None:
        """Add a pack."""
        self.change_sku(units=(*self.sku.units, unit))

    def set_unit(self, place: int, unit: UnitForm) -> None:
        """Change a pack."""
        units = [unit if n == place else one for n, one in enumerate(self.sku.units)]
        self.change_sku(units=tuple(units))

    def remove_unit(self, place: int) -> None:
        """Take a pack away."""
        units = tuple(one for n, one in enumerate(self.sku.units) if n != place)
        self.change_sku(units=units)

    # ------------------------------------------------------------------ variants

    def axes(self) -> tuple[Axis, ...]:
        """The ways in which the variants differ, with their values."""
        return axes_of(self.form.options, [sku.values for sku in self.form.skus])

    def set_axes(self, axes: tuple[Axis, ...]) -> None:
        """Make the grid of variants: those that exist stay, new ones are like the shown one.

        New variants take prices and settings, but neither codes nor packs, which are their own.
        """
        shown = self.sku
        known = {sku.values: sku for sku in self.form.skus}
        fresh = replace(shown, id=None, version=0, codes=(), units=(), merchant_code="", plu="")
        skus = [
            known.get(values) or self._grown(values, known) or replace(fresh, values=values)
            for values in combinations(axes)
        ]
        names = tuple(axis.name for axis in axes)
        self.form = replace(self.form, options=names, skus=tuple(_once(skus, fresh)))
        self._place = next((n for n, one in enumerate(self.form.skus) if one.id == shown.id), 0)

    def _grown(
        self, values: tuple[str, ...], known: dict[tuple[str, ...], SkuForm]
    ) -> SkuForm | None:
        """Return the variant that had the first of these values, or none, before an axis came."""
        for length in range(len(values) - 1, -1, -1):
            old = known.get(values[:length])
            if old is not None:
                return replace(old, values=values)
        return None

    # ------------------------------------------------------------------ what is said

    @property
    def currency(self) -> Currency:
        """The currency of the prices."""
        return self._desk.currency

    def title(self) -> str:
        """The name with the spec of the variant."""
        if not self.form.name.strip():
            return _("New product")
        return " ".join((self.form.name, *self.sku.values))

    def subtitle(self) -> str:
        """The merchant code, and when it was changed last."""
        if self.detail is None:
            return ""
        changed = _("changed {when}").format(when=self._moment(self.detail.changed_at))
        return " · ".join(part for part in (self.sku.merchant_code, changed) if part)

    def margin_text(self) -> str:
        """The margin of the retail price, where the cost is known."""
        if self.sku.cost is None:
            return ""
        part = margin(self.sku.price, self.sku.cost)
        return "" if part is None else _margin_text(part)

    def price_warning(self) -> str:
        """What is odd about the prices; empty where nothing is."""
        cost = self.sku.cost
        amounts = [self.sku.price, *(price.unit_price for price in self.sku.prices)]
        if cost is not None and any(amount < cost for amount in amounts):
            return _("A price is below the cost of {cost}.").format(
                cost=amount_text(cost, self.currency)
            )
        return ""

    def stock_text(self) -> str:
        """On hand − reserved = available; empty for what is not there yet."""
        stock = self._stock()
        if stock is None:
            return ""
        return _("{on_hand} on hand − {reserved} reserved = {available} available").format(
            on_hand=quantity_text(stock.on_hand),
            reserved=quantity_text(stock.reserved),
            available=quantity_text(stock.available, self._unit()),
        )

    def problems(self) -> dict[str, str]:
        """What keeps it from being saved, by field."""
        found = {}
        if not self.form.name.strip():
            found["name"] = _("A name is missing.")
        if not self._priced:
            found["price"] = _("Type a price. 0 gives it away.")
        return found

    def _stock(self) -> Stock | None:
        if self.detail is None or self.sku.id is None:
            return None
        return self.detail.stock.get(self.sku.id)

    def _unit(self) -> str:
        return self.sku.unit or ("kg" if self.sku.by_weight else "")

    def _moment(self, at: datetime) -> str:
        return moment_text(at.astimezone(ZoneInfo(self._desk.zone)), self._desk.today())


def _margin_text(part: int) -> str:
    """Say a margin to a tenth of a percent."""
    return _("margin {percent}").format(percent=percent_text(divide_half_up(part, 10) * 10))


def unit_text(unit: UnitForm) -> str:
    """How a pack is called: `box × 12`."""
    return f"{unit.name} × {unit.factor}"


def pieces_text(quantity: int) -> str:
    """From how many a wholesale price holds: `≥ 10`."""
    whole = quantity % THOUSAND == 0
    return f"≥ {quantity // THOUSAND}" if whole else f"≥ {quantity_text(quantity)}"


def _sorted(prices: tuple[Price, ...]) -> tuple[Price, ...]:
    return tuple(sorted(prices, key=lambda price: (price.level.value, price.from_quantity)))


def _once(skus: list[SkuForm], fresh: SkuForm) -> list[SkuForm]:
    """Let a variant that grew by an axis live on in one place only; the others are new."""
    seen: set[UUID] = set()
    result = []
    for sku in skus:
        if sku.id is not None and sku.id in seen:
            result.append(replace(fresh, values=sku.values))
            continue
        if sku.id is not None:
            seen.add(sku.id)
        result.append(sku)
    return result
