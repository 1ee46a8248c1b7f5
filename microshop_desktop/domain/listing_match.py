"""Which online SKU is which of ours: by code where that is beyond doubt, else by suggestion.

A code decides only when exactly one online SKU of the account and exactly one of ours carry it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

LIKELY = 85
"""From this likeness on a suggestion is ticked beforehand."""
MOST_SUGGESTIONS = 3
_LEAST = 40
_PRICE_POINTS = 5


@dataclass(frozen=True, slots=True)
class OnlineGoods:
    """An online SKU: its key in the account, the seller's own code, barcode, names and price."""

    key: str
    code: str
    barcode: str
    name: str
    price: int | None = None


@dataclass(frozen=True, slots=True)
class OwnGoods:
    """One of our SKUs: its codes (merchant code and barcodes), name with spec, price."""

    sku: UUID
    codes: frozenset[str]
    name: str
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What an online SKU may be, `likeness` in percent."""

    sku: UUID
    likeness: int


def sure_matches(online: Iterable[OnlineGoods], own: Iterable[OwnGoods]) -> dict[str, UUID]:
    """Return our SKU of each online SKU that a code decides."""
    theirs: dict[str, set[str]] = defaultdict(set)
    ours: dict[str, set[UUID]] = defaultdict(set)
    for goods in online:
        for code in _codes(goods.code, goods.barcode):
            theirs[code].add(goods.key)
    for mine in own:
        for code in _codes(*mine.codes):
            ours[code].add(mine.sku)
    found: dict[str, set[UUID]] = defaultdict(set)
    for code, keys in theirs.items():
        if len(keys) == 1 and len(ours.get(code, ())) == 1:
            found[next(iter(keys))] |= ours[code]
    return {key: next(iter(skus)) for key, skus in found.items() if len(skus) == 1}


def suggestions(online: OnlineGoods, candidates: Iterable[OwnGoods]) -> tuple[Suggestion, ...]:
    """Return what an online SKU may be, the likeliest first."""
    name = _plain(online.name)
    rated = (Suggestion(own.sku, _likeness(name, online.price, own)) for own in candidates)
    good = sorted(
        (each for each in rated if each.likeness >= _LEAST),
        key=lambda each: (-each.likeness, each.sku.int),
    )
    return tuple(good[:MOST_SUGGESTIONS])


def _likeness(name: str, price: int | None, own: OwnGoods) -> int:
    """Rate names by their common pieces in percent; another price speaks against."""
    matcher = SequenceMatcher(None, name, _plain(own.name), autojunk=False)
    # Both bounds are far quicker than the ratio itself, which is seldom worth working out.
    enough = (_LEAST - 1) / 100
    if matcher.real_quick_ratio() < enough or matcher.quick_ratio() < enough:
        return 0
    points = round(100 * matcher.ratio())
    if price is None or own.price is None or price == own.price:
        return points
    return max(0, points - _PRICE_POINTS)


def _codes(*codes: str) -> set[str]:
    return {code.strip() for code in codes if code.strip()}


def _plain(name: str) -> str:
    return "".join(name.casefold().split())
