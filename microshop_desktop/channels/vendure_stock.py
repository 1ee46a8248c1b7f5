"""The stock of a Vendure shop: variants as it lists them, and what a write of stock must say.

It keeps what is on hand and what of it is allocated to orders; the rest can be sold. A shop may
stop selling early or late by a threshold of its own, which is its business and not counted here.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from microshop_desktop.channels.answers import Told
from microshop_desktop.channels.channel import (
    OnlineSku,
    SkuRef,
    StockChange,
    StockResult,
    Written,
)
from microshop_desktop.channels.vendure_money import minor_units

NO_SUCH_SKU, NOT_COUNTED, WHICH_LOCATION = "ENTITY_NOT_FOUND", "NOT_TRACKED", "STOCK_LOCATION"


class Level(NamedTuple):
    """Pieces of a variant at one location; `location` is empty where it is not known which."""

    counted: bool
    location: str
    on_hand: int = 0
    allocated: int = 0

    @property
    def shown(self) -> int | None:
        """Pieces that can be sold, None where the shop counts none that we could change."""
        return self.on_hand - self.allocated if self.counted and self.location else None


class StockReader:
    """Reads variants; `location` is the account's, `by_default` whether the shop counts stock."""

    def __init__(self, location: str, *, by_default: bool, precision: int) -> None:
        self._location, self._by_default, self._precision = location, by_default, precision

    def levels(self, variants: Sequence[Told]) -> dict[str, Level]:
        """Return the level of each variant, by its id."""
        return {variant.word("id"): self._level(variant) for variant in variants}

    def listed(self, variant: Told) -> OnlineSku:
        """Return a variant as it is listed."""
        product, currency = variant.part("product"), variant.word("currencyCode")
        return OnlineSku(
            ref=SkuRef(product.word("id"), variant.word("id")),
            code=variant.text("sku"),
            barcode="",
            title=product.text("name"),
            spec=spec_of(variant),
            price=minor_units(variant.whole("priceWithTax"), self._precision, currency),
            currency=currency,
            shown=self._level(variant).shown,
            on_sale=variant.flag("enabled") and product.flag("enabled"),
        )

    def _level(self, variant: Told) -> Level:
        tracked = variant.word("trackInventory")
        counted = self._by_default if tracked == "INHERIT" else tracked == "TRUE"
        here = [
            row
            for row in variant.rows("stockLevels")
            if self._location in {"", row.word("stockLocationId")}
        ]
        if len(here) != 1:
            return Level(counted, self._location)
        (row,) = here
        place = row.word("stockLocationId")
        return Level(counted, place, row.whole("stockOnHand"), row.whole("stockAllocated"))


def spec_of(variant: Told) -> str:
    """Return what tells a variant from others of its product."""
    return " / ".join(option.text("name") for option in variant.rows("options"))


def refusal(change: StockChange, level: Level | None) -> StockResult | None:
    """Return why a change is not to be written, by what is there now; None where it is."""
    sku = change.ref.sku
    if level is None:
        return StockResult(sku, Written.REFUSED, code=NO_SUCH_SKU)
    if level.shown is None:
        code = WHICH_LOCATION if level.counted else NOT_COUNTED
        return StockResult(sku, Written.REFUSED, code=code)
    if change.expected is not None and change.expected != level.shown:
        return StockResult(sku, Written.STALE, level.shown)
    return None


def outcome(change: StockChange, level: Level) -> StockResult:
    """Return what became of a write, by what is there after it: never more than was set."""
    is_more = level.shown is None or level.shown > change.pieces
    return StockResult(change.ref.sku, Written.STALE if is_more else Written.DONE, level.shown)


def write_of(change: StockChange, level: Level) -> Mapping[str, object]:
    """Return the write that leaves so many pieces to sell: those allocated come on top."""
    if change.is_delta:
        message = "a Vendure shop takes no differences"
        raise ValueError(message)
    place = {
        "stockLocationId": level.location,
        "stockOnHand": change.pieces + level.allocated,
    }
    return {"id": change.ref.sku, "stockLevels": [place]}
