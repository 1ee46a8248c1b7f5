"""The tables behind search keys, read once from the program's resources."""

from functools import cache

from microshop_desktop.domain.search_keys import Folding, KeyMaker
from microshop_desktop.infra.resources import resource_text

_READINGS = "search/readings.txt"
_SIMPLIFIED = "search/simplified.txt"


@cache
def folding() -> Folding:
    """How searched and kept texts are brought to one form; takes a millisecond to load."""
    traditional, simplified = _lines(_SIMPLIFIED)
    return Folding(str.maketrans(traditional, simplified))


@cache
def key_maker() -> KeyMaker:
    """Makes the keys of SKUs; its table of readings takes some milliseconds to load."""
    return KeyMaker(folding(), _readings())


def _readings() -> dict[str, tuple[str, ...]]:
    """Read `reading TAB characters` lines, then `character TAB readings` of those with several."""
    readings: dict[str, tuple[str, ...]] = {}
    for line in _lines(_READINGS):
        left, _, right = line.partition("\t")
        if left.isascii():
            readings.update(dict.fromkeys(right, (left,)))
        else:
            readings[left] = tuple(right.split())
    return readings


def _lines(resource: str) -> list[str]:
    lines = resource_text(resource).splitlines()
    return [line for line in lines if line and not line.startswith("#")]
