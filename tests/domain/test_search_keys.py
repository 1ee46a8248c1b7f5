"""Search keys: what a person may type, and what finds what. A small index stands in for FTS5."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.search_keys import (
    KeyMaker,
    SearchKey,
    Term,
    loose_terms_of,
    terms_of,
)
from microshop_desktop.services.key_tables import folding, key_maker

MAKER: KeyMaker = key_maker()
NAMES = st.text(alphabet="红烧牛肉面重庆银行快乐长寿酸奶abcXYZ0189 -·", min_size=1, max_size=24)


def _key(*texts: str, codes: tuple[str, ...] = ()) -> SearchKey:
    return MAKER.key(texts, codes)


def _has(key: SearchKey, term: Term) -> bool:
    """Tell what the index and the comparison of texts tell together."""
    found = all(
        any(token.startswith(head) for token in key.tokens for head in heads)
        for heads in term.heads
    )
    return found and (term.is_whole or term.text in key.text)


def _found(key: SearchKey, query: str) -> bool:
    terms = terms_of(folding(), query)
    return bool(terms) and all(_has(key, term) for term in terms)


@pytest.mark.parametrize(
    "query",
    [
        "红烧",
        "牛肉",
        "肉面",
        "面 红烧",
        "h",
        "hs",
        "hsnrm",
        "nrm",
        "hongshao",
        "niurou",
        "shaoniu",
        "红烧牛肉面500g",
        "hsnrm500",
        "hsnrm 500",
        "500",
        "500g",
        "niurou 500",
        "ＨＳＮＲＭ",
        "Hong",
    ],
)
def test_any_part_in_any_order_finds_a_name(query: str) -> None:
    assert _found(_key("红烧牛肉面", "500g"), query)


@pytest.mark.parametrize("query", ["ongs", "ao", "iurou", "z", "肉红", "00", "50g"])
def test_the_middle_of_a_syllable_finds_nothing(query: str) -> None:
    assert not _found(_key("红烧牛肉面", "500g"), query)


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("重庆火锅底料", ["cq", "zq", "chongqing", "zhongqing"]),
        ("工商银行卡", ["yh", "yx", "yinhang", "yinxing"]),
        ("快乐水", ["kl", "ky", "kuaile", "kuaiyue"]),
        ("长寿面", ["cs", "zs", "changshou", "zhangshou"]),
        ("藏红花", ["chh", "zhh", "zanghonghua", "canghonghua"]),
        ("薄荷糖", ["bht", "bohe", "baohe"]),
        ("乐行乐重", ["lxlz", "lhlc", "yhyc", "lhyz"]),
        ("绿豆糕", ["lv", "lvdougao", "ldg"]),
    ],
)
def test_every_common_reading_is_kept(name: str, queries: list[str]) -> None:
    assert [query for query in queries if not _found(_key(name), query)] == []


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("紅燒牛肉麵", "红烧牛肉面"),
        ("红烧牛肉面", "紅燒"),
        ("Ｃｏｋｅ３３０ｍｌ", "coke330"),
        ("Café", "cafe"),
        ("jamón", "JAMÓN"),
        ("piña", "pina"),
        ("㎏装", "kg"),
    ],
)
def test_width_case_accents_and_traditional_forms_are_folded(kept: str, typed: str) -> None:
    assert _found(_key(kept), typed)


@pytest.mark.parametrize("query", ["6901", "4567", "892", "6901234567892", "34567892", "7892 牛"])
def test_digits_of_any_code_are_found_from_three_on(query: str) -> None:
    assert _found(_key("牛奶", codes=("6901234567892", "SP-000123")), query)


@pytest.mark.parametrize("query", ["SP-000123", "sp000123", "000123", "0123"])
def test_the_sellers_own_code_is_found_with_and_without_its_dash(query: str) -> None:
    assert _found(_key("牛奶", codes=("6901234567892", "SP-000123")), query)


def test_english_is_found_from_the_beginning_of_a_word_and_within_from_three_letters() -> None:
    key = _key("JUMBO BAG RED RETROSPOT")
    assert all(
        _found(key, query) for query in ("ju", "bag", "red jumbo", "spot", "umb", "jumbobag")
    )
    assert not _found(key, "um")


def test_what_stands_together_without_blanks_is_found_by_its_pieces() -> None:
    key = _key("老酒红烧酱", "500ml")
    assert not _found(key, "hslj500")
    terms = loose_terms_of(folding(), "ljhsj500")
    assert [term.text for term in terms] == ["ljhsj", "500"]
    assert all(_has(key, term) for term in terms)


def test_a_name_of_many_readings_keeps_few_spellings() -> None:
    key = _key("重行乐长" * 10)
    assert len(key.text.split("\n")) <= 1 + 2 * 16
    assert _found(key, "zxlc") or _found(key, "zxlz")


def test_very_long_names_and_names_without_letters_are_no_trouble() -> None:
    assert _found(_key("长" * 500), "长长长")
    assert _key("！！！", "").tokens == frozenset()
    assert terms_of(folding(), " -- ") == []


@given(NAMES, st.lists(st.text(alphabet=string.digits, min_size=1, max_size=13), max_size=2))
def test_a_key_is_made_again_from_its_source(name: str, codes: list[str]) -> None:
    key = MAKER.key((name,), codes)
    assert MAKER.remake(key.source) == key


@pytest.mark.parametrize("name", ["0000乐", "aaaaa00乐", "a0a0a乐", "1000毫升装"])
def test_a_term_whose_end_begins_within_digits_is_found(name: str) -> None:
    assert _found(_key(name), name)


@given(NAMES, st.data())
def test_every_part_from_a_place_on_finds_its_name(name: str, data: st.DataObject) -> None:
    key = _key(name)
    words = [word for word in folding().words(name) if word]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    part = word[: data.draw(st.integers(1, len(word)))]
    assert _found(key, part)
