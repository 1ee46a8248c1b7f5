"""How many base units one piece of a listing is, read from names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.listing_factor import MOST_FACTOR, NamedPack, factor_of, parted


@pytest.mark.parametrize(
    ("online", "own", "unit", "factor"),
    [
        ("希腊酸奶160g*6杯", "希腊酸奶 160g", "杯", 6),
        ("希腊酸奶 160g x6", "希腊酸奶 160g", "杯", 6),
        ("Cola 330ml × 24", "Cola 330ml", "", 24),
        ("6 x 330ml Cola", "Cola 330ml", "", 6),
        ("Cola 330 ml (pack of 12)", "Cola 330ml", "", 12),
        ("Cola caja de 12", "Cola", "", 12),
        ("玻尿酸面膜 10片", "玻尿酸面膜 5片", "盒", 2),
        ("玻尿酸面膜 5片", "玻尿酸面膜 5片", "盒", 1),
        ("玻尿酸面膜", "玻尿酸面膜 5片", "盒", 1),
        ("每日坚果 7袋装", "每日坚果 7袋装", "盒", 1),
        ("面膜 7片", "面膜 5片", "盒", None),
        ("海盐薯片 75g", "海盐薯片 75g", "袋", 1),
        ("赣南脐橙 5kg", "赣南脐橙", "kg", 5),
        ("赣南脐橙 10斤", "赣南脐橙", "kg", 5),
        ("赣南脐橙 5斤包邮", "赣南脐橙", "kg", None),
        ("赣南脐橙 5斤", "赣南脐橙", "斤", 5),
        ("赣南脐橙", "赣南脐橙", "kg", None),
        ("Olive oil 2l", "Olive oil", "l", 2),
        ("T-shirt size 42", "T-shirt", "", 1),
    ],
)
def test_a_number_is_read_as_it_is_meant(
    online: str, own: str, unit: str, factor: int | None
) -> None:
    assert factor_of(online, own, unit) == factor


def test_the_name_of_a_pack_of_ours_counts() -> None:
    packs = [NamedPack("箱", 24), NamedPack("提", 6)]
    assert factor_of("可乐 330ml 整箱", "可乐 330ml", "罐", packs) == 24
    assert factor_of("可乐 330ml", "可乐 330ml", "罐", packs) == 1


def test_a_name_is_parted_into_words_sizes_and_count() -> None:
    named = parted("Greek Yoghurt 160g*6")
    assert (named.words.strip(), named.sizes, named.count) == (
        "greek yoghurt",
        frozenset({"160g"}),
        6,
    )


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["", "kg", "杯", "l"]))
def test_no_name_gives_a_factor_that_cannot_be(online: str, own: str, unit: str) -> None:
    factor = factor_of(online, own, unit)
    assert factor is None or factor >= 1
    assert 1 <= parted(online).count <= MOST_FACTOR
