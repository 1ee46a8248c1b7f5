"""What an online listing may be of ours, how likely, why, and how many base units one piece is.

From `LIKELY` on a proposal may be ticked beforehand, so nothing comes there by its words alone that
has another size, or goods of ours that share its code.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from uuid import UUID

from microshop_desktop.domain.listing_factor import Named, NamedPack, factor_of, parted
from microshop_desktop.domain.listing_match import LIKELY, OnlineGoods

MOST_PROPOSALS = 4
_LEAST = 40
_DOUBTFUL = LIKELY - 1
_CODE_LIKENESS = 98
_OTHER_SIZE = 60
_CANDIDATES = 24
_PRICE_POINTS = 5
_SAME, _LEAD = 95, 12
"""A name that is the same needs no lead over the next one; one that is only alike needs some."""
_FAR_APART = 3
"""So many times dearer than the other side nothing is by a discount."""
_TALK = re.compile(
    r"【[^】]*】|\[[^\]]*\]|包邮|顺丰|新鲜|现摘|现货|正品|官方|旗舰店?|特价|新品|热卖|爆款|"
    r"推荐|冷链|直发|批发|零售|整[箱件盒包袋]|free shipping|new|offer|envío gratis|oferta"
)
"""What sellers say around a name and not of the goods."""
_NO_SIGN = re.compile(r"[\W_]+")


class Reason(StrEnum):
    """Why goods may be those of a listing. `part`: only a part of the name is the same.

    `other_price`: so far apart that one of both is a box of the other.
    """

    CODE = "code"
    PACK_CODE = "pack_code"
    SHARED_CODE = "shared_code"
    NAME = "name"
    PART = "part"
    OTHER_SIZE = "other_size"
    PRICE = "price"
    OTHER_PRICE = "other_price"


@dataclass(frozen=True, slots=True)
class OwnPack:
    """A pack of our goods with its barcodes."""

    name: str
    factor: int
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """Goods of ours; `name` with its spec, `price` of a base unit in minor units."""

    sku: UUID
    name: str
    price: int
    unit: str = ""
    codes: frozenset[str] = frozenset()
    packs: tuple[OwnPack, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Goods of ours a listing may be, `likeness` in percent, one piece there `factor` here.

    `factor` is None where the names do not say a whole number: a person has to.
    """

    sku: UUID
    factor: int | None
    likeness: int
    reasons: tuple[Reason, ...]

    @property
    def is_likely(self) -> bool:
        """Whether it may be ticked beforehand."""
        return self.likeness >= LIKELY and self.factor is not None


