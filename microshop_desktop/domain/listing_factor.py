"""How many base units one piece of an online listing is, read from names such as `160g*6杯`.

A name is parted into what the goods are, how large one is (`160g`), and how many come together.
Nothing is guessed where the parts of two names do not go into each other.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

MOST_FACTOR = 1000
_SIZE_UNIT = (
    r"kg|g|ml|l|cl|mg|cm|mm|m|oz|lb|公斤|千克|毫克|克|斤|毫升|升|厘米|毫米|米|寸|英寸|码|号|w|v"
)
_WORDS = (
    r"杯|瓶|盒|袋|罐|包|支|片|个|只|条|件|听|桶|枚|块|卷|双|张|粒|颗|份|本|根|串|板|"
    r"pcs?|pieces?|packs?|bottles?|cups?|cans?|bags?|boxes|"
    r"piezas?|unidades|uds?|botellas?|latas?|bolsas?|cajas?"
)
_SIZE = re.compile(rf"(\d+(?:\.\d+)?)\s*({_SIZE_UNIT})(?![a-z])")
_TIMES_AFTER = re.compile(rf"[x×*✕]\s*(\d{{1,3}})(?!\d|\.\d)\s*(?:{_WORDS})?(?:装)?(?![a-z])")
_TIMES_BEFORE = re.compile(
    rf"(?<![\d.a-z])(\d{{1,3}})\s*[x×*✕]\s*(?=\d+(?:\.\d+)?\s*(?:{_SIZE_UNIT}))"
)
_COUNT = re.compile(rf"(?<![\d.a-z])(\d{{1,3}})\s*-?(?:{_WORDS})(?:装)?(?![a-z])")
_PACK_OF = re.compile(
    r"(?:pack|box|case|set|caja|paquete|lote|juego)\s+(?:of|de)\s+(\d{1,3})(?!\d)"
)
_IN_GRAMS = {
    "mg": 1,
    "毫克": 1,
    "g": 1000,
    "克": 1000,
    "两": 50_000,
    "斤": 500_000,
    "kg": 1_000_000,
    "公斤": 1_000_000,
    "千克": 1_000_000,
}
"""Milligrams of units of weight."""
_IN_MILLILITRES = {"ml": 1, "毫升": 1, "cl": 10, "l": 1000, "升": 1000}


@dataclass(frozen=True, slots=True)
class Named:
    """A name in its parts: what it is, its sizes (`160g`), and how many come together."""

    words: str
    sizes: frozenset[str]
    count: int


@dataclass(frozen=True, slots=True)
class NamedPack:
    """A pack of our goods: what it is called and how many base units it holds."""

    name: str
    factor: int


def parted(name: str) -> Named:
    """Part a name; a count of 1 where it says none."""
    text = unicodedata.normalize("NFKC", name).casefold()
    counts = []
    for pattern in (_PACK_OF, _TIMES_BEFORE, _TIMES_AFTER, _COUNT):
        counts += [int(found) for found in pattern.findall(text)]
        text = pattern.sub(" ", text)
    sizes = frozenset(f"{number}{unit}" for number, unit in _SIZE.findall(text))
    words = _SIZE.sub(" ", text)
    count = 1
    for each in counts:
        count *= max(1, each)
    return Named(words, sizes, count if count <= MOST_FACTOR else 1)


def factor_of(online: str, own: str, unit: str, packs: Iterable[NamedPack] = ()) -> int | None:
    """Return how many base units one piece of a listing is.

    None where it is a part of one, or not a whole number of what is measured.
    """
    measured = _measured(online, unit)
    if measured is not None:
        return measured or None
    pack = _pack_named(online, packs)
    if pack is not None:
        return pack
    there, here = parted(online).count, parted(own).count
    if there == 1 and here > 1:
        # A name that leaves the count out means the same box far oftener than a part of it.
        return 1
    return there // here if there % here == 0 else None


def _measured(online: str, unit: str) -> int | None:
    """Return how many of a unit of weight or volume a name says; 0 where it is no whole number."""
    for table in (_IN_GRAMS, _IN_MILLILITRES):
        base = table.get(unit.casefold())
        if base is None:
            continue
        found = [(n, u) for n, u in _SIZE.findall(_plain(online)) if u in table]
        if len(found) != 1:
            return 0
        number, size = found[0]
        thousandths = round(float(number) * 1000) * table[size] * parted(online).count
        return thousandths // (1000 * base) if thousandths % (1000 * base) == 0 else 0
    return None


def _pack_named(online: str, packs: Iterable[NamedPack]) -> int | None:
    """Return the pack whose name a listing has, alone or as a whole one (`整箱`)."""
    text = _plain(online)
    named = {pack.factor for pack in packs if f"整{pack.name.casefold()}" in text}
    named = named or {
        pack.factor
        for pack in packs
        if pack.name and re.search(rf"(?<!\d)\b{re.escape(pack.name.casefold())}\b", text)
    }
    return next(iter(named)) if len(named) == 1 else None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
