"""What a SKU is found by: any part of its name, initials, full pinyin and the digits of its codes.

A key is made of *places* where a person may begin to type: every Chinese character, the first
letter of a word, the beginning of a code. From each place the next few signs are kept as a token,
and the index looks tokens up by their first signs. *Inner* places, within a word of
letters or digits, are kept under a mark and asked for by terms of three signs and more, so that a
single letter means a beginning. What a term says beyond its tokens is compared with the key's text.

Pinyin has no tones; a character with several common readings is kept under each of them.
"""

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

TOKEN = 4
"""Signs kept from a place."""
LETTERS = 10
"""Signs kept from a letter: four letters of pinyin are often one syllable."""
INNER = "\N{MIDDLE DOT}"
"""The mark before a token of an inner place."""
SHORTEST_INNER = 3

_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz")
_MOST_SPELLINGS = 16
_MOST_SIGNS = 64
_SEPARATOR = "\n"
_NO_SIGN = re.compile(r"[\W_]+")
_ACCENT = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u3099\u309a]")
_PIECE = re.compile("[a-z]+|[0-9]+|[^a-z0-9]")

Readings = Mapping[str, tuple[str, ...]]
"""Toneless readings of a character, the usual one first; `ü` is written `v`."""


@dataclass(frozen=True, slots=True)
class SearchKey:
    """What is kept of one SKU for searching.

    `source` holds the folded words and codes from which the same key can be made again, `text` all
    spellings without blanks, which a found SKU must contain a term of, `tokens` what is indexed.
    """

    source: str
    text: str
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a query.

    A SKU must have, of each group of `heads`, a token that begins so. Where `is_whole` is False,
    its key must also contain `text`.
    """

    text: str
    heads: tuple[tuple[str, ...], ...]
    is_whole: bool


class Folding:
    """Brings differently written texts to one form."""

    def __init__(self, simplified: Mapping[int, int]) -> None:
        """Take the table of traditional characters, by code points."""
        self._simplified = simplified

    def fold(self, text: str) -> str:
        """Fold width, case, accents and traditional forms; all but letters and digits is blank."""
        if text.isascii():
            return _NO_SIGN.sub(" ", text.lower())
        wide = unicodedata.normalize("NFKD", text).casefold()
        if _ACCENT.search(wide):
            wide = "".join([sign for sign in wide if not unicodedata.combining(sign)])
        plain = unicodedata.normalize("NFC", wide)
        return _NO_SIGN.sub(" ", plain.translate(self._simplified))

    def words(self, text: str) -> list[str]:
        """Fold a text and split it into words."""
        return self.fold(text).split()

    def compact(self, text: str) -> str:
        """Fold a text and join its words."""
        if text.isascii() and text.isalnum():
            return text.lower()
        return "".join(self.words(text))


@dataclass(frozen=True, slots=True)
class _Sign:
    """How one sign of a name may be spelt."""

    readings: tuple[str, ...]
    initials: tuple[str, ...]
    is_chinese: bool


class KeyMaker:
    """Makes the keys of SKUs; one instance is shared, what it remembers is only a cache."""

    def __init__(self, folding: Folding, readings: Readings) -> None:
        """Take the tables; `readings` may be any mapping from a character to its readings."""
        self._folding = folding
        self._readings = readings
        self._known: dict[str, _Sign] = {}

    def key(self, texts: Iterable[str], codes: Iterable[str]) -> SearchKey:
        """Make the key of a SKU from its name, spec and the like, and from all its codes."""
        words = [word for text in texts for word in self._folding.words(text)]
        compact = [self._folding.compact(code) for code in codes if code]
        return self._make(words, [code for code in dict.fromkeys(compact) if code])

    def remake(self, source: str) -> SearchKey:
        """Make the key again from the `source` of an earlier one."""
        words, _, codes = source.partition(_SEPARATOR)
        return self._make(words.split(), codes.split())

    def _make(self, words: Sequence[str], codes: Sequence[str]) -> SearchKey:
        source = " ".join(words) + _SEPARATOR + " ".join(codes)
        tokens: set[str] = set()
        name = "".join(words)[:_MOST_SIGNS]
        _add_places(tokens, name, _starts(words))
        _add_inner(tokens, words)
        parts = [name, *self._add_spellings(tokens, name), *codes]
        for code in codes:
            _add_places(tokens, code, (0,))
        _add_inner(tokens, codes)
        return SearchKey(source, _SEPARATOR.join(parts), frozenset(tokens))

    def _add_spellings(self, tokens: set[str], name: str) -> list[str]:
        """Keep a name in initials and in full pinyin, once for each choice of readings."""
        signs = [self._known.get(sign) or self._look_up(sign) for sign in name]
        chinese = [place for place, found in enumerate(signs) if found.is_chinese]
        if not chinese:
            return []
        texts = []
        for spelling in _choices([found.initials for found in signs]):
            text = "".join(spelling)
            texts.append(text)
            tokens.update([text[start : start + LETTERS] for start in chinese])
        for spelling in _choices([found.readings for found in signs]):
            text = "".join(spelling)
            texts.append(text)
            starts = [0, *itertools.accumulate(map(len, spelling))]
            tokens.update([text[starts[i] : starts[i] + LETTERS] for i in chinese])
        return texts

    def _look_up(self, sign: str) -> "_Sign":
        """The readings of a character; any other sign stands for itself."""
        readings = self._readings.get(sign)
        if readings:
            initials = tuple(dict.fromkeys(reading[0] for reading in readings))
            found = _Sign(readings, initials, is_chinese=True)
        else:
            found = _Sign((sign,), (sign,), is_chinese=False)
        self._known[sign] = found
        return found


def terms_of(folding: Folding, query: str) -> list[Term]:
    """Split a query at its blanks into terms, each to be found as it stands."""
    folded = ("".join(folding.words(part)) for part in query.split())
    return [_term(text) for text in dict.fromkeys(folded) if text]


def loose_terms_of(folding: Folding, query: str) -> list[Term]:
    """Split a query further: letters from digits, Chinese into single characters.

    It is the second try, where the terms as they stand find too little: `hslj500`, `牛肉红烧`.
    """
    pieces = [piece for word in folding.words(query) for piece in _pieces(word)]
    return [_term(piece) for piece in dict.fromkeys(pieces)]


def _term(text: str) -> Term:
    """Choose the tokens of a term: its head, and its end wherever that is sure to be a place."""
    size = min(len(text), LETTERS if text[0] in _ALPHABET else TOKEN)
    heads = [_beginnings(text[:size])]
    tail = _tail(text) if len(text) > size else ""
    if tail:
        heads.append(_beginnings(tail))
    return Term(text, tuple(heads), is_whole=len(text) <= SHORTEST_INNER)


def _beginnings(head: str) -> tuple[str, ...]:
    """A head as tokens may begin with it: at a place, or at an inner place of letters or digits."""
    if len(head) < SHORTEST_INNER or not head[0].isascii():
        return (head,)
    return (head, INNER + head[:SHORTEST_INNER])


def _tail(text: str) -> str:
    """The end of a term from a sign that is a place: no letter, it may be within a syllable."""
    for start in range(max(len(text) - TOKEN, 1), len(text) - 2):
        if text[start] not in _ALPHABET:
            return text[start:]
    return ""


def _pieces(word: str) -> list[str]:
    """Letters together, digits together, every other sign alone."""
    return _PIECE.findall(word)


def _starts(words: Sequence[str]) -> list[int]:
    """Where a person may begin to type in the joined words."""
    starts: list[int] = []
    place = 0
    for word in words:
        starts += [place + piece.start() for piece in _PIECE.finditer(word)]
        place += len(word)
    return starts


def _add_places(tokens: set[str], text: str, starts: Iterable[int]) -> None:
    tokens.update(
        [
            text[start : start + (LETTERS if text[start : start + 1] in _ALPHABET else TOKEN)]
            for start in starts
            if start < len(text)
        ]
    )


def _add_inner(tokens: set[str], words: Iterable[str]) -> None:
    """Keep the inside of words of letters and digits."""
    for word in words:
        tokens.update(
            [
                INNER + word[start : start + SHORTEST_INNER]
                for start in range(1, len(word) - SHORTEST_INNER + 1)
            ]
        )


def _choices(options: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Give every choice of one option per place, or the likeliest ones where that is too many."""
    open_places = [place for place, found in enumerate(options) if len(found) > 1]
    if not open_places:
        yield tuple([found[0] for found in options])
        return
    if math.prod([len(options[place]) for place in open_places]) <= _MOST_SPELLINGS:
        yield from itertools.product(*options)
        return
    yield from itertools.islice(_few_unusual(options, open_places), _MOST_SPELLINGS)


def _few_unusual(
    options: Sequence[tuple[str, ...]], open_places: Sequence[int]
) -> Iterator[tuple[str, ...]]:
    """Give the usual choice, then those that differ from it at one place, then at two."""
    usual = [found[0] for found in options]
    yield tuple(usual)
    for changed in (1, 2):
        for places in itertools.combinations(open_places, changed):
            for chosen in itertools.product(*(options[place][1:] for place in places)):
                spelling = list(usual)
                for place, reading in zip(places, chosen, strict=True):
                    spelling[place] = reading
                yield tuple(spelling)