class Proposer:
    """Our goods, made ready to be compared with many listings."""

    def __init__(self, own: Iterable[OwnFacts]) -> None:
        """Take all goods that may be meant."""
        self._own = {facts.sku: facts for facts in own}
        self._named: dict[UUID, tuple[Named, str]] = {}
        self._pairs: Mapping[str, list[UUID]] = defaultdict(list)
        self._codes: Mapping[str, list[tuple[UUID, int, bool]]] = defaultdict(list)
        for facts in self._own.values():
            self._take(facts)

    def proposals(self, online: OnlineGoods) -> tuple[Proposal, ...]:
        """Return what a listing may be, the likeliest first."""
        found = {each.sku: each for each in _unmistaken(list(self._by_name(online)))}
        for each in self._by_code(online):
            found[each.sku] = each
        ranked = sorted(found.values(), key=lambda each: (-each.likeness, each.sku.int))
        return tuple(ranked[:MOST_PROPOSALS])

    def _take(self, facts: OwnFacts) -> None:
        named = parted(facts.name)
        words = _words(named.words)
        self._named[facts.sku] = (named, words)
        for pair in _pairs(words):
            self._pairs[pair].append(facts.sku)
        for code in filter(None, facts.codes):
            self._codes[code].append((facts.sku, 1, False))
        for pack in facts.packs:
            for code in filter(None, pack.codes):
                self._codes[code].append((facts.sku, pack.factor, True))

    def _by_code(self, online: OnlineGoods) -> list[Proposal]:
        """Return goods that carry a code of the listing; several alike need a person."""
        hits = {
            hit
            for code in (online.code.strip(), online.barcode.strip())
            for hit in self._codes.get(code, ())
        }
        alone = len({sku for sku, _factor, _pack in hits}) == 1
        found = []
        for sku, factor, is_pack in hits:
            reason = Reason.PACK_CODE if is_pack else Reason.CODE
            said = factor if is_pack else self._factor(online, sku)
            likeness = _CODE_LIKENESS if alone else _DOUBTFUL
            price = self._price(online, sku, said)
            if Reason.OTHER_PRICE in price:
                likeness = _DOUBTFUL
            found.append(
                Proposal(sku, said, likeness, (reason if alone else Reason.SHARED_CODE, *price))
            )
        return sorted(found, key=lambda each: each.factor or 0)

    def _by_name(self, online: OnlineGoods) -> Iterable[Proposal]:
        named = parted(_TALK.sub(" ", online.name.casefold()))
        words = _words(named.words)
        shared: dict[UUID, int] = defaultdict(int)
        for pair in _pairs(words):
            for sku in self._pairs.get(pair, ()):
                shared[sku] += 1
        nearest = sorted(shared, key=lambda sku: (-shared[sku], len(self._named[sku][1])))
        for sku in nearest[:_CANDIDATES]:
            rated = self._rated(online, named, words, sku)
            if rated.likeness >= _LEAST:
                yield rated

    def _rated(self, online: OnlineGoods, named: Named, words: str, sku: UUID) -> Proposal:
        own, mine = self._named[sku]
        points = _likeness(words, mine)
        reason = Reason.NAME if points >= LIKELY else Reason.PART
        measured = not own.sizes or not named.sizes
        if not measured and not own.sizes & named.sizes:
            points, reason = min(points, _OTHER_SIZE), Reason.OTHER_SIZE
        factor = self._factor(online, sku)
        price = self._price(online, sku, factor)
        if Reason.OTHER_PRICE in price:
            points = min(points, _DOUBTFUL)
        elif online.price is not None and not price:
            points = max(0, points - _PRICE_POINTS)
        return Proposal(sku, factor, min(points, 99), (reason, *price))

    def _factor(self, online: OnlineGoods, sku: UUID) -> int | None:
        facts = self._own[sku]
        packs = (NamedPack(pack.name, pack.factor) for pack in facts.packs)
        return factor_of(online.name, facts.name, facts.unit, packs)

    def _price(self, online: OnlineGoods, sku: UUID, factor: int | None) -> tuple[Reason, ...]:
        facts = self._own[sku]
        if factor is None or online.price is None or not facts.price:
            return ()
        here = facts.price * factor
        if online.price == here:
            return (Reason.PRICE,)
        far = max(online.price, here) > _FAR_APART * min(online.price, here)
        return (Reason.OTHER_PRICE,) if far else ()


def _likeness(words: str, mine: str) -> int:
    """Rate names by their common signs; where each has some of its own it stays doubtful."""
    matcher = SequenceMatcher(None, words, mine, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    points = round(100 * matcher.ratio())
    return min(points, _DOUBTFUL) if same < len(words) and same < len(mine) else points


def _unmistaken(rated: list[Proposal]) -> list[Proposal]:
    """Let nothing be likely that something else is nearly as like, such as another variant."""
    ranked = sorted((each.likeness for each in rated), reverse=True)
    if not ranked or ranked[0] < LIKELY:
        return rated
    lead = 1 if ranked[0] >= _SAME else _LEAD
    if len(ranked) == 1 or ranked[0] - ranked[1] >= lead:
        return rated
    return [replace(each, likeness=min(each.likeness, _DOUBTFUL)) for each in rated]


def _words(text: str) -> str:
    return _NO_SIGN.sub("", text)


def _pairs(words: str) -> set[str]:
    """Return the pairs of signs that a name has, by which alike names are found."""
    return {words[at : at + 2] for at in range(len(words) - 1)} or {words}
