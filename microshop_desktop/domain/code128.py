"""The bars of a Code 128 barcode, as couriers print their numbers."""

_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232"
).split()
_STOP = "2331112"
_TO_C, _TO_B, _START_B, _START_C = 99, 100, 104, 105
_FIRST, _LAST = " ", "~"
_PAIRS_AT_ENDS, _PAIRS_INSIDE = 2, 3
"""So many pairs of digits make it worth while to change to the set of pairs."""


def code128(text: str) -> str:
    """Return the modules of a text, `1` for a bar and `0` for a gap; empty where it has none.

    Runs of digits are set in pairs, so that a number of a courier stays short.
    """
    if not text or not all(_FIRST <= sign <= _LAST for sign in text):
        return ""
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    widths = "".join(_WIDTHS[value] for value in (*values, check)) + _STOP
    return "".join(("0" if place % 2 else "1") * int(width) for place, width in enumerate(widths))


def _values(text: str) -> list[int]:
    """Return the symbols of a text with the one it begins with."""
    values: list[int] = []
    in_pairs, place = False, 0
    while place < len(text):
        pairs = _digits_at(text, place) // 2
        ends = place == 0 or place + 2 * pairs == len(text)
        use_pairs = pairs >= (_PAIRS_AT_ENDS if ends else _PAIRS_INSIDE) or (in_pairs and pairs > 0)
        if use_pairs != in_pairs or not values:
            values.append(_change(first=not values, to_pairs=use_pairs))
            in_pairs = use_pairs
        step = 2 if in_pairs else 1
        part = text[place : place + step]
        values.append(int(part) if in_pairs else ord(part) - ord(_FIRST))
        place += step
    return values


def _digits_at(text: str, place: int) -> int:
    end = place
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return end - place


def _change(*, first: bool, to_pairs: bool) -> int:
    if first:
        return _START_C if to_pairs else _START_B
    return _TO_C if to_pairs else _TO_B
